"""Everything that is handed out of a plan, in one folder."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from constraints.audit import Report
from scheduler.export.allocation.book import ClubLists
from scheduler.export.calendars import Term
from scheduler.export.charts import TITLES, Chart, chart_pdf
from scheduler.export.document import write_plan_json
from scheduler.export.fairness import NOTHING_PROVEN, RangeBounds
from scheduler.export.file_set import PLAN_FILE, TOGETHER, WORKBOOK_FILE, install, staging
from scheduler.export.parts import CALENDARS, LARGE, Part, written_beside
from scheduler.export.workbook import write_plan_workbook

_SOON = 5.0  # seconds between the two files of a plan at most
_PAGES = (Chart.CLASSES, Chart.TEACHERS, Chart.VENUES, Chart.GRADES)
_WIDE = (Chart.SCHOOL, Chart.STAFF)  # and the calendars: about the same work


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
        document = staged / PLAN_FILE
        with _parts_written(report, staged, language, paper, term):
            write_plan_workbook(report, staged / WORKBOOK_FILE, language=language, clubs=clubs, **bounds)
            write_plan_json(report, document, **bounds)
            compliance = chart_pdf(report, Chart.COMPLIANCE, language=language, paper=paper, bound=bound)
            if compliance is not None:
                (staged / f"{TITLES[Chart.COMPLIANCE].get(language)}.pdf").write_bytes(compliance)
        files = _in_order(staged, language)
        own = TOGETHER if _is_there(folder, document) else ()
        kept = install(staged, folder, old=TOGETHER, own=own)
    return Exports([folder / file.relative_to(staged) for file in files], kept)


def _parts_written(
    report: Report, folder: Path, language: str, paper: int | None, term: Term | None
) -> AbstractContextManager[None]:
    """Have all that does not need the audit written: while the block does the rest where the school is large, else at once."""
    part = Part(report.school, report.plan, language, paper, (*_PAGES, *_WIDE), term)
    if len(report.plan.placements) < LARGE:
        part.write(folder)
        return nullcontext()
    return written_beside([part._replace(charts=_PAGES, term=None), part._replace(charts=_WIDE)], folder)


def _in_order(folder: Path, language: str) -> list[Path]:
    """Return the files that were written: workbook, `plan.json`, charts, calendars."""
    names = [WORKBOOK_FILE, PLAN_FILE, *(f"{TITLES[chart].get(language)}.pdf" for chart in Chart)]
    files = [folder / name for name in names if (folder / name).exists()]
    return [*files, *sorted((folder / CALENDARS.get(language)).rglob("*.ics"))]


def _is_there(folder: Path, document: Path) -> bool:
    """Tell whether a folder holds the plan of a document already, in a workbook that nobody has edited since."""
    try:
        old, new = (json.loads(file.read_text(encoding="utf-8")) for file in (folder / PLAN_FILE, document))
        edited = (folder / WORKBOOK_FILE).stat().st_mtime > (folder / PLAN_FILE).stat().st_mtime + _SOON
        return not edited and all(old[part] == new[part] for part in ("lessons", "meetings", "sessions", "grants"))
    except (OSError, ValueError, TypeError, KeyError):
        return False
