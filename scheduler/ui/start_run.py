"""Starts a run of the solver from a page."""

from __future__ import annotations

from scheduler.solving import start
from scheduler.store import AlreadyRunningError, Run, RunTask, StoreError, UnreadableError
from scheduler.ui import session
from scheduler.ui.failures import show_refusal
from scheduler.ui.session import Opened


def latest_run(found: Opened) -> Run | None:
    """Return the run that was started last; None, told, where that is damaged, so that another can be started."""
    try:
        return session.store().runs.latest(found.school_id)
    except UnreadableError as error:
        show_refusal(error)
        return None


def start_run(found: Opened, task: RunTask, seconds: float, note: str = "") -> None:
    """Start a task on the version of the school that this session has reached; the next run of the page shows it, or why not."""
    store, number = session.store(), found.reached.number or found.number
    try:
        run = store.runs.add(
            found.school_id, school_number=number, seconds=seconds, task=task, author=session.author(), note=note
        )
        start(store, run)
    except AlreadyRunningError:
        pass  # it is shown instead
    except StoreError as error:
        session.tell(error)
