"""What is posted to a model, read once for all who look at it: every constraint as one linear row."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from google.protobuf import text_format  # type: ignore[import-untyped]
from numpy.typing import NDArray
from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

Indexes = NDArray[np.int64]
NO_LIMIT = np.int64(1) << 60  # beyond any activity of a row


class Rows:
    """The constraints of a model, each as `low <= sum(coefs x variables) <= high`, in their order, with the objective.

    What has a lower limit alone stands with its signs turned, as one with an upper limit. Row r has the terms `starts[r]` to `starts[r + 1]`; a variable may stand in several of them. `lows` and `highs` are
    -NO_LIMIT and NO_LIMIT where there is no limit; `implications` tells of rows that say n times that a literal, the last term, needs
    another; `domains` are the variables' least and greatest values, shape (variables, 2).
    Raises TypeError for a kind of constraint that no rule posts.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        proto = _read(model)
        self.starts, self.variables, self.coefs, self.lows, self.highs, self.implications = _rows(proto)
        self.domains = np.array([(v.domain[0], v.domain[-1]) for v in proto.variables], np.int64).reshape(-1, 2)
        self.costs = np.zeros(len(self.domains), np.int64)
        np.add.at(self.costs, list(proto.objective.vars), list(proto.objective.coeffs))
        self.offset = round(proto.objective.offset)

    @cached_property
    def owners(self) -> Indexes:
        """The row of each term."""
        return np.repeat(np.arange(len(self.lows)), np.diff(self.starts))


def _read(model: cp_model.CpModel) -> cp_model_pb2.CpModelProto:
    """Return a copy of a model's proto that Python reads quickly: through a file, or as text where none can be written."""
    proto = cp_model_pb2.CpModelProto()
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder, "model.pb")
            if model.export_to_file(str(path)):
                proto.ParseFromString(path.read_bytes())
                return proto
    except OSError:
        pass
    text_format.Parse(str(model.proto), proto)
    return proto


def _rows(proto: Any) -> tuple[Indexes, Indexes, Indexes, Indexes, Indexes, NDArray[np.bool_]]:
    sizes, variables, coefs, lows, highs = (array("q") for _ in range(5))  # lists would keep millions of integers
    implications = bytearray()
    none = int(NO_LIMIT)

    def add(literals: Sequence[int], factors: Sequence[int], low: int, high: int) -> None:
        """Add a row over literals with factors; a literal below 0 is a negated variable."""
        sizes.append(len(literals))
        variables.extend(literals)
        coefs.extend(factors)
        lows.append(low)
        highs.append(high)

    for constraint in proto.constraints:
        kind, enforced = constraint.WhichOneof("constraint"), constraint.enforcement_literal
        if kind == "linear" and not enforced and len(constraint.linear.domain) == 2:
            low, high = constraint.linear.domain
            add(constraint.linear.vars, constraint.linear.coeffs, max(low, -none), min(high, none))
        elif kind == "at_most_one" and not enforced:
            literals = constraint.at_most_one.literals
            add(literals, [1] * len(literals), -none, 1)
        elif kind == "bool_or":
            literals = [*constraint.bool_or.literals, *(-each - 1 for each in enforced)]
            add(literals, [1] * len(literals), 1, none)
        elif kind == "bool_and" and len(enforced) == 1:
            literals = constraint.bool_and.literals
            count = len(literals)
            add([*literals, -enforced[0] - 1], [1] * count + [count], count, none)
        else:
            raise TypeError(f"a kind of constraint that no rule posts: {constraint}")
        implications.append(kind == "bool_and")
    starts = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    found = (np.frombuffer(each, np.int64) for each in (variables, coefs, lows, highs))
    return (starts, *_positive(starts, *found), np.frombuffer(implications, np.bool_))


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
