"""What the after-school day asks of adults: the stations that follow from stages, enrolment, clubs and duties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.school.bell import PeriodKind, Slot
from scheduler.school.people import StaffKind
from scheduler.school.service import (
    CONTENT_NAMES,
    STATION_NAMES,
    Club,
    Content,
    Duty,
    Grouping,
    ServiceStage,
    StationKind,
)

if TYPE_CHECKING:
    from scheduler.school.school import School

WITH_PUPILS = frozenset(StationKind) - {StationKind.PATROL, StationKind.SUBSTITUTE, StationKind.MORNING}
# What counts as serving in minutes, fairness and sessions a week: not the morning's reading, nor standing by.
SERVICE = WITH_PUPILS | {StationKind.PATROL}
ENOUGH = 10  # teachers of a group's classes, so that those of the whole grade need not be thought of


@dataclass(frozen=True)
class Station:
    """Adults wanted at some times of the week: with one group of pupils, on patrol, as substitute, at morning reading.

    `sessions` of `slots` are held a week, each with `adults` of `pool`; where `anybody` may serve, that is the part of the staff that
    a plan is sought among. `classes` are whose pupils are in it, for a club
    those of its grades; `pupils` how many in all. `contents` is by slot; `title` what a person calls it.
    """

    id: str
    kind: StationKind
    slots: tuple[Slot, ...]
    sessions: int
    adults: int
    pool: tuple[str, ...]
    title: str
    classes: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    pupils: int = 0
    contents: dict[Slot, Content] = field(default_factory=dict)
    stage: str | None = None
    club: str | None = None
    venue: str | None = None
    venue_kind: str | None = None
    credit: int = 100
    anybody: bool = False

    @property
    def fixed(self) -> bool:
        """Whether it is held at each of its slots, so that no day is to be chosen."""
        return self.sessions == len(self.slots)

    def text(self, slot: Slot) -> str:
        """Return what pupils do in a session, as printed: the club's name, 阅读; 巡查 for a duty."""
        if self.club is not None:
            return self.title
        content = self.contents.get(slot)
        return STATION_NAMES[self.kind].zh if content is None else CONTENT_NAMES[content].zh


def stations_of(school: School) -> Iterator[Station]:
    """Yield every station of a school, groups first, in the order of stages, clubs and duties; ids are unique."""
    for stage in school.stages:
        if stage.grouping is not Grouping.CLUBS:
            yield from _group_stations(school, stage)
    for club in school.clubs:
        yield _club_station(school, club)
    for number, duty in enumerate(school.duties, 1):
        yield _duty_station(school, duty, number)
    if school.stages and school.working is not None:
        yield from _morning_stations(school)


def slots_at(school: School, schedule: str, period: int, days: Iterable[int]) -> tuple[Slot, ...]:
    """Return the slots of a period on those of some days (none given: all) on which it is held."""
    held, wanted = school.schedule[schedule].periods[period].days, set(days)
    return tuple(Slot(schedule, day, period) for day in held if not wanted or day in wanted)


def stage_slots(school: School, stage: ServiceStage) -> tuple[Slot, ...]:
    """Return the slots of a stage."""
    return slots_at(school, stage.schedule, stage.period, stage.days)


