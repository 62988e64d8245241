"""A teacher rests at noon: no last lesson of the morning followed by the first one after noon."""

from __future__ import annotations

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.staff.teacher_limits import post_in_each
from constraints.staff.teacher_week import Timelines, day_text, lessons_in, slots_of, worst_week
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.school.wording import teacher_text
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that a teacher has at most one lesson in the slots before and after noon of a day."""
    timelines = Timelines(variables.school)
    for teacher in variables.school.teachers:
        post_in_each(poster, variables, teacher.id, timelines.around_noon(teacher.id).values(), 1)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every teacher and day with lessons right before and right after noon; the amount is the lessons beyond one."""
    school, judged, violations = view.school, 0, []
    timelines = Timelines(school)
    for teacher_id, lessons in lessons_in(view).items():
        days = {lesson.slot.day for lesson in lessons}
        for day, slots in timelines.around_noon(teacher_id).items():
            judged += day in days
            held, week = worst_week(school, teacher_id, [lesson for lesson in lessons if lesson.slot in slots])
            if len(held) > 1:
                when = day_text(day, week)
                names = "、".join(school.period(lesson.slot).name for lesson in held)
                words = Text(
                    f"{teacher_id} {when.zh}午间前后连着上课：{names}，中午没有休息",
                    f"{teacher_id} {when.en}: {len(held)} lessons right before and after noon, no rest",
                )
                owner = teacher_owner(teacher_id)
                violations.append(Violation(owner, len(held) - 1, words, (), (teacher_id,), slots_of(held)))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say which lessons around noon the teacher may have."""
    name = teacher_text(school, teacher_id)
    return Text(
        f"{name.zh}每天上午最后一节和下午第一节合起来最多上一节",
        f"{name.en}: at most one of the last lesson of the morning and the first of the afternoon",
    )


RULE = Rule(
    id="noon_rest",
    title=Text("教师午间有休息", "A teacher rests at noon"),
    words=Text(
        "教师上午最后一节和下午第一节合起来最多上一节课；跨作息任教的按钟点看。",
        "Of the last lesson of the morning and the first after noon a teacher has at most one, by the clock.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"teachers": 5},
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
)
