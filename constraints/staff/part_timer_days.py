"""A part-timer comes on few days."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.staff.teacher_limits import check_days, days_asked, post_presence
from constraints.staff.teacher_week import busiest_week, day_spans
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.text import Text

FULL_POST = 100


class Parameters(RuleParameters):
    """How many lessons make a day worth coming for."""

    per_day: int = Field(
        default=4,
        ge=1,
        le=8,
        title="一天可上节数",
        description="lessons that a part-timer can give on one day; his limit a day is kept where it is lower",
        json_schema_extra={"unit": "节/天"},
    )


def least_days(school: School, parameters: Parameters) -> dict[str, int]:
    """Return for every part-timer the least number of days that hold his lessons, at least one."""
    found = {}
    for teacher in school.teachers:
        if teacher.fte < FULL_POST:
            per_day = min(parameters.per_day, teacher.max_per_day or parameters.per_day)
            found[teacher.id] = max(1, -(-busiest_week(school, teacher.id) // per_day))
    return found


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no part-timer comes on more days than the least number, odd and even weeks taken together."""
    for teacher_id, least in least_days(variables.school, parameters).items():
        post_presence(poster, variables, teacher_id, day_spans(variables.school, teacher_id), least)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every part-timer who comes on more days than needed; the amount is the days beyond."""
    return check_days(view, least_days(view.school, parameters), Text("最少只需", "needed at least"))


def asks(school: School, parameters: Parameters, teacher_id: str) -> Text:
    """Say on how many days the teacher comes at most."""
    return days_asked(school, teacher_id, least_days(school, parameters)[teacher_id])


RULE = Rule(
    id="part_timer_days",
    title=Text("兼职教师集中到校", "Few days for part-timers"),
    words=Text(
        "工作量不满的教师（兼职、走教、外聘）集中在尽量少的日子里到校；教研、课后服务、巡查也算到校。",
        "A teacher with less than a full post comes on as few days as his lessons need; meetings and service count as coming.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=3,
    presets={"teachers": 6},
    unit=Text("天", "days"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
)
