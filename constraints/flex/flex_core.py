"""Everyone is present in the core hours: late starts and early leaves lie outside them."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.flex.granting import about, grant_name, judge_with_hours
from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import GrantKind, School, WorkingHours
from scheduler.text import Text, clock_text


def kinds_in_core(school: School) -> frozenset[GrantKind]:
    """Return the kinds of flexible time that would reach into the core hours. Half-days off are not bound by them."""
    hours = school.working
    if hours is None or hours.core_start is None or hours.core_end is None:
        return frozenset()
    windows = {kind: school.grant_window(kind) for kind in (GrantKind.LATE_START, GrantKind.EARLY_LEAVE)}
    return frozenset(
        kind for kind, (start, end) in windows.items() if start < hours.core_end and hours.core_start < end
    )


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that nobody has a grant of a kind that reaches into the core hours."""
    kinds = kinds_in_core(variables.school)
    for teacher in variables.school.teachers if kinds else ():
        grants = [x for (_, kind), x in variables.service.grants(teacher.id).items() if kind in kinds]
        if grants:
            poster.require(cp_model.LinearExpr.sum(grants) <= 0, teacher_owner(teacher.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every late start and early leave that reaches into the core hours; each counts 1."""
    return judge_with_hours(view, lambda hours: _judge(view, hours))


def _judge(view: PlanView, hours: WorkingHours) -> Verdict:
    if hours.core_start is None or hours.core_end is None:
        return Verdict(0)
    bound = (GrantKind.LATE_START, GrantKind.EARLY_LEAVE)
    grants = [grant for each in view.grants_of.values() for grant in each if grant.kind in bound]
    kinds, core = kinds_in_core(view.school), f"{clock_text(hours.core_start)}–{clock_text(hours.core_end)}"
    violations = []
    for grant in grants:
        if grant.kind in kinds:
            name = grant_name(grant)
            text = Text(f"{name.zh}，占用了核心时段 {core}", f"{name.en}: reaches into the core hours {core}")
            violations.append(about(grant.teacher, 1, text))
    return Verdict(len(grants), tuple(violations))


RULE = Rule(
    id="flex_core",
    title=Text("核心时段全员在岗", "Present in the core hours"),
    words=Text(
        "晚到和早走不占用学校规定的核心时段；半天休息不受此限。",
        "A late start or an early leave does not reach into the school's core hours; half-days off may.",
    ),
    level=Level.HARD,
    unit=Text("次", "grants"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
)
