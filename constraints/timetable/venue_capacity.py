"""Every lesson has its venue: there is room for its classes and pupils, beside the clubs of the same minute, and it is open.

Whether the clubs themselves fit is the care of `club_venues`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ortools.sat.python import cp_model

from constraints.rule import ActiveRule, Elastic, NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.timetable.apart import any_of
from constraints.timetable.venue_demand import Demand, demands
from constraints.timetable.venue_loads import (
    Claim,
    Claims,
    at_most,
    club_claims,
    more_room,
    overfull,
    post_room,
    violation,
    wrong_place,
)
from scheduler.edits import costs
from scheduler.model.elastic import Elasticity, Key, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, venue_owner
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.model.venues import hand_out
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.plan.venue_use import VenueLesson, VenueUse, open_venues, venue_lessons, venue_sessions
from scheduler.school import Course, MarkOwner, School, Slot, Venue
from scheduler.school.wording import lessons_of
from scheduler.text import Text, counted

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
                at_most(poster, terms, bound, venue_owner(demand.title))


def _post_choices(poster: Poster, variables: LessonVariables, demand: Demand) -> None:
    """Ensure that each lesson whose venue must be chosen is in one that is open, right for it and not too full."""
    lessons = _lesson_claims(poster, variables, demand)
    clubs = club_claims(variables, demand)
    for venue in demand.venues:
        if lessons[venue.id]:
            for slots in demand.shared_moments:
                come = [claim for slot in slots for claim in lessons[venue.id].get(slot, ())]
                stay = [claim for slot in slots for claim in clubs[venue.id].get(slot, ())]
                for week in demand.weeks:
                    _post_room(poster, venue, [claim for claim in come if claim.week.meets(week)], stay)


def _lesson_claims(poster: Poster, variables: LessonVariables, demand: Demand) -> Claims:
    """Return the room that lessons claim whose venue must be chosen: each in just one venue."""
    claims: Claims = {venue.id: defaultdict(list) for venue in demand.venues}
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
        poster.require(cp_model.LinearExpr.sum(nowhere) == 0, venue_owner(demand.title))
    return claims


def _post_room(poster: Poster, venue: Venue, lessons: list[Claim], clubs: list[Claim]) -> None:
    """Ensure that one venue has room for the lessons of one moment and week, beside the clubs: these alone may be too many."""
    owner = venue_owner(venue.id)
    if not clubs or not lessons:
        post_room(poster, lessons, venue.capacity, venue.seats, owner)
        return
    held = [*lessons, *clubs]
    some_lesson = any_of(poster, [claim.literal for claim in lessons])
    for bound, sizes in (
        (venue.capacity, [claim.units for claim in held]),
        (venue.seats, [claim.pupils for claim in held]),
    ):
        if bound is not None and sum(sizes) > bound:
            beyond = sum(sizes) - bound
            total = cp_model.LinearExpr.weighted_sum([claim.literal for claim in held], sizes)
            poster.require(total + beyond * some_lesson <= sum(sizes), owner)


# In the model of half-days.


# In a plan.


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find lessons in a wrong or closed venue, venues too full of lessons, and lessons for which none is left beside clubs."""
    lessons, sessions = venue_lessons(view.school, view.plan), venue_sessions(view.school, view.plan)
    placed: dict[tuple[str, int], list[VenueUse]] = defaultdict(list)
    violations = []
    for lesson in lessons:
        if lesson.venue is not None:
            placed[lesson.venue, lesson.slot.day].append(lesson)
            why = _wrong(view.school, lesson)
            if why is not None:
                violations.append(violation(view.school, lesson.venue, 1, why, (lesson,)))
    for (name, _), found in sorted(placed.items()):
        if name in view.school.venue:
            violations += overfull(view.school, view.school.venue[name], found)
    violations += _without_room(view.school, lessons, sessions)
    judged = len(lessons) + sum(lesson.venue is not None for lesson in lessons)
    return Verdict(judged, tuple(violations))


def _wrong(school: School, lesson: VenueLesson) -> Text | None:
    """Return why a lesson must not be in the venue that the plan names; None when it may."""
    venue = school.venue.get(lesson.venue or "")
    if venue is None:
        return Text(f"没有名为 {lesson.venue} 的场地", f"there is no venue called {lesson.venue}")
    return wrong_place(school, venue, lesson.slot, lesson.course)


def _without_room(school: School, lessons: list[VenueLesson], sessions: list[VenueUse]) -> Iterator[Violation]:
    """Yield, for each slot, the lessons that name no venue and for which none is left, however they are shared out."""
    choice = hand_out(school, lessons, sessions)
    left: dict[tuple[str, Slot], list[VenueLesson]] = defaultdict(list)
    for lesson in lessons:
        if lesson.venue is None and lesson not in choice:
            left[_place(school, lesson.course), lesson.slot].append(lesson)
    for (place, _), found in left.items():
        text = Text(f"没有{place}可用：容量已满、不开放或座位不够", f": no {place} is left (full, closed or too small)")
        yield violation(school, place, sum(lesson.units for lesson in found), text, tuple(found))