def _group_stations(school: School, stage: ServiceStage) -> Iterator[Station]:
    slots = stage_slots(school, stage)
    contents = {slot: stage.contents[index % len(stage.contents)] for index, slot in enumerate(slots)}
    for classes in _groups(school, stage):
        pupils = sum(school.enrolled(class_id, stage) for class_id in classes)
        name = "+".join(classes)
        yield Station(
            id=f"{stage.id}|{name}",
            kind=StationKind(stage.kind),
            slots=slots,
            sessions=len(slots),
            adults=-(-pupils // stage.per_adult),
            pool=stage.candidates or _pool(school, classes),
            title=f"{name} {stage.id}",
            classes=classes,
            grades=tuple(sorted({school.school_class[c].grade for c in classes})),
            pupils=pupils,
            contents=contents,
            stage=stage.id,
            credit=stage.credit,
            anybody=not stage.candidates,
        )


def _groups(school: School, stage: ServiceStage) -> list[tuple[str, ...]]:
    """Return the classes of each group: those with pupils in the stage, joined as the school says or while there is room."""
    joins = {e.class_id: e.joins for e in school.enrolments if e.stage == stage.id and e.joins}
    found: dict[str, list[str]] = {}
    for klass in school.classes:
        if klass.grade in stage.grades and klass.schedule == stage.schedule and school.enrolled(klass.id, stage):
            found.setdefault(joins.get(klass.id) or klass.id, []).append(klass.id)
    if stage.grouping is Grouping.BY_CLASS:
        return [tuple(classes) for classes in found.values()]
    merged: list[list[str]] = []
    room = 0
    for classes in found.values():
        pupils = sum(school.enrolled(class_id, stage) for class_id in classes)
        if merged and pupils <= room:
            merged[-1] += classes
            room -= pupils
        else:
            merged.append(list(classes))
            room = stage.group_size - pupils
    return [tuple(classes) for classes in merged]


def _pool(school: School, classes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the staff among whom the adults of a group are chosen.

    They teach or lead its classes; where these are few also the others of its grades; and those who teach nobody. All staff where
    there are none.
    """
    staff = [teacher.id for teacher in school.teachers if teacher.kind is StaffKind.STAFF]
    near = own_teachers(school, classes) & set(staff)
    if len(near) < ENOUGH:
        grades = {school.school_class[c].grade for c in classes}
        near |= own_teachers(school, {klass.id for klass in school.classes if klass.grade in grades})
    near |= {teacher.id for teacher in school.teachers if not school.teacher_courses[teacher.id]}
    return tuple(t for t in staff if t in near) or tuple(staff)


def own_teachers(school: School, classes: Collection[str]) -> set[str]:
    """Return who teaches or leads one of some classes."""
    found = {t for class_id in classes for course in school.class_courses[class_id] for t in course.teachers}
    leaders = ((school.school_class[c].homeroom_teacher, school.school_class[c].deputy_teacher) for c in classes)
    return found | {t for both in leaders for t in both if t}


def _club_station(school: School, club: Club) -> Station:
    slots = slots_at(school, club.schedule, club.period, club.days)
    return Station(
        id=f"社团|{club.id}",
        kind=StationKind.CLUB,
        slots=slots,
        sessions=min(club.sessions, len(slots)),
        adults=club.adults,
        pool=club.instructors,
        title=club.id,
        classes=tuple(k.id for k in school.classes if k.grade in club.grades and k.schedule == club.schedule),
        grades=club.grades,
        pupils=club.members,
        contents=dict.fromkeys(slots, club.content),
        club=club.id,
        venue=club.venue,
        venue_kind=school.venue[club.venue].kind if club.venue is not None else club.venue_kind,
        credit=next((s.credit for s in school.stages if (s.schedule, s.period) == (club.schedule, club.period)), 100),
    )


def _duty_station(school: School, duty: Duty, number: int) -> Station:
    slots = slots_at(school, duty.schedule, duty.period, duty.days)
    kind = StationKind(duty.kind)
    name = school.schedule[duty.schedule].periods[duty.period].name
    place = f"{duty.schedule} {name}" if len(school.schedules) > 1 else name
    return Station(
        id=f"{STATION_NAMES[kind].zh}|{place}|{number}",
        kind=kind,
        slots=slots,
        sessions=len(slots),
        adults=duty.adults,
        pool=duty.candidates or tuple(t.id for t in school.teachers if t.kind is StaffKind.STAFF),
        title=f"{place} {STATION_NAMES[kind].zh}",
        credit=duty.credit,
    )


def _morning_stations(school: School) -> Iterator[Station]:
    """Yield the morning reading of each class that has one and somebody to be there: the homeroom teacher or the deputy."""
    for klass in school.classes:
        slots = school.schedule[klass.schedule].slots(PeriodKind.MORNING_READING)
        pool = tuple(dict.fromkeys(t for t in (klass.homeroom_teacher, klass.deputy_teacher) if t))
        if slots and pool:
            yield Station(
                id=f"早读|{klass.id}",
                kind=StationKind.MORNING,
                slots=slots,
                sessions=len(slots),
                adults=1,
                pool=pool,
                title=f"{klass.id} 早读",
                classes=(klass.id,),
                grades=(klass.grade,),
                pupils=klass.size,
                credit=0,
            )
