"""So many evenings of evening study earn one late start."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.flex.granting import about, judge_with_hours, late_starts
from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope
from constraints.service.serving import some_of
from scheduler.model.lessons import LessonVariables, Literals
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import GrantKind, StationKind, WorkingHours
from scheduler.text import Text


class Parameters(RuleParameters):
    """What a late start costs."""

    evenings: int = Field(
        default=2,
        ge=1,
        le=5,
        title="几晚换一次晚到",
        description="evenings of evening study in the week that earn one late start",
        json_schema_extra={"unit": "晚"},
    )


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that nobody has more late starts than the evenings earn."""
    for teacher in variables.school.teachers:
        grants = variables.service.grants(teacher.id)
        late = [literal for (_, kind), literal in grants.items() if kind is GrantKind.LATE_START]
        if late:
            evenings: dict[int, Literals] = defaultdict(list)
            for turn in variables.service.turns[teacher.id]:
                if turn.station.kind is StationKind.EVENING_STUDY:
                    evenings[turn.slot.day].append(turn.literal)
            served = cp_model.LinearExpr.sum([some_of(poster, literals) for literals in evenings.values()])
            total = parameters.evenings * cp_model.LinearExpr.sum(late)
            poster.require(total <= served, teacher_owner(teacher.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find everybody with more late starts than the evenings of the week earn; the amount is the late starts too many."""
    return judge_with_hours(view, lambda hours: _judge(view, hours, parameters))


def _judge(view: PlanView, hours: WorkingHours, parameters: Parameters) -> Verdict:
    judged, violations = 0, []
    for teacher_id in view.grants_of:
        late = late_starts(view, teacher_id)
        judged += bool(late)
        days = {session.slot.day for session in view.sessions_of(teacher_id, {StationKind.EVENING_STUDY})}
        earned = len(days) // parameters.evenings
        if len(late) > earned:
            text = Text(
                f"{teacher_id} 一周值晚自习 {len(days)} 晚，可换晚到 {earned} 次，安排了 {len(late)} 次",
                f"{teacher_id}: {len(days)} evenings of evening study earn {earned} late starts, {len(late)} are granted",
            )
            violations.append(about(teacher_id, len(late) - earned, text))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="flex_evenings",
    title=Text("值晚自习换晚到", "Evenings earn late starts"),
    words=Text(
        "一周每值满规定晚数的晚自习，可安排一次晚到（默认两晚换一次）；不按此办法的学校不启用。",
        "So many evenings of evening study in a week, two unless the school says otherwise, earn one late start. For schools that "
        "do it so.",
    ),
    level=Level.HARD,
    enabled=False,
    unit=Text("次", "late starts"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
)
