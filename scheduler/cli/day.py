"""`paike day`: what holds on a date, and what goes out of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.cli.common import AsJson, Language, PlanFile, SchoolFile, refuse, school_in, writing
from scheduler.cli.console import Console
from scheduler.cli.dates import OnDate, TermFile, date_in, item_record, item_text, tell_standing, term_in
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.term.day import Day
    from scheduler.term.nouns import Term


def day(
    school: SchoolFile,
    plan: PlanFile,
    date: OnDate,
    term: TermFile = None,
    out: Annotated[
        Path | None,
        typer.Option(help="写出代课安排表、通知单、群消息和学期课时核对 / write list, slips, messages, hours"),
    ] = None,
    calendars: Annotated[
        bool,
        typer.Option(
            "--calendars", help="连同每班每人整个学期的日历（iCal），按实际上的 / calendars of the whole term"
        ),
    ] = False,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """某一天实际上什么课、谁上 / What holds on a date: lessons, service, duties as they are held then."""
    from scheduler.term.absences import hits
    from scheduler.term.day import day_of

    console = Console(lang, as_json)
    found_school = school_in(console, school)
    told = term_in(console, term, found_school, plan)
    on = date_in(console, date, told)
    found = day_of(told, on)
    open_hits = hits(told, on, found)
    console.say(_day_text(found))
    for item in found.items:
        console.say(item_text(item))
    for dropped in found.dropped:
        text = item_text(dropped.item)
        console.say(
            Text(f"  不上：{text.zh.strip()}（{dropped.why.zh}）", f"  not held: {text.en.strip()} ({dropped.why.en})")
        )
    for hit in open_hits:
        text = item_text(hit.item)
        console.say(Text(f"  缺人：{text.zh.strip()}", f"  nobody: {text.en.strip()}"))
    standing = tell_standing(console, told, (on,))
    if calendars and out is None:
        refuse(console, Text("--calendars 要和 --out 一起写", "--calendars needs --out"))
    files = [] if out is None else _print(console, told, on, out, lang)
    if calendars and out is not None:
        files += _print_calendars(console, told, out / "日历", lang)
    open_items = [item_record(hit.item) for hit in open_hits]
    console.document({"status": "ok", **_day_record(found), "open": open_items, "standing": standing, "files": files})


def _print(console: Console, term: Term, date: datetime.date, out: Path, language: str) -> list[str]:
    """Write what goes out of a date into a folder and return the files."""
    from scheduler.export.term.book import day_workbook
    from scheduler.export.term.hours import hours_workbook
    from scheduler.workbook.spreadsheet import save_workbook

    files = []
    with writing(console, out):
        out.mkdir(parents=True, exist_ok=True)
        for name, book in (
            (f"代课安排 {date}.xlsx", day_workbook(term, date, language=language)),
            (f"学期课时核对 {date}.xlsx", hours_workbook(term, date, language=language)),
        ):
            save_workbook(book, out / name)
            files.append(str(out / name))
    console.say(Text(f"已写出 {'、'.join(files)}", f"Wrote {', '.join(files)}"))
    return files


def _print_calendars(console: Console, term: Term, folder: Path, language: str) -> list[str]:
    """Write the calendar of every class and teacher by what is held over the term; return the files."""
    from scheduler.export.term.calendars import write_term_calendars

    with writing(console, folder):
        files = write_term_calendars(term, folder, language)
    console.say(Text(f"已写出 {folder}（{len(files)} 份日历）", f"Wrote {folder} ({len(files)} calendars)"))
    return [str(file) for file in files]


def _day_text(found: Day) -> Text:
    from scheduler.term.calendar import date_text

    when = date_text(found.date)
    special = "；".join(s.text.zh for s in found.specials), "; ".join(s.text.en for s in found.specials)
    return Text(
        when.zh + (f"：{special[0]}" if special[0] else ""), when.en + (f": {special[1]}" if special[1] else "")
    )


def _day_record(found: Day) -> dict[str, Any]:
    return {
        "date": str(found.date),
        "weekday": found.weekday,
        "week": str(found.week),
        "specials": [special.text.zh for special in found.specials],
        "items": [item_record(item) for item in found.items],
        "dropped": [{**item_record(each.item), "why": each.why.zh} for each in found.dropped],
    }
