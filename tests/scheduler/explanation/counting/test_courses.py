"""Courses, doubles, fixed lessons and meetings that by themselves have too few slots."""

from __future__ import annotations

from scheduler.explanation.counting.counting import shortages
from scheduler.model.owner import OwnerKind
from scheduler.school import Area, Lock, MarkOwner, Meeting, RuleSetting, Subject, Teacher
from tests.scheduler.explanation.counting.counted import marked, only, told
from tests.schools import SCHEDULE, SUBJECTS, course, make_school, slot

AFTERNOONS = [slot(day, number) for day in range(1, 6) for number in (5, 6)]
MORNINGS = [slot(day, number) for day in range(1, 6) for number in (1, 2, 3, 4)]


def test_a_subject_confined_to_fewer_slots_than_lessons() -> None:
    school = make_school((course("七(1)班", "语文", "王芳", 11),), marks=marked(MarkOwner.SUBJECT, "语文", *MORNINGS))
    found = only(school, OwnerKind.COURSE)
    assert told(found) == ("七(1)班|语文", 11, 10)
    assert found.text.zh == (
        "七(1)班语文一周要上 11 节，最多能排 10 节；能排的时段 10 个（周一至周五下午）；不能用的时段：语文标“禁” 20 个"
    )
    assert found.text.en == (
        "七(1)班 语文: 11 lessons a week, room for 10; slots left: 10 (Mon to Fri afternoon); slots lost: 语文 not available: 20"
    )
    assert set(found.rules) == {"unavailable", "hours_in_full"}


def test_one_slot_more_is_enough() -> None:
    marks = marked(MarkOwner.SUBJECT, "语文", *MORNINGS[1:])
    assert shortages(make_school((course("七(1)班", "语文", "王芳", 11),), marks=marks)) == ()


def test_a_meeting_that_leaves_too_few_slots() -> None:
    meeting = Meeting(id="语文教研", teachers=("王芳",), schedule=SCHEDULE, slot=slot(3, 5))
    marks = marked(MarkOwner.TEACHER, "王芳", *MORNINGS)
    school = make_school((course("七(1)班", "语文", "王芳", 10),), marks=marks, meetings=(meeting,))
    found = only(school, OwnerKind.COURSE)
    assert told(found) == ("七(1)班|语文", 10, 9)
    assert "王芳标“禁” 20 个、要开语文教研 1 个" in found.text.zh
    assert set(found.rules) == {"unavailable", "meetings", "teacher_clash", "hours_in_full"}


def test_a_limit_a_day_leaves_too_few_days() -> None:
    """Three lessons on two days, at most one a day: the marks of the other days are part of it."""
    closed = [slot(day, number) for day in (1, 2, 3) for number in range(1, 7)]
    subjects = (Subject(id="语文", area=Area.CHINESE, max_per_day=1),)
    school = make_school(
        (course("七(1)班", "语文", "王芳", 3),), subjects=subjects, marks=marked(MarkOwner.SUBJECT, "语文", *closed)
    )
    found = only(school, OwnerKind.COURSE)
    assert told(found) == ("七(1)班|语文", 3, 2)
    assert "每天最多 1 节" in found.text.zh
    assert set(found.rules) == {"unavailable", "subject_per_day", "hours_in_full"}


def test_limits_that_need_no_mark_name_none() -> None:
    subjects = (Subject(id="语文", area=Area.CHINESE, max_per_day=1),)
    school = make_school(
        (course("七(1)班", "语文", "王芳", 3),),
        subjects=subjects,
        teachers=(Teacher(id="王芳", max_days=2),),
        marks=marked(MarkOwner.SUBJECT, "语文", slot(1, 1)),
    )
    found = only(school, OwnerKind.COURSE)
    assert found.text.zh == "七(1)班语文一周要上 3 节，最多能排 2 节；每天最多 1 节；王芳一周最多来 2 天"
    assert set(found.rules) == {"subject_per_day", "teacher_days", "hours_in_full"}


def test_a_wish_takes_nothing_away() -> None:
    setting = RuleSetting(rule="unavailable", enabled=False)
    marks = marked(MarkOwner.SUBJECT, "语文", *MORNINGS)
    courses = (course("七(1)班", "语文", "王芳", 11),)
    assert shortages(make_school(courses, marks=marks, rule_settings=(setting,))) == ()


def test_doubles_without_two_lessons_in_a_row() -> None:
    kept = [slot(day, 3) for day in range(1, 6)] + [slot(1, 5), slot(1, 6)]
    closed = [each for each in MORNINGS + AFTERNOONS if each not in kept]
    courses = (course("七(1)班", "美术", "王芳", 5, doubles=2),)
    found = only(make_school(courses, marks=marked(MarkOwner.TEACHER, "王芳", *closed)), OwnerKind.COURSE)
    assert told(found) == ("七(1)班|美术", 2, 1)
    assert "2 次连堂，最多能排 1 次" in found.text.zh
    assert set(found.rules) == {"double_lessons", "unavailable"}


