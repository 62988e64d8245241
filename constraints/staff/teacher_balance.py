"""A teacher's lessons are spread evenly over the days on which he can come."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope
from constraints.staff.teacher_limits import check_lessons_a_day, post_lessons_a_day
from constraints.staff.teacher_week import even_share
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.text import Text


class Parameters(RuleParameters):
    """How uneven the days may be."""

    slack: int = Field(
        default=1,
        ge=0,
        le=5,
        title="允许多出节数",
        description="lessons by which a day may exceed a teacher's even share",
        json_schema_extra={"unit": "节/天"},
    )


def limits(school: School, parameters: Parameters) -> dict[str, int]:
    """Return for every teacher the lessons that a day may have: the even share of the busier week, and the slack."""
    return {teacher.id: even_share(school, teacher) + parameters.slack for teacher in school.teachers}


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no day of a teacher has more lessons than that."""
    post_lessons_a_day(poster, variables, limits(variables.school, parameters))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every teacher's day with more lessons than that; the amount is the lessons beyond, in the busier week."""
    return check_lessons_a_day(view, limits(view.school, parameters), Text("均衡时最多", "if evenly spread at most"))


RULE = Rule(
    id="teacher_balance",
    title=Text("教师每天课量均衡", "A teacher's even days"),
    words=Text(
        "教师的课均匀分到能来的各天：一天不超过平均节数（进一）再加允许多出的节数。",
        "A teacher's lessons are spread over the days he can come: a day has at most his even share, rounded up, and the slack.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"teachers": 4, "fairness": 5},
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
)
