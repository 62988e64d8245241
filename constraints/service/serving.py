"""What the rules on service share: how a session is named, and who is busy when by the clock."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from itertools import pairwise

from ortools.sat.python import cp_model

from constraints.rule import Verdict, Violation
from scheduler.model.lessons import LessonVariables, Literal, Literals
from scheduler.model.owner import station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import SERVICE, Interval, School, Slot, Station, StationKind
from scheduler.school.by_clock import overlapping
from scheduler.school.shares import fair_shares
from scheduler.text import Text


def station_name(school: School, station: Station, slot: Slot) -> Text:
    """Return how people name a session: 三(1)班 作业辅导 周二课后服务1."""
    where = school.slot_text(slot)
    return Text(f"{where.zh} {station.title}", f"{where.en} {station.title}")


def broken(view: PlanView, session: ServiceSession, amount: int, text: Text) -> Violation:
    """Return a violation about one session."""
    station = view.school.service.stations[session.station]
    return Violation(
        station_owner(station.id), amount, text, station.classes, session.adults, (session.slot,), session.venue
    )


def check_sessions(
    view: PlanView,
    kinds: Container[StationKind],
    fault: Callable[[School, Station, ServiceSession], tuple[int, Text] | None],
) -> Verdict:
    """Judge every session at stations of some kinds; `fault` returns an amount and why, None where the rule is kept."""
    school, judged, violations = view.school, 0, []
    for station_id, sessions in view.of_station.items():
        each = school.service.stations[station_id]
        for session in sessions if each.kind in kinds else ():
            judged += 1
            found = fault(school, each, session)
            if found is not None:
                (amount, why), name = found, station_name(school, each, session.slot)
                text = Text(f"{name.zh}：{why.zh}", f"{name.en}: {why.en}")
                violations.append(broken(view, session, amount, text))
    return Verdict(judged, tuple(violations))


def beyond_shares(view: PlanView) -> dict[str, int]:
    """Return by how many minutes each of the staff who serve is above the fair share in a plan; below it is negative."""
    shares = fair_shares(view.school)
    return {teacher_id: view.minutes_of(teacher_id, SERVICE) - share for teacher_id, share in shares.items()}


def turns_of(
    view: PlanView, teacher_id: str, kinds: Container[StationKind] = frozenset(StationKind)
) -> list[ServiceSession]:
    """Return the sessions of a teacher at stations of some kinds; one that is noted several times, or names him twice, once."""
    found = {(s.station, s.slot): s for s in view.sessions_of(teacher_id, kinds)}
    return list(found.values())


def some_of(poster: Poster, literals: Literals) -> Literal:
    """Return a Boolean that is false when none of some is true; else it is free, so that rules can only count on it."""
    if len(literals) == 1:
        return literals[0]
    found = poster.count(1)
    poster.define(found <= cp_model.LinearExpr.sum(literals))
    return found


# By the clock.


def duty_slots(school: School, teacher_id: str) -> list[Slot]:
    """Return every slot at which lessons, meetings or service may keep a teacher busy."""
    found = {slot for course in school.teacher_courses[teacher_id] for slot in school.course_slots(course)}
    found |= {slot for meeting in school.teacher_meetings[teacher_id] for slot in school.lesson_slots[meeting.schedule]}
    found |= {slot for station in school.service.teacher_stations[teacher_id] for slot in station.slots}
    return sorted(found)


def busy_at(variables: LessonVariables, teacher_id: str, slot: Slot) -> Literals:
    """Return the variables of all that may keep a teacher busy at a slot: lessons of any week, meetings, service."""
    found = variables.teacher_lessons(teacher_id, slot) + variables.teacher_meetings(teacher_id, slot)
    return found + variables.service.by_slot[teacher_id].get(slot, [])


def duties_in(view: PlanView, teacher_id: str) -> list[Slot]:
    """Return every slot at which a teacher has a lesson in any week, a meeting or service of any kind in a plan."""
    found = [slot for slot, lessons in view.of_teacher[teacher_id].items() if lessons]
    found += [slot for _, slot in view.meetings_of.get(teacher_id, ())]
    return found + [session.slot for session in view.serving[teacher_id]]


def moments_with_service(school: School, teacher_id: str) -> Iterator[tuple[Slot, ...]]:
    """Yield the largest sets of a teacher's slots that share a minute and of which some is of service."""
    serving = {slot for station in school.service.teacher_stations[teacher_id] for slot in station.slots}
    for slots in overlapping(school, duty_slots(school, teacher_id)):
        if not serving.isdisjoint(slots):
            yield slots


def lesson_intervals(view: PlanView, teacher_id: str) -> Iterable[Interval]:
    """Yield the clock times of a teacher's lessons and meetings in a plan."""
    for slot in view.of_teacher[teacher_id]:
        if view.of_teacher[teacher_id][slot]:
            yield view.school.interval(slot)
    for _, slot in view.meetings_of.get(teacher_id, ()):
        yield view.school.interval(slot)


# Patrols by the clock.


def covered(interval: Interval, rounds: Iterable[Interval]) -> bool:
    """Tell whether some rounds together cover every minute of an interval."""
    reached = interval.start
    for each in sorted(each for each in rounds if each.overlaps(interval)):
        if each.start > reached:
            return False
        reached = max(reached, each.end)
    return reached >= interval.end


def stretches(interval: Interval, rounds: Iterable[Interval]) -> list[Interval]:
    """Return an interval cut wherever some round begins or ends, so that each piece lies within a round or outside it."""
    cuts = {cut for each in rounds if each.overlaps(interval) for cut in (each.start, each.end)}
    inside = {cut for cut in cuts if interval.start < cut < interval.end}
    return [Interval(interval.day, *piece) for piece in pairwise(sorted({interval.start, interval.end, *inside}))]
