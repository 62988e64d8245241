"""What is posted to a model, read once for all who look at it: every constraint as one linear row."""

from __future__ import annotations

from array import array
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

from scheduler.model.wire import fields, integers, serialised

Indexes = NDArray[np.int64]
Flags = NDArray[np.bool_]
NO_LIMIT = np.int64(1) << 60  # beyond any activity of a row


def _numbers(message: Any) -> dict[str, int]:
    return {field.name: field.number for field in message.DESCRIPTOR.fields}


_MODEL, _CONSTRAINT, _LINEAR = (
    _numbers(each)
    for each in (cp_model_pb2.CpModelProto, cp_model_pb2.ConstraintProto, cp_model_pb2.LinearConstraintProto)
)
_KINDS = {number: name for name, number in _CONSTRAINT.items()}
LINEAR, AT_MOST_ONE, OR, AND = (_CONSTRAINT[name] for name in ("linear", "at_most_one", "bool_or", "bool_and"))


class Rows:
    """The constraints of a model, each as `low <= sum(coefs x variables) <= high`, in their order, with the objective.

    What has a lower limit alone stands with its signs turned, as one with an upper limit. Row r has the terms `starts[r]` to
    `starts[r + 1]`; a variable may stand in several of them. `lows` and `highs` are -NO_LIMIT and NO_LIMIT where there is no limit;
    `implications` tells of rows that say n times that a literal, the last term, needs another; `domains` are the variables' least and
    greatest values, shape (variables, 2).
    Raises TypeError for a kind of constraint that no rule posts.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        found = _read(serialised(model))
        self.domains = found.domains
        self.costs = np.zeros(len(self.domains), np.int64)
        np.add.at(self.costs, list(found.objective.vars), list(found.objective.coeffs))
        self.offset = round(found.objective.offset)
        self.starts, *read = _rows(found.posted)
        self.variables, self.coefs, self.lows, self.highs = _positive(self.starts, *read)
        self.implications = np.frombuffer(found.posted.kinds, np.uint8) == AND

    @property
    def owners(self) -> Indexes:
        """The row of each term; made anew each time, as few ask and it is as large as all else."""
        return np.repeat(np.arange(len(self.lows)), np.diff(self.starts))


def sums(owners: Indexes, variables: Indexes, equations: Flags, derived: Flags) -> Indexes:
    """Return for each variable the row that makes it a sum of the row's other terms, -1 where there is none.

    An equation does so for the newest of those derived variables of which it is the first to speak. Each term stands in row
    `owners` and has one of the `variables`; `equations` tells which rows are, `derived` which variables are no decisions.
    """
    first = np.full(len(derived), len(equations))
    np.minimum.at(first, variables, owners)
    new = (first[variables] == owners) & derived[variables] & equations[owners]
    newest = np.full(len(equations), -1)
    np.maximum.at(newest, owners[new], variables[new])
    rows = np.flatnonzero(newest >= 0)
    found = np.full(len(derived), -1)
    found[newest[rows]] = rows
    return found


class _Posted:
    """Constraints as they stand in the serialised model, one after the other: the bytes of their literals, with those that
    enforce them at the end, of the coefficients and of the domains of linear ones."""

    def __init__(self) -> None:
        self.kinds = bytearray()
        self.literals, self.coefs, self.limits = bytearray(), bytearray(), bytearray()
        self.ends = array("q")  # of each constraint's bytes in `literals`
        self.enforced = array("q")  # how many of them are of literals that enforce it

    def add(self, data: bytes, at: int, end: int) -> None:
        """Take the constraint between two places. Raises TypeError for a kind that no rule posts."""
        kind, begin, stop, enforcement = 0, at, at, b""
        for number, first, last in fields(data, at, end):
            if number == _CONSTRAINT["enforcement_literal"]:
                enforcement = data[first:last]
            else:
                kind, begin, stop = number, first, last
        if kind == LINEAR and not enforcement:
            self._add_linear(data, begin, stop)
        elif kind == OR or (kind == AT_MOST_ONE and not enforcement) or (kind == AND and enforcement):
            for _, first, last in fields(data, begin, stop):
                self.literals += data[first:last]
            self.literals += enforcement
        else:
            raise TypeError(f"a kind of constraint that no rule posts: {_KINDS.get(kind, 'none')}")
        self.kinds.append(kind)
        self.ends.append(len(self.literals))
        self.enforced.append(len(enforcement))

    def _add_linear(self, data: bytes, at: int, end: int) -> None:
        for number, first, last in fields(data, at, end):
            if number == _LINEAR["vars"]:
                self.literals += data[first:last]
            elif number == _LINEAR["coeffs"]:
                self.coefs += data[first:last]
            else:
                self.limits += data[first:last]


class _Model(NamedTuple):
    posted: _Posted
    domains: Indexes
    objective: Any


def _read(data: bytes) -> _Model:
    posted, objective = _Posted(), cp_model_pb2.CpObjectiveProto()
    domains: list[tuple[int, int]] = []
    known: dict[bytes, tuple[int, int]] = {}
    for number, first, last in fields(data, 0, len(data)):
        if number == _MODEL["constraints"]:
            posted.add(data, first, last)
        elif number == _MODEL["variables"]:
            variable = data[first:last]
            if variable not in known:
                domain = cp_model_pb2.IntegerVariableProto.FromString(variable).domain
                known[variable] = domain[0], domain[-1]
            domains.append(known[variable])
        elif number == _MODEL["objective"]:
            objective.ParseFromString(data[first:last])
    return _Model(posted, np.array(domains, np.int64).reshape(-1, 2), objective)


def _rows(posted: _Posted) -> tuple[Indexes, Indexes, Indexes, Indexes, Indexes]:
    """Return where the rows begin, their literals (below 0: negated variables) with factors, and their limits."""
    kinds = np.frombuffer(posted.kinds, np.uint8)
    literals, places = integers(posted.literals)
    ends = np.frombuffer(posted.ends, np.int64)
    starts = np.concatenate((np.zeros(1, np.int64), np.searchsorted(places, ends)))
    enforcing = np.searchsorted(places, ends - np.frombuffer(posted.enforced, np.int64))
    sizes = np.diff(starts)
    negated = np.arange(len(literals)) >= np.repeat(enforcing, sizes)
    np.subtract(-1, literals, out=literals, where=negated)
    coefs = np.ones(len(literals), np.int64)
    coefs[np.repeat(kinds == LINEAR, sizes)] = integers(posted.coefs)[0]
    implied = sizes[kinds == AND] - 1
    if (starts[1:] - enforcing)[kinds == AND].max(initial=1) > 1:
        raise TypeError("a kind of constraint that no rule posts: an implication by several literals")
    coefs[starts[1:][kinds == AND] - 1] = implied
    limits = integers(posted.limits)[0]
    if len(limits) != 2 * np.count_nonzero(kinds == LINEAR):
        raise TypeError("a kind of constraint that no rule posts: a domain with holes")
    lows, highs = np.full(len(kinds), -NO_LIMIT), np.full(len(kinds), NO_LIMIT)
    lows[kinds == LINEAR], highs[kinds == LINEAR] = np.clip(limits.reshape(-1, 2), -NO_LIMIT, NO_LIMIT).T
    highs[kinds == AT_MOST_ONE], lows[kinds == OR], lows[kinds == AND] = 1, 1, implied
    return starts, literals, coefs, lows, highs


def _positive(
    starts: Indexes, variables: Indexes, coefs: Indexes, lows: Indexes, highs: Indexes
) -> tuple[Indexes, Indexes, Indexes, Indexes]:
    """Return the rows over variables alone, in place of negated ones, those with a lower limit alone turned."""
    owners = np.repeat(np.arange(len(lows)), np.diff(starts))
    negated = variables < 0
    shift = np.zeros(len(lows), np.int64)
    np.add.at(shift, owners[negated], coefs[negated])
    variables, coefs = np.where(negated, -variables - 1, variables), np.where(negated, -coefs, coefs)
    lows, highs = np.where(lows > -NO_LIMIT, lows - shift, lows), np.where(highs < NO_LIMIT, highs - shift, highs)
    turned = (highs == NO_LIMIT) & (lows > -NO_LIMIT)
    coefs = np.where(turned[owners], -coefs, coefs)
    return variables, coefs, np.where(turned, -highs, lows), np.where(turned, -lows, highs)
