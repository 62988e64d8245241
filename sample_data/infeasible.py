"""Schools that read without a problem and yet have no timetable, each for one reason that can be proved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sample_data import curriculum as c
from sample_data.generator import make_school
from scheduler.school import Course, Exclusion, Lock, Mark, MarkLevel, MarkOwner, Meeting, School, Slot, Venue
from scheduler.text import Text


class Infeasible(NamedTuple):
    """One such school: `name` is its file's, `reason` why there is no timetable, `rules` those that cannot all hold."""

    name: str
    reason: Text
    rules: tuple[str, ...]
    make: Callable[[], School]


def small_lab() -> School:
    """Leave physics one laboratory in the afternoons: 15 slots for 24 lessons."""
    school = make_school("junior", 12)
    lab = Venue(id="物理实验室1", kind=c.PHYSICS_LAB, capacity=1, seats=50)
    mornings = [slot for slot in _slots(school) if school.half_day(slot).part == 0]
    return _changed(
        school,
        venues=(*(v for v in school.venues if v.kind != c.PHYSICS_LAB), lab),
        marks=school.marks + _forbidden(school, MarkOwner.VENUE, lab.id, mornings),
    )


def squeezed_teacher() -> School:
    """Leave a teacher of eight lessons nine slots, one taken by a meeting, one by everybody's class meeting."""
    school = make_school("primary", 12)
    teacher = _teachers_of(school, c.IT)[0]
    slots = _slots(school)
    meeting = Meeting(id="信息化工作会", teachers=(teacher,), schedule=slots[0].schedule, slot=slots[6])
    free = {*slots[6:14], slots[-1]}
    closed = [slot for slot in slots if slot not in free]
    marks = tuple(mark for mark in school.marks if mark.owner != teacher)
    return _changed(
        school,
        marks=marks + _forbidden(school, MarkOwner.TEACHER, teacher, closed),
        meetings=(*school.meetings, meeting),
    )


def two_locks() -> School:
    """Fix two lessons of one PE teacher, in two classes, at one time."""
    school = make_school("primary", 12)
    teacher = _teachers_of(school, c.PE)[0]
    slot = _slots(school)[8]
    lessons = [course for course in school.teacher_courses[teacher] if course.subject == c.PE][:2]
    locks = tuple(Lock(course=course.id, slot=slot) for course in lessons)
    return _changed(school, locks=school.locks + locks)


def one_teacher_in_parallel() -> School:
    """Let two classes have maths at the same time though one teacher has both."""
    school = make_school("junior", 12)
    teacher = _teachers_of(school, c.MATHS)[0]

    def parallel(course: Course) -> Course:
        return course.model_copy(update={"together": "七年级数学走班"}) if teacher in course.teachers else course

    courses = tuple(parallel(x) if x.subject == c.MATHS else x for x in school.courses)
    return _changed(school, courses=courses)


def too_few_days() -> School:
    """Allow PE on two days only, where grades 1 and 2 have four lessons of it and one a day at most."""
    school = make_school("primary", 12)
    closed = [slot for slot in _slots(school) if slot.day <= 3]
    marks = tuple(mark for mark in school.marks if mark.owner != c.PE)
    return _changed(school, marks=marks + _forbidden(school, MarkOwner.SUBJECT, c.PE, closed))


def sharing_too_much() -> School:
    """Forbid that any two music and art teachers teach at once: 48 lessons in 30 slots."""
    school = make_school("primary", 12)
    teachers = (*_teachers_of(school, c.MUSIC), *_teachers_of(school, c.ART))
    return _changed(school, exclusions=(*school.exclusions, Exclusion(id="艺术器材共用", teachers=teachers)))


INFEASIBLE = (
    Infeasible(
        "small-lab",
        Text(
            "物理实验室只有一间且只在下午开放，放不下 24 节物理课",
            "One physics laboratory, open in the afternoons: 15 slots for 24 lessons",
        ),
        ("venue_capacity", "hours_in_full"),
        small_lab,
    ),
    Infeasible(
        "squeezed-teacher",
        Text(
            "信息科技教师可上课的 9 个时段里，一个要开会，一个全校都在上班队，剩下 7 个排不下 8 节课",
            "The IT teacher's nine slots, less a meeting and the class meetings, cannot hold eight lessons",
        ),
        ("unavailable", "meetings", "locks", "teacher_clash", "class_clash", "hours_in_full"),
        squeezed_teacher,
    ),
    Infeasible(
        "two-locks",
        Text("同一位体育教师的两节固定课在同一时间", "Two fixed lessons of one PE teacher at one time"),
        ("locks", "teacher_clash"),
        two_locks,
    ),
    Infeasible(
        "one-teacher-in-parallel",
        Text("走班的两个班同时上数学，却由同一位教师任教", "Two classes have maths at once with one teacher"),
        ("parallel_groups", "teacher_clash", "hours_in_full"),
        one_teacher_in_parallel,
    ),
    Infeasible(
        "too-few-days",
        Text(
            "体育只能排在周四、周五，每天最多 1 节，而一二年级每周有 4 节",
            "PE on two days, one a day at most, four lessons a week",
        ),
        ("unavailable", "subject_per_day", "protected_subjects"),
        too_few_days,
    ),
    Infeasible(
        "sharing-too-much",
        Text(
            "音乐、美术教师不得同时上课，48 节课排不进 30 个时段",
            "Music and art teachers never at once: 48 lessons in 30 slots",
        ),
        ("exclusions", "teacher_clash", "protected_subjects"),
        sharing_too_much,
    ),
)


def _changed(school: School, **changes: Any) -> School:
    """Return the school with some fields replaced, checked again."""
    return School(**{**{name: getattr(school, name) for name in School.model_fields}, **changes})


def _slots(school: School) -> tuple[Slot, ...]:
    return school.lesson_slots[school.schedules[0].id]


def _teachers_of(school: School, subject: str) -> list[str]:
    return list(dict.fromkeys(t for course in school.courses if course.subject == subject for t in course.teachers))


def _forbidden(school: School, kind: MarkOwner, owner: str, slots: list[Slot]) -> tuple[Mark, ...]:
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
