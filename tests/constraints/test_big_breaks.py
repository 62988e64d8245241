from scheduler.school import BellSchedule, Period, PeriodKind, School, SchoolClass
from tests.constraints.agreement import asking, assert_agree
from tests.schools import SCHEDULE, course, make_school, plan_of

RULE = asking("big_breaks", number=2, minutes=30)
Line = tuple[str, PeriodKind, int, int, tuple[int, ...]]
WEEK = (1, 2, 3, 4, 5)
MORNING: Line = ("大课间", PeriodKind.BIG_BREAK, 560, 590, WEEK)
AFTERNOON: Line = ("体育大课间", PeriodKind.BIG_BREAK, 880, 910, WEEK)


def school_of(*breaks: Line, grade: int = 4) -> School:
    lines = [("第1节", PeriodKind.LESSON, 500, 540, WEEK), *breaks, ("第2节", PeriodKind.LESSON, 920, 960, WEEK)]
    periods = tuple(Period(name=n, kind=k, start=s, end=e, days=d) for n, k, s, e, d in lines)
    return make_school(
        (course("四班", "语文", "王芳", 1),),
        schedules=(BellSchedule(id=SCHEDULE, periods=periods),),
        classes=(SchoolClass(id="四班", grade=grade, number=1, schedule=SCHEDULE),),
    )


def test_two_long_ones_every_day() -> None:
    found = assert_agree(school_of(MORNING, AFTERNOON), plan_of({}), RULE)
    assert (found.judged, found.violations) == (1, ())


def test_one_that_is_too_short_is_named() -> None:
    short = ("体育大课间", PeriodKind.BIG_BREAK, 880, 900, WEEK)
    (found,) = assert_agree(school_of(MORNING, short), plan_of({}), RULE).violations
    assert (found.owner.id, found.amount) == ("4", 1)
    assert found.text.zh == "4 年级周一至周五大课间 1 次，每天应有 2 次，每次不少于 30 分钟（体育大课间 20 分钟，太短）"


def test_a_break_that_is_only_called_so_is_none_and_the_way_out_is_told() -> None:
    named = ("大课间", PeriodKind.BREAK, 560, 590, WEEK)
    (found,) = assert_agree(school_of(named), plan_of({}), RULE).violations
    assert found.amount == 2 and "“大课间”在作息里的类型是课间" in found.text.zh


def test_days_that_differ_are_told_apart() -> None:
    found = assert_agree(school_of(MORNING, (*AFTERNOON[:4], (1, 2, 3, 4))), plan_of({}), RULE)
    assert (found.judged, [v.text.zh[:8] for v in found.violations]) == (2, ["4 年级周五大课"])


def test_where_nobody_asks_and_in_senior_grades_it_judges_nothing() -> None:
    assert assert_agree(school_of(grade=10), plan_of({}), RULE).unjudged is not None
    none = assert_agree(school_of(), plan_of({}), asking("big_breaks", number=0))
    assert none.unjudged is not None and not none.violations
