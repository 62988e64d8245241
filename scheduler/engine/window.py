"""What a few moved lessons change of an audit, without auditing the whole week again.

Each rule is checked twice, before and after, on the part of the plan that it can look at when these lessons move. Whose verdict the
part does not tell whole (a colleague of whom only one lesson is in it) says the same both times, so that the difference is exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple, cast

from constraints.catalogue import active_rules, is_of_service
from constraints.rule import ActiveRule, Level, Verdict, Violation
from scheduler.engine.scopes import Comparison, Difference, Scope, compared, joined, scope_of
from scheduler.plan import Placement, Plan, PlanView
from scheduler.plan.layout import tells_service
from scheduler.school import Course, MarkOwner, School, Slot


class Window:
    """A school of which only some classes, teachers, courses … are listed; whatever else is asked is answered by the school."""

    def __init__(self, school: School, lists: Mapping[str, object]) -> None:
        self.__dict__.update(school.__dict__)
        self.__dict__.update(lists)
        self._school = school

    def __getattr__(self, name: str) -> Any:
        return getattr(self._school, name)


@dataclass(frozen=True)
class _Part:
    """A part of a plan: the school as its rules see it, the placements in it by position, all else in `rest`.

    `cast` is the school with nobody but those who are in the part: making a view of everybody took longer than the checks.
    """

    school: School
    indexes: tuple[int, ...]
    rest: Plan
    cast: School


class _PartView(PlanView):
    """A part of a plan as rules read it; who is not in it has nothing to do."""

    def __init__(self, part: _Part, placements: tuple[Placement, ...]) -> None:
        super().__init__(part.cast, part.rest.model_copy(update={"placements": placements}))
        self.school = part.school
        self.of_class = defaultdict(_nothing_held, self.of_class)
        self.of_teacher = defaultdict(_nothing_held, self.of_teacher)
        self.serving = defaultdict(list, self.serving)
        self.of_post = defaultdict(list, self.of_post)
        self.grants_of = defaultdict(list, self.grants_of)


def _nothing_held() -> dict[Slot, list[Placement]]:
    return defaultdict(list)


Moved = Mapping[int, Placement]
"""Placements by their position in the plan, as they are after a move."""


class _Group(NamedTuple):
    """Those of the moved lessons that a rule must look at together, and what names the part of the plan for that."""

    key: tuple[Any, ...]
    moved: Moved


class LocalAudit:
    """Tells what moved lessons change of one plan's audit. Raises ValueError when a rule setting cannot be used."""

    def __init__(self, school: School, plan: Plan) -> None:
        self.school = school
        self.plan = plan
        silent = bool(school.posts) and not tells_service(plan)
        rules = [active for active in active_rules(school) if not (silent and is_of_service(active.rule))]
        scopes = [(active, scope_of(active.rule.id)) for active in rules]
        self.rules = sorted(
            ((active, scope) for active, scope in scopes if scope is not Scope.NOTHING),
            key=lambda each: (each[0].level is Level.SOFT, each[1] in (Scope.CLASSES, Scope.WHOLE)),
        )
        self._indexes: dict[str, list[int]] = defaultdict(list)
        for index, placement in enumerate(plan.placements):
            self._indexes[placement.course].append(index)
        self._parts: dict[tuple[Any, ...], _Part] = {}
        self._before: dict[tuple[Any, ...], Verdict] = {}
        self._known: dict[tuple[Any, ...], Comparison] = {}

    def difference(self, moved: Moved, *, only_legal: bool = False) -> Difference | None:
        """Return what changes when placements become others of the same course.

        With `only_legal` None as soon as a hard rule is broken by it.
        """
        views: dict[tuple[Any, ...], PlanView] = {}
        groups: dict[Scope, list[_Group]] = {}
        cost, broken = 0, list[tuple[ActiveRule, Violation]]()
        for active, scope in self.rules:
            if scope not in groups:
                groups[scope] = self._groups(scope, moved)
            found = joined(active, [self._compared(active, group, views) for group in groups[scope]])
            cost += found.cost
            broken += found.broken
            if broken and only_legal:
                return None
        return Difference(cost, tuple(broken))

    def _compared(self, active: ActiveRule, group: _Group, views: dict[tuple[Any, ...], PlanView]) -> Comparison:
        shifts = frozenset((index, placement.slot) for index, placement in group.moved.items())
        name = (active.rule.id, group.key, shifts)
        if name not in self._known:
            key = group.key
            if key not in self._parts:
                self._parts[key] = self._part(group)
            if (key, shifts) not in views:
                views[key, shifts] = self._view(self._parts[key], group.moved)
            if (active.rule.id, key) not in self._before:
                self._before[active.rule.id, key] = active.check(self._view(self._parts[key], {}))
            after = active.check(views[key, shifts])
            self._known[name] = compared(active, self._before[active.rule.id, key], after)
        return self._known[name]

    def _view(self, part: _Part, moved: Moved) -> PlanView:
        placements = tuple(moved.get(index) or self.plan.placements[index] for index in part.indexes)
        return _PartView(part, placements)

    # Which lessons must be looked at together.

    def _groups(self, scope: Scope, moved: Moved) -> list[_Group]:
        """Return the moved lessons in groups that a rule of this scope judges apart; none where it has nothing to judge."""
        if scope is Scope.WHOLE:
            return [_Group((scope,), moved)]
        if scope is Scope.VENUES:
            return self._in_venues(moved)
        if scope is Scope.PEERS:
            courses = frozenset(placement.course for placement in moved.values())
            return [_Group((scope, courses), moved)] if self._has_peers(courses) else []
        groups: list[tuple[set[object], dict[int, Placement]]] = []
        for index, placement in moved.items():
            tokens, together = self._tokens(scope, self.school.course[placement.course]), {index: placement}
            if not tokens:
                continue
            for other in [group for group in groups if not group[0].isdisjoint(tokens)]:
                groups.remove(other)
                tokens, together = tokens | other[0], other[1] | together
            groups.append((tokens, together))
        return [_Group((scope, frozenset(p.course for p in some.values())), some) for _, some in groups]

    def _tokens(self, scope: Scope, course: Course) -> set[object]:
        """Return what two courses have in common when a rule of this scope looks at both."""
        if scope is Scope.CLASSES:
            return set(course.classes)
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

    def _in_venues(self, moved: Moved) -> list[_Group]:
        """Return the moved lessons that are in a venue; these kinds of venue, at what time, is all that is to be looked at."""
        kinds, stretches, some = set(), set(), {}
        for index, placement in moved.items():
            before = self.plan.placements[index]
            mine = {self.school.venue_kind_of(self.school.course[before.course]), self._kind(before.venue)} - {None}
            if mine:
                kinds |= mine
                stretches |= {self._stretch_of(before.slot), self._stretch_of(placement.slot)}
                some[index] = placement
        return [_Group((Scope.VENUES, frozenset(kinds), frozenset(stretches)), some)] if some else []

    def _kind(self, venue: str | None) -> str | None:
        return None if venue is None else self.school.venue[venue].kind

    def _stretch_of(self, slot: Slot) -> tuple[int, int]:
        """Return the stretch of the day, by day and number, in which everything overlaps that can overlap a slot."""
        day, start, _ = self.school.interval(slot)
        return day, sum(begin <= start for begin in self._stretches[day])

    @cached_property
    def _stretches(self) -> dict[int, list[int]]:
        """When on each day a stretch begins: nothing that is held goes on then."""
        school = self.school
        slots = {slot for every in school.lesson_slots.values() for slot in every}
        slots |= {p.slot for p in self.plan.placements} | {s.slot for s in self.plan.sessions}
        found: dict[int, list[int]] = defaultdict(list)
        ends: dict[int, int] = defaultdict(int)
        for day, start, end in sorted(school.interval(slot) for slot in slots):
            if start >= ends[day]:
                found[day].append(start)
            ends[day] = max(ends[day], end)
        return found

    # The parts.

    def _part(self, group: _Group) -> _Part:
        scope, moved = group.key[0], self._moved_courses(group)
        make = {
            Scope.COURSES: self._of_courses,
            Scope.CLASSES: self._of_classes,
            Scope.TEACHERS: self._of_teachers,
            Scope.PEERS: self._of_peers,
            Scope.GROUPS: self._of_groups,
        }
        if scope is Scope.VENUES:
            return self._of_venues(*group.key[1:])
        if scope is Scope.WHOLE:
            everything = tuple(range(len(self.plan.placements)))
            return _Part(self.school, everything, self.plan, self.school)
        return make[scope](moved)

    def _moved_courses(self, group: _Group) -> list[Course]:
        return [self.school.course[name] for name in sorted({placement.course for placement in group.moved.values()})]

    def _of_courses(self, moved: list[Course]) -> _Part:
        ids, teachers = {course.id for course in moved}, {t for course in moved for t in course.teachers}
        shared = {name for course in moved for name in (course.together, course.pair) if name is not None}
        courses = [c for c in self.school.courses if c.id in ids or not shared.isdisjoint((c.together, c.pair))]
        owners = {c for course in moved for c in course.classes} | teachers | {course.subject for course in moved}
        lists = {
            "courses": tuple(courses),
            "locks": tuple(lock for lock in self.school.locks if lock.course in ids),
            "marks": tuple(m for m in self.school.marks if m.owner in owners and m.owner_kind is not MarkOwner.VENUE),
            "meetings": (),
        }
        return self._of(lists, self._positions(courses), Plan())

    def _of_classes(self, moved: list[Course]) -> _Part:
        names = {name for course in moved for name in course.classes}
        classes = tuple(klass for klass in self.school.classes if klass.id in names)
        courses = {c.id: c for klass in classes for c in self.school.class_courses[klass.id]}
        strays = tuple(stray for stray in self.plan.strays if stray.class_id in names)
        return self._of({"classes": classes}, self._positions(courses.values()), Plan(strays=strays))

    def _of_teachers(self, moved: list[Course]) -> _Part:
        return self._with_teachers({teacher for course in moved for teacher in course.teachers}, (), {})

    def _of_peers(self, moved: list[Course]) -> _Part:
        ids, own = {course.id for course in moved}, {teacher for course in moved for teacher in course.teachers}
        exclusions = tuple(e for e in self.school.exclusions if ids & set(e.courses) or own & set(e.teachers))
        bound = [t for t in self.school.teachers if t.mentor is not None and (t.id in own or t.mentor in own)]
        peers = {teacher for exclusion in exclusions for teacher in exclusion.teachers}
        peers |= {name for teacher in bound for name in (teacher.id, teacher.mentor) if name is not None}
        courses = [self.school.course[name] for exclusion in exclusions for name in exclusion.courses]
        lists = {"exclusions": exclusions, "teachers": tuple(bound)}
        return self._with_teachers(peers, courses, lists)

    def _with_teachers(self, names: set[str], more: Iterable[Course], lists: Mapping[str, tuple[Any, ...]]) -> _Part:
        school = self.school
        courses = {course.id: course for name in names for course in school.teacher_courses[name]}
        courses |= {course.id: course for course in more}
        seen = {teacher for course in courses.values() for teacher in course.teachers} | names
        meetings = {meeting.id for name in names for meeting in school.teacher_meetings[name]}
        rest = Plan(
            meetings=tuple(held for held in self.plan.meetings if held.meeting in meetings),
            strays=tuple(stray for stray in self.plan.strays if stray.teacher in names),
            sessions=tuple(s for s in self.plan.sessions if not names.isdisjoint(s.adults)),
            grants=tuple(grant for grant in self.plan.grants if grant.teacher in names),
        )
        lists = {"teachers": tuple(t for t in school.teachers if t.id in seen), **lists}
        return self._of(lists, self._positions(courses.values()), rest)

    def _of_groups(self, moved: list[Course]) -> _Part:
        alike = {(course.subject, self.school.grade_of(course)) for course in moved}
        courses = tuple(course for key in sorted(alike) for course in self._courses_by_group[key])
        return self._of({"courses": courses}, self._positions(courses), Plan())

    @cached_property
    def _courses_by_group(self) -> dict[tuple[str, int], list[Course]]:
        found: dict[tuple[str, int], list[Course]] = defaultdict(list)
        for course in self.school.courses:
            found[course.subject, self.school.grade_of(course)].append(course)
        return found

    def _of_venues(self, kinds: Collection[str], stretches: Collection[tuple[int, int]]) -> _Part:
        """Return all that takes room in some kinds of venues at some times; what moves between these times is there before and after."""
        needing = sorted(
            {index for kind in kinds for stretch in stretches for index in self._by_place.get((kind, stretch), ())}
        )
        posts = self.school.posts
        sessions = (s for s in self.plan.sessions if self._kind(s.venue or posts[s.post].venue) in kinds)
        there = tuple(session for session in sessions if self._stretch_of(session.slot) in stretches)
        return self._of({}, tuple(needing), Plan(sessions=there))

    @cached_property
    def _by_place(self) -> dict[tuple[str | None, tuple[int, int]], list[int]]:
        """The lessons that need a kind of venue, or are said to be in one, at each stretch of time."""
        found: dict[tuple[str | None, tuple[int, int]], list[int]] = defaultdict(list)
        for index, p in enumerate(self.plan.placements):
            for kind in {self.school.venue_kind_of(self.school.course[p.course]), self._kind(p.venue)} - {None}:
                found[kind, self._stretch_of(p.slot)].append(index)
        return found

    def _of(self, lists: Mapping[str, tuple[Any, ...]], indexes: tuple[int, ...], rest: Plan) -> _Part:
        """Return a part of the plan, for rules that go through these lists of the school."""
        school = self.school
        courses = [school.course[name] for name in {self.plan.placements[index].course for index in indexes}]
        classes = {name for course in courses for name in course.classes}
        people = {name for course in courses for name in course.teachers}
        people |= {name for session in rest.sessions for name in session.adults}
        people |= {grant.teacher for grant in rest.grants}
        posts = {session.post: school.posts[session.post] for session in rest.sessions}
        inside = {
            "classes": tuple(school.school_class[name] for name in classes),
            "teachers": tuple(school.teacher[name] for name in people),
            "posts": posts,
        }
        window = Window(school, {**self._clock, **lists})
        return _Part(cast(School, window), indexes, rest, cast(School, Window(school, inside)))

    @cached_property
    def _clock(self) -> dict[str, object]:
        """What rules ask the school again and again, answered from memory."""
        return {name: cache(getattr(self.school, name)) for name in ("interval", "half_day", "period", "slot_text")}

    def _positions(self, courses: Iterable[Course]) -> tuple[int, ...]:
        return tuple(sorted(index for course in courses for index in self._indexes[course.id]))
