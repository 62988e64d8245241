"""What a few moved lessons change of an audit, without auditing the whole week again.

Each rule is checked twice, before and after, on the part of the plan that it can look at when these lessons move. Whose verdict the
part does not tell whole (a colleague of whom only one lesson is in it) says the same both times, so that the difference is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from constraints.catalogue import active_rules, is_of_service
from constraints.rule import ActiveRule, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.engine.differences import Comparison, Difference, compared, joined
from scheduler.engine.window import LessonPart, LessonParts, grades_of
from scheduler.model.owner import Level
from scheduler.plan import Placement, Plan, PlanView
from scheduler.plan.layout import tells_service
from scheduler.school import Course, School

Moved = Mapping[int, Placement]
"""Placements by their position in the plan, as they are after a move."""
Rearranged = Mapping[int, Placement | None]
"""The same where some are taken out: None."""


class _Group(NamedTuple):
    """Those of the moved lessons that a rule must look at together, and what names the part of the plan for that."""

    key: tuple[Any, ...]
    moved: Rearranged


class LocalAudit:
    """Tells what moved lessons change of one plan's audit. Raises ValueError when a rule setting cannot be used."""

    def __init__(self, school: School, plan: Plan) -> None:
        self.school = school
        self.plan = plan
        silent = bool(school.service.stations) and not tells_service(plan)
        rules = [active for active in active_rules(school) if not (silent and is_of_service(active.rule))]
        scopes = [(active, active.rule.scope) for active in rules]
        self.rules = sorted(
            ((active, scope) for active, scope in scopes if scope is not Scope.NOTHING),
            key=lambda each: (each[0].level is Level.SOFT, each[1] in (Scope.CLASSES, Scope.GRADES, Scope.WHOLE)),
        )
        self.parts = LessonParts(school, plan)
        self._made: dict[tuple[Any, ...], LessonPart] = {}
        self._before: dict[tuple[Any, ...], Verdict] = {}
        self._known: dict[tuple[Any, ...], Comparison] = {}

    def difference(
        self, moved: Rearranged, *, only_legal: bool = False, without: Callable[[Rule[Any]], bool] | None = None
    ) -> Difference | None:
        """Return what changes when placements become others of the same course, or none, by all rules but those `without`.

        With `only_legal` None as soon as a hard rule is broken by it.
        """
        views: dict[tuple[Any, ...], PlanView] = {}
        groups: dict[Scope, list[_Group]] = {}
        cost, broken = 0, list[tuple[ActiveRule, Violation]]()
        for active, scope in self.rules:
            if without is not None and without(active.rule):
                continue
            if scope not in groups:
                groups[scope] = self._groups(scope, moved)
            found = joined(active, [self._compared(active, group, views) for group in groups[scope]])
            cost += found.cost
            broken += found.broken
            if broken and only_legal:
                return None
        return Difference(cost, tuple(broken))

    def _compared(self, active: ActiveRule, group: _Group, views: dict[tuple[Any, ...], PlanView]) -> Comparison:
        shifts = frozenset((index, new.slot if new is not None else None) for index, new in group.moved.items())
        name = (active.rule.id, group.key, shifts)
        if name not in self._known:
            key = group.key
            if key not in self._made:
                self._made[key] = self._part(group)
            if (key, shifts) not in views:
                views[key, shifts] = self.parts.view(self._made[key], group.moved)
            if (active.rule.id, key) not in self._before:
                self._before[active.rule.id, key] = active.check(self.parts.view(self._made[key], {}))
            after = active.check(views[key, shifts])
            self._known[name] = compared(active, self._before[active.rule.id, key], after)
        return self._known[name]

    def _part(self, group: _Group) -> LessonPart:
        scope, parts = group.key[0], self.parts
        if scope is Scope.WHOLE:
            return parts.whole()
        if scope is Scope.VENUES:
            return parts.of_venues(*group.key[1:])
        make = {
            Scope.COURSES: parts.of_courses,
            Scope.CLASSES: parts.of_classes,
            Scope.GRADES: parts.of_grades,
            Scope.TEACHERS: parts.of_teachers,
            Scope.PEERS: parts.of_peers,
            Scope.GROUPS: parts.of_groups,
        }
        names = sorted(self._courses(group.moved))
        return make[scope]([self.school.course[name] for name in names])

    # Which lessons must be looked at together.

    def _groups(self, scope: Scope, moved: Rearranged) -> list[_Group]:
        """Return the moved lessons in groups that a rule of this scope judges apart; none where it has nothing to judge."""
        if scope is Scope.WHOLE:
            return [_Group((scope,), moved)]
        if scope is Scope.VENUES:
            return self._in_venues(moved)
        if scope is Scope.PEERS:
            courses = self._courses(moved)
            return [_Group((scope, courses), moved)] if self._has_peers(courses) else []
        groups: list[tuple[set[object], dict[int, Placement | None]]] = []
        for index, placement in moved.items():
            course = self.school.course[self.plan.placements[index].course]
            tokens, together = self._tokens(scope, course), {index: placement}
            if not tokens:
                continue
            for other in [group for group in groups if not group[0].isdisjoint(tokens)]:
                groups.remove(other)
                tokens, together = tokens | other[0], other[1] | together
            groups.append((tokens, together))
        return [_Group((scope, self._courses(some)), some) for _, some in groups]

    def _courses(self, moved: Rearranged) -> frozenset[str]:
        return frozenset(self.plan.placements[index].course for index in moved)

    def _tokens(self, scope: Scope, course: Course) -> set[object]:
        """Return what two courses have in common when a rule of this scope looks at both."""
        if scope is Scope.CLASSES:
            return set(course.classes)
        if scope is Scope.GRADES:
            return set(grades_of(self.school, (course,)))
        if scope is Scope.TEACHERS:
            return set(course.teachers)
        if scope is Scope.GROUPS:
            return {(course.subject, self.school.grade_of(course))}
        shared = {("together", course.together), ("pair", course.pair)} - {("together", None), ("pair", None)}
        return {course.id, *shared}

    def _has_peers(self, courses: frozenset[str]) -> bool:
        own = {teacher for name in courses for teacher in self.school.course[name].teachers}
        return not self._excluding.isdisjoint(courses) or not self._with_peers.isdisjoint(own)

    @cached_property
    def _excluding(self) -> set[str]:
        return {name for exclusion in self.school.exclusions for name in exclusion.courses}

    @cached_property
    def _with_peers(self) -> set[str]:
        peers = {name for exclusion in self.school.exclusions for name in exclusion.teachers}
        pairs = ((t.id, t.mentor) for t in self.school.teachers if t.mentor is not None)
        return peers | {name for pair in pairs for name in pair}

    def _in_venues(self, moved: Rearranged) -> list[_Group]:
        """Return the moved lessons that are in a venue; these kinds of venue, at what time, is all that is to be looked at."""
        kinds, stretches, some = set(), set(), {}
        for index, placement in moved.items():
            before = self.plan.placements[index]
            mine = {self.school.venue_kind_of(self.school.course[before.course]), self.parts.kind(before.venue)} - {
                None
            }
            if mine:
                kinds |= mine
                stretches |= {self.parts.stretch_of(p.slot) for p in (before, placement) if p is not None}
                some[index] = placement
        return [_Group((Scope.VENUES, frozenset(kinds), frozenset(stretches)), some)] if some else []
