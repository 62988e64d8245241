"""Each fixed lesson (升旗, 班会, 课程预排) stands where the school has put it."""

from __future__ import annotations

from constraints.rule import ActiveRule, Elastic, NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.edits import time_edits
from scheduler.model.elastic import Key
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, course_owner
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.plan import PlanView
from scheduler.school import School, tables
from scheduler.school.wording import course_text, times_text
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each locked course is held at its slot; a slot that it cannot use leaves no plan."""
    for lock in dict.fromkeys(variables.school.locks):
        literal = variables.at(lock.course, lock.slot)
        poster.require(False if literal is None else literal == 1, course_owner(lock.course))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every fixed lesson that is not where it must be, for some of its classes; the amount is 1 for each."""
    school, violations = view.school, []
    locks = dict.fromkeys(school.locks)
    for lock in locks:
        course = school.course[lock.course]
        missing = tuple(c for c in course.classes if lock.slot not in view.course_slots(course, c))
        if missing:
            where, names = school.slot_text(lock.slot), "、".join(missing)
            text = Text(
                f"{names} {where.zh} 应为固定的{course.subject}课",
                f"{names} {where.en}: the fixed lesson of {course.subject} is not there",
            )
            violations.append(Violation(course_owner(course.id), 1, text, missing, course.teachers, (lock.slot,)))
    return Verdict(len(locks), tuple(violations))


def asks(school: School, parameters: NoParameters, course_id: str) -> Text:
    """Say when the course is fixed."""
    name = course_text(school.course[course_id])
    slots = [lock.slot for lock in dict.fromkeys(school.locks) if lock.course == course_id]
    where = times_text(school, slots)
    usable = set(school.course_slots(school.course[course_id]))
    zh = "" if usable.issuperset(slots) else "（其中有的不是该班的上课时间）"
    en = "" if not zh else " (not all of them lesson times of the class)"
    return Text(f"{name.zh}固定在{where.zh}{zh}", f"{name.en} is fixed on {where.en}{en}")


def post_relaxed(week: RelaxedWeek, active: ActiveRule) -> None:
    """Ensure the same of the relaxed week, where each fixed lesson may be released."""
    for lock in dict.fromkeys(week.school.locks):
        price = time_edits.release_lock(week.school, lock).cost
        released = week.slacks.switch(Key("release_lock", (lock,)), price)
        literal = week.variables.at(lock.course, lock.slot)
        week.model.add_bool_or([released] if literal is None else [released, literal])


RULE = Rule(
    id="locks",
    title=Text("固定课不动", "Fixed lessons"),
    words=Text("学校固定了时间的课排在固定的位置。", "Lessons that the school has fixed stand where they are fixed."),
    level=Level.HARD,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
    asks={OwnerKind.COURSE: asks},
    stated=tables.LOCKS,
    elastic=Elastic(post=post_relaxed),
)
