"""分层走班, 半班: the courses of a group start and end together, each with its part of the same pupils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from constraints.rule import Breach, Elastic, NoParameters, Option, Rule, Verdict
from constraints.scope import Scope
from constraints.timetable.same_slots import Link, check_same_slots, course_name, post_same_slots
from scheduler.edits import costs, lesson_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School
from scheduler.school.wording import course_text
from scheduler.text import Text


def links(school: School) -> Iterator[Link]:
    """Yield every other course of a group with the one of most lessons: fewer lessons fall within its slots."""
    groups: dict[str, list[Course]] = defaultdict(list)
    for course in school.courses:
        if course.together:
            groups[course.together].append(course)
    for courses in groups.values():
        lead = max(courses, key=lambda course: course.lessons)
        yield from (Link(lead, course) for course in courses if course is not lead)


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that the courses of each group are held at the same slots."""
    post_same_slots(poster, variables, links(variables.school))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every course that does not run with its group; the amount is the lessons at another time."""
    return check_same_slots(view, links(view.school), _words)


def _name(course: Course) -> str:
    return f"{'半班组' if course.groups > 1 else '走班组'}“{course.group_name}”"


def _words(link: Link, amount: int, slots: Text) -> Text:
    return Text(
        f"{_name(link.follower)}：{course_name(link.follower)}有 {amount} 节"
        f"与{course_name(link.lead)}不同时：{slots.zh}",
        f"{link.follower.group_name}: {amount} lessons of {course_name(link.follower)} "
        f"not together with {course_name(link.lead)}: {slots.en}",
    )


def asks(school: School, parameters: NoParameters, course_id: str) -> Text:
    """Say with which course the course runs."""
    link = next(each for each in links(school) if each.follower.id == course_id)
    lead, follower = course_text(link.lead), course_text(link.follower)
    return Text(
        f"{_name(link.follower)}：{follower.zh}与{lead.zh}同时上",
        f"{link.follower.group_name}: {follower.en} together with {lead.en}",
    )


def answer(breach: Breach) -> list[Option]:
    """The course leaves its group."""
    return [(lesson_edits.untie(breach.school, breach.owner.id, "together"),)]


RULE = Rule(
    id="parallel_groups",
    title=Text("走班课同时上", "Groups run together"),
    words=Text(
        "同一走班组、同一半班组的课同时上课；走班组里节数较少的课，时间都在节数最多的课之内。",
        "Courses of a group, or of a half class, are held at the same time; one with fewer lessons within the slots of the one "
        "with most.",
    ),
    level=Level.HARD,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
    asks={OwnerKind.COURSE: asks},
    elastic=Elastic(Elasticity(Way.ONCE, costs.UNTIE), answer),
)
