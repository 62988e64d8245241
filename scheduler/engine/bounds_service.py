"""The parts of what service and flexible hours cost: on the week's counts, how often each teacher is at each station."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial

import numpy as np

from constraints.service import service_fair, service_group_fair, service_range
from scheduler.engine.narrowed import ANY, LinearRows, NarrowedRows
from scheduler.engine.parts import Attempt, Part, Relaxation, Term, least_of
from scheduler.engine.subsolve import Tuning, by_linear_tree, by_objective
from scheduler.engine.supports import ItemKind, Supports, definitions
from scheduler.model.rows import Indexes
from scheduler.model.service import ServiceVariables
from scheduler.text import Text

# Deterministic seconds of the first attempt at a rule and at all rules, and the variables from which on it needs more.
RULE_WORK, ALL_WORK, SMALL = 0.5, 1.5, 10_000
RARE = 0.1  # a rule alone seldom costs what a plan pays by it, which has others to keep
TUNINGS: tuple[Tuning, ...] = (by_objective, by_linear_tree)
REFINEMENTS = 4  # how far from decisions alike derived variables may be and still be told apart
FRIDAY = 5
EVEN = frozenset({service_fair.RULE.id, service_group_fair.RULE.id, service_range.RULE.id})  # all on minutes of service
FREE = ANY >> 2  # a limit that is no limit, also after what is outside was taken from it


class Counts(Relaxation):
    """Rows of sums: of variables that are alike there is only the sum, and of rows that are alike only what their sum says.

    It is a relaxation whatever is taken for alike. `classes` has a number for each variable, -1 for those that are left out, decisions
    before all others; `sizes` and `floors` are of the members of each class that have room, how many and the least value of any.
    """

    def __init__(self, rows: LinearRows, classes: Indexes, sizes: Indexes, floors: Indexes, decisions: int) -> None:
        super().__init__(rows, {})
        self._classes, self._sizes, self._floors, self._decisions = classes, sizes, floors, decisions

    def priced(self, terms: Iterable[Term]) -> tuple[dict[int, int], int]:
        """Return what the counts say of the cost of some terms, no more than they cost: weights and a constant."""
        weights: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for term in terms:
            weights[int(self._classes[term.variable])][term.variable] += term.weight
        found: dict[int, int] = {}
        constant = 0
        for number, each in weights.items():
            size = int(self._sizes[number])
            least = min([*each.values(), *([0] if len(each) < size else [])])
            found[number] = least
            constant += (sum(each.values()) - least * size) * int(self._floors[number])
        return found, constant

    def image(self, values: Sequence[int]) -> list[int]:
        """Return a solution of the rows: the counts of a plan, given the values of all variables of the posted model."""
        members = np.flatnonzero(self._classes >= 0)
        found = np.zeros(len(self._sizes), np.int64)
        np.add.at(found, self._classes[members], np.array(values, np.int64)[members])
        return [int(count) for count in found]

    def deciding(self, terms: Iterable[Term]) -> Counts:
        """Return what the rows say of that alone which decides some terms, and of the decisions that share rows with it."""
        rows, inside = self._rows, np.zeros(len(self._sizes), bool)
        inside[[int(self._classes[term.variable]) for term in terms]] = True
        meaning: dict[int, list[int]] = defaultdict(list)
        for variable, row in definitions(rows, self._decisions):
            meaning[variable].append(row)
        todo = np.flatnonzero(inside).tolist()
        while todo:
            for row in meaning.get(todo.pop(), ()):
                members = rows.variables[rows.starts[row] : rows.starts[row] + rows.sizes[row]]
                todo += members[~inside[members]].tolist()
                inside[members] = True
        near = np.logical_or.reduceat(inside[rows.variables], rows.starts) if len(rows.of) else np.zeros(0, bool)
        beside = rows.variables[near[rows.of]]
        inside[beside[beside < self._decisions]] = True
        kept = np.flatnonzero(inside)
        place = np.full(len(inside) + 1, -1)  # the last for what is in no class
        place[kept] = np.arange(len(kept))
        decisions = int(np.searchsorted(kept, self._decisions))
        return Counts(rows.about(kept), place[self._classes], self._sizes[kept], self._floors[kept], decisions)


def counts(rows: NarrowedRows, classes: Indexes, colours: Indexes, decisions: int) -> Counts:
    """Return the counts of variables by their classes, -1 for none, where rows of the same colour are added up.

    `decisions` of the variables are decisions, the first ones.
    """
    classes = np.where(rows.lower < rows.upper, classes, -1)
    members = np.flatnonzero(classes >= 0)
    _, first, numbers = np.unique(classes[members], return_index=True, return_inverse=True)
    order = np.argsort(
        np.argsort(first)
    )  # in order of their first members: what is derived comes after what it is derived from
    classes[members] = order[numbers]
    count = len(first)
    sizes = np.bincount(classes[members], minlength=count)
    low, high, floors = np.zeros(count, np.int64), np.zeros(count, np.int64), np.full(count, ANY)
    np.add.at(low, classes[members], rows.lower[members])
    np.add.at(high, classes[members], rows.upper[members])
    np.minimum.at(floors, classes[members], rows.lower[members])
    summed = _sums(rows, classes, colours, sizes, floors)
    found = LinearRows((low, high), *summed)
    found.propagate()
    return Counts(found, classes, sizes, floors, int(np.sum(members[first] < decisions)))


def _sums(
    rows: NarrowedRows, classes: Indexes, colours: Indexes, sizes: Indexes, floors: Indexes
) -> tuple[Indexes, tuple[Indexes, Indexes], tuple[Indexes, Indexes]]:
    """Add up the rows of each colour and return what the sums say of the counts: sizes, entries and limits of rows.

    All members of a class have one coefficient, the least for the upper limit, the greatest for the lower one, as each member is at
    least the class's floor.
    """
    family, low, high = _families(rows, classes, colours)
    entries = np.flatnonzero((classes[rows.variables] >= 0) & (family[rows.of] >= 0))
    own, variable, (total,) = _grouped(
        family[rows.of[entries]], rows.variables[entries], [(rows.coefficients[entries], np.add)]
    )
    pairs = [(total, np.minimum), (total, np.maximum), (total, np.add), (np.ones_like(total), np.add)]
    own, number, (least, most, total, count) = _grouped(own, classes[variable], pairs)
    some = count < sizes[number]
    least, most = np.where(some, np.minimum(least, 0), least), np.where(some, np.maximum(most, 0), most)
    np.subtract.at(high, own, (total - least * sizes[number]) * floors[number])
    np.subtract.at(low, own, (total - most * sizes[number]) * floors[number])
    same = np.ones(len(low), bool)
    np.logical_and.at(same, own, least == most)
    free = np.full(len(low), ANY)
    upper = _rows(own, number, least, (np.where(same, low, -free), high))  # what has one coefficient in all is one row
    lower = _rows(own, number, most, (np.where(same, -free, low), free))
    sizes, variables, factors, lows, highs = (np.concatenate(each) for each in zip(upper, lower, strict=True))
    return sizes, (variables, factors), (lows, highs)


def _rows(owners: Indexes, numbers: Indexes, factors: Indexes, limits: tuple[Indexes, Indexes]) -> tuple[Indexes, ...]:
    """Return the rows that have a limit, and some factor: sizes, variables, factors, lower and upper limits."""
    low, high = np.where(limits[0] > -FREE, limits[0], -ANY), np.where(limits[1] < FREE, limits[1], ANY)
    kept = ((low > -ANY) | (high < ANY))[owners] & (factors != 0)
    sizes = np.bincount(owners[kept], minlength=len(low))
    some = sizes > 0
    return sizes[some], numbers[kept], factors[kept], low[some], high[some]


def _families(rows: NarrowedRows, classes: Indexes, colours: Indexes) -> tuple[Indexes, Indexes, Indexes]:
    """Return the number of each row's sum, -1 for rows of no class, in order of their first rows, and the limits of the sums,
    what is in no class taking the values that help most; beyond FREE where there is none."""
    least, most = rows.ends()
    outside = classes[rows.variables] < 0
    used = np.flatnonzero(np.logical_or.reduceat(~outside, rows.starts)) if len(rows.of) else np.zeros(0, np.int64)
    _, first, numbers = np.unique(colours[used], return_index=True, return_inverse=True)
    family = np.full(len(rows.low), -1)
    family[used] = np.argsort(np.argsort(first))[numbers]
    found = []
    for limits, ends, free in ((rows.low, most, -ANY), (rows.high, least, ANY)):
        rest = limits - np.add.reduceat(np.where(outside, ends, 0), rows.starts) if len(rows.of) else limits
        summed, frees = np.zeros(len(first), np.int64), np.zeros(len(first), bool)
        none = np.abs(rest[used]) >= FREE
        np.add.at(summed, family[used], np.where(none, 0, rest[used]))
        np.logical_or.at(frees, family[used], none)
        found.append(np.where(frees, free, summed))
    return family, found[0], found[1]


def _grouped(
    first: Indexes, second: Indexes, values: Sequence[tuple[Indexes, np.ufunc]]
) -> tuple[Indexes, Indexes, list[Indexes]]:
    """Return the different pairs of two numbers, in order, and of the values of each pair what a function makes of them."""
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    if not len(order):
        return first, second, [first for _ in values]
    new = np.flatnonzero(np.concatenate(([True], (np.diff(first) != 0) | (np.diff(second) != 0))))
    return first[new], second[new], [function.reduceat(each[order], new) for each, function in values]


class ServiceParts:
    """Makes the parts of service: each rule's costs alone, those of even minutes together, then all."""

    def __init__(
        self, service: ServiceVariables, rows: NarrowedRows, supports: Supports, terms: Iterable[Term]
    ) -> None:
        self._service = service
        self._rows = rows
        self._decisions = supports.decisions
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
        rules = {rule: self._part(name, rule, mine, RULE_WORK) for rule, mine in by_rule.items()}
        even = tuple(part for rule, part in rules.items() if rule in EVEN)
        children = tuple(part for rule, part in rules.items() if rule not in EVEN or len(even) < 2)
        if len(even) > 1:
            minutes = Text("课后服务时长的均衡", "even minutes of service")
            children += (
                self._part(minutes, "minutes", [term for part in even for term in part.terms], RULE_WORK, even),
            )
        return self._part(name, "service", self._terms, ALL_WORK, children)

    def _part(self, name: Text, kind: str, terms: Sequence[Term], work: float, children: tuple[Part, ...] = ()) -> Part:
        tunings = TUNINGS if kind in EVEN or not children else TUNINGS[::-1]  # of several rules a tree proves more
        attempts = tuple(Attempt(tune, work * max(1.0, len(self._touched) / SMALL)) for tune in tunings)
        relax, hope = partial(self._relax, terms), 1.0 if children or kind in EVEN else RARE
        return Part(name, kind, tuple(terms), least_of(self._rows, terms), relax, attempts, children, hope)

    def _relax(self, terms: Sequence[Term]) -> Relaxation:
        return self._counts.deciding(terms)

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
        return counts(rows, classes, self._row_colours(colours), self._decisions)

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
