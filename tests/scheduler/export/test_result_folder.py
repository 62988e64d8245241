import json
import shutil
from pathlib import Path

import pytest

from constraints.audit import Report, audit
from scheduler.engine.result import Progress, Result, Status
from scheduler.export import result_folder
from scheduler.export.file_set import OLD_PLANS
from scheduler.export.result_folder import PLAN_FILE, UNFINISHED_FILE, WORKBOOK_FILE, ResultFolder
from tests.schools import make_school, plan_of, slot

STEP = Progress(1.0, 5, 2)


def report_of(day: int) -> Report:
    return audit(make_school(), plan_of({"七(1)班|语文": [slot(day, 1)]}))


def result_of(day: int, bound: int = 0) -> Result:
    return Result(Status.FEASIBLE, report_of(day), bound, 1.5)


def days(folder: Path, name: str = PLAN_FILE) -> list[int]:
    text = (folder / name).read_text(encoding="utf-8")
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


def test_the_plan_of_a_running_search_stands_beside_another_one(tmp_path: Path) -> None:
    ResultFolder(tmp_path).finish(result_of(1), language="zh")
    folder = ResultFolder(tmp_path)
    assert folder.holds_plan()
    folder.keep(STEP, report_of(2))
    assert days(tmp_path) == [1] and days(tmp_path, UNFINISHED_FILE) == [2]
    folder.finish(result_of(3), language="zh")
    assert days(tmp_path) == [3] and not (tmp_path / UNFINISHED_FILE).exists()
    assert folder.old is not None and days(folder.old.kept) == [1] and folder.old.cost == report_of(1).cost


def test_the_plan_of_a_search_that_died_is_put_aside(tmp_path: Path) -> None:
    ResultFolder(tmp_path).finish(result_of(1), language="zh")
    ResultFolder(tmp_path).keep(STEP, report_of(2))
    ResultFolder(tmp_path).keep(STEP, report_of(3))
    [kept] = (tmp_path / OLD_PLANS).iterdir()
    assert days(kept, UNFINISHED_FILE) == [2] and days(tmp_path, UNFINISHED_FILE) == [3]


def test_a_folder_that_is_removed_meanwhile_is_made_again(tmp_path: Path) -> None:
    folder = ResultFolder(tmp_path / "out")
    for write in (lambda: folder.keep(STEP, report_of(1)), lambda: folder.finish(result_of(1), language="zh")):
        shutil.rmtree(tmp_path / "out")
        write()
        assert days(tmp_path / "out") == [1]


def test_what_goes_with_a_plan_is_written_with_it_or_not_at_all(tmp_path: Path) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError):
        ResultFolder(tmp_path).finish(result_of(1), language="zh", more={"调动清单.xlsx": full})
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_is_told_before_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError):
        ResultFolder(tmp_path)
    assert list(tmp_path.iterdir()) == []
