"""Makes a school and a plan that show a fault smaller, part by part, so that a person can see why they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from scheduler.plan import Plan, ServiceSession
from scheduler.school import School

PARTS = (
    *("classes", "courses", "teachers", "venues", "meetings", "exclusions", "locks", "marks", "exams", "curriculum"),
    *("rule_settings", "subjects", "schedules"),
    *("stages", "enrolments", "clubs", "duties", "contracts", "pay_rates", "cover_rates"),
)
WHOLES = ("working", "term_start", "term_end", "boarding")
Case = tuple[School, Plan]


def smaller(school: School, plan: Plan, fails: Callable[[School, Plan], bool]) -> Case:
    """Return a school and a plan that still fail and of which no part can be left out any more."""
    found = True
    while found:
        found = False
        for case in _steps(school, plan):
            if fails(*case):
                (school, plan), found = case, True
                break
    return school, plan


def described(school: School, plan: Plan) -> str:
    """Return a school and a plan as two lines that `model_validate_json` reads."""
    return "\n".join(item.model_dump_json(exclude_defaults=True) for item in (school, plan))


def _steps(school: School, plan: Plan) -> Iterator[Case]:
    """Yield what is left without all parts of a kind, without one part, with one wish taken back, with one lesson, meeting,
    session or grant fewer."""
    for field in PARTS:
        count = len(getattr(school, field))
        for first, last in [(0, count)] * (count > 1) + [(index, index + 1) for index in range(count)]:
            data = school.model_dump()
            data[field] = data[field][:first] + data[field][last:]
            yield from _valid(data, plan)
    for field in PARTS:
        for index, item in enumerate(getattr(school, field)):
            for name, info in type(item).model_fields.items():
                if not info.is_required() and getattr(item, name) != info.get_default(call_default_factory=True):
                    data = school.model_dump()
                    data[field][index][name] = info.get_default(call_default_factory=True)
                    yield from _valid(data, plan)
    for field in WHOLES:
        default = School.model_fields[field].default
        if getattr(school, field) != default:
            yield from _valid({**school.model_dump(), field: default}, plan)
    yield from _fewer(school, plan)


def _fewer(school: School, plan: Plan) -> Iterator[Case]:
    """Yield a plan without one of its lessons, and the school without it too; without a meeting, session, adult or grant."""
    for index, placement in enumerate(plan.placements):
        left = plan.model_copy(update={"placements": plan.placements[:index] + plan.placements[index + 1 :]})
        yield school, left
        data = school.model_dump()
        for course in data["courses"]:
            course["lessons"] -= course["id"] == placement.course
        yield from _valid(data, left)
    for field in ("meetings", "sessions", "grants"):
        items = getattr(plan, field)
        for item in items:
            yield school, plan.model_copy(update={field: tuple(other for other in items if other is not item)})
    for session in plan.sessions:
        for adult in session.adults:
            few = session.model_copy(update={"adults": tuple(other for other in session.adults if other != adult)})
            sessions = tuple(few if other is session else other for other in plan.sessions)
            yield school, plan.model_copy(update={"sessions": sessions})


def _valid(data: dict[str, Any], plan: Plan) -> Iterator[Case]:
    """Yield the school if it is one, with what its model can express of the plan."""
    try:
        school = School.model_validate(_pruned(data))
    except ValidationError:
        return
    meetings = tuple(m for m in plan.meetings if m.meeting in {meeting.id for meeting in school.meetings})
    update = {
        "placements": tuple(p for p in plan.placements if p.course in school.course),
        "meetings": meetings,
        "sessions": tuple(session for each in plan.sessions for session in _possible(school, each)),
        "grants": tuple(g for g in plan.grants if g.teacher in school.teacher and g.kind in school.grant_kinds),
    }
    yield school, plan.model_copy(update=update)


def _possible(school: School, session: ServiceSession) -> Iterator[ServiceSession]:
    """Yield a session with those of its adults, and the place, that its station still has; nothing where there is no such station."""
    station = school.service.stations.get(session.station)
    if station is None or session.slot not in station.slots:
        return
    kept = session.venue in school.venue and session.venue in (station.venue, *_of_kind(school, station.venue_kind))
    adults = tuple(adult for adult in session.adults if adult in station.pool)
    yield session.model_copy(update={"adults": adults, "venue": session.venue if kept else station.venue})


def _of_kind(school: School, kind: str | None) -> list[str]:
    return [venue.id for venue in school.venues if venue.kind == kind]


def _pruned(data: dict[str, Any]) -> dict[str, Any]:
    """Drop every mention of what is no longer there."""
    ids = {field: {item["id"] for item in data[field]} for field in PARTS if data[field] and "id" in data[field][0]}
    teachers, classes, venues = ids.get("teachers", set()), ids.get("classes", set()), ids.get("venues", set())
    for course in data["courses"]:
        course["classes"] = [name for name in course["classes"] if name in classes]
        course["teachers"] = [name for name in course["teachers"] if name in teachers]
        course["venue"] = course["venue"] if course["venue"] in venues else None
        kinds = {venue["kind"] for venue in data["venues"]}
        course["venue_kind"] = course["venue_kind"] if course["venue_kind"] in kinds else None
    data["courses"] = [course for course in data["courses"] if course["classes"]]
    blocks = Counter(course["together"] for course in data["courses"])
    for course in data["courses"]:  # a half class of which a course is gone takes no turns any more
        course["groups"] = course["groups"] if blocks[course["together"]] == course["groups"] else 1
    courses = {course["id"] for course in data["courses"]}
    for klass in data["classes"]:
        for leader in ("homeroom_teacher", "deputy_teacher"):
            klass[leader] = klass[leader] if klass[leader] in teachers else None
    for teacher in data["teachers"]:
        teacher["mentor"] = teacher["mentor"] if teacher["mentor"] in teachers else None
    for group in data["meetings"] + data["exclusions"]:
        group["teachers"] = [name for name in group["teachers"] if name in teachers]
    for exclusion in data["exclusions"]:
        exclusion["courses"] = [name for name in exclusion["courses"] if name in courses]
    data["meetings"] = [meeting for meeting in data["meetings"] if meeting["teachers"]]
    data["locks"] = [lock for lock in data["locks"] if lock["course"] in courses]
    owners = teachers | classes | venues | courses | ids.get("subjects", set())
    data["marks"] = [mark for mark in data["marks"] if mark["owner"] in owners]
    _prune_service(data, teachers, classes, venues)
    return data


def _prune_service(data: dict[str, Any], teachers: set[str], classes: set[str], venues: set[str]) -> None:
    """Drop every mention of what is no longer there from the after-school day."""
    schedules, kinds = {item["id"] for item in data["schedules"]}, {venue["kind"] for venue in data["venues"]}
    for field in ("stages", "clubs", "duties"):
        data[field] = [item for item in data[field] if item["schedule"] in schedules]
    for item in data["stages"] + data["duties"]:
        item["candidates"] = [name for name in item["candidates"] if name in teachers]
    for club in data["clubs"]:
        club["instructors"] = [name for name in club["instructors"] if name in teachers]
        club["venue"] = club["venue"] if club["venue"] in venues else None
        club["venue_kind"] = club["venue_kind"] if club["venue_kind"] in kinds else None
    data["clubs"] = [club for club in data["clubs"] if club["instructors"]]
    stages = {stage["id"] for stage in data["stages"]}
    for enrolment in data["enrolments"]:
        enrolment["joins"] = enrolment["joins"] if enrolment["joins"] in classes else None
    data["enrolments"] = [e for e in data["enrolments"] if e["class_id"] in classes and e["stage"] in stages]
    data["contracts"] = [contract for contract in data["contracts"] if contract["teacher"] in teachers]
