"""A class is in one place at a time, by the clock."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.apart import any_of
from scheduler.model.lessons import LessonVariables, Literal, Literals
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot, Week, tables
from scheduler.school.by_clock import overlapping
from scheduler.school.wording import lessons_of
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that a class has at most one lesson, or lessons of courses that run together, in each slot of each week."""
    school = variables.school
    shared: dict[tuple[int, ...], Literal] = {}

    def busy(literals: Literals) -> Literal:
        if len(literals) == 1:
            return literals[0]
        key = tuple(literal.index for literal in literals)
        if key not in shared:
            shared[key] = any_of(poster, literals)
        return shared[key]

    for klass in school.classes:
        for week in school.weeks(school.class_courses[klass.id]):
            groups = [
                [variables.lessons(course.id) for course in group if course.week.meets(week)]
                for group in running_together(school, klass.id)
            ]
            for slot in school.class_slots(klass.id):
                held = [busy([lessons[slot] for lessons in group]) for group in groups if group]
                poster.at_most_one(held, class_owner(klass.id))


def running_together(school: School, class_id: str) -> list[list[Course]]:
    """Return the courses of a class, those that run together (分层走班) in one list, every other in its own."""
    groups: dict[str, list[Course]] = defaultdict(list)
    for course in school.class_courses[class_id]:
        groups[f"group {course.together}" if course.together else f"course {course.id}"].append(course)
    return list(groups.values())


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every time at which a class has several lessons; the amount is the lessons too many."""
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        held = _held(view, klass.id)
        weeks = school.weeks(school.class_courses[klass.id])
        for moment in overlapping(school, held):
            judged += 1
            lessons = [lesson for slot in moment for lesson in held[slot]]
            worst = max((_apart(lessons, week) for week in weeks), key=len)
            if len(worst) > 1:
                names = "、".join(worst)
                where = school.slot_text(moment[0])
                text = Text(f"{klass.id} {where.zh} 同时有 {names}", f"{klass.id} {where.en}: {names} at once")
                teachers = tuple(
                    sorted({t for course in lessons if isinstance(course, Course) for t in course.teachers})
                )
                owner = class_owner(klass.id)
                violations.append(Violation(owner, len(worst) - 1, text, (klass.id,), teachers, moment))
    return Verdict(judged, tuple(violations))


def _held(view: PlanView, class_id: str) -> dict[Slot, list[Course | str]]:
    """Return the lessons of a class at each slot: their courses, or the subject where no course explains them."""
    held: dict[Slot, list[Course | str]] = defaultdict(list)
    for slot, placements in view.of_class[class_id].items():
        held[slot] += [view.school.course[placement.course] for placement in placements]
    for stray in view.plan.strays:
        if stray.class_id == class_id:
            held[stray.slot].append(stray.subject)
    return held


def _apart(lessons: Iterable[Course | str], week: Week) -> list[str]:
    """Return the subjects held at once in a week, one for all that run together; a course placed twice counts twice."""
    times: Counter[str] = Counter()
    found: dict[tuple[str, int], str] = {}
    for lesson in lessons:
        if isinstance(lesson, str):
            times[lesson] += 1
            found[f"stray {lesson}", times[lesson]] = lesson
        elif lesson.week.meets(week):
            times[lesson.id] += 1
            found.setdefault((f"group {lesson.together or lesson.id}", times[lesson.id]), lesson.subject)
    return list(found.values())


def asks(school: School, parameters: NoParameters, class_id: str) -> Text:
    """Say how many lessons the class has for how many slots."""
    slots, lessons = len(school.class_slots(class_id)), lessons_of(school.occupying_courses[class_id])
    return Text(
        f"{class_id}同一时间只上一节课（每周 {slots} 个上课时段，{lessons} 节课）",
        f"{class_id} has one lesson at a time ({slots} lesson slots a week, {lessons} lessons)",
    )


RULE = Rule(
    id="class_clash",
    title=Text("班级不冲突", "A class in one place"),
    words=Text("一个班同一时间只上一节课。", "A class has at most one lesson at a time."),
    level=Level.HARD,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
    asks={OwnerKind.CLASS: asks},
    stated=tables.SCHEDULE,
)
