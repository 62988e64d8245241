"""A teacher who asks for it comes on at most n days a week."""

from __future__ import annotations

from constraints.rule import Elastic, NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.staff.teacher_limits import check_days, days_asked, post_presence, raised
from constraints.staff.teacher_week import day_spans
from scheduler.edits import costs
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, tables
from scheduler.text import Text


def limits(school: School) -> dict[str, int]:
    """Return the limits of the teachers who have one."""
    return {teacher.id: teacher.max_days for teacher in school.teachers if teacher.max_days is not None}


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that every teacher with a limit comes on no more days, odd and even weeks taken together."""
    for teacher_id, bound in limits(variables.school).items():
        post_presence(poster, variables, teacher_id, day_spans(variables.school, teacher_id), bound)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every teacher who comes too often; the amount is the days too many, those with least to do are marked."""
    return check_days(view, limits(view.school), Text("最多", "at most"))


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say on how many days the teacher comes at most."""
    return days_asked(school, teacher_id, school.teacher[teacher_id].max_days or 0)


RULE = Rule(
    id="teacher_days",
    title=Text("教师每周天数", "A teacher's days"),
    words=Text(
        "写明了每周天数的教师，有课、教研、课后服务、巡查等任何任务的日子不超过这个数，单双周合起来算。",
        "A teacher with a limit of his own comes on no more days a week, for lessons, meetings or service, in odd or even weeks.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=20,
    unit=Text("天", "days"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
    elastic=Elastic(Elasticity(Way.UNITS, costs.RAISE_LIMIT), raised("max_days"), of_teacher=True),
)
