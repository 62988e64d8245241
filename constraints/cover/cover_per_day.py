"""Nobody stands in more than n times on one day."""

from __future__ import annotations

from pydantic import Field

from constraints.cover.limits import check_limit, post_limit
from constraints.rule import CoverRule, RuleParameters, Verdict
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Poster
from scheduler.term.nouns import ItemKind
from scheduler.term.view import CoverView
from scheduler.text import Text


class Parameters(RuleParameters):
    """How often a day."""

    lessons: int = Field(
        default=2,
        ge=0,
        le=12,
        title="一天最多代课节数",
        description="lessons a day in which one person stands in",
        json_schema_extra={"unit": "节/天"},
    )
    service: int = Field(
        default=1,
        ge=0,
        le=12,
        title="一天最多代课后服务次数",
        description="sessions of service a day in which one person stands in",
        json_schema_extra={"unit": "次/天"},
    )


def post(poster: Poster, variables: CoverVariables, parameters: Parameters) -> None:
    """Ensure both limits for everybody on each date."""
    for date in variables.situation.dates:
        for kind, most in _limits(parameters):
            post_limit(poster, variables, kind, most, date, date)


def check(view: CoverView, parameters: Parameters) -> Verdict:
    """Find everybody who stands in too often on a day; the amount is the times too many."""
    days = dict.fromkeys((each.teacher, each.item.date, each.item.date) for each in view.stand_ins)
    return check_limit(view, days, _limits(parameters), Text("一天", "a day"))


def _limits(parameters: Parameters) -> tuple[tuple[ItemKind, int], ...]:
    return (ItemKind.LESSON, parameters.lessons), (ItemKind.SERVICE, parameters.service)


RULE = CoverRule(
    id="cover_per_day",
    title=Text("一天代课次数", "Covers a day"),
    words=Text("一位教师一天代课、代课后服务的次数不超过上限。", "Nobody stands in more often on a day than may be."),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=40,
    unit=Text("次", "times"),
    parameters=Parameters,
    post=post,
    check=check,
)
