"""The best allocation as a mixed-integer program: where clubs of several days, kinds or companions tie places together."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from ortools.linear_solver.python import model_builder

from scheduler.allocation import mip
from scheduler.allocation.assignment import drawing_costs, is_flow, moving_costs
from scheduler.allocation.closing import solve_closing
from scheduler.allocation.demand import Demand, Option
from scheduler.allocation.measures import LEVELS, Measures
from scheduler.allocation.mip import Sum, total
from scheduler.allocation.nouns import Seat

Terms: TypeAlias = list[Sum]
Variables: TypeAlias = list[model_builder.Variable]


class GeneralProblem:
    """A variable of 0 or 1 for each option, with all that an allocation must keep.

    It is nearly a flow, so its linear relaxation is nearly whole: that is why it is solved so and not by CP-SAT, which found the
    best sum of ranks for 3,000 pupils and 60 pairs in no time that anybody would wait.
    """

    def __init__(self, demand: Demand, shut: Collection[Seat]) -> None:
        self.demand = demand
        self.model = mip.new_model()
        self.nothing = self.model.new_num_var(0, 0, "")  # makes a row of what may be a mere number
        self.options = [o for o in demand.options if not any(Seat(o.club, day) in shut for day in o.days)]
        self.chosen = [self.model.new_bool_var("") for _ in self.options]
        self.of: dict[str, list[int]] = defaultdict(list)
        for index, option in enumerate(self.options):
            self.of[option.pupil].append(index)
        self._one_place_a_day()
        self._places()
        self._kinds()
        self._companions()

    def _one_place_a_day(self) -> None:
        for pupil, mine in self.of.items():
            days: dict[int, Variables] = defaultdict(list)
            clubs: dict[str, Variables] = defaultdict(list)
            for index in mine:
                clubs[self.options[index].club].append(self.chosen[index])
                for day in self.options[index].days:
                    days[day].append(self.chosen[index])
            apart = [*days.values()] if self.demand.wishes.by_day(pupil) else [*days.values(), *clubs.values()]
            for variables in apart:
                self._at_most_one(variables)
            self.model.add(self.fills(pupil) <= self.demand.room[pupil])

    def _at_most_one(self, variables: Variables) -> None:
        if len(variables) > 1:
            self.model.add(total(variables) <= 1)

    def _places(self) -> None:
        """Keep places and minima; a session with a promised place is held anyway."""
        members: dict[Seat, Variables] = defaultdict(list)
        for option, chosen in self.pairs():
            for day in option.days:
                members[Seat(option.club, day)].append(chosen)
        for seat, inside in members.items():
            least, places = self.demand.wishes.offer[seat.club].minimum, self.demand.seats[seat]
            if least > 1 and not self.demand.taken[seat]:
                held = self.model.new_bool_var("")
                self.model.add(total(inside) >= least * held)
                self.model.add(total(inside) <= places * held)
            else:
                self.model.add(total(inside) <= places)

    def _kinds(self) -> None:
        """Let a pupil have clubs of one kind at most once; the same club on several days is one."""
        offers = self.demand.wishes.offer
        for pupil, mine in self.of.items():
            kinds: dict[str, dict[str, Variables]] = defaultdict(lambda: defaultdict(list))
            for index in mine:
                kind = offers[self.options[index].club].kind
                if kind:
                    kinds[kind][self.options[index].club].append(self.chosen[index])
            promised = {p.club for p in self.demand.promised.get(pupil, {}).values()}
            for kind, clubs in kinds.items():
                self._one_club(clubs, [club for club in promised if offers[club].kind == kind])

    def _one_club(self, clubs: Mapping[str, Variables], sure: Collection[str]) -> None:
        if sure:
            for chosen in (each for club, inside in clubs.items() if club not in sure for each in inside):
                self.model.add(chosen == 0)
        elif len(clubs) > 1:
            joined = []
            for inside in clubs.values():
                joins = self.model.new_bool_var("")
                for chosen in inside:
                    self.model.add(chosen <= joins)
                joined.append(joins)
            self._at_most_one(joined)

    def _companions(self) -> None:
        for pair in self.demand.wishes.companions:
            places = [self._in(pupil) for pupil in (pair.one, pair.other)]
            for seat in sorted({*places[0], *places[1]}):
                one, other = (total([*each.get(seat, ())]) for each in places)
                self._pair(one, other, together=pair.together)

    def _pair(self, one: Sum, other: Sum, *, together: bool) -> None:
        """Let both be in a session or neither, or not both; what is promised is a number."""
        if together:
            self.model.add(one + self.nothing == other)
        else:
            self.model.add(one + other + self.nothing <= 1)

    def _in(self, pupil: str) -> dict[Seat, Terms]:
        """Return what tells whether a pupil is in each session."""
        found: dict[Seat, Terms] = defaultdict(list)
        for place in self.demand.promised.get(pupil, {}).values():
            found[Seat(place.club, place.day)].append(1)
        for index in self.of.get(pupil, ()):
            for day in self.options[index].days:
                found[Seat(self.options[index].club, day)].append(self.chosen[index])
        return found

    # What goals are made of.

    def pairs(self) -> Iterable[tuple[Option, model_builder.Variable]]:
        """The options with their variables."""
        return zip(self.options, self.chosen, strict=True)

    def fills(self, pupil: str) -> Sum:
        """Return how much of a pupil's room is filled."""
        return total([self.demand.weight(self.options[i]) * self.chosen[i] for i in self.of[pupil]])

    def lacks(self, level: int, *, never: bool = False) -> Sum:
        """Return how many pupils lack so many wishes or more; `never`: nobody may."""
        rooms = [(self.fills(pupil), self.demand.room[pupil] - level + 1) for pupil in self.of]
        return self._below([(fills, least) for fills, least in rooms if least > 0], never=never)

    def without(self, *, never: bool = False) -> Sum:
        """Return how many pupils have no wish met and nothing promised; `never`: nobody may."""
        pupils = [pupil for pupil in self.of if pupil not in self.demand.promised]
        return self._below([(total([self.chosen[i] for i in self.of[pupil]]), 1) for pupil in pupils], never=never)

    def _below(self, sums: list[tuple[Sum, int]], *, never: bool) -> Sum:
        """Return how many sums are below their least; `never`: none may be."""
        found: Variables = []
        for value, least in sums:
            if never:
                self.model.add(value >= least)
            else:
                found.append(self.model.new_bool_var(""))
                self.model.add(value + least * found[-1] >= least)
        return total(found)


