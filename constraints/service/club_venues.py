"""A club meets in the place that it names or in one of the kind that it needs; it is open and has room for all who are there.

A club takes the room of one class and a seat for each member.
"""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from constraints.rule import ActiveRule, Elastic, NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import broken, station_name
from constraints.timetable.venue_demand import Demand, demands
from constraints.timetable.venue_loads import Claim, club_claims, more_room, overfull, post_room, wrong_place
from scheduler.edits import costs
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner, venue_owner
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.model.service import Literal
from scheduler.model.venues import hand_out
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.plan.venue_use import VenueLesson, VenueUse, is_closed, venue_lessons, venue_sessions
from scheduler.school import WITH_PUPILS, MarkLevel, MarkOwner, School, Slot, Station, Venue, Week
from scheduler.school.by_clock import overlapping
from scheduler.text import Text, counted


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each session which needs a venue is in just one, that this is open and has room for all who are there."""
    for each in variables.school.service.stations.values():
        if each.venue_kind is not None:
            _post_place(poster, variables, each)
    given = _given_lessons(variables)
    for demand in demands(variables.school):
        if demand.clubs:
            claims = club_claims(variables, demand)
            for venue in demand.venues:
                lessons = [lesson for lesson in given if lesson.venue == venue.id]
                _post_room(poster, venue, demand, claims[venue.id], lessons)


def _post_place(poster: Poster, variables: LessonVariables, each: Station) -> None:
    school, service, owner = variables.school, variables.service, station_owner(each.id)
    closed: list[Literal] = []
    for slot, held in service.held(each.id).items():
        places = {each.venue: held} if each.venue is not None else service.venues(each.id, slot)
        if each.venue is None:
            poster.require(cp_model.LinearExpr.sum(list(places.values())) == held, owner)
        closed += [literal for venue, literal in places.items() if is_closed(school, school.venue[venue], slot)]
    if closed:
        poster.require(cp_model.LinearExpr.sum(closed) == 0, owner)


def _given_lessons(variables: LessonVariables) -> list[VenueLesson]:
    """Return the lessons that stand already and where they are; those without a place are where they would be put."""
    if variables.timetable is None:
        return []
    lessons = venue_lessons(variables.school, variables.timetable)
    for lesson, venue in hand_out(variables.school, lessons, []).items():
        lesson.venue = venue
    return lessons


def _post_room(
    poster: Poster, venue: Venue, demand: Demand, claims: dict[Slot, list[Claim]], lessons: list[VenueLesson]
) -> None:
    """Ensure that the clubs in a venue fit it at every moment, beside the lessons that stand there already."""
    slots = demand.club_slots | {lesson.slot for lesson in lessons}
    for moment in overlapping(demand.school, slots):
        held = [claim for slot in moment for claim in claims.get(slot, ())]
        units = pupils = 0
        for week in (Week.ODD, Week.EVEN):
            there = [lesson for lesson in lessons if lesson.slot in moment and lesson.week.meets(week)]
            units = max(units, sum(lesson.units for lesson in there))
            pupils = max(pupils, sum(lesson.pupils for lesson in there))
        seats = None if venue.seats is None else max(0, venue.seats - pupils)
        post_room(poster, held, max(0, venue.capacity - units), seats, venue_owner(venue.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find clubs without a venue, sessions in a wrong or closed one (each counts 1), and venues too full with the clubs in it."""
    school, judged, violations = view.school, 0, []
    for station_id, sessions in view.of_station.items():
        each = school.service.stations[station_id]
        if each.kind not in WITH_PUPILS:
            continue
        for session in {(s.slot, s.venue): s for s in sessions}.values():
            judged += 1
            why = _wrong(school, each, session.slot, session.venue or each.venue)
            if why is not None:
                what = station_name(school, each, session.slot)
                text = Text(f"{what.zh}{why.zh}", f"{what.en} {why.en}")
                place = session.venue if session.venue in school.venue else None
                violations.append(broken(view, session, 1, text)._replace(venue=place))
    within: dict[tuple[str, int], list[VenueUse]] = defaultdict(list)
    for use in (*venue_sessions(school, view.plan), *venue_lessons(school, view.plan)):
        if use.venue in school.venue:
            within[use.venue or "", use.slot.day].append(use)
    for (name, _), uses in sorted(within.items()):
        if not all(isinstance(use, VenueLesson) for use in uses):
            judged += len(uses)
            violations += overfull(school, school.venue[name], uses, with_clubs=True)
    return Verdict(judged, tuple(violations))


def _wrong(school: School, each: Station, slot: Slot, name: str | None) -> Text | None:
    """Return why a session must not be where it is; None when it may."""
    if name is None:
        return None if each.venue_kind is None else Text(f"没有安排{each.venue_kind}", f"has no {each.venue_kind}")
    venue = school.venue.get(name)
    if venue is None:
        return Text(f"：没有名为 {name} 的场地", f": there is no venue called {name}")
    return wrong_place(school, venue, slot, each)


def asks_of_club(school: School, parameters: NoParameters, station_id: str) -> Text:
    """Say where the club meets."""
    station = school.service.stations[station_id]
    place = station.venue or station.venue_kind or ""
    return Text(
        f"社团“{station.title}”（{station.pupils} 人）每次要在{place}活动，且场地开放",
        f"club {station.title} ({station.pupils} pupils) meets in {place}, which must be open",
    )


def asks_of_venue(school: School, parameters: NoParameters, venue_id: str) -> Text:
    """Say what the venue holds."""
    venue = school.venue[venue_id]
    seats, english = (f"、{venue.seats} 座", f", {venue.seats} seats") if venue.seats is not None else ("", "")
    return Text(
        f"{venue_id}同时最多容纳 {venue.capacity} 个社团{seats}",
        f"{venue_id} holds at most {counted(venue.capacity, 'club')} at once{english}",
    )


ELASTICITY = Elasticity(Way.UNITS, costs.MORE_ROOM, by_largest=True)


def post_relaxed(week: RelaxedWeek, active: ActiveRule) -> None:
    """Ensure the same of the relaxed week, where a closed venue may be opened."""
    active.rule.post(active.elastic_poster(week, ELASTICITY), week.variables, active.parameters)
    for demand in demands(week.wide):
        for venue, slots in club_claims(week.variables, demand).items():
            for slot, claims in slots.items():
                if week.school.marked(MarkOwner.VENUE, venue, slot, MarkLevel.FORBIDDEN):
                    for claim in claims:
                        week.model.add_implication(claim.literal, week.freed(MarkOwner.VENUE, venue, slot))


RULE = Rule(
    id="club_venues",
    title=Text("社团有场地", "A place for every club"),
    words=Text(
        "需要场地的社团每次都在指定的或同类的场地活动；场地开放，容得下同时在内的社团和上课的班（社团一个算一个班）。",
        "A club meets in the place that it names or in one of its kind, which is open and has room for all clubs and classes "
        "that are there at once; a club takes the room of a class.",
    ),
    level=Level.HARD,
    unit=Text("处", "places"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.VENUES,
    service_scope=ServiceScope.TIMES,
    needs=frozenset({PlanPart.CLUBS}),
    asks={OwnerKind.STATION: asks_of_club, OwnerKind.VENUE: asks_of_venue},
    elastic=Elastic(ELASTICITY, more_room, post_relaxed),
)
