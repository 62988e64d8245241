"""Within a subject group nobody serves far more beyond his fair share than another."""

from __future__ import annotations

from collections import defaultdict

from constraints.rule import Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.service.evenness import EvennessParameters, extremes, post_range, range_of
from constraints.service.serving import beyond_shares
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.school.shares import fair_shares, serving_staff
from scheduler.text import Text


def groups(school: School) -> dict[str, list[str]]:
    """Return the members of each subject group who serve, of the groups in which several do."""
    found: dict[str, list[str]] = defaultdict(list)
    for teacher in serving_staff(school):
        if teacher.subject_group is not None:
            found[teacher.subject_group].append(teacher.id)
    return {group: members for group, members in found.items() if len(members) > 1}


def post(poster: Poster, variables: LessonVariables, parameters: EvennessParameters) -> None:
    """Pay for the range of minutes beyond the fair shares in each subject group."""
    shares = fair_shares(variables.school)
    for members in groups(variables.school).values():
        post_range(poster, {name: variables.service.minutes(name) for name in members}, shares, parameters)


def check(view: PlanView, parameters: EvennessParameters) -> Verdict:
    """Measure the range of deviations in each subject group; the amount is the steps beyond the slack."""
    found, every, violations = groups(view.school), beyond_shares(view), []
    for group, members in found.items():
        beyond = {name: every[name] for name in members}
        amount = parameters.steps(range_of(beyond))
        if amount:
            highest, lowest = extremes(beyond)
            text = Text(
                f"{group}教师服务时长与应承担的差：{highest} {beyond[highest]:+} 分钟，{lowest} {beyond[lowest]:+} 分钟，"
                f"相差 {range_of(beyond)} 分钟",
                f"{group}: minutes of service beyond the fair share: {highest} {beyond[highest]:+}, "
                f"{lowest} {beyond[lowest]:+}, {range_of(beyond)} apart",
            )
            violations.append(Violation(Owner(OwnerKind.SCHOOL, group), amount, text, (), (highest, lowest)))
    return Verdict(len(found), tuple(violations))


RULE = Rule(
    id="service_group_fair",
    title=Text("教研组内服务时长均衡", "Fair service within a subject group"),
    words=Text(
        "同一教研组的教师，服务分钟数与应承担的差，最大与最小相差不超过允许的分钟数；超出部分每 15 分钟计 1。",
        "Within a subject group the most and the least minutes of service beyond the fair share are no further apart than the "
        "slack. Each 15 minutes more count 1.",
    ),
    level=Level.SOFT,
    weight=1,
    unit=Text("档", "steps"),
    parameters=EvennessParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
)
