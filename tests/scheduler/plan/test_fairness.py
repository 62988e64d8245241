import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.plan import Plan, PlanView
from scheduler.plan.fairness import Fairness, Share, Spread, fairness, gini
from scheduler.school import DutyKind, School, ServiceDuty
from tests.service_schools import COACH, LEADERS, club, duty, full_service, grant, service_school, session
from tests.sharing import changed, served, sharing_school

SCHOOL = sharing_school()
NOBODY = Spread(0, 0.0, 0, 0.0, 0.0)


def of(school: School, plan: Plan) -> Fairness:
    return fairness(PlanView(school, plan))


def share(school: School, plan: Plan, teacher: str) -> Share:
    return next(each for each in of(school, plan).shares if each.teacher == teacher)


def reasons(school: School, plan: Plan, teacher: str) -> list[str]:
    return [text.zh for text in share(school, plan, teacher).reasons]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], 0.0),
        ([0, 0], 0.0),
        ([60, 60, 60], 0.0),
        ([0, 60], 0.5),
        ([0, 0, 0, 60], 0.75),
        ([1, 2, 3, 4], 0.25),
        ([-30, 60], 0.5),  # nothing in the bank
    ],
)
def test_gini(values: list[float], expected: float) -> None:
    assert gini(values) == pytest.approx(expected)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_gini_is_half_the_relative_mean_difference(values: list[int]) -> None:
    total, differences = sum(values), sum(abs(a - b) for a in values for b in values)
    expected = differences / (2 * len(values) * total) if total else 0.0
    assert gini(values) == pytest.approx(expected, abs=1e-9)


def test_service() -> None:
    found = of(SCHOOL, served(SCHOOL, "王芳", "王芳", "王芳", "王芳", "李强"))
    assert found.service.everybody == Spread(2, 150.0, 180, 90.0, pytest.approx(0.3))
    assert found.service.homeroom == Spread(1, 240.0, 0, 0.0, 0.0)
    first, second = found.shares[:2]
    assert (first.teacher, first.minutes, first.fair, first.beyond) == ("王芳", 240, 150, 90)
    assert (second.teacher, second.minutes, second.fair, second.beyond) == ("李强", 60, 150, -90)


def test_service_goes_by_fte() -> None:
    """Half of full time and half the minutes: as fair as can be."""
    school = changed(SCHOOL, "李强", fte=25)
    found = of(school, served(school, "王芳", "王芳", "王芳", "王芳", "李强")).service.everybody
    assert (found.mean, found.range, found.deviation, found.gini) == (150.0, 0, 0.0, pytest.approx(0.0))


def test_time_granted_and_balances() -> None:
    school = changed(SCHOOL, "王芳", balance=120)
    found = of(school, Plan(grants=(grant("王芳", 1),)))
    people = 6  # 王芳, 李强, 赵军, 孙悦 and two leaders; nobody from outside
    assert found.granted.everybody == Spread(
        people, 10.0, 60, pytest.approx(22.3607, abs=1e-3), pytest.approx(5 / people)
    )
    assert found.balance.everybody.range == 60
    assert found.balance.homeroom == Spread(1, 60.0, 0, 0.0, 0.0)
    assert (share(school, Plan(grants=(grant("王芳", 1),)), "王芳").granted) == 60


def test_balances_below_zero() -> None:
    school = changed(SCHOOL, "李强", balance=-60)
    found = of(changed(school, "王芳", balance=60), Plan()).balance.everybody
    assert (found.mean, found.range) == (0.0, 120)
    assert found.gini == pytest.approx(5 / 6)  # as if one had all, the others nothing


def test_a_school_without_service() -> None:
    found = of(service_school().without_service(), Plan())
    assert found.service.everybody == found.balance.everybody == found.granted.homeroom == NOBODY
    assert all(not each.fair for each in found.shares)


def test_people_from_outside_are_not_compared() -> None:
    school = service_school()
    names = {each.teacher for each in of(school, full_service(school)).shares}
    assert COACH not in names and "王芳" in names


def test_why_below() -> None:
    plan = served(SCHOOL, "王芳", "王芳", "王芳", "李强", "李强")
    for fields, words in (
        ({"fte": 50}, "工作量 50%"),
        ({"service": ServiceDuty.NONE}, "免课后服务"),
        ({"max_service": 2}, "本人每周最多服务 2 次"),
    ):
        assert words in reasons(changed(SCHOOL, "李强", **fields), plan, "李强")
    assert "班主任（三(1)班）" not in reasons(SCHOOL, served(SCHOOL, *["李强"] * 5), "王芳")


