"""Has a school's turn taken by a process of its own and watches it: whatever it dies of is that school's result."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import psutil

from scheduler.district.job import DEFECT_FILE, JOB_FILE, OUT_FOLDER, SchoolJob, Step, Teller
from scheduler.district.nouns import RESULT_FILE, SchoolOutcome, SchoolResult, SchoolStatus
from scheduler.export.file_set import PLAN_FILE
from scheduler.text import Text

LOOK_EVERY = 0.25  # seconds


class UnwantedError(Exception):
    """Nobody waits for this school any more: its process was ended."""


def run_turn(
    job: SchoolJob,
    workbook: bytes,
    tell: Teller = lambda step: None,
    wanted: Callable[[], bool] = lambda: True,
    scratch: Path | None = None,
) -> SchoolOutcome:
    """Return what came of a school, whatever happened to its process; a folder in `scratch` holds its files meanwhile.

    Raises UnwantedError as soon as `wanted` says no, and OSError where there is no room for the files.
    """
    with TemporaryDirectory(prefix="paike-", dir=scratch, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / job.file).write_bytes(workbook)
        (folder / JOB_FILE).write_text(job.model_dump_json(), encoding="utf-8")
        began = time.monotonic()
        with _started(folder) as process:  # which closes its pipes
            assert process.stdout is not None
            watch = _Watch(job, process, wanted)
            reader = threading.Thread(target=_read_steps, args=(process.stdout, tell), daemon=True)
            reader.start()
            try:
                watch.to_its_end()
            finally:
                watch.end()
                reader.join(LOOK_EVERY)
        return _outcome(job, folder / OUT_FOLDER, watch, time.monotonic() - began)


def _started(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scheduler.district.turn", str(folder)]
    pipes = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.DEVNULL,
    }  # messages may hold names
    return subprocess.Popen(command, env={**os.environ, "PYTHONUTF8": "1"}, **pipes, **_apart())  # type: ignore[call-overload,no-any-return]


def _apart() -> dict[str, Any]:
    """Return what keeps the Ctrl-C that is meant for the batch from its processes."""
    if os.name == "posix":
        return {"start_new_session": True}
    flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW  # type: ignore[attr-defined,unused-ignore]
    return {"creationflags": flags}


def _read_steps(lines: IO[bytes], tell: Teller) -> None:
    with contextlib.suppress(OSError, ValueError):  # it was closed
        for line in lines:
            with contextlib.suppress(ValueError, TypeError):  # something else that a library prints
                tell(Step(*json.loads(line)))


class _Watch:
    """Ensures that a process ends: by itself, at its limits of time and memory, or when nobody wants it any more."""

    def __init__(self, job: SchoolJob, process: subprocess.Popen[bytes], wanted: Callable[[], bool]) -> None:
        self.job, self.process, self.wanted = job, process, wanted
        self.memory = 0  # bytes, the most that was seen
        self.ended_for: Text | None = None

    def to_its_end(self) -> None:
        """Wait for it. Raises UnwantedError."""
        until = time.monotonic() + self.job.longest
        while not self._ended():
            self.memory = max(self.memory, _memory(self.process.pid))
            if self.memory > self.job.memory:
                most = f"{self.job.memory / 1024**3:.1f} GB"
                self._end_for(Text(f"内存超过 {most}", f"it took more than {most} of memory"))
            elif time.monotonic() > until:
                self._end_for(Text(f"超过 {self.job.longest:.0f} 秒", f"it took more than {self.job.longest:.0f} s"))
            elif not self.wanted():
                raise UnwantedError

    def _ended(self) -> bool:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(LOOK_EVERY)
            return True
        return False

    def _end_for(self, why: Text) -> None:
        self.ended_for = why
        self.end()

    def end(self) -> None:
        """End the process and those that it began; nothing where it has ended."""
        if self.process.poll() is None:
            children = _children(self.process.pid)
            self.process.kill()
            for child in children:
                with contextlib.suppress(psutil.Error):
                    child.kill()
        self.process.wait()

    @property
    def cause(self) -> Text:
        """What it died of."""
        if self.ended_for is not None:
            return self.ended_for
        code = self.process.returncode
        if code < 0:
            with contextlib.suppress(ValueError):
                name = signal.Signals(-code).name
                return Text(f"求解进程被系统结束（{name}）", f"the system ended its process ({name})")
        return Text(f"求解进程意外结束（{code}）", f"its process ended unexpectedly ({code})")


def _memory(process: int) -> int:
    try:
        it = psutil.Process(process)
        return sum(each.memory_info().rss for each in (it, *_children(process)))
    except psutil.Error:
        return 0


def _children(process: int) -> list[psutil.Process]:
    try:
        found: list[psutil.Process] = psutil.Process(process).children(recursive=True)
        return found
    except psutil.Error:
        return []


def _outcome(job: SchoolJob, out: Path, watch: _Watch, seconds: float) -> SchoolOutcome:
    result = None
    if watch.process.returncode == 0:
        with contextlib.suppress(OSError, ValueError):
            result = SchoolResult.model_validate_json((out / RESULT_FILE).read_text(encoding="utf-8"))
    if result is None:
        return crashed(job, _defect(out.parent / DEFECT_FILE) or watch.cause, seconds, watch.memory, _kept(out))
    files = {file.name: file.read_bytes() for file in sorted(out.iterdir()) if file.is_file()}
    del files[RESULT_FILE]
    return SchoolOutcome(result.model_copy(update={"memory": watch.memory or None}), files)


def crashed(
    job: SchoolJob, cause: Text, seconds: float = 0.0, memory: int = 0, files: dict[str, bytes] | None = None
) -> SchoolOutcome:
    """Return what is known of a school whose process or worker died of something."""
    if files:
        cause = Text(
            f"{cause.zh}；到那时最好的课表在 {PLAN_FILE}", f"{cause.en}; the best plan until then is {PLAN_FILE}"
        )
    result = SchoolResult(
        file=job.file,
        content=job.content,
        status=SchoolStatus.CRASHED,
        seconds=round(seconds, 2),
        memory=memory or None,
        cause=cause,
    )
    return SchoolOutcome(result, files or {})


def _kept(out: Path) -> dict[str, bytes]:
    """Return the best plan of a search that died."""
    with contextlib.suppress(OSError):
        return {PLAN_FILE: (out / PLAN_FILE).read_bytes()}
    return {}


def _defect(file: Path) -> Text | None:
    """Return what the process said of its own defect."""
    with contextlib.suppress(OSError):
        place = file.read_text(encoding="utf-8")
        return Text(f"程序出错：{place}", f"a defect of paike: {place}")
    return None
