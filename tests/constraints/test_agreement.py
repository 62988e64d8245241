"""Every rule at each of its levels: model and check say the same of random plans of random schools.

PAIKE_EXAMPLES sets the number of schools for each rule (default: few; thousands for a night).
"""

from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from constraints.catalogue import catalogue, is_of_service, rule_by_id
from constraints.rule import ActiveRule, Rule, Verdict
from scheduler.engine.assemble import slot_model
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.plan import Plan, PlanView
from scheduler.school import Area, School
from tests.chance import SEEDS, examples
from tests.constraints.agreement import assert_agree, fix
from tests.random_plans import odd_plan, plans, random_plan
from tests.random_rules import random_rule
from tests.random_schools import random_school, schools
from tests.smaller import described, smaller

CASES = [(rule, level) for rule in catalogue() for level in dict.fromkeys((rule.level, *rule.levels))]
few_examples = examples(3)


def fault(school: School, plan: Plan, rule: ActiveRule) -> str:
    """Return how the two voices of a rule contradict each other on a plan; nothing where they agree."""
    try:
        assert_agree(school, plan, rule)
    except Exception as error:
        return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
    return ""


def assert_agree_or_show(school: School, plan: Plan, rule: ActiveRule) -> None:
    """Assert that model and check agree, else show the smallest school and plan on which they do not."""
    if fault(school, plan, rule):
        least = smaller(school, plan, lambda s, p: bool(fault(s, p, rule)))
        heading = f"{rule.rule.id} {rule.level} x{rule.weight} {rule.parameters!r}"
        pytest.fail(f"{heading}\n{fault(*least, rule)}\n{described(*least)}", pytrace=False)


@pytest.mark.parametrize(("rule", "level"), CASES, ids=[f"{rule.id}-{level}" for rule, level in CASES])
@few_examples
@given(data=st.data())
def test_model_and_check_agree(rule: Rule[Any], level: Level, data: st.DataObject) -> None:
    school = data.draw(schools(service=is_of_service(rule)))
    active = random_rule(Random(data.draw(SEEDS)), rule, level)
    for _ in range(2):
        assert_agree_or_show(school, data.draw(plans(school)), active)


def test_random_plans_keep_and_break_every_rule() -> None:
    """What is never broken, or never kept where it could be broken, would make the tests here say nothing."""
    seen: Counter[tuple[Rule[Any], bool]] = Counter()

    def missing() -> list[str]:
        wanted = product(catalogue(), (True, False))
        return [f"{rule.id} {'kept' if kept else 'broken'}" for rule, kept in wanted if seen[rule, kept] < 3]

    for seed in range(1000):
        rng = Random(seed)
        school = random_school(rng)
        if seed % 5 == 1:  # a lesson of sport every day is rare by chance
            sport = tuple(each.model_copy(update={"area": Area.SPORT_ACTIVITY}) for each in school.subjects)
            school = school.renewed(subjects=sport)
        view = PlanView(school, (odd_plan if seed % 3 == 0 else random_plan)(rng, school))
        left = {words.partition(" ")[0] for words in missing()}
        for rule in catalogue():
            if rule.id in left:
                verdict = random_rule(rng, rule, rule.level).check(view)
                seen[rule, not verdict.violations] += verdict.judged > 0
        if not left:
            break
    assert not missing()


@few_examples
@given(school=schools(), seed=SEEDS)
def test_owners_are_asked_for_what_the_check_finds_broken(school: School, seed: int) -> None:
    """With each owner's part of each rule under a literal, any plan is possible, and just the broken parts are dropped."""
    rng = Random(seed)
    plan = random_plan(rng, school)
    rules = [random_rule(rng, rule, level) for rule, level in CASES if level is not Level.SOFT]
    built = slot_model(school, rules, costs=False, explaining=True)
    fix(built, plan)
    built.model.maximize(sum(built.postings.enforced.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(built.model) == cp_model.OPTIMAL, described(school, plan)
    dropped = {(rule, _whom(owner)) for (rule, owner), on in built.postings.enforced.items() if not solver.value(on)}
    view = PlanView(school, plan)
    broken = {(each.rule.id, _whom(violation.owner)) for each in rules for violation in each.check(view).violations}
    assert dropped == broken, described(school, plan)


def _whom(owner: Owner) -> Owner:
    """Return the owner; of places only that they are places: the model speaks of a kind where the check knows the venue."""
    return Owner(owner.kind, "") if owner.kind is OwnerKind.VENUE else owner


@few_examples
@given(school=schools(), seed=SEEDS)
def test_checks_judge_any_plan(school: School, seed: int) -> None:
    rng = Random(seed)
    view = PlanView(school, odd_plan(rng, school))
    for rule, level in CASES:
        verdict = random_rule(rng, rule, level).check(view)
        places = {(violation.owner, violation.slots) for violation in verdict.violations}
        assert len(places) <= verdict.judged, f"{rule.id}: {len(places)} of {verdict.judged} places broken"
        for violation in verdict.violations:
            assert violation.amount >= 1, violation
            assert violation.text.zh and violation.text.en, violation
            assert set(violation.classes) <= set(school.school_class), violation
            assert set(violation.teachers) <= set(school.teacher), violation
            assert violation.venue is None or violation.venue in school.venue, violation
            assert all(school.period(slot) for slot in violation.slots), violation


def _broken(rule: Rule[Any]) -> dict[str, Rule[Any]]:
    """Return a rule with one of its two voices silenced."""

    def nothing(*_: object) -> None:
        pass

    return {
        "post says nothing": replace(rule, post=nothing),
        "check says nothing": replace(rule, check=lambda view, parameters: Verdict(0)),
    }


@pytest.mark.parametrize("what", ["post says nothing", "check says nothing"])
def test_a_broken_rule_is_noticed_and_shown_small(what: str) -> None:
    rule = rule_by_id()["teacher_clash"]
    broken = ActiveRule(_broken(rule)[what], rule.level, rule.weight)
    for seed in range(50):
        rng = Random(seed)
        school = random_school(rng)
        plan = random_plan(rng, school)
        if fault(school, plan, broken):
            assert not fault(school, plan, ActiveRule(rule, rule.level, rule.weight))
            least, few = smaller(school, plan, lambda s, p: bool(fault(s, p, broken)))
            assert len(few.placements) + len(few.meetings) <= 2
            assert len(least.courses) <= 2
            return
    pytest.fail("not noticed")
