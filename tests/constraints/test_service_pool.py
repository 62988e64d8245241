import pytest

from scheduler.plan import Plan
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, full_service, holding, service_school, session, station_of

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_pool")


def test_all_serve_where_they_may() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert found.judged == len(PLAN.sessions) and not found.violations


@pytest.mark.parametrize(
    ("station", "adults", "words"),
    [
        ("三(1)班 作业辅导", ("马教练",), "马教练不能负责这个班组"),
        ("合唱", ("孙悦", "赵军", "赵军"), "赵军不是这个社团的指导教师"),
        ("巡查|课后服务1", ("王芳",), "王芳不在巡查人员名单里"),
        ("替补", ("马教练",), "马教练不在替补人员名单里"),
        ("早读|三(1)班", ("刘敏", "陈磊"), "刘敏、陈磊不是这个班的班主任或副班主任"),
    ],
)
def test_somebody_else_serves(station: str, adults: tuple[str, ...], words: str) -> None:
    plan = holding(PLAN, session(SCHOOL, station, 2, *adults))
    (found,) = verdict(SCHOOL, plan, RULE).violations
    assert found.owner.id == session(SCHOOL, station, 2).station and found.slots[0].day == 2
    assert found.text.zh.endswith(f"：{words}") and found.amount == words.count("、") + 1


def test_the_place_is_named() -> None:
    plan = holding(PLAN, session(SCHOOL, "合唱", 2, "赵军"))
    (found,) = verdict(SCHOOL, plan, RULE).violations
    assert found.slots == (at(2, "课后服务2"),) and found.teachers == ("赵军",) and found.venue == "音乐教室"


def test_a_group_may_be_led_by_any_of_the_staff_where_no_candidates_are_named() -> None:
    junior = service_school(("三(1)班", "七(1)班"))
    plan = Plan(sessions=(session(junior, "七(1)班 作业辅导", 2, "王芳"),))
    assert "王芳" not in station_of(junior, "七(1)班 作业辅导").pool
    assert not verdict(junior, plan, RULE).violations
    named = junior.stages[0].model_copy(update={"candidates": ("刘敏",)})
    strict = service_school(("三(1)班", "七(1)班"), stages=(named, *junior.stages[1:]))
    (found,) = verdict(strict, plan, RULE).violations
    assert found.teachers == ("王芳",)
