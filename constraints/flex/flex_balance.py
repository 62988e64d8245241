"""Flexible time is paid for: whoever has some leaves no less than the least balance in the time bank."""

from __future__ import annotations

from math import ceil

from pydantic import Field

from constraints.flex.granting import about, judge_with_hours, known_grants
from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.timetable.apart import any_of
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.ledger import closing, earned, granted, whole_minutes
from scheduler.school import WorkingHours, tables
from scheduler.school.shares import flexible_staff
from scheduler.text import Text


class Parameters(RuleParameters):
    """What must be left."""

    least: int = Field(
        default=0,
        ge=-2400,
        le=2400,
        title="结余下限",
        description="what the time bank holds at least at the end of the week, for whoever has flexible time",
        json_schema_extra={"unit": "分钟"},
    )


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that the closing balance of everybody with a grant is at least that.

    It follows for those who begin with as much; for the others it is asked only under a Boolean that any grant makes true. That
    is linear because without grants a balance never falls below the opening one.
    """
    parts = variables.school.service.parts
    for teacher in flexible_staff(variables.school):
        grants = list(variables.service.grants(teacher.id).values())
        left = variables.service.closing(teacher.id)
        missing = max(0, parameters.least - teacher.balance)
        without = missing * (1 - any_of(poster, grants)) if missing else 0
        poster.require(left >= parts * (parameters.least - without), teacher_owner(teacher.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find everybody with flexible time whose closing balance is too low; the amount is the minutes missing.

    Whoever begins the week below the least balance breaks nothing as long as no time is granted.
    """
    return judge_with_hours(view, lambda hours: _judge(view, hours, parameters))


def _judge(view: PlanView, hours: WorkingHours, parameters: Parameters) -> Verdict:
    judged, violations = 0, []
    for teacher in view.school.teachers:
        if known_grants(view, teacher.id):
            judged += 1
            left = closing(view, teacher.id)
            if left < parameters.least:
                come, gone, shown = (
                    whole_minutes(earned(view, teacher.id)),
                    granted(view, teacher.id),
                    whole_minutes(left),
                )
                text = Text(
                    f"{teacher.id} 时间银行期初 {teacher.balance}、存入 {come}、支取 {gone}，结余 {shown} 分钟，"
                    f"应不低于 {parameters.least} 分钟",
                    f"{teacher.id}: the time bank opens with {teacher.balance}, earns {come}, pays {gone} and closes with {shown} "
                    f"minutes, at least {parameters.least} wanted",
                )
                violations.append(about(teacher.id, ceil(parameters.least - left), text))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="flex_balance",
    title=Text("时间银行不透支", "The time bank is not overdrawn"),
    words=Text(
        "弹性上下班用存入的时间支付：期初结余加本周存入减本周支取，不低于下限。期初已低于下限的教师本周不安排弹性，除非本周存入补足。",
        "Flexible time is paid from credit: opening balance and what the week earns less what is granted is not below the limit. "
        "Whoever begins below it has no flexible time until credit has made up for it.",
    ),
    level=Level.HARD,
    unit=Text("分钟", "minutes"),
    parameters=Parameters,
    article="flexible_hours",
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TEACHERS,
    stated=tables.TEACHERS,
)
