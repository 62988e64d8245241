"""Everything that is handed out of a plan, in one folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from constraints.audit import Report
from scheduler.export.allocation.book import ClubLists
from scheduler.export.calendars import Term, write_calendars
from scheduler.export.charts import TITLES, Chart, chart_pdf
from scheduler.export.document import write_plan_json
from scheduler.export.fairness import NOTHING_PROVEN, RangeBounds
from scheduler.export.file_set import PLAN_FILE, TOGETHER, WORKBOOK_FILE, install, staging
from scheduler.export.lessons import Lessons
from scheduler.export.workbook import write_plan_workbook
from scheduler.plan import PlanView
from scheduler.text import Text

_SOON = 5.0  # seconds between the two files of a plan at most
CALENDARS = Text("日历", "Calendars")


class Exports(NamedTuple):
    """The files that were written, and where those of another plan are kept that stood there before."""

    files: list[Path]
    kept: Path | None


def write_exports(
    report: Report,
    folder: Path,
    *,
    language: str = "zh",
    paper: int | None = None,
    term: Term | None = None,
    bound: int | None = None,
    ranges: RangeBounds = NOTHING_PROVEN,
    clubs: ClubLists | None = None,
) -> Exports:
    """Write a plan's workbook, `plan.json`, charts and compliance report as PDF and, where the term is known, calendars: all
    of them or none. `paper`, the bounds and `clubs` are those of `chart_pdf` and `write_plan_workbook`. Raises OSError."""
    bounds: dict[str, Any] = {
        "bound": bound,
        "fairness_bound": ranges.service,
        "balance_bound": ranges.balance,
        "unavoidable": ranges.unavoidable,
    }
    with staging(folder) as staged:
        files = [staged / WORKBOOK_FILE, staged / PLAN_FILE]
        write_plan_workbook(report, files[0], language=language, clubs=clubs, **bounds)
        write_plan_json(report, files[1], **bounds)
        for chart in Chart:
            data = chart_pdf(report, chart, language=language, paper=paper, bound=bound)
            if data is not None:
                files.append(staged / f"{TITLES[chart].get(language)}.pdf")
                files[-1].write_bytes(data)
        if term is not None:
            lessons = Lessons(PlanView(report.school, report.plan), language)
            files += write_calendars(lessons, term, staged / CALENDARS.get(language))
        own = TOGETHER if _is_there(folder, files[1]) else ()
        kept = install(staged, folder, old=TOGETHER, own=own)
    return Exports([folder / file.relative_to(staged) for file in files], kept)


def _is_there(folder: Path, document: Path) -> bool:
    """Tell whether a folder holds the plan of a document already, in a workbook that nobody has edited since."""
    try:
        old, new = (json.loads(file.read_text(encoding="utf-8")) for file in (folder / PLAN_FILE, document))
        edited = (folder / WORKBOOK_FILE).stat().st_mtime > (folder / PLAN_FILE).stat().st_mtime + _SOON
        return not edited and all(old[part] == new[part] for part in ("lessons", "meetings", "sessions", "grants"))
    except (OSError, ValueError, TypeError, KeyError):
        return False
