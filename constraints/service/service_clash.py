"""Whoever serves is in one place at a time, by the clock: lessons, meetings, groups, patrols."""

from __future__ import annotations

from constraints.rule import Elastic, NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import busy_at, lesson_intervals, moments_with_service
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, tables
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that nobody who serves is wanted elsewhere at the same minute."""
    school, service = variables.school, variables.service
    for teacher in school.teachers:
        for slots in moments_with_service(school, teacher.id):
            serving = [literal for slot in slots for literal in service.by_slot[teacher.id].get(slot, ())]
            poster.at_most_one(serving, teacher_owner(teacher.id))
            serving_index = {literal.index for literal in serving}
            others = [x for slot in slots for x in busy_at(variables, teacher.id, slot) if x.index not in serving_index]
            for other in others:  # two lessons at once, or in odd and even weeks, are another rule's care
                poster.at_most_one([*serving, other], teacher_owner(teacher.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session at which a teacher has another one, a lesson or a meeting; the amount is what it meets."""
    school, judged, violations = view.school, 0, []
    for teacher_id, sessions in view.serving.items():
        lessons = list(lesson_intervals(view, teacher_id))
        for index, session in enumerate(sessions):
            judged += 1
            interval = school.interval(session.slot)
            met = [s for s in sessions[index + 1 :] if school.interval(s.slot).overlaps(interval)]
            meets = len(met) + sum(lesson.overlaps(interval) for lesson in lessons)
            if meets:
                where = school.slot_text(session.slot)
                names = "、".join(school.service.stations[s.station].title for s in (session, *met))
                text = Text(
                    f"{teacher_id} {where.zh} 同时还有别的课、会或服务（{names}）",
                    f"{teacher_id} {where.en}: wanted elsewhere at the same time ({names})",
                )
                owner = teacher_owner(teacher_id)
                violations.append(Violation(owner, meets, text, (), (teacher_id,), (session.slot,)))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say that the teacher is in one place."""
    return Text(
        f"{teacher_id}服务时只能在一处，不能同时上课或开会",
        f"{teacher_id} is in one place at a time while serving, with no lesson or meeting",
    )


RULE = Rule(
    id="service_clash",
    title=Text("服务时不分身", "In one place while serving"),
    words=Text(
        "教师同一时间只在一处：服务、巡查、上课、教研按钟点比较，不重叠。",
        "Whoever serves has no lesson, meeting, group or patrol at the same minute.",
    ),
    level=Level.HARD,
    unit=Text("处", "places"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
    elastic=Elastic(of_teacher=True),
)
