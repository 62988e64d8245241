"""iCalendar: the week of a class or a teacher in every week of a term, for phones and calendar programs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from scheduler.export.lessons import Entry, Lessons
from scheduler.school import BellSchedule, School, Slot, Week
from scheduler.text import Text
from scheduler.workbook.spreadsheet import replacing

ZONE = ZoneInfo("Asia/Shanghai")
WEEK = timedelta(weeks=1)
MOST_WEEKS = 60
FOLDERS = {"class": Text("班级", "Classes"), "teacher": Text("教师", "Teachers")}
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Term(NamedTuple):
    """The days of a term, both included. The week of the first one is the first week, which is odd."""

    first: date
    last: date

    @property
    def weeks(self) -> int:
        """How many weeks it touches."""
        return (_monday(self.last) - _monday(self.first)) // WEEK + 1


def term_of(school: School) -> Term | None:
    """Return the term that a school tells of; None where a day is missing or it is no term."""
    if school.term_start is None or school.term_end is None:
        return None
    term = Term(school.term_start, school.term_end)
    return term if term.first <= term.last and term.weeks <= MOST_WEEKS else None


def term_of_weeks(first: date, weeks: int) -> Term:
    """Return the term of so many weeks that begins on a day; it ends on a Sunday."""
    return Term(first, _monday(first) + weeks * WEEK - timedelta(days=1))


def class_calendar(lessons: Lessons, class_id: str, term: Term) -> bytes:
    """Return what a class has, lessons and service."""
    klass = lessons.school.school_class[class_id]
    schedule = lessons.school.schedule[klass.schedule]
    found = ((slot, entry) for slot in _slots(schedule) for entry in lessons.of_class(class_id, slot))
    return _calendar(lessons, class_id, term, found, klass.home_room)


def teacher_calendar(lessons: Lessons, teacher_id: str, term: Term) -> bytes:
    """Return what a teacher has: lessons, meetings, service, and when he may come late or leave early."""
    slots = (slot for schedule in lessons.school.schedules for slot in _slots(schedule))
    found = ((slot, entry) for slot in slots for entry in lessons.of_teacher(teacher_id, slot))
    return _calendar(lessons, teacher_id, term, found, None)


def calendars(lessons: Lessons, term: Term) -> Iterator[tuple[str, bytes]]:
    """Yield the calendar of every class and of every teacher who has anything, with its path in a folder."""
    for klass in lessons.school.classes:
        yield _path(lessons, "class", klass.id), class_calendar(lessons, klass.id, term)
    for teacher in lessons.school.teachers:
        view = lessons.view
        if view.of_teacher[teacher.id] or view.meetings_of.get(teacher.id) or view.serving[teacher.id]:
            yield _path(lessons, "teacher", teacher.id), teacher_calendar(lessons, teacher.id, term)


def calendars_zip(lessons: Lessons, term: Term) -> bytes:
    """Return all calendars in one archive."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for path, data in calendars(lessons, term):
            archive.writestr(path, data)
    return written.getvalue()


def write_calendars(lessons: Lessons, term: Term, folder: Path) -> list[Path]:
    """Write all calendars below a folder; return the files. Raises OSError."""
    files = []
    for path, data in calendars(lessons, term):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as temporary:
            temporary.write_bytes(data)
        files.append(file)
    return files


def file_name(name: str) -> str:
    """Return a name as every system can store it."""
    return _UNFIT.sub("_", name).strip(". ") or "_"


def _path(lessons: Lessons, kind: str, name: str) -> str:
    return f"{lessons.text(FOLDERS[kind])}/{file_name(name)}.ics"


def _slots(schedule: BellSchedule) -> Iterator[Slot]:
    for index, period in enumerate(schedule.periods):
        for day in period.days:
            yield Slot(schedule.id, day, index)


def _calendar(
    lessons: Lessons, who: str, term: Term, found: Iterator[tuple[Slot, Entry]], home_room: str | None
) -> bytes:
    calendar = Calendar.new(
        name=f"{who} {lessons.school.name}",
        prodid="-//paike//paike//ZH",
        language=lessons.language,
        uid=uid_of(lessons.school, who),
    )
    calendar.add_component(zone_of(term))
    for slot, entry in found:
        event = _event(lessons.school, who, term, slot, entry, home_room)
        if event is not None:
            calendar.add_component(event)
    if who in lessons.school.teacher:
        for day in range(1, 8):
            for entry in lessons.grants_of_teacher(who, day):
                event = _all_day(lessons.school, who, term, day, entry)
                if event is not None:
                    calendar.add_component(event)
    return bytes(calendar.to_ical())


@cache
def zone_of(term: Term) -> Timezone:
    """Return what a calendar must say of the time zone."""
    return Timezone.from_tzinfo(ZONE, ZONE.key, term.first, term.last + timedelta(days=1))


def _event(school: School, who: str, term: Term, slot: Slot, entry: Entry, home_room: str | None) -> Event | None:
    """Return a lesson in all its weeks; None where the term has none of them."""
    first = _first_day(term, slot.day, entry.week)
    if first is None:
        return None
    period = school.period(slot)
    start, end = (datetime.combine(first, time(*divmod(minutes, 60)), ZONE) for minutes in (period.start, period.end))
    event = Event.new(
        summary=entry.heading,
        start=start,
        end=end,
        location=entry.place or home_room,
        description="\n".join(entry.details) or None,
        stamp=datetime.combine(term.first, time(), UTC),
        uid=uid_of(school, who, slot, entry.heading),
    )
    until = datetime.combine(term.last, time(23, 59, 59), ZONE).astimezone(UTC)
    event.add("rrule", {"freq": "weekly", "interval": _interval(entry.week), "until": until})
    return event


def _all_day(school: School, who: str, term: Term, day: int, entry: Entry) -> Event | None:
    """Return flexible time as a remark on the day, during which nobody is busy."""
    first = _first_day(term, day, Week.EVERY)
    if first is None:
        return None
    event = Event.new(
        summary=entry.heading,
        start=first,
        end=first + timedelta(days=1),
        stamp=datetime.combine(term.first, time(), UTC),
        uid=uid_of(school, who, day, entry.heading),
    )
    event.add("transp", "TRANSPARENT")
    event.add("rrule", {"freq": "weekly", "interval": 1, "until": term.last})
    return event


def _first_day(term: Term, day: int, week: Week) -> date | None:
    """Return the first weekday of the term in a week of this kind; None where there is none."""
    first = _monday(term.first) + timedelta(days=day - 1) + (WEEK if week is Week.EVEN else timedelta())
    while first < term.first:
        first += _interval(week) * WEEK
    return first if first <= term.last else None


def _interval(week: Week) -> int:
    return 1 if week is Week.EVERY else 2


def uid_of(school: School, who: str, *what: object) -> str:
    """Return an identity that is the same whenever the same lesson is exported, so that it is not imported twice."""
    name = ":".join(map(str, ("paike", school.name, school.term, who, *what)))
    return f"{uuid5(NAMESPACE_URL, name)}@paike"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
