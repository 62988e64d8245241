"""A small senior school with lessons on Saturday mornings of odd weeks (单周六)."""

from __future__ import annotations

from typing import Any

from scheduler.school import ALTERNATING, BellSchedule, Course, PeriodKind, School, SchoolClass, Week
from tests.schools import bell, course, make_school

ONE, TWO = "高一(1)班", "高一(2)班"
WEEKLY = (("语文", 6), ("数学", 6), ("英语", 6), ("体育", 3), ("音乐", 2), ("美术", 2), ("班会", 1))
ODD = (("语文", 2), ("数学", 1), ("英语", 1))


def saturday_bell(week: Week = Week.ODD) -> BellSchedule:
    """Six lessons a day from Monday to Friday, four on Saturday mornings of some weeks."""
    schedule = bell(days=6)
    periods = []
    for period in schedule.periods:
        morning = period.kind in ALTERNATING and period.start < 12 * 60
        weeks = dict.fromkeys(range(1, 6), Week.EVERY) | ({6: week} if morning else {})
        periods.append(period.held_on(weeks))
    return BellSchedule(id=schedule.id, periods=tuple(periods))


def courses_of(class_id: str, week: Week = Week.ODD) -> tuple[Course, ...]:
    """26 lessons of every week, and 4 of odd weeks alone."""
    teacher = {subject: f"{subject}老师" for subject, _ in WEEKLY}
    every = (course(class_id, subject, teacher[subject], lessons) for subject, lessons in WEEKLY)
    some = (
        course(class_id, subject, teacher[subject], lessons, week=week, id=f"{class_id}|{subject}|单")
        for subject, lessons in ODD
    )
    return (*every, *some)


def senior_school(**more: Any) -> School:
    """Two classes of grade 10 with the same teachers."""
    classes = tuple(
        SchoolClass(id=name, grade=10, number=number, schedule="作息") for number, name in enumerate((ONE, TWO), 1)
    )
    fields: dict[str, Any] = {"schedules": (saturday_bell(),), "classes": classes, **more}
    courses = fields.pop("courses", (*courses_of(ONE), *courses_of(TWO)))
    return make_school(courses, **fields)


def lessons_on_saturday(school: School) -> int:
    """Return how many lesson periods a Saturday has."""
    return sum(p.kind is PeriodKind.LESSON and 6 in p.days for p in school.schedules[0].periods)
