"""What each requirement asks is said in words, without marks of the program, and where it stands in the workbook."""

from random import Random

import pytest

from constraints.catalogue import active_rules
from constraints.rule import ActiveRule
from scheduler.engine.assemble import slot_model
from scheduler.explanation.conflict.words import WorkbookPlace, place, words
from scheduler.model.owner import Level, Owner, owner_name
from scheduler.school import RuleSetting, School
from scheduler.text import Text, counted
from tests.random_schools import random_school
from tests.schools import make_school
from tests.service_schools import service_school

MUSTS = ("core_in_morning", "pe_days_apart", "rest_after_evening", "noon_rest", "teacher_rest")


def said(school: School) -> dict[tuple[str, Owner], tuple[Text, WorkbookPlace]]:
    """The words and the place of every requirement of a school."""
    rules: dict[str, ActiveRule] = {active.rule.id: active for active in active_rules(school)}
    musts = [active for active in rules.values() if active.level is not Level.SOFT]
    enforced = slot_model(school, musts, costs=False, explaining=True).postings.enforced
    return {(r, owner): (words(school, rules[r], owner), place(school, rules[r], owner)) for r, owner in enforced}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_random_school_asks_has_words(seed: int) -> None:
    school = random_school(Random(seed), settings=True)
    for (rule, owner), (text, where) in said(school).items():
        assert text.zh and text.en and not text.zh.endswith("。") and not text.en.endswith("."), (rule, text)
        assert "|" not in text.zh + text.en + where.row, (rule, text, where)
        assert where.sheet.zh and where.row and owner_name(school, owner).zh


def test_wishes_made_musts_are_said_with_figures() -> None:
    musts = tuple(RuleSetting(rule=name, level="hard") for name in MUSTS)
    found = {rule: text for (rule, _), (text, _) in said(make_school(rule_settings=musts)).items()}
    assert found["pe_days_apart"].zh == "七(2)班每周 3 节体育课，不排在相邻两天"
    assert found["core_in_morning"].zh == "七(2)班每周上午至少上语文 4、数学 4 节，共 8 节（上午共 20 个时段）"
    assert "每天上午最后一节和下午第一节合起来最多上一节" in found["noon_rest"].zh
    service = service_school(rule_settings=musts, evening=17 * 60)
    assert any("次日就不上第一节课" in text.zh for (rule, _), (text, _) in said(service).items() if rule == MUSTS[2])


def test_english_numbers_agree() -> None:
    assert [counted(1, "lesson"), counted(2, "lesson"), counted(2, "class")] == ["1 lesson", "2 lessons", "2 classes"]
