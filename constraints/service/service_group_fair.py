"""Within a subject group nobody serves far more beyond his fair share than another."""

from __future__ import annotations

from collections import defaultdict

from constraints.rule import Rule, Verdict
from constraints.scope import Scope
from constraints.service.evenness import (
    EvennessParameters,
    asks_of_shares,
    beyond_share_text,
    check_ranges,
    post_range,
)
from constraints.service.serving import beyond_shares
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.school.shares import fair_shares, serving_staff
from scheduler.text import Text


def groups(school: School) -> dict[Owner, list[str]]:
    """Return the members of each subject group who serve, of the groups in which several do."""
    found: dict[Owner, list[str]] = defaultdict(list)
    for teacher in serving_staff(school):
        if teacher.subject_group is not None:
            found[Owner(OwnerKind.SCHOOL, teacher.subject_group)].append(teacher.id)
    return {group: members for group, members in found.items() if len(members) > 1}


def post(poster: Poster, variables: LessonVariables, parameters: EvennessParameters) -> None:
    """Ensure that the minutes beyond the fair shares are near to each other in each subject group."""
    shares = fair_shares(variables.school)
    for group, members in groups(variables.school).items():
        minutes = {name: variables.service.minutes(name) for name in members}
        post_range(poster, minutes, shares, parameters, group)


def check(view: PlanView, parameters: EvennessParameters) -> Verdict:
    """Measure the range of deviations in each subject group; the amount is the steps beyond the slack."""
    beyond = beyond_shares(view)
    found = {group: {name: beyond[name] for name in members} for group, members in groups(view.school).items()}
    return check_ranges(found, parameters, beyond_share_text)


RULE = Rule(
    id="service_group_fair",
    title=Text("教研组内服务时长均衡", "Fair service within a subject group"),
    words=Text(
        "同一教研组的教师，服务分钟数与应承担的差，最大与最小相差不超过允许的分钟数；超出部分每 15 分钟计 1。",
        "Within a subject group the most and the least minutes of service beyond the fair share are no further apart than the "
        "slack. Each 15 minutes more count 1.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"fairness": 4},
    unit=Text("档", "steps"),
    parameters=EvennessParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.SCHOOL: asks_of_shares},
)
