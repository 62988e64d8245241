"""Results on disk: whole or not at all, none lost, one batch at a time."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.district.nouns import SchoolOutcome, SchoolResult, SchoolStatus
from scheduler.district.results import InUseError, ResultsFolder
from scheduler.text import Text


def outcome(status: SchoolStatus = SchoolStatus.PLANNED, content: str = "1", **files: bytes) -> SchoolOutcome:
    return SchoolOutcome(SchoolResult(file="东校.xlsx", content=content, status=status), files)


def test_a_result_stands_with_its_files_and_for_its_content_alone(tmp_path: Path) -> None:
    results = ResultsFolder(tmp_path / "out")
    folder = results.keep("东校", outcome(plan=b"{}"))
    assert {each.name: each.read_bytes() for each in folder.iterdir() if each.name != "result.json"} == {"plan": b"{}"}
    assert results.settled({"东校.xlsx": "1"}).keys() == {"东校.xlsx"}
    assert not results.settled({"东校.xlsx": "2"})
    assert not results.settled({"西校.xlsx": "1"})


@pytest.mark.parametrize("status", [SchoolStatus.CRASHED, SchoolStatus.UNPLANNED])
def test_what_may_end_otherwise_is_tried_again(tmp_path: Path, status: SchoolStatus) -> None:
    results = ResultsFolder(tmp_path)
    results.keep("东校", outcome(status))
    assert results.read() and not results.settled({"东校.xlsx": "1"})


def test_the_former_result_is_kept(tmp_path: Path) -> None:
    results = ResultsFolder(tmp_path)
    results.keep("东校", outcome(SchoolStatus.CRASHED, plan=b"best until then"))
    results.keep("东校", outcome(plan=b"new"))
    assert (tmp_path / "东校" / "plan").read_bytes() == b"new"
    assert [path.read_bytes() for path in (tmp_path / "旧结果").rglob("plan")] == [b"best until then"]
    assert results.read()["东校.xlsx"].status is SchoolStatus.PLANNED


@pytest.mark.parametrize("broken", [os.fsync, Path.rename], ids=["disk full", "no renaming"])
def test_a_failure_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Callable[..., None]
) -> None:
    results = ResultsFolder(tmp_path)

    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if broken is os.fsync else Path, broken.__name__, fail)
    with pytest.raises(OSError, match="No space"):
        results.keep("东校", outcome(plan=b"{}"))
    assert not results.read() and not list(tmp_path.iterdir())


def test_a_folder_that_excel_holds_open_gets_a_sibling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = ResultsFolder(tmp_path)
    results.keep("东校", outcome(SchoolStatus.UNPLANNED))

    def held(*arguments: object) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(ResultsFolder, "_put_aside", held)
        assert results.keep("东校", outcome(plan=b"{}")).name == "东校 (2)"
    assert results.settled({"东校.xlsx": "1"})


def test_another_word_on_a_school_leaves_its_files(tmp_path: Path) -> None:
    results = ResultsFolder(tmp_path)
    results.keep("东校", outcome(SchoolStatus.INFEASIBLE, why=b"..."))
    told = results.read()["东校.xlsx"].model_copy(update={"cause": Text("共享教师", "shared")})
    results.amend(told)
    assert results.read()["东校.xlsx"].cause == Text("共享教师", "shared")
    assert {path.name for path in (tmp_path / "东校").iterdir()} == {"why", "result.json"}


def test_two_batches_do_not_write_to_one_folder(tmp_path: Path) -> None:
    results = ResultsFolder(tmp_path)
    with results.reserved(), pytest.raises(InUseError), ResultsFolder(tmp_path).reserved():
        pass
    with results.reserved():  # free again
        pass
