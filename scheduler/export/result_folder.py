"""Where the results of a solve stand on disk: the best plan while the search runs, the workbook at its end."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from constraints.audit import Report
from scheduler.engine.result import Progress, Result
from scheduler.export import write_plan_json, write_plan_workbook
from scheduler.export.allocation.book import ClubLists
from scheduler.export.file_set import PLAN_FILE, TOGETHER, WORKBOOK_FILE, install, put_aside, staging
from scheduler.export.unavoidable import unavoidable_texts

UNFINISHED_FILE = "plan-未排完.json"  # the best plan of a search, where another plan stands in the folder
MOST_NAMES = 100
_PROBE = bytes(4 * 1024**2)  # what a plan may take; a full disk takes empty files

Writer = Callable[[Path], None]


class OldPlan(NamedTuple):
    """The plan that stood in the folder before: where it is kept, and its cost where its `plan.json` tells one."""

    kept: Path
    cost: int | None
    compliant: bool


class ResultFolder:
    """Ensures that a plan which somebody waited for is on disk whatever happens to the program, and no plan before it is lost.

    The lists of `clubs` are in the workbook at the end. Raises OSError early: when the folder cannot be made or written to, or a
    folder stands where a file is to be.
    """

    def __init__(self, folder: Path, clubs: ClubLists | None = None) -> None:
        with staging(folder) as staged:
            (staged / "probe").write_bytes(_PROBE)
        for name in (PLAN_FILE, WORKBOOK_FILE):
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(folder / name))
        self.folder, self.clubs = folder, clubs
        self.old: OldPlan | None = None
        self._own: set[str] = set()  # files that this search wrote
        self._kept: Report | None = None

    def holds_plan(self) -> bool:
        """Tell whether files of another plan stand in the folder."""
        return any(name not in self._own and (self.folder / name).exists() for name in TOGETHER)

    def keep(self, step: Progress, report: Report | None) -> OSError | None:
        """Write the best plan when there is a better one: as `plan.json`, beside another plan's files under a name of its own.

        A failure is returned, not raised: a search must not die of it. The next better plan is tried again.
        """
        if report is None or report is self._kept:
            return None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_plan_json(report, self._place(), bound=step.bound, seconds=step.seconds)
        except OSError as error:
            return error
        self._kept = report
        return None

    def _place(self) -> Path:
        """Return where the plan of a running search goes. What a search that died left there is put aside."""
        name = UNFINISHED_FILE if self.holds_plan() else PLAN_FILE
        if name not in self._own and (self.folder / name).exists():
            put_aside(self.folder, [name])
        self._own.add(name)
        return self.folder / name

    def finish(self, result: Result, *, language: str, more: Mapping[str, Writer] | None = None) -> list[Path]:
        """Write the final plan as JSON and as workbook, and `more` files by their names; return the files.

        All or none of them are written. The files of another plan are kept: `old` says where. Where these cannot be
        replaced (open in Excel) the new ones stand beside them under new names. Raises ValueError when the result has no
        plan, and OSError.
        """
        if result.report is None:
            raise ValueError("no plan to write")
        bounds: dict[str, Any] = {
            "bound": result.bound,
            "fairness_bound": result.ranges.service,
            "balance_bound": result.ranges.balance,
            "unavoidable": unavoidable_texts(result.bounds),
        }
        with staging(self.folder) as staged:
            write_plan_workbook(result.report, staged / WORKBOOK_FILE, language=language, clubs=self.clubs, **bounds)
            write_plan_json(result.report, staged / PLAN_FILE, seconds=result.seconds, **bounds)
            for name, write in (more or {}).items():
                write(staged / name)
            names = self._install(staged, [WORKBOOK_FILE, PLAN_FILE, *(more or {})])
        if UNFINISHED_FILE in self._own:
            with contextlib.suppress(OSError):
                (self.folder / UNFINISHED_FILE).unlink()
        return [self.folder / name for name in names]

    def _install(self, staged: Path, names: list[str]) -> list[str]:
        """Move the staged files into the folder; return their names there."""
        for file in staged.iterdir():
            _flush(file)
        old = _read_old(self.folder / PLAN_FILE)
        try:
            kept = install(staged, self.folder, old=TOGETHER, own=self._own)
        except PermissionError:
            names = self._renamed(staged, names)
            install(staged, self.folder, old=())
            return names
        self.old = None if kept is None else OldPlan(kept, *old)
        return names

    def _renamed(self, staged: Path, names: list[str]) -> list[str]:
        """Give the staged files names that are free in the folder, with one number for all."""
        for number in range(2, MOST_NAMES):
            numbered = [str(Path(name).with_stem(f"{Path(name).stem}({number})")) for name in names]
            if not any((self.folder / name).exists() for name in numbered):
                for name, new in zip(names, numbered, strict=True):
                    (staged / name).rename(staged / new)
                return numbered
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self.folder / WORKBOOK_FILE))


def _read_old(file: Path) -> tuple[int | None, bool]:
    """Return the cost of the plan in a file, and whether it is compliant; no cost where the file does not tell."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return int(told["cost"]), bool(told["compliant"])
    except (OSError, ValueError, TypeError, KeyError):
        return None, False


def _flush(file: Path) -> None:
    """Have a file on disk before its name is: else a power cut may leave an empty one."""
    with contextlib.suppress(OSError), file.open("r+b") as opened:
        os.fsync(opened.fileno())
