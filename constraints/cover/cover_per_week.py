"""Nobody stands in more than n times in one week."""

from __future__ import annotations

from pydantic import Field

from constraints.cover.limits import check_limit, post_limit
from constraints.rule import CoverRule, RuleParameters, Verdict
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Poster
from scheduler.term.nouns import ItemKind
from scheduler.term.options import week_of
from scheduler.term.view import CoverView
from scheduler.text import Text


class Parameters(RuleParameters):
    """How often a week."""

    lessons: int = Field(
        default=5,
        ge=0,
        le=40,
        title="一周最多代课节数",
        description="lessons a week in which one person stands in",
        json_schema_extra={"unit": "节/周"},
    )
    service: int = Field(
        default=3,
        ge=0,
        le=40,
        title="一周最多代课后服务次数",
        description="sessions of service a week in which one person stands in",
        json_schema_extra={"unit": "次/周"},
    )


def post(poster: Poster, variables: CoverVariables, parameters: Parameters) -> None:
    """Ensure both limits for everybody in each week."""
    for first, last in dict.fromkeys(week_of(date) for date in variables.situation.dates):
        for kind, most in _limits(parameters):
            post_limit(poster, variables, kind, most, first, last)


def check(view: CoverView, parameters: Parameters) -> Verdict:
    """Find everybody who stands in too often in a week; the amount is the times too many."""
    return check_limit(view, view.busy_weeks, _limits(parameters), Text("一周", "a week"))


def _limits(parameters: Parameters) -> tuple[tuple[ItemKind, int], ...]:
    return (ItemKind.LESSON, parameters.lessons), (ItemKind.SERVICE, parameters.service)


RULE = CoverRule(
    id="cover_per_week",
    title=Text("一周代课次数", "Covers a week"),
    words=Text("一位教师一周代课、代课后服务的次数不超过上限。", "Nobody stands in more often in a week than may be."),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=30,
    unit=Text("次", "times"),
    parameters=Parameters,
    post=post,
    check=check,
)
