"""Whoever teaches a lesson in another's place teaches just that subject."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.school import School
from scheduler.term.day import Item
from scheduler.term.nouns import ItemKind, Way
from scheduler.term.view import CoverView
from scheduler.text import Text


def _other_subject(school: School, teacher: str, item: Item) -> bool:
    subjects = {course.subject for course in school.teacher_courses.get(teacher, ())}
    return item.kind is ItemKind.LESSON and item.title not in subjects


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each lesson that is taught by somebody of a neighbouring subject cost its weight."""
    for literal, option in variables.of_way(Way.COVER):
        teacher, item = option.teachers[0], option.hit.item
        if _other_subject(variables.situation.day(item.date).school, teacher, item):
            poster.none(literal, teacher_owner(teacher))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find every lesson that somebody of a neighbouring subject teaches; the amount is in lessons."""
    found, judged = [], 0
    for change, item, teacher in view.stand_ins:
        if change.way is Way.COVER and item.kind is ItemKind.LESSON:
            judged += 1
            if _other_subject(view.day(item.date).school, teacher, item):
                what = item_text(item)
                text = Text(
                    f"{what.zh}由不教{item.title}的{teacher}上", f"{teacher}, who does not teach it, has {what.en}"
                )
                found.append(Violation(teacher_owner(teacher), 1, text, teachers=(teacher,)))
    return Verdict(judged, tuple(found))


RULE = CoverRule(
    id="cover_same_subject",
    title=Text("同学科代课", "Cover by the same subject"),
    words=Text(
        "代课教师教的正是这门课，而不只是相近的课。",
        "Whoever stands in for a lesson teaches that very subject, and not only one near it.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=30,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
)
