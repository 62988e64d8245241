"""The hard rules of a school in one model in which its own wishes and limits give way at a price; regulation stands."""

from __future__ import annotations

from collections import defaultdict

from constraints.catalogue import active_rules
from constraints.rule import ActiveRule
from constraints.service.external_staff import contract_faults, external_teachers
from constraints.settings import soften
from constraints.timetable.meetings import possible_starts
from constraints.timetable.unavailable import closed_slots
from scheduler.edits import costs, service_edits, time_edits
from scheduler.edits.edit import changed
from scheduler.engine.assemble import SlotModel
from scheduler.model.elastic import Elasticity, Key, Way
from scheduler.model.owner import Level
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.plan import Plan
from scheduler.school import MarkOwner, School, Slot

TIGHT = 0.75  # share of the slots open to a teacher that his lessons take


class Relaxation:
    """The relaxed problem. `wide` is the school with all that may be moved set free: meetings, days of clubs, contracts."""

    def __init__(self, school: School, *, everybody: bool = False) -> None:
        self.school = school
        self.wide = widened(school)
        self.rules = tuple(active for active in active_rules(school) if active.level is not Level.SOFT)
        givers = [teacher.id for teacher in school.teachers] if everybody else pressed(school)
        self.week = RelaxedWeek(school, self.wide, givers)
        self.slacks = self.week.slacks
        for active in self.rules:
            self._post(active)
        self._price_moves()

    def read(self, values: list[int]) -> Plan:
        """Return the plan that a solution describes; it is one of the wide school and may break what was loosened."""
        return SlotModel(self.week.model, self.week.variables, self.week.postings, self.rules).read(values)

    def _post(self, active: ActiveRule) -> None:
        """Post a rule as it gives way: as it says itself, or loosened as a whole where it may be softened."""
        elastic = active.rule.elastic
        if elastic.post is not None:
            elastic.post(self.week, active)
        else:
            variables = self.week.own if elastic.of_teacher else self.week.variables
            active.rule.post(self._poster(active), variables, active.parameters)

    def _poster(self, active: ActiveRule) -> Poster:
        elasticity = active.rule.elastic.elasticity
        if elasticity is None and Level.SOFT in active.rule.levels:
            elasticity = Elasticity(Way.ALL, soften(active.rule).cost)
        if elasticity is None:
            return active.poster(self.week.postings)
        return active.elastic_poster(self.week, elasticity)

    def _price_moves(self) -> None:
        """Let meetings at other times, clubs on other days and people without a contract cost what they cost."""
        model, variables, slacks = self.week.model, self.week.variables, self.slacks
        for meeting in self.school.meetings:
            possible = set(possible_starts(self.school, meeting))
            for slot, literal in variables.meeting_starts(meeting.id).items():
                if slot not in possible:
                    price = time_edits.move_meeting(self.school, meeting.id, slot).cost
                    model.add_implication(literal, slacks.switch(Key("move_meeting", (meeting.id, slot)), price))
        for station in self.wide.service.stations.values():
            known = self.school.service.stations[station.id].slots
            for slot, held in variables.service.held(station.id).items():
                if slot not in known:
                    key = Key("club_day", (station.club, slot.day))
                    model.add_implication(held, slacks.switch(key, costs.CLUB_DAY))
        for teacher_id in without_contract(self.school):
            for turn in variables.service.turns[teacher_id]:
                key = Key("renew_contract", (teacher_id,))
                model.add_implication(turn.literal, slacks.switch(key, costs.RENEW))


def widened(school: School) -> School:
    """Return a school with meetings at any time, clubs on all days, venues always open and contracts that last."""
    meetings = tuple(meeting.renewed(slot=None, days=(), parts=()) for meeting in school.meetings)
    return changed(
        school,
        meetings=meetings,
        marks=tuple(mark for mark in school.marks if mark.owner_kind is not MarkOwner.VENUE),
        clubs=tuple(club.renewed(days=()) for club in school.clubs),
        contracts=service_edits.contracts_renewed(school, set(without_contract(school))),
    )


def without_contract(school: School) -> list[str]:
    """Return the people from outside whose contract or qualification does not serve; there is no service, there are none."""
    return [t for t in external_teachers(school) if school.service.teacher_stations[t] and contract_faults(school, t)]


def pressed(school: School) -> list[str]:
    """Return the teachers who have little room for their lessons, or are wanted twice in one group that runs together."""
    closed = closed_slots(school)
    found = []
    for teacher in school.teachers:
        courses = school.teacher_courses[teacher.id]
        groups = [course.together for course in courses if course.together]
        away = closed.get((MarkOwner.TEACHER, teacher.id), frozenset())
        by_day: dict[int, set[Slot]] = defaultdict(set)
        for course in courses:
            shut = away | closed.get((MarkOwner.SUBJECT, course.subject), frozenset())
            shut |= closed.get((MarkOwner.COURSE, course.id), frozenset())
            for slot in school.course_slots(course):
                if slot not in shut:
                    by_day[slot.day].add(slot)
        most = teacher.max_per_day or 99
        days = sorted((min(most, len(slots)) for slots in by_day.values()), reverse=True)
        room = sum(days[: teacher.max_days or 7])
        lessons = sum(course.weekly for course in courses)
        lessons += sum(meeting.length for meeting in school.teacher_meetings[teacher.id])
        if len(set(groups)) < len(groups) or lessons > TIGHT * room:
            found.append(teacher.id)
    return found
