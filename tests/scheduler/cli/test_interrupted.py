"""Whatever ends a solve, or keeps it from writing, at whatever instant: no file of one plan stands beside one of another,
the plan that stood there before is whole, and the new one is not lost once it was found.

An instant is an operation on a file: the solve runs in a process of its own, whose n-th operation on the folder of the
results kills it, sends it a signal or fails. PAIKE_EXAMPLES sets how many instants are tried (default: few).
"""

import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from constraints.audit import Report
from scheduler.cli import results
from scheduler.cli.common import Exit
from scheduler.cli.main import cli
from scheduler.engine.result import Status
from scheduler.export.file_set import OLD_PLANS, PLAN_FILE, WORKBOOK_FILE
from scheduler.export.result_folder import UNFINISHED_FILE
from scheduler.plan import Placement
from scheduler.school import School
from scheduler.workbook.plan.reader import read_plan
from tests.scheduler.cli.conftest import run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that begin where their parent is")

EXAMPLES = int(os.environ.get("PAIKE_EXAMPLES", "6"))
CHANGING = ("os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir")
OPERATIONS = 40  # of a solve into a folder with a plan: about so many


def instants() -> list[int]:
    rng = Random(13 if "PAIKE_EXAMPLES" not in os.environ else None)
    return sorted(rng.sample(range(1, OPERATIONS + 1), min(EXAMPLES, OPERATIONS)))


class Case:
    """A folder with the files of an old plan, and a search that finds another one."""

    def __init__(self, school: School, workbook: Path, folder: Path, old: Report, new: Report) -> None:
        self.school, self.workbook, self.folder, self.old, self.new = school, workbook, folder, old, new

    def placements(self, file: Path) -> frozenset[Placement]:
        plan = read_plan(file, self.school).plan
        assert plan is not None, file
        return frozenset((p.course, p.slot) for p in plan.placements)  # type: ignore[misc]

    def told(self, report: Report) -> frozenset[Placement]:
        return frozenset((p.course, p.slot) for p in report.plan.placements)  # type: ignore[misc]

    def holds(self, folder: Path, report: Report) -> bool:
        """Tell whether a folder has both files of a plan."""
        files = (folder / PLAN_FILE, folder / WORKBOOK_FILE)
        return all(file.is_file() and self.placements(file) == self.told(report) for file in files)

    def check(self) -> None:
        """Check what must hold at any instant."""
        plan, workbook = self.folder / PLAN_FILE, self.folder / WORKBOOK_FILE
        if workbook.exists():
            assert plan.exists() and self.placements(plan) == self.placements(workbook)
        old = self.folder / OLD_PLANS
        places = [self.folder, *(old.iterdir() if old.exists() else ())]
        assert any(self.holds(place, self.old) for place in places), "the old plan is lost"

    def has_new(self) -> bool:
        """Tell whether the plan that was found is on disk."""
        files = [self.folder / name for name in (PLAN_FILE, UNFINISHED_FILE)]
        return any(file.exists() and self.placements(file) == self.told(self.new) for file in files)

    def solve(self, act: Callable[[], None], instant: int, *, only: str = "", once: bool = True) -> tuple[int, str]:
        """Solve in a child whose n-th operation on the folder acts; return its wait status and what it said."""
        said = self.folder.parent / "said.txt"
        child = os.fork()
        if child == 0:
            code = 99
            with said.open("w", encoding="utf-8", buffering=1) as file:
                sys.stdout = sys.stderr = file
                sys.addaudithook(_hook(self.folder, act, instant, only, once))
                signal.signal(signal.SIGINT, signal.default_int_handler)
                try:
                    cli(["solve", str(self.workbook), "--out", str(self.folder)])
                except SystemExit as end:
                    code = int(end.code or 0)
                except BaseException:
                    traceback.print_exc()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        return status, said.read_text(encoding="utf-8", errors="replace").replace("\n", "")


def _hook(
    folder: Path, act: Callable[[], None], instant: int, only: str, once: bool
) -> Callable[[str, tuple[Any, ...]], None]:
    """Return an audit hook that acts at the n-th operation that changes something in a folder, or at each from then on."""
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+")
        if not (writes or event in CHANGING):
            return
        paths = [str(path) for path in arguments[:2] if isinstance(path, str | os.PathLike)]
        if any(path.startswith(str(folder)) and path.endswith(only) for path in paths):
            seen += 1
            if seen == instant or (seen > instant and not once):
                act()

    return hook


def fails(code: int) -> Callable[[], None]:
    def act() -> None:
        raise OSError(code, os.strerror(code))

    return act


