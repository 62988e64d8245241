"""What the rules on service share: who serves, in what time, and the fair share of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constraints.by_clock import overlapping
from constraints.rule import Violation, post_owner
from scheduler.engine.variables import LessonVariables, Literals
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import SERVICE, Interval, Post, School, ServiceDuty, Slot, StaffKind, Teacher
from scheduler.text import Text


def serving_staff(school: School) -> list[Teacher]:
    """Return the staff who share the service: not exempt, and in the pool of some post. People from outside are not meant."""
    return [
        teacher
        for teacher in school.teachers
        if teacher.kind is StaffKind.STAFF
        and teacher.service is not ServiceDuty.NONE
        and any(post.kind in SERVICE for post in school.teacher_posts[teacher.id])
    ]


def fair_shares(school: School) -> dict[str, int]:
    """Return the fair minutes of service a week of each of the staff who serve: all that is to be done, shared by FTE.

    A club whose first instructor is from outside is left to people from outside.
    """
    staff = serving_staff(school)
    posts = sum(fte.fte for fte in staff)
    total = sum(minutes_needed(school, post) for post in school.posts.values() if is_for_staff(school, post))
    return {teacher.id: round(total * teacher.fte / posts) for teacher in staff}


def is_for_staff(school: School, post: Post) -> bool:
    """Tell whether a post is service that the school's own staff share."""
    return post.kind in SERVICE and bool(post.pool) and school.teacher[post.pool[0]].kind is StaffKind.STAFF


def minutes_needed(school: School, post: Post) -> int:
    """Return the minutes that all adults of a post serve together in a week."""
    return sum(school.period(slot).minutes for slot in post.slots[: post.sessions]) * post.adults


def post_name(school: School, post: Post, slot: Slot) -> Text:
    """Return how people name a session: 三(1)班 作业辅导 周二课后服务1."""
    where = school.slot_text(slot)
    return Text(f"{where.zh} {post.title}", f"{where.en} {post.title}")


def broken(view: PlanView, session: ServiceSession, amount: int, text: Text) -> Violation:
    """Return a violation about one session."""
    post = view.school.posts[session.post]
    return Violation(post_owner(post.id), amount, text, post.classes, session.adults, (session.slot,), session.venue)


# By the clock.


def duty_slots(school: School, teacher_id: str) -> list[Slot]:
    """Return every slot at which lessons, meetings or service may keep a teacher busy."""
    found = {slot for course in school.teacher_courses[teacher_id] for slot in school.course_slots(course)}
    found |= {slot for meeting in school.teacher_meetings[teacher_id] for slot in school.lesson_slots[meeting.schedule]}
    found |= {slot for post in school.teacher_posts[teacher_id] for slot in post.slots}
    return sorted(found)


def busy_at(variables: LessonVariables, teacher_id: str, slot: Slot) -> Literals:
    """Return the variables of all that may keep a teacher busy at a slot: lessons of any week, meetings, service."""
    found: Literals = []
    for course in variables.school.teacher_courses[teacher_id]:
        literal = variables.at(course.id, slot)
        if literal is not None:
            found.append(literal)
    found += variables.teacher_meetings(teacher_id, slot)
    return found + variables.service.by_slot[teacher_id].get(slot, [])


def moments_with_service(school: School, teacher_id: str) -> Iterator[tuple[Slot, ...]]:
    """Yield the largest sets of a teacher's slots that share a minute and of which some is of service."""
    serving = {slot for post in school.teacher_posts[teacher_id] for slot in post.slots}
    for slots in overlapping(school, duty_slots(school, teacher_id)):
        if not serving.isdisjoint(slots):
            yield slots


def lesson_intervals(view: PlanView, teacher_id: str) -> Iterable[Interval]:
    """Yield the clock times of a teacher's lessons and meetings in a plan."""
    for slot in view.of_teacher[teacher_id]:
        if view.of_teacher[teacher_id][slot]:
            yield view.school.interval(slot)
    for _, slot in view.meetings_of.get(teacher_id, ()):
        yield view.school.interval(slot)
