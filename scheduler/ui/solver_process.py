"""Runs `paike solve` in a process of its own: a page may be closed or rerun without harm to it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.result_folder import PLAN_FILE

SCHOOL_FILE = "学校.xlsx"
LOG_FILE = "进度.txt"


@dataclass(frozen=True)
class SolverProcess:
    """A running or ended `paike solve`; its folder holds the school, the log and the best plan so far.

    `seconds` is its time limit, `began` the monotonic time of its start.
    """

    folder: Path
    process: subprocess.Popen[bytes]
    seconds: int
    began: float

    @property
    def running(self) -> bool:
        """Tell whether it is still planning."""
        return self.process.poll() is None

    @property
    def elapsed_share(self) -> float:
        """The share of the time limit that is over, 0 to 1."""
        return min(1.0, (time.monotonic() - self.began) / self.seconds)

    def stop(self) -> None:
        """Ask it to end; it writes its best plan first."""
        if self.running:
            self.process.send_signal(signal.SIGTERM if os.name == "posix" else signal.CTRL_BREAK_EVENT)  # type: ignore[attr-defined,unused-ignore]

    def best(self) -> dict[str, Any] | None:
        """Return the best plan so far as `plan.json` tells it, or None before the first."""
        try:
            document: dict[str, Any] = json.loads((self.folder / PLAN_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return document

    def log(self) -> list[str]:
        """Return the lines that the command has said so far."""
        try:
            return (self.folder / LOG_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []


def results_home() -> Path:
    """Return the folder that keeps the results of the pages: `PAIKE_HOME`, or `paike` in the user's own folder."""
    return Path(os.environ.get("PAIKE_HOME") or Path.home() / "paike")


def new_folder(name: str) -> Path:
    """Make a new folder for the results of a school. Raises OSError."""
    stem = re.sub(r'[\\/:*?"<>|\s]+', "_", name).strip("._") or "学校"
    folder = results_home() / f"{stem}-{time.strftime('%Y%m%d-%H%M%S')}"
    number = 1
    while folder.exists():
        number += 1
        folder = folder.with_name(f"{folder.name.split('~')[0]}~{number}")
    folder.mkdir(parents=True)
    return folder


def start_solver(folder: Path, seconds: int) -> SolverProcess:
    """Start planning the school that stands in the folder. Raises OSError."""
    command = [sys.executable, "-m", "scheduler.cli", "solve", str(folder / SCHOOL_FILE)]
    command += ["--out", str(folder), "--time-limit", str(seconds)]
    group = {} if os.name == "posix" else {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined,unused-ignore]
    with (folder / LOG_FILE).open("wb") as log:
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "160"}
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment, **group)
    return SolverProcess(folder, process, seconds, time.monotonic())
