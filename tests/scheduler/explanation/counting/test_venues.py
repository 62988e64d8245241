"""Venues that are asked for more often than they have room."""

from __future__ import annotations

from scheduler.explanation.counting.counting import shortages
from scheduler.model.owner import OwnerKind
from scheduler.school import MarkOwner, RuleSetting, School, SchoolClass, Venue
from tests.scheduler.explanation.counting.counted import marked, only, told
from tests.schools import SCHEDULE, course, make_school, slot

MORNINGS = [slot(day, number) for day in range(1, 6) for number in (1, 2, 3, 4)]
GROUND = Venue(id="操场", kind="操场", capacity=1)


def sports(lessons: int, *teachers: str, **more: object) -> School:
    """A class with PE for each teacher; one class at a time on the ground."""
    courses = tuple(
        course(f"七({number})班", "体育", who, lessons, venue_kind="操场") for number, who in enumerate(teachers, 1)
    )
    return make_school(courses, **{"venues": (GROUND,), **more})


def test_a_venue_over_subscribed_in_the_week() -> None:
    found = only(sports(8, "甲", "乙", "丙", "丁"), OwnerKind.VENUE)
    assert told(found) == ("操场", 32, 30)
    assert found.text.zh == "操场：体育一周共 32 节，最多容得下 30 节；能排的时段 30 个；同时最多 1 个班"
    assert found.text.en == "操场: 体育 take 32 lessons a week, there is room for 30; slots left: 30; 1 classes at once"
    assert set(found.rules) == {"venue_capacity", "protected_subjects"}
    assert shortages(sports(7, "甲", "乙", "丙", "丁")) == ()


def test_a_venue_over_subscribed_in_the_afternoons() -> None:
    found = only(sports(4, "甲", "乙", "丙", marks=marked(MarkOwner.SUBJECT, "体育", *MORNINGS)), OwnerKind.VENUE)
    assert told(found) == ("操场", 12, 10)
    assert "能排的时段 10 个（周一至周五下午）；同时最多 1 个班；不能用的时段：体育标“禁” 20 个" in found.text.zh
    assert set(found.rules) == {"venue_capacity", "unavailable", "protected_subjects"}


def test_a_venue_that_is_closed_gives_no_room_then() -> None:
    found = only(sports(4, "甲", "乙", "丙", marks=marked(MarkOwner.VENUE, "操场", *MORNINGS)), OwnerKind.VENUE)
    assert told(found) == ("操场", 12, 10)
    assert "操场不开放 20 个" in found.text.zh


def test_a_venue_without_limits_where_the_school_says_so() -> None:
    setting = RuleSetting(rule="venue_capacity", enabled=False)
    assert shortages(sports(8, "甲", "乙", "丙", "丁", rule_settings=(setting,))) == ()


def test_teachers_who_are_there_when_the_venue_is_full() -> None:
    """Two places at once. Three teachers have the afternoons, 10 slots: 20 lessons there. The fourth is free all week."""
    marks = tuple(mark for who in "甲乙丙" for mark in marked(MarkOwner.TEACHER, who, *MORNINGS))
    ground = Venue(id="操场", kind="操场", capacity=2)
    found = only(sports(7, "甲", "乙", "丙", "丁", venues=(ground,), marks=marks), OwnerKind.VENUE)
    assert told(found) == ("操场", 21, 20)
    assert shortages(sports(6, "甲", "乙", "丙", "丁", venues=(ground,), marks=marks)) == ()


def test_a_teacher_who_alone_cannot_use_all_places() -> None:
    """Twenty slots are one teacher's alone, who fills one of two places; the other teachers have the afternoons."""
    marks = tuple(mark for who in "乙丙" for mark in marked(MarkOwner.TEACHER, who, *MORNINGS))
    ground = Venue(id="操场", kind="操场", capacity=2)
    courses = (
        *(course(f"七({number})班", "体育", "甲", 6, venue_kind="操场") for number in range(1, 5)),
        *(course(f"七({number})班", "体育", who, 9, venue_kind="操场") for number, who in ((5, "乙"), (6, "丙"))),
    )
    found = only(make_school(courses, venues=(ground,), marks=marks), OwnerKind.VENUE)
    assert told(found) == ("操场", 24 + 18, 20 + 20)
    assert "同一位教师一个时段只上一节" in found.text.zh
    assert {"venue_capacity", "teacher_clash", "unavailable"} <= set(found.rules)


def test_seats_for_large_classes() -> None:
    """Two rooms, of which one seats 50: three large classes have 12 lessons each for its 30 slots."""
    names = ("七(1)班", "七(2)班", "七(3)班")
    classes = tuple(
        SchoolClass(id=name, grade=7, number=number, size=50, schedule=SCHEDULE) for number, name in enumerate(names, 1)
    )
    venues = tuple(Venue(id=f"机房{seats}", kind="机房", capacity=1, seats=seats) for seats in (30, 50))
    courses = tuple(course(name, "数学", f"{name}老师", 12, venue_kind="机房") for name in names)
    found = only(make_school(courses, classes=classes, venues=venues), OwnerKind.VENUE)
    assert told(found) == ("机房", 36, 30)
    assert "（座位多于 30）" in found.text.zh
