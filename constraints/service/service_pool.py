"""Whoever serves at a station is one of those who may."""

from __future__ import annotations

from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import check_sessions
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import School, StaffKind, Station, StationKind
from scheduler.text import Text

WHO_MAY = {
    StationKind.CLUB: Text("不是这个社团的指导教师", "no instructor of the club"),
    StationKind.PATROL: Text("不在巡查人员名单里", "not among those who patrol"),
    StationKind.SUBSTITUTE: Text("不在替补人员名单里", "not among the substitutes"),
    StationKind.NOON: Text("不在午间看护人员名单里", "not among those who look after pupils at noon"),
    StationKind.BREAK: Text("不在课间值守人员名单里", "not among those on duty in the breaks"),
    StationKind.MORNING: Text("不是这个班的班主任或副班主任", "neither homeroom teacher nor deputy of the class"),
}
OF_A_GROUP = Text("不能负责这个班组", "not among those who may serve the group")


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Add nothing: the model has no variables for anybody else."""


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session with adults who may not serve there; the amount is how many."""
    return check_sessions(view, frozenset(StationKind), _fault)


def _fault(school: School, station: Station, session: ServiceSession) -> tuple[int, Text] | None:
    others = [adult for adult in dict.fromkeys(session.adults) if not _may_serve(school, adult, station)]
    if not others:
        return None
    why = WHO_MAY.get(station.kind, OF_A_GROUP)
    return len(others), Text(f"{'、'.join(others)}{why.zh}", f"{', '.join(others)}: {why.en}")


def _may_serve(school: School, teacher_id: str, station: Station) -> bool:
    staff = school.teacher[teacher_id].kind is StaffKind.STAFF
    return teacher_id in station.pool or (station.anybody and staff)


RULE = Rule(
    id="service_pool",
    title=Text("服务人员在可选名单内", "Only those who may serve"),
    words=Text(
        "班组由本校教师负责，时段指定了候选教师的由他们负责；社团由其指导教师负责，巡查、替补由名单上的人担任。",
        "A group is led by the school's staff, or by the candidates that the stage names, a club by its instructors, a patrol by "
        "those on its list.",
    ),
    level=Level.HARD,
    unit=Text("人次", "adults"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.STATIONS,
)
