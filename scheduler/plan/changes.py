"""What is different between two plans of a school: what was held when and by whom, and what is held instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from scheduler.plan.plan import Plan, ServiceSession
from scheduler.school import Course, GrantKind, School, Slot
from scheduler.school.flex import GRANT_NAMES
from scheduler.text import Text, day_name

T = TypeVar("T", bound=tuple[Any, ...])
NOWHERE = Text("（无）", "(none)")


class ChangeKind(StrEnum):
    """What has changed: when a lesson or a meeting is held, who serves, whose hours are flexible, where something is held."""

    LESSON = "lesson"
    MEETING = "meeting"
    SERVICE = "service"
    GRANT = "grant"
    VENUE = "venue"


class Spot(NamedTuple):
    """When something is held, with whom or where: `slot` is None for flexible hours."""

    slot: Slot | None
    who: str
    text: Text


@dataclass(frozen=True)
class Change:
    """One difference. `before` is None for what is new, `after` for what is held no more.

    `id` is that of the course, meeting, station or teacher, empty for a lesson that no course explains.
    """

    kind: ChangeKind
    id: str
    title: Text
    before: Spot | None
    after: Spot | None
    classes: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it was held before and still is, elsewhere."""
        return self.before is not None and self.after is not None

    @property
    def text(self) -> Text:
        """The change in words."""
        before, after = (spot.text if spot else NOWHERE for spot in (self.before, self.after))
        return Text(f"{self.title.zh}：{before.zh} → {after.zh}", f"{self.title.en}: {before.en} → {after.en}")


def changes(school: School, old: Plan, new: Plan) -> tuple[Change, ...]:
    """Return how a plan differs from an older one: lessons, meetings, service, flexible hours, then venues of what stays.

    Both speak of this school. Of a course, meeting or station what left and what came is paired in the order of the week.
    """
    found = [*_lessons(school, old, new), *_meetings(school, old, new), *_service(school, old, new)]
    return (*found, *_grants(school, old, new), *_venues(school, old, new))


def _paired(old: Iterable[T], new: Iterable[T], *alike: Callable[[T], object]) -> list[tuple[T | None, T | None]]:
    """Return what left with what came in its place; those that are alike in something are paired first."""
    before, after = Counter(old), Counter(new)
    gone, come = sorted((before - after).elements()), sorted((after - before).elements())
    pairs: list[tuple[T | None, T | None]] = []
    for same in (*alike, _anything):
        for item in list(gone):
            partner = next((other for other in come if same(other) == same(item)), None)
            if partner is not None:
                gone.remove(item)
                come.remove(partner)
                pairs.append((item, partner))
    return [*pairs, *((item, None) for item in gone), *((None, item) for item in come)]


def _anything(item: object) -> None:
    """All items are alike in nothing at all."""


def course_title(course: Course) -> Text:
    """Return how people name a course: 三(1)班数学（王芳）."""
    classes, teachers = "、".join(course.classes), "、".join(course.teachers)
    taught = Text(f"（{teachers}）", f" ({teachers})") if teachers else Text("", "")
    return Text(f"{classes}{course.subject}{taught.zh}", f"{classes} {course.subject}{taught.en}")


def _spot(school: School, slot: Slot | None, who: str | None = "") -> Spot | None:
    """Return a spot at a slot, None where there is none."""
    if slot is None or who is None:
        return None
    where = school.slot_text(slot)
    return Spot(slot, who, Text(f"{where.zh} {who}".strip(), f"{where.en} {who}".strip()))


def _lessons(school: School, old: Plan, new: Plan) -> Iterator[Change]:
    for course in school.courses:
        for before, after in _paired(old.slots_of(course.id), new.slots_of(course.id), lambda slot: slot.day):
            yield Change(
                ChangeKind.LESSON,
                course.id,
                course_title(course),
                _spot(school, before),
                _spot(school, after),
                course.classes,
                course.teachers,
            )
    for stray in old.strays:
        if stray not in new.strays:
            title = Text(stray.class_id + stray.subject, f"{stray.class_id} {stray.subject}")
            teachers = (stray.teacher,) if stray.teacher else ()
            yield Change(ChangeKind.LESSON, "", title, _spot(school, stray.slot), None, (stray.class_id,), teachers)


def _meetings(school: School, old: Plan, new: Plan) -> Iterator[Change]:
    for meeting in school.meetings:
        was, now = ([m.slot for m in plan.meetings if m.meeting == meeting.id] for plan in (old, new))
        for before, after in _paired(was, now):
            ends = _spot(school, before), _spot(school, after)
            yield Change(ChangeKind.MEETING, meeting.id, Text(meeting.id, meeting.id), *ends, teachers=meeting.teachers)


# The after-school day.


def _turns(plan: Plan, station_id: str) -> list[tuple[Slot, str]]:
    return [(s.slot, adult) for s in plan.sessions if s.station == station_id for adult in s.adults or ("",)]


def _service(school: School, old: Plan, new: Plan) -> Iterator[Change]:
    for station in school.service.stations.values():
        was, now = (_turns(plan, station.id) for plan in (old, new))
        for before, after in _paired(was, now, lambda turn: turn[0], lambda turn: turn[1]):
            ends = _spot(school, *before) if before else None, _spot(school, *after) if after else None
            people = tuple(dict.fromkeys(turn[1] for turn in (before, after) if turn and turn[1]))
            title = Text(station.title, station.title)
            yield Change(ChangeKind.SERVICE, station.id, title, *ends, classes=station.classes, teachers=people)


def _grants(school: School, old: Plan, new: Plan) -> Iterator[Change]:
    for teacher in school.teachers:
        was, now = ([(g.day, g.kind) for g in plan.grants if g.teacher == teacher.id] for plan in (old, new))
        title = Text(f"{teacher.id}弹性上下班", f"{teacher.id}, flexible hours")
        for before, after in _paired(was, now):
            ends = _grant(before), _grant(after)
            yield Change(ChangeKind.GRANT, teacher.id, title, *ends, teachers=(teacher.id,))


def _grant(grant: tuple[int, GrantKind] | None) -> Spot | None:
    if grant is None:
        return None
    day, kind = day_name(grant[0]), GRANT_NAMES[grant[1]]
    return Spot(None, "", Text(f"{day.zh}{kind.zh}", f"{day.en} {kind.en}"))


# Places of what is held when it was.


def _venues(school: School, old: Plan, new: Plan) -> Iterator[Change]:
    had = {(p.course, p.slot): p.venue for p in old.placements}
    for p in new.placements:
        before, course = had.get((p.course, p.slot)), school.course[p.course]
        if before is not None and before != p.venue:
            ends = _spot(school, p.slot, before), _spot(school, p.slot, p.venue)
            title = course_title(course)
            yield Change(ChangeKind.VENUE, course.id, title, *ends, course.classes, course.teachers)
    rooms = {(s.station, s.slot): _room(school, s) for s in old.sessions}
    for session in new.sessions:
        before, after = rooms.get((session.station, session.slot)), _room(school, session)
        if before is not None and before != after:
            station = school.service.stations[session.station]
            ends = _spot(school, session.slot, before), _spot(school, session.slot, after)
            title = Text(station.title, station.title)
            yield Change(ChangeKind.VENUE, station.id, title, *ends, station.classes, session.adults)


def _room(school: School, session: ServiceSession) -> str | None:
    return session.venue or school.service.stations[session.station].venue
