"""A teacher who asks for it has at most n lessons in a row."""

from __future__ import annotations

from constraints.rule import Elastic, NoParameters, Rule, Verdict
from constraints.scope import Scope
from constraints.staff.teacher_limits import check_rows, limit_text, post_rows, raised
from scheduler.edits import costs
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, tables
from scheduler.text import Text, counted


def limits(school: School) -> dict[str, int]:
    """Return the limits of the teachers who have one of their own."""
    return {teacher.id: teacher.max_in_row for teacher in school.teachers if teacher.max_in_row is not None}


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no teacher has more lessons in a row than his own limit."""
    post_rows(poster, variables, limits(variables.school))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every row that is longer than its teacher's own limit; the amount is the lessons beyond."""
    return check_rows(view, limits(view.school))


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say how many lessons in a row the teacher has at most."""
    most = school.teacher[teacher_id].max_in_row or 0
    return limit_text(school, teacher_id, Text(f"最多连上 {most} 节", f"at most {counted(most, 'lesson')} in a row"))


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
    check=check,
    scope=Scope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
    elastic=Elastic(Elasticity(Way.UNITS, costs.RAISE_LIMIT), raised("max_in_row"), of_teacher=True),
)
