"""A venue holds no more classes, clubs and pupils at once than it has room for, and no lesson while it is closed.

Where a club may be is `club_venues`' care; the room that it takes is counted here, beside the lessons of the same minute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.by_clock import most_apart
from constraints.rule import Level, NoParameters, Owner, OwnerKind, Rule, Verdict, Violation
from constraints.venue_demand import Demand, demands
from scheduler.engine.half_days import HalfDayVariables
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables, Literal
from scheduler.engine.venues import (
    VenueLesson,
    VenueUse,
    hand_out,
    is_closed,
    loads,
    open_venues,
    venue_lessons,
    venue_sessions,
)
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot, Venue, Week
from scheduler.text import Text


def venue_owner(name: str) -> Owner:
    """Return the owner for a venue, or for all venues of a kind."""
    return Owner(OwnerKind.VENUE, name)


# In the model of slots.


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that the lessons of every moment and week can be shared out among the venues that are open, beside the clubs."""
    for demand in demands(variables.school):
        if len(demand.venues) > 1:
            _post_counts(poster, variables, demand)
        _post_choices(poster, variables, demand)


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


class Claim(NamedTuple):
    """What takes room in a venue when a literal is true."""

    literal: Literal
    week: Week
    units: int
    pupils: int


Claims = dict[str, dict[Slot, list[Claim]]]


def _post_choices(poster: Poster, variables: LessonVariables, demand: Demand) -> None:
    """Ensure that no venue is too full of clubs and of the lessons that must be in one which is open and right for them."""
    claims: Claims = {venue.id: defaultdict(list) for venue in demand.venues}
    _claim_for_lessons(poster, variables, demand, claims)
    _claim_for_clubs(variables, demand, claims)
    for venue in demand.venues:
        if claims[venue.id]:
            for slots in demand.shared_moments:
                for week in demand.weeks:
                    held = [claim for slot in slots for claim in claims[venue.id].get(slot, ())]
                    _post_room(poster, venue, [claim for claim in held if claim.week.meets(week)])


def _claim_for_lessons(poster: Poster, variables: LessonVariables, demand: Demand, claims: Claims) -> None:
    """Let each lesson whose venue must be chosen claim room in one."""
    nowhere = []
    for course in demand.courses:
        units, pupils = demand.units[course.id], demand.pupils[course.id]
        for slot, literal in variables.lessons(course.id).items():
            if not demand.chooses(course, slot):
                continue
            venues = open_venues(demand.school, course, slot, units, pupils)
            choices = [literal] if len(venues) == 1 else [variables.model.new_bool_var("") for _ in venues]
            if not venues:
                nowhere.append(literal)
            elif len(venues) > 1:
                poster.define(cp_model.LinearExpr.sum(choices) == literal)
            for venue, choice in zip(venues, choices, strict=True):
                claims[venue.id][slot].append(Claim(choice, course.week, units, pupils))
    if nowhere:
        poster.require(cp_model.LinearExpr.sum(nowhere) == 0, venue_owner(demand.name))


def _claim_for_clubs(variables: LessonVariables, demand: Demand, claims: Claims) -> None:
    """Let each club claim the room of a class where it names a venue or the model puts it."""
    for each in demand.clubs:
        for slot, held in variables.service.held(each.id).items():
            places = {each.venue: held} if each.venue is not None else variables.service.venues(each.id, slot)
            for venue, literal in places.items():
                claims[venue][slot].append(Claim(literal, Week.EVERY, 1, each.pupils))


def _post_room(poster: Poster, venue: Venue, held: list[Claim]) -> None:
    """Ensure that what is held at one moment in one week fits one venue."""
    owner = venue_owner(venue.id)
    _at_most(poster, [(claim.literal, claim.units) for claim in held], venue.capacity, owner)
    if venue.seats is not None:
        _at_most(poster, [(claim.literal, claim.pupils) for claim in held], venue.seats, owner)


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
    lessons, sessions = venue_lessons(view.school, view.plan), venue_sessions(view.school, view.plan)
    placed: dict[tuple[str, int], list[VenueUse]] = defaultdict(list)
    violations = []
    for lesson in lessons:
        if lesson.venue is not None:
            placed[lesson.venue, lesson.slot.day].append(lesson)
            why = _wrong(view.school, lesson)
            if why is not None:
                violations.append(_violation(view.school, lesson.venue, 1, why, (lesson,)))
    for session in sessions:
        placed[session.venue or "", session.slot.day].append(session)
    for (name, _), found in sorted(placed.items()):
        if name in view.school.venue:
            violations += _overfull(view.school, view.school.venue[name], found)
    violations += _without_room(view.school, lessons, sessions)
    judged = len(lessons) + sum(lesson.venue is not None for lesson in lessons) + len(sessions)
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


def _overfull(school: School, venue: Venue, uses: list[VenueUse]) -> Iterator[Violation]:
    """Yield the moments of one day at which a venue holds too much, each set of lessons and sessions once."""
    told: list[set[VenueUse]] = []
    for load in sorted(loads(uses), key=lambda load: -len(load.uses)):
        units = load.units - venue.capacity
        pupils = 0 if venue.seats is None else load.pupils - venue.seats
        if (units > 0 or pupils > 0) and not any(set(load.uses) <= known for known in told):
            told.append(set(load.uses))
            if units > 0:
                zh, en = (
                    f"同时有 {load.units} 个班，最多 {venue.capacity} 个",
                    f"{load.units} classes, room for {venue.capacity}",
                )
            else:
                zh, en = f"同时有 {load.pupils} 人，只有 {venue.seats} 座", f"{load.pupils} pupils, {venue.seats} seats"
            text = Text(f"，{venue.id}{zh}", f" in {venue.id}: {en}")
            yield _violation(school, venue.id, max(1, units), text, load.uses)


def _without_room(school: School, lessons: list[VenueLesson], sessions: list[VenueUse]) -> Iterator[Violation]:
    """Yield, for each slot, the lessons that name no venue and for which none is left, however they are shared out."""
    choice = hand_out(school, lessons, sessions)
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


def _violation(school: School, place: str, amount: int, why: Text, uses: tuple[VenueUse, ...]) -> Violation:
    """Return the violation that names the lessons and sessions, when they are and why they cannot be there."""
    where, names = school.slot_text(uses[0].slot), "、".join(use.title for use in uses)
    classes = tuple(dict.fromkeys(c for use in uses for c in use.classes))
    teachers = tuple(dict.fromkeys(t for use in uses for t in use.teachers))
    slots = tuple(dict.fromkeys(use.slot for use in uses))
    text = Text(f"{where.zh} {names}{why.zh}", f"{where.en} {names} {why.en}")
    return Violation(
        venue_owner(place), amount, text, classes, teachers, slots, place if place in school.venue else None
    )


RULE = Rule(
    id="venue_capacity",
    title=Text("场地不超容量", "Room in the venues"),
    words=Text(
        "场地同时容纳的班数、人数不超过上限，社团一个算一个班；不开放的时间不排课，需要专用场地的课都有地方上。",
        "A venue holds no more classes, clubs and pupils than it has room for, no lesson while closed; every lesson has a place.",
    ),
    level=Level.HARD,
    unit=Text("班", "classes"),
    parameters=NoParameters,
    post=post,
    post_half_days=post_half_days,
    check=check,
)
