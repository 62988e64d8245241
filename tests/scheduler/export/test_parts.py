"""What several processes write at once is what one writes."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from constraints.audit import Report
from scheduler.export import folder as folder_module
from scheduler.export.calendars import Term
from scheduler.export.folder import write_exports
from scheduler.export.parts import Part, written_beside

TERM = Term(date(2026, 9, 1), date(2026, 9, 30))


def contents(report: Report, folder: Path) -> dict[str, bytes]:
    """The files of a plan; what they hold of the moment of writing is the same in both."""
    files = write_exports(report, folder, term=TERM).files
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def at_once(report: Report, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return contents(report, tmp_path_factory.mktemp("one"))


def test_processes_write_the_same_files(
    report: Report, at_once: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "LARGE", 0)
    assert contents(report, tmp_path) == at_once


@pytest.mark.parametrize("program", ["nothing-of-this-name", "false"], ids=["cannot begin", "fails"])
def test_where_no_process_can_do_it_this_one_does(
    report: Report, at_once: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(folder_module, "LARGE", 0)
    monkeypatch.setattr(sys, "executable", program)
    assert contents(report, tmp_path) == at_once


def test_what_cannot_be_written_is_told(report: Report, tmp_path: Path) -> None:
    with (
        pytest.raises(OSError),
        written_beside(
            [Part(report.school, report.plan, "zh", None, tuple(folder_module._WIDE))], tmp_path / "nowhere"
        ),
    ):
        pass
