"""What the loop does with a disk that is full; all else of it is in test_killed.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scheduler.district import batch
from scheduler.district.listener import Listener
from scheduler.district.nouns import SchoolOutcome, SchoolResult, SchoolStatus
from scheduler.district.results import ResultsFolder
from scheduler.district.schools import SchoolFile
from scheduler.engine.stopping import Cancel

FILE = SchoolFile(Path("东校.xlsx"), "东校", 2)
OUTCOME = SchoolOutcome(SchoolResult(file="东校.xlsx", content="1", status=SchoolStatus.PLANNED), {"plan.json": b"{}"})


class Told(Listener):
    def __init__(self) -> None:
        self.said: list[str] = []

    def unwritable(self, error: OSError) -> None:
        self.said.append("unwritable")

    def done(self, school: SchoolFile, result: SchoolResult) -> None:
        self.said.append(school.title)


def keeper(folder: Path, told: Told) -> Any:
    return batch._Batch(None, [], lambda school: None, ResultsFolder(folder), told, Cancel(), batch.on_worker)  # type: ignore[arg-type]


def test_a_result_is_written_as_soon_as_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, full, told = ResultsFolder.keep, [OSError(28, "full"), OSError(28, "full")], Told()

    def often_full(results: ResultsFolder, title: str, outcome: SchoolOutcome) -> Path:
        if full:
            raise full.pop()
        return keep(results, title, outcome)

    monkeypatch.setattr(ResultsFolder, "keep", often_full)
    monkeypatch.setattr(batch, "RETRY_EVERY", 0.0)
    keeper(tmp_path, told)._keep(FILE, OUTCOME)
    assert told.said == ["unwritable", "东校"]  # said once
    assert (tmp_path / "东校" / "plan.json").read_bytes() == b"{}"


def test_a_disk_that_stays_full_ends_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(results: ResultsFolder, title: str, outcome: SchoolOutcome) -> Path:
        raise OSError(28, "full")

    monkeypatch.setattr(ResultsFolder, "keep", full)
    monkeypatch.setattr(batch, "RETRY_FOR", -1.0)
    with pytest.raises(OSError, match="full"):
        keeper(tmp_path, Told())._keep(FILE, OUTCOME)
