"""What the commands of dates share: reading the term and a date, how something held on a date is told."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.cli.common import bad_file, plan_in, refuse
from scheduler.cli.console import Console
from scheduler.text import Text, clock_text

if TYPE_CHECKING:
    from scheduler.school import School
    from scheduler.term.day import Item
    from scheduler.term.nouns import Term

TermFile = Annotated[Path | None, typer.Option("--term", help="学期工作簿（校历、请假、变动）/ the term's workbook")]
OnDate = Annotated[str, typer.Option("--date", help="日期 2026-12-08 / the date")]


def term_in(console: Console, path: Path | None, school: School, plan_file: Path) -> Term:
    """Return the term in a workbook, or the whole school year around today's where none is given, told as an assumption."""
    from scheduler.term.calendar import Calendar
    from scheduler.term.nouns import Edition, Term

    plan = plan_in(console, plan_file, school)
    if path is not None:
        from scheduler.workbook.term.reader import read_term

        reading = read_term(path, school, plan)
        if reading.term is None:
            bad_file(console, path, reading.problems)
        console.problems(reading.problems)
        console.notes(reading.notes)
        return reading.term
    if school.term_start is None or school.term_end is None:
        refuse(
            console,
            Text(
                "不知道学期从哪天到哪天：给出 --term 学期工作簿，或在“学校”表填写学期起止",
                "The term's first and last day are not known: give --term, or fill them into 学校",
            ),
        )
    calendar = Calendar(first=school.term_start, last=school.term_end)
    return Term(calendar=calendar, editions=(Edition(first=calendar.first, school=school, plan=plan),))


def typed_date(console: Console, said: str) -> datetime.date | None:
    """Return the date that was typed, None for nothing; ends the command for what is no date."""
    from scheduler.workbook.notation import NotationError, read_date

    try:
        return read_date(said) if said else None
    except NotationError as error:
        refuse(
            console, Text(f"“{said}”{error.text.zh}：{error.cure.zh}", f"“{said}”: {error.text.en}. {error.cure.en}")
        )


def date_in(console: Console, said: str, term: Term) -> datetime.date:
    """Return the date that was typed, or end the command where it is none of the term's."""
    from scheduler.term.calendar import date_text

    date = typed_date(console, said)
    if date is None:
        refuse(console, Text("没有写日期", "no date is given"))
    if date not in term.calendar:
        first, last = date_text(term.calendar.first), date_text(term.calendar.last)
        refuse(
            console,
            Text(
                f"{said} 不在学期里（{first.zh}到{last.zh}）",
                f"{said} is outside of the term ({first.en} to {last.en})",
            ),
        )
    return date


def tell_standing(console: Console, term: Term, dates: Sequence[datetime.date]) -> list[str]:
    """Tell what hard rules of cover are broken by what is changed on some dates already, as somebody typed it; return the texts."""
    from scheduler.cover.weeks import audit_standing
    from scheduler.model.owner import Level

    found = []
    for active, violation in audit_standing(term, dates).violations():
        if active.level is not Level.SOFT:
            text, title = violation.text, active.rule.title
            console.say(Text(f"  请核对“变动”：{text.zh}（{title.zh}）", f"  Check 变动: {text.en} ({title.en})"))
            found.append(text.zh)
    return found


def item_text(item: Item) -> Text:
    """Return a line about something held on a date."""
    from scheduler.term.nouns import WAY_NAMES

    who, adults = "、".join(item.classes[:3]), "、".join(item.teachers)
    line = f"  {clock_text(item.start)}-{clock_text(item.end)}  {who} {item.title} {adults}"
    if item.change is None:
        return Text(line, line)
    way = WAY_NAMES[item.change.way]
    return Text(f"{line}（{way.zh}）", f"{line} ({way.en})")


def item_record(item: Item) -> dict[str, Any]:
    """Return something held on a date as JSON-ready data."""
    return {
        "kind": str(item.kind),
        "id": item.key.id,
        "start": clock_text(item.start),
        "end": clock_text(item.end),
        "title": item.title,
        "classes": list(item.classes),
        "planned": list(item.planned),
        "teachers": list(item.teachers),
        "venue": item.venue,
        "way": None if item.change is None else str(item.change.way),
    }
