"""iCalendar of a term as it is held: one event for everything on its date, so that a subscribed calendar changes with the school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from scheduler.export import calendars
from scheduler.export.calendars import FOLDERS, ZONE, file_name, uid_of, zone_of
from scheduler.export.term.told import MOST_NAMED, how
from scheduler.school import School
from scheduler.term.day import Day, Item, day_of
from scheduler.term.nouns import WAY_NAMES, Term
from scheduler.workbook.spreadsheet import replacing


def term_calendars(term: Term, language: str = "zh") -> Iterator[tuple[str, bytes]]:
    """Yield the calendar of every class and teacher who has anything on some date of the term, with its path in a folder.

    An event's identity is made of who has it and the occasion, the date and what the plan holds: one that is moved or covered
    keeps it, wherever it stands now.
    """
    days = [day_of(term, date) for date in term.calendar.dates()]
    school = days[-1].school
    for klass in school.classes:
        events = (
            _event(term, day, klass.id, item, klass.home_room, language) for day, item in _of_class(days, klass.id)
        )
        data = _calendar(term, school, klass.id, events, language)
        yield f"{FOLDERS['class'].get(language)}/{file_name(klass.id)}.ics", data
    for teacher in school.teachers:
        found = [(day, item) for day in days for item in day.of_teacher.get(teacher.id, ())]
        if found:
            events = (_event(term, day, teacher.id, item, None, language) for day, item in found)
            data = _calendar(term, school, teacher.id, events, language)
            yield f"{FOLDERS['teacher'].get(language)}/{file_name(teacher.id)}.ics", data


def write_term_calendars(term: Term, folder: Path, language: str = "zh") -> list[Path]:
    """Write all calendars below a folder, each whole or not at all; return the files. Raises OSError."""
    files = []
    for path, data in term_calendars(term, language):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as temporary:
            temporary.write_bytes(data)
        files.append(file)
    return files


def _of_class(days: Iterable[Day], class_id: str) -> Iterator[tuple[Day, Item]]:
    for day in days:
        for item in day.of_class.get(class_id, ()):
            yield day, item


def _calendar(term: Term, school: School, who: str, events: Iterable[Event], language: str) -> bytes:
    calendar = Calendar.new(
        name=f"{who} {school.name}",
        prodid="-//paike//paike//ZH",
        language=language,
        uid=uid_of(school, who, "term"),
    )
    calendar.add_component(zone_of(calendars.Term(term.calendar.first, term.calendar.last)))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(term: Term, day: Day, who: str, item: Item, home_room: str | None, language: str) -> Event:
    """Return something that is held, as the calendar of a class or a teacher says it; what was changed says how."""
    change, classes = item.change, "、".join(item.classes)
    if len(item.classes) > MOST_NAMED:
        classes = f"{item.classes[0]} +{len(item.classes) - 1}"
    of_class = who in item.classes
    summary = item.title if of_class else f"{item.title} {classes}".strip()
    details = ["、".join(item.teachers)] if of_class else []
    if change is not None:
        summary += f"（{WAY_NAMES[change.way].get(language)}）"
        details.append(how(term, change, item).get(language))
    midnight = datetime.combine(item.date, time(), ZONE)
    return Event.new(
        summary=summary,
        start=midnight + timedelta(minutes=item.start),
        end=midnight + timedelta(minutes=item.end),
        location=item.venue or home_room,
        description="\n".join(filter(None, details)) or None,
        stamp=datetime.combine(term.calendar.first, time(), UTC),
        sequence=0 if change is None else 1,
        uid=uid_of(day.school, who, item.occasion.date, item.kind, item.key.id, *item.key.slot),
    )
