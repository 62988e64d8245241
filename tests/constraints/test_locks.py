from scheduler.plan import Placement, Plan
from scheduler.school import Lock, Slot
from tests.constraints.agreement import active, assert_agree, solver_cost, verdict
from tests.schools import SCHEDULE, course, make_school, plan_of, slot

COURSES = (
    course("七(1)班", "班会", "王芳", 1),
    course("七(1)班", "体育", "赵军", 2, id="合班体育", classes=("七(1)班", "七(2)班")),
)
SCHOOL = make_school(
    COURSES, locks=(Lock(course="七(1)班|班会", slot=slot(1, 6)), Lock(course="合班体育", slot=slot(2, 3)))
)
RULE = active("locks")


def test_kept() -> None:
    plan = plan_of({"七(1)班|班会": [slot(1, 6)], "合班体育": [slot(2, 3), slot(4, 1)]})
    assert not assert_agree(SCHOOL, plan, RULE).violations


def test_moved() -> None:
    plan = plan_of({"七(1)班|班会": [slot(1, 5)], "合班体育": [slot(2, 3), slot(4, 1)]})
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.owner.id, found.amount, found.classes, found.teachers, found.slots) == (
        ("七(1)班|班会", 1, ("七(1)班",), ("王芳",), (slot(1, 6),))
    )


def test_one_class_of_a_joint_course_is_missing() -> None:
    placements = (
        Placement(course="七(1)班|班会", slot=slot(1, 6)),
        Placement(course="合班体育", slot=slot(2, 3), classes=("七(1)班",)),
    )
    (found,) = verdict(SCHOOL, Plan(placements=placements), RULE).violations
    assert (found.classes, found.slots) == (("七(2)班",), (slot(2, 3),))


def test_a_lock_where_the_course_cannot_be() -> None:
    school = make_school(COURSES, locks=(Lock(course="七(1)班|班会", slot=Slot(SCHEDULE, 6, 0)),))
    plan = plan_of({"七(1)班|班会": [slot(1, 6)]})
    assert solver_cost(school, plan, RULE) is None
    assert [v.owner.id for v in assert_agree(school, plan, RULE).violations] == ["七(1)班|班会"]


def test_two_locks_in_one_half_day() -> None:
    locks = (Lock(course="合班体育", slot=slot(2, 3)), Lock(course="合班体育", slot=slot(2, 4)))
    school = make_school(COURSES, locks=(*locks, locks[0]))
    assert not assert_agree(school, plan_of({"合班体育": [slot(2, 3), slot(2, 4)]}), RULE).violations
    assert len(assert_agree(school, plan_of({"合班体育": [slot(2, 3), slot(3, 4)]}), RULE).violations) == 1
