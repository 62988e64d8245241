"""What the rules on flexible hours share: the grants of a plan, and how one is named."""

from __future__ import annotations

from collections.abc import Callable

from constraints.rule import Verdict, Violation
from scheduler.model.owner import teacher_owner
from scheduler.plan import FlexGrant, PlanView
from scheduler.school import GRANT_NAMES, GrantKind, WorkingHours
from scheduler.text import Text, day_name

NO_HOURS = Text(
    "学校没有填写工作时间，方案中的弹性上下班无法判断",
    "the school has not stated its working hours, so the flexible hours of the plan cannot be judged",
)


def judge_with_hours(view: PlanView, judge: Callable[[WorkingHours], Verdict]) -> Verdict:
    """Return what is judged by the school's working hours; without any only that grants cannot be judged."""
    if view.school.working is None:
        return Verdict(0, unjudged=NO_HOURS if view.plan.grants else None)
    return judge(view.school.working)


def known_grants(view: PlanView, teacher_id: str) -> list[FlexGrant]:
    """Return the flexible time of a teacher of the kinds that the school knows: what the time bank pays for."""
    return [grant for grant in view.grants_of[teacher_id] if grant.kind in view.school.grant_kinds]


def late_starts(view: PlanView, teacher_id: str) -> list[FlexGrant]:
    """Return the late starts of a teacher."""
    return [grant for grant in view.grants_of[teacher_id] if grant.kind is GrantKind.LATE_START]


def grant_name(grant: FlexGrant) -> Text:
    """Return how people name a grant: 王芳 周三晚到."""
    day, kind = day_name(grant.day), GRANT_NAMES[grant.kind]
    return Text(f"{grant.teacher} {day.zh}{kind.zh}", f"{grant.teacher}, {day.en}, {kind.en}")


def about(teacher_id: str, amount: int, text: Text) -> Violation:
    """Return a violation about a teacher's flexible hours."""
    return Violation(teacher_owner(teacher_id), amount, text, (), (teacher_id,))
