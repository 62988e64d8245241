"""A venue holds no more classes and pupils at once than it has room for, and nothing while it is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ortools.sat.python import cp_model

from constraints.by_clock import most_apart, overlapping
from constraints.rule import Level, NoParameters, Owner, OwnerKind, Rule, Verdict, Violation
from scheduler.engine.half_days import HalfDayVariables
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables, Literal
from scheduler.engine.venues import Sizes, VenueLesson, hand_out, is_closed, loads, open_venues, venue_lessons
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot, Venue, Week
from scheduler.text import Text

ANY_SEATS = -1


def venue_owner(name: str) -> Owner:
    """Return the owner for a venue, or for all venues of a kind."""
    return Owner(OwnerKind.VENUE, name)


@dataclass(frozen=True)
class Demand:
    """Some venues and all the courses that are held in one of them; `units` and `pupils` are by course."""

    school: School
    name: str
    venues: tuple[Venue, ...]
    courses: tuple[Course, ...]
    units: dict[str, int]
    pupils: dict[str, int]

    @cached_property
    def slots(self) -> frozenset[Slot]:
        """The lesson slots that some of the courses can use."""
        return frozenset(slot for course in self.courses for slot in self.school.course_slots(course))

    @cached_property
    def moments(self) -> tuple[tuple[Slot, ...], ...]:
        """The largest sets of these slots that share a minute."""
        return tuple(overlapping(self.school, self.slots))

    @cached_property
    def open_slots(self) -> dict[str, frozenset[Slot]]:
        """The slots at which each venue is open."""
        return {v.id: frozenset(s for s in self.slots if not is_closed(self.school, v, s)) for v in self.venues}

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """The weeks that must be looked at apart."""
        return self.school.weeks(self.courses)

    @cached_property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """The sizes and numbers of pupils to count by: (units, seats) means courses that need as much, and more seats."""
        seats = sorted({ANY_SEATS, *(venue.seats for venue in self.venues if venue.seats is not None)})
        sizes = sorted({self.units[course.id] for course in self.courses})
        return tuple(
            (size, few) for size in sizes for few in seats if any(self.share(c, size, few) for c in self.courses)
        )

    def share(self, course: Course, size: int, few: int) -> int:
        """Return how many places of `size` units a course takes in venues with more than `few` seats."""
        return self.units[course.id] // size if self.pupils[course.id] > few else 0

    def room(self, venue: Venue, size: int, few: int) -> int:
        """Return how many places of `size` units a venue has, if it has more than `few` seats."""
        return venue.capacity // size if venue.seats is None or venue.seats > few else 0

    @cached_property
    def named(self) -> tuple[Course, ...]:
        """The courses that name their venue."""
        return tuple(course for course in self.courses if course.venue is not None)

    @cached_property
    def is_counted(self) -> bool:
        """Whether counting by `steps` says exactly which lessons fit, so that the model need not choose among the venues.

        Lessons of one bell schedule meet in single slots, where the largest go first and waste nothing when each size divides
        the next. Alike lessons of several bell schedules are intervals of the day: as many places as there are lessons at
        the busiest moment are enough when no venue is closed. Courses that name their venue are to be looked at there too.
        """
        sizes = sorted(set(self.units.values()))
        if len(self.venues) == 1 or (len(self.weeks) > 1 and len(sizes) > 1):
            return False
        several_schedules = len({slot.schedule for slot in self.slots}) > 1
        if not self.has_seats_to_spare:
            one_each = len(sizes) == 1 and all(venue.capacity // sizes[0] <= 1 for venue in self.venues)
            return one_each and not several_schedules and not self.named
        if several_schedules:
            shut = any(slots != self.slots for slots in self.open_slots.values())
            return len(sizes) == 1 and len(self.weeks) == 1 and not shut and not self.named
        if self.named:
            return sizes == [1] and len(self.weeks) == 1
        return all(large % small == 0 for small, large in pairwise(sizes))

    @cached_property
    def has_seats_to_spare(self) -> bool:
        """Whether the seats suffice for as many classes as a venue holds, however large the classes are."""
        most = max(-(-self.pupils[course.id] // self.units[course.id]) for course in self.courses)
        return all(venue.seats is None or most * venue.capacity <= venue.seats for venue in self.venues)


def demands(school: School) -> Iterator[Demand]:
    """Yield the demand on each kind of venue; a venue that only courses which name it use stands by itself."""
    sizes = Sizes(school)
    by_kind: dict[str, list[Course]] = defaultdict(list)
    for course in school.courses:
        kind = school.venue_kind_of(course)
        if kind is not None:
            by_kind[kind].append(course)
    for kind, courses in by_kind.items():
        venues = tuple(venue for venue in school.venues if venue.kind == kind)
        apart = [(venue,) for venue in venues] if all(course.venue for course in courses) else [venues]
        for places in apart:
            users = tuple(c for c in courses if c.venue is None or c.venue in {venue.id for venue in places})
            if users:
                units = {course.id: sizes.units(course, course.classes) for course in users}
                pupils = {course.id: sizes.pupils(course, course.classes) for course in users}
                yield Demand(school, places[0].id if len(places) == 1 else kind, places, users, units, pupils)


# In the model of slots.


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that the lessons of every moment and week can be shared out among the venues that are open."""
    for demand in demands(variables.school):
        if len(demand.venues) > 1:
            _post_counts(poster, variables, demand)
        courses = demand.named if demand.is_counted else demand.courses
        if courses:
            _post_choices(poster, variables, demand, courses)


