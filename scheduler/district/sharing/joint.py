"""Schools planned as one, where sharing their teachers out beforehand fails: all their hard rules in one model.

Each school's rules are posted over its own variables, as it has them set, into the same model; what ties them is that a teacher is in
one place at a time, with the time for the way. The plans are legal and no better than that: each school then goes on from its own by
itself, with the times closed at which the others have its teachers.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from constraints.service.serving import busy_at, duty_slots
from scheduler.district.sharing.nouns import Place, SharedTeacher, SharedTeachers, as_shared
from scheduler.engine.assemble import SlotModel
from scheduler.engine.result import Status
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Solvers, any_plan
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Postings
from scheduler.model.venues import assign_venues
from scheduler.plan import Plan
from scheduler.school import Interval, School, Slot

JUMP = 30.0  # CP-SAT deterministic seconds in which a plan is mostly jumped to: two schools of 84 classes in 4 s of processor time
Literals = list[cp_model.IntVar]


class Joint(NamedTuple):
    """What planning schools as one found: a legal plan of each, or none: proven (INFEASIBLE), or not in time (UNKNOWN)."""

    status: Status
    plans: Mapping[str, Plan]


def joint_plans(
    schools: Mapping[str, School],
    shared: SharedTeachers,
    *,
    seconds: float = 120.0,
    deterministic: float | None = None,
    workers: int = 1,
    seed: int = 1,
) -> Joint:
    """Return legal plans of schools together, in which nobody who is shared is in two places or short of time for a way.

    Lessons of odd and of even weeks keep a teacher from another school in every week.
    """
    names = [(name, school.name) for name, school in schools.items()]
    known = {name: as_shared(school, name, shared, names) for name, school in schools.items()}
    model = cp_model.CpModel()
    built = {name: _posted(school, model) for name, school in known.items()}
    for teacher in shared.teachers:
        _tie(model, built, teacher)
    clock = Clock(StoppingCriterion(seconds, deterministic))
    solvers = Solvers(clock)
    answer = solvers.solve(model, workers=workers, seed=seed, deterministic=JUMP, tune=any_plan)
    if answer.status == cp_model.UNKNOWN:
        answer = solvers.solve(model, workers=workers, seed=seed)
    if answer.values is None:
        status = Status.INFEASIBLE if answer.status == cp_model.INFEASIBLE else Status.UNKNOWN
        return Joint(status, {})
    values = answer.values
    return Joint(Status.FEASIBLE, {name: assign_venues(known[name], each.read(values)) for name, each in built.items()})


def _posted(school: School, model: cp_model.CpModel) -> SlotModel:
    built = SlotModel(model, LessonVariables(school, model), Postings(model), tuple(active_rules(school)))
    built.post(Level.REGULATION, Level.HARD)
    return built


def _tie(model: cp_model.CpModel, built: Mapping[str, SlotModel], teacher: SharedTeacher) -> None:
    """Ensure that a teacher is at two of his schools only with time for the way."""
    busy = {place.school: _busy(model, built[place.school], place) for place in teacher.places if place.school in built}
    for one, other in combinations(busy, 2):
        for slot, there in busy[one].items():
            time = _with_ways(built[one].variables.school.interval(slot), teacher, one, other)
            for later, elsewhere in busy[other].items():
                if built[other].variables.school.interval(later).overlaps(time):
                    model.add_at_most_one(there, elsewhere)
    for place in teacher.places:  # flexible time is given when the schools are planned apart again
        if place.school in built:
            for grant in built[place.school].variables.service.grants(place.teacher).values():
                model.add(grant == 0)


def _busy(model: cp_model.CpModel, built: SlotModel, place: Place) -> dict[Slot, cp_model.IntVar]:
    """Return for each slot of a teacher at a school a Boolean that is true where something keeps him."""
    school, found = built.variables.school, {}
    for slot in duty_slots(school, place.teacher):
        literals: Literals = list({x.index: x for x in busy_at(built.variables, place.teacher, slot)}.values())
        if literals:
            found[slot] = model.new_bool_var("")
        for literal in literals:
            model.add_implication(literal, found[slot])
    return found


def _with_ways(time: Interval, teacher: SharedTeacher, school: str, other: str) -> Interval:
    return Interval(time.day, time.start - teacher.way(school), time.end + teacher.way(other))
