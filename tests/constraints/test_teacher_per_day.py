import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.plan import Placement, Plan, StrayLesson
from scheduler.school import SchoolClass, Teacher, Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import bell, course, make_school, plan_of, slot

LEVELS = (Level.HARD, Level.SOFT)
COURSES = (course("七(1)班", "语文", "王芳", 4), course("七(2)班", "语文", "王芳", 4))
SCHOOL = make_school(COURSES)


def rule(level: Level = Level.HARD, **parameters: str) -> ActiveRule:
    return active("teacher_per_day", level, **parameters)


@pytest.mark.parametrize("level", LEVELS)
def test_a_day_within_the_limit(level: Level) -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 2)], "七(2)班|语文": [slot(1, 3), slot(2, 3)]})
    found = assert_agree(SCHOOL, plan, rule(level, most="3"))
    assert found.judged == 2 and not found.violations


@pytest.mark.parametrize("level", LEVELS)
def test_a_day_above_the_limit(level: Level) -> None:
    lessons = {"七(1)班|语文": [slot(1, 1), slot(1, 2)], "七(2)班|语文": [slot(1, 3), slot(1, 5), slot(2, 3)]}
    (found,) = assert_agree(SCHOOL, plan_of(lessons), rule(level, most="2")).violations
    assert found.owner == Owner(OwnerKind.TEACHER, "王芳") and found.amount == 2 and found.teachers == ("王芳",)
    assert found.slots == (slot(1, 1), slot(1, 2), slot(1, 3), slot(1, 5))
    assert found.text.zh == "王芳 周一有 4 节课，最多 2 节"


@pytest.mark.parametrize("level", LEVELS)
def test_the_teachers_own_limit_comes_first(level: Level) -> None:
    own = make_school(COURSES, teachers=(Teacher(id="王芳", max_per_day=1),))
    plan = plan_of({"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(1, 3)]})
    assert [v.amount for v in assert_agree(own, plan, rule(level)).violations] == [1]


def test_the_schools_limit_gives_way_where_the_week_is_too_full() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(1, 3)]})
    assert not assert_agree(SCHOOL, plan, rule(most="1")).violations  # 8 lessons on 5 days
    busier = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 2)], "七(2)班|语文": [slot(1, 3)]})
    assert [v.amount for v in assert_agree(SCHOOL, busier, rule(most="1")).violations] == [1]


@pytest.mark.parametrize("level", LEVELS)
def test_odd_and_even_weeks_apart(level: Level) -> None:
    school = make_school(
        (
            course("七(1)班", "语文", "王芳", 1),
            course("七(1)班", "音乐", "王芳", 1, week=Week.ODD),
            course("七(1)班", "美术", "王芳", 1, week=Week.EVEN),
        )
    )
    held = {"七(1)班|语文": [slot(1, 1)], "七(1)班|音乐": [slot(1, 2)], "七(1)班|美术": [slot(1, 3)]}
    assert not assert_agree(school, plan_of(held), rule(level, most="2")).violations
    held["七(1)班|美术"].append(slot(1, 4))
    (found,) = assert_agree(school, plan_of(held), rule(level, most="2")).violations
    assert found.amount == 1 and found.slots == (slot(1, 1), slot(1, 3), slot(1, 4)) and "双周周一" in found.text.zh


def test_a_joint_lesson_counts_once_and_a_stray_lesson_counts() -> None:
    joint = make_school((course("七(1)班", "体育", "赵军", 2, id="合班", classes=("七(1)班", "七(2)班")),))
    apart = tuple(Placement(course="合班", slot=slot(1, 1), classes=(name,)) for name in ("七(1)班", "七(2)班"))
    assert not verdict(joint, Plan(placements=apart), rule(most="1")).violations
    stray = StrayLesson(class_id="七(2)班", slot=slot(1, 3), subject="音乐", teacher="赵军")
    (found,) = verdict(joint, Plan(placements=apart, strays=(stray,)), rule(most="1")).violations
    assert found.amount == 1 and found.slots == (slot(1, 1), slot(1, 3))


@pytest.mark.parametrize("level", LEVELS)
def test_lessons_of_all_bell_schedules_count(level: Level) -> None:
    early, late = bell("早"), bell("晚", begin=8 * 60 + 20)
    classes = (
        SchoolClass(id="七(1)班", grade=7, number=1, schedule="早"),
        SchoolClass(id="八(1)班", grade=8, number=1, schedule="晚"),
    )
    courses = (course("七(1)班", "音乐", "孙悦", 1), course("八(1)班", "音乐", "孙悦", 1))
    school = make_school(courses, schedules=(early, late), classes=classes)
    plan = plan_of({"七(1)班|音乐": [slot(1, 1, early)], "八(1)班|音乐": [slot(1, 6, late)]})
    assert [v.amount for v in assert_agree(school, plan, rule(level, most="1")).violations] == [1]