def _post_counts(poster: Poster, variables: LessonVariables, demand: Demand) -> None:
    """Ensure that at no moment more places of a size are taken than the venues have that are open for some slot of it."""
    for size, few in demand.steps:
        users = [(course, share) for course in demand.courses if (share := demand.share(course, size, few))]
        for slots in demand.moments:
            bound = sum(
                demand.room(venue, size, few)
                for venue in demand.venues
                if any(slot in demand.open_slots[venue.id] for slot in slots)
            )
            for week in demand.weeks:
                terms = [
                    (literal, share)
                    for course, share in users
                    if course.week.meets(week)
                    for slot in slots
                    if (literal := variables.at(course.id, slot)) is not None
                ]
                _at_most(poster, terms, bound, venue_owner(demand.name))


def _at_most(poster: Poster, terms: list[tuple[Literal, int]], bound: int, owner: Owner) -> None:
    """Ensure that literals times their shares sum to at most `bound`."""
    if sum(share for _, share in terms) <= bound:
        return
    if bound == 1 and all(share == 1 for _, share in terms):
        poster.at_most_one([literal for literal, _ in terms], owner)
    else:
        literals, shares = zip(*terms, strict=True)
        poster.require(cp_model.LinearExpr.weighted_sum(literals, shares) <= bound, owner)


def _post_choices(poster: Poster, variables: LessonVariables, demand: Demand, courses: tuple[Course, ...]) -> None:
    """Ensure that each lesson of some courses is in one venue that is open and right for it, and that no venue is too full."""
    chosen: dict[str, dict[Slot, list[tuple[Course, Literal]]]] = {v.id: defaultdict(list) for v in demand.venues}
    nowhere = []
    for course in courses:
        for slot, literal in variables.lessons(course.id).items():
            units, pupils = demand.units[course.id], demand.pupils[course.id]
            venues = open_venues(demand.school, course, slot, units, pupils)
            if not venues:
                nowhere.append(literal)
            elif len(venues) == 1:
                chosen[venues[0].id][slot].append((course, literal))
            else:
                choices = [variables.model.new_bool_var("") for _ in venues]
                poster.define(cp_model.LinearExpr.sum(choices) == literal)
                for venue, choice in zip(venues, choices, strict=True):
                    chosen[venue.id][slot].append((course, choice))
    if nowhere:
        poster.require(cp_model.LinearExpr.sum(nowhere) == 0, venue_owner(demand.name))
    for venue in demand.venues:
        for slots in demand.moments:
            for week in demand.weeks:
                held = [x for slot in slots for x in chosen[venue.id].get(slot, ()) if x[0].week.meets(week)]
                _post_room(poster, demand, venue, held)


def _post_room(poster: Poster, demand: Demand, venue: Venue, held: list[tuple[Course, Literal]]) -> None:
    """Ensure that the lessons of one moment and week fit one venue."""
    owner = venue_owner(venue.id)
    _at_most(poster, [(literal, demand.units[course.id]) for course, literal in held], venue.capacity, owner)
    if venue.seats is not None:
        _at_most(poster, [(literal, demand.pupils[course.id]) for course, literal in held], venue.seats, owner)


# In the model of half-days.


def post_half_days(poster: Poster, variables: HalfDayVariables, parameters: NoParameters) -> None:
    """Ensure that a half-day's lessons take no more places than the venues have in slots that do not overlap."""
    for demand in demands(variables.school):
        for size, few in demand.steps:
            users = [(course, share) for course in demand.courses if (share := demand.share(course, size, few))]
            for half, slots in variables.slots_by_half(tuple(sorted(demand.slots))).items():
                bound = sum(
                    demand.room(venue, size, few)
                    * most_apart(demand.school, [slot for slot in slots if slot in demand.open_slots[venue.id]])
                    for venue in demand.venues
                )
                for week in demand.weeks:
                    terms = [
                        (lessons * share, share * min(course.lessons, len(slots)))
                        for course, share in users
                        if course.week.meets(week)
                        for lessons in variables.in_half(course.id, half)
                    ]
                    most = sum(most for _, most in terms)
                    poster.at_most([term for term, _ in terms], bound, most, venue_owner(demand.name))


