"""Makes a school and a plan that show a fault smaller, part by part, so that a person can see why they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from scheduler.plan import Plan
from scheduler.school import School

PARTS = (
    *("classes", "courses", "teachers", "venues", "meetings", "exclusions", "locks", "marks", "exams", "curriculum"),
    *("rule_settings", "subjects", "schedules"),
)
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
    """Yield what is left without all parts of a kind, without one part, with one wish taken back, with one lesson fewer."""
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
    for index, placement in enumerate(plan.placements):
        left = Plan(placements=plan.placements[:index] + plan.placements[index + 1 :], meetings=plan.meetings)
        yield school, left
        data = school.model_dump()
        for course in data["courses"]:
            course["lessons"] -= course["id"] == placement.course
        yield from _valid(data, left)
    for held in plan.meetings:
        yield school, Plan(placements=plan.placements, meetings=tuple(m for m in plan.meetings if m is not held))


def _valid(data: dict[str, Any], plan: Plan) -> Iterator[Case]:
    try:
        school = School.model_validate(_pruned(data))
    except ValidationError:
        return
    courses, meetings = {c.id for c in school.courses}, {m.id for m in school.meetings}
    placements = tuple(p for p in plan.placements if p.course in courses)
    yield school, Plan(placements=placements, meetings=tuple(m for m in plan.meetings if m.meeting in meetings))


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
    courses = {course["id"] for course in data["courses"]}
    for klass in data["classes"]:
        klass["homeroom_teacher"] = klass["homeroom_teacher"] if klass["homeroom_teacher"] in teachers else None
    for teacher in data["teachers"]:
        teacher["mentor"] = teacher["mentor"] if teacher["mentor"] in teachers else None
    for group in data["meetings"] + data["exclusions"]:
        group["teachers"] = [name for name in group["teachers"] if name in teachers]
    for exclusion in data["exclusions"]:
        exclusion["courses"] = [name for name in exclusion["courses"] if name in courses]
    data["meetings"] = [meeting for meeting in data["meetings"] if meeting["teachers"]]
    data["locks"] = [lock for lock in data["locks"] if lock["course"] in courses]
    owners = teachers | classes | venues | ids.get("subjects", set())
    data["marks"] = [mark for mark in data["marks"] if mark["owner"] in owners]
    return data
