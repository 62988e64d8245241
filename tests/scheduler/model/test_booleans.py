"""Booleans made in bulk are those that CP-SAT's own constructor makes."""

from __future__ import annotations

from ortools.sat.python import cp_model

from scheduler.model.booleans import booleans


def test_they_are_what_new_bool_var_makes() -> None:
    bulk, single = cp_model.CpModel(), cp_model.CpModel()
    first = bulk.new_int_var(2, 5, "n")
    single.new_int_var(2, 5, "n")
    made = booleans(bulk, ("甲", "乙", "丙"))
    for _ in made:
        single.new_bool_var("")
    assert str(bulk.proto) == str(single.proto)
    assert [(key, literal.index) for key, literal in made.items()] == [("甲", 1), ("乙", 2), ("丙", 3)]
    bulk.add(made["甲"] + made["丙"] == first)
    bulk.add_bool_or(~made["乙"])
    solver = cp_model.CpSolver()
    assert solver.solve(bulk) == cp_model.OPTIMAL
    assert [solver.value(literal) for literal in made.values()] == [1, 0, 1]
