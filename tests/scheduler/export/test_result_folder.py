import json
from pathlib import Path

import pytest

from constraints.audit import Report, audit
from scheduler.engine.result import Progress, Result, Status
from scheduler.export import result_folder
from scheduler.export.result_folder import PLAN_FILE, WORKBOOK_FILE, ResultFolder
from tests.schools import make_school, plan_of, slot

STEP = Progress(1.0, 5, 2)


def report_of(day: int) -> Report:
    return audit(make_school(), plan_of({"七(1)班|语文": [slot(day, 1)]}))


def result_of(day: int, bound: int = 0) -> Result:
    return Result(Status.FEASIBLE, report_of(day), bound, 1.5)


def days(folder: Path) -> list[int]:
    text = (folder / PLAN_FILE).read_text(encoding="utf-8")
    return [lesson["at"]["day"] for lesson in json.loads(text)["lessons"]]


def test_the_best_plan_is_kept_while_the_search_runs(tmp_path: Path) -> None:
    folder = ResultFolder(tmp_path / "深" / "处")
    folder.keep(STEP, None)
    assert list(folder.folder.iterdir()) == []
    folder.keep(STEP, report_of(1))
    assert days(folder.folder) == [1]
    folder.keep(STEP, report_of(2))
    assert days(folder.folder) == [2] and [f.name for f in folder.folder.iterdir()] == [PLAN_FILE]


def test_the_same_plan_is_not_written_again(tmp_path: Path) -> None:
    folder, report = ResultFolder(tmp_path), report_of(1)
    folder.keep(STEP, report)
    (tmp_path / PLAN_FILE).unlink()
    folder.keep(STEP, report)
    assert not (tmp_path / PLAN_FILE).exists()


def test_a_search_does_not_die_of_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    folder = ResultFolder(tmp_path)
    monkeypatch.setattr(result_folder, "write_plan_json", full)
    error = folder.keep(STEP, report_of(1))
    assert error is not None and error.errno == 28
    with pytest.raises(OSError):
        folder.finish(result_of(1), language="zh")


def test_the_end_writes_workbook_and_document(tmp_path: Path) -> None:
    files = ResultFolder(tmp_path).finish(result_of(3, bound=2), language="zh")
    assert [file.name for file in files] == [WORKBOOK_FILE, PLAN_FILE] and all(file.exists() for file in files)
    assert days(tmp_path) == [3]
    assert json.loads((tmp_path / PLAN_FILE).read_text(encoding="utf-8"))["bound"] == 2


def test_a_folder_that_cannot_be_made_is_told_before_the_search(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OSError):
            ResultFolder(path)
    ResultFolder(tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["file"]  # no probe is left
