"""What the rules on marked slots share: whose lessons are badly placed where by 避 and 优, and marks in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

from constraints.rule import Verdict, Violation
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Owner, OwnerKind, owner_name
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, MarkLevel, MarkOwner, School, Slot
from scheduler.school.marking import elsewhere_at
from scheduler.school.wording import mark_owner_text, teacher_text, times_text
from scheduler.text import Text

OWNERS = {
    MarkOwner.TEACHER: OwnerKind.TEACHER,
    MarkOwner.CLASS: OwnerKind.CLASS,
    MarkOwner.SUBJECT: OwnerKind.SUBJECT,
    MarkOwner.COURSE: OwnerKind.COURSE,
}


class Wish(NamedTuple):
    """A teacher, class, subject or course with marks, the lessons that they speak of, and the slots where those should not be."""

    owner: Owner
    courses: tuple[Course, ...]
    bad: frozenset[Slot]


def wishes(school: School, level: MarkLevel) -> Iterator[Wish]:
    """Yield the wishes of a level: avoided slots are bad themselves, preferred ones make all others bad.

    Preferred marks that touch no slot say nothing.
    """
    for kind, name in dict.fromkeys((mark.owner_kind, mark.owner) for mark in school.marks if mark.level is level):
        courses = _courses(school, kind, name)
        slots = frozenset(slot for course in courses for slot in school.course_slots(course))
        touched = frozenset(slot for slot in slots if school.marked(kind, name, slot, level))
        bad = touched if level is MarkLevel.AVOIDED else slots - touched
        if touched:
            yield Wish(Owner(OWNERS[kind], name), courses, bad)


def _courses(school: School, kind: MarkOwner, name: str) -> tuple[Course, ...]:
    if kind is MarkOwner.TEACHER:
        return school.teacher_courses[name]
    if kind is MarkOwner.CLASS:
        return school.occupying_courses[name]
    if kind is MarkOwner.SUBJECT:
        return tuple(course for course in school.courses if course.subject == name)
    return (school.course[name],) if kind is MarkOwner.COURSE else ()


def post_lessons(poster: Poster, variables: LessonVariables, level: MarkLevel) -> None:
    """Ensure that no owner's lesson is in a bad slot."""
    for wish in wishes(variables.school, level):
        terms = [
            literal
            for course in wish.courses
            for slot, literal in variables.lessons(course.id).items()
            if slot in wish.bad
        ]
        poster.none(cp_model.LinearExpr.sum(terms), wish.owner)


def check_lessons(view: PlanView, level: MarkLevel, words: Callable[[str, str, Text], Text]) -> Verdict:
    """Find every lesson in a bad slot of its owner; each counts 1. `words` is given the owner's name, what is held and when."""
    judged, violations = 0, []
    for wish in wishes(view.school, level):
        lessons, found = _badly_placed(view, wish)
        judged += lessons
        for course, slot in found:
            who = owner_name(view.school, wish.owner).zh
            text = words(who, f"{'、'.join(course.classes)} {course.subject}", view.school.slot_text(slot))
            violations.append(Violation(wish.owner, 1, text, course.classes, course.teachers, (slot,)))
    return Verdict(judged, tuple(violations))


def _badly_placed(view: PlanView, wish: Wish) -> tuple[int, list[tuple[Course, Slot]]]:
    """Return how many lessons there are, planned or placed, and those in bad slots.

    A lesson of several classes, or noted several times, stands once.
    """
    count, found = 0, []
    for course in wish.courses:
        if wish.owner.kind is OwnerKind.CLASS:
            slots = view.course_slots(course, wish.owner.id)
        else:
            slots = list(view.plan.slots_of(course.id))
        placed = dict.fromkeys(slots)
        count += max(course.lessons, len(placed))
        found += [(course, slot) for slot in placed if slot in wish.bad]
    return count, found


# In words.


def asks_of_marks(
    level: MarkLevel, words: Callable[[Text, Text, int], Text]
) -> dict[OwnerKind, Callable[[School, Any, str], Text]]:
    """Return what marks of a level ask of each kind of owner; `words` is given the owner, the marked slots and how many are left."""

    def asks(kind: MarkOwner, school: School, parameters: Any, name: str) -> Text:
        slots = _slots_of(school, kind, name)
        marked = [slot for slot in slots if school.marked(kind, name, slot, level)]
        who = teacher_text(school, name) if kind is MarkOwner.TEACHER else mark_owner_text(school, kind, name)
        said = words(who, times_text(school, marked), len(slots) - len(marked))
        away = _elsewhere(school, name, marked) if kind is MarkOwner.TEACHER and level is MarkLevel.FORBIDDEN else {}
        for other, times in away.items():
            when = times_text(school, times)
            said = Text(f"{said.zh}，其中{when.zh}在{other}", f"{said.en}; at {other} on {when.en}")
        return said

    return {owner: partial(asks, kind) for kind, owner in OWNERS.items()}


def _elsewhere(school: School, teacher_id: str, slots: list[Slot]) -> dict[str, list[Slot]]:
    """Return those of some slots at which a teacher is at another school, by the school."""
    found: dict[str, list[Slot]] = {}
    for slot in slots:
        other = elsewhere_at(school, teacher_id, slot)
        if other is not None:
            found.setdefault(other, []).append(slot)
    return found


def _slots_of(school: School, kind: MarkOwner, name: str) -> list[Slot]:
    """Return the lesson slots that somebody could use by the clock."""
    if kind is MarkOwner.CLASS:
        return list(school.class_slots(name))
    if kind is MarkOwner.COURSE:
        return list(school.course_slots(school.course[name]))
    courses = school.teacher_courses[name] if kind is MarkOwner.TEACHER else school.courses
    used = {school.course_schedule(c) for c in courses if kind is MarkOwner.TEACHER or c.subject == name}
    if kind is MarkOwner.TEACHER:
        used |= {meeting.schedule for meeting in school.teacher_meetings[name]}
    return [slot for schedule in sorted(used) for slot in school.lesson_slots[schedule]]
