"""What the rules on sport share: which classes and days are judged, and the lessons in which a whole class has sport."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.plan import PlanView
from scheduler.school import SPORT_AREAS, Course, PeriodKind, School, SchoolClass, Slot, Week
from scheduler.school.even_days import is_open
from scheduler.text import Text

LAST_JUDGED_GRADE = 9
WEEKDAYS = range(1, 6)
SENIOR_ONLY = Text("只判断一至九年级", "Grades 1 to 9 alone are judged")


def judged_classes(school: School) -> list[SchoolClass]:
    """Return the classes of which the rules speak: those of grades 1 to 9."""
    return [klass for klass in school.classes if klass.grade <= LAST_JUDGED_GRADE]


def school_days(school: School, class_id: str) -> list[int]:
    """Return the weekdays on which a class is at school in every week: with a lesson slot that no mark closes to it."""
    slots = school.class_slots(class_id)
    days = {s.day for s in slots if school.week_at(s) is Week.EVERY and is_open(school, class_id, s)}
    return sorted(days & set(WEEKDAYS))


def sport_courses(school: School, class_id: str) -> list[Course]:
    """Return the courses in which all pupils of a class have sport: PE and 体育活动课.

    Of courses that run together the one with the fewest lessons stands for all, and only where all are sport in the same weeks:
    while a half class has PE the other half has none.
    """
    found = []
    for course in school.class_courses[class_id]:
        alike = [course]
        if course.together is not None:
            alike = [c for c in school.group_courses[course.together] if class_id in c.classes]
        whole = all(school.area_of(c) in SPORT_AREAS and c.week is course.week for c in alike)
        if whole and course is min(alike, key=lambda c: c.lessons):
            found.append(course)
    return found


def courses_by_week(school: School, class_id: str) -> dict[Week, list[Course]]:
    """Return the sport courses of a class in each week that must be looked at apart, also where there are none."""
    courses = sport_courses(school, class_id)
    return {week: [c for c in courses if c.week.meets(week)] for week in school.weeks(courses)}


def sport_slots(view: PlanView, class_id: str) -> Iterator[set[Slot]]:
    """Yield when a class has a lesson of sport, for each week that must be looked at apart; strays of a known subject included."""
    subjects = {subject.id for subject in view.school.subjects if subject.area in SPORT_AREAS}
    strays = {s.slot for s in view.plan.strays if s.class_id == class_id and s.subject in subjects}
    for courses in courses_by_week(view.school, class_id).values():
        yield strays | {slot for course in courses for slot in view.course_slots(course, class_id)}


def big_break_minutes(school: School, class_id: str, day: int, week: Week = Week.EVERY) -> int:
    """Return the minutes of the big breaks of a class on a day of a week."""
    periods = school.schedule[school.school_class[class_id].schedule].periods
    held = (p for p in periods if p.kind is PeriodKind.BIG_BREAK and day in p.days and p.week_on(day).covers(week))
    return sum(period.minutes for period in held)


def slots_on(school: School, class_id: str, day: int) -> tuple[Slot, ...]:
    """Return the lesson slots of a class on a day."""
    return tuple(slot for slot in school.class_slots(class_id) if slot.day == day)
