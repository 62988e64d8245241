import datetime

import pytest

from constraints.service.external_staff import contract_faults
from scheduler.school import Contract, StaffKind, Teacher
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import COACH, LEADERS, at, full_service, holding, service_school, session, without

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("external_staff")
GOOD = SCHOOL.contracts[0]


def test_a_coach_under_contract_with_a_patrol_on_duty() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert found.judged == 1 + 2 and not found.violations and not found.notes
    assert contract_faults(SCHOOL, COACH) == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"starts": None}, "starts", "未登记合同开始日期"),
        ({"starts": datetime.date(2025, 9, 2)}, "starts", "合同 2025-09-02 才开始，学期 2025-09-01 开始"),
        ({"ends": None}, "ends", "未登记合同结束日期"),
        ({"ends": datetime.date(2026, 1, 22)}, "ends", "合同 2026-01-22 到期，学期 2026-01-23 结束"),
        ({"qualification": None}, "qualification", "未登记资质"),
        ({"qualification": " "}, "qualification", "未登记资质"),
        ({"qualified_until": None}, "qualified_until", "未登记资质有效期"),
        (
            {"qualified_until": datetime.date(2025, 12, 31)},
            "qualified_until",
            "资质 2025-12-31 到期，学期 2026-01-23 结束",
        ),
    ],
)
def test_each_fault_of_a_contract_is_named(change: dict[str, object], field: str, words: str) -> None:
    school = service_school(contracts=(GOOD.model_copy(update=change),))
    assert [(name, text.zh) for name, text in contract_faults(school, COACH)] == [(field, words)]
    (found,) = assert_agree(school, PLAN, RULE).violations
    assert found.owner.id == COACH and found.amount == 1 and found.teachers == (COACH,)
    assert found.slots == (at(1, "课后服务2"), at(3, "课后服务2"))
    assert found.text.zh == f"外聘人员{COACH}：{words}，不能参与课后服务"


def test_a_contract_for_just_the_term_is_enough() -> None:
    days = {"starts": SCHOOL.term_start, "ends": SCHOOL.term_end, "qualified_until": SCHOOL.term_end}
    school = service_school(contracts=(GOOD.model_copy(update=days),))
    assert not assert_agree(school, PLAN, RULE).violations


def test_without_a_contract() -> None:
    school = service_school(contracts=())
    assert contract_faults(school, COACH) == [("teacher", ("未登记合同", "no contract is registered"))]
    assert assert_agree(school, PLAN, RULE).amount == 1


def test_who_does_not_serve_needs_no_contract() -> None:
    school = service_school(contracts=())
    found = assert_agree(school, without(PLAN, school, "足球"), RULE)
    assert found.judged == 0 and not found.violations


def test_a_visiting_teacher_who_looks_after_morning_reading_is_not_meant() -> None:
    teachers = tuple(
        Teacher(id=t.id, kind=StaffKind.EXTERNAL) if t.id == "王芳" else t for t in service_school().teachers
    )
    school = service_school(teachers=teachers)
    plan = holding(full_service(school), session(school, "早读|三(1)班", 1, "王芳"))
    assert not assert_agree(school, plan, RULE).violations


def test_what_can_be_judged_without_the_days_of_the_term() -> None:
    late = GOOD.model_copy(update={"ends": datetime.date(2025, 10, 1)})
    school = service_school(contracts=(late,), term_start=None, term_end=None)
    found = assert_agree(school, PLAN, RULE)
    assert not found.violations and len(found.notes) == 1
    blank = service_school(contracts=(Contract(teacher=COACH),), term_start=None, term_end=None)
    assert assert_agree(blank, PLAN, RULE).amount == 4
    half = service_school(contracts=(late,), term_start=None)
    assert assert_agree(half, PLAN, RULE).amount == 1


def test_while_nobody_goes_round() -> None:
    (found,) = assert_agree(SCHOOL, without(PLAN, SCHOOL, "巡查|课后服务2", 3), RULE).violations
    assert found.owner.id == COACH and found.amount == 1 and found.slots == (at(3, "课后服务2"),)
    assert found.text.zh == f"周三课后服务2 足球：外聘人员{COACH}在岗时没有本校人员巡查"


def test_only_the_staff_can_be_the_patrol() -> None:
    teachers = tuple(Teacher(id=t.id, kind=StaffKind.EXTERNAL) if t.id == LEADERS[0] else t for t in SCHOOL.teachers)
    contracts = (GOOD, GOOD.model_copy(update={"teacher": LEADERS[0]}))
    school = service_school(teachers=teachers, contracts=contracts)
    by_staff = [session(school, f"巡查|{p}", d, LEADERS[1]) for p in ("课后服务2",) for d in range(1, 6)]
    plan = holding(without(PLAN, school, "编程"), *by_staff)
    for period in ("课后服务1", "延时托管"):
        plan = holding(plan, *(session(school, f"巡查|{period}", d, LEADERS[1]) for d in range(1, 6)))
    assert not assert_agree(school, plan, RULE).violations
    outside = holding(plan, session(school, "巡查|课后服务2", 3, LEADERS[0]))
    assert {v.owner.id for v in assert_agree(school, outside, RULE).violations} == {COACH, LEADERS[0]}
