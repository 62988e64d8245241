from constraints.catalogue import resolve
from constraints.rule import ActiveRule
from scheduler.school import SchoolClass, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import bell, course, make_school, plan_of, slot

SCHOOL = make_school((course("七(1)班", "语文", "王芳", 5), course("七(2)班", "语文", "王芳", 5)))


def rule() -> ActiveRule:
    return active("teacher_gaps")


def test_switched_off_unless_a_school_wants_it() -> None:
    assert "teacher_gaps" not in {each.rule.id for each in resolve(())[0]}


def test_noon_is_no_gap() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 2), slot(1, 6)], "七(2)班|语文": [slot(1, 3), slot(2, 4)]})
    assert not assert_agree(SCHOOL, plan, rule()).violations


def test_free_lessons_between() -> None:
    one = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 2)], "七(2)班|语文": [slot(1, 4)]})
    (found,) = assert_agree(SCHOOL, one, rule()).violations
    assert found.owner.id == "王芳" and found.amount == 1 and found.teachers == ("王芳",)
    assert found.slots == (slot(1, 2), slot(1, 4)) and found.text.zh == "王芳 周一第2节和周一第4节之间空 1 节"
    two = plan_of({"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(1, 4), slot(2, 1), slot(2, 3)]})
    assert [v.amount for v in assert_agree(SCHOOL, two, rule()).violations] == [2, 1]


def test_two_lessons_at_one_slot_make_no_gap() -> None:
    twice = plan_of({"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(1, 1)]})
    assert not assert_agree(SCHOOL, twice, rule()).violations
    also_later = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 4)], "七(2)班|语文": [slot(1, 1)]})
    assert assert_agree(SCHOOL, also_later, rule()).amount == 2


def test_a_gap_in_odd_weeks_only() -> None:
    courses = (
        course("七(1)班", "语文", "王芳", 2),
        course("七(1)班", "音乐", "王芳", 1, week=Week.ODD),
        course("七(1)班", "美术", "王芳", 1, week=Week.EVEN),
    )
    held = {"七(1)班|语文": [slot(1, 1), slot(1, 3)], "七(1)班|美术": [slot(1, 2)]}
    (found,) = assert_agree(make_school(courses), plan_of(held), rule()).violations
    assert found.amount == 1 and "单周" in found.text.zh
    assert not assert_agree(make_school(courses), plan_of({**held, "七(1)班|音乐": [slot(1, 2)]}), rule()).violations


def test_room_between_goes_by_the_clock() -> None:
    early, late = bell("早"), bell("晚", begin=8 * 60 + 25)
    classes = (
        SchoolClass(id="七(1)班", grade=7, number=1, schedule="早"),
        SchoolClass(id="八(1)班", grade=8, number=1, schedule="晚"),
    )
    courses = (course("七(1)班", "音乐", "孙悦", 3), course("八(1)班", "音乐", "孙悦", 3))
    school = make_school(courses, schedules=(early, late), classes=classes)
    # 08:40 to 09:15: no whole lesson between; 08:40 to 10:25: one, in either schedule.
    near = plan_of({"七(1)班|音乐": [slot(1, 1, early)], "八(1)班|音乐": [slot(1, 2, late)]})
    assert not assert_agree(school, near, rule()).violations
    far = plan_of({"七(1)班|音乐": [slot(1, 1, early)], "八(1)班|音乐": [slot(1, 3, late)]})
    assert [v.amount for v in assert_agree(school, far, rule()).violations] == [1]
