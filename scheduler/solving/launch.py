"""Starts the process of a run."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any

from scheduler.store import Run, Store, StoreError
from scheduler.store.database import VARIABLE
from scheduler.text import Text


def start(store: Store, run: Run) -> None:
    """Start a run that was added to the store in a process of its own.

    The process belongs to no window and ends with none. Its best plan is saved as the next version of the plan, with the run's
    author and note, unless somebody saved one meanwhile: then it stays in the run. A repair stays there always. What is in a run
    becomes a version by `store.take`. Raises StoreError where there can be no process; the run has failed then.
    """
    # The address may hold a password: others see a command's words but not its environment.
    environment = {**os.environ, VARIABLE: store.url, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "scheduler.solving", str(run.id)]
    silent: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    try:
        process = subprocess.Popen(command, env=environment, **silent, **_apart())
    except OSError as error:
        store.runs.fail(run.id, type(error).__name__)
        why = error.strerror or str(error)
        raise StoreError(Text(f"启动不了求解程序：{why}", f"Cannot start the solver: {why}")) from None
    threading.Thread(target=process.wait, daemon=True).start()  # so that no dead process is left behind


def _apart() -> dict[str, Any]:
    """Return what makes a process outlive the console and the program that started it."""
    if os.name == "posix":
        return {"start_new_session": True}
    flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW  # type: ignore[attr-defined,unused-ignore]
    return {"creationflags": flags}
