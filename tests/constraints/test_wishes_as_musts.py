"""Every wish can be made a must: a school has a plan that keeps it, or is told what stands against it and how to give way."""

from random import Random
from typing import Any

import pytest

from constraints.catalogue import active_rules, catalogue, rule_by_id
from constraints.rule import Rule
from scheduler.engine.assemble import slot_model
from scheduler.engine.result import Status
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.explanation.conflict.conflict import seek_conflict
from scheduler.explanation.conflict.words import place, words
from scheduler.explanation.cures.cures import find_cures
from scheduler.model.owner import Level
from scheduler.school import RuleSetting, School, ServiceDuty
from tests.random_schools import random_school
from tests.service_schools import service_school

WISHES = [rule for rule in catalogue() if rule.level is Level.SOFT]
OF_ADULTS = ("familiar_adults", "stable_adults")


def must(*rules: str, **parameters: dict[str, str]) -> dict[str, Any]:
    """The settings that make musts of some wishes."""
    return {
        "rule_settings": tuple(
            RuleSetting(rule=name, enabled=True, level=Level.HARD, parameters=parameters.get(name, {}))
            for name in rules
        )
    }


def school_with_clubs(*, instructors: tuple[str, ...] = ("赵军", "周校长"), **more: Any) -> School:
    """A school with a choice of clubs on every day, as the choir is held twice; `instructors` are those of 编程."""
    changes = {"合唱": {"sessions": 2, "days": (2, 5)}, "编程": {"instructors": instructors}}
    clubs = tuple(club.model_copy(update=changes.get(club.id, {})) for club in service_school().clubs)
    return service_school(clubs=clubs, **more)


@pytest.mark.parametrize("rule", WISHES, ids=lambda rule: rule.id)
def test_every_wish_may_be_a_must(rule: Rule[Any]) -> None:
    assert {Level.SOFT, Level.HARD} <= set(rule.levels)


def test_the_plan_keeps_what_has_become_a_must() -> None:
    result = solve(school_with_clubs(**must(*OF_ADULTS)), StoppingCriterion(None, deterministic=0.5), workers=1)
    assert result.report is not None and result.report.compliant
    found = {finding.active.rule.id: finding for finding in result.report.findings}
    for name in OF_ADULTS:
        assert found[name].active.level is Level.HARD and found[name].verdict.judged and found[name].kept


def test_musts_that_cannot_be_met_together_are_told_and_either_may_give_way() -> None:
    """Who is left of a class's own adults leads a club on some day, and one adult is to be there on all of them."""
    exempt = {"service": ServiceDuty.NONE}
    teachers = tuple(t.model_copy(update=exempt if t.id in ("王芳", "李强") else {}) for t in service_school().teachers)
    settings = must(*OF_ADULTS, stable_adults={"allowed": "1"})
    school = school_with_clubs(instructors=("赵军",), teachers=teachers, **settings)
    assert solve(school, StoppingCriterion(600), workers=1).status is Status.INFEASIBLE
    conflict = seek_conflict(school, workers=1).conflict
    assert conflict is not None and conflict.minimal
    said = {member.rule.rule.id: member.text.zh for member in conflict.members}
    assert said["familiar_adults"].startswith("三(1)班 活动只由本班任课教师、班主任或副班主任负责")
    assert said["stable_adults"].startswith("三(1)班 活动一周最多 1 位不同的教师")
    cures = find_cures(school, seconds=600, workers=1, most=6)
    softened = {edit.row for cure in cures for edit in cure.edits if edit.kind == "soften"}
    assert softened == {rule_by_id()[name].title.zh for name in OF_ADULTS}


@pytest.mark.parametrize("seed", range(8))
def test_musts_are_not_said_as_wishes(seed: int) -> None:
    school = random_school(Random(seed), service=True).model_copy(update=must(*(rule.id for rule in WISHES)))
    rules = {active.rule.id: active for active in active_rules(school)}
    musts = [rules[rule.id] for rule in WISHES]
    for rule, owner in slot_model(school, musts, costs=False, explaining=True).postings.enforced:
        text = words(school, rules[rule], owner)
        assert "尽量" not in text.zh and "计 1" not in text.zh and "possible" not in text.en, (rule, text)
        assert place(school, rules[rule], owner).row
