"""Each infeasible school reads without an error, has no plan, and has one again without its mistake.

All are proved by solving under PAIKE_EXAMPLES; the usual run proves some of them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from constraints.catalogue import rule_by_id
from sample_data.infeasible import INFEASIBLE
from sample_data.mistake import CLASSES, Infeasible
from scheduler.engine.assemble import slot_model
from scheduler.school import School
from scheduler.workbook.school.reader import read_book
from scheduler.workbook.school.writer import school_workbook

EXAMPLES = int(os.environ.get("PAIKE_EXAMPLES", "0"))
PROVED = INFEASIBLE if EXAMPLES else INFEASIBLE[3::7]
READ = INFEASIBLE if EXAMPLES else INFEASIBLE[::7]


def verdict(school: School, linearization: int = 2) -> str:
    """What the hard rules say of a school. That lessons outnumber slots is seen when clauses are linear, too."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = linearization
    solver.parameters.max_time_in_seconds = 60
    return solver.status_name(solver.solve(slot_model(school, costs=False).model))


@pytest.mark.parametrize("case", PROVED, ids=lambda case: case.name)
def test_no_plan(case: Infeasible) -> None:
    assert verdict(case.make()) == "INFEASIBLE"


@pytest.mark.skipif(not EXAMPLES, reason="that samples have plans is shown elsewhere")
@pytest.mark.parametrize("stage", CLASSES)
def test_the_sample_has_a_plan(stage: str) -> None:
    case = next(case for case in INFEASIBLE if case.stage == stage)
    assert verdict(case.sample(), linearization=1) == "OPTIMAL"


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_the_workbook_reads(case: Infeasible) -> None:
    reading = read_book(school_workbook(case.make()), Path(f"{case.name}.xlsx"))
    assert [problem for problem in reading.problems if problem.severity == "error"] == []
    assert reading.school is not None


def test_names_and_causes() -> None:
    assert len({case.name for case in INFEASIBLE}) == len(INFEASIBLE) >= 24
    assert sum(not case.counted for case in INFEASIBLE) >= 10
    for case in INFEASIBLE:
        assert set(case.rules) <= rule_by_id().keys()
        assert case.reason.zh and case.reason.en and case.cure.zh and case.cure.en
