"""Each class of grades 1 to 9 has the courses that the state prescribes, each with its least lessons a week."""

from __future__ import annotations

import math

from constraints.curriculum.hours import number_text, weekly_held, weekly_sum
from constraints.curriculum.standard import Requirement, requirements_of
from constraints.places.law import law_of
from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Area, Course, School, SchoolClass, tables
from scheduler.text import Text


def judged_classes(school: School) -> list[SchoolClass]:
    """Return the classes with a standard whose grade's curriculum the school has given."""
    given, at = {item.grade for item in school.curriculum}, law_of(school)
    return [klass for klass in school.classes if klass.grade in given and requirements_of(at, klass.grade)]


def courses_of(school: School, class_id: str, areas: frozenset[Area]) -> list[Course]:
    """Return the courses of a class in some areas, one for all that run together."""
    return [course for course in school.attended_courses[class_id] if school.area_of(course) in areas]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure the least lessons of each area for every class that is judged."""
    school = variables.school
    for klass in judged_classes(school):
        for requirement in requirements_of(law_of(school), klass.grade):
            courses = courses_of(school, klass.id, requirement.areas)
            if courses:
                total, scale = weekly_sum(variables, courses)
                least = requirement.least(klass.grade, school.lesson_minutes(klass.id))
                poster.require(total >= least * scale, class_owner(klass.id))
            else:
                poster.require(False, class_owner(klass.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every class and area with too few lessons a week; a lesson of every other week counts half."""
    judged, violations = 0, []
    for klass in judged_classes(view.school):
        for requirement in requirements_of(law_of(view.school), klass.grade):
            judged += 1
            found = lessons_of(view, klass.id, requirement)
            least = requirement.least(klass.grade, view.school.lesson_minutes(klass.id))
            if found < least:
                amount = math.ceil(least - found)
                text = Text(
                    f"{klass.id} {requirement.name.zh}每周至少 {least} 节，排了 {number_text(found)} 节",
                    f"{klass.id} {requirement.name.en}: {number_text(found)} lessons, at least {least}",
                )
                violations.append(Violation(class_owner(klass.id), amount, text, (klass.id,)))
    notes = _notes(view.school)
    return Verdict(judged, tuple(violations), notes[0] if notes and not judged else None, notes if judged else ())


def lessons_of(view: PlanView, class_id: str, requirement: Requirement) -> float:
    """Return the lessons that a class has of what is required, strays of a known subject included."""
    areas = {subject.id: subject.area for subject in view.school.subjects}
    strays = sum(s.class_id == class_id and areas.get(s.subject) in requirement.areas for s in view.plan.strays)
    return weekly_held(view, courses_of(view.school, class_id, requirement.areas), class_id) + strays


def _notes(school: School) -> tuple[Text, ...]:
    """Say which grades are not judged, and why."""
    given, at = {item.grade for item in school.curriculum}, law_of(school)
    missing = [grade for grade in school.grades if grade not in given and requirements_of(at, grade)]
    senior = [grade for grade in school.grades if not requirements_of(at, grade)]
    notes = []
    if missing:
        chinese, english = "、".join(map(str, missing)), ", ".join(map(str, missing))
        notes.append(
            Text(
                f"{chinese} 年级没有填写课程计划，不判断是否达到国家课时标准",
                f"grades without a curriculum plan are not judged: {english}",
            )
        )
    if senior:
        notes.append(
            Text("高中年级没有这里的课时标准，不作判断", "grades 10 to 12 have no standard here and are not judged")
        )
    return tuple(notes)


def asks(school: School, parameters: NoParameters, class_id: str) -> Text:
    """Say which lessons the standard asks of the class, or which of its courses are absent."""
    asked: list[Text] = []
    absent: list[Text] = []
    grade, minutes = school.school_class[class_id].grade, school.lesson_minutes(class_id)
    for each in requirements_of(law_of(school), grade):
        courses, least = courses_of(school, class_id, each.areas), each.least(grade, minutes)
        (asked if courses else absent).append(Text(f"{each.name.zh} {least} 节", f"{each.name.en} {least}"))
    zh, en = "、".join(text.zh for text in absent or asked), ", ".join(text.en for text in absent or asked)
    if absent:
        return Text(
            f"{class_id}按国家标准每周至少{zh}，却没有开课",
            f"{class_id} needs by the standard {en}, and has no such course",
        )
    return Text(f"{class_id}每周课时不少于国家标准：{zh}", f"{class_id}: at least the lessons of the standard: {en}")


RULE = Rule(
    id="hours_standard",
    title=Text("课时达到国家标准", "Hours of the standard"),
    words=Text(
        "一至九年级各科课时不少于国家和省的最低要求，如体育一二年级 4 节、三至九年级 3 节，劳动、综合实践、班队各 1 节；课长于小学40分钟、初中45分钟的，分钟数够也算。",
        "Grades 1 to 9 have at least the state's and the province's lessons of each area: PE 4 or 3, labour 1, …; longer lessons "
        "than 40 minutes in primary and 45 in junior grades may be fewer with the same minutes.",
    ),
    level=Level.REGULATION,
    unit=Text("节", "lessons"),
    article="hours_standard",
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.CLASS: asks},
    stated=tables.CURRICULUM,
)
