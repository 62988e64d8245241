from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, full_service, holding, service_school, session, without

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("morning_duty")


def test_homeroom_teacher_or_deputy_is_there() -> None:
    for adult in ("王芳", "李强"):
        plan = holding(PLAN, session(SCHOOL, "早读|三(1)班", 3, adult))
        found = assert_agree(SCHOOL, plan, RULE)
        assert found.judged == 10 and not found.violations


def test_nobody_is_there() -> None:
    for plan in (without(PLAN, SCHOOL, "早读|三(1)班", 3), holding(PLAN, session(SCHOOL, "早读|三(1)班", 3))):
        (found,) = assert_agree(SCHOOL, plan, RULE).violations
        assert found.owner.id == "早读|三(1)班" and found.amount == 1 and found.slots == (at(3, "早读"),)
        assert found.classes == ("三(1)班",)
        assert found.text.zh == "周三 三(1)班 早读：要 1 人，安排了 0 人"


def test_anybody_else_does_not_count() -> None:
    plan = holding(PLAN, session(SCHOOL, "早读|三(1)班", 3, "刘敏"))
    assert verdict(SCHOOL, plan, RULE).amount == 1
