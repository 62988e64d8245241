"""Hands out venues to the lessons of a plan: as many as there is room for, a course in the same venue where it can be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from ortools.sat.python import cp_model

from scheduler.plan import Placement, Plan
from scheduler.plan.venue_use import VenueLesson, VenueUse, has_room, loads, open_venues, venue_lessons, venue_sessions
from scheduler.school import School, Venue

EXACT_WORK = 5.0  # CP-SAT deterministic seconds for the lessons of one kind of venue at one time

Choice = dict[VenueLesson, str]


class _Handing:
    """Hands out the venues of one plan; remembers which venue each course has had most."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.used: dict[str, Counter[str]] = defaultdict(Counter)
        self.homes: Counter[str] = Counter()

    def hand_out(self, lessons: list[VenueLesson], placed: list[VenueUse]) -> Choice:
        """Return venues for lessons that overlap one another; `placed` are those that have one and stay."""
        venues = {x: open_venues(self.school, x.course, x.slot, x.units, x.pupils) for x in lessons}
        free = [x for x in lessons if venues[x]]
        choice = self._greedy(free, venues, placed, self._as_before)
        if len(choice) < len(free):
            choice = max(choice, self._greedy(free, venues, placed, _tightest), key=len)
        if len(choice) < len(free):
            choice = max(choice, self._exact(free, venues, placed), key=len)
        for lesson, venue in choice.items():
            self.homes[venue] += not self.used[lesson.course.id]
            self.used[lesson.course.id][venue] += 1
        return choice

    def _greedy(
        self,
        lessons: list[VenueLesson],
        venues: dict[VenueLesson, list[Venue]],
        placed: list[VenueUse],
        order: Callable[[VenueLesson, Venue, list[VenueUse]], tuple[float, ...]],
    ) -> Choice:
        """Place the largest lessons first, each in the first venue of an order that has room."""
        within: dict[str, list[VenueUse]] = defaultdict(list)
        for use in placed:
            within[use.venue or ""].append(use)
        choice: Choice = {}
        for lesson in sorted(lessons, key=self._largest_first):
            fitting = [venue for venue in venues[lesson] if has_room(venue, [*within[venue.id], lesson])]
            if fitting:
                best = min(fitting, key=lambda venue: order(lesson, venue, within[venue.id]))
                within[best.id].append(lesson)
                choice[lesson] = best.id
        return choice

    def _largest_first(self, lesson: VenueLesson) -> tuple[int, int, bool, int, str]:
        """Order lessons of one time; among those of one size, courses that are used to a venue come first."""
        return (lesson.interval.start, -lesson.units, not self.used[lesson.course.id], -lesson.pupils, lesson.course.id)

    def _as_before(self, lesson: VenueLesson, venue: Venue, within: list[VenueUse]) -> tuple[float, ...]:
        """Order venues: the one that the course has had most, then the one that the fewest courses are used to."""
        return (
            -self.used[lesson.course.id][venue.id],
            self.homes[venue.id] / venue.capacity,
            len(within) - venue.capacity,
        )

    def _exact(
        self, lessons: list[VenueLesson], venues: dict[VenueLesson, list[Venue]], placed: list[VenueUse]
    ) -> Choice:
        """Place as many lessons as can be placed at all, where they were before if that costs none."""
        model = cp_model.CpModel()
        chosen = {(x, venue.id): model.new_bool_var("") for x in lessons for venue in venues[x]}
        for lesson in lessons:
            model.add_at_most_one(chosen[lesson, venue.id] for venue in venues[lesson])
        for venue in {venue.id: venue for x in lessons for venue in venues[x]}.values():
            inside = [x for x in placed if x.venue == venue.id]
            for load in loads([*inside, *(x for x in lessons if (x, venue.id) in chosen)]):
                stay = [x for x in load.uses if x.venue is not None]
                come = [x for x in load.uses if isinstance(x, VenueLesson) and x.venue is None]
                if not come:
                    continue
                units = sum(x.units * chosen[x, venue.id] for x in come)
                model.add(units <= max(0, venue.capacity - sum(x.units for x in stay)))
                if venue.seats is not None:
                    pupils = sum(x.pupils * chosen[x, venue.id] for x in come)
                    model.add(pupils <= max(0, venue.seats - sum(x.pupils for x in stay)))
        model.maximize(
            sum(literal * (1000 + min(9, self.used[x.course.id][venue])) for (x, venue), literal in chosen.items())
        )
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = EXACT_WORK
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return {}
        return {x: venue for (x, venue), literal in chosen.items() if solver.boolean_value(literal)}


def _tightest(lesson: VenueLesson, venue: Venue, within: list[VenueUse]) -> tuple[float, ...]:
    """Order venues: the fewest seats, then the least room left."""
    return (float("inf") if venue.seats is None else venue.seats, venue.capacity - len(within))


def hand_out(school: School, lessons: list[VenueLesson], sessions: list[VenueUse]) -> Choice:
    """Return a venue for each of the lessons that need one and have none, as far as there is room; all else stays."""
    together: dict[tuple[str, int], list[VenueUse]] = defaultdict(list)
    for use in (*lessons, *sessions):
        kind = _kind(school, use)
        if kind is not None:
            together[kind, use.slot.day].append(use)
    handing = _Handing(school)
    choice: Choice = {}
    for key in sorted(together):
        for group in _overlapping(together[key]):
            waiting = [use for use in group if isinstance(use, VenueLesson) and use.venue is None]
            if waiting:
                choice |= handing.hand_out(waiting, [use for use in group if use.venue is not None])
    return choice


def _kind(school: School, use: VenueUse) -> str | None:
    """Return the kind of venue that something is in or needs; None where it is in an unknown one."""
    if isinstance(use, VenueLesson) and use.venue is None:
        return school.venue_kind_of(use.course)
    return school.venue[use.venue].kind if use.venue in school.venue else None


def _overlapping(uses: list[VenueUse]) -> Iterator[list[VenueUse]]:
    """Yield the uses of one day in groups that do not overlap by the clock."""
    group: list[VenueUse] = []
    end = 0
    for use in sorted(uses, key=lambda x: (x.interval.start, x.id)):
        if group and use.interval.start >= end:
            yield group
            group = []
        group.append(use)
        end = max(end, use.interval.end)
    if group:
        yield group


def assign_venues(school: School, plan: Plan) -> Plan:
    """Return the plan with a venue for every lesson that needs one, where there is room beside what is in a venue already."""
    choice = hand_out(school, venue_lessons(school, plan), venue_sessions(school, plan))
    venue_of = {index: venue for lesson, venue in choice.items() for index in lesson.indexes}
    if not venue_of:
        return plan
    placements = tuple(
        Placement(course=p.course, slot=p.slot, venue=venue_of[index], classes=p.classes) if index in venue_of else p
        for index, p in enumerate(plan.placements)
    )
    return plan.model_copy(update={"placements": placements})
