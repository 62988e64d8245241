"""The hard rules of a school in one model in which its own wishes and limits give way at a price; regulation stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from constraints.curriculum.hours import is_protected
from constraints.curriculum.hours_standard import judged_classes
from constraints.rule import ActiveRule, Level, Owner, OwnerKind
from constraints.service.service_unavailable import class_stations
from constraints.timetable.class_subjects import at_most_in_worst, days_of, lessons_on
from constraints.timetable.meetings import possible_starts
from constraints.timetable.subject_per_day import weeks_by_subject
from constraints.timetable.unavailable import closed_slots
from constraints.timetable.venue_demand import demands
from constraints.timetable.venue_loads import club_claims
from scheduler.edits import costs, time_edits
from scheduler.edits import lesson_edits as edits
from scheduler.engine.assemble import SlotModel
from scheduler.explanation.cures.widening import TEACHER_RULES, TeachersVariables, pressed, widened, without_contract
from scheduler.model.elastic import MOST_UNITS, POLICIES, Key, LoosePoster, Policy, Slacks, Way
from scheduler.model.lessons import LessonVariables, Literal
from scheduler.model.poster import Ledger, Poster
from scheduler.plan import Plan, meeting_slots
from scheduler.school import WITH_PUPILS, MarkLevel, MarkOwner, Meeting, School, Slot


class Relaxation:
    """The relaxed problem. `wide` is the school with all that may be moved set free: meetings, days of clubs, contracts."""

    def __init__(self, school: School, *, everybody: bool = False) -> None:
        self.school = school
        self.wide = widened(school)
        self.model = cp_model.CpModel()
        self.variables = LessonVariables(self.wide, self.model)
        self.slacks = Slacks(self.model)
        self.rules = tuple(active for active in active_rules(school) if active.level is not Level.SOFT)
        self._ledger = Ledger(self.model)
        self._frees: dict[tuple[MarkOwner, str, int, int], cp_model.IntVar] = {}
        self._excused = self._excuses()
        self.own = TeachersVariables(
            self.variables, self._own_lessons([t.id for t in school.teachers] if everybody else pressed(school))
        )
        for active in self.rules:
            self._post(active)
        self._price_moves()

    def read(self, values: list[int]) -> Plan:
        """Return the plan that a solution describes; it is one of the wide school and may break what was loosened."""
        return SlotModel(self.model, self.variables, self._ledger, self.rules).read(values)

    # Rules.

    def _post(self, active: ActiveRule) -> None:
        special = _SPECIAL.get(active.rule.id)
        if special is not None:
            special(self, active)
            return
        variables = self.own if active.rule.id in TEACHER_RULES else self.variables
        active.rule.post(self._poster(active), variables, active.parameters)

    def _poster(self, active: ActiveRule) -> Poster:
        policy = POLICIES.get(active.rule.id)
        if policy is None and Level.SOFT in active.rule.levels:
            policy = Policy(Way.ALL, edits.soften(active.rule.id).cost)
        if policy is None:
            return Poster(self._ledger, active)
        return LoosePoster(self._ledger, active, self.slacks, policy)

    def _post_subject_per_day(self, active: ActiveRule) -> None:
        """The limit is a subject's for the whole school, so all classes share its slack."""
        poster = self._poster(active)
        for klass in self.wide.classes:
            days = days_of(self.wide, klass.id)
            for subject, weeks in weeks_by_subject(self.wide, klass.id, active.parameters):  # type: ignore[arg-type]
                for day in days:
                    limits = [lessons_on(self.variables, week.courses, (day,), week.limit) for week in weeks]
                    at_most_in_worst(poster, limits, Owner(OwnerKind.SUBJECT, subject))

    def _post_hours_in_full(self, active: ActiveRule) -> None:
        """A course that the curriculum plans may have fewer lessons: the standard, which stands, says how few."""
        judged = {klass.id for klass in judged_classes(self.wide)}
        poster = Poster(self._ledger, active)
        loose = LoosePoster(self._ledger, active, self.slacks, Policy(Way.UNITS, costs.FEWER_LESSONS))
        for course in self.wide.courses:
            if not is_protected(self.wide, course):
                free = course.lessons > 1 and judged.issuperset(course.classes)
                owner = Owner(OwnerKind.COURSE, course.id)
                (loose if free else poster).require(self.variables.in_week(course.id) >= course.lessons, owner)

    def _post_teacher_clash(self, active: ActiveRule) -> None:
        """Who is excused from a meeting may have a lesson meanwhile."""
        for teacher in self.wide.teachers:
            for week in self.wide.weeks(self.wide.teacher_courses[teacher.id]):
                for moment in self.wide.moments:
                    lessons = [x for slot in moment.slots for x in self.own.teacher_lessons(teacher.id, slot, week)]
                    if len(lessons) > 1:
                        self.model.add_at_most_one(lessons)
                    during = {m.id: self._during(m, moment.slots) for m in self.wide.teacher_meetings[teacher.id]}
                    held = [(name, literals) for name, literals in during.items() if literals]
                    for name, literals in held:
                        if lessons:
                            self.model.add_at_most_one([*lessons, *self._attended(teacher.id, name, literals)])
                    if len(held) > 1:
                        attended = [x for name, literals in held for x in self._attended(teacher.id, name, literals)]
                        self.model.add_at_most_one(attended)

    def _during(self, meeting: Meeting, slots: Iterable[Slot]) -> list[Literal]:
        found = {x.index: x for slot in slots for x in self.variables.meeting_at(meeting.id, slot)}
        return list(found.values())

    def _attended(self, teacher_id: str, meeting_id: str, starts: list[Literal]) -> list[Literal]:
        """Return for starts of a meeting whether a teacher attends it then."""
        return [self._attendance(teacher_id, meeting_id, start) for start in starts]

    def _attendance(self, teacher_id: str, meeting_id: str, start: Literal) -> Literal:
        key = (teacher_id, start.index)
        if key not in self._attends:
            literal = self.model.new_bool_var("")
            self.model.add_bool_or([start.negated(), literal, *self._excused[teacher_id, meeting_id]])
            self._attends[key] = literal
        return self._attends[key]

    def _post_locks(self, active: ActiveRule) -> None:
        for lock in dict.fromkeys(self.school.locks):
            price = time_edits.release_lock(self.school, lock).cost
            released = self.slacks.switch(Key("release_lock", (lock,)), price)
            literal = self.variables.at(lock.course, lock.slot)
            self.model.add_bool_or([released] if literal is None else [released, literal])

    def _post_unavailable(self, active: ActiveRule) -> None:
        """Each part of a day that is marked 禁 for somebody may be freed."""
        for (kind, name), closed in closed_slots(self.school).items():
            view = self.own if kind is MarkOwner.TEACHER else self.variables
            for course in self.wide.courses:
                part = {MarkOwner.TEACHER: course.teachers, MarkOwner.CLASS: course.classes}.get(
                    kind, (course.subject,)
                )
                if name in part:
                    for slot, literal in view.lessons(course.id).items():
                        if slot in closed:
                            self.model.add_implication(literal, self._freed(kind, name, slot))
            if kind is MarkOwner.TEACHER:
                self._post_meetings_while_away(name, closed)

    def _post_meetings_while_away(self, teacher_id: str, closed: frozenset[Slot]) -> None:
        for meeting in self.wide.teacher_meetings[teacher_id]:
            excused = self._excused[teacher_id, meeting.id]
            for start, literal in self.variables.meeting_starts(meeting.id).items():
                for slot in closed.intersection(meeting_slots(self.wide, start, meeting.length)):
                    freed = self._freed(MarkOwner.TEACHER, teacher_id, slot)
                    self.model.add_bool_or([literal.negated(), freed, *excused])

    def _post_service_unavailable(self, active: ActiveRule) -> None:
        forbidden = MarkLevel.FORBIDDEN
        for teacher_id, turns in self.variables.service.turns.items():
            for turn in turns:
                if self.school.marked(MarkOwner.TEACHER, teacher_id, turn.slot, forbidden):
                    self.model.add_implication(turn.literal, self._freed(MarkOwner.TEACHER, teacher_id, turn.slot))
        for klass in self.school.classes:
            for each in class_stations(self.wide, klass.id):
                for slot, held in self.variables.service.held(each.id).items():
                    if self.school.marked(MarkOwner.CLASS, klass.id, slot, forbidden):
                        self.model.add_implication(held, self._freed(MarkOwner.CLASS, klass.id, slot))

    def _post_service_adults(self, active: ActiveRule) -> None:
        """Adults may be missing in a group, or in all groups of a stage that is left to some teachers alone."""
        poster = self._poster(active)
        for station in self.wide.stations.values():
            if station.kind in WITH_PUPILS:
                more: list[cp_model.LinearExprT] = []
                if station.stage is not None and self.school.stage[station.stage].candidates:
                    more = [station.adults * self.slacks.switch(Key("open_stage", (station.stage,)), costs.OPEN_STAGE)]
                for slot, held in self.variables.service.held(station.id).items():
                    serving = self.variables.service.serve(station.id, slot).values()
                    enough = cp_model.LinearExpr.sum([*serving, *more]) >= station.adults * held
                    poster.require(enough, Owner(OwnerKind.STATION, station.id))

    def _post_venues(self, active: ActiveRule) -> None:
        """Station the rule as if no venue were ever closed, then count only those open or opened; no room is made in closed ones."""
        active.rule.post(self._poster(active), self.variables, active.parameters)
        for demand in demands(self.school):
            closed = {venue.id: demand.slots - demand.open_slots[venue.id] for venue in demand.venues}
            for size, few in demand.steps:
                users = [(course, share) for course in demand.courses if (share := demand.share(course, size, few))]
                for slots in demand.moments:
                    if not any(closed[venue.id].intersection(slots) for venue in demand.venues):
                        continue
                    room: list[cp_model.LinearExprT] = []
                    if not all(closed[venue.id].intersection(slots) for venue in demand.venues):
                        larger = Key(active.rule.id, (Owner(OwnerKind.VENUE, demand.name),))
                        room.append(self.slacks.units(larger, costs.MORE_ROOM, MOST_UNITS))
                    for venue in demand.venues:
                        shut = closed[venue.id].intersection(slots)
                        opened = self._freed(MarkOwner.VENUE, venue.id, min(shut)) if shut else 1
                        room.append(demand.room(venue, size, few) * opened)
                    for week in demand.weeks:
                        terms = [
                            share * literal
                            for course, share in users
                            if course.week.meets(week)
                            for slot in slots
                            if (literal := self.variables.at(course.id, slot)) is not None
                        ]
                        if terms:
                            self.model.add(cp_model.LinearExpr.sum(terms) <= cp_model.LinearExpr.sum(room))

    def _post_club_venues(self, active: ActiveRule) -> None:
        active.rule.post(self._poster(active), self.variables, active.parameters)
        for demand in demands(self.wide):
            for venue, slots in club_claims(self.variables, demand).items():
                for slot, claims in slots.items():
                    if self.school.marked(MarkOwner.VENUE, venue, slot, MarkLevel.FORBIDDEN):
                        for claim in claims:
                            self.model.add_implication(claim.literal, self._freed(MarkOwner.VENUE, venue, slot))

    # Changes that no rule speaks of.

    def _freed(self, kind: MarkOwner, name: str, slot: Slot) -> Literal:
        """Return whether somebody is freed in the part of the day of a slot, on that day or on all."""
        part = time_edits.part_of(self.school, slot)
        about = (kind, name, slot.day, part)
        if about not in self._frees:
            on_day = self.slacks.switch(Key("free_time", about), costs.FREE[kind])
            always = self.slacks.switch(Key("free_every_day", (kind, name, part)), costs.FREE_EVERY_DAY[kind])
            self._frees[about] = self.model.new_bool_var("")
            self.model.add_bool_or([self._frees[about].negated(), on_day, always])
        return self._frees[about]

    def _excuses(self) -> dict[tuple[str, str], list[Literal]]:
        """Return what frees each member of each meeting: he is excused, or all meet after school."""
        self._attends: dict[tuple[str, int], Literal] = {}
        found = {}
        for meeting in self.wide.meetings:
            later = self.slacks.switch(Key("meet_after_school", (meeting.id,)), costs.MEET_AFTER_SCHOOL)
            for teacher in meeting.teachers:
                excused = self.slacks.switch(Key("excuse", (teacher, meeting.id)), costs.EXCUSE)
                found[teacher, meeting.id] = [excused, later]
        return found

    def _own_lessons(self, teachers: Iterable[str]) -> dict[str, dict[Slot, Literal]]:
        """Return for each course that may be given away the lessons that its teacher then still gives."""
        found: dict[str, dict[Slot, Literal]] = {}
        for teacher_id in teachers:
            for course in self.school.teacher_courses[teacher_id]:
                if len(course.teachers) > 1 or not edits.substitutes_for(self.school, course, teacher_id):
                    continue
                given = self.slacks.switch(Key("give_course", (course.id, teacher_id)), costs.GIVE_COURSE)
                found[course.id] = {}
                for slot, literal in self.variables.lessons(course.id).items():
                    own = self.model.new_bool_var("")
                    self.model.add_bool_or([literal.negated(), own, given])
                    found[course.id][slot] = own
        return found

    def _price_moves(self) -> None:
        """Let meetings at other times, clubs on other days and people without a contract cost what they cost."""
        for meeting in self.school.meetings:
            possible = set(possible_starts(self.school, meeting))
            for slot, literal in self.variables.meeting_starts(meeting.id).items():
                if slot not in possible:
                    price = time_edits.move_meeting(self.school, meeting.id, slot).cost
                    self.model.add_implication(
                        literal, self.slacks.switch(Key("move_meeting", (meeting.id, slot)), price)
                    )
        for station in self.wide.stations.values():
            known = self.school.stations[station.id].slots
            for slot, held in self.variables.service.held(station.id).items():
                if slot not in known:
                    key = Key("club_day", (station.club, slot.day))
                    self.model.add_implication(held, self.slacks.switch(key, costs.CLUB_DAY))
        for teacher_id in without_contract(self.school):
            for turn in self.variables.service.turns[teacher_id]:
                key = Key("renew_contract", (teacher_id,))
                self.model.add_implication(turn.literal, self.slacks.switch(key, costs.RENEW))


_SPECIAL: dict[str, Callable[[Relaxation, ActiveRule], None]] = {
    "subject_per_day": Relaxation._post_subject_per_day,
    "hours_in_full": Relaxation._post_hours_in_full,
    "locks": Relaxation._post_locks,
    "teacher_clash": Relaxation._post_teacher_clash,
    "unavailable": Relaxation._post_unavailable,
    "service_adults": Relaxation._post_service_adults,
    "service_unavailable": Relaxation._post_service_unavailable,
    "venue_capacity": Relaxation._post_venues,
    "club_venues": Relaxation._post_club_venues,
}
