"""What a bureau is told of a school's after-school service: days, minutes, kinds, evenings, adults, people from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from typing import Any

from constraints.catalogue import active_rules
from constraints.rule import Rule
from constraints.service import external_staff, service_adults, service_choice, service_minutes, service_patrol
from constraints.service.grade_service import (
    ORDINARY,
    judged_grades,
    minutes_covered,
    sessions_of,
    weekday_slots,
)
from scheduler.district.figures import Adults, External, GradeService
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import CONTENT_NAMES, SERVICE, WITH_PUPILS, Content, School, StationKind
from scheduler.text import Text


def grade_service(view: PlanView) -> tuple[GradeService, ...]:
    """Return the service of each of grades 1 to 9 that takes part in it."""
    return tuple(_grade(view, grade) for grade in judged_grades(view.school))


def _grade(view: PlanView, grade: int) -> GradeService:
    school = view.school
    classes = [klass for klass in school.classes if klass.grade == grade]
    days = weekday_slots(sessions_of(view, grade, ORDINARY))
    kinds = service_choice.kinds_offered(view, grade)
    last = [max(school.interval(slot).end for slot in slots) for slots in days.values() if slots]
    return GradeService(
        grade=grade,
        pupils=sum(klass.size for klass in classes),
        enrolled=sum(_most_enrolled(school, klass.id) for klass in classes),
        days=sum(bool(slots) for slots in days.values()),
        minutes=min(minutes_covered(school, slots) for slots in days.values()),
        kinds=min(len(found) for found in kinds.values()),
        week=tuple(content for content in Content if any(content in found for found in kinds.values())),
        asked=minutes_asked(school, service_minutes.RULE),
        ends=min(last, default=None),
        evening=_latest(view, grade, {StationKind.EVENING_STUDY}),
        care=_latest(view, grade, {StationKind.EXTENDED_CARE}),
    )


def minutes_asked(school: School, rule: Rule[Any]) -> int | None:
    """Return the least minutes a day that a rule asks by the school's own figure, or the law's; None where neither says any."""
    own = next((each for each in active_rules(school) if each.rule.id == rule.id), None)
    asked: int | None = None if own is None else getattr(own.parameters, "least", None)
    return asked


def _most_enrolled(school: School, class_id: str) -> int:
    """Return how many pupils of a class take part in service: at the time when most do."""
    klass = school.school_class[class_id]
    slots = {slot for stage in school.stages for slot in school.service.stage_slots[stage.id]}
    return min(klass.size, max((school.service.enrolled_at(class_id, slot) for slot in slots), default=0))


def _latest(view: PlanView, grade: int, kinds: Container[StationKind]) -> int | None:
    """Return when sessions of some kinds with pupils of a grade are over at the latest."""
    ends = (view.school.interval(session.slot).end for session in sessions_of(view, grade, kinds))
    return max(ends, default=None)


def adults_of(view: PlanView) -> Adults:
    """Return who is with the pupils: what is lacking is what the rules on adults and patrols find."""
    stations = view.school.service.stations
    sessions = [session for session in view.plan.sessions if stations[session.station].kind in WITH_PUPILS]
    lacking = service_adults.RULE.check(view, service_adults.RULE.parameters()).amount
    patrols = service_patrol.RULE.check(view, service_patrol.RULE.parameters())
    return Adults(
        sessions=len(sessions),
        adults=sum(len(set(session.adults)) for session in sessions),
        lacking=lacking,
        unpatrolled=len({slot for violation in patrols.violations for slot in violation.slots}),
    )


def external_of(view: PlanView) -> External:
    """Return what is to be known of people from outside: the faults of their contracts by kind, without their names."""
    school, people = view.school, external_staff.external_teachers(view.school)
    faults = {name: external_staff.contract_faults(school, name) for name in people}
    counts = Counter(text for found in faults.values() for _, text in found)
    sessions = {name: _serving(view, view.serving[name]) for name in people}
    return External(
        people=len(people),
        serving=sum(bool(count) for count in sessions.values()),
        sessions=sum(sessions.values()),
        faultless=sum(not found for found in faults.values()),
        faults=tuple(_counted(text, count) for text, count in counts.most_common()),
    )


def _serving(view: PlanView, sessions: Iterable[ServiceSession]) -> int:
    return sum(view.school.service.stations[session.station].kind in SERVICE for session in sessions)


def _counted(text: Text, count: int) -> Text:
    return Text(zh=f"{count} 人{text.zh}", en=f"{count}: {text.en}")


def kind_names(contents: Iterable[str]) -> Text:
    """Return the names of kinds as they are written in a `GradeService`."""
    names = [CONTENT_NAMES[Content(content)] for content in contents]
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
