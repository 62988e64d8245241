"""The best allocation by CP-SAT: where clubs of several days, kinds or companions tie places together."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.allocation.assignment import drawing_costs, moving_costs
from scheduler.allocation.demand import Demand, Option
from scheduler.allocation.measures import LEVELS
from scheduler.allocation.nouns import Seat

WORKERS = 2


class Goal(NamedTuple):
    """A sum to be made small, and what tells it apart in a model: pairs of a literal and its coefficient."""

    terms: list[tuple[cp_model.IntVar, int]]


class GeneralProblem:
    """A Boolean for each option, with all that an allocation must keep; the goals are made small one after another."""

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.model = cp_model.CpModel()
        self.options = demand.options
        self.chosen = [self.model.new_bool_var("") for _ in self.options]
        self.of: dict[str, list[int]] = defaultdict(list)
        for index, option in enumerate(self.options):
            self.of[option.pupil].append(index)
        self._one_place_a_day()
        self._places()
        self._kinds()
        self._companions()

    def _one_place_a_day(self) -> None:
        demand = self.demand
        for pupil, mine in self.of.items():
            for day in {day for index in mine for day in self.options[index].days}:
                self.model.add_at_most_one(self.chosen[i] for i in mine if day in self.options[i].days)
            fills = sum(demand.weight(self.options[i]) * self.chosen[i] for i in mine)
            self.model.add(fills <= demand.room[pupil])
            if not demand.wishes.by_day(pupil):
                clubs: dict[str, list[cp_model.IntVar]] = defaultdict(list)
                for index in mine:
                    clubs[self.options[index].club].append(self.chosen[index])
                for same in clubs.values():
                    self.model.add_at_most_one(same)

    def _places(self) -> None:
        """Keep places and minima; a session with a promised place is held anyway."""
        members: dict[Seat, list[cp_model.IntVar]] = defaultdict(list)
        for option, chosen in zip(self.options, self.chosen, strict=True):
            for day in option.days:
                members[Seat(option.club, day)].append(chosen)
        for seat, inside in members.items():
            self.model.add(sum(inside) <= self.demand.seats[seat])
            least = self.demand.wishes.offer[seat.club].minimum
            if least > 1 and not self.demand.taken[seat]:
                held = self.model.new_bool_var("")
                self.model.add(sum(inside) >= least).only_enforce_if(held)
                self.model.add(sum(inside) == 0).only_enforce_if(~held)

    def _kinds(self) -> None:
        """Let a pupil have clubs of one kind at most once; the same club on several days is one."""
        wishes = self.demand.wishes
        for pupil, mine in self.of.items():
            kinds: dict[str, dict[str, list[cp_model.IntVar]]] = defaultdict(lambda: defaultdict(list))
            for index in mine:
                kind = wishes.offer[self.options[index].club].kind
                if kind:
                    kinds[kind][self.options[index].club].append(self.chosen[index])
            promised = {p.club for p in self.demand.promised.get(pupil, {}).values()}
            for kind, clubs in kinds.items():
                sure = [club for club in promised if wishes.offer[club].kind == kind]
                self._one_club(clubs, sure)

    def _one_club(self, clubs: dict[str, list[cp_model.IntVar]], sure: list[str]) -> None:
        if sure:
            for club, inside in clubs.items():
                for chosen in inside if club not in sure else ():
                    self.model.add(chosen == 0)
        elif len(clubs) > 1:
            joined = []
            for inside in clubs.values():
                joins = self.model.new_bool_var("")
                self.model.add_max_equality(joins, inside)
                joined.append(joins)
            self.model.add_at_most_one(joined)

    def _companions(self) -> None:
        for pair in self.demand.wishes.companions:
            places = [self._in(pupil) for pupil in (pair.one, pair.other)]
            for seat in sorted({*places[0], *places[1]}):
                one, other = (sum(each.get(seat, [])) for each in places)
                self.model.add(one == other if pair.together else one + other <= 1)

    def _in(self, pupil: str) -> dict[Seat, list[cp_model.IntVar | int]]:
        """Return what tells whether a pupil is in each session."""
        found: dict[Seat, list[cp_model.IntVar | int]] = defaultdict(list)
        for place in self.demand.promised.get(pupil, {}).values():
            found[Seat(place.club, place.day)].append(1)
        for index in self.of.get(pupil, ()):
            for day in self.options[index].days:
                found[Seat(self.options[index].club, day)].append(self.chosen[index])
        return found

    # What is to be small.

    def shut(self, seats: Collection[Seat]) -> None:
        """Let nobody be in some sessions."""
        for option, chosen in self._pairs():
            if any(Seat(option.club, day) in seats for day in option.days):
                self.model.add(chosen == 0)

    def goals(self, seed: int, keep: Mapping[tuple[str, int], str], known: Collection[str]) -> Iterable[Goal]:
        """Yield what is to be small, in its order."""
        demand = self.demand
        accounts = {pupil.id: pupil.account for pupil in demand.wishes.pupils}
        yield Goal([(self._lacks(p, demand.room[p]), 1) for p in self.of if p not in demand.promised])
        if known:
            yield Goal(list(zip(self.chosen, moving_costs(self.options, keep, known), strict=True)))
        for level in range(LEVELS, 0, -1):
            yield Goal([(self._lacks(p, level), 1) for p in self.of if demand.room[p] >= level])
        yield Goal([(c, -accounts[o.pupil] * demand.weight(o)) for o, c in self._pairs() if accounts[o.pupil]])
        yield Goal([(beyond, 1) for beyond in self._beyond()])
        yield Goal([(c, o.rank) for o, c in self._pairs()])
        yield Goal([(c, accounts[o.pupil] * (o.rank - 1)) for o, c in self._pairs() if accounts[o.pupil]])
        costs = drawing_costs(demand, self.options, seed)
        yield Goal(list(zip(self.chosen, costs, strict=True)))

    def _pairs(self) -> Iterable[tuple[Option, cp_model.IntVar]]:
        return zip(self.options, self.chosen, strict=True)

    def _lacks(self, pupil: str, level: int) -> cp_model.IntVar:
        """Return a literal that is true where a pupil lacks so many of his wishes or more."""
        lacks = self.model.new_bool_var("")
        fills = sum(self.demand.weight(self.options[i]) * self.chosen[i] for i in self.of[pupil])
        self.model.add(fills >= self.demand.room[pupil] - level + 1).only_enforce_if(~lacks)
        return lacks

    def _beyond(self) -> list[cp_model.IntVar]:
        """Return a literal for each rank that is true where somebody has it or a later one."""
        found = []
        for rank in sorted({option.rank for option in self.options}):
            beyond = self.model.new_bool_var("")
            for option, chosen in self._pairs():
                if option.rank >= rank:
                    self.model.add_implication(chosen, beyond)
            found.append(beyond)
        return found


def solve_general(
    demand: Demand,
    seed: int,
    seconds: float,
    *,
    shut: Collection[Seat] = (),
    keep: Mapping[tuple[str, int], str] = MappingProxyType({}),
    known: Collection[str] = (),
) -> tuple[tuple[Option, ...], bool] | None:
    """Return the best allocation and whether every step was proven; None where the companions leave none (nothing is proven
    where time ran out before the first). `shut`, `keep` and `known` are as for `solve_flow`."""
    problem = GeneralProblem(demand)
    problem.shut(shut)
    until = time.monotonic() + seconds
    chosen = {
        option for option in problem.options if any(keep.get((option.pupil, d)) == option.club for d in option.days)
    }
    best: tuple[Option, ...] | None = None
    proven = True
    for goal in problem.goals(seed, keep, known):
        if not goal.terms and best is not None:
            continue
        expression = sum(coefficient * literal for literal, coefficient in goal.terms)
        problem.model.minimize(expression)
        problem.model.clear_hints()  # type: ignore[no-untyped-call]
        for option, literal in zip(problem.options, problem.chosen, strict=True):
            problem.model.add_hint(literal, option in chosen)
        solver = _solver(seed, until - time.monotonic())
        status = solver.solve(problem.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            if best is None:
                return None
            return best, False
        proven &= status == cp_model.OPTIMAL
        best = tuple(o for o, c in problem._pairs() if solver.boolean_value(c))
        chosen = set(best)
        problem.model.add(expression <= round(solver.objective_value))
    return best or (), proven


def _solver(seed: int, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = max(1.0, seconds)
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.linearization_level = 2
    return solver
