"""师徒: while an apprentice teaches, the mentor has nothing else to do and can listen."""

from __future__ import annotations

from collections.abc import Iterator

from constraints.rule import Breach, Elastic, NoParameters, Option, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.apart import Side, find_clashes, post_apart
from scheduler.edits import costs, lesson_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Teacher, tables
from scheduler.school.wording import lessons_of, teacher_text
from scheduler.text import Text


def apprenticeships(school: School) -> Iterator[tuple[Teacher, list[Side]]]:
    """Yield each apprentice, with the lessons of his and all that keeps the mentor busy as the two sides."""
    for teacher in school.teachers:
        mentor = teacher.mentor
        if mentor is not None and mentor != teacher.id:
            taught = Side(teacher.id, school.teacher_courses[teacher.id])
            yield teacher, [taught, Side(mentor, school.teacher_courses[mentor], school.teacher_meetings[mentor])]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that a mentor has no lesson or meeting of his own while the apprentice teaches."""
    for teacher, sides in apprenticeships(variables.school):
        post_apart(poster, variables, sides, teacher_owner(teacher.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every moment at which a mentor is busy elsewhere while the apprentice teaches; the amount is 1 each."""
    judged, violations = 0, []
    for teacher, sides in apprenticeships(view.school):
        moments, clashes = find_clashes(view, sides)
        judged += moments
        for clash in clashes:
            where = view.school.slot_text(clash.slots[0])
            taught = "、".join(what for side, what in clash.busy if side == teacher.id)
            instead = "、".join(what for side, what in clash.busy if side == teacher.mentor)
            words = Text(
                f"{where.zh} {teacher.id} 上{taught}时，师父 {teacher.mentor} 有{instead}，不能听课",
                f"{where.en}: mentor {teacher.mentor} has {instead} while {teacher.id} teaches {taught}",
            )
            owner = teacher_owner(teacher.id)
            violations.append(Violation(owner, 1, words, clash.classes, (teacher.id, sides[1].name), clash.slots))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say whose lessons the mentor must be free for."""
    name, mentor = teacher_text(school, teacher_id), school.teacher[teacher_id].mentor or ""
    own, his = (lessons_of(school.teacher_courses[each]) for each in (teacher_id, mentor))
    return Text(
        f"{name.zh}上课时（{own} 节），师父 {mentor} 要有空听课（自己有 {his} 节课）",
        f"mentor {mentor} ({his} lessons) is free while {name.en} teaches ({own} lessons)",
    )


def answer(breach: Breach) -> list[Option]:
    """The mentor need not be free for every lesson."""
    return [(lesson_edits.no_mentor(breach.school, breach.owner.id),)]


RULE = Rule(
    id="mentor_free",
    title=Text("师父可听课", "Mentor free to listen"),
    words=Text(
        "徒弟上课时，师父没有别的课和会，可以去听课；两人同上的课不算。",
        "While an apprentice teaches, the mentor has no other lesson or meeting; a course they teach together is no clash.",
    ),
    level=Level.HARD,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.PEERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
    elastic=Elastic(Elasticity(Way.ONCE, costs.NO_MENTOR), answer, of_teacher=True),
)
