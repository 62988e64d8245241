"""Where the results of a solve stand on disk: the best plan while the search runs, the workbook at its end."""

from __future__ import annotations

import contextlib
from pathlib import Path

from constraints.audit import Report
from scheduler.engine.result import Progress, Result
from scheduler.export import write_plan_json, write_plan_workbook

PLAN_FILE = "plan.json"
WORKBOOK_FILE = "课表.xlsx"


class ResultFolder:
    """Ensures that a plan which somebody waited for is on disk whatever happens to the program. Raises OSError early:
    when the folder cannot be made or written to."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".paike"
        probe.touch()
        probe.unlink()
        self.folder = folder
        self._kept: Report | None = None

    def keep(self, step: Progress, report: Report | None) -> None:
        """Write plan.json when there is a better plan. A failure is not raised here: a search must not die of it."""
        if report is None or report is self._kept:
            return
        with contextlib.suppress(OSError):
            write_plan_json(report, self.folder / PLAN_FILE, bound=step.bound, seconds=step.seconds)
            self._kept = report

    def finish(self, result: Result, *, language: str) -> list[Path]:
        """Write the final plan as JSON and as workbook; return the files. Raises ValueError when the result has no plan.

        A workbook that cannot be replaced (open in Excel) is written beside it under a new name. Raises OSError.
        """
        if result.report is None:
            raise ValueError("no plan to write")
        document = self.folder / PLAN_FILE
        bounds = {
            "bound": result.bound,
            "fairness_bound": result.ranges.service,
            "balance_bound": result.ranges.balance,
        }
        write_plan_json(result.report, document, seconds=result.seconds, **bounds)
        for name in self._names():
            try:
                write_plan_workbook(result.report, name, language=language, **bounds)
            except PermissionError:
                continue
            return [name, document]
        raise PermissionError(13, "Permission denied", str(self.folder / WORKBOOK_FILE))

    def _names(self) -> list[Path]:
        first = self.folder / WORKBOOK_FILE
        return [first, *(first.with_stem(f"{first.stem}({number})") for number in range(2, 10))]