def _place(school: School, course: Course) -> str:
    """Return what a course needs: the venue where there is one only, else the kind, of its campus where they are apart."""
    titles = (each.title for each in demands(school) if course in each.courses)
    return course.venue or next(titles, school.venue_kind_of(course) or "")


def asks(school: School, parameters: NoParameters, name: str) -> Text:
    """Say what the venues hold, and how many lessons are to be held there."""
    named = [each for each in demands(school) if name in (each.title, *(venue.id for venue in each.venues))]
    if not named:
        return Text(f"{name}不超容量", f"{name}: room for all that is held there")
    each = [_room_asked(demand, name) for demand in named]
    return Text("；".join(text.zh for text in each), "; ".join(text.en for text in each))


def _room_asked(demand: Demand, name: str) -> Text:
    venues = [venue for venue in demand.venues if name in (demand.title, venue.id)]
    lessons = lessons_of(demand.courses)
    if not venues:
        return Text(
            f"{demand.campus}没有{demand.name}，却有 {lessons} 节课要在此上",
            f"{demand.campus} has no {demand.name}, and {counted(lessons, 'lesson')} to hold there",
        )
    zh, en = "；".join(_room(demand, v).zh for v in venues), "; ".join(_room(demand, v).en for v in venues)
    what = Text("", "")
    if [venue.id for venue in venues] != [name]:
        what = Text(f"{demand.title}共 {len(venues)} 处：", f"{demand.title}, {counted(len(venues), 'place')}: ")
    return Text(f"{what.zh}{zh}；要在此上 {lessons} 节课", f"{what.en}{en}; {counted(lessons, 'lesson')} to hold there")


def _room(demand: Demand, venue: Venue) -> Text:
    at_once = Text(f"{venue.id}同时 {venue.capacity} 个班", f"{venue.id} {counted(venue.capacity, 'class')} at once")
    slots = demand.open_slots[venue.id]
    if len({slot.schedule for slot in slots}) > 1:  # slots of several schedules overlap: their number says nothing
        return at_once
    return Text(f"{at_once.zh}、可用 {len(slots)} 个时段", f"{at_once.en} in {counted(len(slots), 'slot')}")


ELASTICITY = Elasticity(Way.UNITS, costs.MORE_ROOM, by_largest=True)


def post_relaxed(week: RelaxedWeek, active: ActiveRule) -> None:
    """Ensure the same of the relaxed week as if no venue were ever closed, then count only those open or opened.

    No room is made in closed ones.
    """
    active.rule.post(active.elastic_poster(week, ELASTICITY), week.variables, active.parameters)
    for demand in demands(week.school):
        closed = {venue.id: demand.slots - demand.open_slots[venue.id] for venue in demand.venues}
        larger = Key(active.rule.id, (venue_owner(demand.title),))
        for size, few in demand.steps:
            for slots in demand.moments:
                shut = {name: at.intersection(slots) for name, at in closed.items()}
                if any(shut.values()):
                    room: list[cp_model.LinearExprT] = []
                    if not all(shut.values()):
                        room.append(week.slacks.units(larger, costs.MORE_ROOM))
                    for venue in demand.venues:
                        at = shut[venue.id]
                        opened = week.freed(MarkOwner.VENUE, venue.id, min(at)) if at else 1
                        room.append(demand.room(venue, size, few) * opened)
                    _post_within(week, demand, slots, (size, few), room)


def _post_within(
    week: RelaxedWeek, demand: Demand, slots: Iterable[Slot], step: tuple[int, int], room: list[cp_model.LinearExprT]
) -> None:
    """Ensure that lessons of a size take no more than some room at a moment."""
    users = [(course, share) for course in demand.courses if (share := demand.share(course, *step))]
    for each in demand.weeks:
        terms = [
            share * literal
            for course, share in users
            if course.week.meets(each)
            for slot in slots
            if (literal := week.variables.at(course.id, slot)) is not None
        ]
        if terms:
            week.model.add(cp_model.LinearExpr.sum(terms) <= cp_model.LinearExpr.sum(room))


RULE = Rule(
    id="venue_capacity",
    title=Text("场地不超容量", "Room in the venues"),
    words=Text(
        "场地同时容纳的班数、人数不超过上限，不开放的时间不排课；需要专用场地的课都有地方上，不与同时活动的社团相争。",
        "A venue holds no more classes and pupils than it has room for, nothing while closed, and every lesson has its place, "
        "beside the clubs that meet at the same time.",
    ),
    level=Level.HARD,
    unit=Text("班", "classes"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.VENUES,
    service_scope=ServiceScope.TIMES,
    needs_to_keep=frozenset({PlanPart.VENUES}),  # that there is room for all is not yet that they are there
    asks={OwnerKind.VENUE: asks},
    elastic=Elastic(ELASTICITY, more_room, post_relaxed),
)
