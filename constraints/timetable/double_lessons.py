"""Double lessons: two lessons of a course in a row, with nothing but a short recess between them."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import Breach, Elastic, NoParameters, Option, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.edits import costs, lesson_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, course_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot
from scheduler.school.wording import course_text
from scheduler.text import Text, counted


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that as many doubles of each course are held as it plans.

    Which pairs of lessons are the doubles is the model's choice, so exactly so many lose no plan that has more.
    """
    for course in variables.school.courses:
        if course.doubles:
            starts = cp_model.LinearExpr.sum(list(variables.double_starts(course.id).values()))
            poster.require(starts == course.doubles, course_owner(course.id))


def paired(school: School, slots: list[Slot]) -> list[tuple[Slot, Slot]]:
    """Return the most pairs of slots that can be doubles at once: within each run the first two, the next two, ..."""
    held, found, taken = set(slots), [], set[Slot]()
    for slot in sorted(held):
        following = school.next_in_double(slot)
        if slot not in taken and following is not None and following in held:
            found.append((slot, following))
            taken.add(following)
    return found


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every class and course with fewer doubles than planned; the amount is the doubles missing."""
    judged, violations = 0, []
    for course in view.school.courses:
        for class_id in course.classes if course.doubles else ():
            judged += 1
            slots = view.course_slots(course, class_id)
            pairs = paired(view.school, slots)
            if len(pairs) < course.doubles:
                alone = tuple(sorted(set(slots) - {slot for pair in pairs for slot in pair}))
                violations.append(_too_few(course, class_id, len(pairs), alone))
    return Verdict(judged, tuple(violations))


def _too_few(course: Course, class_id: str, found: int, alone: tuple[Slot, ...]) -> Violation:
    words = Text(
        f"{class_id} {course.subject} 每周应有 {course.doubles} 次连堂，只有 {found} 次",
        f"{class_id} {course.subject}: {found} of {course.doubles} double lessons",
    )
    missing = course.doubles - found
    return Violation(course_owner(course.id), missing, words, (class_id,), course.teachers, alone)


def asks(school: School, parameters: NoParameters, course_id: str) -> Text:
    """Say how many of the lessons are doubles."""
    course = school.course[course_id]
    name = course_text(course)
    return Text(
        f"{name.zh}每周 {course.lessons} 节中有 {course.doubles} 次连堂",
        f"{name.en}: {counted(course.doubles, 'double lesson')} among {course.lessons} a week",
    )


def answer(breach: Breach) -> list[Option]:
    """The course has fewer double lessons."""
    return [(lesson_edits.fewer_doubles(breach.school, breach.owner.id, breach.units),)]


RULE = Rule(
    id="double_lessons",
    title=Text("连堂课", "Double lessons"),
    words=Text(
        "要求连堂的课按次数排成同一半天前后相连的两节，中间间隔不超过学校的“连堂间隔”（一般 20 分钟）。",
        "The planned double lessons are two lessons of one half-day that follow each other, with no longer gap than the "
        "school's (20 minutes unless it says otherwise).",
    ),
    level=Level.HARD,
    unit=Text("次", "doubles"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
    asks={OwnerKind.COURSE: asks},
    elastic=Elastic(Elasticity(Way.UNITS, costs.FEWER_DOUBLES), answer),
)