def test_why_below_where_there_are_evenings() -> None:
    school, fields = service_school(("七(1)班", "七(2)班"), evening=True), {"max_evenings": 1}
    exempt = changed(changed(school, "李强", service=ServiceDuty.NO_EVENING), "王芳", **fields)
    assert "免晚间服务" in reasons(exempt, Plan(), "李强")
    assert "本人每周最多 1 个晚上" in reasons(exempt, Plan(), "王芳")
    without = changed(SCHOOL, "李强", service=ServiceDuty.NO_EVENING)
    assert "免晚间服务" not in reasons(without, Plan(), "李强")


def test_few_stations() -> None:
    assert "可承担的岗位少（0 个）" in reasons(SCHOOL, served(SCHOOL, *["王芳"] * 5), "赵军")
    assert not any("岗位少" in words for words in reasons(SCHOOL, Plan(), "李强"))


def test_why_above() -> None:
    clubs = (club("合唱", SCHOOL.stages[0].contents[0], (3,), "王芳"),)
    school = sharing_school(clubs=clubs, duties=(duty(DutyKind.PATROL, "课后服务2", *LEADERS),))
    plan = Plan(
        sessions=(
            *served(school, *["王芳"] * 5).sessions,
            *(session(school, "巡查", d, LEADERS[0]) for d in range(1, 6)),
        )
    )
    assert reasons(school, plan, "王芳")[:2] == ["独自能带的社团：合唱", "班主任（三(1)班）"]
    assert "承担巡查 300 分钟" in reasons(school, plan, LEADERS[0])
    assert "工作量 120%" in reasons(changed(school, "王芳", fte=120), plan, "王芳")


def test_grades_that_ask_for_more() -> None:
    """Two of the first grade share as much as the four of the second."""
    school = service_school(("三(1)班", "三(2)班"), duties=(), clubs=())
    stages = (
        school.stages[0].model_copy(update={"id": "甲", "candidates": ("王芳",)}),
        school.stages[1].model_copy(update={"id": "乙", "candidates": ("李强", "刘敏", "陈磊")}),
    )
    school = school.model_copy(update={"stages": stages, "enrolments": ()})
    plan = Plan(sessions=tuple(session(school, "甲|三(1)班", day, "王芳") for day in range(1, 6)))
    plan = plan.model_copy(
        update={"sessions": (*plan.sessions, *(session(school, "甲|三(2)班", d, "王芳") for d in (1, 2)))}
    )
    assert "可承担的岗位（3 年级）人均任务较多（约 600 分钟）" in reasons(school, plan, "王芳")
    assert "可承担的岗位（3 年级）人均任务较少（约 200 分钟）" in reasons(school, plan, "李强")


def test_whoever_has_just_the_mean_needs_no_reason() -> None:
    school = sharing_school("王芳")
    assert reasons(school, served(school, *["王芳"] * 5), "王芳") == []


def test_in_english_too() -> None:
    school = service_school()
    found = of(school, full_service(school))
    assert all(text.en and text.zh for each in found.shares for text in each.reasons)


def test_whoever_is_off_the_share_without_a_reason_is_told_so() -> None:
    """Of five sessions of 60 minutes two teachers cannot both have the fair 150 minutes."""
    lost = ["次数只能取整，相差不到一次"]
    assert reasons(SCHOOL, served(SCHOOL, "王芳", "王芳", "李强", "李强", "李强"), "李强") == lost
    assert reasons(SCHOOL, served(SCHOOL, *["李强"] * 5), "李强") == ["没有特别的原因，还可以再均衡"]


def test_among_some() -> None:
    """Figures are of those that are asked for; what is fair for each of them stays a share of the whole."""
    plan = served(SCHOOL, "王芳", "王芳", "王芳", "王芳", "李强")
    found = fairness(PlanView(SCHOOL, plan), {"王芳"})
    assert found.service.everybody == Spread(1, 240.0, 0, 0.0, 0.0)
    assert found.shares == of(SCHOOL, plan).shares[:1]
    assert found.balance.everybody.people == found.granted.everybody.people == 1
