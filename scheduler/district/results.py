"""The folder of a batch's results: one folder a school, each there whole or not at all, whenever the program dies."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from scheduler.district.nouns import RESULT_FILE, SchoolOutcome, SchoolResult
from scheduler.export.file_set import staging

OLD_RESULTS = "旧结果"
LOCK_FILE = ".paike.lock"
_MOST_NAMES = 100


class InUseError(OSError):
    """Another batch writes to the folder."""


class ResultsFolder:
    """Ensures that what came of a school is in a folder of its own as a whole, and that no earlier result is lost.

    A folder with a `result.json` is whole: all its files came into place with it, by one renaming. What stood there before
    is kept in 旧结果.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def reserved(self) -> Iterator[None]:
        """Keep other batches from writing to the folder, which is made where need be. Raises InUseError, OSError.

        However the program dies, the folder is free then.
        """
        with staging(self.folder):  # that it can be written to is seen now, and what dead processes left is gone
            pass
        with (self.folder / LOCK_FILE).open("a+b") as file:
            _lock(file)
            yield

    def read(self) -> dict[str, SchoolResult]:
        """Return all results by the name of their workbook; of two the settled one, then the one that was written last."""
        return {name: result for name, (_, result) in self._found().items()}

    def _found(self) -> dict[str, tuple[Path, SchoolResult]]:
        ranks: dict[str, tuple[bool, float]] = {}
        found: dict[str, tuple[Path, SchoolResult]] = {}
        for path in sorted(self.folder.glob(f"*/{RESULT_FILE}")):
            with contextlib.suppress(OSError, ValueError):  # gone meanwhile, or not ours
                result = SchoolResult.model_validate_json(path.read_text(encoding="utf-8"))
                rank = (result.status.settled, path.stat().st_mtime)
                if result.file not in found or rank >= ranks[result.file]:
                    ranks[result.file], found[result.file] = rank, (path, result)
        return found

    def settled(self, contents: Mapping[str, str]) -> dict[str, SchoolResult]:
        """Return the results that stand, of workbooks by name with what they hold now: the others are sought again."""
        return {
            name: result
            for name, result in self.read().items()
            if result.status.settled and contents.get(name) == result.content
        }

    def keep(self, title: str, outcome: SchoolOutcome) -> Path:
        """Put what came of a school into its folder; return that. Raises OSError, and nothing has changed then.

        Where the old folder cannot be moved away, as Excel holds a file of it open, the new one stands beside it under a new name.
        """
        with staging(self.folder) as staged:
            made = staged / "school"
            made.mkdir()
            for name, data in (*outcome.files.items(), (RESULT_FILE, outcome.result.model_dump_json().encode())):
                _write(made / name, data)
            target = self.folder / title
            if target.exists():
                try:
                    self._put_aside(target)
                except PermissionError:
                    target = _free(target)
            made.rename(target)
        _flush_folder(self.folder)
        return target

    def folder_of(self, file: str) -> Path | None:
        """Return the folder of the result that `read` gives for a workbook."""
        found = self._found().get(file)
        return None if found is None else found[0].parent

    def amend(self, result: SchoolResult) -> None:
        """Put another result in the place of that of the same workbook, beside the same files. Raises OSError."""
        folder = self.folder_of(result.file)
        if folder is not None:
            with staging(folder) as staged:
                _write(staged / RESULT_FILE, result.model_dump_json().encode())
                (staged / RESULT_FILE).replace(folder / RESULT_FILE)

    def _put_aside(self, target: Path) -> None:
        old = self.folder / OLD_RESULTS / f"{datetime.now():%Y-%m-%d %H.%M.%S}"
        old.mkdir(parents=True, exist_ok=True)
        target.rename(old / target.name if not (old / target.name).exists() else _free(old / target.name))


def _free(path: Path) -> Path:
    names = (path.with_name(f"{path.name} ({number})") for number in range(2, _MOST_NAMES))
    found = next((name for name in names if not name.exists()), None)
    if found is None:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    return found


def _write(path: Path, data: bytes) -> None:
    """Have a file on disk before its folder gets its name: else a power cut may leave an empty one."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _lock(file: IO[bytes]) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return  # a file system that knows no locks
        raise InUseError(error.errno, os.strerror(error.errno), str(Path(file.name).parent)) from None
