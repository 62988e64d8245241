from scheduler.model.owner import OwnerKind
from scheduler.plan import Plan
from scheduler.school import Mark, MarkLevel, MarkOwner
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, full_service, minutes, service_school, session

RULE = active("service_unavailable")


def closed(kind: MarkOwner, owner: str, start: str, end: str, level: MarkLevel = MarkLevel.FORBIDDEN) -> Mark:
    return Mark(owner_kind=kind, owner=owner, day=1, start=minutes(start), end=minutes(end), level=level)


def test_nobody_serves_in_closed_time() -> None:
    school = service_school(marks=(closed(MarkOwner.TEACHER, "王芳", "16:40", "17:00"),))
    kept = Plan(
        sessions=(session(school, "三(1)班 作业辅导", 1, "李强"), session(school, "三(1)班 作业辅导", 2, "王芳"))
    )
    assert not assert_agree(school, kept, RULE).violations
    for station in ("三(1)班 作业辅导", "替补|课后服务1"):
        (found,) = assert_agree(school, Plan(sessions=(session(school, station, 1, "王芳"),)), RULE).violations
        assert (found.owner.id, found.amount, found.teachers) == ("王芳", 1, ("王芳",))
        assert found.slots == (at(1, "课后服务1"),)


def test_morning_reading_is_a_duty_too() -> None:
    school = service_school(marks=(closed(MarkOwner.TEACHER, "王芳", "07:50", "08:00"),))
    plan = Plan(sessions=(session(school, "早读|三(1)班", 1, "王芳"), session(school, "早读|三(1)班", 2, "王芳")))
    (found,) = assert_agree(school, plan, RULE).violations
    assert found.slots == (at(1, "早读"),)


def test_a_class_is_not_kept_in_closed_time_but_its_pupils_may_go_to_clubs() -> None:
    marks = (
        closed(MarkOwner.CLASS, "三(1)班", "17:00", "18:00"),
        closed(MarkOwner.CLASS, "三(2)班", "17:00", "18:00", MarkLevel.AVOIDED),
    )
    school = service_school(marks=marks)
    (found,) = assert_agree(school, full_service(school), RULE).violations
    assert (found.owner.kind, found.owner.id, found.amount) == (OwnerKind.CLASS, "三(1)班", 1)
    assert (found.classes, found.slots) == (("三(1)班",), (at(1, "课后服务2"),))
    assert "三(1)班 活动" in found.text.zh


def test_whoever_is_named_counts_once_in_a_session() -> None:
    school = service_school(marks=(closed(MarkOwner.TEACHER, "王芳", "15:50", "16:50"),))
    twice = session(school, "三(2)班 作业辅导", 1, "王芳", "王芳")
    assert verdict(school, Plan(sessions=(twice, twice)), RULE).amount == 1


def test_time_at_another_school_is_told_as_that() -> None:
    away = closed(MarkOwner.TEACHER, "王芳", "14:00", "17:00").model_copy(update={"elsewhere": "东校"})
    school = service_school(marks=(away,))
    (found,) = assert_agree(school, Plan(sessions=(session(school, "三(1)班 作业辅导", 1, "王芳"),)), RULE).violations
    assert found.text.zh == "周一课后服务1 三(1)班 作业辅导：王芳 该时间在东校"
    assert "其中有在东校的时间" in RULE.rule.asks[found.owner.kind](school, RULE.parameters, "王芳").zh
