"""Over the school nobody serves far more beyond his fair share than another."""

from __future__ import annotations

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
from scheduler.model.owner import SCHOOL_OWNER, Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school.shares import fair_shares
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: EvennessParameters) -> None:
    """Ensure that the minutes beyond the fair shares are near to each other."""
    shares = fair_shares(variables.school)
    post_range(poster, {name: variables.service.minutes(name) for name in shares}, shares, parameters, SCHOOL_OWNER)


def check(view: PlanView, parameters: EvennessParameters) -> Verdict:
    """Measure the largest less the smallest deviation from the fair share; the amount is the steps beyond the slack."""
    return check_ranges({SCHOOL_OWNER: beyond_shares(view)}, parameters, beyond_share_text)


RULE = Rule(
    id="service_range",
    title=Text("全校服务时长极差", "Range of service over the school"),
    words=Text(
        "全校教师服务分钟数与应承担的差，最大与最小相差不超过允许的分钟数；超出部分每 15 分钟计 1。",
        "Between the most and the least minutes of service beyond the fair share there is no more than the slack. "
        "Each 15 minutes more count 1.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=4,
    presets={"fairness": 8},
    unit=Text("档", "steps"),
    parameters=EvennessParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.SCHOOL: asks_of_shares},
)
