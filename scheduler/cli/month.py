"""`paike month`: the month's workbook for the accountant, by what really happened."""

from __future__ import annotations

import calendar
import datetime
from typing import Annotated

import typer

from scheduler.cli.common import AsJson, Language, OutFolder, PlanFile, SchoolFile, refuse, school_in, writing
from scheduler.cli.console import Console
from scheduler.cli.dates import TermFile, term_in
from scheduler.text import Text


def month(
    school: SchoolFile,
    plan: PlanFile,
    out: OutFolder,
    month: Annotated[str, typer.Option(help="哪个月 2026-12 / which month")],
    term: TermFile = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """某月实际的课后服务、补助、弹性账和代课统计 / What really happened in a month: service, allowance, time bank, covers."""
    from scheduler.export.term.month import month_workbook
    from scheduler.term.ledger import ledgers
    from scheduler.workbook.spreadsheet import save_workbook

    console = Console(lang, as_json)
    told = term_in(console, term, school_in(console, school), plan)
    try:
        first = datetime.date.fromisoformat(f"{month}-01")
    except ValueError:
        refuse(console, Text(f"--month 要写成 2026-12，不是“{month}”", f"--month is written 2026-12, not “{month}”"))
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if last < told.calendar.first or first > told.calendar.last:
        refuse(console, Text(f"{month} 不在学期里", f"{month} is outside of the term"))
    path = out / f"课后服务与代课 {month}.xlsx"
    with writing(console, path):
        out.mkdir(parents=True, exist_ok=True)
        save_workbook(month_workbook(told, first, last, language=lang), path)
    console.say(Text(f"已写出 {path}", f"Wrote {path}"))
    found = ledgers(told, first, last)
    people = [
        {
            "teacher": e.teacher,
            "minutes": e.service_minutes,
            "pay": e.pay,
            "covers": sum(e.covers.values()),
            "cover_pay": e.cover_pay,
        }
        for e in found.values()
    ]
    console.document({"status": "ok", "month": month, "people": people, "files": [str(path)]})
