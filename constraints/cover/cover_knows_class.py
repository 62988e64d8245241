"""Whoever stands in teaches that class already."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.school import School
from scheduler.term.day import Item
from scheduler.term.view import CoverView
from scheduler.text import Text


def _knows(school: School, teacher: str, item: Item) -> bool:
    own = (course.classes for course in school.teacher_courses.get(teacher, ()))
    return not item.classes or any(set(classes) & set(item.classes) for classes in own)


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each time that somebody stands in before a class that he does not teach cost its weight."""
    for literal, teacher, item in variables.stand_ins():
        if not _knows(variables.situation.day(item.date).school, teacher, item):
            poster.none(literal, teacher_owner(teacher))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find everybody who stands in before classes of which he teaches none; the amount is in lessons."""
    found = []
    for _, item, teacher in view.stand_ins:
        if not _knows(view.day(item.date).school, teacher, item):
            what = item_text(item)
            text = Text(f"{teacher}不教这个班：{what.zh}", f"{teacher} does not teach the class: {what.en}")
            found.append(Violation(teacher_owner(teacher), 1, text, teachers=(teacher,)))
    return Verdict(len(view.stand_ins), tuple(found))


RULE = CoverRule(
    id="cover_knows_class",
    title=Text("代课教师认识这个班", "Cover by who knows the class"),
    words=Text(
        "代课教师本来就教这个班。",
        "Whoever stands in teaches that class already.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=10,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
)
