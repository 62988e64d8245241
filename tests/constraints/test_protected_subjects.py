from constraints.curriculum.hours import is_lesson
from scheduler.plan import StrayLesson
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import course, make_school, plan_of, slot

SCHOOL = make_school(
    (
        course("七(1)班", "音乐", "孙悦", 2),
        course("七(1)班", "数学", "李强", 2),
        course("七(1)班", "升旗", None, 1),
    )
)
FULL = {
    "七(1)班|音乐": [slot(1, 1), slot(2, 1)],
    "七(1)班|数学": [slot(3, 1), slot(4, 1)],
    "七(1)班|升旗": [slot(5, 1)],
}


def test_held_in_full() -> None:
    assert not assert_agree(SCHOOL, plan_of(FULL), active("protected_subjects")).violations


def test_displaced_by_maths() -> None:
    plan = plan_of({**FULL, "七(1)班|音乐": [slot(1, 1)], "七(1)班|数学": [slot(3, 1), slot(4, 1), slot(2, 1)]})
    (found,) = assert_agree(SCHOOL, plan, active("protected_subjects")).violations
    assert (found.owner.id, found.amount, found.classes, found.teachers) == ("七(1)班|音乐", 1, ("七(1)班",), ("孙悦",))
    assert "被挤占" in found.text.zh
    assert "数学 1 节" in found.text.zh


def test_activity_time_is_protected() -> None:
    plan = plan_of({**FULL, "七(1)班|升旗": []})
    assert [v.owner.id for v in assert_agree(SCHOOL, plan, active("protected_subjects")).violations] == ["七(1)班|升旗"]


def test_other_courses_are_not_its_care() -> None:
    plan = plan_of({**FULL, "七(1)班|数学": []})
    assert not assert_agree(SCHOOL, plan, active("protected_subjects")).violations
    assert [v.amount for v in assert_agree(SCHOOL, plan, active("hours_in_full")).violations] == [2]


def test_a_lesson_placed_twice_at_one_time_is_one_lesson() -> None:
    plan = plan_of({**FULL, "七(1)班|音乐": [slot(1, 1), slot(1, 1)]})
    assert [v.amount for v in verdict(SCHOOL, plan, active("protected_subjects")).violations] == [1]


def test_a_stray_lesson_is_named_as_what_stands_instead() -> None:
    stray = StrayLesson(class_id="七(1)班", slot=slot(2, 1), subject="奥数")
    plan = plan_of({**FULL, "七(1)班|音乐": [slot(1, 1)]}, strays=(stray,))
    (found,) = verdict(SCHOOL, plan, active("protected_subjects")).violations
    assert "奥数 1 节" in found.text.zh


def test_what_is_a_lesson() -> None:
    assert is_lesson(SCHOOL, "音乐")
    assert is_lesson(SCHOOL, "奥数")
    assert not is_lesson(SCHOOL, "升旗")
    assert not is_lesson(SCHOOL, "自习")
