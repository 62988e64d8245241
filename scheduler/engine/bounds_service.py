"""The parts of what service and flexible hours cost: on the week's counts, how often each teacher is at each station."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from ortools.sat.python import cp_model

from constraints.service import service_fair, service_group_fair, service_range
from scheduler.engine.narrowed import ANY, NarrowedRows
from scheduler.engine.parts import Part, Relaxation, Term, least_of
from scheduler.engine.subsolve import Tuning, by_linear_tree, by_objective
from scheduler.engine.supports import ItemKind, Supports
from scheduler.model.rows import Indexes
from scheduler.model.service import ServiceVariables
from scheduler.text import Text

RULE_WORK, ALL_WORK = 0.5, 1.5  # deterministic seconds of the first attempt
TUNINGS: tuple[Tuning, ...] = (by_objective, by_linear_tree)
REFINEMENTS = 4  # how far from decisions alike derived variables may be and still be told apart
FRIDAY = 5
EVEN = frozenset({service_fair.RULE.id, service_group_fair.RULE.id, service_range.RULE.id})  # all on minutes of service
FREE = ANY >> 2  # a limit that is no limit, also after what is outside was taken from it


class Counts(Relaxation):
    """A model of sums: of variables that are alike there is only the sum, and of rows that are alike only what their sum says.

    It is a relaxation whatever is taken for alike. `classes` has a number for each variable, -1 for those that are left out.
    """

    def __init__(self, rows: NarrowedRows, classes: Indexes, colours: Indexes) -> None:
        self._rows, self._classes = rows, classes
        self._free = (classes >= 0) & (rows.lower < rows.upper)
        count = int(classes.max(initial=-1)) + 1
        members = np.flatnonzero(self._free)
        self._size = np.bincount(classes[members], minlength=count)
        low, high = np.zeros(count, np.int64), np.zeros(count, np.int64)
        np.add.at(low, classes[members], rows.lower[members])
        np.add.at(high, classes[members], rows.upper[members])
        self._floor = np.full(count, ANY)  # the least value of a member
        np.minimum.at(self._floor, classes[members], rows.lower[members])
        self._low, self._high = low, high
        model = cp_model.CpModel()
        for least, most in zip(low.tolist(), high.tolist(), strict=True):
            model.new_int_var(least, most, "")
        super().__init__(model, {})
        self._post(colours)

    def cost(self, model: cp_model.CpModel, terms: Iterable[Term]) -> cp_model.LinearExprT:
        """Return what the counts say of the cost of some terms: no more than they cost."""
        weights: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for term in terms:
            weights[int(self._classes[term.variable])][term.variable] += term.weight
        found: list[tuple[int, int]] = []
        constant = 0
        for number, each in weights.items():
            size = int(self._size[number])
            least = min([*each.values(), *([0] if len(each) < size else [])])
            found.append((number, least))
            constant += (sum(each.values()) - least * size) * int(self._floor[number])
        variables = [model.get_int_var_from_proto_index(number) for number, _ in found]
        return cp_model.LinearExpr.weighted_sum(variables, [weight for _, weight in found]) + constant

    def image(self, values: Sequence[int]) -> list[int]:
        """Return a solution of the model: the counts of a plan, given the values of all variables of the posted model."""
        members = np.flatnonzero(self._free)
        found = np.zeros(len(self._size), np.int64)
        np.add.at(found, self._classes[members], np.array(values, np.int64)[members])
        return [int(count) for count in found]

    def _post(self, colours: Indexes) -> None:
        """Add up the rows of each colour and post what the sum says of the counts."""
        rows, classes = self._rows, self._classes
        least, most = rows.ends()
        outside = ~self._free[rows.variables]
        low = rows.low - np.add.reduceat(np.where(outside, most, 0), rows.starts)
        high = rows.high - np.add.reduceat(np.where(outside, least, 0), rows.starts)
        used = np.add.reduceat(~outside, rows.starts, dtype=np.int64) > 0
        _, family = np.unique(np.where(used, colours, np.iinfo(np.int64).min), return_inverse=True)
        limits: dict[int, list[int]] = {}
        for row in np.flatnonzero(used).tolist():
            limit = limits.setdefault(int(family[row]), [0, 0])
            limit[0] += int(low[row]) if low[row] > -FREE else -ANY
            limit[1] += int(high[row]) if high[row] < FREE else ANY
        terms: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
        entries = np.flatnonzero(~outside & used[rows.of])
        for each, variable, coefficient in zip(
            family[rows.of[entries]].tolist(),
            rows.variables[entries].tolist(),
            rows.coefficients[entries].tolist(),
            strict=True,
        ):
            terms[each][int(classes[variable])][variable] += coefficient
        for each, (under, over) in limits.items():
            self._say(terms[each], under, over)

    def _say(self, terms: dict[int, dict[int, int]], low: int, high: int) -> None:
        """Post a sum of rows, with one coefficient for all members of a class: the least for the upper limit, the greatest for the
        lower one, as each member is at least the class's floor."""
        for limit, pick, sign in ((high, min, 1), (low, max, -1)):
            if abs(limit) >= FREE:
                continue
            chosen: dict[int, int] = {}
            for number, each in terms.items():
                size = int(self._size[number])
                chosen[number] = pick([*each.values(), *([0] if len(each) < size else [])])
                limit -= (sum(each.values()) - chosen[number] * size) * int(self._floor[number])
            ends = [(c * int(self._low[k]), c * int(self._high[k])) for k, c in chosen.items()]
            if sign * limit < sum(max(sign * one, sign * other) for one, other in ends):
                variables = [self._model.get_int_var_from_proto_index(number) for number in chosen]
                total = cp_model.LinearExpr.weighted_sum(variables, list(chosen.values()))
                self._model.add(total <= limit if sign > 0 else total >= limit)


