from __future__ import annotations

from collections import Counter

import pytest

from sample_data import sample_path
from scheduler.allocation import Mode, Wishes
from scheduler.allocation.allocate import allocate, comparisons
from scheduler.allocation.check import faults
from scheduler.allocation.demand import Demand
from scheduler.allocation.statistics import statistics
from scheduler.plan.document import PlanDocument
from scheduler.workbook import read_school
from scheduler.workbook.plan.json import plan_of_document
from scheduler.workbook.wishes import read_wishes


@pytest.fixture(scope="module")
def wishes() -> Wishes:
    path = sample_path("primary-36.xlsx")
    school = read_school(path).school
    assert school is not None
    text = path.with_suffix(".plan.json").read_text(encoding="utf-8")
    plan = plan_of_document(PlanDocument.model_validate_json(text), school).plan
    reading = read_wishes(sample_path("primary-36-志愿.xlsx"), school, plan=plan)
    assert reading.problems == ()
    assert reading.wishes is not None
    return reading.wishes


def test_the_sample_pupils_wish_as_real_ones_do(wishes: Wishes) -> None:
    assert len(wishes.pupils) > 1500
    firsts = Counter(wish.club for wish in wishes.wishes if wish.rank == 1).most_common()
    assert firsts[0][1] > 5 * firsts[len(firsts) // 2][1]
    assert any(5 not in pupil.days for pupil in wishes.pupils)


def test_the_sample_is_allocated_best_and_better_than_by_turns(wishes: Wishes) -> None:
    best = allocate(wishes, seed=1)
    assert best.proven
    assert faults(wishes, best) == []
    demand = Demand(wishes)
    found = statistics(demand, best)
    others = {mode: statistics(demand, each) for mode, each in comparisons(wishes, best).items()}
    assert set(others) == {Mode.LOTTERY, Mode.FIRST_COME}
    for other in others.values():
        assert found.without < other.without
        assert found.first > other.first
