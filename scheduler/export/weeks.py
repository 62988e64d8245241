"""The week of a class, a teacher or a venue as it is shown to people: a line a period, a cell a day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from scheduler.export.lessons import Entry, Lessons
from scheduler.school import SERVICE, BellSchedule, PeriodKind, SchoolClass, Slot, Teacher, Venue, day_in_weeks
from scheduler.text import Text, clock_text

FLEXIBLE = Text("弹性", "Flexible")
TIMETABLE = Text("课程表", "timetable")


class PeriodLine(NamedTuple):
    """A line of a week: a lesson period with a cell a day (None: not held that day), or a band across the week."""

    part: int
    label: str
    clock: str
    cells: tuple[list[Entry] | None, ...] = ()
    is_band: bool = False


class PrintedWeek(NamedTuple):
    """What one page or half page shows."""

    title: str
    subtitle: str
    days: tuple[int, ...]
    lines: list[PeriodLine]
    day_texts: list[str]


def class_week(lessons: Lessons, klass: SchoolClass) -> PrintedWeek:
    """Return the whole day of a class with its breaks, noon and self-study."""
    facts = [
        (Text("班主任", "Homeroom teacher"), klass.homeroom_teacher),
        (Text("教室", "Room"), klass.home_room),
    ]
    subtitle = "    ".join(f"{lessons.text(name)}：{value}" for name, value in facts if value)
    return _week(lessons, klass.id, subtitle, {klass.schedule}, partial(lessons.of_class, klass.id), bands=True)


def teacher_week(lessons: Lessons, teacher: Teacher) -> PrintedWeek | None:
    """Return a teacher's lessons, meetings and service, and when he may come late or leave early; None for who has nothing."""
    used = {slot.schedule for slot in lessons.view.of_teacher[teacher.id]}
    used |= {slot.schedule for _, slot in lessons.view.meetings_of.get(teacher.id, ())}
    used |= {session.slot.schedule for session in lessons.view.serving[teacher.id]}
    if not used:
        return None
    week = _week(lessons, teacher.id, _load(lessons, teacher), used, partial(lessons.of_teacher, teacher.id))
    grants = tuple(lessons.grants_of_teacher(teacher.id, day) for day in week.days)
    if any(grants):
        week.lines.append(PeriodLine(1, lessons.text(FLEXIBLE), "", grants))
    return week


def venue_week(lessons: Lessons, venue: Venue) -> PrintedWeek | None:
    """Return what is held in a venue; None where that is nothing."""
    used = {slot.schedule for slot in lessons.of_venue.get(venue.id, ())}
    used |= {session.slot.schedule for session in lessons.view.plan.sessions if session.venue == venue.id}
    if not used:
        return None
    most = Text(f"同时最多 {venue.capacity} 个班", f"at most {venue.capacity} classes at once")
    subtitle = f"{venue.kind}    {lessons.text(most)}"
    return _week(lessons, venue.id, subtitle, used, partial(lessons.in_venue, venue.id))


def _load(lessons: Lessons, teacher: Teacher) -> str:
    """Return a teacher's group, his lessons and his service in the week."""
    count, service = lessons.weekly_of_teacher(teacher.id), lessons.view.sessions_of(teacher.id, SERVICE)
    parts = [teacher.subject_group or "", lessons.text(Text(f"每周 {count} 节", f"{count} lessons a week"))]
    if service:
        minutes = lessons.view.minutes_of(teacher.id, SERVICE)
        words = Text(f"课后服务 {len(service)} 次 {minutes} 分钟", f"service {len(service)} times, {minutes} minutes")
        parts.append(lessons.text(words))
    return "    ".join(part for part in parts if part)


def _week(
    lessons: Lessons,
    name: str,
    subtitle: str,
    used: set[str],
    content: Callable[[Slot], list[Entry]],
    *,
    bands: bool = False,
) -> PrintedWeek:
    schedules = tuple(schedule for schedule in lessons.school.schedules if schedule.id in used)
    days = tuple(sorted({day for schedule in schedules for day in schedule.days}))
    title = f"{name} " + lessons.text(TIMETABLE)
    lines = _lines(lessons, schedules, content, bands=bands)
    return PrintedWeek(title, subtitle, days, lines, _day_texts(lessons, schedules, days))


def _day_texts(lessons: Lessons, schedules: tuple[BellSchedule, ...], days: tuple[int, ...]) -> list[str]:
    """Return the headings of some days: 单周六 where all schedules say so."""
    return [lessons.text(day_in_weeks(day, *(w for s in schedules for w in s.weeks_on(day)))) for day in days]


def _lines(
    lessons: Lessons, schedules: tuple[BellSchedule, ...], content: Callable[[Slot], list[Entry]], *, bands: bool
) -> list[PeriodLine]:
    """Return the lines of a week in the order of the clock, over all schedules that it touches."""
    days = sorted({day for schedule in schedules for day in schedule.days})
    found = []
    for schedule in schedules:
        for index, period in enumerate(schedule.periods):
            clock = f"{clock_text(period.start)}–{clock_text(period.end)}"
            label = period.name if len(schedules) == 1 else f"{schedule.id} {period.name}"
            part = schedule.part(index)
            cells = tuple(content(Slot(schedule.id, day, index)) if day in period.days else None for day in days)
            if period.kind is PeriodKind.LESSON or any(cells):
                found.append((period.start, PeriodLine(part, label, clock, cells)))
            elif bands:
                if set(period.days) != set(schedule.days):
                    held = [lessons.text(day_in_weeks(day, period.week_on(day))) for day in period.days]
                    clock += "  " + "、".join(held)
                found.append((period.start, PeriodLine(part, label, clock, is_band=True)))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]
