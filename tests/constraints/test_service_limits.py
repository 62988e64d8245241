from scheduler.plan import Plan
from scheduler.school import School, Teacher
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import COACH, service_school, session

RULE = active("service_limits")


def school_of(**limits: int) -> School:
    school = service_school(("七(1)班", "七(2)班"), evening=True)
    teachers = tuple(t.model_copy(update=limits) if t.id == "王芳" else t for t in school.teachers)
    return school.model_copy(update={"teachers": teachers})


def test_sessions_a_week() -> None:
    school = school_of()
    homework = [session(school, "七(1)班 作业辅导", day, "王芳") for day in range(1, 6)]
    activity = [session(school, "七(1)班 活动", day, "王芳") for day in range(1, 6)]
    plan = Plan(sessions=(*homework, *activity))
    assert not assert_agree(school, plan, RULE).violations
    (found,) = assert_agree(school, plan, active("service_limits", most="8")).violations
    assert (found.owner.id, found.amount, found.teachers, len(found.slots)) == ("王芳", 2, ("王芳",), 10)
    (own,) = assert_agree(school_of(max_service=6), plan, RULE).violations
    assert own.amount == 4
    assert not assert_agree(school_of(max_service=12), plan, active("service_limits", most="8")).violations


def test_what_is_no_service_does_not_count() -> None:
    school = school_of(max_service=1)
    sessions = [
        session(school, station, day, "王芳") for station in ("早读|七(1)班", "替补|课后服务1") for day in (1, 2)
    ]
    assert not assert_agree(school, Plan(sessions=tuple(sessions)), RULE).violations


def test_evenings_a_week() -> None:
    school = school_of()
    evenings = [session(school, "七(1)班 晚自习", day, "王芳") for day in (1, 2, 4)]
    assert not assert_agree(school, Plan(sessions=tuple(evenings)), RULE).violations
    fourth = session(school, "七(2)班 晚自习", 5, "王芳")
    (found,) = assert_agree(school, Plan(sessions=(*evenings, fourth)), RULE).violations
    assert (found.owner.id, found.amount) == ("王芳", 1)
    assert "4 个晚上" in found.text.zh and "周五" in found.text.zh
    none = school_of(max_evenings=0)
    assert assert_agree(none, Plan(sessions=tuple(evenings)), RULE).amount == 3


def test_two_groups_on_one_evening_are_one_evening() -> None:
    school = school_of(max_evenings=1)
    both = tuple(session(school, f"七({n})班 晚自习", 1, "王芳") for n in (1, 2))
    assert not assert_agree(school, Plan(sessions=both), RULE).violations


def test_a_session_noted_twice_is_one() -> None:
    school = school_of(max_service=1)
    once = session(school, "七(1)班 作业辅导", 1, "王芳", "王芳")
    assert not verdict(school, Plan(sessions=(once, once)), RULE).violations


def test_people_from_outside_have_limits_too() -> None:
    school = service_school()
    assert Teacher(id=COACH).max_service is None
    plan = Plan(sessions=tuple(session(school, "足球", day, COACH, venue="操场") for day in (1, 3)))
    assert assert_agree(school, plan, active("service_limits", most="1")).amount == 1
