"""Where plans take the shared teachers, by the clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from constraints.service.serving import duties_in
from scheduler.district.sharing.days import WHOLE_DAY
from scheduler.district.sharing.marking import Away
from scheduler.district.sharing.nouns import SharedTeacher, SharedTeachers
from scheduler.plan import Plan, PlanView
from scheduler.school import Interval, School, Slot, Week


class Stop(NamedTuple):
    """Something that a teacher does at a school in a plan, in its weeks."""

    time: Interval
    school: str
    slot: Slot
    week: Week


def stops(view: PlanView, teacher: str, school: str) -> list[Stop]:
    """Return all that a plan has a teacher do, in the order of the clock; `teacher` is his name at the school."""
    mine = view.school
    found = [
        Stop(mine.interval(slot), school, slot, view.week_of(placement))
        for slot, placements in view.of_teacher[teacher].items()
        for placement in placements
    ]
    others = [slot for _, slot in view.meetings_of.get(teacher, ())]
    others += [session.slot for session in view.serving[teacher]]
    others += [stray.slot for stray in view.plan.strays if stray.teacher == teacher]
    found += [Stop(mine.interval(slot), school, slot, Week.EVERY) for slot in others]
    return sorted(set(found))


def used(school: School, plan: Plan, name: str, shared: SharedTeachers) -> frozenset[tuple[str, Slot]]:
    """Return the slots at which a plan needs each shared teacher of a school, by his name there."""
    view = PlanView(school, plan)
    mine = [each.at[name].teacher for each in shared.of(name)]
    return frozenset((teacher, slot) for teacher in mine for slot in duties_in(view, teacher))


def away_by_plans(
    schools: Mapping[str, School], plans: Mapping[str, Plan], name: str, shared: SharedTeachers
) -> dict[str, list[Away]]:
    """Return when the shared teachers of a school are elsewhere so that each school of theirs may be planned anew by itself.

    The time of a day is parted among the schools as their plans use it: a school that is not home keeps what lies between things that
    follow each other there, home all the rest but for the ways.
    """
    found: dict[str, list[Away]] = defaultdict(list)
    for teacher in shared.of(name):
        every = []
        for place in teacher.places:
            if place.school in plans:
                every += stops(PlanView(schools[place.school], plans[place.school]), place.teacher, place.school)
        for day in range(1, 8):
            parts = _parts(teacher, sorted(stop for stop in every if stop.time.day == day))
            away = _outside(parts, name)
            called = teacher.at[name].teacher
            found[called] += [(day, start, end, schools[other].name) for start, end, other in away]
    return dict(found)


class _Part(NamedTuple):
    """A part of a day at a school."""

    school: str
    start: int
    end: int


def _parts(teacher: SharedTeacher, today: list[Stop]) -> list[_Part]:
    """Return the parts of a day, in their order; whatever is no other school's, or the way there, is home's."""
    home = teacher.home.school
    visits: list[_Part] = []
    before = ""
    for stop in today:
        if stop.school != home:
            if before == stop.school:
                visits[-1] = visits[-1]._replace(end=max(visits[-1].end, stop.time.end))
            else:
                visits.append(_Part(stop.school, stop.time.start, stop.time.end))
        before = stop.school
    found: list[_Part] = []
    free = 0
    for visit in visits:
        found += [_Part(home, free, visit.start - teacher.way(visit.school)), visit]
        free = visit.end + teacher.way(home)
    return [part for part in [*found, _Part(home, free, WHOLE_DAY)] if part.start < part.end]


def _outside(parts: list[_Part], school: str) -> list[tuple[int, int, str]]:
    """Return what of a day lies outside of the parts at a school, with a school at which the teacher is then."""
    found, free = [], 0
    others = [part for part in parts if part.school != school]
    for start, end in [*((p.start, p.end) for p in parts if p.school == school), (WHOLE_DAY, WHOLE_DAY)]:
        if free < start:
            near = next((part for part in others if part.end > free), others[-1])
            found.append((free, start, near.school))
        free = end
    return found


def padded(teacher: SharedTeacher, stop: Stop, other: str) -> tuple[int, int]:
    """Return from when to when a stop keeps a teacher from another school of his: with the ways there and back."""
    return stop.time.start - teacher.way(stop.school), stop.time.end + teacher.way(other)
