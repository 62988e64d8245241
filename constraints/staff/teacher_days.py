"""A teacher who asks for it comes on at most n days a week."""

from __future__ import annotations

from constraints.rule import Level, NoParameters, Rule, Verdict
from constraints.staff.teacher_limits import check_days, post_presence
from constraints.staff.teacher_week import day_spans
from scheduler.model.half_days import HalfDayVariables
from scheduler.model.lessons import LessonVariables
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.text import Text


def limits(school: School) -> dict[str, int]:
    """Return the limits of the teachers who have one."""
    return {teacher.id: teacher.max_days for teacher in school.teachers if teacher.max_days is not None}


def post(poster: Poster, variables: LessonVariables | HalfDayVariables, parameters: NoParameters) -> None:
    """Ensure that every teacher with a limit comes on no more days, odd and even weeks taken together."""
    for teacher_id, bound in limits(variables.school).items():
        post_presence(poster, variables, teacher_id, day_spans(variables.school, teacher_id), bound)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every teacher who comes too often; the amount is the days too many, those with least to do are marked."""
    return check_days(view, limits(view.school), Text("最多", "at most"))


RULE = Rule(
    id="teacher_days",
    title=Text("教师每周天数", "A teacher's days"),
    words=Text(
        "写明了每周天数的教师，有课或有教研的日子不超过这个数，单双周合起来算。",
        "A teacher with a limit of his own comes on no more days a week, for lessons or meetings, in odd or even weeks.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=20,
    unit=Text("天", "days"),
    parameters=NoParameters,
    post=post,
    post_half_days=post,
    check=check,
)
