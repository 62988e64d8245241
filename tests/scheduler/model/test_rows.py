"""Every kind of constraint that rules post, as rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from ortools.sat.python import cp_model

from scheduler.model.rows import NO_LIMIT, Rows, sums

NONE = int(NO_LIMIT)


def rows_of(model: cp_model.CpModel) -> list[tuple[dict[int, int], int, int]]:
    """The rows of a model as ({variable: coefficient}, low, high)."""
    rows = Rows(model)
    spans = [slice(*pair) for pair in zip(rows.starts[:-1].tolist(), rows.starts[1:].tolist(), strict=True)]
    terms = [dict(zip(rows.variables[s].tolist(), rows.coefs[s].tolist(), strict=True)) for s in spans]
    return list(zip(terms, rows.lows.tolist(), rows.highs.tolist(), strict=True))


def everything() -> cp_model.CpModel:
    model = cp_model.CpModel()
    a, b, c = (model.new_bool_var(name) for name in "abc")
    n = model.new_int_var(-3, 7, "n")
    model.add(a + 2 * n <= 5)
    model.add(b - n >= -4)
    model.add(a + b == n)
    model.add_linear_constraint(a + n, 1, 3)
    model.add_at_most_one(a, b.negated(), c)
    model.add_bool_or(a, ~b, ~c)
    model.add_implication(a, b)
    model.add_bool_and(a, ~b).only_enforce_if(c)
    model.add_bool_or(a, b).only_enforce_if(~c)
    model.minimize(3 * a + 2 * n + 4)
    return model


def test_each_kind_of_constraint_is_one_row() -> None:
    assert rows_of(everything()) == [
        ({0: 1, 3: 2}, -NONE, 5),
        ({1: -1, 3: 1}, -NONE, 4),
        ({0: 1, 1: 1, 3: -1}, 0, 0),
        ({0: 1, 3: 1}, 1, 3),
        ({0: 1, 1: -1, 2: 1}, -NONE, 0),
        ({0: -1, 1: 1, 2: 1}, -NONE, 1),
        ({0: 1, 1: -1}, -NONE, 0),
        ({0: -1, 1: 1, 2: 2}, -NONE, 1),
        ({0: -1, 1: -1, 2: -1}, -NONE, -1),
    ]


def test_objective_and_domains_are_kept() -> None:
    rows = Rows(everything())
    assert rows.costs.tolist() == [3, 0, 0, 2]
    assert rows.offset == 4
    assert rows.domains.tolist() == [[0, 1], [0, 1], [0, 1], [-3, 7]]


def test_rows_are_the_same_where_no_file_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    written = rows_of(everything())

    def full(*_: Any, **__: Any) -> Any:
        raise OSError("disk full")

    monkeypatch.setattr("scheduler.model.wire.TemporaryDirectory", full)
    assert rows_of(everything()) == written


def test_other_kinds_are_refused() -> None:
    model = cp_model.CpModel()
    a, b = model.new_bool_var("a"), model.new_bool_var("b")
    model.add_bool_xor(a, b)
    with pytest.raises(TypeError, match="kind of constraint"):
        Rows(model)


def test_a_linear_constraint_under_a_literal_is_refused() -> None:
    model = cp_model.CpModel()
    a, b = model.new_bool_var("a"), model.new_bool_var("b")
    model.add(a <= b).only_enforce_if(a)
    with pytest.raises(TypeError, match="kind of constraint"):
        Rows(model)


def test_large_numbers_and_names_are_read_as_they_are() -> None:
    model = cp_model.CpModel()
    most = 1 << 50
    n = model.new_int_var(-most, most, "七(1)班|语文")
    others = [model.new_bool_var(f"变量{number}") for number in range(300)]
    model.add(-most * others[-1] + 1000 * n >= -(1 << 55)).with_name("约束")
    model.add_at_most_one(others)
    model.add_implication(others[200], ~others[299])
    rows = Rows(model)
    assert rows.domains[:2].tolist() == [[-most, most], [0, 1]]
    (first, low, high), (together, *_), (implied, *_) = rows_of(model)
    assert (first, low, high) == ({0: -1000, 300: most}, -NONE, 1 << 55)
    assert together == dict.fromkeys(range(1, 301), 1)
    assert implied == {201: 1, 300: 1}


def test_an_equation_makes_a_sum_of_the_newest_variable_of_which_it_speaks_first() -> None:
    model = cp_model.CpModel()
    a, b = (model.new_bool_var(name) for name in "ab")
    total, later, known, chosen, left = (model.new_int_var(0, 9, name) for name in ("t", "l", "k", "c", "e"))
    model.add(a + b == 1)  # of decisions alone
    model.add(a + b == total)
    model.add(known <= 4)
    model.add(total + a == later)
    model.add(known == later)  # of nothing new
    model.add(chosen + left == b)
    rows = Rows(model)
    derived = np.arange(len(rows.domains)) >= 2
    found = sums(rows.owners, rows.variables, rows.lows == rows.highs, derived)
    assert found.tolist() == [-1, -1, 1, 3, -1, -1, 5]
