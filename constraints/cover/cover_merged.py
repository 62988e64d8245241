"""Two classes that are taught together are few enough."""

from __future__ import annotations

from pydantic import Field

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, RuleParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.school import School
from scheduler.term.day import Item
from scheduler.term.nouns import Way
from scheduler.term.view import CoverView
from scheduler.text import Text


class Parameters(RuleParameters):
    """How many pupils one teacher may have."""

    most: int = Field(
        default=60,
        ge=1,
        le=400,
        title="合班最多人数",
        description="pupils of two classes that are taught together; fewer where their place has fewer seats",
        json_schema_extra={"unit": "人"},
    )


def too_many(school: School, item: Item, other: Item, parameters: Parameters) -> int:
    """Return how many pupils of two classes that are together have no room."""
    pupils = sum(school.school_class[class_id].size for class_id in (*item.classes, *other.classes))
    venue = school.venue.get(other.venue or "")
    seats = parameters.most if venue is None or venue.seats is None else min(parameters.most, venue.seats)
    return max(0, pupils - seats)


def post(poster: Poster, variables: CoverVariables, parameters: Parameters) -> None:
    """Ensure that no classes are put together that are too many."""
    for literal, option in variables.of_way(Way.MERGE):
        item, other = option.hit.item, option.other
        assert other is not None
        over = too_many(variables.situation.day(item.date).school, item, other, parameters)
        if over:
            poster.none(over * literal, class_owner(item.classes[0]))


def check(view: CoverView, parameters: Parameters) -> Verdict:
    """Find classes that are together and too many; the amount is the pupils without room."""
    found, judged = [], 0
    for change, item in view.of_way(Way.MERGE):
        judged += 1
        other = next(each for each in view.day(item.date).items if each.key == change.joins)
        over = too_many(view.day(item.date).school, item, other, parameters)
        if over:
            what = item_text(item)
            text = Text(
                f"{what.zh}与{'、'.join(other.classes)}合班多出 {over} 人",
                f"{what.en} with {', '.join(other.classes)}: {over} pupils too many",
            )
            found.append(Violation(class_owner(item.classes[0]), over, text, classes=item.classes))
    return Verdict(judged, tuple(found))


RULE = CoverRule(
    id="cover_merged",
    title=Text("合班坐得下", "Classes together have room"),
    words=Text(
        "合班上课的两个班人数不超过上限，也不超过场地座位。",
        "Two classes that are taught together are no more pupils than may be, and than their place seats.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=5,
    unit=Text("人", "pupils"),
    parameters=Parameters,
    post=post,
    check=check,
)
