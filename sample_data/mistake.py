"""A mistake of a timetabler that leaves a sample school without a plan: what it is, its cure, and the hands to make it with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any, NamedTuple

from sample_data.generator import StageName, make_school
from scheduler.edits.edit import changed
from scheduler.model.owner import Owner
from scheduler.school import Course, Lock, Mark, MarkLevel, MarkOwner, RuleSetting, School, Slot, Teacher
from scheduler.text import Text

CLASSES: dict[StageName, int] = {"primary": 36, "junior": 36, "nine-year": 54}


class Mistaken(NamedTuple):
    """A school with the mistake in it, and whom the mistake is about, where that is told apart from others."""

    school: School
    owners: tuple[Owner, ...] = ()


class Infeasible(NamedTuple):
    """One such school: `name` is its file's, `reason` why there is no plan, `cure` what a school would do about it.

    `rules` are those that cannot all hold; `counted` tells whether a counting argument sees it or only solving does.
    """

    name: str
    reason: Text
    cure: Text
    stage: StageName
    rules: tuple[str, ...]
    counted: bool
    change: Callable[[School], Mistaken]

    def sample(self) -> School:
        """Return the school without the mistake; it has a plan."""
        return _sample(self.stage)

    def make(self) -> School:
        """Return the school with the mistake."""
        return self.change(self.sample()).school

    @property
    def owners(self) -> tuple[Owner, ...]:
        """Whom the mistake is about: at least one of them is in a true explanation. Empty where everybody is."""
        return self.change(self.sample()).owners


@cache
def _sample(stage: StageName) -> School:
    return make_school(stage, CLASSES[stage], year=2021)


# Finding.


def teachers_of(school: School, subjects: Collection[str], classes: Collection[str]) -> tuple[str, ...]:
    """Return who teaches some subjects in some classes alone, in the order of the courses."""
    mine = (course for course in school.courses if course.subject in subjects and set(course.classes) <= set(classes))
    return tuple(dict.fromkeys(teacher for course in mine for teacher in course.teachers))


def slots_of(school: School, schedule: str | None = None) -> tuple[Slot, ...]:
    """Return the lesson slots of a bell schedule, the first unless one is named."""
    return school.lesson_slots[schedule or school.schedules[0].id]


def lesson(school: School, day: int, number: int) -> Slot:
    """Return the `number`-th lesson of a weekday in the first bell schedule."""
    bell = school.schedules[0]
    return Slot(bell.id, day, bell.lesson_periods[number - 1])


def number_of(school: School, slot: Slot) -> int:
    """Return which lesson of its day a slot is, from 1."""
    return school.schedule[slot.schedule].lesson_number(slot.day, slot.period)


def group(school: School, name: str) -> list[str]:
    """Return the teachers of a subject group."""
    return [teacher.id for teacher in school.teachers if teacher.subject_group == name]


def only_teacher(school: School, class_id: str, subject: str) -> str:
    """Return who teaches a class a subject."""
    found = next(course for course in school.class_courses[class_id] if course.subject == subject)
    return found.teachers[0]


def load(school: School, teacher_id: str) -> int:
    """Return the lessons of all courses of a teacher."""
    return sum(course.lessons for course in school.teacher_courses[teacher_id])


# Changing.


def forbidden(school: School, kind: MarkOwner, owner: str, slots: Iterable[Slot]) -> tuple[Mark, ...]:
    """Return marks 禁 over some slots of an owner."""
    return tuple(
        Mark(
            owner_kind=kind,
            owner=owner,
            day=slot.day,
            start=school.period(slot).start,
            end=school.period(slot).end,
            level=MarkLevel.FORBIDDEN,
        )
        for slot in slots
    )


def closed_but(school: School, kind: MarkOwner, owner: str, slots: Iterable[Slot]) -> tuple[Mark, ...]:
    """Return all marks of the school when an owner has 禁 everywhere but at some slots, and no other mark."""
    kept = set(slots)
    others = tuple(mark for mark in school.marks if (mark.owner_kind, mark.owner) != (kind, owner))
    return others + forbidden(school, kind, owner, [slot for slot in slots_of(school) if slot not in kept])


def with_setting(school: School, rule: str, level: str | None = None, **parameters: str) -> School:
    """Return the school with a setting of a rule."""
    setting = RuleSetting(rule=rule, level=level, parameters=parameters)
    return changed(school, rule_settings=(*school.rule_settings, setting))


def with_teacher(school: School, name: str, **fields: Any) -> School:
    """Return the school with something else written of a teacher."""
    teachers: tuple[Teacher, ...] = tuple(
        each.model_copy(update=fields) if each.id == name else each for each in school.teachers
    )
    return changed(school, teachers=teachers)


def with_subject(school: School, name: str, **fields: Any) -> School:
    """Return the school with something else written of a subject."""
    subjects = tuple(each.model_copy(update=fields) if each.id == name else each for each in school.subjects)
    return changed(school, subjects=subjects)


def with_courses(school: School, change: Callable[[Course], Course]) -> School:
    """Return the school with every course changed."""
    return changed(school, courses=tuple(change(course) for course in school.courses))


def with_locks(school: School, *locks: tuple[str, Slot]) -> School:
    """Return the school with further fixed lessons, each a course and its slot."""
    return changed(school, locks=school.locks + tuple(Lock(course=course, slot=slot) for course, slot in locks))


def mistake(
    reason: Text,
    cure: Text,
    stage: StageName,
    rules: tuple[str, ...],
    change: Callable[[School], Mistaken],
    *,
    counted: bool,
) -> Infeasible:
    """Return an infeasible school that is called as the function that makes it."""
    return Infeasible(change.__name__.replace("_", "-"), reason, cure, stage, rules, counted, change)
