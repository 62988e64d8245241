"""The workbooks of a district read on its cluster, each on one worker: who shares teachers is known only with all schools read."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from scheduler.district.batch import WINDOW, SchedulerLostError, slots_of
from scheduler.district.listener import Listener
from scheduler.district.schools import SchoolFile
from scheduler.engine.stopping import Cancel

if TYPE_CHECKING:
    from distributed import Client

    from scheduler.workbook import Reading

WAIT_SECONDS = 0.5


def read_schools(
    client: Client, schools: Sequence[SchoolFile], listener: Listener, cancel: Cancel
) -> dict[str, Reading] | None:
    """Return what the readers say of the workbooks, by the schools' titles; None when it was cancelled.

    A workbook that cannot be read, or whose reader fails, is left out. Raises SchedulerLostError.
    """
    waiting, found = deque(schools), {}
    under_way: dict[Any, SchoolFile] = {}
    while waiting or under_way:
        if cancel.asked:
            client.cancel(list(under_way))
            return None
        slots = sum(slots_of(client).values())
        while waiting and len(under_way) < WINDOW * slots:
            school = waiting.popleft()
            with contextlib.suppress(OSError):
                future = client.submit(_read, school.name, school.path.read_bytes(), pure=False)
                under_way[future] = school
        if not under_way:
            cancel.wait(WAIT_SECONDS)  # for workers
        for future in _ended(under_way):
            school = under_way.pop(future)
            if future.status not in ("finished", "error"):
                raise SchedulerLostError
            with contextlib.suppress(Exception):  # then its turn will tell
                found[school.title] = future.result(timeout=60)
        listener.look(slots)
        listener.reading(len(schools) - len(waiting) - len(under_way), len(schools))
        if client.status != "running":
            raise SchedulerLostError
    return found


def _ended(under_way: dict[Any, SchoolFile]) -> list[Any]:
    """Return which have ended, after a moment's wait where none has."""
    from distributed import wait

    if not under_way:
        return []
    with contextlib.suppress(Exception):  # none within the moment
        wait(list(under_way), timeout=WAIT_SECONDS, return_when="FIRST_COMPLETED")
    return [future for future in under_way if future.done()]


def _read(name: str, workbook: bytes) -> Reading:
    from distributed import get_worker

    from scheduler.workbook import read_school

    with TemporaryDirectory(prefix="paike-", dir=get_worker().local_directory, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / name
        path.write_bytes(workbook)
        return read_school(path)
