"""Nobody has a duty while flexible time keeps him away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python import cp_model

from constraints.flex.granting import grant_name, judge_with_hours
from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import busy_at, duties_in, duty_slots
from scheduler.model.lessons import LessonVariables, Literal, Literals
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import FlexGrant, PlanView
from scheduler.school import Interval, School, Slot, WorkingHours
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that a teacher comes late or leaves early only where no lesson, meeting or service of his falls in that time."""
    school = variables.school
    for teacher in school.teachers:
        grants = variables.service.grants(teacher.id)
        busy: dict[int, list[tuple[Interval, Literals]]] = defaultdict(list)
        for slot in duty_slots(school, teacher.id) if grants else ():
            busy[slot.day].append((school.interval(slot), busy_at(variables, teacher.id, slot)))
        others = school.away_marks.get(teacher.id, ())
        for (day, kind), grant in grants.items():
            away = school.away(kind, day)
            if any(away.overlaps(Interval(mark.day, mark.start, mark.end)) for mark in others):
                poster.require(grant == 0, teacher_owner(teacher.id))
            duties: dict[int, Literal] = {
                literal.index: literal
                for interval, literals in busy[day]
                if interval.overlaps(away)
                for literal in literals
            }
            if duties:
                total = cp_model.LinearExpr.sum(list(duties.values()))
                poster.require(total + len(duties) * grant <= len(duties), teacher_owner(teacher.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every grant with a duty in its time; the amount is the duties met."""
    return judge_with_hours(view, lambda hours: _judge(view, hours))


def _judge(view: PlanView, hours: WorkingHours) -> Verdict:
    school, judged, violations = view.school, 0, []
    strays: dict[str | None, list[Slot]] = defaultdict(list)
    for stray in view.plan.strays:
        strays[stray.teacher].append(stray.slot)
    for teacher_id, grants in view.grants_of.items():
        for grant in dict.fromkeys(grants):
            judged += 1
            away = school.away(grant.kind, grant.day)
            duties = {*duties_in(view, teacher_id), *strays[teacher_id]}
            met = sorted(slot for slot in duties if school.interval(slot).overlaps(away))
            if met:
                name, texts = grant_name(grant), [school.slot_text(slot) for slot in met]
                text = Text(
                    f"{name.zh}，但{'、'.join(each.zh for each in texts)}有课或有安排",
                    f"{name.en}: there is a duty in that time ({', '.join(each.en for each in texts)})",
                )
                owner = teacher_owner(teacher_id)
                violations.append(Violation(owner, len(met), text, (), (teacher_id,), tuple(met)))
            violations += _elsewhere(school, grant)
    return Verdict(judged, tuple(violations))


def _elsewhere(school: School, grant: FlexGrant) -> Iterator[Violation]:
    """Yield that a grant falls in time at another school."""
    away, name = school.away(grant.kind, grant.day), grant_name(grant)
    marks = school.away_marks.get(grant.teacher, ())
    for other in dict.fromkeys(m.elsewhere for m in marks if away.overlaps(Interval(m.day, m.start, m.end))):
        text = Text(f"{name.zh}，但该时间在{other}", f"{name.en}: he is at {other} in that time")
        yield Violation(teacher_owner(grant.teacher), 1, text, (), (grant.teacher,))


RULE = Rule(
    id="flex_free",
    title=Text("弹性时段内没有任务", "No duty in flexible time"),
    words=Text(
        "只有在没有课、没有服务、没有巡查、没有教研、没有早读看护的时段，才安排晚到、早走或半天休息；在外校的时间也不算。",
        "A late start, an early leave or a half-day off is granted only where no lesson, service, patrol, meeting or morning "
        "reading of the teacher falls in that time, nor time at another school.",
    ),
    level=Level.HARD,
    unit=Text("处", "duties"),
    parameters=NoParameters,
    article="flexible_hours",
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    service_scope=ServiceScope.TEACHERS,
)
