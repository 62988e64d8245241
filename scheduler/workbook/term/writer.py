"""Writes a term as a workbook that the reader takes back as it is."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook

from scheduler.school import School, Slot, Week
from scheduler.term.calendar import MIDNIGHT, SPECIAL_NAMES, SpecialDay
from scheduler.term.day import Dropped, Item, plain_items
from scheduler.term.nouns import ABSENCE_NAMES, WAY_NAMES, Absence, Change, Edition, ItemKind, Occasion, Term
from scheduler.text import Text, clock_text, day_name
from scheduler.workbook.school.choices import Choice
from scheduler.workbook.school.form import Form, Row, add_form
from scheduler.workbook.spreadsheet import save_workbook, set_width_unit
from scheduler.workbook.term_sheets import (
    ABSENCE_WORDS,
    ABSENCES,
    BEGINS,
    CALENDAR,
    CHANGES,
    EDITIONS,
    ENDS,
    KIND_WORDS,
    PURPOSES,
    WAY_WORDS,
)

NO_FILE = "（课表在程序里：到“导出”下载这一版，放在旁边，写上文件名）"
WEEK_WORDS = {Week.ODD: "单周", Week.EVEN: "双周"}
_CHOICES: dict[str, dict[str, tuple[Text, ...]]] = {
    "calendar": {"kind": tuple(KIND_WORDS.values())},
    "absences": {"kind": tuple(ABSENCE_WORDS.values())},
    "changes": {"way": tuple(WAY_WORDS.values())},
    "editions": {},
}


def write_term(term: Term, path: Path) -> None:
    """Write the calendar, absences and changes of a term, and which timetables take over, whole or not at all. Raises OSError."""
    book, later = Workbook(), term.editions[1:]
    book.remove(book.worksheets[0])
    set_width_unit(book)
    for sheet, rows, wide in (
        (CALENDAR, list(_calendar(term)), ("name", "classes")),
        (ABSENCES, [_absence(each) for each in term.absences], ("teachers", "note")),
        (CHANGES, [_change(term, each) for each in term.changes], ("note",)),
        *([(EDITIONS, [_edition(each, path.parent) for each in later], ("plan", "school"))] if later else []),
    ):
        words = {key: Choice(tuple(text.zh for text in texts)) for key, texts in _CHOICES[sheet.key].items()}
        add_form(book, Form(sheet, rows, wide=wide, choices=words, purpose=PURPOSES[sheet.key]))
    save_workbook(book, path)


def _calendar(term: Term) -> Iterator[Row]:
    calendar = term.calendar
    yield {"date": str(calendar.first), "kind": BEGINS.zh, "week": WEEK_WORDS[calendar.first_week]}
    yield from special_rows(calendar.specials)
    yield {"date": str(calendar.last), "kind": ENDS.zh}


def special_rows(specials: Sequence[SpecialDay]) -> Iterator[Row]:
    """Yield special days as rows of 校历, those of dates in a row that are alike as one."""
    for alike in _runs(specials):
        for row in _special(alike[0]):
            yield {**row, "to": str(alike[-1].date) if len(alike) > 1 else None}


def _runs(specials: Sequence[SpecialDay]) -> Iterator[list[SpecialDay]]:
    """Yield special days, those of dates in a row that are alike together."""
    run: list[SpecialDay] = []
    for special in specials:
        follows = run and run[-1].model_copy(update={"date": run[-1].date + datetime.timedelta(days=1)}) == special
        if run and not follows:
            yield run
            run = []
        run.append(special)
    if run:
        yield run


def _special(special: SpecialDay) -> Iterator[Row]:
    whole = special.start == 0 and special.end == MIDNIGHT
    row: Row = {
        "date": str(special.date),
        "name": special.name,
        "kind": SPECIAL_NAMES[special.kind].zh,
        "classes": _names(special.classes),
        "from": None if whole else clock_text(special.start),
        "until": None if whole else clock_text(special.end),
        "follows": None if special.follows is None else day_name(special.follows).zh,
        "week": None if special.week is None else WEEK_WORDS.get(special.week),
        "schedule": special.schedule,
    }
    if not special.duties:
        yield row
    for exam in special.duties:
        yield {
            **row,
            "name": exam.name,
            "classes": _names(exam.classes),
            "from": clock_text(exam.start),
            "until": clock_text(exam.end),
            "adults": _names(exam.adults),
            "venue": exam.venue,
        }


def _absence(absence: Absence) -> Row:
    whole = absence.start == 0 and absence.end == MIDNIGHT
    return {
        "id": absence.id,
        "teachers": _names(absence.teachers),
        "venues": _names(absence.venues),
        "classes": _names(absence.classes),
        "first": str(absence.first),
        "last": str(absence.last),
        "time": None if whole else f"{clock_text(absence.start)}-{clock_text(absence.end)}",
        "kind": ABSENCE_NAMES[absence.kind].zh,
        "note": absence.note or None,
        "by": absence.entered_by or None,
        "at": None if absence.entered_at is None else absence.entered_at.isoformat(" ", "minutes"),
    }


def _change(term: Term, change: Change) -> Row:
    found = plain_items(term, change.date).get(change.occasion)
    item = found.item if isinstance(found, Dropped) else found
    school = term.edition_on(change.date).school
    date, slot = change.moved_to or (None, None)
    return {
        "id": change.id,
        "date": str(change.date),
        "classes": None if item is None else _names(item.classes),
        "slot": slot_name(school, change.key.slot) if change.key.kind is not ItemKind.EXAM else None,
        "title": None if item is None else item.title,
        "way": WAY_NAMES[change.way].zh,
        "without": _names(change.without),
        "teachers": _names(change.teachers),
        "joins": None if change.joins is None else _joined(term, change),
        "to_date": None if date is None else str(date),
        "to_slot": None if slot is None or date is None else slot_name(term.edition_on(date).school, slot),
        "owed_date": None if change.makes_up is None else str(change.makes_up.date),
        "owed_slot": None if change.makes_up is None else _slot_owed(term, change.makes_up),
        "venue": change.venue,
        "note": change.note or None,
        "by": change.entered_by or None,
        "at": None if change.entered_at is None else change.entered_at.isoformat(" ", "minutes"),
        "code": code(change),
    }


def _joined(term: Term, change: Change) -> str | None:
    for occasion, found in plain_items(term, change.date).items():
        if occasion.key == change.joins:
            item: Item = found.item if isinstance(found, Dropped) else found
            return _names(item.classes)
    return None


def _slot_owed(term: Term, lost: Occasion) -> str:
    return slot_name(term.edition_on(lost.date).school, lost.key.slot)


def slot_name(school: School, slot: Slot) -> str:
    """Return how a sheet names a period of a day: the name in the bell schedule, 第3节."""
    return school.period(slot).name


def code(change: Change) -> str:
    """Return what a program reads of a change: its keys, the pair, in JSON."""
    lost = None if change.makes_up is None else change.makes_up.key
    made = [[str(key.kind), key.id, *key.slot] if key is not None else None for key in (change.key, change.joins, lost)]
    slot = None if change.moved_to is None else list(change.moved_to[1])
    return json.dumps([*made[:2], slot, change.pair, *made[2:]], ensure_ascii=False, separators=(",", ":"))


def _edition(edition: Edition, folder: Path) -> Row:
    return {
        "first": str(edition.first),
        "plan": _beside(edition.plan_file, folder) or NO_FILE,
        "school": _beside(edition.school_file, folder),
    }


def _beside(file: str, folder: Path) -> str | None:
    """Return how a file is named from a folder; whole where it is on another drive, nothing where it is in the store."""
    if not file:
        return None
    try:
        return Path(os.path.relpath(file, folder.absolute())).as_posix()
    except ValueError:
        return file


def _names(names: Iterable[str]) -> str | None:
    return "、".join(names) or None