class ServiceParts:
    """Makes the parts of service: each rule's costs alone, those of even minutes together, then all."""

    def __init__(
        self, service: ServiceVariables, rows: NarrowedRows, supports: Supports, terms: Iterable[Term]
    ) -> None:
        self._service = service
        self._rows = rows
        items = [item for item in supports.bit if item.kind in (ItemKind.STATION, ItemKind.GRANTS)]
        mask = supports.mask(items)
        self._touched = supports.touched(mask)
        self._terms = [t for t in terms if supports.of(t.variable) and not supports.of(t.variable) & ~mask]

    def all(self) -> Part | None:
        """Return the part of all that service decides, with a part for each rule; None where it decides nothing that costs."""
        by_rule: dict[str, list[Term]] = defaultdict(list)
        for term in self._terms:
            by_rule[term.rule].append(term)
        if not by_rule:
            return None
        name = Text("课后服务与弹性时间", "service and flexible hours")
        rules = {rule: self._part(name, mine, RULE_WORK) for rule, mine in by_rule.items()}
        even = tuple(part for rule, part in rules.items() if rule in EVEN)
        children = tuple(part for rule, part in rules.items() if rule not in EVEN or len(even) < 2)
        if len(even) > 1:
            minutes = Text("课后服务时长的均衡", "even minutes of service")
            children += (self._part(minutes, [term for part in even for term in part.terms], RULE_WORK, even),)
        return self._part(name, self._terms, ALL_WORK, children)

    def _part(self, name: Text, terms: Sequence[Term], work: float, children: tuple[Part, ...] = ()) -> Part:
        return Part(name, tuple(terms), least_of(self._rows, terms), lambda: self._counts, work, TUNINGS, children)

    @cached_property
    def _counts(self) -> Counts:
        rows, colours = self._rows, self._first_colours()
        inside = colours != 0
        derived = np.zeros(len(colours), bool)
        derived[self._touched] = True
        for variable, _ in self._alike():
            derived[variable] = False
        for _ in range(REFINEMENTS):
            seen = np.zeros_like(colours)
            np.add.at(seen, rows.variables, _mixed(self._row_colours(colours)[rows.of] + _mixed(rows.coefficients)))
            colours = np.where(derived, _mixed(colours + seen), colours)
        classes = np.full(len(colours), -1)
        classes[inside] = np.unique(colours[inside], return_inverse=True)[1]
        return Counts(rows, classes, self._row_colours(colours))

    def _first_colours(self) -> Indexes:
        """Return a number for each variable, 0 for those that service has no part in; the same for those that look the same."""
        rows = self._rows
        colours = np.zeros(len(rows.lower), np.int64)
        prices = np.zeros(len(rows.lower), np.int64)
        numbers: dict[str, int] = {}
        for term in self._terms:
            prices[term.variable] += 1000 * numbers.setdefault(term.rule, len(numbers) + 1) + term.weight
        at = self._touched
        colours[at] = _mixed(_mixed(rows.lower[at]) + 3 * _mixed(rows.upper[at]) + 5 * _mixed(prices[at]))
        keys: dict[tuple[object, ...], int] = {}
        alike = [(variable, keys.setdefault(key, len(keys) + 1)) for variable, key in self._alike()]
        variables, numbers_of = np.array(alike, np.int64).reshape(-1, 2).T
        colours[variables] = _mixed(numbers_of)
        return colours

    def _alike(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        """Yield every decision of service with what it is about but for the day; Friday, its evening being a burden, is apart."""
        service = self._service
        for station in service.school.service.stations.values():
            for slot in station.slots:
                where = station.id, slot.schedule, slot.period, slot.day == FRIDAY
                yield service.held(station.id)[slot].index, where
                for teacher, literal in service.serve(station.id, slot).items():
                    yield literal.index, (*where, "serves", teacher)
                for venue, literal in service.venues(station.id, slot).items():
                    yield literal.index, (*where, "venue", venue)
        for each in service.school.teachers:
            for (_, kind), literal in service.grants(each.id).items():
                yield literal.index, ("grant", each.id, kind)

    def _row_colours(self, colours: Indexes) -> Indexes:
        """Return a number for each row, the same for rows that say the same of variables of the same colours."""
        rows = self._rows
        own = colours[rows.variables]
        terms = np.add.reduceat(np.where(own != 0, _mixed(own + _mixed(rows.coefficients)), 0), rows.starts)
        return _mixed(terms + 3 * _mixed(rows.low) + 5 * _mixed(rows.high))


def _mixed(numbers: Indexes) -> Indexes:
    """Return numbers that look like chance, the same for the same ones (the finalizer of splitmix64)."""
    with np.errstate(over="ignore"):
        mixed = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        found: Indexes = (mixed ^ (mixed >> np.uint64(31))).astype(np.int64)
    return found
