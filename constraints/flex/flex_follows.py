"""A late start follows a late evening."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.flex.granting import about, grant_name, judge_with_hours, late_starts
from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import GrantKind, WorkingHours
from scheduler.text import Text, clock_text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each late start has a late evening on the day before."""
    school = variables.school
    for teacher in school.teachers:
        late = [t for t in variables.service.turns[teacher.id] if school.service.is_evening(t.station.kind, t.slot)]
        for (day, kind), grant in variables.service.grants(teacher.id).items():
            if kind is GrantKind.LATE_START:
                before = [turn.literal for turn in late if turn.slot.day == day - 1]
                poster.require(grant <= cp_model.LinearExpr.sum(before), teacher_owner(teacher.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every late start without a late evening on the day before; each counts 1."""
    return judge_with_hours(view, lambda hours: _judge(view, hours))


def _judge(view: PlanView, hours: WorkingHours) -> Verdict:
    school, judged, violations = view.school, 0, []
    for teacher_id, sessions in view.serving.items():
        grants = late_starts(view, teacher_id)
        judged += len(grants)
        days = {
            s.slot.day for s in sessions if school.service.is_evening(school.service.stations[s.station].kind, s.slot)
        }
        for grant in grants:
            if grant.day - 1 not in days:
                name = grant_name(grant)
                text = Text(
                    f"{name.zh}，前一天没有晚间服务（{clock_text(school.evening)} 以后）",
                    f"{name.en}: no service in the evening, after {clock_text(school.evening)}, on the day before",
                )
                violations.append(about(teacher_id, 1, text))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="flex_follows",
    title=Text("晚归次日才晚到", "Late starts follow late evenings"),
    words=Text(
        "晚到只安排在前一天有晚间服务（晚自习，或结束晚于学校的“晚间起点”）的次日，周一没有；不按此办法的学校不启用。",
        "A late start is granted only on the day after service in the evening (evening study, or what ends after the school's hour), "
        "so never on Monday. For schools that do it so.",
    ),
    level=Level.HARD,
    enabled=False,
    unit=Text("次", "late starts"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
)
