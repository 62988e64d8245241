"""What the rules on hours share: counting the lessons that each class has of a course."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from ortools.sat.python import cp_model

from constraints.rule import Verdict, Violation
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import course_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import SPORT_AREAS, Area, Course, School, Slot, Week
from scheduler.school.wording import course_text
from scheduler.text import Text

PROTECTED_AREAS = frozenset(
    SPORT_AREAS | {Area.MUSIC, Area.ART, Area.LABOUR, Area.PRACTICE, Area.CLASS_MEETING, Area.ACTIVITY}
)
# What a timetable may say of time that is no lesson.
NO_LESSONS = ("自习", "早读", "晨读", "午读", "大课间", "课间操", "活动", "午休", "午餐", "课后服务", "延时服务")


def is_protected(school: School, course: Course) -> bool:
    """Tell whether a course belongs to the areas that other lessons like to displace."""
    return school.area_of(course) in PROTECTED_AREAS


def is_lesson(school: School, name: str) -> bool:
    """Tell whether a name found in a timetable means a lesson, not an activity or self-study."""
    subject = school.subject.get(name)
    return subject.counts if subject is not None else not any(word in name for word in NO_LESSONS)


# In the model.


def weekly_sum(variables: LessonVariables, courses: Iterable[Course]) -> tuple[cp_model.LinearExpr, int]:
    """Return the lessons that a pupil has in an average week times a scale, and the scale.

    It is 1 unless some course is held every other week or some class takes turns.
    """
    courses = list(courses)
    scale = math.lcm(*(_share(course).denominator for course in courses))
    terms: list[cp_model.LinearExprT] = [variables.in_week(c.id) * int(_share(c) * scale) for c in courses]
    return cp_model.LinearExpr.sum(terms), scale


def _share(course: Course) -> Fraction:
    """Return how much of a lesson of a course a pupil has in an average week."""
    return Fraction(1, course.groups * (1 if course.week is Week.EVERY else 2))


def post_lessons_held(poster: Poster, variables: LessonVariables, *, protected: bool) -> None:
    """Ensure that the courses inside (or outside) the protected areas have at least their lessons."""
    for course in variables.school.courses:
        if is_protected(variables.school, course) is protected:
            poster.require(variables.in_week(course.id) >= course.lessons, course_owner(course.id))


# In a plan.


def lessons_in(view: PlanView) -> Iterator[tuple[str, Slot, str, tuple[str, ...]]]:
    """Yield class, slot, subject and teachers of all that stands in a plan."""
    for placement in view.plan.placements:
        course = view.school.course[placement.course]
        for class_id in placement.classes or course.classes:
            yield class_id, placement.slot, course.subject, course.teachers
    for stray in view.plan.strays:
        teachers = (stray.teacher,) if stray.teacher is not None and stray.teacher in view.school.teacher else ()
        yield stray.class_id, stray.slot, stray.subject, teachers


def held(view: PlanView, course: Course, class_id: str) -> int:
    """Return how many lessons of a course a class has; one that is placed twice at one time is one lesson."""
    return len(set(view.course_slots(course, class_id)))


def weekly_held(view: PlanView, courses: Iterable[Course], class_id: str) -> float:
    """Return how many lessons of some courses a pupil of a class has in an average week."""
    return float(sum(held(view, course, class_id) * _share(course) for course in courses))


def lessons_missing(view: PlanView, *, protected: bool, text: Callable[[str, Course, str, str], Text]) -> Verdict:
    """Find the classes that miss lessons; `text` is given class, course, lessons needed and lessons found, those of a pupil."""
    judged, violations = 0, []
    for course in view.school.courses:
        if is_protected(view.school, course) is not protected:
            continue
        for class_id in course.classes:
            judged += 1
            found = held(view, course, class_id)
            if found < course.lessons:
                words = text(class_id, course, of_pupil(course, course.lessons), of_pupil(course, found))
                owner = course_owner(course.id)
                violations.append(Violation(owner, course.lessons - found, words, (class_id,), course.teachers))
    return Verdict(judged, tuple(violations))


def surplus(view: PlanView) -> dict[str, dict[str, Fraction]]:
    """Return for each class the subjects of which its pupils have more lessons than planned, with the number too many."""
    found: dict[str, dict[str, Fraction]] = {klass.id: defaultdict(Fraction) for klass in view.school.classes}
    for course in view.school.courses:
        for class_id in course.classes:
            extra = held(view, course, class_id) - course.lessons
            if extra > 0:
                found[class_id][course.subject] += Fraction(extra, course.groups)
    for stray in view.plan.strays:
        if is_lesson(view.school, stray.subject):
            found[stray.class_id][stray.subject] += 1
    return found


# In words.


def number_text(lessons: float | Fraction) -> str:
    """Return a number of lessons as people write it: 2 or 1.5."""
    return f"{round(float(lessons), 2):g}"


def of_pupil(course: Course, lessons: int) -> str:
    """Return how many of some lessons of a course a pupil has, who has his turn in each: 2, or 1 of the 2 of a half class."""
    return number_text(Fraction(lessons, course.groups))


def each_pupil(course: Course) -> Text:
    """Return whose lessons are counted where these are not those of the class."""
    return Text("每个学生", " a pupil") if course.groups > 1 else Text("", "")


def asks_hours(school: School, parameters: Any, course_id: str) -> Text:
    """Say how many lessons the course has."""
    course = school.course[course_id]
    name, week = course_text(course), {"odd": Text("单周", "odd weeks"), "even": Text("双周", "even weeks")}
    when = week.get(course.week, Text("每周", "a week"))
    lessons, who = of_pupil(course, course.lessons), each_pupil(course)
    return Text(
        f"{name.zh}{when.zh}{who.zh}要上满 {lessons} 节",
        f"{name.en}: {lessons} {'lesson' if lessons == '1' else 'lessons'}{who.en} {when.en}",
    )
