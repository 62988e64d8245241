"""Builds the model of a school."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules, is_of_service
from constraints.rule import ActiveRule
from constraints.scope import ServiceScope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Postings
from scheduler.plan import FlexGrant, MeetingPlacement, Placement, Plan, PlanView, ServiceSession
from scheduler.school import School, Slot, StationKind


@dataclass(frozen=True)
class SlotModel:
    """The whole problem."""

    model: cp_model.CpModel
    variables: LessonVariables
    postings: Postings
    rules: tuple[ActiveRule, ...]
    lessons_fixed: bool = False

    def post(self, *levels: Level, goes_on: Callable[[], bool] = lambda: True) -> bool:
        """Add the rules of these levels to the model; tell whether that was done before it was to end."""
        for active in self.rules:
            if active.level in levels:
                if not goes_on():
                    return False
                active.rule.post(active.poster(self.postings), self.variables, active.parameters)
        return True

    def add_costs(self, goes_on: Callable[[], bool] = lambda: True) -> bool:
        """Add the soft rules, and minimize their cost; tell whether that was done before it was to end."""
        if not self.post(Level.SOFT, goes_on=goes_on):
            return False
        self.postings.minimize()
        return True

    def fix_lessons(self, plan: Plan) -> None:
        """Leave lessons and meetings where a plan has them."""
        held = {(p.course, p.slot) for p in plan.placements} | {(m.meeting, m.slot) for m in plan.meetings}
        school = self.variables.school
        literals = [(c.id, slot, x) for c in school.courses for slot, x in self.variables.lessons(c.id).items()]
        literals += [
            (m.id, slot, x) for m in school.meetings for slot, x in self.variables.meeting_starts(m.id).items()
        ]
        for name, slot, literal in literals:
            self.model.add(literal == int((name, slot) in held))
        self._keep_free(plan, {(name, slot) for name, slot, _ in literals})

    def _keep_free(self, plan: Plan, known: set[tuple[str, Slot]]) -> None:
        """Leave nobody service, nor flexible hours, while a lesson keeps him that no variable speaks of."""
        school, service = self.variables.school, self.variables.service
        odd = [
            (t, p.slot)
            for p in plan.placements
            if (p.course, p.slot) not in known
            for t in school.course[p.course].teachers
        ]
        odd += [(stray.teacher, stray.slot) for stray in plan.strays if stray.teacher is not None]
        for teacher, slot in odd:
            interval = school.interval(slot)
            for turn in service.turns.get(teacher, ()):
                if school.interval(turn.slot).overlaps(interval):
                    self.model.add(turn.literal == 0)
            for (day, kind), literal in service.grants(teacher).items():
                if school.away(kind, day).overlaps(interval):
                    self.model.add(literal == 0)

    def fixed(self, values: Sequence[int]) -> cp_model.CpModel:
        """Return a copy of the model in which every decision has its value."""
        return fixed(self.model, values[: self.decisions])

    @property
    def decisions(self) -> int:
        """How many decision variables there are; their proto indexes are 0 to decisions - 1."""
        return self.variables.decisions

    def read(self, values: Sequence[int]) -> Plan:
        """Return the plan that the values of the decision variables describe. Venues are not chosen yet."""
        school = self.variables.school
        placements = tuple(
            Placement(course=course.id, slot=slot)
            for course in school.courses
            for slot, literal in self.variables.lessons(course.id).items()
            if values[literal.index]
        )
        meetings = tuple(
            MeetingPlacement(meeting=meeting.id, slot=slot)
            for meeting in school.meetings
            for slot, literal in self.variables.meeting_starts(meeting.id).items()
            if values[literal.index]
        )
        return Plan(
            placements=placements, meetings=meetings, sessions=self._sessions(values), grants=self._grants(values)
        )

    def decisions_of(self, plan: Plan) -> set[int]:
        """Return the decisions that a plan has taken, as far as they are decisions here: `read` the other way round."""
        school, service = self.variables.school, self.variables.service
        held = {(p.course, p.slot) for p in plan.placements}
        taken = [x for c in school.courses for slot, x in self.variables.lessons(c.id).items() if (c.id, slot) in held]
        met = {(m.meeting, m.slot) for m in plan.meetings}
        for meeting in school.meetings:
            starts = self.variables.meeting_starts(meeting.id)
            taken += [x for slot, x in starts.items() if (meeting.id, slot) in met]
        for session in plan.sessions:
            if session.station not in school.service.stations or session.slot not in service.held(session.station):
                continue
            where = session.station, session.slot
            taken.append(service.held(session.station)[session.slot])
            taken += [x for teacher, x in service.serve(*where).items() if teacher in session.adults]
            taken += [x for venue, x in service.venues(*where).items() if venue == session.venue]
        granted = {(g.teacher, g.day, g.kind) for g in plan.grants}
        for teacher in school.teachers:
            taken += [x for each, x in service.grants(teacher.id).items() if (teacher.id, *each) in granted]
        return {literal.index for literal in taken}

    def _sessions(self, values: Sequence[int]) -> tuple[ServiceSession, ...]:
        """Return the sessions that are held; a watch that nobody needs, and that nobody keeps, is none."""
        service = self.variables.service
        sessions = []
        for station in self.variables.school.service.stations.values():
            needless = station.kind is StationKind.WATCH and station.optional
            for slot, held in service.held(station.id).items():
                serve, venues = service.serve(station.id, slot), service.venues(station.id, slot)
                adults = tuple(teacher for teacher, literal in serve.items() if values[literal.index])
                if values[held.index] and (adults or not needless):
                    venue = next((v for v, literal in venues.items() if values[literal.index]), station.venue)
                    sessions.append(ServiceSession(station=station.id, slot=slot, adults=adults, venue=venue))
        return tuple(sessions)

    def _grants(self, values: Sequence[int]) -> tuple[FlexGrant, ...]:
        return tuple(
            FlexGrant(teacher=teacher.id, day=day, kind=kind)
            for teacher in self.variables.school.teachers
            for (day, kind), literal in self.variables.service.grants(teacher.id).items()
            if values[literal.index]
        )


def slot_model(
    school: School,
    rules: Iterable[ActiveRule] | None = None,
    *,
    costs: bool = True,
    explaining: bool = False,
    timetable: Plan | None = None,
) -> SlotModel:
    """Build the slot model with these rules (default: all that the school uses); without `costs` the soft ones stay out.

    The lessons of a `timetable` that is given stay where they are.
    """
    model = cp_model.CpModel()
    chosen = tuple(active_rules(school) if rules is None else rules)
    built = SlotModel(
        model,
        LessonVariables(school, model, timetable),
        Postings(model, explaining),
        chosen,
        lessons_fixed=timetable is not None,
    )
    if timetable is not None:
        built.fix_lessons(timetable)
    built.post(Level.REGULATION, Level.HARD)
    if costs:
        built.add_costs()
    return built


def rules_over(school: School, timetable: Plan) -> tuple[ActiveRule, ...]:
    """Return the rules by which service is planned over a given timetable: those on service, and the others that look at
    service too. A limit that the timetable alone breaks is left out; what only service can keep is not."""
    view = PlanView(school, timetable)
    found = []
    for active in active_rules(school):
        looks = (active.rule.service_scope or ServiceScope.NOTHING) is not ServiceScope.NOTHING
        if is_of_service(active.rule) or (looks and (active.rule.needs or not active.check(view).violations)):
            found.append(active)
    return tuple(found)


def fixed(model: cp_model.CpModel, values: Iterable[int]) -> cp_model.CpModel:
    """Return a copy of a model in which the first variables, Booleans, as many as there are values, have these."""
    constants = cp_model.CpModel()
    false, true = (constants.new_constant(value).proto for value in (0, 1))
    copy = model.clone()
    variables = copy.proto.variables
    for index, value in enumerate(values):  # in half of the time that it takes to set the ends of each domain
        variables[index].copy_from(true if value else false)
    return copy
