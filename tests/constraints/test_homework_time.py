import pytest
from pydantic import ValidationError

from constraints.service.homework_time import Parameters, homework_fault, minutes_planned, minutes_wanted
from scheduler.plan import Plan
from scheduler.school import Content, School, StageKind, StationKind
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, full_service, holding, service_school, session, stage

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("homework_time")


def young_school(*contents: Content, kind: StageKind = StageKind.ACTIVITY) -> School:
    return service_school(
        ("一(1)班", "二(1)班"),
        stages=(stage("阅读游戏", kind, "课后服务1", (1, 2), *contents),),
        enrolments=(),
        clubs=(),
    )


def test_an_hour_a_day_in_grade_three() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert (found.judged, found.violations) == (1, ())
    assert (minutes_planned(SCHOOL, 3), minutes_wanted(3, Parameters())) == (300, 300)


def test_no_homework_on_a_tuesday() -> None:
    plan = Plan(sessions=tuple(s for s in PLAN.sessions if s.slot != at(2, "课后服务1")))
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.owner.id, found.amount, found.classes) == ("3", 60, ("三(1)班", "三(2)班"))
    assert found.slots == tuple(at(day, "课后服务1") for day in (1, 3, 4, 5))
    assert found.text.zh == "3 年级校内作业辅导、答疑平均每天 48 分钟，至少 60 分钟"


def test_ninety_minutes_in_junior_grades() -> None:
    school = service_school(("七(1)班",))
    (found,) = assert_agree(school, full_service(school), RULE).violations
    assert (found.owner.id, found.amount) == ("7", 150)
    stages = (
        *school.stages[:1],
        stage("答疑", StageKind.TUTORING, "课后服务2", (7,), Content.TUTORING, days=(1, 2, 4)),
    )
    school = service_school(("七(1)班",), stages=stages, enrolments=(), clubs=())
    assert not assert_agree(school, full_service(school), RULE).violations


def test_none_for_the_youngest() -> None:
    school = young_school(Content.READING, Content.PLAY)
    found = assert_agree(school, full_service(school), RULE)
    assert (found.judged, found.violations) == (10, ())


def test_a_homework_stage_for_the_youngest() -> None:
    school = young_school(Content.READING, kind=StageKind.HOMEWORK)
    found = assert_agree(school, full_service(school), RULE).violations
    assert [(v.owner.id, v.amount) for v in found] == [("1", 60)] * 5 + [("2", 60)] * 5
    assert found[0].classes == ("一(1)班",)
    assert "一二年级不布置书面作业" in found[0].text.zh


def test_homework_as_an_activity_of_the_youngest() -> None:
    school = young_school(Content.READING, Content.HOMEWORK)
    found = assert_agree(school, full_service(school), RULE).violations
    assert [v.slots[0].day for v in found] == [2, 4, 2, 4]


def test_homework_written_into_the_plan_of_the_youngest() -> None:
    school = young_school(Content.READING)
    for title, count in (("作业辅导", 1), ("绘本阅读", 0)):
        plan = holding(full_service(school), session(school, "一(1)班 阅读游戏", 3, "王芳", title=title))
        assert len(verdict(school, plan, RULE).violations) == count


def test_the_words_for_one_session() -> None:
    assert homework_fault(2, StationKind.ACTIVITY, Content.HOMEWORK) is not None
    assert homework_fault(1, StationKind.HOMEWORK, None) is not None
    assert homework_fault(2, StationKind.TUTORING, Content.TUTORING) is None
    assert homework_fault(3, StationKind.HOMEWORK, Content.HOMEWORK) is None


def test_stricter_only() -> None:
    strict = active("homework_time", primary="70")
    assert assert_agree(SCHOOL, PLAN, strict).amount == 50
    for figures in ({"primary": 59}, {"junior": 89}):
        with pytest.raises(ValidationError):
            Parameters(**figures)
