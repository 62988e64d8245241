"""The walk: what it keeps up is what is worked out anew, what it finds is what CP-SAT says of it, and it stays where it may go."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from sample_data.generator import make_school
from scheduler.engine.anneal import SHARES, anneal
from scheduler.engine.assemble import SlotModel, slot_model
from scheduler.engine.evaluator import COSTS, VIOLATION, new_state
from scheduler.engine.exchanges import Exchanges, Lessons, Lists, exchanges_of
from scheduler.engine.graph import Ints, compile_rows
from scheduler.engine.layout import Layout, laid_out
from scheduler.engine.local_search import LocalSearch
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Answer, Solvers, any_plan, small_part
from scheduler.engine.walk import ACCEPTED, PROPOSED, Walk, lowest, new_walk, random_bits, without_lowest
from scheduler.model.rows import Rows
from scheduler.school import School, StationKind
from tests.scheduler.engine.test_solve import full_school
from tests.schools import course
from tests.schools import make_school as small_school

SOLVERS = Solvers(Clock(StoppingCriterion(seconds=None, deterministic=1000)))  # seconds would run from the import on


class Compiled:
    """A school with its model, compiled, and a first plan."""

    def __init__(self, school: School) -> None:
        self.built: SlotModel = slot_model(school, costs=False)
        first = SOLVERS.solve(self.built.model, workers=1, seed=1, tune=any_plan)
        assert first.values is not None
        self.built.add_costs()
        rows = Rows(self.built.model)
        self.layout: Layout = laid_out(compile_rows(rows, self.built.decisions))
        self.exchanges: Exchanges = exchanges_of(self.layout, rows, self.built.variables)
        priced = self.price(first.values)
        assert priced.values is not None
        self.start: Ints = np.array(priced.values, np.int64)
        self.cost = priced.cost

    def price(self, values: list[int]) -> Answer:
        return SOLVERS.solve(self.built.fixed(values), workers=1, seed=1, tune=small_part)

    def walk(self, seed: int = 1) -> Walk:
        return new_walk(self.layout, self.exchanges, self.start, seed)

    def anneal(self, walk: Walk, proposals: int, temperature: float, price: float = 0.0) -> None:
        anneal(walk, self.exchanges, np.cumsum(SHARES), proposals, temperature, price)


@pytest.fixture(scope="module")
def primary() -> Compiled:
    """A primary school with service, clubs that choose their days, watches, meetings and flexible hours."""
    return Compiled(make_school("primary", 12))


@pytest.fixture(scope="module")
def junior() -> Compiled:
    """A junior school with layered, joint and alternating courses, and evening study."""
    return Compiled(make_school("junior", 12))


@pytest.mark.parametrize("kind", ["primary", "junior"])
@pytest.mark.parametrize("price", [0.0, 4.0])
def test_what_is_kept_up_is_what_is_worked_out_anew(kind: str, price: float, request: pytest.FixtureRequest) -> None:
    case: Compiled = request.getfixturevalue(kind)
    walk = case.walk()
    for temperature in (20.0, 3.0, 0.2):
        case.anneal(walk, 3000, temperature, price)
        anew = new_state(case.layout, walk.state.values)
        assert np.array_equal(walk.state.totals[: VIOLATION + 1], anew.totals[: VIOLATION + 1])
        assert np.array_equal(walk.state.values, anew.values)
        assert np.array_equal(walk.state.rows, anew.rows)
        assert not walk.state.queued.any() and not walk.chain.marks.any()
        there = new_walk(case.layout, case.exchanges, walk.state.values, 1).held
        assert all(np.array_equal(kept, anew) for kept, anew in zip(walk.held, there, strict=True))
    assert walk.counts[ACCEPTED] > 100


@pytest.mark.parametrize("kind", ["primary", "junior"])
@pytest.mark.parametrize("through", [False, True])
def test_the_best_plan_of_a_round_costs_what_cp_sat_says(
    kind: str, through: bool, request: pytest.FixtureRequest
) -> None:
    case: Compiled = request.getfixturevalue(kind)
    local = LocalSearch(Rows(case.built.model), case.built.variables)
    clock = Clock(StoppingCriterion(seconds=600))
    for found in local.round(case.start.tolist(), 1, 3.0, 80_000, lambda: 0.0, clock, through):
        priced = case.price(found.values)
        assert priced.values is not None and priced.cost == found.cost
    assert found.cost < case.cost / 2


def test_nothing_hard_is_ever_broken_where_that_is_forbidden(primary: Compiled) -> None:
    walk = primary.walk()
    for _ in range(200):
        primary.anneal(walk, 20, 50.0)
        assert walk.state.totals[VIOLATION] == 0


def test_every_kind_of_move_is_made(primary: Compiled, junior: Compiled) -> None:
    """Each kind alone changes something in one of the schools; choices of places have a school of their own below."""
    for kind in range(len(SHARES)):
        made = 0
        for case in (primary, junior):
            walk = case.walk()
            shares = np.zeros(len(SHARES), np.int64)
            shares[kind:] = 1
            anneal(walk, case.exchanges, shares, 4000, 1000.0, 1000.0)
            assert walk.counts[PROPOSED] == 4000
            made += int(walk.counts[ACCEPTED])
        assert made or kind == 3, kind


def test_the_lowest_bit_is_found() -> None:
    for number in range(64):
        bits = np.uint64((1 << number) | (1 << 63))
        assert lowest(bits) == number
        assert without_lowest(bits) == np.uint64(1 << 63 if number < 63 else 0)


def test_neighbouring_seeds_have_nothing_in_common(primary: Compiled) -> None:
    """The numbers of one must not be those of the other, one later: such walks end in the same place."""
    drawn = [[int(random_bits(walk.chance)) for _ in range(50)] for walk in (primary.walk(1), primary.walk(2))]
    assert not set(drawn[0]) & set(drawn[1])


def test_the_same_seed_goes_the_same_way(primary: Compiled) -> None:
    walks = [primary.walk(seed) for seed in (5, 5, 6)]
    for walk in walks:
        primary.anneal(walk, 3000, 3.0)
    one, same, other = (walk.state.values for walk in walks)
    assert np.array_equal(one, same) and not np.array_equal(one, other)


def test_watches_move_with_the_lessons() -> None:
    """Classes have a free period that moves with their lessons, here where no lesson is fixed; whoever watches goes with it."""
    case = Compiled(make_school("primary", 12).model_copy(update={"locks": ()}))
    stations = case.built.variables.school.service.stations.values()
    watches = [each for each in stations if each.kind is StationKind.WATCH and each.optional]
    held = [literal.index for each in watches for literal in case.built.variables.service.held(each.id).values()]
    walk = case.walk()
    shares = np.zeros(len(SHARES), np.int64)
    shares[:] = 1  # lessons alone
    before = walk.state.values[held].copy()
    anneal(walk, case.exchanges, shares, 20_000, 1000.0, 0.0)
    assert before.any() and not np.array_equal(before, walk.state.values[held])
    assert walk.state.values[held].sum() == before.sum()


def members(lists: Lists, number: int) -> list[int]:
    found: list[int] = lists.items[lists.starts[number] : lists.starts[number + 1]].tolist()
    return found


def clashing(lessons: Lessons, number: int) -> list[int]:
    """The courses whose bits are set."""
    return np.flatnonzero(np.unpackbits(lessons.clashes[number].view(np.uint8), bitorder="little")).tolist()


def test_clashes_and_links_come_from_the_rows() -> None:
    school = small_school(
        (
            course("七(1)班", "语文", "王芳", 4),
            course("七(1)班", "数学", "李雷", 4),
            course("七(2)班", "语文", "王芳", 4),
            course("七(2)班", "数学", "韩梅", 4),
        )
    )
    built = slot_model(school)
    rows = Rows(built.model)
    lessons = exchanges_of(laid_out(compile_rows(rows, built.decisions)), rows, built.variables).lessons
    assert [clashing(lessons, number) for number in range(4)] == [[1, 2], [0], [0, 3], [2]]
    assert [members(lessons.links, number) for number in range(4)] == [[], [], [], []]


def test_layered_courses_clash_with_the_others_and_move_together(junior: Compiled) -> None:
    """A class is busy when one of the courses is that run together: the row has a Boolean in their place."""
    school = junior.built.variables.school
    number = {each.id: n for n, each in enumerate(school.courses)}
    groups = [
        [c for c in school.courses if c.together == name] for name in {c.together for c in school.courses} if name
    ]
    layered = next(group for group in groups if len(group) > 1)
    lessons = junior.exchanges.lessons
    for one, other in pairwise(layered):
        assert number[other.id] not in clashing(lessons, number[one.id])
    for one in layered:
        assert members(lessons.links, number[one.id])
        for class_id in one.classes:
            alone = [c for c in school.class_courses[class_id] if c.together is None and c.week.meets(one.week)]
            assert {number[c.id] for c in alone} <= set(clashing(lessons, number[one.id]))


def test_walking_stays_within_its_arrays() -> None:
    """Compiled code checks no bounds, Python does: a short walk without compiling, which ends where the compiled one does."""
    order = "from tests.scheduler.engine.test_anneal import short_walk; print(short_walk())"
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", order], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == str(short_walk()).split()


def short_walk() -> int:
    """The cost that a short walk in a small school reaches."""
    case = Compiled(full_school(2))
    walk = case.walk()
    case.anneal(walk, 400, 5.0)
    case.anneal(walk, 400, 5.0, 3.0)
    return int(walk.state.totals[COSTS])
