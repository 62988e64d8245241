"""What the time bank owes is much the same for everybody at the end of the week."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.service.evenness import EvennessParameters, extremes, post_range, range_of
from constraints.sources import FLEXIBLE_HOURS
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import SCHOOL_OWNER, Level
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.ledger import closing
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
    """Pay for the range of the closing balances."""
    balances = {teacher.id: variables.service.closing(teacher.id) for teacher in flexible_staff(variables.school)}
    post_range(poster, balances, {}, parameters)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Measure the largest less the smallest closing balance; the amount is the steps beyond the slack."""
    balances = {teacher.id: closing(view, teacher.id) for teacher in flexible_staff(view.school)}
    amount = parameters.steps(range_of(balances))
    if not amount:
        return Verdict(int(len(balances) > 1))
    highest, lowest = extremes(balances)
    text = Text(
        f"时间银行结余：{highest} {balances[highest]} 分钟，{lowest} {balances[lowest]} 分钟，相差 {range_of(balances)} 分钟",
        f"closing balances of the time bank: {highest} {balances[highest]}, {lowest} {balances[lowest]} minutes, "
        f"{range_of(balances)} apart",
    )
    return Verdict(1, (Violation(SCHOOL_OWNER, amount, text, (), (highest, lowest)),))


RULE = Rule(
    id="flex_fair",
    title=Text("时间银行结余均衡", "Fair balances of the time bank"),
    words=Text(
        "在职教师的时间银行期末结余，最多与最少相差不超过允许的分钟数；超出部分每 15 分钟计 1。",
        "The largest and the smallest closing balance of the staff are no further apart than the slack. Each 15 minutes more "
        "count 1.",
    ),
    level=Level.SOFT,
    weight=1,
    unit=Text("档", "steps"),
    parameters=Parameters,
    article=FLEXIBLE_HOURS,
    post=post,
    check=check,
    scope=Scope.NOTHING,
)
