from scheduler.model.owner import Level
from scheduler.plan import MeetingPlacement, Plan
from scheduler.school import Meeting, School, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import SCHEDULE, plan_of
from tests.service_schools import at, service_school, session

RULE = active("duty_span")
SOFT = active("duty_span", Level.SOFT, 3)


def school_of(most: int | None = None, evening: bool = True, **more: object) -> School:
    school = service_school(("七(1)班", "七(2)班"), evening=evening, **more)
    teachers = tuple(t.model_copy(update={"max_span": most}) if t.id == "王芳" else t for t in school.teachers)
    return school.model_copy(update={"teachers": teachers})


def test_from_morning_reading_to_evening_study() -> None:
    school = school_of()
    sessions = session(school, "早读|七(1)班", 1, "王芳"), session(school, "七(1)班 晚自习", 1, "王芳")
    (found,) = assert_agree(school, Plan(sessions=sessions), RULE).violations
    assert (found.owner.id, found.amount, found.teachers) == ("王芳", 1, ("王芳",))
    assert found.slots == (at(1, "早读"), at(1, "晚自习"))
    assert "730 分钟（07:50—20:00）" in found.text.zh
    assert not assert_agree(school_of(730), Plan(sessions=sessions), RULE).violations
    assert not assert_agree(school, Plan(sessions=sessions), active("duty_span", most="730")).violations
    other_day = sessions[0], session(school, "七(1)班 晚自习", 2, "王芳")
    assert not assert_agree(school, Plan(sessions=other_day), RULE).violations


def test_lessons_and_service() -> None:
    school = school_of(540)
    served = (session(school, "七(1)班 活动", 2, "王芳"),)
    early = plan_of({"七(1)班|语文": [at(2, "第1节"), at(2, "第2节")]}, sessions=served)
    (found,) = assert_agree(school, early, RULE).violations
    assert found.slots == (at(2, "第1节"), at(2, "课后服务2"))
    assert assert_agree(school, early, SOFT).amount == 1
    late = plan_of({"七(1)班|语文": [at(2, "第2节"), at(3, "第1节")]}, sessions=served)
    assert not assert_agree(school, late, RULE).violations


def test_each_end_has_its_own_beginning() -> None:
    """With 8 hours at most the first lesson is too early for both stages, the second for the later one alone."""
    school = school_of(480)
    first, second = "课后服务1", "课后服务2"
    stations = {first: "七(1)班 作业辅导", second: "七(1)班 活动"}

    def broken(lesson: str, period: str) -> int:
        sessions = (session(school, stations[period], 1, "王芳"),)
        return assert_agree(school, plan_of({"七(1)班|语文": [at(1, lesson)]}, sessions=sessions), RULE).amount

    assert [broken(lesson, first) for lesson in ("第1节", "第2节", "第3节")] == [1, 0, 0]
    assert [broken(lesson, second) for lesson in ("第1节", "第2节", "第3节")] == [1, 1, 0]


def test_lessons_alone() -> None:
    school = school_of(300, evening=False)
    plan = plan_of({"七(1)班|语文": [at(1, "第1节"), at(1, "第5节"), at(2, "第1节"), at(2, "第4节")]})
    (found,) = assert_agree(school, plan, RULE).violations
    assert found.slots == (at(1, "第1节"), at(1, "第5节"))
    assert assert_agree(school_of(60, evening=False), plan_of({"七(1)班|语文": [at(1, "第1节")]}), RULE).amount == 0


def test_lessons_of_other_weeks_count() -> None:
    school = school_of(300, evening=False)
    courses = tuple(c.model_copy(update={"week": Week.ODD}) if c.id == "七(1)班|语文" else c for c in school.courses)
    odd = school.model_copy(update={"courses": courses})
    plan = plan_of({"七(1)班|语文": [at(1, "第1节")]}, sessions=(session(school, "七(1)班 作业辅导", 1, "王芳"),))
    assert assert_agree(odd, plan, RULE).amount == 1


def test_meetings_count() -> None:
    meeting = Meeting(id="语文教研", teachers=("王芳",), schedule=SCHEDULE, length=2)
    school = school_of(540, meetings=(meeting,))
    plan = Plan(
        meetings=(MeetingPlacement(meeting="语文教研", slot=at(1, "第1节")),),
        sessions=(session(school, "七(1)班 活动", 1, "王芳"),),
    )
    assert assert_agree(school, plan, RULE).amount == 1


def test_a_duty_that_is_too_long_by_itself() -> None:
    school = school_of(70)
    plan = Plan(sessions=(session(school, "七(1)班 晚自习", 1, "王芳"),))
    (found,) = assert_agree(school, plan, RULE).violations
    assert found.slots == (at(1, "晚自习"),)
