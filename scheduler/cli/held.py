"""What `paike check` tells of two timetables: the one that is posted and what was really held, by the term or by a second plan."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.cli.common import bad_file, plan_of, refuse
from scheduler.cli.console import Console
from scheduler.cli.dates import date_in
from scheduler.text import Text

if TYPE_CHECKING:
    from constraints.audit import Report
    from scheduler.export.two_timetables import TwoTimetables
    from scheduler.term.nouns import Term

SHOWN = 40


def compared_with(
    console: Console, report: Report, held: Path | None, term: Path | None, until: str
) -> TwoTimetables | None:
    """Return how a plan compares with what was held, None where nothing tells that; or end the command with what is wrong."""
    if held is not None and term is not None:
        refuse(console, Text("--held 和 --term 只能给一个", "Give either --held or --term"))
    if term is not None:
        return _with_term(console, report, term, until)
    if until:
        refuse(console, Text("--until 要和 --term 一起用", "--until goes with --term"))
    return None if held is None else _with_plan(console, report, held)


def _with_plan(console: Console, report: Report, held: Path) -> TwoTimetables:
    from scheduler.export.two_timetables import held_in_plan
    from scheduler.workbook.plan.reader import read_plan

    reading = read_plan(held, report.school)
    plan = plan_of(console, held, reading)
    source = Text(f"与 {held.name} 比对", f"against {held.name}")
    return held_in_plan(report.school, report.plan, plan, source, reading.omissions)


def _with_term(console: Console, report: Report, path: Path, until: str) -> TwoTimetables:
    from scheduler.export.two_timetables import held_in_term
    from scheduler.workbook.term.reader import read_term

    reading = read_term(path, report.school, report.plan)
    if reading.term is None:
        bad_file(console, path, reading.problems)
    console.problems(reading.problems)
    return held_in_term(reading.term, _last(console, reading.term, until))


def _last(console: Console, term: Term, until: str) -> datetime.date:
    """Return the day up to which is compared: the one that was typed, else today, or the term's last after its end."""
    if until:
        return date_in(console, until, term)
    today = datetime.date.today()
    if today < term.calendar.first:
        first = term.calendar.first
        refuse(console, Text(f"学期 {first} 才开始，还没有上过课", f"The term begins on {first}: nothing was held yet"))
    return min(today, term.calendar.last)


def show_two_timetables(console: Console, found: TwoTimetables) -> None:
    """Print each protected lesson that was held otherwise than posted, and the answer in a sentence."""
    from scheduler.export.two_timetables import FATE_NAMES, verdict

    for each in found.differences[:SHOWN]:
        fate = FATE_NAMES[each.fate]
        console.say(
            Text(
                f"  {each.class_id} {each.posted.zh} → {each.held.zh}【{fate.zh}】",
                f"  {each.class_id} {each.posted.en} → {each.held.en} [{fate.en}]",
            )
        )
    rest = len(found.differences) - SHOWN
    if rest > 0:
        console.say(Text(f"  ……另有 {rest} 节，用 --report 看全部", f"  … and {rest} more: see them with --report"))
    console.say(verdict(found))


def two_timetables_record(found: TwoTimetables) -> dict[str, Any]:
    """Return the comparison as JSON-ready data."""
    from scheduler.export.two_timetables_sheet import two_timetables_record as record

    return record(found)
