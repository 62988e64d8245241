"""The best allocation where it is a flow: each club by the day, nothing that ties two places of a pupil, or two pupils."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from scheduler.allocation.demand import Demand, Option
from scheduler.allocation.drawing import chance, draw
from scheduler.allocation.flow import Array, Network
from scheduler.allocation.measures import LEVELS, Measures
from scheduler.allocation.nouns import Seat


class Found(NamedTuple):
    """The options that are granted, and what they measure."""

    options: tuple[Option, ...]
    measures: Measures


def is_flow(demand: Demand) -> bool:
    """Tell whether every part of an allocation is a place of one pupil on one day by itself."""
    wishes = demand.wishes
    whole = any(offer.whole and len(offer.days) > 1 for offer in wishes.offers)
    kinds = len({o.kind for o in wishes.offers if o.kind}) > 0 and not _kinds_apart(demand)
    return not (whole or kinds or wishes.companions or not _wishes_apart(demand))


def _kinds_apart(demand: Demand) -> bool:
    """Tell whether no pupil could have two clubs of a kind."""
    kinds: dict[tuple[str, str], set[str]] = {}
    for option in demand.options:
        kind = demand.wishes.offer[option.club].kind
        if kind:
            kinds.setdefault((option.pupil, kind), set()).add(option.club)
    for pupil, days in demand.promised.items():
        for place in days.values():
            kind = demand.wishes.offer[place.club].kind
            if kind and (pupil, kind) in kinds:
                kinds[pupil, kind].add(place.club)
    return all(
        len(clubs) < 2 or (demand.room[pupil] < 2 and not demand.promised.get(pupil))
        for (pupil, _), clubs in kinds.items()
    )


def _wishes_apart(demand: Demand) -> bool:
    """Tell whether no pupil could have the same wish for the week granted on two days."""
    seen: set[tuple[str, str]] = set()
    for option in demand.options:
        if demand.room[option.pupil] > 1 and not demand.wishes.by_day(option.pupil):
            if (option.pupil, option.club) in seen:
                return False
            seen.add((option.pupil, option.club))
    return True


class FlowProblem:
    """The network of a demand: source, a pupil, his days, the sessions, sink; an arc of a pupil for each wish that he could have.

    `held` are sessions that must reach their minimum, `shut` those that are not held.
    """

    def __init__(self, demand: Demand, held: Collection[Seat] = (), shut: Collection[Seat] = ()) -> None:
        self.demand = demand
        self.options = [o for o in demand.options if Seat(o.club, o.days[0]) not in shut]
        self.pupils = list(dict.fromkeys(option.pupil for option in self.options))
        self._number()
        self.network = self._network(held)

    def _number(self) -> None:
        days = dict.fromkeys((option.pupil, option.days[0]) for option in self.options)
        seats = dict.fromkeys(Seat(option.club, option.days[0]) for option in self.options)
        nodes = [*self.pupils, *days, *seats]
        self.node: dict[object, int] = {name: number for number, name in enumerate(nodes, 2)}
        self.days, self.seats = list(days), list(seats)

    def _network(self, held: Collection[Seat]) -> Network:
        """Arcs in this order: options, pupils to days, sessions to sink, source to sink, source to pupils wish by wish."""
        demand, node = self.demand, self.node
        arcs = [(node[o.pupil, o.days[0]], node[Seat(o.club, o.days[0])], 0, 1) for o in self.options]
        arcs += [(node[pupil], node[pupil, day], 0, 1) for pupil, day in self.days]
        for seat in self.seats:
            least = demand.wishes.offer[seat.club].minimum - demand.taken[seat] if seat in held else 0
            arcs.append((node[seat], 1, max(0, least), demand.seats[seat]))
        supply = sum(demand.room[pupil] for pupil in self.pupils)
        arcs.append((0, 1, 0, supply))
        self.wanted = [(pupil, number) for pupil in self.pupils for number in range(demand.room[pupil])]
        self.first_wanted = len(arcs)
        arcs += [(0, node[pupil], 0, 1) for pupil, _ in self.wanted]
        tails, heads, lower, upper = np.array(arcs, np.int64).reshape(-1, 4).T
        return Network(tails, heads, lower, upper, supply)

    # Costs of the arcs.

    def wanted_costs(self, costs: Iterable[int]) -> Array:
        """Return the costs of all arcs from those of the arcs of the pupils."""
        found = np.zeros(len(self.network.tails), np.int64)
        found[self.first_wanted :] = list(costs)
        return found

    def option_costs(self, costs: Iterable[int]) -> Array:
        """Return the costs of all arcs from those of the options."""
        found = np.zeros(len(self.network.tails), np.int64)
        found[: len(self.options)] = list(costs)
        return found

    def first_wish(self) -> Array:
        """Cost: the pupils without any wish, less a constant."""
        promised = self.demand.promised
        return self.wanted_costs(-int(number == 0 and pupil not in promised) for pupil, number in self.wanted)

    def lacks(self, level: int) -> Array:
        """Cost: the pupils who lack `level` wishes or more, less a constant. A pupil's first arcs count at the higher levels."""
        room = self.demand.room
        return self.wanted_costs(-int(room[pupil] - number == level) for pupil, number in self.wanted)


