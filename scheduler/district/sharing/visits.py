"""Where plans take the shared teachers, by the clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from constraints.service.serving import duties_in
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
    """Return when the shared teachers of a school are elsewhere, or on the way, as the other schools' plans have it."""
    found: dict[str, list[Away]] = defaultdict(list)
    for teacher in shared.of(name):
        for place in teacher.places:
            if place.school != name and place.school in plans:
                view = PlanView(schools[place.school], plans[place.school])
                for stop in stops(view, place.teacher, place.school):
                    start, end = padded(teacher, stop, name)
                    found[teacher.at[name].teacher].append((stop.time.day, start, end, schools[place.school].name))
    return dict(found)


def padded(teacher: SharedTeacher, stop: Stop, other: str) -> tuple[int, int]:
    """Return from when to when a stop keeps a teacher from another school of his: with the ways there and back."""
    return stop.time.start - teacher.way(stop.school), stop.time.end + teacher.way(other)
