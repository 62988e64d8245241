"""Where all pupils go to clubs, the clubs that are held have a place for each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.rule import Breach, Elastic, NoParameters, Option, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from scheduler.edits import costs, service_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import Grouping, School, Slot, Station, StationKind, tables
from scheduler.text import Text, day_name


class Need(NamedTuple):
    """Pupils of some grades who are all to be in clubs at a slot, and the clubs that may be held then and take some of them."""

    slot: Slot
    grades: tuple[int, ...]
    pupils: int
    clubs: tuple[Station, ...]


def needs(school: School) -> Iterator[Need]:
    """Yield what is needed at each slot by each set of grades.

    There is a place for everybody when no set of grades has more pupils than the clubs open to one of its grades have
    places (Hall). Grades with the same clubs to choose from are looked at together only.
    """
    for slot, pupils in _pupils_at(school).items():
        clubs = [
            station
            for station in school.service.stations.values()
            if station.kind is StationKind.CLUB and slot in station.slots
        ]
        alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for grade in sorted(pupils):
            alike[tuple(station.id for station in clubs if grade in station.grades)].append(grade)
        for count in range(1, len(alike) + 1):
            for chosen in combinations(alike.values(), count):
                grades = tuple(sorted(grade for group in chosen for grade in group))
                open_clubs = tuple(station for station in clubs if not set(grades).isdisjoint(station.grades))
                yield Need(slot, grades, sum(pupils[grade] for grade in grades), open_clubs)


def _pupils_at(school: School) -> dict[Slot, dict[int, int]]:
    """Return how many pupils of each grade are to be in clubs at each slot."""
    found: dict[Slot, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for stage in school.stages:
        for klass in school.classes if stage.grouping is Grouping.CLUBS else ():
            pupils = school.service.enrolled(klass.id, stage)
            for slot in school.service.stage_slots[stage.id] if pupils else ():
                found[slot][klass.grade] += pupils
    return found


def room(school: School, station: Station) -> int:
    """Return how many pupils a club can take."""
    club = school.club[station.club or ""]
    return club.members if club.capacity is None else club.capacity


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that the clubs held at each slot have enough places for each set of grades."""
    school = variables.school
    for need in needs(school):
        owner = grade_owner(need.grades[0])
        rooms = [room(school, each) for each in need.clubs]
        if sum(rooms) < need.pupils:
            poster.require(False, owner)
        else:
            held = [variables.service.held(each.id)[need.slot] for each in need.clubs]
            poster.require(cp_model.LinearExpr.weighted_sum(held, rooms) >= need.pupils, owner)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find the slots at which pupils have no club; the amount is the pupils. Of the sets of grades that begin alike the worst."""
    school = view.school
    held: dict[Slot, set[str]] = defaultdict(set)
    for session in view.plan.sessions:
        if school.service.stations[session.station].kind is StationKind.CLUB:
            held[session.slot].add(session.station)
    places = {
        station.id: room(school, station)
        for station in school.service.stations.values()
        if station.kind is StationKind.CLUB
    }
    missing: dict[tuple[Slot, int], tuple[int, Need]] = {}
    for need in needs(school):
        clubs = [
            name for name in held[need.slot] if not set(need.grades).isdisjoint(school.service.stations[name].grades)
        ]
        lack = need.pupils - sum(places[name] for name in clubs)
        key = need.slot, need.grades[0]
        if key not in missing or lack > missing[key][0]:
            missing[key] = lack, need
    violations = [_violation(school, need, lack) for lack, need in missing.values() if lack > 0]
    return Verdict(len(missing), tuple(violations))


def _violation(school: School, need: Need, lack: int) -> Violation:
    where, grades = school.slot_text(need.slot), "、".join(map(str, need.grades))
    text = Text(
        f"{where.zh}：{grades} 年级 {need.pupils} 人走班，社团名额少 {lack} 个",
        f"{where.en}: {need.pupils} pupils of grade {grades} go to clubs, {lack} places are missing",
    )
    classes = tuple(c.id for c in school.classes if c.grade in need.grades and c.schedule == need.slot.schedule)
    return Violation(grade_owner(need.grades[0]), lack, text, classes, (), (need.slot,))


def asks(school: School, parameters: NoParameters, grade: str) -> Text:
    """Say at which time places are scarcest."""
    wanted = [need for need in needs(school) if str(need.grades[0]) == grade]
    offered = [sum(room(school, each) for each in need.clubs) for need in wanted]
    places, need = min(zip(offered, wanted, strict=True), key=lambda item: item[0] - item[1].pupils)
    grades, day = "、".join(map(str, need.grades)), day_name(need.slot.day)
    return Text(
        f"走班时 {grades} 年级人人有社团（如{day.zh}：{need.pupils} 人，社团名额共 {places} 个）",
        f"a club for everybody of grade {grades} (such as {day.en}: {need.pupils} pupils, {places} places)",
    )


def answer(breach: Breach) -> list[Option]:
    """The clubs that are open to the grade take a little more each."""
    violations = check(breach.view, breach.parameters).violations
    short = sum(each.amount for each in violations if each.owner == breach.owner)
    open_to = [
        club for club in breach.school.clubs if int(breach.owner.id) in club.grades and club.capacity is not None
    ]
    if not open_to or not short:
        return []
    more = -(-short // len(open_to))
    return [tuple(service_edits.club_room(club.id, (club.capacity or 0) + more) for club in open_to)]


RULE = Rule(
    id="club_places",
    title=Text("走班人人有社团", "A club for everybody"),
    words=Text(
        "走班时段开展的社团，名额够各年级参加的学生每人一个。",
        "Where all pupils go to clubs, the clubs held have a place for every pupil of every grade.",
    ),
    level=Level.HARD,
    unit=Text("人", "pupils"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    needs=frozenset({PlanPart.CLUBS}),
    asks={OwnerKind.GRADE: asks},
    stated=tables.CLUBS,
    elastic=Elastic(Elasticity(Way.ONCE, 2 * costs.CLUB_ROOM), answer),
)
