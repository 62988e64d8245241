"""Homeroom teachers, who come first and leave last, have their share of flexible hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.service.evenness import bounds_of
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import SCHOOL_OWNER, Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.ledger import closing, granted
from scheduler.school import School
from scheduler.school.shares import flexible_staff, homeroom_teachers
from scheduler.text import Text

MEANS = (
    Text("人均获准弹性时间", "flexible time granted"),
    Text("人均时间银行结余", "closing balance of the time bank"),
)


class Parameters(RuleParameters):
    """In what steps the shortfall counts."""

    step: int = Field(
        default=15,
        ge=1,
        le=240,
        title="计量步长",
        description="minutes by which the homeroom teachers' mean falls short that count 1",
        json_schema_extra={"unit": "分钟"},
    )


def weights(school: School) -> dict[str, int]:
    """Return for each of the staff with flexible hours a weight: the weighted sum of what they have is the mean over all staff
    less that over homeroom teachers, times the number of both. Nobody where that is always 0.
    """
    staff, leaders = [teacher.id for teacher in flexible_staff(school)], homeroom_teachers(school)
    heads = sum(name in leaders for name in staff)
    if heads in (0, len(staff)):
        return {}
    return {name: heads - (len(staff) if name in leaders else 0) for name in staff}


def scale(school: School) -> int:
    """Return the number of the staff with flexible hours times that of the homeroom teachers among them."""
    staff, leaders = flexible_staff(school), homeroom_teachers(school)
    return len(staff) * sum(teacher.id in leaders for teacher in staff)


def shortfall(school: School, minutes: Mapping[str, Fraction], parameters: Parameters) -> int:
    """Return by how many steps the mean of homeroom teachers is below that of all staff, rounded up."""
    total = sum(weight * minutes[name] for name, weight in weights(school).items())
    return ceil(Fraction(total) / (parameters.step * scale(school))) if total > 0 else 0


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no mean of homeroom teachers is below that of all staff; a soft rule pays for each step."""
    school, service = variables.school, variables.service
    each, step = weights(school), parameters.step * scale(school)
    used: list[tuple[cp_model.IntVar, int]] = [
        (literal, weight * school.grant_minutes(kind))
        for name, weight in each.items()
        for (_, kind), literal in service.grants(name).items()
    ]
    left = [(service.closing(name), weight) for name, weight in each.items()]
    for terms, unit in ((used, step), (left, step * school.service.parts)):
        if terms:
            most = sum(max(weight * bound for bound in bounds_of(variable)) for variable, weight in terms)
            excess = poster.count(max(0, -(-most // unit)))
            total = cp_model.LinearExpr.weighted_sum([x for x, _ in terms], [weight for _, weight in terms])
            poster.define(unit * excess >= total)
            poster.none(excess, SCHOOL_OWNER)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Compare the means of minutes granted and of closing balances; the amount is the steps that homeroom teachers lack."""
    each, leaders, violations = weights(view.school), homeroom_teachers(view.school), []
    measures: tuple[Callable[[PlanView, str], Fraction | int], ...] = (granted, closing)
    for name, measure in zip(MEANS, measures, strict=True):
        minutes = {teacher_id: Fraction(measure(view, teacher_id)) for teacher_id in each}
        amount = shortfall(view.school, minutes, parameters) if each else 0
        if amount:
            heads = [teacher_id for teacher_id in each if teacher_id in leaders]
            mean = float(sum(minutes[head] for head in heads) / len(heads))
            every = float(sum(minutes.values()) / len(minutes))
            text = Text(
                f"班主任{name.zh} {mean:.0f} 分钟，全体教师 {every:.0f} 分钟",
                f"{name.en}, on average: {mean:.0f} minutes for homeroom teachers, {every:.0f} for all staff",
            )
            violations.append(Violation(SCHOOL_OWNER, amount, text, (), tuple(heads)))
    return Verdict(2 if each else 0, tuple(violations))


def asks(school: School, parameters: Parameters, name: str) -> Text:
    """Say what homeroom teachers have on average."""
    return Text(
        "班主任人均获准的弹性时间、人均时间银行结余都不低于全体教师的平均",
        "homeroom teachers have on average no less flexible time, and no less credit, than all staff",
    )


RULE = Rule(
    id="homeroom_flex",
    title=Text("班主任弹性不低于平均", "Homeroom teachers have their share"),
    words=Text(
        "班主任到得最早、走得最晚：班主任人均获准的弹性时间、人均时间银行结余都不低于全体在职教师的平均；每低 15 分钟计 1。",
        "Neither the flexible time granted to homeroom teachers nor their closing balances are on average below those of all staff; "
        "each 15 minutes short count 1.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"teachers": 4, "fairness": 4},
    unit=Text("档", "steps"),
    parameters=Parameters,
    article="flexible_hours",
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.SCHOOL: asks},
)
