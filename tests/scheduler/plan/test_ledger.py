from fractions import Fraction

import pytest

from scheduler.plan import Plan, PlanView, ServiceSession
from scheduler.plan.ledger import Account, accounts, by_group, closing, earned, granted, pay_of, total
from scheduler.school import GrantKind, School, StationKind, Week, WorkingHours
from tests.constraints.agreement import active, assert_agree
from tests.schools import plan_of
from tests.service_schools import COACH, LEADERS, at, full_service, grant, service_school, session
from tests.sharing import changed

SCHOOL = service_school(evening=True)


def account(school: School, plan: Plan, teacher: str) -> Account:
    return accounts(PlanView(school, plan))[teacher]


def test_sessions_and_minutes_by_kind() -> None:
    sessions = (
        session(SCHOOL, "三(1)班 作业辅导", 1, "王芳"),
        session(SCHOOL, "三(1)班 作业辅导", 2, "王芳", "李强"),
        session(SCHOOL, "三(1)班 晚自习", 2, "王芳"),
        session(SCHOOL, "早读|三(1)班", 2, "王芳"),
        session(SCHOOL, "替补|课后服务1", 3, "王芳"),
    )
    found = account(SCHOOL, Plan(sessions=sessions), "王芳")
    assert found.sessions == {
        StationKind.HOMEWORK: 2,
        StationKind.EVENING_STUDY: 1,
        StationKind.MORNING: 1,
        StationKind.SUBSTITUTE: 1,
    }
    assert found.minutes == {
        StationKind.HOMEWORK: 120,
        StationKind.EVENING_STUDY: 80,
        StationKind.MORNING: 20,
        StationKind.SUBSTITUTE: 60,
    }
    # Neither the morning's reading nor standing by is service.
    assert (found.service_sessions, found.service_minutes) == (3, 200)


def test_patrols_are_service() -> None:
    leader = LEADERS[0]
    found = account(SCHOOL, Plan(sessions=(session(SCHOOL, "巡查|课后服务1", 1, leader),)), leader)
    assert (found.service_sessions, found.service_minutes, found.pay) == (1, 60, 30)


def test_lessons_of_an_average_week() -> None:
    odd = tuple(c.model_copy(update={"week": Week.ODD}) if c.subject == "音乐" else c for c in SCHOOL.courses)
    school = SCHOOL.model_copy(update={"courses": odd})
    plan = plan_of({"三(1)班|音乐": [at(1, "第1节")], "三(1)班|语文": [at(1, "第2节"), at(2, "第2节")]})
    assert account(school, plan, "孙悦").lessons == 0.5
    assert account(school, plan, "王芳").lessons == 2


def test_a_joint_lesson_placed_class_by_class_is_one() -> None:
    joint = SCHOOL.course["三(1)班|语文"].model_copy(update={"classes": ("三(1)班", "三(2)班")})
    school = SCHOOL.model_copy(update={"courses": (joint,)})
    plan = plan_of({joint.id: [at(1, "第1节"), at(1, "第1节")]})
    assert account(school, plan, "王芳").lessons == 1


@pytest.mark.parametrize(
    ("station", "credit"),
    [
        ("三(1)班 作业辅导", 0),  # 15:50–16:50, within working hours
        ("三(1)班 活动", 30),  # 17:00–18:00, off work at 17:30
        ("延时托管", 30),
        ("三(1)班 晚自习", 80),
        ("早读|三(1)班", 0),
    ],
)
def test_minutes_beyond_working_hours_are_earned(station: str, credit: int) -> None:
    name = next(
        each.id
        for each in SCHOOL.service.stations.values()
        if each.id.startswith(station) or each.title.startswith(station)
    )
    plan = Plan(sessions=(session(SCHOOL, name, 1, "王芳"),))
    assert earned(PlanView(SCHOOL, plan), "王芳") == credit


def test_credit_at_the_rate_of_the_stage() -> None:
    stages = tuple(stage.model_copy(update={"credit": 150}) for stage in SCHOOL.stages)
    school = SCHOOL.model_copy(update={"stages": stages})
    plan = Plan(sessions=(session(school, "三(1)班 活动", 1, "王芳"), session(school, "三(1)班 晚自习", 1, "王芳")))
    assert earned(PlanView(school, plan), "王芳") == 45 + 120


def test_accounts_are_exact_and_rounded_once() -> None:
    """Three sessions of 30 minutes off work at 75 % earn 22½ each, 67½ together, shown as 68; the model counts in halves."""
    stages = tuple(stage.model_copy(update={"credit": 75}) for stage in SCHOOL.stages)
    school = SCHOOL.model_copy(update={"stages": stages})
    plan = Plan(sessions=tuple(session(school, "三(1)班 活动", day, "王芳") for day in (1, 2, 3)))
    assert earned(PlanView(school, plan), "王芳") == Fraction(135, 2)
    assert account(school, plan, "王芳").earned == account(school, plan, "王芳").closing == 68
    assert school.service.parts == 2
    assert_agree(school, plan, active("flex_balance"))
    assert_agree(school, plan, active("flex_fair", slack="67"))
    assert assert_agree(school, plan, active("flex_fair", slack="68")).amount == 0
    assert assert_agree(school, plan, active("flex_fair", slack="67")).amount == 1
    assert school.service.part({}).parts == 2


