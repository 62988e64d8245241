"""A teacher has at most n lessons on one day."""

from __future__ import annotations

from pydantic import Field

from constraints.class_subjects import at_most_in_worst
from constraints.rule import Level, Rule, RuleParameters, Verdict, Violation, teacher_owner
from constraints.teacher_days import day_limits, day_text, even_share, lessons_in, slots_of, worst_week
from scheduler.engine.half_days import HalfDayVariables
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables
from scheduler.plan import PlanView
from scheduler.school import School, Teacher
from scheduler.text import Text


class Parameters(RuleParameters):
    """The limit of those who have none of their own."""

    most: int = Field(
        default=6,
        ge=1,
        le=12,
        title="每天最多节数",
        description="lessons a day of a teacher without a limit of his own; raised to his even share of the week",
        json_schema_extra={"unit": "节/天"},
    )


def limit(school: School, teacher: Teacher, parameters: Parameters) -> int:
    """Return how many lessons a teacher may have on one day; without a limit of his own never less than is unavoidable."""
    if teacher.max_per_day is not None:
        return teacher.max_per_day
    return max(parameters.most, even_share(school, teacher))


def post(poster: Poster, variables: LessonVariables | HalfDayVariables, parameters: Parameters) -> None:
    """Ensure the limit for every teacher, week and day."""
    for teacher in variables.school.teachers:
        bound = limit(variables.school, teacher, parameters)
        for day in variables.school.days:
            at_most_in_worst(poster, day_limits(variables, teacher.id, day, bound), teacher_owner(teacher.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every teacher and day above the limit; the amount is the lessons too many, in the busier of the two weeks."""
    school, judged, violations = view.school, 0, []
    for teacher_id, lessons in lessons_in(view).items():
        bound = limit(school, school.teacher[teacher_id], parameters)
        for day in sorted({lesson.slot.day for lesson in lessons}):
            judged += 1
            held, week = worst_week(school, teacher_id, [lesson for lesson in lessons if lesson.slot.day == day])
            if len(held) > bound:
                when = day_text(day, week)
                words = Text(
                    f"{teacher_id} {when.zh}有 {len(held)} 节课，最多 {bound} 节",
                    f"{teacher_id} {when.en}: {len(held)} lessons, at most {bound}",
                )
                owner, slots = teacher_owner(teacher_id), slots_of(held)
                violations.append(Violation(owner, len(held) - bound, words, (), (teacher_id,), slots))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="teacher_per_day",
    title=Text("教师每天节数", "A teacher's lessons a day"),
    words=Text(
        "教师一天的课不超过本人的上限；没有写上限的按统一节数，周课时实在排不下时自动放宽。",
        "A teacher's lessons on a day stay within his own limit, or the school's; the latter gives way where the week is too full.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=10,
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    post_half_days=post,
    check=check,
)
