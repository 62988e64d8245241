"""What a search reports while it runs and what it returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from constraints.audit import Report
from scheduler.engine.bounds import Bounds
from scheduler.engine.ranges import Ranges


class Status(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Progress:
    """One step of a search: seconds since its start, the best audited cost, the proven bound, the cost of each rule."""

    seconds: float
    cost: int | None
    bound: int
    cost_by_rule: dict[str, int] = field(default_factory=dict)
    plans: int = 0


@dataclass(frozen=True)
class Result:
    """The outcome of a search. `report` holds the best plan and its audit; None where no plan was found.

    `bound` is proven: no plan of the school costs less. `seconds` is wall time, `interrupted` tells that the search was
    asked to end before its limit. `bounds` says by which rules any plan must cost something, `ranges` how fair service and flexible hours could be at best.
    """

    status: Status
    report: Report | None
    bound: int
    seconds: float
    history: tuple[Progress, ...] = ()
    interrupted: bool = False
    ranges: Ranges = field(default_factory=Ranges)
    bounds: Bounds | None = None

    @property
    def cost(self) -> int | None:
        """The audited cost of the plan."""
        return None if self.report is None else self.report.cost
