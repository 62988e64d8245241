"""Whoever stands in teaches that grade."""

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


def _in_grade(school: School, teacher: str, item: Item) -> bool:
    grades = {
        school.school_class[c].grade for course in school.teacher_courses.get(teacher, ()) for c in course.classes
    }
    return not item.classes or bool(grades & {school.school_class[c].grade for c in item.classes})


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each time that somebody stands in before a grade that he does not teach cost its weight."""
    for literal, teacher, item in variables.stand_ins():
        if not _in_grade(variables.situation.day(item.date).school, teacher, item):
            poster.none(literal, teacher_owner(teacher))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find everybody who stands in before grades of which he teaches none; the amount is in lessons."""
    found = []
    for _, item, teacher in view.stand_ins:
        if not _in_grade(view.day(item.date).school, teacher, item):
            what = item_text(item)
            text = Text(f"{teacher}不教这个年级：{what.zh}", f"{teacher} does not teach the grade: {what.en}")
            found.append(Violation(teacher_owner(teacher), 1, text, teachers=(teacher,)))
    return Verdict(len(view.stand_ins), tuple(found))


RULE = CoverRule(
    id="cover_same_grade",
    title=Text("同年级代课", "Cover within the grade"),
    words=Text(
        "代课教师教这个年级。",
        "Whoever stands in teaches that grade.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=5,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
)
