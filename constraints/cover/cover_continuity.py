"""Who has stood in for a course goes on doing so: a long absence is not covered by somebody else every day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from pydantic import Field

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, RuleParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.term.day import Item
from scheduler.term.nouns import Change, ItemKind, Occasion
from scheduler.term.view import CoverView
from scheduler.text import Text


class Parameters(RuleParameters):
    """How long it is remembered."""

    days: int = Field(
        default=14,
        ge=1,
        le=400,
        title="记得几天",
        description="days for which it is remembered who stood in for a course",
        json_schema_extra={"unit": "天"},
    )


def stood_in(changes: Iterable[Change], item: Item, days: int) -> set[str]:
    """Return who stood in for a course in the days before a lesson of it."""
    first = item.date - datetime.timedelta(days=days)
    own = (c for c in changes if c.key.kind is item.kind and c.key.id == item.key.id and first <= c.held_on < item.date)
    return {teacher for change in own for teacher in change.teachers}


def _remembered(changes: Sequence[Change], items: Iterable[Item], days: int) -> dict[Occasion, set[str]]:
    """Return who stood in for the course of each lesson in the days before; a term has many changes, so each lesson is asked once."""
    lessons = {item.occasion: item for item in items if item.kind is ItemKind.LESSON}
    return {occasion: stood_in(changes, item, days) for occasion, item in lessons.items()}


def _changes_hands(known: Mapping[Occasion, set[str]], teacher: str, item: Item) -> bool:
    before = known.get(item.occasion)
    return bool(before) and teacher not in (before or ())


def post(poster: Poster, variables: CoverVariables, parameters: Parameters) -> None:
    """Let each lesson in which another one stands in than before cost its weight."""
    items = (hit.item for hit in variables.situation.hits)
    known = _remembered(variables.situation.term.changes, items, parameters.days)
    for literal, teacher, item in variables.stand_ins():
        if _changes_hands(known, teacher, item):
            poster.none(literal, teacher_owner(teacher))


def check(view: CoverView, parameters: Parameters) -> Verdict:
    """Find every lesson in which somebody else stands in than in the days before; the amount is in lessons."""
    known = _remembered(view.before.changes, (item for _, item, _ in view.stand_ins), parameters.days)
    found = []
    for _, item, teacher in view.stand_ins:
        if _changes_hands(known, teacher, item):
            what = item_text(item)
            text = Text(f"{what.zh}换了{teacher}代", f"{what.en}: another one, {teacher}, stands in")
            found.append(Violation(teacher_owner(teacher), 1, text, teachers=(teacher,)))
    return Verdict(len(view.stand_ins), tuple(found))


RULE = CoverRule(
    id="cover_continuity",
    title=Text("一直由同一人代", "One person for a long absence"),
    words=Text(
        "前些天代过这门课的接着代，长假不一天换一人。",
        "Who has stood in for a course in the days before goes on doing so.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=25,
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    check=check,
)