def test_morning_reading_has_a_rate_of_its_own() -> None:
    """From 07:50 to 08:10, before work at 08:00: ten minutes beyond working hours."""
    for rate, credit in ((0, 0), (100, 10), (50, 5)):
        hours = WorkingHours(start=480, end=1050, morning_credit=rate)
        school = SCHOOL.model_copy(update={"working": hours})
        plan = Plan(sessions=(session(school, "早读|三(1)班", 1, "王芳"),))
        assert earned(PlanView(school, plan), "王芳") == credit


def test_the_time_bank_is_carried_over_the_week() -> None:
    school = changed(SCHOOL, "王芳", balance=45)
    sessions = (session(school, "三(1)班 活动", 1, "王芳"), session(school, "三(1)班 晚自习", 2, "王芳"))
    plan = Plan(sessions=sessions, grants=(grant("王芳", 3), grant("王芳", 4, GrantKind.EARLY_LEAVE)))
    found = account(school, plan, "王芳")
    assert (found.opening, found.earned, found.granted, found.closing) == (45, 110, 120, 35)
    assert closing(PlanView(school, plan), "王芳") == 35


def test_grants_last_as_the_school_says() -> None:
    hours = WorkingHours(start=470, end=1050, late_minutes=40, early_minutes=90, half_days=True)
    school = SCHOOL.model_copy(update={"working": hours})
    for kind, minutes in (
        (GrantKind.LATE_START, 40),
        (GrantKind.EARLY_LEAVE, 90),
        (GrantKind.MORNING_OFF, 240),  # 07:50–11:50
        (GrantKind.AFTERNOON_OFF, 210),  # 14:00–17:30
    ):
        assert granted(PlanView(school, Plan(grants=(grant("王芳", 1, kind),))), "王芳") == minutes


def test_kinds_that_the_school_does_not_give_are_no_grants() -> None:
    plan = Plan(grants=(grant("王芳", 1, GrantKind.MORNING_OFF),))
    assert granted(PlanView(SCHOOL, plan), "王芳") == 0
    without = SCHOOL.model_copy(update={"working": None})
    view = PlanView(
        without, Plan(grants=(grant("王芳", 1),), sessions=(session(without, "三(1)班 晚自习", 1, "王芳"),))
    )
    assert (earned(view, "王芳"), granted(view, "王芳")) == (0, 0)


def pay(school: School, station: str, teacher: str) -> float:
    held: ServiceSession = session(school, station, 1, teacher)
    return pay_of(school, teacher, held)


def test_pay_by_rate_and_by_contract() -> None:
    assert pay(SCHOOL, "三(1)班 作业辅导", "王芳") == 50
    assert pay(SCHOOL, "合唱", "孙悦") == 60
    assert pay(SCHOOL, "延时托管|三(1)班", "王芳") == 0  # no rate is given
    assert pay(SCHOOL, "足球", COACH) == 120
    (contract,) = SCHOOL.contracts
    silent = SCHOOL.model_copy(update={"contracts": (contract.model_copy(update={"pay": None}),)})
    assert pay(silent, "足球", COACH) == 60


def test_pay_of_a_week() -> None:
    (contract,) = SCHOOL.contracts
    school = SCHOOL.model_copy(update={"contracts": (contract.model_copy(update={"pay": 80.1}),)})
    plan = Plan(sessions=tuple(session(school, "足球", day, COACH) for day in (1, 3, 5)))
    assert account(school, plan, COACH).pay == 240.3


def test_a_whole_programme_adds_up() -> None:
    plan = full_service(SCHOOL)
    found = accounts(PlanView(SCHOOL, plan))
    assert list(found) == [teacher.id for teacher in SCHOOL.teachers]
    adults = sum(len(each.adults) for each in plan.sessions)
    assert sum(sum(each.sessions.values()) for each in found.values()) == adults


def test_people_from_outside_have_no_time_bank() -> None:
    school = service_school()
    found = accounts(PlanView(school, full_service(school)))[COACH]
    assert found.service_minutes and found.earned == found.closing == 0 and found.pay


def test_sums_over_subject_groups() -> None:
    plain = service_school()
    groups = {"王芳": "语文组", "刘敏": "语文组", "赵军": "体育组"}
    teachers = tuple(t.model_copy(update={"subject_group": groups.get(t.id)}) for t in plain.teachers)
    school = plain.model_copy(update={"teachers": teachers})
    found = accounts(PlanView(school, full_service(school)))
    by_name = by_group(school, found)
    assert set(by_name) == {"语文组", "体育组", ""}
    assert sum(map(len, by_name.values())) == len(school.teachers)
    both = total("语文组", by_name["语文组"])
    assert both.service_minutes == found["王芳"].service_minutes + found["刘敏"].service_minutes
    assert both.closing == found["王芳"].closing + found["刘敏"].closing
    whole = total("", found.values())
    assert whole.pay == pytest.approx(sum(account.pay for account in found.values()))
    assert sum(total(name, part).service_sessions for name, part in by_name.items()) == whole.service_sessions
