"""What each rule says of itself: what of a plan decides its verdict when something moves. A wrong word here would give moves
wrong costs in silence.

PAIKE_EXAMPLES sets the number of random schools.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given

from constraints.catalogue import catalogue, is_of_service
from constraints.rule import ActiveRule
from constraints.scope import Scope, ServiceScope
from constraints.timetable import class_clash, subject_per_day
from scheduler.engine.differences import Difference, difference
from scheduler.engine.local_audit import LocalAudit
from scheduler.engine.service_window import service_scope
from scheduler.plan import Placement, Plan, PlanView, ServiceSession
from scheduler.school import School
from tests.chance import SEEDS, chance, examples, some
from tests.random_plans import odd_plan, random_plan
from tests.random_rules import random_rule
from tests.random_schools import random_school

some_examples = examples(15)


def moved_lessons(rng: Random, school: School, plan: Plan) -> dict[int, Placement]:
    """Some placements of a plan at other lesson slots of their courses, at which these have no lesson yet."""
    taken = Counter((placement.course, placement.slot) for placement in plan.placements)
    single = [index for index, p in enumerate(plan.placements) if taken[p.course, p.slot] == 1]
    found = {}
    for index in some(rng, single, min(1, len(single)), min(3, len(single))):
        placement = plan.placements[index]
        slots = school.course_slots(school.course[placement.course])
        free = [slot for slot in slots if not taken[placement.course, slot]]
        if placement.slot in slots and free:
            found[index] = placement.model_copy(update={"slot": rng.choice(free)})
            taken[placement.course, found[index].slot] += 1
    return found


def with_moved(plan: Plan, moved: dict[int, Placement]) -> Plan:
    placements = tuple(moved.get(index, placement) for index, placement in enumerate(plan.placements))
    return plan.model_copy(update={"placements": placements})


def told(audit: LocalAudit, active: ActiveRule, moved: dict[int, Placement]) -> Difference:
    """What the local audit says that moved lessons change of one rule."""
    audit.rules = [] if active.rule.scope is Scope.NOTHING else [(active, active.rule.scope)]
    found = audit.difference(moved)
    assert found is not None
    return found


def summed(found: Difference) -> tuple[int, set[object]]:
    return found.cost, {violation.owner for _, violation in found.broken}


@some_examples
@given(seed=SEEDS)
def test_moved_lessons_change_what_the_scope_says(seed: int) -> None:
    rng = Random(seed)
    school = random_school(rng)
    plan = rng.choice((random_plan, odd_plan))(rng, school)
    moved = moved_lessons(rng, school, plan)
    before, after = PlanView(school, plan), PlanView(school, with_moved(plan, moved))
    audit = LocalAudit(school, plan)
    for rule in catalogue():
        active = random_rule(rng, rule, rng.choice((rule.level, *rule.levels)))
        if rule.scope is Scope.VENUES and active.check(before).violations:
            continue  # which of the lessons are left without a room is chance, before and after
        whole = difference(active, active.check(before), active.check(after))
        if rule.scope is Scope.VENUES and whole.broken:
            continue
        assert summed(told(audit, active, moved)) == summed(whole), rule.id


def other_adults(rng: Random, plan: Plan) -> Plan:
    """The plan with the adults of two of its sessions exchanged."""
    sessions = list(plan.sessions)
    one, two = rng.sample(range(len(sessions)), 2)
    first, second = sessions[one].adults, sessions[two].adults
    sessions[one] = sessions[one].model_copy(update={"adults": second})
    sessions[two] = sessions[two].model_copy(update={"adults": first})
    return plan.model_copy(update={"sessions": tuple(sessions)})


def other_service(rng: Random, school: School, plan: Plan) -> Plan:
    """The plan with some sessions gone, at other times or in no place, and some flexible time gone."""

    def changed(session: ServiceSession) -> ServiceSession:
        slots = school.service.stations[session.station].slots
        return session.model_copy(update={"slot": rng.choice(slots) if slots else session.slot, "venue": None})

    sessions = [changed(s) if chance(rng, 30) else s for s in plan.sessions if not chance(rng, 20)]
    grants = tuple(grant for grant in plan.grants if not chance(rng, 30))
    return plan.model_copy(update={"sessions": tuple(sessions), "grants": grants})


@some_examples
@given(seed=SEEDS)
def test_changed_service_changes_nothing_that_does_not_look_at_it(seed: int) -> None:
    rng = Random(seed)
    school = random_school(rng, service=True)
    plan = random_plan(rng, school)
    if len(plan.sessions) < 2:
        return
    before = PlanView(school, plan)
    changes = {ServiceScope.NOTHING: other_service(rng, school, plan), ServiceScope.TIMES: other_adults(rng, plan)}
    for scope, changed in changes.items():
        after = PlanView(school, changed)
        for rule in catalogue():
            if service_scope(rule) is scope:
                active = random_rule(rng, rule, rule.level)
                found = difference(active, active.check(before), active.check(after))
                assert summed(found) == (0, set()), rule.id


@pytest.mark.parametrize("wrong", [Scope.NOTHING, Scope.COURSES, Scope.VENUES])
def test_a_wrong_scope_is_noticed(wrong: Scope) -> None:
    for rule in (class_clash.RULE, subject_per_day.RULE):
        active = ActiveRule(replace(rule, scope=wrong), rule.level, rule.weight, rule.parameters())
        for seed in range(200):
            rng = Random(seed)
            school = random_school(rng)
            plan = random_plan(rng, school)
            moved = moved_lessons(rng, school, plan)
            before, after = PlanView(school, plan), PlanView(school, with_moved(plan, moved))
            whole = difference(active, active.check(before), active.check(after))
            if summed(told(LocalAudit(school, plan), active, moved)) != summed(whole):
                break
        else:
            pytest.fail(f"{rule.id} with {wrong} is not noticed")


def test_no_rule_is_checked_on_everything_when_a_lesson_moves() -> None:
    assert [rule.id for rule in catalogue() if rule.scope is Scope.WHOLE] == []


def test_rules_on_service_look_at_service() -> None:
    for rule in catalogue():
        if is_of_service(rule):
            assert service_scope(rule) is not ServiceScope.NOTHING
