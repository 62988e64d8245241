"""What the rules on the service of each grade share: its sessions day by day, and the minutes of the clock they cover."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from itertools import pairwise

from ortools.sat.python import cp_model

from constraints.rule import Violation
from scheduler.model.lessons import LessonVariables, Literals
from scheduler.model.owner import grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import Content, PeriodKind, School, Slot, Stage, Station, StationKind, stage_of
from scheduler.text import Text, day_name

WEEKDAYS = range(1, 6)
# The service that is for everybody; extended care, evening study and weekend care come on top of it.
ORDINARY = frozenset({StationKind.HOMEWORK, StationKind.TUTORING, StationKind.ACTIVITY, StationKind.CLUB})
SUPERVISED_HOMEWORK = frozenset({StationKind.HOMEWORK, StationKind.TUTORING})
# The N of 5+2+N: what pupils choose.
PURSUITS = frozenset(
    {
        Content.SCIENCE,
        Content.SPORT,
        Content.ART,
        Content.LABOUR,
        Content.READING,
        Content.INTEREST,
        Content.CLUB,
        Content.PLAY,
    }
)
NO_SERVICE = Text("没有年级参加课后服务，不作判断", "No grade has after-school service: not judged")


def judged_grades(school: School) -> list[int]:
    """Return the grades that take part in service and that the regulation speaks of: 1 to 9."""
    return [grade for grade in school.service.served_grades if stage_of(grade) is not Stage.SENIOR]


def has_pupils_of(school: School, station: Station, grade: int) -> bool:
    """Tell whether pupils of a grade are at a station."""
    return any(school.school_class[class_id].grade == grade for class_id in station.classes)


def stations_of(school: School, grade: int, kinds: Container[StationKind]) -> list[Station]:
    """Return the stations of some kinds with pupils of a grade."""
    return [
        station
        for station in school.service.stations.values()
        if station.kind in kinds and has_pupils_of(school, station, grade)
    ]


def usual_slots(school: School, grade: int, day: int) -> tuple[Slot, ...]:
    """Return the slots at which a grade is to have service on a day: of its stations, else of its bell schedules."""
    found = {slot for station in stations_of(school, grade, ORDINARY) for slot in station.slots}
    if not any(slot.day == day for slot in found):
        schedules = {klass.schedule for klass in school.classes if klass.grade == grade}
        found = {slot for name in schedules for slot in school.schedule[name].slots(PeriodKind.SERVICE)}
    return tuple(sorted(slot for slot in found if slot.day == day))


# In the model.


def held_by_slot(
    variables: LessonVariables, grade: int, kinds: Container[StationKind], day: int
) -> dict[Slot, Literals]:
    """Return for each slot of a day the sessions of some kinds that a grade may have there."""
    found: dict[Slot, Literals] = {}
    for station in stations_of(variables.school, grade, kinds):
        for slot, literal in variables.service.held(station.id).items():
            if slot.day == day:
                found.setdefault(slot, []).append(literal)
    return found


def minutes_held(poster: Poster, school: School, held: dict[Slot, Literals]) -> list[cp_model.LinearExprT]:
    """Return terms whose sum can be any number up to the minutes of a day that the sessions held cover together."""
    terms: list[cp_model.LinearExprT] = []
    for minutes, slots in _stretches(school, held):
        covered = poster.count(1)
        poster.define(covered <= cp_model.LinearExpr.sum([literal for slot in slots for literal in held[slot]]))
        terms.append(covered * minutes)
    return terms


def _stretches(school: School, slots: Iterable[Slot]) -> Iterator[tuple[int, tuple[Slot, ...]]]:
    """Yield the minutes of each stretch of a day between two bells, and which of some slots hold it."""
    intervals = {slot: school.interval(slot) for slot in slots}
    bells = sorted({bell for interval in intervals.values() for bell in (interval.start, interval.end)})
    for start, end in pairwise(bells):
        inside = tuple(slot for slot, each in intervals.items() if each.start <= start and end <= each.end)
        if inside:
            yield end - start, inside


# In a plan.


def sessions_of(view: PlanView, grade: int, kinds: Container[StationKind]) -> list[ServiceSession]:
    """Return the sessions of some kinds with pupils of a grade."""
    return [session for station in stations_of(view.school, grade, kinds) for session in view.of_station[station.id]]


def minutes_covered(school: School, slots: Iterable[Slot]) -> int:
    """Return the minutes of the clock that some slots cover together; a minute in two of them counts once."""
    total, day, until = 0, 0, 0
    for interval in sorted(school.interval(slot) for slot in set(slots)):
        start = max(interval.start, until) if interval.day == day else interval.start
        until = max(interval.end, until) if interval.day == day else interval.end
        day = interval.day
        total += max(0, until - start)
    return total


def weekday_slots(sessions: Iterable[ServiceSession]) -> dict[int, set[Slot]]:
    """Return the slots of some sessions by day, Monday to Friday."""
    found: dict[int, set[Slot]] = {day: set() for day in WEEKDAYS}
    for session in sessions:
        if session.slot.day in found:
            found[session.slot.day].add(session.slot)
    return found


def lacking(school: School, grade: int, amount: int, text: Text, slots: Collection[Slot] = ()) -> Violation:
    """Return a violation about the service of a grade: its classes are named, and the slots to look at."""
    classes = tuple(klass.id for klass in school.classes if klass.grade == grade)
    return Violation(grade_owner(grade), amount, text, classes, slots=tuple(sorted(slots)))


def grade_text(grade: int, day: int | None = None) -> Text:
    """Return how people name a grade, and a day of it: 3 年级周二."""
    if day is None:
        return Text(f"{grade} 年级", f"grade {grade}")
    return Text(f"{grade} 年级{day_name(day).zh}", f"grade {grade}, {day_name(day).en}")
