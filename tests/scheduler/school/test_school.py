from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.school import (
    BellSchedule,
    Course,
    Lock,
    Mark,
    MarkLevel,
    MarkOwner,
    Meeting,
    Period,
    PeriodKind,
    School,
    Teacher,
    Week,
)
from tests.schools import bell, course, make_school, slot


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"teachers": (Teacher(id="王芳"),)}, "李强"),
        ({"locks": (Lock(course="没有", slot=slot(1, 1)),)}, "没有"),
        ({"meetings": (Meeting(id="教研", teachers=("无名",), schedule="作息"),)}, "无名"),
        (
            {
                "marks": (
                    Mark(owner_kind=MarkOwner.VENUE, owner="游泳馆", day=1, start=0, end=9, level=MarkLevel.FORBIDDEN),
                )
            },
            "游泳馆",
        ),
        ({"teachers": tuple(Teacher(id=n) for n in ("王芳", "王芳", "李强", "赵军", "孙悦"))}, "stands twice"),
    ],
)
def test_what_does_not_fit_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        make_school(**change)


def test_classes_of_a_joint_course_share_a_schedule() -> None:
    schools = make_school(
        (course("七(1)班", "语文", "王芳", 1), course("七(2)班", "数学", "李强", 1)), schedules=(bell("早"), bell("晚"))
    )
    classes = (schools.classes[0], schools.classes[1].model_copy(update={"schedule": "晚"}))
    joint = Course(id="合", classes=("七(1)班", "七(2)班"), subject="体育", lessons=1)
    with pytest.raises(ValueError, match="different bell schedules"):
        School(**{**dict(schools), "classes": classes, "courses": (*schools.courses, joint)})


def test_a_course_cannot_have_more_doubles_than_lessons() -> None:
    with pytest.raises(ValueError, match="doubles"):
        Course(id="x", classes=("一",), subject="语文", lessons=3, doubles=2)


def test_a_school_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        make_school().name = "别的"


def test_a_mark_touches_every_slot_it_overlaps() -> None:
    mark = Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=2, start=500, end=540, level=MarkLevel.FORBIDDEN)
    school = make_school(marks=(mark,))
    touched = [
        s for s in school.lesson_slots["作息"] if school.marked(MarkOwner.TEACHER, "王芳", s, MarkLevel.FORBIDDEN)
    ]
    assert touched == [slot(2, 1), slot(2, 2)]
    assert not school.marked(MarkOwner.TEACHER, "李强", slot(2, 1), MarkLevel.FORBIDDEN)
    assert not school.marked(MarkOwner.TEACHER, "王芳", slot(2, 1), MarkLevel.AVOIDED)


def test_one_stands_for_all_that_run_together() -> None:
    school = make_school(
        (
            course("七(1)班", "英语", "甲", 3, id="A", classes=("七(1)班", "七(2)班"), together="英语分层"),
            course("七(1)班", "英语", "乙", 3, id="B", classes=("七(1)班", "七(2)班"), together="英语分层"),
            course("七(1)班", "语文", "丙", 3),
            course("七(1)班", "音乐", "丁", 1, together="选修"),
            course("七(1)班", "美术", "戊", 2, together="选修"),
        )
    )
    assert [c.id for c in school.occupying_courses["七(1)班"]] == ["A", "七(1)班|语文", "七(1)班|美术"]
    assert [c.id for c in school.occupying_courses["七(2)班"]] == ["A"]


def test_weeks_are_looked_at_apart_only_where_courses_alternate() -> None:
    school = make_school()
    every, odd = course("七(1)班", "语文", "王芳", 1), course("七(1)班", "美术", "王芳", 1, week=Week.ODD)
    assert school.weeks([every]) == (Week.EVERY,)
    assert school.weeks([every, odd]) == (Week.ODD, Week.EVEN)


def one_day(name: str, starts: list[int]) -> BellSchedule:
    periods = [
        Period(name=str(i), kind=PeriodKind.LESSON, start=s, end=s + 40, days=(1,)) for i, s in enumerate(starts)
    ]
    return BellSchedule(id=name, periods=tuple(periods))


@st.composite
def starts(draw: st.DrawFn) -> list[int]:
    found, minute = [], 480
    for _ in range(draw(st.integers(1, 6))):
        minute += draw(st.integers(0, 60))
        found.append(minute)
        minute += 40
    return found


@given(starts(), starts())
def test_moments_are_exactly_the_clashes_of_the_clock(first: list[int], second: list[int]) -> None:
    courses = (course("七(1)班", "语文", "王芳", 1), course("七(2)班", "语文", "王芳", 1))
    school = make_school(courses, schedules=(one_day("早", first), one_day("晚", second)))
    classes = (school.classes[0], school.classes[1].model_copy(update={"schedule": "晚"}))
    school = School(**{**dict(school), "classes": classes})
    slots = [*school.lesson_slots["早"], *school.lesson_slots["晚"]]
    together = {(a, b) for moment in school.moments for a in moment.slots for b in moment.slots if a < b}
    overlap = {(a, b) for a in slots for b in slots if a < b and school.interval(a).overlaps(school.interval(b))}
    assert together == overlap
    assert {s for moment in school.moments for s in moment.slots} == set(slots)
    sets = [set(moment.slots) for moment in school.moments]
    assert not any(a < b for a in sets for b in sets)
