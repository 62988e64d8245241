"""Files of a large school's plan are written by several processes at once; `python -m scheduler.export.parts FOLDER` is one."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from scheduler.export.calendars import Term, write_calendars
from scheduler.export.charts import TITLES, Chart, week_pdf
from scheduler.export.lessons import Lessons
from scheduler.plan import Plan, PlanView
from scheduler.school import School
from scheduler.text import Text

CALENDARS = Text("日历", "Calendars")
LARGE = 2000  # lessons a week: with fewer a process would take longer to begin than it spares
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # of Windows


class Part(NamedTuple):
    """Files that can be written by themselves: `charts`, none of them the compliance report, and calendars where there is a term."""

    school: School
    plan: Plan
    language: str
    paper: int | None
    charts: tuple[Chart, ...]
    term: Term | None = None

    def write(self, folder: Path) -> None:
        """Write the files. Raises OSError."""
        lessons = Lessons(PlanView(self.school, self.plan), self.language)
        for chart in self.charts:
            data = week_pdf(lessons, chart, paper=self.paper)
            if data is not None:
                (folder / f"{TITLES[chart].get(self.language)}.pdf").write_bytes(data)
        if self.term is not None:
            write_calendars(lessons, self.term, folder / CALENDARS.get(self.language))


@contextmanager
def written_beside(parts: Sequence[Part], folder: Path) -> Iterator[None]:
    """Have parts written, each in a process of its own, while the block does other work; they are there when it has ended.

    A part whose process could not do it is written by this one. Raises OSError.
    """
    processes = [_started(part, folder) for part in parts]
    try:
        yield
        for part, process in zip(parts, processes, strict=True):
            if process is None or process.wait() != 0:
                part.write(folder)
    finally:
        for process in processes:
            if process is not None:
                process.kill()
                process.wait()


def _started(part: Part, folder: Path) -> subprocess.Popen[bytes] | None:
    command = [sys.executable, "-m", __name__, str(folder)]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # a message might hold a name
            creationflags=_NO_WINDOW,
        )
    except OSError:
        return None
    assert process.stdin is not None
    try:
        with process.stdin:
            pickle.dump(part, process.stdin)
    except OSError:  # it has ended already, and says so when it is waited for
        pass
    return process


if __name__ == "__main__":
    from scheduler.export import parts

    part = pickle.load(sys.stdin.buffer)
    assert isinstance(part, parts.Part)
    part.write(Path(sys.argv[1]))
