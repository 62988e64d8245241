"""Credit is given back: nobody keeps what would pay for more flexible time than he has."""

from __future__ import annotations

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.flex.granting import about, known_grants
from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.evenness import bounds_of
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.ledger import closing, whole_minutes
from scheduler.school import School
from scheduler.school.shares import flexible_staff
from scheduler.text import Text, counted


class Parameters(RuleParameters):
    """How much flexible time a teacher with credit should have."""

    most: int = Field(
        default=2,
        ge=0,
        le=5,
        title="每周应安排次数",
        description="grants a week up to which credit should be used",
        json_schema_extra={"unit": "次"},
    )


def cheapest(school: School) -> int:
    """Return the minutes of the shortest flexible time that the school gives."""
    return min(minutes for kind in school.grant_kinds if (minutes := school.grant_minutes(kind)) > 0)


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that nobody's closing balance would buy another grant, as long as he has fewer than the most.

    The n-th of them is one if the balance pays for n and there are at most `most` - n grants. So it is unused unless the
    balance is below that, or a Boolean says that there are more grants, which those must then bear out.
    """
    price = cheapest(variables.school) * variables.school.service.parts if variables.school.grant_kinds else 0
    for teacher in flexible_staff(variables.school):
        left = variables.service.closing(teacher.id)
        richest = bounds_of(left)[1]
        granted = cp_model.LinearExpr.sum(list(variables.service.grants(teacher.id).values()))
        for number in range(1, min(parameters.most, richest // price) + 1):
            unused, has_enough = poster.count(1), poster.count(1)
            poster.define((parameters.most - number + 1) * has_enough <= granted)
            too_much = richest - number * price + 1
            poster.define(left <= number * price - 1 + too_much * (unused + has_enough))
            poster.none(unused, teacher_owner(teacher.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find everybody whose closing balance would pay for more flexible time; the amount is how many more grants.

    It is what the balance buys of the shortest kind, up to the most a week less those that are granted.
    """
    staff, violations = flexible_staff(view.school), []
    for teacher in staff:
        left, granted = closing(view, teacher.id), len(known_grants(view, teacher.id))
        more = min(parameters.most - granted, int(left // cheapest(view.school)))
        if more > 0:
            text = Text(
                f"{teacher.id} 时间银行结余 {whole_minutes(left)} 分钟，本周弹性上下班 {granted} 次，还可安排 {more} 次",
                f"{teacher.id}: {whole_minutes(left)} minutes are left in the time bank with {granted} grants this week; {more} more are possible",
            )
            violations.append(about(teacher.id, more, text))
    return Verdict(len(staff), tuple(violations))


def asks(school: School, parameters: Parameters, teacher_id: str) -> Text:
    """Say how much flexible time the teacher is to have."""
    price = cheapest(school)
    return Text(
        f"{teacher_id}时间银行结余满 {price} 分钟就安排弹性上下班，一周到 {parameters.most} 次为止",
        f"{teacher_id} has flexible time for each {price} minutes of credit, up to {counted(parameters.most, 'time')} a week",
    )


RULE = Rule(
    id="flex_use",
    title=Text("存入的时间及时兑现", "Credit is given back"),
    words=Text(
        "时间银行结余还够安排弹性上下班、本周次数又未满的教师，尽量安排；每少安排一次计 1。",
        "Whoever has credit for it has flexible time, up to the usual number a week; each grant that credit would still pay for "
        "counts 1.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"teachers": 4},
    unit=Text("次", "grants"),
    parameters=Parameters,
    article="flexible_hours",
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
)
