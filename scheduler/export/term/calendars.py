"""iCalendar of a term as it is held: one event for everything on its date, so that a subscribed calendar changes with the school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
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


def _calendar(term: Term, school: School, who: str, events: Iterable[bytes], language: str) -> bytes:
    calendar = Calendar.new(
        name=f"{who} {school.name}",
        prodid="-//paike//paike//ZH",
        language=language,
        uid=uid_of(school, who, "term"),
    )
    calendar.add_component(zone_of(calendars.Term(term.calendar.first, term.calendar.last)))
    whole = bytes(calendar.to_ical())
    return b"".join((whole.removesuffix(_END), *events, _END))


def _event(term: Term, day: Day, who: str, item: Item, home_room: str | None, language: str) -> bytes:
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
    written = _written(
        summary,
        (item.start, item.end),
        item.venue or home_room,
        "\n".join(filter(None, details)) or None,
        term.calendar.first,
        0 if change is None else 1,
    )
    uid = uid_of(day.school, who, item.occasion.date, item.kind, item.key.id, *item.key.slot)
    for name in (b"DTSTART", b"DTEND"):
        line = b"\r\n" + name + _ZONED
        written = written.replace(line + _some(SOME_DAY), line + _some(item.date))
    return written.replace(_UID + SOME_UID.encode(), _UID + uid.encode())


# A term has as many events as a school has lessons in twenty weeks, and the library takes a millisecond for each. But for the day
# and the identity, which are as long in each, those of one lesson are the same text: it is written once and these two put in. No
# text of a person's can be taken for them, for a line that goes on begins with a blank.
SOME_DAY, SOME_UID = date(2000, 1, 1), "00000000-0000-0000-0000-000000000000@paike"
_END, _UID, _ZONED = b"END:VCALENDAR\r\n", b"\r\nUID:", f";TZID={ZONE.key}:".encode()


def _some(day: date) -> bytes:
    return f"{day:%Y%m%d}T".encode()


@lru_cache(maxsize=20_000)
def _written(
    summary: str, times: tuple[int, int], location: str | None, description: str | None, stamp: date, sequence: int
) -> bytes:
    """Return an event of SOME_DAY, from minute to minute, with SOME_UID."""
    midnight = datetime.combine(SOME_DAY, time(), ZONE)
    event = Event.new(
        summary=summary,
        start=midnight + timedelta(minutes=times[0]),
        end=midnight + timedelta(minutes=times[1]),
        location=location,
        description=description,
        stamp=datetime.combine(stamp, time(), UTC),
        sequence=sequence,
        uid=SOME_UID,
    )
    return bytes(event.to_ical())
