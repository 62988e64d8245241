"""A teacher has at most n lessons on one day."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Breach, Elastic, Option, Rule, RuleParameters, Verdict
from constraints.scope import Scope
from constraints.staff.teacher_limits import check_lessons_a_day, limit_text, post_lessons_a_day
from constraints.staff.teacher_week import even_share
from scheduler.edits import costs, lesson_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Teacher, tables
from scheduler.text import Text, counted


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


def limits(school: School, parameters: Parameters) -> dict[str, int]:
    """Return the limit of every teacher."""
    return {teacher.id: limit(school, teacher, parameters) for teacher in school.teachers}


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure the limit for every teacher, week and day."""
    post_lessons_a_day(poster, variables, limits(variables.school, parameters))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every teacher and day above the limit; the amount is the lessons too many, in the busier of the two weeks."""
    return check_lessons_a_day(view, limits(view.school, parameters), Text("最多", "at most"))


def asks(school: School, parameters: Parameters, teacher_id: str) -> Text:
    """Say how many lessons a day the teacher has at most."""
    most = limit(school, school.teacher[teacher_id], parameters)
    return limit_text(school, teacher_id, Text(f"一天最多 {most} 节课", f"at most {counted(most, 'lesson')} a day"))


def answer(breach: Breach) -> list[Option]:
    """The teacher gets a limit of his own."""
    now = limit(breach.school, breach.school.teacher[breach.owner.id], breach.parameters)
    return [(lesson_edits.raise_limit(breach.owner.id, "max_per_day", now + breach.units, breach.units),)]


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
    check=check,
    scope=Scope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
    elastic=Elastic(Elasticity(Way.UNITS, costs.RAISE_LIMIT), answer, of_teacher=True),
)
