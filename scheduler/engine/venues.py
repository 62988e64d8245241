"""Hands out venues to the lessons of a plan: as many as there is room for, a course in the same venue where it can be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.plan import Placement, Plan
from scheduler.school import WITH_PUPILS, Course, Interval, MarkLevel, MarkOwner, School, Slot, Venue, Week

EXACT_WORK = 5.0  # CP-SAT deterministic seconds for the lessons of one kind of venue at one time


class Sizes:
    """How much room courses need: `units` in classes, `pupils` in seats. Courses that run together share their classes."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._parts = Counter(course.together for course in school.courses if course.together is not None)

    def units(self, course: Course, classes: Iterable[str]) -> int:
        """Return how many classes' room these classes of a course take."""
        return -(-len(list(classes)) // self._shared_by(course))

    def pupils(self, course: Course, classes: Iterable[str]) -> int:
        """Return how many pupils these classes send to a course."""
        return -(-sum(self._school.school_class[c].size for c in classes) // self._shared_by(course))

    def _shared_by(self, course: Course) -> int:
        return 1 if course.together is None else self._parts[course.together]


def is_closed(school: School, venue: Venue, slot: Slot) -> bool:
    """Tell whether a venue is marked 禁 for some minute of a slot."""
    return school.marked(MarkOwner.VENUE, venue.id, slot, MarkLevel.FORBIDDEN)


def open_venues(school: School, course: Course, slot: Slot, units: int, pupils: int) -> list[Venue]:
    """Return the venues that are right for a course, open at a slot and large enough for it alone."""
    if course.venue is not None:
        right = [school.venue[course.venue]]
    else:
        right = [venue for venue in school.venues if venue.kind == course.venue_kind]
    return [
        venue
        for venue in right
        if units <= venue.capacity
        and (venue.seats is None or pupils <= venue.seats)
        and not is_closed(school, venue, slot)
    ]


@dataclass(eq=False, kw_only=True)
class VenueUse:
    """Something that takes room in a venue, or needs some: a lesson or a session of service.

    `id` is its course or post, `title` what a person calls it.
    """

    id: str
    title: str
    slot: Slot
    interval: Interval
    venue: str | None
    week: Week = Week.EVERY
    classes: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    units: int = 0
    pupils: int = 0

    def during(self, minute: int, week: Week) -> bool:
        """Tell whether it is held at a minute of its day in a week."""
        return self.interval.start <= minute < self.interval.end and self.week.meets(week)


@dataclass(eq=False, kw_only=True)
class VenueLesson(VenueUse):
    """One lesson that takes room: the placements (by position in the plan) of one course at one slot and in one venue."""

    course: Course
    indexes: list[int] = field(default_factory=list)


def venue_lessons(school: School, plan: Plan) -> list[VenueLesson]:
    """Return the lessons that need a venue or are said to be in one; a joint course placed class by class is one lesson."""
    sizes = Sizes(school)
    found: dict[tuple[str, Slot, str | None], VenueLesson] = {}
    for index, placement in enumerate(plan.placements):
        course = school.course[placement.course]
        if placement.venue is None and course.venue is None and course.venue_kind is None:
            continue
        key = (course.id, placement.slot, placement.venue)
        lesson = found.get(key)
        if lesson is None:
            lesson = found[key] = VenueLesson(
                id=course.id,
                title=course.subject,
                slot=placement.slot,
                interval=school.interval(placement.slot),
                venue=placement.venue,
                week=course.week,
                teachers=course.teachers,
                course=course,
            )
        lesson.indexes.append(index)
        lesson.classes = tuple(dict.fromkeys((*lesson.classes, *(placement.classes or course.classes))))
    for lesson in found.values():
        lesson.units = sizes.units(lesson.course, lesson.classes)
        lesson.pupils = sizes.pupils(lesson.course, lesson.classes)
        lesson.title = "+".join(lesson.classes) + lesson.course.subject
    return list(found.values())


def venue_sessions(school: School, plan: Plan) -> list[VenueUse]:
    """Return the sessions with pupils that are in a venue: each takes the room of one class and a seat for each pupil.

    A club is in the place that it names where the plan says nothing. A session noted several times stands once.
    """
    found: dict[tuple[str, Slot, str], VenueUse] = {}
    for session in plan.sessions:
        post = school.posts[session.post]
        venue = session.venue or post.venue
        if venue is not None and post.kind in WITH_PUPILS:
            found[post.id, session.slot, venue] = VenueUse(
                id=post.id,
                title=post.title,
                slot=session.slot,
                interval=school.interval(session.slot),
                venue=venue,
                classes=post.classes,
                teachers=session.adults,
                units=1,
                pupils=post.pupils,
            )
    return list(found.values())


class Load(NamedTuple):
    """What lessons and sessions take of a venue at one moment of one week."""

    uses: tuple[VenueUse, ...]
    week: Week
    units: int
    pupils: int


def loads(uses: Sequence[VenueUse]) -> Iterator[Load]:
    """Yield what the uses of one day take together, at the start of each and in each week that matters."""
    weeks = (Week.EVERY,) if all(use.week is Week.EVERY for use in uses) else (Week.ODD, Week.EVEN)
    for minute in sorted({use.interval.start for use in uses}):
        for week in weeks:
            held = tuple(use for use in uses if use.during(minute, week))
            if held:
                yield Load(held, week, sum(x.units for x in held), sum(x.pupils for x in held))


def has_room(venue: Venue, uses: Sequence[VenueUse]) -> bool:
    """Tell whether a venue holds these uses of one day, at every moment."""
    if venue.seats is None and sum(use.units for use in uses) <= venue.capacity:
        return True
    return all(x.units <= venue.capacity and (venue.seats is None or x.pupils <= venue.seats) for x in loads(uses))


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
