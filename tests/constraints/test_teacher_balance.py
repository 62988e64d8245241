import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.school import Mark, MarkLevel, MarkOwner, School, Teacher, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import bell, course, make_school, plan_of, slot

LEVELS = (Level.SOFT, Level.HARD)
COURSES = (course("七(1)班", "语文", "王芳", 5), course("七(2)班", "语文", "王芳", 5))
SCHOOL = make_school(COURSES)  # ten lessons: two a day
FULL_DAY = {
    "七(1)班|语文": [slot(1, 1), slot(1, 2), *(slot(day, 1) for day in (2, 3, 4))],
    "七(2)班|语文": [slot(1, 3), slot(1, 5), *(slot(day, 2) for day in (2, 3, 4))],
}


def rule(level: Level = Level.SOFT, **parameters: str) -> ActiveRule:
    return active("teacher_balance", level, **parameters)


@pytest.mark.parametrize("level", LEVELS)
def test_even_days(level: Level) -> None:
    plan = plan_of({name: [slot(day, n) for day in range(1, 6)] for n, name in enumerate(FULL_DAY, 1)})
    found = assert_agree(SCHOOL, plan, rule(level, slack="0"))
    assert found.judged == 5 and not found.violations


@pytest.mark.parametrize("level", LEVELS)
def test_a_day_that_is_too_full(level: Level) -> None:
    (found,) = assert_agree(SCHOOL, plan_of(FULL_DAY), rule(level)).violations
    assert found.owner.id == "王芳" and found.amount == 1 and found.teachers == ("王芳",)
    assert found.slots == (slot(1, 1), slot(1, 2), slot(1, 3), slot(1, 5))
    assert found.text.zh == "王芳 周一有 4 节课，均衡时最多 3 节"
    assert assert_agree(SCHOOL, plan_of(FULL_DAY), rule(level, slack="0")).amount == 2
    assert assert_agree(SCHOOL, plan_of(FULL_DAY), rule(level, slack="2")).amount == 0


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("limit", ({"max_days": 3}, {"max_half_days": 3}))
def test_who_comes_on_few_days_has_fuller_ones(level: Level, limit: dict[str, int]) -> None:
    school = make_school(COURSES, teachers=(Teacher(id="王芳", **limit),))
    assert not assert_agree(school, plan_of(FULL_DAY), rule(level, slack="0")).violations


@pytest.mark.parametrize("level", LEVELS)
def test_a_day_that_is_forbidden_does_not_count(level: Level) -> None:
    def school(end: int) -> School:
        marks = tuple(
            Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=day, start=0, end=end, level=MarkLevel.FORBIDDEN)
            for day in (4, 5)
        )
        return make_school(COURSES, marks=marks)

    plan = plan_of(FULL_DAY)
    assert assert_agree(school(24 * 60), plan, rule(level, slack="0")).amount == 0  # three days: four a day
    assert assert_agree(school(12 * 60), plan, rule(level, slack="0")).amount == 2  # the afternoons are open


@pytest.mark.parametrize("level", LEVELS)
def test_odd_and_even_weeks_apart(level: Level) -> None:
    school = make_school(
        (
            course("七(1)班", "语文", "王芳", 5),
            course("七(1)班", "音乐", "王芳", 1, week=Week.ODD),
            course("七(1)班", "美术", "王芳", 1, week=Week.EVEN),
        )
    )
    held = {"七(1)班|语文": [slot(1, 1)], "七(1)班|音乐": [slot(1, 2)], "七(1)班|美术": [slot(1, 3)]}
    assert not assert_agree(school, plan_of(held), rule(level, slack="0")).violations  # six lessons: two a day
    held["七(1)班|语文"].append(slot(1, 4))
    (found,) = assert_agree(school, plan_of(held), rule(level, slack="0")).violations
    assert found.amount == 1 and found.text.zh.startswith("王芳 单周周一有 3 节课")


def test_saturdays_on_which_the_classes_have_no_lessons() -> None:
    """Eleven lessons on five days, not on the six of the bells: three a day are even."""
    courses = (COURSES[0], course("七(2)班", "语文", "王芳", 6))
    school = make_school(courses, schedules=(bell(days=6),))
    days = {"七(1)班|语文": [slot(day, 1) for day in range(1, 6)]}
    days["七(2)班|语文"] = [slot(1, 2), slot(1, 3), *(slot(day, 2) for day in range(2, 6))]
    assert not assert_agree(school, plan_of(days), rule(slack="0")).violations
