"""Workbooks damaged at random: each is read or refused in words, in bounded time and memory. `make fuzz` looks at 2,000."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import Workbook

from sample_data import sample_path
from scheduler.workbook import read_school
from scheduler.workbook.plan.reader import read_plan
from scheduler.workbook.school.form import add_plain
from scheduler.workbook.school.writer import school_forms
from tests.mutations import mutated
from tests.service_schools import service_school

USUAL = 100
FILES = int(os.environ.get("PAIKE_FUZZ", str(USUAL)))
FIRST = int(os.environ.get("PAIKE_FUZZ_FIRST", "1"))
MOST_SECONDS, MOST_MEGABYTES = 20.0, 1000.0  # of the processor, a file; of the process


def look_at(first: int, files: int, folder: Path) -> None:
    """Read damaged workbooks, in a process of its own; what goes wrong ends it with the seed."""
    school, book = service_school(), Workbook()
    for form in school_forms(school):
        add_plain(book, form)  # looks take time and are damaged in the sample
    whole, sample = folder / "全.xlsx", sample_path("primary-36.xlsx")
    book.save(whole)
    assert read_school(whole).school is not None
    for seed in range(first, first + files):
        target, before = folder / "变.xlsx", time.process_time()
        mutated(sample if seed % 10 == 0 and files > USUAL else whole, target, seed)
        made = time.process_time()
        try:
            reading = read_school(target)
            plan = read_plan(target, school) if seed % 4 == 0 else None
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
        assert reading.school is not None or any(problem.blocks for problem in reading.problems), seed
        told = [*reading.problems, *(plan.problems if plan is not None else ())]
        assert all(problem.text.zh and problem.text.en for problem in told), seed
        assert time.process_time() - made < MOST_SECONDS, (seed, made - before)
        assert _most_megabytes() < MOST_MEGABYTES, seed


def _most_megabytes() -> float:
    """The most memory that this process has had; `ru_maxrss` would begin with what the process had that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the most memory in this way")
def test_damaged_workbooks_are_read_or_refused(tmp_path: Path) -> None:
    command = (
        f"from pathlib import Path; from {__name__} import look_at; look_at({FIRST}, {FILES}, Path({str(tmp_path)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, encoding="utf-8", cwd=Path(__file__).parents[3]
    )
    assert done.returncode == 0, done.stderr[-3000:]
