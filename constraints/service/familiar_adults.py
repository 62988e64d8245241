"""A class is looked after by adults whom it knows from its lessons."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import check_sessions
from constraints.service.stations_held import stations_of_kind
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import School, Station, StationKind
from scheduler.school.stations import own_teachers
from scheduler.text import Text

KINDS = (StationKind.HOMEWORK, StationKind.TUTORING, StationKind.ACTIVITY, StationKind.EVENING_STUDY)


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that nobody is at a group's sessions who neither teaches nor leads one of its classes."""
    for each in stations_of_kind(variables.school, *KINDS):
        own = own_teachers(variables.school, each.classes)
        strangers = [
            literal
            for slot in each.slots
            for teacher_id, literal in variables.service.serve(each.id, slot).items()
            if teacher_id not in own
        ]
        if strangers:
            poster.none(cp_model.LinearExpr.sum(strangers), station_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session with adults who neither teach nor lead a class of the group; the amount is how many."""
    return check_sessions(view, KINDS, _fault)


def _fault(school: School, station: Station, session: ServiceSession) -> tuple[int, Text] | None:
    own = own_teachers(school, station.classes)
    strangers = [adult for adult in dict.fromkeys(session.adults) if adult not in own]
    if not strangers:
        return None
    return len(strangers), Text(
        f"{'、'.join(strangers)}不教也不带这个班", f"{', '.join(strangers)} neither teach nor lead the class"
    )


def asks(school: School, parameters: NoParameters, station_id: str) -> Text:
    """Say who looks after the group, and how many they are."""
    station = school.service.stations[station_id]
    known = len(own_teachers(school, station.classes).intersection(station.pool))
    return Text(
        f"{station.title}只由本班任课教师、班主任或副班主任负责（可选的有 {known} 位）",
        f"{station.title} is led by those alone who teach or lead the class ({known} may serve)",
    )


RULE = Rule(
    id="familiar_adults",
    title=Text("由熟悉的教师负责", "Adults whom the class knows"),
    words=Text(
        "班级的作业辅导、答疑、活动和晚自习尽量由本班任课教师、班主任或副班主任负责。",
        "A class's homework, tutoring, activity and evening study are led by its own teachers, homeroom teacher or deputy.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"pupils": 3},
    unit=Text("人次", "adults"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.STATIONS,
    asks={OwnerKind.STATION: asks},
)
