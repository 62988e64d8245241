import pytest

from scheduler.plan import MeetingPlacement, Plan, StrayLesson
from scheduler.school import GrantKind, Mark, MarkOwner, Meeting, School, Week, WorkingHours
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import plan_of
from tests.service_schools import at, grant, service_school, session

RULE = active("flex_free")
SCHOOL = service_school()
LATE, EARLY = GrantKind.LATE_START, GrantKind.EARLY_LEAVE


def half_days() -> School:
    return SCHOOL.model_copy(update={"working": WorkingHours(start=470, end=1050, half_days=True)})


@pytest.mark.parametrize(
    ("kind", "kept", "broken"),
    [
        (LATE, "第2节", "第1节"),  # away until 08:50
        (EARLY, "第6节", "课后服务1"),  # away from 16:30
        (EARLY, "第1节", "课后服务2"),
    ],
)
def test_lessons_and_sessions(kind: GrantKind, kept: str, broken: str) -> None:
    for period, amount in ((kept, 0), (broken, 1)):
        if period.startswith("第"):
            plan = plan_of({"三(1)班|语文": [at(2, period)]}, grants=(grant("王芳", 2, kind),))
        else:
            station = "三(1)班 作业辅导" if period == "课后服务1" else "三(1)班 活动"
            plan = Plan(sessions=(session(SCHOOL, station, 2, "王芳"),), grants=(grant("王芳", 2, kind),))
        found = assert_agree(SCHOOL, plan, RULE)
        assert (found.amount, found.judged) == (amount, 1)
        if amount:
            (violation,) = found.violations
            assert (violation.owner.id, violation.teachers) == ("王芳", ("王芳",))
            assert violation.slots == (at(2, period),)


def test_the_words() -> None:
    plan = plan_of({"三(1)班|语文": [at(2, "第1节")]}, grants=(grant("王芳", 2),))
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert found.text.zh == "王芳 周二晚到，但周二第1节有课或有安排"


def test_another_day_or_teacher() -> None:
    plan = plan_of({"三(1)班|语文": [at(2, "第1节")]}, grants=(grant("王芳", 3), grant("李强", 2)))
    assert not assert_agree(SCHOOL, plan, RULE).violations


def test_morning_reading_keeps_whoever_takes_it() -> None:
    grants = (grant("王芳", 2),)
    own = Plan(sessions=(session(SCHOOL, "早读|三(1)班", 2, "王芳"),), grants=grants)
    assert assert_agree(SCHOOL, own, RULE).amount == 1
    deputy = Plan(sessions=(session(SCHOOL, "早读|三(1)班", 2, "李强"),), grants=grants)
    assert not assert_agree(SCHOOL, deputy, RULE).violations


def test_several_duties_count_each() -> None:
    plan = plan_of(
        {"三(1)班|语文": [at(2, "第1节")]},
        sessions=(session(SCHOOL, "早读|三(1)班", 2, "王芳"),),
        grants=(grant("王芳", 2),),
    )
    assert assert_agree(SCHOOL, plan, RULE).amount == 2


def test_half_days_off() -> None:
    school = half_days()
    grants = (grant("王芳", 2, GrantKind.MORNING_OFF), grant("王芳", 3, GrantKind.AFTERNOON_OFF))
    kept = plan_of({"三(1)班|语文": [at(2, "第5节"), at(3, "第4节")]}, grants=grants)
    assert not assert_agree(school, kept, RULE).violations
    broken = plan_of({"三(1)班|语文": [at(2, "第4节"), at(3, "第5节")]}, grants=grants)
    assert [v.slots for v in assert_agree(school, broken, RULE).violations] == [(at(2, "第4节"),), (at(3, "第5节"),)]


def test_meetings_and_lessons_of_some_weeks() -> None:
    courses = tuple(c.model_copy(update={"week": Week.ODD}) for c in SCHOOL.courses)
    meeting = Meeting(id="语文教研", teachers=("王芳", "刘敏"), schedule="作息")
    school = SCHOOL.model_copy(update={"courses": courses, "meetings": (meeting,)})
    grants = (grant("王芳", 2),)
    odd = plan_of({"三(1)班|语文": [at(2, "第1节")]}, grants=grants)
    assert assert_agree(school, odd, RULE).amount == 1
    held = Plan(meetings=(MeetingPlacement(meeting="语文教研", slot=at(2, "第1节")),), grants=grants)
    assert assert_agree(school, held, RULE).amount == 1


def test_a_lesson_that_no_course_explains() -> None:
    stray = StrayLesson(class_id="三(1)班", slot=at(2, "第1节"), subject="补充", teacher="王芳")
    plan = Plan(strays=(stray,), grants=(grant("王芳", 2),))
    assert verdict(SCHOOL, plan, RULE).amount == 1


def test_without_working_hours_grants_cannot_be_judged() -> None:
    school = SCHOOL.model_copy(update={"working": None})
    assert verdict(school, Plan(grants=(grant("王芳", 2),)), RULE).unjudged is not None
    assert assert_agree(school, Plan(), RULE).unjudged is None


@pytest.mark.parametrize(("start", "end", "amount"), [(8 * 60, 12 * 60, 1), (8 * 60 + 50, 12 * 60, 0), (0, 7 * 60, 1)])
def test_no_flexible_time_falls_into_time_at_another_school(start: int, end: int, amount: int) -> None:
    away = Mark(
        owner_kind=MarkOwner.TEACHER, owner="王芳", day=2, start=start, end=end, level="forbidden", elsewhere="东校"
    )
    school = SCHOOL.model_copy(update={"marks": (away,)})
    found = assert_agree(school, Plan(grants=(grant("王芳", 2), grant("王芳", 3), grant("李强", 2))), RULE)
    assert found.amount == amount
    assert [violation.text.zh for violation in found.violations] == ["王芳 周二晚到，但该时间在东校"] * amount
    own = SCHOOL.model_copy(update={"marks": (away.model_copy(update={"elsewhere": None}),)})
    assert not assert_agree(own, Plan(grants=(grant("王芳", 2),)), RULE).violations


def test_whoever_is_at_home_at_another_school_has_no_flexible_time_here() -> None:
    teachers = tuple(t.model_copy(update={"home": "东校"}) if t.id == "王芳" else t for t in SCHOOL.teachers)
    school = SCHOOL.model_copy(update={"teachers": teachers})
    assert not school.may_have_grants(school.teacher["王芳"])
    assert school.may_have_grants(school.teacher["李强"])