def test_a_lesson_fixed_when_its_teacher_is_away() -> None:
    locks = (Lock(course="七(1)班|语文", slot=slot(2, 3)),)
    marks = marked(MarkOwner.TEACHER, "王芳", slot(2, 3))
    found = only(make_school((course("七(1)班", "语文", "王芳", 2),), marks=marks, locks=locks), OwnerKind.COURSE)
    assert told(found) == ("七(1)班|语文", 1, 0)
    assert found.text.zh == "七(1)班语文固定在周二第3节，而这时王芳标“禁”"
    assert found.text.en == "七(1)班 语文 is fixed at Tue lesson 3, when 王芳 is not available"


def test_two_lessons_of_a_teacher_fixed_at_one_time() -> None:
    locks = tuple(Lock(course=f"{name}|语文", slot=slot(2, 3)) for name in ("七(1)班", "七(2)班"))
    courses = (course("七(1)班", "语文", "王芳", 2), course("七(2)班", "语文", "王芳", 2))
    found = shortages(make_school(courses, locks=locks))
    assert [each.owner.id for each in found] == ["七(1)班|语文", "七(2)班|语文"]
    assert found[0].text.zh == "七(1)班语文固定在周二第3节，而这时王芳固定上七(2)班语文"
    assert set(found[0].rules) == {"locks", "teacher_clash"}


def test_more_fixed_lessons_than_lessons() -> None:
    locks = tuple(Lock(course="七(1)班|语文", slot=slot(day, 1)) for day in (1, 2, 3))
    found = only(make_school((course("七(1)班", "语文", "王芳", 2),), locks=locks), OwnerKind.COURSE)
    assert told(found) == ("七(1)班|语文", 3, 2)
    assert "一周 2 节，却固定了 3 节" in found.text.zh


def test_a_meeting_without_a_time_for_all() -> None:
    meeting = Meeting(id="教研", teachers=("王芳", "李强"), schedule=SCHEDULE, days=(3,), parts=(1,))
    marks = (*marked(MarkOwner.TEACHER, "王芳", slot(3, 5)), *marked(MarkOwner.TEACHER, "李强", slot(3, 6)))
    courses = (course("七(1)班", "语文", "王芳", 2), course("七(1)班", "数学", "李强", 2))
    found = only(make_school(courses, marks=marks, meetings=(meeting,)), OwnerKind.MEETING)
    assert told(found) == ("教研", 1, 0)
    assert found.text.zh == "教研要 2 人一起空着，可选的 2 个时间都不行；王芳标“禁” 1 个、李强标“禁” 1 个"


def test_courses_held_together_that_have_no_time_in_common() -> None:
    courses = tuple(
        course("七(1)班", name, who, 2, together="走班") for name, who in (("语文", "王芳"), ("数学", "李强"))
    )
    marks = (*marked(MarkOwner.TEACHER, "王芳", *MORNINGS), *marked(MarkOwner.TEACHER, "李强", *AFTERNOONS))
    found = shortages(make_school(courses, marks=marks, subjects=SUBJECTS))
    assert {told(each) for each in found} == {("七(1)班|语文", 2, 0), ("七(1)班|数学", 2, 0)}
    assert all({"parallel_groups", "unavailable"} <= set(each.rules) for each in found)


def test_a_double_fixed_beside_a_closed_lesson() -> None:
    """The lesson beside a fixed one of a double is closed: the mark is part of the argument."""
    locks = (Lock(course="七(1)班|美术", slot=slot(1, 6)),)
    marks = marked(MarkOwner.TEACHER, "王芳", slot(1, 5))
    school = make_school((course("七(1)班", "美术", "王芳", 2, doubles=1),), marks=marks, locks=locks)
    found = only(school, OwnerKind.COURSE)
    assert found.text.zh == "七(1)班美术固定在周一第6节，而这时没有相连的两节"
    assert set(found.rules) == {"locks", "double_lessons", "no_added_lessons", "unavailable"}


def test_time_at_another_school_is_told_as_that() -> None:
    marks = tuple(
        mark.model_copy(update={"elsewhere": "东校"}) for mark in marked(MarkOwner.TEACHER, "王芳", *MORNINGS)
    )
    found = only(make_school((course("七(1)班", "语文", "王芳", 11),), marks=marks), OwnerKind.COURSE)
    assert found.text.zh.endswith("不能用的时段：王芳在外校 20 个")
    assert found.text.en.endswith("slots lost: 王芳 is at another school: 20")
