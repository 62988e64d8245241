"""Which changes of a school answer what a solution of its relaxed problem uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from constraints.rule import Level, Owner, Violation
from constraints.service.service_limits import Parameters as ServiceLimits
from constraints.staff.teacher_per_day import limit as per_day
from constraints.timetable.subject_per_day import weeks_by_subject
from scheduler.edits import lesson_edits as edits
from scheduler.edits import service_edits, time_edits
from scheduler.edits.edit import Edit
from scheduler.explanation.cures.relaxation import Relaxation
from scheduler.model.elastic import Key
from scheduler.plan import Plan, PlanView
from scheduler.school import SERVICE, Station, StationKind

Option = tuple[Edit, ...]  # edits that answer one thing together
MOST_OPTIONS = 3


class Answers:
    """Finds the edits for one solution: `plan` is that of the relaxed problem, `used` what it uses."""

    def __init__(self, relaxation: Relaxation, plan: Plan, used: dict[Key, int]) -> None:
        self.relaxation = relaxation
        self.school = relaxation.school
        self.used = used
        self.view = PlanView(relaxation.wide, plan)
        self._rules = {active.rule.id: active for active in relaxation.rules}
        self._violations: dict[str, tuple[Violation, ...]] = {}

    def options(self) -> dict[Key, list[Option]]:
        """Return for each thing that is used the ways to answer it, the cheapest first; none where there is no way."""
        return {key: sorted(self._options(key, units), key=_cost)[:MOST_OPTIONS] for key, units in self.used.items()}

    def _options(self, key: Key, units: int) -> list[Option]:
        school, about = self.school, key.about
        match key.kind:
            case "free_time":
                return [(time_edits.free_time(school, *about),)]
            case "free_every_day":
                return [(time_edits.free_every_day(school, *about),)]
            case "move_meeting":
                return [(time_edits.move_meeting(school, *about),)]
            case "meet_after_school":
                return [(time_edits.meet_after_school(*about),)]
            case "release_lock":
                return [(time_edits.release_lock(school, *about),)]
            case "excuse":
                return [(time_edits.excuse(*about),)]
            case "club_day":
                return [(service_edits.club_day(school, *about),)]
            case "open_stage":
                return [(service_edits.open_stage(*about),)]
            case "renew_contract":
                return [(service_edits.renew_contract(*about),)]
            case "give_course":
                return self._takers(*about)
        owner: Owner = about[0]
        answer = _ANSWERS.get(key.kind)
        if answer is not None:
            return answer(self, owner, units)
        softened = Level.SOFT in self._rules[key.kind].rule.levels
        return [(edits.soften(key.kind),)] if softened else []

    def _broken(self, rule_id: str, owner: Owner) -> list[Violation]:
        """Return how the plan breaks a rule for an owner."""
        if rule_id not in self._violations:
            self._violations[rule_id] = self._rules[rule_id].check(self.view).violations
        return [violation for violation in self._violations[rule_id] if violation.owner == owner]

    # People.

    def _takers(self, course_id: str, old: str) -> list[Option]:
        """Those first who are free whenever the plan holds the course."""
        course = self.school.course[course_id]
        slots = set(self.view.plan.slots_of(course_id))

        def busy(teacher_id: str) -> int:
            taught = self.view.of_teacher[teacher_id]
            return sum(bool(taught.get(slot)) for slot in slots)

        able = edits.substitutes_for(self.school, course, old)
        chosen = sorted(able, key=busy)[:MOST_OPTIONS]
        return [(edits.give_course(self.school, course_id, old, new),) for new in chosen]

    def _per_day(self, owner: Owner, units: int) -> list[Option]:
        active = self._rules["teacher_per_day"]
        now = per_day(self.school, self.school.teacher[owner.id], active.parameters)  # type: ignore[arg-type]
        return [(edits.raise_limit(owner.id, "max_per_day", now + units, units),)]

    def _service_limits(self, owner: Owner, units: int) -> list[Option]:
        """Each limit of the two is raised as far as the plan goes beyond it: the teacher's, or that for everybody."""
        teacher, parameters = self.school.teacher[owner.id], self._rules["service_limits"].parameters
        assert isinstance(parameters, ServiceLimits)
        everybody = [key.about[0].id for key in self.used if key.kind == "service_limits"]
        own: list[Edit] = []
        general: list[Edit] = []
        for limit, figure, served, most in (
            ("max_service", "most", self._sessions_of, parameters.most_of(teacher)),
            ("max_evenings", "evenings", self._evenings_of, parameters.evenings_of(teacher)),
        ):
            if served(owner.id) > most:
                own.append(edits.raise_limit(owner.id, limit, served(owner.id), served(owner.id) - most))
                if getattr(teacher, limit) is None:
                    general.append(edits.raise_for_all("service_limits", figure, max(map(served, everybody))))
        return [tuple(found) for found in (own, general) if len(found) == len(own) > 0]

    def _sessions_of(self, teacher_id: str) -> int:
        stations = self.relaxation.wide.stations
        return sum(stations[s.station].kind in SERVICE for s in self.view.plan.sessions if teacher_id in s.adults)

    def _evenings_of(self, teacher_id: str) -> int:
        stations = self.relaxation.wide.stations
        held = [s for s in self.view.plan.sessions if teacher_id in s.adults]
        return len({s.slot.day for s in held if stations[s.station].kind is StationKind.EVENING_STUDY})

    def _duty_span(self, owner: Owner, units: int) -> list[Option]:
        violations = self._broken("duty_span", owner)
        active = self._rules["duty_span"]
        now: int = active.parameters.most_of(self.school.teacher[owner.id])  # type: ignore[attr-defined]
        beyond = max((violation.amount for violation in violations), default=0)
        return [(edits.raise_limit(owner.id, "max_span", now + beyond),)] if beyond else []

    # Courses and subjects.

    def _exclusion(self, owner: Owner, units: int) -> list[Option]:
        """Its busiest members leave it, where others remain, or it is dropped."""
        exclusion = next(each for each in self.school.exclusions if each.id == owner.id)
        found: list[Option] = [(edits.drop_exclusion(owner.id),)]
        if len(exclusion.teachers) > 2:
            busy = sorted(exclusion.teachers, key=lambda t: -sum(c.weekly for c in self.school.teacher_courses[t]))
            found += [(edits.leave_exclusion(owner.id, teacher),) for teacher in busy[: MOST_OPTIONS - 1]]
        return found

    def _more_a_day(self, owner: Owner, units: int) -> list[Option]:
        parameters = self._rules["subject_per_day"].parameters
        limits = [
            week.limit
            for klass in self.school.classes
            for subject, weeks in weeks_by_subject(self.school, klass.id, parameters)  # type: ignore[arg-type]
            for week in weeks
            if subject == owner.id
        ]
        own = self.school.subject[owner.id].max_per_day
        now = max(limits) if own is None else own
        return [(edits.more_a_day(owner.id, now + units, units),)]

    def _fewer_doubles(self, owner: Owner, units: int) -> list[Option]:
        return [(edits.fewer_doubles(self.school, owner.id, units),)]

    def _fewer_lessons(self, owner: Owner, units: int) -> list[Option]:
        return [(edits.fewer_lessons(self.school, owner.id, units),)]

    # Places.

    def _venues(self, owner: Owner, units: int) -> list[Option]:
        """More classes at once where there is most room, another place, or more seats where these are short."""
        kind = self.school.venue[owner.id].kind if owner.id in self.school.venue else owner.id
        places = [venue for venue in self.school.venues if venue.kind == kind and owner.id in (venue.id, kind)]
        if not places:
            return []
        largest = max(places, key=lambda venue: venue.capacity)
        found: list[Option] = [(edits.more_room(self.school, largest.id, units),)]
        found.append(tuple(edits.another_venue(self.school, kind) for _ in range(units)))
        most = max(klass.size for klass in self.school.classes)
        short = tuple(venue for venue in places if venue.seats is not None and venue.seats < most * venue.capacity)
        if short:
            found.append(tuple(edits.more_seats(venue.id, most * venue.capacity) for venue in short))
        return found

    # Service.

    def _missing_adults(self, owner: Owner, units: int) -> list[Option]:
        """Staff who are free at the times when somebody is missing, or somebody from outside for a club."""
        station = self.school.stations[owner.id]
        able = service_edits.could_serve(self.school, station)
        free = sorted(able, key=lambda teacher_id: self._clashes(teacher_id, station))
        found: list[Option] = []
        if len(free) >= units:
            for first in range(min(MOST_OPTIONS - 1, len(free) - units + 1)):
                chosen = free[first : first + units]
                found.append(tuple(service_edits.add_adult(self.school, station, teacher) for teacher in chosen))
        if station.club is not None and units == 1:
            found.append((service_edits.new_instructor(self.school, station.club),))
        return found

    def _clashes(self, teacher_id: str, station: Station) -> int:
        """Return at how many slots of a station the plan keeps a teacher busy or he is away."""
        held = [(s.slot, s.adults) for s in self.view.plan.sessions]
        return sum(
            service_edits.is_away(self.school, teacher_id, slot)
            or any(
                teacher_id in adults and self.school.interval(other).overlaps(self.school.interval(slot))
                for other, adults in held
            )
            for slot in station.slots
        )

    def _deputy(self, owner: Owner, units: int) -> list[Option]:
        station = self.school.stations[owner.id]
        able = sorted(service_edits.could_serve(self.school, station), key=lambda t: self._clashes(t, station))
        return [(service_edits.new_deputy(station.classes[0], teacher),) for teacher in able[:MOST_OPTIONS]]

    def _fewer_on_duty(self, owner: Owner, units: int) -> list[Option]:
        station = self.school.stations[owner.id]
        return [(service_edits.fewer_on_duty(station, units),), *self._missing_adults(owner, units)]

    def _club_room(self, owner: Owner, units: int) -> list[Option]:
        club = self.school.club[self.school.stations[owner.id].club or ""]
        return [(service_edits.club_room(club.id, club.members),)]

    def _club_sessions(self, owner: Owner, units: int) -> list[Option]:
        """The club is held as often as in the plan."""
        club = self.school.stations[owner.id].club or ""
        held = sum(session.station == owner.id for session in self.view.plan.sessions)
        return [(service_edits.club_sessions(self.school, club, held),)] if held else []

    def _club_places(self, owner: Owner, units: int) -> list[Option]:
        """The clubs that are open to a grade take a little more each."""
        short = sum(violation.amount for violation in self._broken("club_places", owner))
        clubs = [club for club in self.school.clubs if int(owner.id) in club.grades and club.capacity is not None]
        if not clubs or not short:
            return []
        more = -(-short // len(clubs))
        return [tuple(service_edits.club_room(club.id, (club.capacity or 0) + more) for club in clubs)]


def _raise(limit: str) -> Callable[[Answers, Owner, int], list[Option]]:
    def answer(answers: Answers, owner: Owner, units: int) -> list[Option]:
        now: int = getattr(answers.school.teacher[owner.id], limit)
        return [(edits.raise_limit(owner.id, limit, now + units, units),)]

    return answer


def _untie(tie: str) -> Callable[[Answers, Owner, int], list[Option]]:
    return lambda answers, owner, units: [(edits.untie(answers.school, owner.id, tie),)]


_ANSWERS: dict[str, Callable[[Answers, Owner, int], list[Option]]] = {
    "exclusions": Answers._exclusion,
    "mentor_free": lambda answers, owner, units: [(edits.no_mentor(answers.school, owner.id),)],
    "double_lessons": Answers._fewer_doubles,
    "parallel_groups": _untie("together"),
    "alternating_pairs": _untie("pair"),
    "subject_per_day": Answers._more_a_day,
    "hours_in_full": Answers._fewer_lessons,
    "venue_capacity": Answers._venues,
    "club_venues": Answers._venues,
    "teacher_days": _raise("max_days"),
    "teacher_half_days": _raise("max_half_days"),
    "teacher_in_row": _raise("max_in_row"),
    "teacher_per_day": Answers._per_day,
    "duty_span": Answers._duty_span,
    "service_limits": Answers._service_limits,
    "club_capacity": Answers._club_room,
    "club_places": Answers._club_places,
    "club_sessions": Answers._club_sessions,
    "morning_duty": Answers._deputy,
    "substitutes": Answers._fewer_on_duty,
    "service_adults": Answers._missing_adults,
    "service_patrol": Answers._missing_adults,
}


def _cost(option: Sequence[Edit]) -> int:
    return sum(edit.cost for edit in option)
