from scheduler.plan import Placement, Plan
from tests.schools import slot


def test_a_copy_forgets_what_was_worked_out_from_the_fields_that_changed() -> None:
    plan = Plan(placements=(Placement(course="七(1)班|语文", slot=slot(1, 1)),))
    assert plan.slots_of("七(1)班|语文") == (slot(1, 1),)
    moved = plan.model_copy(update={"placements": (Placement(course="七(1)班|语文", slot=slot(2, 3)),)})
    assert moved.slots_of("七(1)班|语文") == (slot(2, 3),)
    assert plan.slots_of("七(1)班|语文") == (slot(1, 1),)