def sends(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


@pytest.fixture
def case(
    school: School, workbook: Path, report: Report, broken: Report, solved: Callable[..., None], tmp_path: Path
) -> Case:
    folder = tmp_path / "结果"
    solved(Status.FEASIBLE, report)
    run("solve", workbook, "--out", folder)
    solved(Status.FEASIBLE, broken)
    return Case(school, workbook, folder, old=report, new=broken)


@pytest.fixture
def refuge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where plans go that cannot be written."""
    monkeypatch.setattr(results, "refuges", lambda: [tmp_path / "别处"])
    return tmp_path / "别处"


def hidden(folder: Path) -> Iterator[str]:
    return (entry.name for entry in folder.iterdir() if entry.name.startswith("."))


@pytest.mark.parametrize("instant", instants())
def test_killed(case: Case, instant: int, solved: Callable[..., None]) -> None:
    status, _ = case.solve(sends(signal.SIGKILL), instant)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == Exit.BROKEN  # over before the instant came
    case.check()
    run("solve", case.workbook, "--out", case.folder)
    case.check()
    assert case.holds(case.folder, case.new) and not list(hidden(case.folder))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("instant", instants()[::2])
def test_asked_to_stop(case: Case, instant: int, number: signal.Signals) -> None:
    """Before the search begins nothing has changed; from then on the plan is written to its end."""
    status, _ = case.solve(sends(number), instant)
    case.check()
    if not case.has_new():
        assert case.holds(case.folder, case.old)
    elif os.WIFEXITED(status):
        assert case.holds(case.folder, case.new) and not list(hidden(case.folder))
        assert os.waitstatus_to_exitcode(status) in (Exit.INTERRUPTED, Exit.BROKEN)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("instant", instants()[::2])
def test_a_folder_that_takes_nothing_any_more(case: Case, instant: int, code: int, refuge: Path) -> None:
    status, said = case.solve(fails(code), instant, once=False)
    assert os.WIFEXITED(status) and "Traceback" not in said
    case.check()
    if refuge.exists():
        assert case.holds(refuge, case.new) and str(refuge) in said and "没有丢" in said
        assert os.waitstatus_to_exitcode(status) == Exit.BAD_INPUT
    elif not case.has_new():
        assert "写不了" in said and "秒" not in said, "told only after the search"


@pytest.mark.parametrize("instant", instants()[::2])
def test_a_disk_that_is_full_for_a_moment(case: Case, instant: int, refuge: Path) -> None:
    status, said = case.solve(fails(errno.ENOSPC), instant)
    assert os.WIFEXITED(status)
    case.check()
    assert case.has_new() or case.holds(refuge, case.new) or "秒" not in said


def test_a_workbook_that_is_open(case: Case) -> None:
    """Excel lets nobody rename it: the new files stand beside the old ones, under one number."""
    status, said = case.solve(fails(errno.EACCES), 1, only=f"结果/{WORKBOOK_FILE}", once=False)
    assert os.waitstatus_to_exitcode(status) == Exit.BROKEN and "课表(2).xlsx" in said
    assert case.holds(case.folder, case.old)
    for name in ("课表(2).xlsx", "plan(2).json"):
        assert case.placements(case.folder / name) == case.told(case.new)
    assert not (case.folder / OLD_PLANS).exists() and not list(hidden(case.folder))


def test_a_folder_in_place_of_a_file_is_told_before_the_search(workbook: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "plan.json").mkdir(parents=True)
    status, _, err = run("solve", workbook, "--out", tmp_path / "out")
    assert status == Exit.BAD_INPUT and "plan.json：这是一个文件夹" in err.replace("\n", "") and "开始排" not in err


def test_the_better_plan_before_is_named(case: Case) -> None:
    status, out, err = run("solve", case.workbook, "--out", case.folder)
    [kept] = (case.folder / OLD_PLANS).iterdir()
    assert status == Exit.BROKEN and "已有课表" in err
    assert f"留在 {kept}" in out.replace("\n", "") and "它比这次的好" in out
    assert case.holds(kept, case.old) and case.holds(case.folder, case.new)
    assert not (case.folder / UNFINISHED_FILE).exists()


def test_nowhere_to_write(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The plan is printed: it is the only copy."""
    monkeypatch.setattr(results, "refuges", lambda: [tmp_path / "结果" / "别处"])
    begins = next(n for n in range(1, OPERATIONS) if "秒" in case.solve(fails(errno.ENOSPC), n, once=False)[1])
    status, said = case.solve(fails(errno.ENOSPC), begins, once=False)
    assert os.waitstatus_to_exitcode(status) == Exit.BAD_INPUT and "磁盘已满" in said
    assert '"lessons":[' in said and case.holds(case.folder, case.old)
