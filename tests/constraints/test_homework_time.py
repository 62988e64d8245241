import pytest

from constraints.service.homework_time import Parameters, minutes_planned, minutes_wanted
from scheduler.plan import Plan
from scheduler.school import Content, School, StageKind
from tests.constraints.agreement import active, assert_agree, refused
from tests.service_schools import at, full_service, service_school, stage

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
    assert (minutes_planned(SCHOOL, 3), minutes_wanted(3, Parameters(primary=60))) == (300, 300)


def test_no_homework_on_a_tuesday() -> None:
    plan = Plan(sessions=tuple(s for s in PLAN.sessions if s.slot != at(2, "课后服务1")))
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.owner.id, found.amount, found.classes) == ("3", 60, ("三(1)班", "三(2)班"))
    assert found.slots == tuple(at(day, "课后服务1") for day in (1, 3, 4, 5))
    assert found.text.zh == "3 年级校内作业辅导、答疑、晚自习平均每天 48 分钟，至少 60 分钟"


def test_most_of_ninety_minutes_in_junior_grades() -> None:
    """Most of the homework is done at school: 60 % of 90 minutes are 270 a week, an hour a day is enough, half an hour not."""
    school = service_school(("七(1)班",))
    assert not assert_agree(school, full_service(school), RULE).violations
    (found,) = assert_agree(school, full_service(school), active("homework_time", junior_share="100")).violations
    assert (found.owner.id, found.amount) == ("7", 150)
    (found,) = assert_agree(school, Plan(), RULE).violations
    assert (found.amount, found.text.zh) == (270, "7 年级校内作业辅导、答疑、晚自习平均每天 0 分钟，至少 54 分钟")


def test_evening_study_is_time_for_homework() -> None:
    school = service_school(("七(1)班",), evening=True)
    assert minutes_planned(school, 7) > minutes_planned(service_school(("七(1)班",)), 7) == 300
    evenings = Plan(sessions=tuple(s for s in full_service(school).sessions if "晚自习" in s.station))
    assert not assert_agree(school, evenings, RULE).violations  # 80 minutes each
    two = Plan(sessions=tuple(s for s in evenings.sessions if s.slot.day <= 2))
    assert [v.amount for v in assert_agree(school, two, RULE).violations] == [270 - 2 * 80]


def test_a_school_may_set_less() -> None:
    plan = Plan(sessions=tuple(s for s in PLAN.sessions if s.slot != at(2, "课后服务1")))
    assert not assert_agree(SCHOOL, plan, active("homework_time", primary="48")).violations
    assert assert_agree(SCHOOL, plan, active("homework_time", primary="49")).amount == 5
    assert not assert_agree(SCHOOL, Plan(), active("homework_time", primary="0")).violations


@pytest.mark.parametrize("kind", [StageKind.HOMEWORK, StageKind.TUTORING, StageKind.ACTIVITY])
def test_the_youngest_may_be_helped_and_are_not_judged(kind: StageKind) -> None:
    """The text bans written homework to take home, not tutoring at school."""
    school = young_school(Content.READING, Content.TUTORING, kind=kind)
    found = assert_agree(school, full_service(school), RULE)
    assert (found.judged, found.violations) == (0, ())
    assert found.unjudged is not None and "没有家庭书面作业" in found.unjudged.zh


def test_the_caps_hold() -> None:
    for name, value in (("primary", "61"), ("junior", "91"), ("junior_share", "50")):
        assert refused("homework_time", **{name: value}) == [name]