# In a plan.


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find lessons in a wrong or closed venue, venues that are too full, and lessons for which no venue is left."""
    lessons = venue_lessons(view.school, view.plan)
    placed: dict[tuple[str, int], list[VenueLesson]] = defaultdict(list)
    violations = []
    for lesson in lessons:
        if lesson.venue is not None:
            placed[lesson.venue, lesson.slot.day].append(lesson)
            why = _wrong(view.school, lesson)
            if why is not None:
                violations.append(_violation(view.school, lesson.venue, 1, why, (lesson,)))
    for (name, _), found in sorted(placed.items()):
        if name in view.school.venue:
            violations += _overfull(view.school, view.school.venue[name], found)
    violations += _without_room(view.school, lessons)
    judged = len(lessons) + sum(lesson.venue is not None for lesson in lessons)
    return Verdict(judged, tuple(violations))


def _wrong(school: School, lesson: VenueLesson) -> Text | None:
    """Return why a lesson must not be in the venue that the plan names; None when it may."""
    venue, course = school.venue.get(lesson.venue or ""), lesson.course
    if venue is None:
        return Text(f"没有名为 {lesson.venue} 的场地", f"there is no venue called {lesson.venue}")
    if course.venue is not None and course.venue != venue.id:
        return Text(f"排在{venue.id}，应在{course.venue}", f"is in {venue.id}, not in {course.venue}")
    if course.venue_kind is not None and course.venue is None and course.venue_kind != venue.kind:
        return Text(f"排在{venue.id}，应在{course.venue_kind}", f"is in {venue.id}, which is no {course.venue_kind}")
    if is_closed(school, venue, lesson.slot):
        return Text(f"排在{venue.id}，此时不开放", f"is in {venue.id}, which is closed then")
    return None


def _overfull(school: School, venue: Venue, lessons: list[VenueLesson]) -> Iterator[Violation]:
    """Yield the moments of one day at which a venue holds too much, each set of lessons once."""
    told: list[set[VenueLesson]] = []
    for load in sorted(loads(lessons), key=lambda load: -len(load.lessons)):
        units = load.units - venue.capacity
        pupils = 0 if venue.seats is None else load.pupils - venue.seats
        if (units > 0 or pupils > 0) and not any(set(load.lessons) <= known for known in told):
            told.append(set(load.lessons))
            if units > 0:
                zh, en = (
                    f"同时有 {load.units} 个班，最多 {venue.capacity} 个",
                    f"{load.units} classes, room for {venue.capacity}",
                )
            else:
                zh, en = f"同时有 {load.pupils} 人，只有 {venue.seats} 座", f"{load.pupils} pupils, {venue.seats} seats"
            text = Text(f"，{venue.id}{zh}", f" in {venue.id}: {en}")
            yield _violation(school, venue.id, max(1, units), text, load.lessons)


def _without_room(school: School, lessons: list[VenueLesson]) -> Iterator[Violation]:
    """Yield, for each slot, the lessons that name no venue and for which none is left, however they are shared out."""
    choice = hand_out(school, lessons)
    left: dict[tuple[str, Slot], list[VenueLesson]] = defaultdict(list)
    for lesson in lessons:
        if lesson.venue is None and lesson not in choice:
            left[_place(school, lesson.course), lesson.slot].append(lesson)
    for (place, _), found in left.items():
        text = Text(f"没有{place}可用：容量已满、不开放或座位不够", f": no {place} is left (full, closed or too small)")
        yield _violation(school, place, sum(lesson.units for lesson in found), text, tuple(found))


def _place(school: School, course: Course) -> str:
    """Return what a course needs: the venue where there is one only, else the kind."""
    fitting = [v.id for v in school.venues if course.venue in (None, v.id) and v.kind == school.venue_kind_of(course)]
    return fitting[0] if len(fitting) == 1 else school.venue_kind_of(course) or ""


def _violation(school: School, place: str, amount: int, why: Text, lessons: tuple[VenueLesson, ...]) -> Violation:
    """Return the violation that names the lessons, when they are and why they cannot be there."""
    where = school.slot_text(lessons[0].slot)
    names = "、".join("+".join(lesson.classes) + lesson.course.subject for lesson in lessons)
    classes = tuple(dict.fromkeys(c for lesson in lessons for c in lesson.classes))
    teachers = tuple(dict.fromkeys(t for lesson in lessons for t in lesson.course.teachers))
    slots = tuple(dict.fromkeys(lesson.slot for lesson in lessons))
    text = Text(f"{where.zh} {names}{why.zh}", f"{where.en} {names} {why.en}")
    return Violation(
        venue_owner(place), amount, text, classes, teachers, slots, place if place in school.venue else None
    )


RULE = Rule(
    id="venue_capacity",
    title=Text("场地不超容量", "Room in the venues"),
    words=Text(
        "场地同时容纳的班数、人数不超过上限，不开放的时间不排课；需要专用场地的课都有地方上。",
        "A venue holds no more classes and pupils than it has room for, nothing while closed, and every lesson has its place.",
    ),
    level=Level.HARD,
    unit=Text("班", "classes"),
    parameters=NoParameters,
    post=post,
    post_half_days=post_half_days,
    check=check,
)
