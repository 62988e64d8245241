"""A class is looked after by adults whom it knows from its lessons."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import broken, station_name
from constraints.service.stations_held import stations_of_kind
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import StationKind
from scheduler.school.stations import own_teachers
from scheduler.text import Text

KINDS = (StationKind.HOMEWORK, StationKind.TUTORING, StationKind.ACTIVITY, StationKind.EVENING_STUDY)


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Count the adults at each group's sessions who neither teach nor lead one of its classes."""
    for each in stations_of_kind(variables.school, *KINDS):
        own = own_teachers(variables.school, each.classes)
        strangers = [
            literal
            for slot in each.slots
            for teacher_id, literal in variables.service.serve(each.id, slot).items()
            if teacher_id not in own
        ]
        if strangers:
            poster.cost(cp_model.LinearExpr.sum(strangers))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session with adults who neither teach nor lead a class of the group; the amount is how many."""
    judged, violations = 0, []
    for each in stations_of_kind(view.school, *KINDS):
        own = own_teachers(view.school, each.classes)
        for session in view.of_station[each.id]:
            judged += 1
            strangers = [adult for adult in dict.fromkeys(session.adults) if adult not in own]
            if strangers:
                name = station_name(view.school, each, session.slot)
                text = Text(
                    f"{name.zh}：{'、'.join(strangers)}不教也不带这个班",
                    f"{name.en}: {', '.join(strangers)} neither teach nor lead the class",
                )
                violations.append(broken(view, session, len(strangers), text))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="familiar_adults",
    title=Text("由熟悉的教师负责", "Adults whom the class knows"),
    words=Text(
        "班级的作业辅导、答疑、活动和晚自习尽量由本班任课教师、班主任或副班主任负责。",
        "A class's homework, tutoring, activity and evening study are led by its own teachers, homeroom teacher or deputy.",
    ),
    level=Level.SOFT,
    weight=1,
    unit=Text("人次", "adults"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.STATIONS,
)
