"""What the rules on avoided (避) and preferred (优) slots share: whose lessons are badly placed where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.model.half_days import HalfDayVariables
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Owner, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, MarkLevel, MarkOwner, School, Slot


class Wish(NamedTuple):
    """A teacher, class or subject with marks, the lessons that they speak of, and the slots where those should not be."""

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
            yield Wish(Owner(OwnerKind(kind.value), name), courses, bad)


def _courses(school: School, kind: MarkOwner, name: str) -> tuple[Course, ...]:
    if kind is MarkOwner.TEACHER:
        return school.teacher_courses[name]
    if kind is MarkOwner.CLASS:
        return school.occupying_courses[name]
    if kind is MarkOwner.SUBJECT:
        return tuple(course for course in school.courses if course.subject == name)
    return ()


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


def post_lessons_in_halves(poster: Poster, variables: HalfDayVariables, level: MarkLevel) -> None:
    """Ensure that no owner's lesson is in a half-day whose slots are all bad."""
    for wish in wishes(variables.school, level):
        terms: list[cp_model.IntVar] = []
        for course in wish.courses:
            for half, slots in variables.slots_by_half(variables.school.course_slots(course)).items():
                if wish.bad.issuperset(slots):
                    terms += variables.in_half(course.id, half)
        if terms:
            poster.none(cp_model.LinearExpr.sum(terms), wish.owner)


def badly_placed(view: PlanView, wish: Wish) -> tuple[int, list[tuple[Course, Slot]]]:
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
