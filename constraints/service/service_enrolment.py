"""Taking part is voluntary: no group and no club holds pupils who are not enrolled at that time."""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import broken, station_name
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import School, Slot, Station, StationKind, tables
from scheduler.text import Text

Grades = frozenset[int]


def enrolled_pupils(school: School, grades: Iterable[int], slot: Slot) -> int:
    """Return how many pupils of some grades are at school for service at a slot."""
    wanted = set(grades)
    return sum(school.service.enrolled_at(klass.id, slot) for klass in school.classes if klass.grade in wanted)


def linked_grades(clubs: Iterable[Station]) -> list[Grades]:
    """Return the grades of each club and of clubs that share a grade, one with the next; small sets first.

    Clubs without a common grade take no pupils from each other, so these sets are all that matter.
    """
    single = {frozenset(club.grades) for club in clubs}
    found, more = set(single), single
    while more:
        more = {one | other for one in more for other in single if one & other} - found
        found |= more
    return sorted(found, key=lambda grades: (len(grades), sorted(grades)))


def clubs_by_slot(school: School) -> dict[Slot, list[Station]]:
    """Return the clubs that may meet at each slot."""
    found: dict[Slot, list[Station]] = {}
    for station in school.service.stations.values():
        for slot in station.slots if station.kind is StationKind.CLUB else ():
            found.setdefault(slot, []).append(station)
    return found


def within(clubs: Iterable[Station], grades: Grades) -> list[Station]:
    """Return the clubs all of whose pupils are of some grades."""
    return [club for club in clubs if grades.issuperset(club.grades)]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that clubs held together have no more members than pupils enrolled; groups have none others by themselves."""
    school, service = variables.school, variables.service
    for slot, clubs in clubs_by_slot(school).items():
        for grades in linked_grades(clubs):
            inside = within(clubs, grades)
            enrolled = enrolled_pupils(school, grades, slot)
            if sum(club.pupils for club in inside) > enrolled:
                members = cp_model.LinearExpr.sum([service.held(club.id)[slot] * club.pupils for club in inside])
                poster.require(members <= enrolled, grade_owner(min(grades)))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every group without its stage and all clubs with too many members; the amount is the pupils not enrolled."""
    groups = _groups(view)
    clubs = _clubs(view)
    return Verdict(groups.judged + clubs.judged, (*groups.violations, *clubs.violations))


def _groups(view: PlanView) -> Verdict:
    """Find every session of a group at a time at which its stage is not held."""
    school, judged, violations = view.school, 0, []
    for session in view.plan.sessions:
        station = school.service.stations[session.station]
        if station.stage is None:
            continue
        judged += 1
        if session.slot not in school.service.stage_slots[station.stage]:
            violations.append(broken(view, session, max(1, station.pupils), _group_text(school, station, session)))
    return Verdict(judged, tuple(violations))


def _group_text(school: School, station: Station, session: ServiceSession) -> Text:
    name = station_name(school, station, session.slot)
    return Text(f"{name.zh}：这时没有学生报名", f"{name.en}: nobody is enrolled at this time")


def _clubs(view: PlanView) -> Verdict:
    """Find, for each time and lowest grade, the smallest set of grades whose clubs have too many members."""
    school, judged = view.school, 0
    possible, held = clubs_by_slot(school), _held_clubs(view)
    found: dict[tuple[Slot, int], Violation] = {}
    for slot, clubs in held.items():
        for grades in linked_grades([*clubs, *possible.get(slot, ())]):
            judged += 1
            members = sum(club.pupils for club in within(clubs, grades))
            enrolled = enrolled_pupils(school, grades, slot)
            if members > enrolled and (slot, min(grades)) not in found:
                found[slot, min(grades)] = _too_many(school, within(clubs, grades), grades, slot, enrolled)
    return Verdict(judged, tuple(found.values()))


def _held_clubs(view: PlanView) -> dict[Slot, list[Station]]:
    """Return the clubs that meet at each slot of a plan."""
    found: dict[Slot, list[Station]] = {}
    for station_id, sessions in view.of_station.items():
        station = view.school.service.stations[station_id]
        for slot in sorted({session.slot for session in sessions}) if station.kind is StationKind.CLUB else ():
            found.setdefault(slot, []).append(station)
    return found


def _too_many(school: School, clubs: list[Station], grades: Grades, slot: Slot, enrolled: int) -> Violation:
    members = sum(club.pupils for club in clubs)
    where, names = school.slot_text(slot), "、".join(club.title for club in clubs)
    which = "、".join(str(grade) for grade in sorted(grades))
    text = Text(
        f"{where.zh} {names} 共 {members} 人，而 {which} 年级这时报名 {enrolled} 人",
        f"{where.en}: {names} have {members} members, but {enrolled} pupils of grades {which} are enrolled",
    )
    classes = tuple(dict.fromkeys(class_id for club in clubs for class_id in club.classes))
    return Violation(grade_owner(min(grades)), members - enrolled, text, classes, slots=(slot,))


def asks(school: School, parameters: NoParameters, grade: str) -> Text:
    """Say that clubs have no more members than there are pupils."""
    return Text(
        f"{grade} 年级及共用社团的年级，同一时段各社团人数合计不超过报名人数",
        f"grade {grade} and those that share its clubs: no more club members at once than pupils are enrolled",
    )


RULE = Rule(
    id="service_enrolment",
    title=Text("自愿参加", "Taking part is voluntary"),
    words=Text(
        "班组只在学生报了名的时段活动；同一时段各社团人数合计，对每个年级和有共同年级的社团来说，不超过这些年级这时报名的人数。",
        "Groups meet only when their pupils are enrolled; clubs held at one time, those of a grade and those linked by common "
        "grades, have together no more members than pupils of these grades are enrolled then.",
    ),
    level=Level.REGULATION,
    article="service_choice",
    unit=Text("人", "pupils"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.GRADE: asks},
    stated=tables.CLUBS,
)
