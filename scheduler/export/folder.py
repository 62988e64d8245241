"""Everything that is handed out of a plan, in one folder."""

from __future__ import annotations

from pathlib import Path

from constraints.audit import Report
from scheduler.export.calendars import Term, write_calendars
from scheduler.export.charts import TITLES, Chart, chart_pdf
from scheduler.export.document import write_plan_json
from scheduler.export.fairness import NOTHING_PROVEN, RangeBounds
from scheduler.export.lessons import Lessons
from scheduler.export.workbook import write_plan_workbook
from scheduler.plan import PlanView
from scheduler.text import Text
from scheduler.workbook.spreadsheet import replacing

WORKBOOK_FILE, DOCUMENT_FILE = "课表.xlsx", "plan.json"
CALENDARS = Text("日历", "Calendars")


def write_exports(
    report: Report,
    folder: Path,
    *,
    language: str = "zh",
    paper: int | None = None,
    term: Term | None = None,
    bound: int | None = None,
    ranges: RangeBounds = NOTHING_PROVEN,
) -> list[Path]:
    """Write a plan's workbook, `plan.json`, charts and compliance report as PDF and, where the term is known, calendars; return the
    files. `paper` and the bounds are those of `chart_pdf` and `write_plan_workbook`. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    bounds = {"bound": bound, "fairness_bound": ranges.service, "balance_bound": ranges.balance}
    files = [folder / WORKBOOK_FILE, folder / DOCUMENT_FILE]
    write_plan_workbook(report, files[0], language=language, **bounds)
    write_plan_json(report, files[1], **bounds)
    for chart in Chart:
        data = chart_pdf(report, chart, language=language, paper=paper, bound=bound)
        if data is not None:
            files.append(folder / f"{TITLES[chart].get(language)}.pdf")
            with replacing(files[-1]) as temporary:
                temporary.write_bytes(data)
    if term is not None:
        lessons = Lessons(PlanView(report.school, report.plan), language)
        files += write_calendars(lessons, term, folder / CALENDARS.get(language))
    return files