def solve_flow(
    demand: Demand,
    seed: int,
    *,
    held: Collection[Seat] = (),
    shut: Collection[Seat] = (),
    rival: Measures | None = None,
    keep: Mapping[tuple[str, int], str] = MappingProxyType({}),
    known: Collection[str] = (),
) -> Found | None:
    """Return the best allocation with some sessions held and others shut; None where there is none, or none as good as `rival`.

    Where there are places to `keep` (by pupil and day) of pupils who are `known`, the fewest of these change, before all but the
    pupils without any wish. Every step is a cheapest flow, so that each is proven.
    """
    problem = FlowProblem(demand, held, shut)
    lexicographic = _Steps(problem, rival)
    if known:
        lexicographic.moves = problem.option_costs(moving_costs(problem.options, keep, known))
    if not lexicographic.run():
        return None
    options = tuple(o for o, used in zip(problem.options, lexicographic.flow, strict=False) if used)
    if rival is None:
        options = lexicographic.drawn(seed)
    return Found(options, lexicographic.measures())


class _Steps:
    """Goes through what counts, in its order; `flow` is the last cheapest one."""

    def __init__(self, problem: FlowProblem, rival: Measures | None) -> None:
        self.problem, self.rival, self.demand = problem, rival, problem.demand
        self.flow: Array = np.zeros(0, np.int64)
        self.reached: list[object] = []
        self.moves: Array | None = None

    def run(self) -> bool:
        """Take all steps but the drawing; False where there is no flow, or the rival is better."""
        problem = self.problem
        if not self._step(problem.first_wish()):
            return False
        self.reached.append(self._without())
        if self._beaten():
            return False
        if self.moves is not None and not self._step(self.moves):
            return False
        levels: list[int] = []
        for level in range(LEVELS, 0, -1):
            if self._lacking(level) and not self._step(problem.lacks(level)):
                return False
            self._forbid(level)
            levels.append(self._lacking(level))
        self.reached.append(tuple(levels))
        return not self._beaten() and self._owed() and self._worst() and self._ranks()

    def _step(self, costs: Array) -> bool:
        flow = self.problem.network.cheapest(costs)
        if flow is None:
            return False
        self.flow = flow
        self.problem.network.keep_cheapest(costs, flow)
        return True

    def _beaten(self) -> bool:
        return self.rival is not None and tuple(self.reached) > tuple(self.rival)[: len(self.reached)]

    def _forbid(self, level: int) -> None:
        """Where nobody lacks so many, nobody is to in what follows either."""
        if self._lacking(level) == 0:
            network, first = self.problem.network, self.problem.first_wanted
            must = [int(self.demand.room[pupil] - number >= level) for pupil, number in self.problem.wanted]
            network.least[first:] = np.maximum(network.least[first:], np.array(must, np.int64))
            self.flow = self._first_arcs_first(self.flow)

    def _first_arcs_first(self, flow: Array) -> Array:
        """Return the same flow with a pupil's arcs used in their order."""
        granted = self._granted(flow)
        found = flow.copy()
        found[self.problem.first_wanted :] = [int(n < granted[p]) for p, n in self.problem.wanted]
        return found

    def _granted(self, flow: Array | None = None) -> dict[str, int]:
        flow = self.flow if flow is None else flow
        found = dict.fromkeys(self.problem.pupils, 0)
        for (pupil, _), used in zip(self.problem.wanted, flow[self.problem.first_wanted :].tolist(), strict=True):
            found[pupil] += used
        return found

    def _lacking(self, level: int) -> int:
        granted, room = self._granted(), self.demand.room
        return sum(room[pupil] - granted.get(pupil, 0) >= level for pupil in room)

    def _without(self) -> int:
        granted, promised = self._granted(), self.demand.promised
        return sum(
            bool(r) and not granted.get(pupil, 0) and pupil not in promised for pupil, r in self.demand.room.items()
        )

    def _owed(self) -> bool:
        accounts = {pupil.id: pupil.account for pupil in self.demand.wishes.pupils}
        if any(accounts.values()) and not self._step(
            self.problem.wanted_costs(-accounts[p] for p, _ in self.problem.wanted)
        ):
            return False
        granted = self._granted()
        self.reached.append(sum(accounts[p] * (room - granted.get(p, 0)) for p, room in self.demand.room.items()))
        return not self._beaten()

    def _worst(self) -> bool:
        """Find the least rank beyond which nobody needs to go, by halves; fewer wishes may not be met for it."""
        ranks = np.array([option.rank for option in self.problem.options], np.int64)
        network, used = self.problem.network, self.flow[: len(ranks)] > 0
        low, high = 0, int(ranks[used].max(initial=0))
        while low < high:
            middle = (low + high) // 2
            most = network.most.copy()
            most[: len(ranks)] = np.where(ranks > middle, network.least[: len(ranks)], most[: len(ranks)])
            forced = bool((network.least[: len(ranks)][ranks > middle] > 0).any())
            flow = None if forced else network.cheapest(np.zeros(len(network.tails), np.int64), most)
            if flow is None:
                low = middle + 1
            else:
                high, self.flow = middle, flow
        network.most[: len(ranks)] = np.where(ranks > high, 0, network.most[: len(ranks)])
        self.reached.append(high)
        return not self._beaten()

    def _ranks(self) -> bool:
        options, accounts = self.problem.options, {p.id: p.account for p in self.demand.wishes.pupils}
        if not self._step(self.problem.option_costs(option.rank for option in options)):
            return False
        self.reached.append(sum(o.rank for o in self._options()))
        if self._beaten():
            return False
        if any(accounts.values()) and not self._step(
            self.problem.option_costs(accounts[o.pupil] * (o.rank - 1) for o in options)
        ):
            return False
        self.reached.append(sum(accounts[o.pupil] * (o.rank - 1) for o in self._options()))
        return not self._beaten()

    def _options(self) -> tuple[Option, ...]:
        return tuple(o for o, used in zip(self.problem.options, self.flow.tolist(), strict=False) if used)

    def drawn(self, seed: int) -> tuple[Option, ...]:
        """Return the options that the drawing chooses among those that are best."""
        network = self.problem.network
        flow = network.cheapest(self.problem.option_costs(drawing_costs(self.demand, self.problem.options, seed)))
        if flow is not None:
            self.flow = flow
        return self._options()

    def measures(self) -> Measures:
        """Return what was reached."""
        return Measures(*self.reached)  # type: ignore[arg-type]


def moving_costs(options: Iterable[Option], keep: Mapping[tuple[str, int], str], known: Collection[str]) -> list[int]:
    """Return what an option costs by the places of known pupils that change with it, less a constant: 1 where he had none."""
    return [
        sum(-int(keep[o.pupil, day] == o.club) if (o.pupil, day) in keep else int(o.pupil in known) for day in o.days)
        for o in options
    ]


def drawing_costs(demand: Demand, options: Iterable[Option], seed: int) -> list[int]:
    """Return what an option costs by the drawing: who was drawn sooner has the better ranks; what is equal then, chance decides.

    A pupil who stays without a wish costs as if it were one rank beyond the last.
    """
    numbers = draw(seed, demand.wishes.pupil)
    count = len(numbers)
    return [
        (1 + count - numbers[o.pupil]) * (o.rank - 12) * 1000 + chance(seed, o.pupil, o.club, *o.days) for o in options
    ]
