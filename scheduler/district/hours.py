"""What a bureau is told of a school's lessons: hours against the standard, protected lessons, sport."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from constraints.curriculum.hours import PROTECTED_AREAS, weekly_held
from constraints.curriculum.hours_standard import lessons_of
from constraints.curriculum.weekly_total import counted
from constraints.service.grade_service import WEEKDAYS, minutes_covered
from scheduler.district.figures import AreaHours, GradeHours, GradeSport, Protected
from scheduler.plan import PlanView
from scheduler.school import Area, Content, Course, School, SchoolClass, Slot, Week
from scheduler.school.standard import TOTAL_LESSONS, requirements_of


def by_grade(school: School, untold: Collection[str]) -> dict[int, list[SchoolClass]]:
    """Return the classes of each grade of which a plan tells."""
    found: dict[int, list[SchoolClass]] = defaultdict(list)
    for klass in school.classes:
        if klass.id not in untold:
            found[klass.grade].append(klass)
    return dict(sorted(found.items()))


def grade_hours(view: PlanView, untold: Collection[str]) -> tuple[GradeHours, ...]:
    """Return the lessons a week of each grade against the standard; classes that the plan leaves out are not in it."""
    return tuple(_grade(view, grade, classes) for grade, classes in by_grade(view.school, untold).items())


def _grade(view: PlanView, grade: int, classes: list[SchoolClass]) -> GradeHours:
    school = view.school
    totals = [weekly_held(view, counted(school, klass.id), klass.id) for klass in classes]
    areas = []
    for each in requirements_of(grade):
        found = [(lessons_of(view, k.id, each), each.least(grade, school.lesson_minutes(k.id))) for k in classes]
        areas.append(
            AreaHours(
                name=each.name,
                asked=max(least for _, least in found),
                least=min(held for held, _ in found),
                short=sum(held < least for held, least in found),
            )
        )
    return GradeHours(
        grade=grade,
        classes=len(classes),
        asked=TOTAL_LESSONS.get(grade),
        least=min(totals),
        most=max(totals),
        areas=tuple(areas),
    )


def protected_lessons(view: PlanView, untold: Collection[str]) -> tuple[Protected, ...]:
    """Return for each protected area that is taught the lessons a week that all classes together should have, and have."""
    school = view.school
    due: dict[Area, float] = defaultdict(float)
    held: dict[Area, float] = defaultdict(float)
    for klass in school.classes:
        for course in school.attended_courses[klass.id] if klass.id not in untold else ():
            area = school.area_of(course)
            if area in PROTECTED_AREAS:
                due[area] += course.attended
                held[area] += weekly_held(view, [course], klass.id)
    return tuple(Protected(area=area, due=due[area], held=held[area]) for area in Area if area in due)


# Sport.


def grade_sport(view: PlanView, untold: Collection[str]) -> tuple[GradeSport, ...]:
    """Return the sport of each grade's classes. Big breaks and clubs, which are not a whole class's, are not counted."""
    found = []
    for grade, classes in by_grade(view.school, untold).items():
        lessons = [_lessons_of_pe(view, klass.id) for klass in classes]
        minutes = [_minutes(view, klass.id, day) for klass in classes for day in WEEKDAYS]
        found.append(
            GradeSport(
                grade=grade,
                lessons=min(weekly_held(view, _pe(view.school, klass.id), klass.id) for klass in classes),
                days=min(len({slot.day for slot in slots}) for slots in lessons),
                minutes=min(minutes),
            )
        )
    return tuple(found)


def _pe(school: School, class_id: str) -> list[Course]:
    return [course for course in school.attended_courses[class_id] if school.area_of(course) is Area.PE]


def _lessons_of_pe(view: PlanView, class_id: str) -> set[Slot]:
    """Return when a class has PE in every week."""
    courses = [course for course in _pe(view.school, class_id) if course.week is Week.EVERY]
    return {slot for course in courses for slot in view.course_slots(course, class_id)}


def _minutes(view: PlanView, class_id: str, day: int) -> int:
    """Return the minutes of a day that a class spends with PE and, as a class, with sport in service."""
    school = view.school
    slots = {slot for slot in _lessons_of_pe(view, class_id) if slot.day == day}
    for session in view.plan.sessions:
        station = school.service.stations[session.station]
        sport = station.club is None and station.contents.get(session.slot) is Content.SPORT
        if sport and session.slot.day == day and class_id in station.classes:
            slots.add(session.slot)
    return minutes_covered(school, slots)
