"""A small school with a legal week, and terms of it, for tests of dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from random import Random
from typing import Any

from scheduler.plan import Plan
from scheduler.school import School, SchoolClass, Slot
from scheduler.term.calendar import Calendar, SpecialDay, SpecialKind
from scheduler.term.nouns import Absence, AbsenceKind, Change, Edition, ItemKind, Key, Term, Way
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

FIRST, LAST = datetime.date(2026, 9, 1), datetime.date(2027, 1, 22)
TUESDAY, WEDNESDAY = datetime.date(2026, 12, 8), datetime.date(2026, 12, 9)


def on(month: int, day: int) -> datetime.date:
    """A date of the term that begins in 2026."""
    return datetime.date(2026 if month > 8 else 2027, month, day)


@cache
def small_school(**more: Any) -> School:
    """Two classes of grade 3: 王芳 has Chinese and 李强 maths in both, 赵军 PE, 孙悦 music; 钱多 teaches Chinese too, in none now."""
    courses = [
        course(name, subject, teacher, lessons)
        for name in ("三(1)班", "三(2)班")
        for subject, teacher, lessons in (
            ("语文", "王芳", 3),
            ("数学", "李强", 2),
            ("体育", "赵军", 1),
            ("音乐", "孙悦", 1),
        )
    ]
    classes = tuple(
        SchoolClass(id=f"三({number})班", grade=3, number=number, size=25, schedule=SCHEDULE) for number in (1, 2)
    )
    return make_school(courses=tuple(courses), classes=classes, schedules=(bell(SCHEDULE),), **more)


def small_plan() -> Plan:
    """Chinese on Monday, Tuesday and Wednesday, maths on Tuesday and Wednesday, PE and music on Tuesday."""
    return plan_of(
        {
            "三(1)班|语文": [slot(1, 1), slot(2, 1), slot(3, 1)],
            "三(2)班|语文": [slot(1, 2), slot(2, 2), slot(3, 2)],
            "三(1)班|数学": [slot(2, 2), slot(3, 2)],
            "三(2)班|数学": [slot(2, 1), slot(3, 1)],
            "三(1)班|体育": [slot(2, 3)],
            "三(2)班|体育": [slot(2, 4)],
            "三(1)班|音乐": [slot(2, 4)],
            "三(2)班|音乐": [slot(2, 3)],
        }
    )


def term_of(
    school: School | None = None, plan: Plan | None = None, specials: Iterable[SpecialDay] = (), **more: Any
) -> Term:
    """A term of the small school, or of another, with special days."""
    calendar = Calendar(first=FIRST, last=LAST, specials=tuple(specials))
    edition = Edition(first=FIRST, school=school or small_school(), plan=plan or small_plan())
    return Term(calendar=calendar, editions=(edition,), **more)


def off(date: datetime.date, *classes: str, **more: Any) -> SpecialDay:
    """A day off, for all or for some classes."""
    return SpecialDay(date=date, name="停课", kind=SpecialKind.OFF, classes=classes, **more)


def absent(*teachers: str, first: datetime.date = TUESDAY, last: datetime.date | None = None, **more: Any) -> Absence:
    """Teachers away for a day or some days."""
    return Absence(id=1, first=first, last=last or first, teachers=teachers, kind=AbsenceKind.SICK, **more)


def lesson(course_id: str, at: Slot) -> Key:
    """A lesson of the week."""
    return Key(ItemKind.LESSON, course_id, at)


def exchange(
    first: Key, second: Key, dates: tuple[datetime.date, datetime.date] = (TUESDAY, WEDNESDAY)
) -> tuple[Change, Change]:
    """Two lessons that change places."""
    return (
        Change(id=1, date=dates[0], key=first, way=Way.EXCHANGE, moved_to=(dates[1], second.slot), pair=1),
        Change(id=2, date=dates[1], key=second, way=Way.EXCHANGE, moved_to=(dates[0], first.slot), pair=1),
    )


def random_absences(rng: Random, school: School, date: datetime.date, count: int) -> tuple[Absence, ...]:
    """Some teachers away on a date, for all of it or half."""
    staff = [t.id for t in school.teachers if school.teacher_courses[t.id]]
    found = []
    for number, teacher in enumerate(rng.sample(staff, count), 1):
        times = rng.choice([{}, {"end": 12 * 60}, {"start": 12 * 60}])
        found.append(Absence(id=number, first=date, last=date, teachers=(teacher,), **times))
    return tuple(found)
