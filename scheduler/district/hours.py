"""What a bureau is told of a school's lessons: hours against the standard, protected lessons, sport."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from constraints.curriculum import sport
from constraints.curriculum.hours import PROTECTED_AREAS, weekly_held
from constraints.curriculum.hours_standard import lessons_of
from constraints.curriculum.standard import requirements_of, total_lessons
from constraints.curriculum.weekly_total import counted
from constraints.places.law import law_of
from constraints.service import sport_minutes
from scheduler.district.figures import AreaHours, GradeHours, GradeSport, Protected
from scheduler.district.service import minutes_asked
from scheduler.plan import PlanView
from scheduler.school import Area, School, SchoolClass


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
    school, law = view.school, law_of(view.school)
    totals = [weekly_held(view, counted(school, klass.id), klass.id) for klass in classes]
    areas = []
    for each in requirements_of(law, grade):
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
        asked=total_lessons(law, grade),
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
    """Return the sport of the classes of grades 1 to 9: lessons of sport, big breaks, and what all pupils of a class do in service."""
    found, judged = [], {klass.id for klass in sport.judged_classes(view.school)}
    for grade, all_classes in by_grade(view.school, untold).items():
        classes = [klass for klass in all_classes if klass.id in judged]
        if classes:
            weeks = [slots for klass in classes for slots in sport.sport_slots(view, klass.id)]
            found.append(
                GradeSport(
                    grade=grade,
                    lessons=min(len(slots) for slots in weeks),
                    days=min(len({slot.day for slot in slots}) for slots in weeks),
                    minutes=min(_minutes(view, klass.id) for klass in classes),
                    asked=minutes_asked(view.school, sport_minutes.RULE),
                )
            )
    return tuple(found)


def _minutes(view: PlanView, class_id: str) -> int:
    """Return the minutes of sport of a class on the day with the least."""
    days = sport.school_days(view.school, class_id)
    return min((sport_minutes.minutes_of(view, class_id, day).total for day in days), default=0)
