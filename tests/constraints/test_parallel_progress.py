from constraints.rule import Level
from tests.constraints.agreement import active, assert_agree
from tests.schools import course, make_school, plan_of, slot

SCHOOL = make_school((course("七(1)班", "语文", "王芳", 3), course("七(2)班", "语文", "王芳", 3)))


def test_keeps_step() -> None:
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1), slot(3, 1), slot(5, 2)], "七(2)班|语文": [slot(1, 2), slot(3, 2), slot(5, 1)]}
    )
    assert not assert_agree(SCHOOL, plan, active("parallel_progress")).violations


def test_runs_ahead() -> None:
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1), slot(2, 1), slot(3, 6)], "七(2)班|语文": [slot(3, 2), slot(4, 2), slot(5, 1)]}
    )
    found = assert_agree(SCHOOL, plan, active("parallel_progress")).violations
    assert next((v.amount, v.classes) for v in found) == (1, ("七(1)班", "七(2)班"))
    assert {s.day for v in found for s in v.slots} <= {2, 3, 4}
    assert active("parallel_progress").level is Level.SOFT
