"""What the time bank owes is much the same for everybody at the end of the week."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Rule, Verdict
from constraints.scope import Scope
from constraints.service.evenness import EvennessParameters, Range, check_ranges, post_range
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import SCHOOL_OWNER, Level, Owner, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.ledger import closing, whole_minutes
from scheduler.school import School
from scheduler.school.shares import flexible_staff
from scheduler.text import Text


class Parameters(EvennessParameters):
    """How far apart balances may be, and in what steps the rest counts."""

    slack: int = Field(
        default=120,
        ge=0,
        le=2400,
        title="允许相差",
        description="minutes between the largest and the smallest closing balance that count for nothing",
        json_schema_extra={"unit": "分钟"},
    )


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that the closing balances are near to each other."""
    balances = {teacher.id: variables.service.closing(teacher.id) for teacher in flexible_staff(variables.school)}
    post_range(poster, balances, {}, parameters, SCHOOL_OWNER, variables.school.service.parts)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Measure the largest less the smallest closing balance; the amount is the steps beyond the slack."""
    balances = {teacher.id: closing(view, teacher.id) for teacher in flexible_staff(view.school)}
    return check_ranges({SCHOOL_OWNER: balances}, parameters, _words)


def _words(owner: Owner, found: Range) -> Text:
    most, least, apart = map(whole_minutes, (found.most, found.least, found.minutes))
    return Text(
        f"时间银行结余：{found.highest} {most} 分钟，{found.lowest} {least} 分钟，相差 {apart} 分钟",
        f"closing balances of the time bank: {found.highest} {most}, {found.lowest} {least} minutes, {apart} apart",
    )


def asks(school: School, parameters: Parameters, name: str) -> Text:
    """Say how far apart balances may be."""
    return Text(
        f"全校教师时间银行期末结余，最多与最少相差不超过 {parameters.slack} 分钟",
        f"the closing balances of all staff are at most {parameters.slack} minutes apart",
    )


RULE = Rule(
    id="flex_fair",
    title=Text("时间银行结余均衡", "Fair balances of the time bank"),
    words=Text(
        "在职教师的时间银行期末结余，最多与最少相差不超过允许的分钟数；超出部分每 15 分钟计 1。",
        "The largest and the smallest closing balance of the staff are no further apart than the slack. Each 15 minutes more "
        "count 1.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"fairness": 4},
    unit=Text("档", "steps"),
    parameters=Parameters,
    article="flexible_hours",
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.SCHOOL: asks},
)
