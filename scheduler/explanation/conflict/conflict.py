"""A minimal conflict: requirements that cannot hold together, while without any one of them the others can."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from constraints.curriculum import hours_in_full, hours_standard, protected_subjects
from constraints.rule import ActiveRule
from scheduler.engine.assemble import SlotModel
from scheduler.engine.result import Status
from scheduler.engine.stopping import Cancel, Clock, StoppingCriterion
from scheduler.explanation.conflict.divisions import divisions, short_part
from scheduler.explanation.conflict.judge import Judge
from scheduler.explanation.conflict.requirements import Requirement, Requirements
from scheduler.explanation.conflict.words import WorkbookPlace, place, words
from scheduler.explanation.counting.shortage import Shortage
from scheduler.explanation.halving import needed
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, Owner, OwnerKind, owner_name
from scheduler.model.poster import Postings
from scheduler.school import School
from scheduler.text import Text

# In CP-SAT deterministic seconds, so that a busy machine finds the same.
# Which parts to look at round by round, the whole, its lessons and its service being the first three, and for how long each.
ROUNDS = ((0, 3, 2.0), (3, None, 1.0), (0, 3, 8.0), (3, None, 4.0), (0, 3, 32.0), (3, None, 16.0), (0, 1, float("inf")))
SHORT = 3.0  # to see whether a smaller set is a conflict too
LAST_PROOF = 20.0
EASE, HARDER = 0.5, 2.0  # a part may be so much harder to judge than the whole of it
FEW_SHORT = 3
FEW = 60  # requirements that are tried one by one
AGAIN = (hours_standard.RULE.id,)  # says of a class what HOURS say of each of its courses
HOURS = (hours_in_full.RULE.id, protected_subjects.RULE.id)


@dataclass(frozen=True)
class Member:
    """What one rule asks of one owner, in words, and where in the workbook that stands. `name` is what people call the owner."""

    rule: ActiveRule
    owner: Owner
    name: Text
    text: Text
    place: WorkbookPlace

    @property
    def relaxable(self) -> bool:
        """Whether a school may relax it: regulation is never relaxed."""
        return self.rule.level is not Level.REGULATION


@dataclass(frozen=True)
class Conflict:
    """Requirements that cannot all hold, proven by a plain solve of these alone.

    Where `minimal`, each of them can be dropped to dissolve this conflict, proven by solving the others; else time ran out.
    """

    members: tuple[Member, ...]
    minimal: bool

    @property
    def text(self) -> Text:
        """The conflict as a whole in one sentence."""
        number = len(self.members)
        if not self.minimal:
            return Text(
                f"这 {number} 条要求不能同时满足。时间不够，没有缩到最少，其中可能有无关的。",
                f"These {number} requirements cannot all hold. Time ran out: not all of them may be needed for that.",
            )
        if number == 1:
            return Text("这一条要求本身就无法满足。", "This requirement alone cannot be met.")
        if not any(member.relaxable for member in self.members):
            return Text(
                f"这 {number} 条要求不能同时满足，又都是法规，不能放宽，只能改任课、课时等安排。",
                f"These {number} requirements cannot all hold. All are regulation: change courses or hours instead.",
            )
        return Text(
            f"这 {number} 条要求不能同时满足；去掉其中任何一条，这处冲突就消除。",
            f"These {number} requirements cannot all hold; dropping any one dissolves this conflict.",
        )


@dataclass(frozen=True)
class ConflictSearch:
    """What a search for a conflict found: INFEASIBLE with a conflict, FEASIBLE where there is a plan, or UNKNOWN."""

    status: Status
    conflict: Conflict | None = None


def seek_conflict(
    school: School,
    *,
    seconds: float = 60.0,
    workers: int | None = None,
    seed: int = 1,
    cancel: Cancel | None = None,
    short: Sequence[Shortage] = (),
) -> ConflictSearch:
    """Tell whether a school has a plan and, where it has none, what stands in the way. What is `short` is looked at first.

    Raises ValueError when a rule setting cannot be used.
    """
    clock = Clock(StoppingCriterion(seconds, cancel=cancel or Cancel()))
    judge = Judge(clock, workers or os.cpu_count() or 1, seed)
    rules = {active.rule.id: active for active in active_rules(school) if active.level is not Level.SOFT}
    requirements = Requirements.of(school, rules.values())
    status, found = _infeasible_part(judge, school, requirements, short)
    if not found:
        return ConflictSearch(status)
    keys, minimal = _shrunk(judge, school, requirements, found, rules)
    if not stands(school, keys, seed):
        return ConflictSearch(Status.UNKNOWN)
    about = _subjects_wanted(school, keys)
    ordered = sorted(keys, key=lambda key: not _is_about(school, key[1], about))
    members = tuple(_member(school, rules[rule], owner, about) for rule, owner in ordered)
    return ConflictSearch(status, Conflict(members, minimal))


def _subjects_wanted(school: School, keys: Iterable[Requirement]) -> set[str]:
    """Return the subjects whose lessons have no room: those of which a conflict asks that they are held."""
    return {school.course[owner.id].subject for rule, owner in keys if rule in HOURS and owner.id in school.course}


def _is_about(school: School, owner: Owner, subjects: Collection[str]) -> bool:
    """Tell whether an owner is the one subject that a conflict is about, or a course of it: these are named first."""
    if len(subjects) != 1:
        return False
    name = school.course[owner.id].subject if owner.kind is OwnerKind.COURSE else owner.id
    return owner.kind in (OwnerKind.COURSE, OwnerKind.SUBJECT) and name in subjects


def _member(school: School, active: ActiveRule, owner: Owner, about: Collection[str]) -> Member:
    name, text = owner_name(school, owner), words(school, active, owner, about)
    return Member(active, owner, name, text, place(school, active, owner))


def _infeasible_part(
    judge: Judge, school: School, requirements: Requirements, short: Sequence[Shortage]
) -> tuple[Status, tuple[Requirement, ...]]:
    """Return whether there is a plan and, where there is none, a part of the requirements that cannot be met."""
    whole = requirements.keys
    for shortage in short[:FEW_SHORT]:
        part = short_part(school, whole, shortage)
        status, found = judge.smaller(requirements.narrowed(part), part, SHORT)
        if status is Status.INFEASIBLE:
            return status, found
    parts = [whole, *divisions(school, whole)]
    for first, last, work in ROUNDS:
        for part in parts[first:last]:
            if judge.clock.ended:
                return Status.UNKNOWN, ()
            status, found = judge.smaller(requirements, part, work)
            if status is Status.INFEASIBLE or (status is Status.FEASIBLE and part == whole):
                return status, found
    return Status.UNKNOWN, ()


def _shrunk(
    judge: Judge,
    school: School,
    requirements: Requirements,
    keys: tuple[Requirement, ...],
    rules: dict[str, ActiveRule],
) -> tuple[tuple[Requirement, ...], bool]:
    """Return a conflict among requirements that cannot be met, and whether it is minimal."""
    if len(keys) > FEW:
        keys = _divided(judge, school, requirements, keys)
    if len(keys) > FEW:
        keys = _of_fewer_rules(judge, requirements.narrowed(keys), keys, rules)
    keys = _said_of_courses(judge, school, requirements, keys)
    requirements = requirements.narrowed(keys)
    ordered = sorted(keys, key=lambda key: _preference(rules[key[0]]))
    chosen = _needed(judge, requirements, [(key,) for key in ordered])
    if judge.clock.ended:
        return judge.best, False
    return _minimal(judge, requirements, chosen)


def _preference(active: ActiveRule) -> tuple[bool, bool]:
    """Return the place of a rule among those to be named: what the school wants itself before regulation."""
    return active.rule.id in AGAIN, active.level is Level.REGULATION


def _divided(
    judge: Judge, school: School, requirements: Requirements, keys: tuple[Requirement, ...]
) -> tuple[Requirement, ...]:
    """Return a part of the school that has no plan by itself, and for which that is as easily proven."""
    limit = SHORT
    for part in divisions(school, keys):
        common = tuple(key for key in part if key in set(keys))
        if judge.clock.ended or len(keys) <= FEW:
            break
        if 0 < len(common) < len(keys):
            status, found = judge.smaller(requirements, common, limit)
            if status is Status.INFEASIBLE:
                keys, requirements = found, requirements.narrowed(found)
                limit = min(limit, EASE + HARDER * judge.effort)
    return keys


def _of_fewer_rules(
    judge: Judge, requirements: Requirements, keys: tuple[Requirement, ...], rules: dict[str, ActiveRule]
) -> tuple[Requirement, ...]:
    """Leave out all that rules ask which are not needed for the conflict."""
    by_rule: dict[str, list[Requirement]] = defaultdict(list)
    for key in sorted(keys, key=lambda key: _preference(rules[key[0]])):
        by_rule[key[0]].append(key)
    found = _needed(judge, requirements, [tuple(group) for group in by_rule.values()])
    if judge.clock.ended:
        return judge.best
    return judge.smaller(requirements.narrowed(found), found, SHORT)[1] or found


def _said_of_courses(
    judge: Judge, school: School, requirements: Requirements, keys: tuple[Requirement, ...]
) -> tuple[Requirement, ...]:
    """Put the hours of each course in the place of the standard of its class, where these are a conflict too."""
    classes = {owner.id for rule, owner in keys if rule in AGAIN}
    courses = {course.id for class_id in classes for course in school.class_courses[class_id]}
    wanted = {key for key in keys if key[0] not in AGAIN}
    wanted |= {key for key in requirements.keys if key[0] in HOURS and key[1].id in courses}
    others = tuple(key for key in requirements.keys if key in wanted)
    if not classes or judge.judge(requirements.narrowed(others), others, SHORT) is not Status.INFEASIBLE:
        return keys
    return others


Group = tuple[Requirement, ...]


def _needed(judge: Judge, requirements: Requirements, groups: Sequence[Group]) -> tuple[Requirement, ...]:
    """Return the groups that are needed for a conflict among all of them; of no use once time has run out."""

    def is_conflict(some: Sequence[Group]) -> bool:
        return not judge.clock.ended and judge.judge(requirements, _flat(some), SHORT) is Status.INFEASIBLE

    return _flat(needed(groups, is_conflict))


def _flat(groups: Sequence[Group]) -> tuple[Requirement, ...]:
    return tuple(key for group in groups for key in group)


def _minimal(
    judge: Judge, requirements: Requirements, keys: tuple[Requirement, ...]
) -> tuple[tuple[Requirement, ...], bool]:
    """Leave out what is not needed for a conflict; tell whether without any one of the rest the others are proven possible."""
    requirements, proven = requirements.narrowed(keys), True
    for key in keys:
        others = tuple(other for other in keys if other != key)
        status = judge.judge(requirements, others, float("inf"))
        if status is Status.INFEASIBLE:
            keys = others
        proven &= status is not Status.UNKNOWN
    return keys, proven


def stands(school: School, keys: Collection[Requirement], seed: int) -> bool:
    """Tell whether these requirements of a school, posted plainly, are proven to have no plan. It takes some time of its own."""
    rules = {active.rule.id: active for active in active_rules(school)}
    model = cp_model.CpModel()
    chosen = tuple(rules[rule] for rule in dict.fromkeys(rule for rule, _ in keys))
    built = SlotModel(model, LessonVariables(school, model), Postings(model, only=frozenset(keys)), chosen)
    built.post(Level.REGULATION, Level.HARD)
    return Judge(Clock(StoppingCriterion(LAST_PROOF)), 1, seed).solve(model, 1) is Status.INFEASIBLE
