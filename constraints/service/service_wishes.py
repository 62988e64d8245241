"""Teachers serve when they would like to: not in time marked 避, and in time marked 优 where they have marked some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.service.serving import station_name, turns_of
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import SERVICE, MarkLevel, MarkOwner, School, Slot, StationKind, tables
from scheduler.text import Text


class Wish(NamedTuple):
    """A teacher who has marked some time; `prefers` tells whether 优 marks touch service that he could take."""

    teacher: str
    prefers: bool

    def is_bad(self, school: School, kind: StationKind, slot: Slot) -> bool:
        """Tell whether the teacher would rather not serve at a station of a kind at a slot."""
        avoided = school.marked(MarkOwner.TEACHER, self.teacher, slot, MarkLevel.AVOIDED)
        outside = self.prefers and kind in SERVICE
        return avoided or (outside and not school.marked(MarkOwner.TEACHER, self.teacher, slot, MarkLevel.PREFERRED))


def wishes(school: School) -> Iterator[Wish]:
    """Yield the wishes of all who have some. A 优 on a lesson or on morning reading asks nothing of service."""
    wanted = (MarkLevel.AVOIDED, MarkLevel.PREFERRED)
    marks = [mark for mark in school.marks if mark.owner_kind is MarkOwner.TEACHER and mark.level in wanted]
    for teacher_id in dict.fromkeys(mark.owner for mark in marks):
        slots = {
            slot
            for station in school.service.teacher_stations[teacher_id]
            if station.kind in SERVICE
            for slot in station.slots
        }
        prefers = any(school.marked(MarkOwner.TEACHER, teacher_id, slot, MarkLevel.PREFERRED) for slot in slots)
        yield Wish(teacher_id, prefers)


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that nobody serves at a time that he would rather not."""
    for wish in wishes(variables.school):
        turns = [
            turn.literal
            for turn in variables.service.turns[wish.teacher]
            if wish.is_bad(variables.school, turn.station.kind, turn.slot)
        ]
        if turns:
            poster.none(cp_model.LinearExpr.sum(turns), teacher_owner(wish.teacher))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session at a time that the teacher would rather not serve; each counts 1."""
    school, judged, violations = view.school, 0, []
    for wish in wishes(school):
        for session in turns_of(view, wish.teacher):
            judged += 1
            each = school.service.stations[session.station]
            if wish.is_bad(school, each.kind, session.slot):
                name = station_name(school, each, session.slot)
                text = Text(
                    f"{wish.teacher} 不愿在此时服务：{name.zh}", f"{wish.teacher} would rather not serve: {name.en}"
                )
                owner = teacher_owner(wish.teacher)
                violations.append(Violation(owner, 1, text, (), (wish.teacher,), (session.slot,)))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say when the teacher serves."""
    if any(wish.prefers for wish in wishes(school) if wish.teacher == teacher_id):
        return Text(
            f"{teacher_id}只在标“优”的时间服务，标“避”的时间不服务",
            f"{teacher_id} serves in preferred time alone, and not in time to be avoided",
        )
    return Text(f"{teacher_id}标“避”的时间不服务", f"{teacher_id} does not serve in time to be avoided")


RULE = Rule(
    id="service_wishes",
    title=Text("尊重服务意愿", "Wishes on service"),
    words=Text(
        "教师标“避”的时间尽量不安排服务；服务时段里标了“优”的教师，尽量只在这些时间服务。",
        "Teachers do not serve in time that they avoid; who prefers some time of service serves in that, where possible.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"teachers": 4},
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TIMES,
)
