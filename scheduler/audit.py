"""Every rule's check over any plan, whoever made it. The audit never asks the solver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from constraints.catalogue import FLEX_SECTION, SERVICE_SECTION, active_rules, catalogue, section_of
from constraints.rule import ActiveRule, Level, Rule, Verdict, Violation
from scheduler.plan import Plan, PlanView
from scheduler.plan.layout import tells_service
from scheduler.school import School
from scheduler.text import Text

NOT_TOLD = Verdict(
    0,
    unjudged=Text(
        "课后服务未给出，未判断", "the plan tells nothing of after-school service and flexible hours: not judged"
    ),
)


class Finding(NamedTuple):
    """What one rule says of a plan."""

    active: ActiveRule
    verdict: Verdict

    @property
    def kept(self) -> bool:
        """Tell whether the rule is broken nowhere."""
        return not self.verdict.violations

    @property
    def cost(self) -> int:
        """The cost of a soft rule; 0 for the others."""
        return self.active.cost(self.verdict)


@dataclass(frozen=True)
class Report:
    """The verdict on a plan: one finding for each rule in use, in the catalogue's order."""

    school: School
    plan: Plan
    findings: tuple[Finding, ...]

    @cached_property
    def compliant(self) -> bool:
        """Whether every regulation and hard rule is kept."""
        return all(f.kept or f.active.level is Level.SOFT for f in self.findings)

    @cached_property
    def cost(self) -> int:
        """The sum of the soft rules' costs."""
        return sum(finding.cost for finding in self.findings)

    def cost_by_rule(self) -> dict[str, int]:
        """Return the cost of each soft rule in use, by rule id."""
        return {f.active.rule.id: f.cost for f in self.findings if f.active.level is Level.SOFT}

    def violations(self, *levels: Level) -> Iterator[tuple[ActiveRule, Violation]]:
        """Yield every violation of rules of these levels (default: all), in the catalogue's order."""
        for finding in self.findings:
            if not levels or finding.active.level in levels:
                for violation in finding.verdict.violations:
                    yield finding.active, violation

    @cached_property
    def switched_off(self) -> tuple[Rule[Any], ...]:
        """The rules that the school does not use."""
        used = {finding.active.rule.id for finding in self.findings}
        return tuple(rule for rule in catalogue() if rule.id not in used)


def audit(school: School, plan: Plan) -> Report:
    """Judge a plan by every rule that the school uses. Raises ValueError when a rule setting cannot be used.

    A plan without any session and flexible time, of a school that has service, does not tell of them (another program's, or the
    timetable alone): the rules on service and flexible hours are then not judged.
    """
    view = PlanView(school, plan)
    silent = bool(school.posts) and not tells_service(plan)
    return Report(
        school,
        plan,
        tuple(
            Finding(active, NOT_TOLD if silent and _is_about_service(active) else active.check(view))
            for active in active_rules(school)
        ),
    )


def _is_about_service(active: ActiveRule) -> bool:
    return section_of(active.rule) in (SERVICE_SECTION, FLEX_SECTION)
