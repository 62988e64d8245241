"""Marks that are painted, copied and cut."""

from __future__ import annotations

from scheduler.school import Mark, MarkLevel, MarkOwner, School
from scheduler.school.marking import levels_at, painted, with_marks_of
from tests.schools import make_school, slot

TEACHER = MarkOwner.TEACHER
FIRST, SECOND, THIRD = slot(1, 1), slot(1, 2), slot(1, 3)


def _stretch(start: int, end: int, level: MarkLevel = MarkLevel.FORBIDDEN, owner: str = "王芳") -> Mark:
    return Mark(owner_kind=TEACHER, owner=owner, day=1, start=start, end=end, level=level)


def _levels(school: School, owner: str) -> list[frozenset[MarkLevel]]:
    return [levels_at(school, TEACHER, owner, each) for each in (FIRST, SECOND, THIRD)]


def test_what_is_painted_stands_there_alone_and_for_those_who_were_meant() -> None:
    school = painted(make_school(), TEACHER, ["王芳", "李强"], [FIRST, SECOND], MarkLevel.AVOIDED)
    school = painted(school, TEACHER, ["王芳"], [SECOND], MarkLevel.FORBIDDEN)
    none, avoided, forbidden = frozenset[MarkLevel](), frozenset({MarkLevel.AVOIDED}), frozenset({MarkLevel.FORBIDDEN})
    assert _levels(school, "王芳") == [avoided, forbidden, none]
    assert _levels(school, "李强") == [avoided, avoided, none]
    assert _levels(painted(school, TEACHER, ["王芳"], [FIRST, SECOND], None), "王芳") == [none] * 3


def test_a_longer_stretch_keeps_what_lies_outside() -> None:
    begin, end = 8 * 60, 12 * 60
    lesson = make_school().interval(SECOND)
    school = painted(make_school(marks=(_stretch(begin, end),)), TEACHER, ["王芳"], [SECOND], None)
    assert school.marks == (_stretch(begin, lesson.start), _stretch(lesson.end, end))


def test_marks_of_another_replace_ones_own() -> None:
    mine, theirs = _stretch(480, 520), _stretch(600, 700, MarkLevel.PREFERRED, "李强")
    school = with_marks_of(make_school(marks=(mine, theirs)), TEACHER, "王芳", "李强")
    assert school.marks == (theirs, _stretch(600, 700, MarkLevel.PREFERRED))


def test_a_teacher_is_no_class_of_the_same_name() -> None:
    mark = Mark(owner_kind=MarkOwner.CLASS, owner="七(1)班", day=1, start=480, end=520, level=MarkLevel.FORBIDDEN)
    assert painted(make_school(marks=(mark,)), TEACHER, ["七(1)班"], [FIRST], None).marks == (mark,)
