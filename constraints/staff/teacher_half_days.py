"""A teacher who asks for it comes on at most n half-days a week."""

from __future__ import annotations

from constraints.rule import Elastic, NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.staff.teacher_limits import fewest_first, limit_text, post_presence, raised
from constraints.staff.teacher_week import half_day_spans, presence_in
from scheduler.edits import costs
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, tables
from scheduler.text import Text, counted


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that every teacher with a limit comes on no more half-days, odd and even weeks taken together."""
    for teacher in variables.school.teachers:
        if teacher.max_half_days is not None:
            spans = half_day_spans(variables.school, teacher.id)
            post_presence(poster, variables, teacher.id, spans, teacher.max_half_days)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every teacher who comes too often; the amount is the half-days too many, those with least to do are marked."""
    judged, violations = 0, []
    for teacher_id, halves in presence_in(view).items():
        bound = view.school.teacher[teacher_id].max_half_days
        if bound is None:
            continue
        judged += 1
        amount = len(halves) - bound
        if amount > 0:
            words = Text(
                f"{teacher_id} 一周要来 {len(halves)} 个半天，最多 {bound} 个",
                f"{teacher_id}: comes on {len(halves)} half-days a week, at most {bound}",
            )
            owner, slots = teacher_owner(teacher_id), fewest_first(halves.values(), amount)
            violations.append(Violation(owner, amount, words, (), (teacher_id,), slots))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say on how many half-days the teacher comes at most."""
    most = school.teacher[teacher_id].max_half_days or 0
    return limit_text(
        school, teacher_id, Text(f"每周最多来 {most} 个半天", f"at most {counted(most, 'half-day')} a week")
    )


RULE = Rule(
    id="teacher_half_days",
    title=Text("教师每周半天数", "A teacher's half-days"),
    words=Text(
        "写明了每周半天数的教师，有课、教研、课后服务、巡查等任何任务的半天不超过这个数，单双周合起来算。",
        "A teacher with a limit of his own comes on no more half-days a week, for lessons, meetings or service, in odd or even "
        "weeks.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=10,
    unit=Text("个半天", "half-days"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
    elastic=Elastic(Elasticity(Way.UNITS, costs.RAISE_LIMIT), raised("max_half_days"), of_teacher=True),
)
