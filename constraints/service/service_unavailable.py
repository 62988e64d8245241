"""Nobody serves, and no class is kept for service, at a time marked 禁."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ortools.sat.python import cp_model

from constraints.rule import ActiveRule, Elastic, NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import station_name, turns_of
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner, teacher_owner
from scheduler.model.poster import Poster
from scheduler.model.relaxed import RelaxedWeek
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import ROTAS, MarkLevel, MarkOwner, School, Slot, Station, tables
from scheduler.school.marking import why_closed
from scheduler.school.wording import days_text
from scheduler.text import Text, clock_text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no teacher marked 禁 serves and no group of a class marked 禁 is held."""
    school = variables.school
    for teacher_id in marked_owners(school, MarkOwner.TEACHER):
        turns = [
            turn.literal
            for turn in variables.service.turns[teacher_id]
            if _is_closed(school, MarkOwner.TEACHER, teacher_id, turn.slot)
        ]
        if turns:
            poster.require(cp_model.LinearExpr.sum(turns) == 0, teacher_owner(teacher_id))
    for class_id in marked_owners(school, MarkOwner.CLASS):
        held = [
            literal
            for each in class_stations(school, class_id)
            for slot, literal in variables.service.held(each.id).items()
            if _is_closed(school, MarkOwner.CLASS, class_id, slot)
        ]
        if held:
            poster.require(cp_model.LinearExpr.sum(held) == 0, class_owner(class_id))


def marked_owners(school: School, kind: MarkOwner) -> list[str]:
    """Return the teachers or classes with some time marked 禁."""
    return list(dict.fromkeys(m.owner for m in school.marks if m.owner_kind is kind and m.level is MarkLevel.FORBIDDEN))


def class_stations(school: School, class_id: str) -> Iterator[Station]:
    """Yield the groups that a class is in as a class: its pupils choose their clubs one by one, and who watches it while it has no
    lesson may do so at any time."""
    for each in school.service.stations.values():
        if class_id in each.classes and each.club is None and each.kind not in ROTAS:
            yield each


def _is_closed(school: School, kind: MarkOwner, name: str, slot: Slot) -> bool:
    return school.marked(kind, name, slot, MarkLevel.FORBIDDEN)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session in time marked 禁 for an adult of it or for a class; each counts 1."""
    school, judged, violations = view.school, 0, []
    for teacher in school.teachers:
        for session in turns_of(view, teacher.id):
            judged += 1
            if _is_closed(school, MarkOwner.TEACHER, teacher.id, session.slot):
                violations.append(_violation(view, session, MarkOwner.TEACHER, teacher.id))
    for klass in school.classes:
        for each in class_stations(school, klass.id):
            for session in {s.slot: s for s in view.of_station[each.id]}.values():
                judged += 1
                if _is_closed(school, MarkOwner.CLASS, klass.id, session.slot):
                    violations.append(_violation(view, session, MarkOwner.CLASS, klass.id))
    return Verdict(judged, tuple(violations))


def _violation(view: PlanView, session: ServiceSession, kind: MarkOwner, name: str) -> Violation:
    what = station_name(view.school, view.school.service.stations[session.station], session.slot)
    why = why_closed(view.school, kind, name, Text(f"{name} ", name), session.slot)
    text = Text(f"{what.zh}：{why.zh}", f"{what.en}: {why.en}")
    slots = (session.slot,)
    if kind is MarkOwner.TEACHER:
        return Violation(teacher_owner(name), 1, text, (), (name,), slots)
    return Violation(class_owner(name), 1, text, (name,), (), slots)


def _asks(kind: MarkOwner) -> Callable[[School, Any, str], Text]:
    def found(school: School, parameters: Any, name: str) -> Text:
        marks = [m for m in school.marks if (m.owner_kind, m.owner, m.level) == (kind, name, MarkLevel.FORBIDDEN)]
        days = days_text([mark.day for mark in marks])
        start, end = clock_text(min(m.start for m in marks)), clock_text(max(m.end for m in marks))
        others = list(dict.fromkeys(mark.elsewhere for mark in marks if mark.elsewhere is not None))
        at = (
            Text(f"，其中有在{'、'.join(others)}的时间", f", at {', '.join(others)} among it")
            if others
            else Text("", "")
        )
        return Text(
            f"{name}标“禁”的时间（{days.zh} {start}-{end} 之间{at.zh}）不安排服务",
            f"{name}: no service in closed time (on {days.en}, between {start} and {end}{at.en})",
        )

    return found


def post_relaxed(week: RelaxedWeek, active: ActiveRule) -> None:
    """Ensure the same of the relaxed week, where each part of a day that is marked 禁 for somebody may be freed."""
    school, forbidden = week.school, MarkLevel.FORBIDDEN
    for teacher_id, turns in week.variables.service.turns.items():
        for turn in turns:
            if school.marked(MarkOwner.TEACHER, teacher_id, turn.slot, forbidden):
                week.model.add_implication(turn.literal, week.freed(MarkOwner.TEACHER, teacher_id, turn.slot))
    for klass in school.classes:
        for each in class_stations(week.wide, klass.id):
            for slot, held in week.variables.service.held(each.id).items():
                if school.marked(MarkOwner.CLASS, klass.id, slot, forbidden):
                    week.model.add_implication(held, week.freed(MarkOwner.CLASS, klass.id, slot))


RULE = Rule(
    id="service_unavailable",
    title=Text("服务避开禁排时间", "Closed times and service"),
    words=Text(
        "教师标“禁”的时间不安排服务、巡查、替补和早读看护，班级标“禁”的时间不安排该班的课后服务。",
        "Nobody serves, patrols or stands by at a time closed to him, and no class has service at a time closed to it.",
    ),
    level=Level.HARD,
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: _asks(MarkOwner.TEACHER), OwnerKind.CLASS: _asks(MarkOwner.CLASS)},
    stated=tables.TIMES,
    elastic=Elastic(post=post_relaxed),
)
