"""Lessons are exchanged only where that is better than all else."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.term.nouns import Way
from scheduler.term.view import CoverView
from scheduler.text import Text


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each exchange cost its weight: two classes' days are not turned over for nothing."""
    for literal, option in variables.of_way(Way.EXCHANGE):
        poster.none(literal, class_owner(option.hit.item.classes[0]))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find every exchange, once for both halves; the amount is in exchanges."""
    found, seen = [], set()
    for change, item in view.exchanged():
        if change.pair not in seen:
            seen.add(change.pair)
            what = item_text(item)
            found.append(Violation(class_owner(item.classes[0]), 1, Text(f"{what.zh}调课", f"{what.en} is exchanged")))
    return Verdict(len(view.changes), tuple(found))


RULE = CoverRule(
    id="cover_exchange",
    title=Text("少调课", "Few exchanges"),
    words=Text(
        "能代课就少调课；调课不丢课时，但要多通知一位教师。",
        "An exchange loses no lesson, but turns over another time of the class and another teacher.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=20,
    unit=Text("次", "exchanges"),
    parameters=NoParameters,
    post=post,
    check=check,
)
