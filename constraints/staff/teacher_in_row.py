"""A teacher who asks for it has at most n lessons in a row."""

from __future__ import annotations

from constraints.rule import Level, NoParameters, Rule, Verdict
from constraints.staff.teacher_limits import check_rows, post_rows, post_rows_in_halves
from scheduler.model.half_days import HalfDayVariables
from scheduler.model.lessons import LessonVariables
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.text import Text


def limits(school: School) -> dict[str, int]:
    """Return the limits of the teachers who have one of their own."""
    return {teacher.id: teacher.max_in_row for teacher in school.teachers if teacher.max_in_row is not None}


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no teacher has more lessons in a row than his own limit."""
    post_rows(poster, variables, limits(variables.school))


def post_half_days(poster: Poster, variables: HalfDayVariables, parameters: NoParameters) -> None:
    """Ensure the same where a row fills a whole half-day."""
    post_rows_in_halves(poster, variables, limits(variables.school))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every row that is longer than its teacher's own limit; the amount is the lessons beyond."""
    return check_rows(view, limits(view.school))


RULE = Rule(
    id="teacher_in_row",
    title=Text("教师连上节数", "A teacher's lessons in a row"),
    words=Text(
        "写明了连上上限的教师，半天内连着上课不超过这个节数；大课间不算断开，中间空一节才算。",
        "A teacher with a limit of his own has no more lessons in a row within a half-day; the big break does not interrupt a row.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=10,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    post_half_days=post_half_days,
    check=check,
)
