"""The rules of cover over changes of some dates, whoever made them. It never asks the solver."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from constraints.catalogue import active_cover_rules
from constraints.rule import ActiveCoverRule, Verdict, Violation
from scheduler.model.owner import Level
from scheduler.term.nouns import Change, Term
from scheduler.term.view import CoverView


@dataclass(frozen=True)
class CoverReport:
    """The verdict on changes: what each rule of cover finds, in the catalogue's order."""

    view: CoverView
    findings: tuple[tuple[ActiveCoverRule, Verdict], ...]

    @cached_property
    def legal(self) -> bool:
        """Whether every hard rule is kept."""
        return not any(v.violations for active, v in self.findings if active.level is not Level.SOFT)

    @cached_property
    def cost(self) -> int:
        """What the soft rules ask, in all."""
        return sum(active.cost(verdict) for active, verdict in self.findings)

    def violations(self) -> Iterator[tuple[ActiveCoverRule, Violation]]:
        """Yield every violation, in the catalogue's order."""
        for active, verdict in self.findings:
            for violation in verdict.violations:
                yield active, violation


def audit_cover(term: Term, changes: Sequence[Change], dates: Sequence[datetime.date]) -> CoverReport:
    """Judge changes of a term, which does not have them yet, by every rule of cover that the school uses.

    Raises ValueError when a date is outside of the term, a change does not fit, or a setting of a rule cannot be used.
    """
    view = CoverView(term, changes, dates)
    rules = active_cover_rules(view.school)
    return CoverReport(view, tuple((active, active.check(view)) for active in rules))
