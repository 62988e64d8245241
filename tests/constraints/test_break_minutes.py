import pytest

from scheduler.school import BellSchedule, Period, PeriodKind, School, SchoolClass
from tests.constraints.agreement import asking, assert_agree
from tests.schools import SCHEDULE, bell, course, make_school, plan_of

RULE = asking("break_minutes", primary=15, junior=10)
LESSON, BREAK, BIG, STUDY, NOON = (
    *(PeriodKind.LESSON, PeriodKind.BREAK, PeriodKind.BIG_BREAK, PeriodKind.SELF_STUDY, PeriodKind.NOON),
)


def school_of(
    *lines: tuple[str, PeriodKind, int, int], grade: int = 1, days: tuple[int, ...] = (1, 2, 3, 4, 5)
) -> School:
    periods = tuple(Period(name=n, kind=k, start=480 + s, end=480 + e, days=days) for n, k, s, e in lines)
    return make_school(
        (course("一班", "语文", "王芳", 1),),
        schedules=(BellSchedule(id=SCHEDULE, periods=periods),),
        classes=(SchoolClass(id="一班", grade=grade, number=1, schedule=SCHEDULE),),
    )


def test_breaks_as_long_as_asked() -> None:
    lines = (("第1节", LESSON, 0, 40), ("第2节", LESSON, 55, 95), ("大课间", BIG, 95, 125), ("第3节", LESSON, 125, 165))
    found = assert_agree(school_of(*lines), plan_of({}), RULE)
    assert (found.judged, found.violations) == (2, ())


def test_a_short_break_is_told_with_the_minutes_that_it_lacks() -> None:
    lines = (
        ("第1节", LESSON, 0, 40),
        ("第2节", LESSON, 50, 90),
        ("眼保健操", BREAK, 90, 95),
        ("第3节", LESSON, 95, 135),
    )
    found = assert_agree(school_of(*lines), plan_of({}), RULE).violations
    assert [(v.owner.id, v.amount) for v in found] == [("1", 5), ("1", 10)]
    assert found[0].text.zh == "1 年级第1节与第2节之间休息 10 分钟（08:40—08:50），至少 15 分钟"


def test_study_between_two_lessons_is_no_break() -> None:
    lines = (("第1节", LESSON, 0, 40), ("自习", STUDY, 45, 65), ("第2节", LESSON, 70, 110))
    (found,) = assert_agree(school_of(*lines), plan_of({}), RULE).violations
    assert found.amount == 5


def test_noon_is_no_break_and_each_stage_has_its_own_minutes() -> None:
    lines = (("第1节", LESSON, 0, 40), ("第2节", LESSON, 50, 90), ("午间", NOON, 95, 100), ("第3节", LESSON, 100, 140))
    assert not assert_agree(school_of(*lines, grade=7), plan_of({}), RULE).violations
    assert assert_agree(school_of(*lines, grade=6), plan_of({}), RULE).amount == 5
    assert assert_agree(school_of(*lines, grade=10), plan_of({}), RULE).unjudged is not None


@pytest.mark.parametrize("grades", [(6, 7)])
def test_grades_of_two_stages_on_one_bell(grades: tuple[int, ...]) -> None:
    names = [f"{grade}年级" for grade in grades]
    school = make_school(
        tuple(course(name, "语文", "王芳", 1) for name in names),
        schedules=(bell(),),  # ten minutes between lessons
        classes=tuple(
            SchoolClass(id=n, grade=g, number=1, schedule=SCHEDULE) for n, g in zip(names, grades, strict=True)
        ),
    )
    found = assert_agree(school, plan_of({}), RULE)
    assert {v.owner.id for v in found.violations} == {"6"} and found.judged == 8
    assert not assert_agree(school, plan_of({}), asking("break_minutes", primary=0, junior=0)).violations