class _Search:
    """Makes one goal small after another; each solve is given what time is left."""

    def __init__(self, problem: GeneralProblem, until: float) -> None:
        self.problem, self.until = problem, until
        self.best: tuple[Option, ...] | None = None
        self.proven = True

    def reach(self, goal: Sum, *, keep: bool = True) -> float | None:
        """Make a goal small and (`keep`) hold it there; return what it came to, None where nothing was found in time."""
        model = self.problem.model
        solver = mip.solver(max(1.0, self.until - time.monotonic()))
        model.minimize(goal)
        status = solver.solve(model)
        if status not in mip.FOUND:
            self.proven = False
            return None
        self.proven &= status == model_builder.SolveStatus.OPTIMAL
        self.best = tuple(o for o, c in self.problem.pairs() if solver.value(c) > 0.5)
        if keep:
            model.add(goal + self.problem.nothing <= round(solver.objective_value))
        return float(solver.objective_value)

    def lacking(self, level: int) -> bool:
        """Tell whether anybody lacks so many wishes or more in the best that was found."""
        demand = self.problem.demand
        fills = Counter[str]()
        for option in self.best or ():
            fills[option.pupil] += demand.weight(option)
        return any(demand.room[pupil] - fills[pupil] >= level for pupil in self.problem.of)


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
    until = time.monotonic() + seconds
    untied = None if shut or known else _untied(demand, seed, seconds)
    if untied is not None:  # as good as without what is tied: mostly there is such an allocation
        search = _Search(GeneralProblem(demand, ()), until)
        _hold(search.problem, untied)
        if _reach_all(search, _last_goals(search.problem, seed)):
            return search.best or (), search.proven
    search = _Search(GeneralProblem(demand, shut), until)
    if search.reach(search.problem.without()) is None:
        return None
    _reach_all(search, _goals(search.problem, search, seed, keep, known))
    return search.best or (), search.proven


