"""A lesson of PE, music, art, labour or practice may be exchanged, but is not lost."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.term.account import is_protected, loses
from scheduler.term.nouns import Way
from scheduler.term.options import Option
from scheduler.term.view import CoverView
from scheduler.text import Text


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each protected lesson that is only supervised cost its weight."""
    for literal, option in zip(variables.chosen, variables.options, strict=True):
        if _loses(variables, option):
            poster.none(literal, class_owner(option.hit.item.classes[0]))


def _loses(variables: CoverVariables, option: Option) -> bool:
    item, school = option.hit.item, variables.situation.day(option.hit.item.date).school
    return is_protected(school, item.occasion) and any(loses(school, change, item) for change in option.changes(1))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find every protected lesson that is lost by the changes; it is owed until it is made up. The amount is in lessons."""
    found, judged = [], 0
    for way in Way:
        for change, item in view.of_way(way):
            school = view.day(item.date).school
            if is_protected(school, item.occasion):
                judged += 1
                if loses(school, change, item):
                    what = item_text(item)
                    text = Text(f"{what.zh}没有上，欠一节", f"{what.en} is not held: one lesson is owed")
                    found.append(Violation(class_owner(item.classes[0]), 1, text, classes=item.classes))
    return Verdict(judged, tuple(found))


RULE = CoverRule(
    id="cover_protected",
    title=Text("音体美劳不丢课", "Protected lessons are not lost"),
    words=Text(
        "体育、音乐、美术、劳动、综合实践的课可以调换，不能只看自习；看了自习就欠一节，补上为止。",
        "Lessons of PE, music, art, labour and practice may be exchanged, not lost; one that is only supervised is owed.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=300,
    unit=Text("节", "lessons"),
    article="no_displacement",
    parameters=NoParameters,
    post=post,
    check=check,
)
