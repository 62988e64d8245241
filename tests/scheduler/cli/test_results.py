import errno
from pathlib import Path

import pytest

from constraints.audit import Report
from scheduler.cli.console import Console
from scheduler.cli.results import keeper, result_folder
from scheduler.engine.result import Progress
from scheduler.export import result_folder as module


def test_a_full_disk_is_told_at_the_first_failed_write_and_once(
    report: Report, broken: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*arguments: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    keep = keeper(Console("en"), result_folder(Console("en"), tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(module, "write_plan_json", full)
        keep(Progress(1.0, 5, 0), broken)
        said = capsys.readouterr().err.replace("\n", " ")
        assert "the disk is full" in said and "the search goes on" in said
        keep(Progress(2.0, 4, 0), report)
        assert capsys.readouterr().err == ""
    keep(Progress(3.0, 4, 0), report)  # tried again, though it is the same plan
    assert (tmp_path / "plan.json").exists()
