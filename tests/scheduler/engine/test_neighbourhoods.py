import random

from scheduler.engine.assemble import slot_model
from scheduler.engine.neighbourhoods import Neighbourhoods
from scheduler.school import School
from tests.schools import course, make_school


def neighbourhoods(school: School) -> Neighbourhoods:
    built = slot_model(school)
    found = Neighbourhoods(built, random.Random(1))
    found.values = [0] * built.decisions
    return found


def test_every_kind_frees_decisions_of_the_school() -> None:
    found = neighbourhoods(make_school())
    for operator in found.operators:
        freed = operator.pick(operator.size)
        assert freed, operator.name
        assert freed <= set(range(len(found.values))), operator.name


def test_a_school_without_teachers_is_improved_by_its_classes() -> None:
    found = neighbourhoods(make_school((course("七(1)班", "语文", None, 4), course("七(2)班", "数学", None, 4))))
    assert all(operator.pick(operator.size) for operator in found.operators)
