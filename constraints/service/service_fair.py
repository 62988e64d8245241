"""Everybody's minutes of service are near to his fair share by FTE."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.service.evenness import EvennessParameters, bounds_of
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import SERVICE, School
from scheduler.school.shares import fair_shares
from scheduler.text import Text


class Parameters(EvennessParameters):
    """How far from his fair share a teacher may be, and in what steps the rest counts."""

    slack: int = Field(
        default=30,
        ge=0,
        le=2400,
        title="允许偏差",
        description="minutes by which a teacher may be above or below the fair share",
        json_schema_extra={"unit": "分钟"},
    )


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that nobody's minutes differ from the fair share beyond the slack; a soft rule pays for each step."""
    for teacher_id, share in fair_shares(variables.school).items():
        minutes = variables.service.minutes(teacher_id)
        excess = poster.count(parameters.steps(max(share, bounds_of(minutes)[1] - share)))
        poster.define(parameters.step * excess >= minutes - share - parameters.slack)
        poster.define(parameters.step * excess >= share - minutes - parameters.slack)
        poster.none(excess, teacher_owner(teacher_id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find everybody whose minutes are too far from the fair share; the amount is the steps beyond the slack."""
    shares, violations = fair_shares(view.school), []
    for teacher_id, share in shares.items():
        minutes = view.minutes_of(teacher_id, SERVICE)
        amount = parameters.steps(abs(minutes - share))
        if amount:
            fte, more = view.school.teacher[teacher_id].fte, minutes > share
            text = Text(
                f"{teacher_id} 一周服务 {minutes} 分钟，按工作量（{fte}%）应约 {share} 分钟，"
                f"{'多' if more else '少'} {abs(minutes - share)} 分钟",
                f"{teacher_id}: {minutes} minutes of service, the fair share of {fte} % of a post is {share}: "
                f"{abs(minutes - share)} {'more' if more else 'fewer'}",
            )
            violations.append(Violation(teacher_owner(teacher_id), amount, text, (), (teacher_id,)))
    return Verdict(len(shares), tuple(violations))


def asks(school: School, parameters: Parameters, teacher_id: str) -> Text:
    """Say how much the teacher is to serve."""
    share = fair_shares(school)[teacher_id]
    return Text(
        f"{teacher_id}一周的服务与应承担的 {share} 分钟相差不超过 {parameters.slack} 分钟",
        f"{teacher_id}: service within {parameters.slack} minutes of the fair share of {share}",
    )


RULE = Rule(
    id="service_fair",
    title=Text("服务时长按工作量分摊", "A fair share of service"),
    words=Text(
        "全校一周的课后服务（含巡查）按工作量分摊到参加服务的在职教师，每人的分钟数与应承担的相差不超过允许偏差；"
        "超出部分每 15 分钟计 1。",
        "The week's service, patrols included, is shared among the staff who serve by FTE; nobody's minutes differ much from "
        "that share. Each 15 minutes beyond the slack count 1.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"fairness": 5},
    unit=Text("档", "steps"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.TEACHER: asks},
)
