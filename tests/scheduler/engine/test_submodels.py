"""Parts of a model agree with the whole model in what they allow and what it costs."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.engine.assemble import SlotModel, slot_model
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.submodels import Links, Submodels
from scheduler.engine.subsolve import Answer, Solvers
from scheduler.model.rows import Rows
from scheduler.school import RuleSetting
from tests.service_schools import service_school


def solved(model: cp_model.CpModel) -> Answer:
    return Solvers(Clock(StoppingCriterion(seconds=60))).solve(model, workers=1, seed=1)


def first_plan(built: SlotModel) -> list[int]:
    """A plan that was not improved: the first one that is found."""
    plain = slot_model(built.variables.school, costs=False)
    values = solved(plain.model).values
    assert values is not None
    priced = solved(built.fixed(values)).values
    assert priced is not None
    return priced


FEW_KINDS = RuleSetting(rule="service_choice", parameters={"per_day": "1"})
BUILT = slot_model(service_school(rule_settings=(FEW_KINDS,)))
LINKS = Links(BUILT, Rows(BUILT.model))
START = first_plan(BUILT)


def whole(values: list[int], freed: set[int]) -> cp_model.CpModel:
    """The whole model with all decisions fixed but these."""
    model = BUILT.fixed(values)
    for index in freed:
        domain = model.proto.variables[index].domain
        domain[0], domain[1] = 0, 1
    return model


def some(seed: int, share: float) -> set[int]:
    rng = random.Random(seed)
    return {index for index in range(BUILT.decisions) if rng.random() < share}


@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 1000), share=st.sampled_from([0.02, 0.1, 0.4]))
def test_the_best_of_a_part_is_the_best_of_the_whole_model_with_the_rest_fixed(seed: int, share: float) -> None:
    freed, submodels = some(seed, share), Submodels(LINKS)
    for _ in range(2):  # the second time over what the first has left
        part, all_of_it = solved(submodels.free(START, freed)), solved(whole(START, freed))
        assert (part.status, part.cost) == (all_of_it.status, all_of_it.cost)
        assert part.status == cp_model.OPTIMAL
    assert part.values is not None
    kept = [index for index in range(BUILT.decisions) if index not in freed]
    assert [part.values[index] for index in kept] == [START[index] for index in kept]
    again = solved(BUILT.fixed(part.values))
    assert again.cost == part.cost


def test_pinned_decisions_are_imposed_whatever_they_cost() -> None:
    freed = some(5, 0.3)
    better = solved(Submodels(LINKS).free(START, freed)).values
    assert better is not None
    changed = {index for index in freed if better[index] != START[index]}
    assert changed
    imposed = solved(Submodels(LINKS).free(START, freed, better, pinned=freed))
    assert imposed.values is not None
    assert all(imposed.values[index] == better[index] for index in freed)
    assert imposed.cost == solved(BUILT.fixed(better)).cost


def test_a_part_has_few_of_the_constraints() -> None:
    course = BUILT.variables.school.courses[0]
    freed = {literal.index for literal in BUILT.variables.lessons(course.id).values()}
    variables, constraints = LINKS.around(freed)
    assert freed <= set(variables.tolist())
    assert 0 < len(constraints) < len(BUILT.model.proto.constraints)


def test_what_was_held_before_a_lesson_and_after_the_last_one_freed_is_no_part_of_it() -> None:
    running = BUILT.variables.running
    assert running
    for course, totals in running.items():
        halves = list(totals)
        first, last = halves[0], halves[2]
        freed = {x.index for half in (first, last) for x in BUILT.variables.in_half(course, half)}
        variables = set(LINKS.around(freed)[0].tolist())
        assert {half for half, total in totals.items() if total.index in variables} == set(halves[1:3])


def test_what_was_held_by_a_course_is_no_part_of_another_course() -> None:
    running = BUILT.variables.running
    freed = {x.index for x in BUILT.variables.lessons(next(iter(running))).values()}
    variables = set(LINKS.around(freed)[0].tolist())
    assert not any(total.index in variables for totals in list(running.values())[1:] for total in totals.values())
