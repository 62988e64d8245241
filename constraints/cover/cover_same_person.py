"""Neighbouring lessons of a class that need somebody have the same person."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.school import School
from scheduler.term.day import Item
from scheduler.term.nouns import ItemKind
from scheduler.term.view import CoverView
from scheduler.text import Text


def neighbours(school: School, item: Item, other: Item) -> bool:
    """Tell whether a lesson is the next one after another, of the same course and classes."""
    same = item.key.id == other.key.id and item.classes == other.classes and item.date == other.date
    return same and item.kind is ItemKind.LESSON and school.next_in_double(item.slot) == other.slot


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each two neighbouring lessons of a course in which different people stand in cost the weight."""
    hits = variables.situation.hits
    of_hit = {id(hit): [n for n, o in enumerate(variables.options) if o.hit is hit and o.teachers] for hit in hits}
    for first in hits:
        school = variables.situation.day(first.item.date).school
        for second in hits:
            if neighbours(school, first.item, second.item):
                ones, others = of_hit[id(first)], of_hit[id(second)]
                changes = poster.count(1)
                for n in ones:
                    teacher = variables.options[n].teachers
                    unlike = [variables.chosen[m] for m in others if variables.options[m].teachers != teacher]
                    poster.define(changes >= variables.chosen[n] + sum(unlike) - 1)
                poster.none(changes, class_owner(first.item.classes[0]))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find each two neighbouring lessons of a course in which different people stand in; the amount is 1 for each."""
    found, judged = [], 0
    for first in view.stand_ins:
        for second in view.stand_ins:
            if neighbours(view.day(first.item.date).school, first.item, second.item):
                judged += 1
                if first.teacher != second.teacher:
                    what = item_text(first.item)
                    text = Text(
                        f"{what.zh}连着的两节由{first.teacher}和{second.teacher}分上",
                        f"{what.en} and the next are held by {first.teacher} and {second.teacher}",
                    )
                    found.append(Violation(class_owner(first.item.classes[0]), 1, text, classes=first.item.classes))
    return Verdict(judged, tuple(found))


RULE = CoverRule(
    id="cover_same_person",
    title=Text("连着的课同一人代", "One person for neighbours"),
    words=Text(
        "一个班同一门课连着的两节由同一人代。",
        "Two lessons of a course that follow each other are covered by one person.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=25,
    unit=Text("处", "places"),
    parameters=NoParameters,
    post=post,
    check=check,
)
