"""Files of one plan stand in a folder together or not at all, and those of the plan before are kept beside them.

They are written into a hidden folder and renamed into place. Whenever the program dies, no file of one plan stands beside
one of another: the old ones go first, all of them, and are whole in 旧课表 by then.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import re
import shutil
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

PLAN_FILE, WORKBOOK_FILE, CHANGES_FILE = "plan.json", "课表.xlsx", "调动清单.xlsx"
TOGETHER = (WORKBOOK_FILE, CHANGES_FILE, PLAN_FILE)
OLD_PLANS = "旧课表"

# Hidden files and folders of ours, with the number of the process that writes them; older versions wrote none.
_OURS = re.compile(r"\.(?:paike|(?:plan|plan-未排完|课表|调动清单)(?:\(\d+\))?)(?:-(\d+))?-[0-9a-f]{8}(?:\.\w+)?")
_LONG = 3600.0  # seconds that no writing takes


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Yield a hidden folder in `folder`, made with it where need be, for files to be written; it is gone afterwards.

    What dead processes left there is removed before. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder)
    staged = folder / f".paike-{os.getpid()}-{uuid4().hex[:8]}"
    staged.mkdir()
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Remove the hidden files and folders of processes that died while they wrote; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        for entry in folder.iterdir():
            found = _OURS.fullmatch(entry.name)
            if found is None or not _is_dead(found[1], entry):
                continue
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    entry.unlink()


def _is_dead(process: str | None, entry: Path) -> bool:
    if process is None or sys.platform == "win32":  # where to ask for a process may end it
        return time.time() - entry.stat().st_mtime > _LONG
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        pass
    return False


def install(staged: Path, folder: Path, *, old: Collection[str], own: Collection[str] = ()) -> Path | None:
    """Move all that is staged into its folder, in place of its `old` files; return where these are kept, None for none.

    What stands there already, byte for byte, is left as it is, so that nothing is copied anew that follows the folder. Files named in `own` are of the same plan as the staged ones and are not kept. Raises OSError and KeyboardInterrupt; then
    the old files are as before, after an interrupt perhaps with a copy in 旧课表.
    """
    others = [name for name in old if name not in own and (folder / name).exists()]
    aside = put_aside(folder, others)
    replaced = staged.with_name(f"{staged.name}.old")
    replaced.mkdir()
    files = (str(file.relative_to(staged)) for file in staged.rglob("*") if not file.is_dir())
    new = sorted(_changed(files, staged, folder, others), key=lambda name: name != PLAN_FILE)
    gone = [*others, *(name for name in new if name not in (*others, *own) and (folder / name).exists())]
    for name in new:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (replaced / name).parent.mkdir(parents=True, exist_ok=True)
    try:
        _move([*((folder / name, replaced / name) for name in gone), *((staged / name, folder / name) for name in new)])
    except OSError:
        if aside is not None and all((folder / name).exists() for name in others):
            shutil.rmtree(aside, ignore_errors=True)
            with contextlib.suppress(OSError):  # holds other plans
                aside.parent.rmdir()
        raise
    finally:
        shutil.rmtree(replaced, ignore_errors=True)
    return aside


def _changed(names: Iterable[str], staged: Path, folder: Path, others: Collection[str]) -> list[str]:
    """Return the staged files that do not stand in a folder already; of those of one plan all or none, as their times are compared."""
    staged_names = list(names)
    same = {name for name in staged_names if name not in others and _is_same(staged / name, folder / name)}
    together = {name for name in staged_names if name in TOGETHER}
    if not together <= same:
        same -= together
    return [name for name in staged_names if name not in same]


def _is_same(one: Path, other: Path) -> bool:
    try:
        return filecmp.cmp(one, other, shallow=False)
    except OSError:  # it is not there, or nobody may read it: then it is replaced
        return False


def _move(moves: Iterable[tuple[Path, Path]]) -> None:
    """Rename files one after the other; when something fails, all back."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.replace(target)
            done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            with contextlib.suppress(OSError):
                target.replace(source)
        raise


def put_aside(folder: Path, names: Collection[str]) -> Path | None:
    """Return a new folder in 旧课表 with these files of a folder, which stay where they are; None for no files. Raises OSError."""
    if not names:
        return None
    title = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    titles = [title, *(f"{title} ({number})" for number in range(2, 1000))]
    aside = next(folder / OLD_PLANS / each for each in titles if not (folder / OLD_PLANS / each).exists())
    with staging(folder) as copies:
        for name in names:
            _copy(folder / name, copies / name)
        aside.parent.mkdir(exist_ok=True)
        copies.rename(aside)
    return aside


def _copy(source: Path, target: Path) -> None:
    """Let the same file have another name; where that is not possible copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
