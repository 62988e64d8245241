"""A school's process dies: that is its result, and nobody else's trouble."""

from __future__ import annotations

from typing import Any

import psutil
import pytest

from sample_data.generator import make_school
from scheduler.district.job import SchoolJob, Step
from scheduler.district.nouns import SchoolStatus
from scheduler.district.process import UnwantedError, run_turn
from scheduler.plan.document import PlanDocument
from scheduler.workbook.plan.json import plan_of_document


def job(**more: Any) -> SchoolJob:
    fields = {"file": "东校.xlsx", "content": "1", "seconds": 600.0, "longest": 600.0, "memory": 2**34}
    return SchoolJob(**{**fields, **more})


def test_a_process_that_takes_too_much_memory_is_ended() -> None:
    result, files = run_turn(job(memory=2**20), b"")
    assert result.status is SchoolStatus.CRASHED and not files
    assert result.cause is not None and result.cause.zh == "内存超过 0.0 GB"
    assert result.memory is not None and result.memory > 2**20


def test_a_process_that_takes_too_long_is_ended() -> None:
    result, _ = run_turn(job(longest=0.01), b"")
    assert result.status is SchoolStatus.CRASHED
    assert result.cause is not None and result.cause.zh.startswith("超过")


def test_a_process_that_nobody_wants_is_ended() -> None:
    with pytest.raises(UnwantedError):
        run_turn(job(), b"", wanted=lambda: False)


def test_a_defect_is_told_by_its_place_and_no_more() -> None:
    result, _ = run_turn(job(given='{"name": "王芳"}'), b"")
    assert result.status is SchoolStatus.CRASHED and result.cause is not None
    assert "ValidationError" in result.cause.en and "王芳" not in result.cause.zh


def test_what_is_secret_is_not_in_the_words_for_a_job() -> None:
    assert "王芳" not in repr(job(given='{"teachers": ["王芳"]}'))


def test_the_best_plan_of_a_search_that_is_killed_is_kept() -> None:
    school = make_school("primary", 12)

    def kill(step: Step) -> None:
        if step.cost is not None:
            for child in psutil.Process().children():
                if "scheduler.district.turn" in child.cmdline():
                    child.kill()

    result, files = run_turn(job(given=school.model_dump_json(), seconds=3600.0, longest=3600.0, threads=1), b"", kill)
    assert result.status is SchoolStatus.CRASHED and result.cause is not None
    assert "plan.json" in result.cause.en and files.keys() == {"plan.json"}
    plan = plan_of_document(PlanDocument.model_validate_json(files["plan.json"]), school).plan
    assert plan is not None and plan.placements
