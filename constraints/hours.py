"""What the rules on hours share: counting the lessons of a course that each class has."""

from __future__ import annotations

from collections.abc import Callable

from ortools.sat.python import cp_model

from constraints.rule import Verdict, Violation, course_owner
from scheduler.engine.half_days import HalfDayVariables
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables
from scheduler.plan import PlanView
from scheduler.school import Area, Course, School
from scheduler.text import Text

PROTECTED_AREAS = frozenset({Area.PE, Area.MUSIC, Area.ART, Area.LABOUR, Area.PRACTICE, Area.CLASS_MEETING})


def is_protected(school: School, course: Course) -> bool:
    """Tell whether a course belongs to the areas that other lessons like to displace."""
    return school.area_of(course) in PROTECTED_AREAS


def lessons_of(variables: LessonVariables | HalfDayVariables, course: Course) -> cp_model.LinearExpr:
    """Return the number of lessons of a course in the week."""
    days = variables.school.schedule[variables.school.school_class[course.classes[0]].schedule].days
    return cp_model.LinearExpr.sum([v for day in days for v in variables.on(course.id, day)])


def post_lessons_held(poster: Poster, variables: LessonVariables | HalfDayVariables, *, protected: bool) -> None:
    """Ensure that the courses inside (or outside) the protected areas have at least their lessons."""
    for course in variables.school.courses:
        if is_protected(variables.school, course) is protected:
            poster.require(lessons_of(variables, course) >= course.lessons, course_owner(course.id))


def lessons_missing(view: PlanView, *, protected: bool, text: Callable[[str, str, int, int], Text]) -> Verdict:
    """Find the classes that miss lessons; `text` is given class, subject, lessons needed and lessons found."""
    judged, violations = 0, []
    for course in view.school.courses:
        if is_protected(view.school, course) is not protected:
            continue
        for class_id in course.classes:
            judged += 1
            found = len(view.course_slots(course, class_id))
            if found < course.lessons:
                words = text(class_id, course.subject, course.lessons, found)
                owner = course_owner(course.id)
                violations.append(Violation(owner, course.lessons - found, words, (class_id,), course.teachers))
    return Verdict(judged, tuple(violations))
