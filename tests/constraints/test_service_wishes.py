from scheduler.plan import Plan
from scheduler.school import Mark, MarkLevel, MarkOwner, School
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import at, minutes, service_school, session

RULE = active("service_wishes")
HOMEWORK, ACTIVITY = "三(1)班 作业辅导", "三(1)班 活动"


def mark(level: MarkLevel, day: int, start: str, end: str, teacher: str = "王芳") -> Mark:
    return Mark(
        owner_kind=MarkOwner.TEACHER, owner=teacher, day=day, start=minutes(start), end=minutes(end), level=level
    )


def serving(school: School, *turns: tuple[str, int]) -> Plan:
    return Plan(sessions=tuple(session(school, station, day, "王芳") for station, day in turns))


def test_avoided_time() -> None:
    school = service_school(marks=(mark(MarkLevel.AVOIDED, 1, "17:30", "18:30"),))
    kept = assert_agree(school, serving(school, (HOMEWORK, 1), (ACTIVITY, 2)), RULE)
    assert (kept.violations, kept.judged) == ((), 2)
    (found,) = assert_agree(school, serving(school, (HOMEWORK, 1), (ACTIVITY, 1)), RULE).violations
    assert (found.owner.id, found.amount, found.teachers) == ("王芳", 1, ("王芳",))
    assert found.slots == (at(1, "课后服务2"),)


def test_preferred_time_makes_the_rest_unwelcome() -> None:
    school = service_school(marks=(mark(MarkLevel.PREFERRED, 2, "15:50", "18:00"),))
    assert not assert_agree(school, serving(school, (HOMEWORK, 2), (ACTIVITY, 2)), RULE).violations
    assert assert_agree(school, serving(school, (HOMEWORK, 1), (ACTIVITY, 2), (ACTIVITY, 3)), RULE).amount == 2


def test_preferred_lessons_ask_nothing_of_service() -> None:
    school = service_school(marks=(mark(MarkLevel.PREFERRED, 2, "07:50", "11:50"),))
    plan = serving(school, (HOMEWORK, 1), ("早读|三(1)班", 1))
    assert not assert_agree(school, plan, RULE).violations


def test_morning_reading_can_be_avoided_and_is_not_service_to_prefer() -> None:
    marks = mark(MarkLevel.AVOIDED, 1, "07:50", "08:10"), mark(MarkLevel.PREFERRED, 2, "15:50", "16:50")
    school = service_school(marks=marks)
    plan = serving(school, ("早读|三(1)班", 1), ("早读|三(1)班", 2), (HOMEWORK, 2))
    (found,) = assert_agree(school, plan, RULE).violations
    assert found.slots == (at(1, "早读"),)


def test_what_is_avoided_and_not_preferred_counts_once() -> None:
    marks = mark(MarkLevel.AVOIDED, 1, "15:50", "16:50"), mark(MarkLevel.PREFERRED, 2, "15:50", "16:50")
    school = service_school(marks=marks)
    assert assert_agree(school, serving(school, (HOMEWORK, 1)), RULE).amount == 1
