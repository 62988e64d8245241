"""Every rule's check over any plan, whoever made it. The audit never asks the solver."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from constraints.catalogue import active_rules, catalogue, is_of_service, needs_of
from constraints.rule import ActiveRule, Rule, Verdict, Violation
from scheduler.model.owner import Level, OwnerKind
from scheduler.plan import Plan, PlanView
from scheduler.plan.layout import tells_service
from scheduler.plan.omissions import NOTHING_OMITTED, PART_NAMES, Omissions, PlanPart
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


def audit(school: School, plan: Plan, omissions: Omissions = NOTHING_OMITTED) -> Report:
    """Judge a plan by every rule that the school uses. Raises ValueError when a rule setting cannot be used.

    What the plan leaves out is not held against it: a rule that speaks of it is not judged, and says why. A plan without any
    session and flexible time, of a school that has service, does not tell of them (another program's, or the timetable alone).
    """
    view = PlanView(school, plan)
    silent = bool(school.service.stations) and not tells_service(plan)
    findings = []
    for active in active_rules(school):
        if silent and is_of_service(active.rule):
            findings.append(Finding(active, NOT_TOLD))
            continue
        omitted = needs_of(active.rule) & omissions.parts
        verdict = _not_judged(omitted) if omitted else active.check(view)
        findings.append(Finding(active, _as_far_as_told(school, active.rule, verdict, omissions)))
    return Report(school, plan, tuple(findings))


def _not_judged(omitted: frozenset[PlanPart]) -> Verdict:
    names = [PART_NAMES[part] for part in PlanPart if part in omitted]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return Verdict(0, unjudged=Text(f"课表里没有写{zh}，未判断", f"the plan does not tell {en}: not judged"))


def _as_far_as_told(school: School, rule: Rule[Any], verdict: Verdict, omissions: Omissions) -> Verdict:
    """Return a verdict without what is said only because the plan leaves something out."""
    unseen = rule.needs_to_keep & omissions.parts
    if unseen and not verdict.violations:
        return _not_judged(unseen)
    if not omissions.classes and not omissions.courses:
        return verdict
    kept = tuple(v for v in verdict.violations if not _is_about_untold(school, v, omissions))
    if len(kept) == len(verdict.violations):
        return verdict
    dropped = len(verdict.violations) - len(kept)
    note = Text(
        f"“{rule.title.zh}”有 {dropped} 处涉及课表里没有的班或教师，未判断",
        f"{rule.title.en}: {dropped} places concern classes or teachers that the plan does not name; not judged",
    )
    return replace(verdict, violations=kept, notes=(*verdict.notes, note))


def _is_about_untold(school: School, violation: Violation, omissions: Omissions) -> bool:
    if violation.classes and omissions.classes.issuperset(violation.classes):
        return True
    if violation.owner.kind is OwnerKind.COURSE:
        return violation.owner.id in omissions.courses
    if (violation.slots and not violation.of_absence) or not omissions.courses:
        return False
    # What is counted over the week of a class is not known while some of its courses are not told.
    return any(course.id in omissions.courses for name in violation.classes for course in school.class_courses[name])