def _reach_all(search: _Search, goals: Iterable[Sum]) -> bool:
    """Make goals small one after the other; tell whether anything was found."""
    for goal in goals:
        if search.reach(goal) is None:
            break
    return search.best is not None


def _untied(demand: Demand, seed: int, seconds: float) -> Measures | None:
    """Return how good an allocation is where kinds and companions are not looked at: no other is better. None where that is no
    flow, or was not proven."""
    wishes = demand.wishes
    offers = tuple(offer.model_copy(update={"kind": None}) for offer in wishes.offers)
    loose = Demand(wishes.model_copy(update={"offers": offers, "companions": ()}))
    if not is_flow(loose):
        return None
    found, proven = solve_closing(loose, seed, seconds)
    return found.measures if proven else None


def _hold(problem: GeneralProblem, measures: Measures) -> None:
    """Let an allocation be no worse than some measures, but for the ranks."""
    demand, model = problem.demand, problem.model
    helpless = {pupil: room for pupil, room in demand.room.items() if pupil not in problem.of}
    without = measures.without - sum(room > 0 and pupil not in demand.promised for pupil, room in helpless.items())
    model.add(problem.without(never=not without) + problem.nothing <= without)
    for level in range(1, LEVELS + 1):
        count = measures.unmet[LEVELS - level] - sum(room >= level for room in helpless.values())
        model.add(problem.lacks(level, never=not count) + problem.nothing <= count)
        if not count:
            break  # who lacks less than that lacks no more
    accounts = {pupil.id: pupil.account for pupil in demand.wishes.pupils}
    most = measures.owed - sum(accounts[pupil] * room for pupil, room in demand.room.items())
    owing = [(-accounts[o.pupil] * demand.weight(o), c) for o, c in problem.pairs() if accounts[o.pupil]]
    if owing:
        model.add(total([account * c for account, c in owing]) <= most)
    model.add(total([c for o, c in problem.pairs() if o.rank > measures.worst]) + problem.nothing <= 0)


def _last_goals(problem: GeneralProblem, seed: int) -> Iterator[Sum]:
    """Yield what comes after the last rank: the ranks, those of pupils to whom something is owed, the drawing."""
    accounts = {pupil.id: pupil.account for pupil in problem.demand.wishes.pupils}
    owing = [(o, c) for o, c in problem.pairs() if accounts[o.pupil]]
    yield total([o.rank * c for o, c in problem.pairs()])
    if owing:
        yield total([accounts[o.pupil] * (o.rank - 1) * c for o, c in owing])
    costs = drawing_costs(problem.demand, problem.options, seed)
    yield total([cost * c for cost, c in zip(costs, problem.chosen, strict=True)])


def _goals(
    problem: GeneralProblem, search: _Search, seed: int, keep: Mapping[tuple[str, int], str], known: Collection[str]
) -> Iterator[Sum]:
    """Yield what is to be small after the pupils without a wish, in its order; what is 0 in the best so far is only held there."""
    demand = problem.demand
    accounts = {pupil.id: pupil.account for pupil in demand.wishes.pupils}
    if known:
        costs = moving_costs(problem.options, keep, known)
        yield total([cost * c for cost, c in zip(costs, problem.chosen, strict=True)])
    for level in range(min(LEVELS, max(demand.room.values(), default=0)), 0, -1):
        if search.lacking(level):
            yield problem.lacks(level)
        else:
            problem.model.add(problem.lacks(level, never=True) + problem.nothing <= 0)
    owing = [(accounts[o.pupil] * demand.weight(o), c) for o, c in problem.pairs() if accounts[o.pupil]]
    if owing:
        yield total([-account * c for account, c in owing])
    _last_rank(problem, search)
    yield from _last_goals(problem, seed)


def _last_rank(problem: GeneralProblem, search: _Search) -> None:
    """Do without the last ranks as far as nothing before is lost by it."""
    while True:
        last = max((option.rank for option in search.best or ()), default=0)
        beyond = total([c for o, c in problem.pairs() if o.rank > last])
        problem.model.add(beyond + problem.nothing <= 0)
        if last < 2 or search.reach(total([c for o, c in problem.pairs() if o.rank == last]), keep=False) != 0:
            return
