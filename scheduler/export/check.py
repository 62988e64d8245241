"""A plan that was read and judged: its verdict in a sentence, the cells of what it breaks, what is proven of its cost."""

from __future__ import annotations

from pathlib import Path

from constraints.audit import Report
from constraints.rule import ActiveRule, Violation
from scheduler.engine.bounds import Bounds, prove_bounds
from scheduler.engine.stopping import Cancel, StoppingCriterion, attended
from scheduler.model.owner import Level
from scheduler.plan import PlanView
from scheduler.plan.document import PlanDocument
from scheduler.plan.omissions import NOTHING_OMITTED
from scheduler.text import Text
from scheduler.workbook.plan.places import places_of
from scheduler.workbook.plan.reading import PlanReading


class Check:
    """A plan that was read and judged, with what is proven of its cost."""

    def __init__(self, reading: PlanReading, report: Report, bounds: Bounds | None = None) -> None:
        self.reading = reading
        self.report = report
        self.bounds = bounds
        self._view = PlanView(report.school, report.plan)

    @property
    def unread(self) -> int:
        """How many things in the plan were not understood."""
        return sum(1 for problem in self.reading.problems if problem.blocks)

    def broken(self, level: Level) -> list[tuple[ActiveRule, Violation]]:
        """Return the violations of the rules of a level."""
        return list(self.report.violations(level))

    def places(self, active: ActiveRule, violation: Violation) -> list[tuple[str, str]]:
        """Return the cells of a violation."""
        return places_of(self._view, self.reading, active, violation)


def verdict_text(check: Check) -> Text:
    """Return the verdict in a sentence."""
    binding = [f for f in check.report.findings if f.active.level is not Level.SOFT]
    judged = [finding for finding in binding if finding.verdict.unjudged is None]
    rest = len(binding) - len(judged)
    if not check.report.compliant:
        laws, hard = len(check.broken(Level.REGULATION)), len(check.broken(Level.HARD))
        return Text(
            f"不合规：违反法规 {laws} 处，违反硬性要求 {hard} 处。",
            f"Not compliant: regulation violations: {laws}, hard violations: {hard}.",
        )
    if check.unread:
        return Text(
            f"读懂的部分没有发现违规，但有 {check.unread} 处没有读懂，改正后再核查。",
            f"No violation in what was understood, but {check.unread} things were not: correct them and check again.",
        )
    if rest:
        return Text(
            f"合规：已判断的 {len(judged)} 条法规与硬性要求全部满足，另有 {rest} 条无法判断。",
            f"Compliant: all {len(judged)} regulations and hard rules that could be judged are kept; {rest} could not.",
        )
    return Text(
        f"合规：{len(judged)} 条法规与硬性要求全部满足。",
        f"Compliant: all {len(judged)} regulations and hard rules are kept.",
    )


def known_bounds(path: Path, reading: PlanReading, report: Report, seconds: float, cancel: Cancel) -> Bounds | None:
    """Return what is proven of the cost of a plan's school: in some seconds, else as a `plan.json` says; None where unknown.

    Where a plan leaves out classes its cost is no plan's, and nothing is comparable. What is not judged costs nothing.
    """
    told = reading.omissions
    if told.classes or told.courses:
        return None
    if seconds > 0:
        soft = [f for f in report.findings if f.active.level is Level.SOFT and f.verdict.unjudged is None]
        stop = StoppingCriterion(seconds, cancel=cancel)
        rules = [finding.active.rule.id for finding in soft]
        return attended(lambda: prove_bounds(report.school, rules, stop), cancel)
    bound = told_bound(path, report) if told == NOTHING_OMITTED else None
    return None if bound is None else Bounds(bound)


def told_bound(path: Path, report: Report) -> int | None:
    """Return the proven bound that a `plan.json`, which was read before, tells of the very plan of a report; None for other files."""
    if path.suffix.lower() != ".json":
        return None
    document = PlanDocument.model_validate_json(path.read_bytes())
    same = document.cost == report.cost and document.school == report.school.name
    return document.bound if same else None
