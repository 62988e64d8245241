"""What a few changed sessions and grants of flexible time change of an audit, without judging the lessons again."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from constraints.catalogue import active_rules, is_of_service
from constraints.rule import ActiveRule, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from scheduler.engine.differences import Difference, difference
from scheduler.engine.window import Window
from scheduler.model.owner import Level
from scheduler.plan import Plan, PlanView
from scheduler.school import School


class Changed(NamedTuple):
    """A plan with other sessions or grants: whose they were and are, of what stations, and whether some changed their time or place.

    `lessons` says that lessons have moved as well; `teachers` are theirs too.
    """

    plan: Plan
    teachers: frozenset[str]
    stations: frozenset[str] = frozenset()
    times: bool = False
    lessons: bool = False


class ServicePart(NamedTuple):
    """A part of a plan: what some teachers do, or what is held of some stations; with or without the classes."""

    teachers: frozenset[str] = frozenset()
    stations: frozenset[str] = frozenset()
    classes: bool = True


class _ServiceView(PlanView):
    """The view of a plan that has the lessons and meetings of another."""

    def __init__(self, base: PlanView, plan: Plan) -> None:
        self.__dict__.update(base.__dict__)
        self.plan = plan
        self.serving = {teacher.id: [] for teacher in base.school.teachers}
        self.of_station = {station: [] for station in base.school.service.stations}
        self.grants_of = {teacher.id: [] for teacher in base.school.teachers}
        for session in plan.sessions:
            self.of_station[session.station].append(session)
            for adult in session.adults:
                self.serving[adult].append(session)
        for grant in plan.grants:
            self.grants_of[grant.teacher].append(grant)


class ServiceAudit:
    """Tells what changed service changes of one plan's audit. Raises ValueError when a rule setting cannot be used."""

    def __init__(self, school: School, plan: Plan) -> None:
        self.school = school
        self.view = PlanView(school, plan)
        rules = [each for each in active_rules(school) if service_scope(each.rule) is not ServiceScope.NOTHING]
        self.rules = sorted(rules, key=lambda each: each.level is Level.SOFT)
        self._before: dict[tuple[str, ServicePart | None], Verdict] = {}

    def difference(self, changed: Changed, *, only_legal: bool = False) -> Difference | None:
        """Return what is different after a change: the cost where nothing is broken by it, else what is.

        With `only_legal` None as soon as a hard rule is broken by it. Of moved lessons nothing is said by the rules that
        `looks_at_service` denies.
        """
        after = PlanView(self.school, changed.plan) if changed.lessons else _ServiceView(self.view, changed.plan)
        cost, broken = 0, list[tuple[ActiveRule, Violation]]()
        for active in self.rules:
            if service_scope(active.rule) is ServiceScope.TIMES and not changed.times:
                continue
            if changed.lessons and not looks_at_service(active.rule):
                continue
            if broken and (only_legal or active.level is Level.SOFT):
                return None if only_legal else Difference(0, tuple(broken))
            part = _part(service_scope(active.rule), changed)
            found = difference(active, self._judged_before(active, part), self._judged(active, after, part))
            cost += found.cost
            broken += found.broken
        if broken:
            return None if only_legal else Difference(0, tuple(broken))
        return Difference(cost)

    def _judged_before(self, active: ActiveRule, part: ServicePart | None) -> Verdict:
        key = active.rule.id, part
        if key not in self._before:
            self._before[key] = self._judged(active, self.view, part)
        return self._before[key]

    def _judged(self, active: ActiveRule, view: PlanView, part: ServicePart | None) -> Verdict:
        """Judge the whole plan, or only a part of it."""
        if part is None:
            return active.check(view)
        narrow = _ServiceView.__new__(_ServiceView)
        narrow.__dict__.update(view.__dict__)
        lists: dict[str, object] = {"classes": self.school.classes if part.classes else ()}
        if part.stations:
            stations = self.school.service.stations
            lists["service"] = self.school.service.part({name: stations[name] for name in part.stations})
            narrow.of_station = {name: view.of_station[name] for name in part.stations}
        else:
            lists["teachers"] = tuple(teacher for teacher in self.school.teachers if teacher.id in part.teachers)
            narrow.serving = {name: view.serving[name] for name in part.teachers}
            narrow.grants_of = {name: view.grants_of[name] for name in part.teachers}
        narrow.school = cast(School, Window(self.school, lists))
        return active.check(narrow)


def looks_at_service(rule: Rule[Any]) -> bool:
    """Tell whether service that is not in a venue can change a rule's verdict."""
    return service_scope(rule) is not ServiceScope.NOTHING and rule.scope is not Scope.VENUES


def service_scope(rule: Rule[Any]) -> ServiceScope:
    """Return what of service decides how a rule's verdict changes; where it does not say, everything or nothing."""
    if rule.service_scope is not None:
        return rule.service_scope
    return ServiceScope.WHOLE if is_of_service(rule) else ServiceScope.NOTHING


def _part(scope: ServiceScope, changed: Changed) -> ServicePart | None:
    """Return what of a plan a rule must look at after a change; None where that is all of it."""
    if scope is ServiceScope.TEACHERS:
        return ServicePart(teachers=changed.teachers, classes=changed.times)
    return ServicePart(stations=changed.stations) if scope is ServiceScope.STATIONS and changed.stations else None
