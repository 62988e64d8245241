"""规则, run without a browser: what is done in the table is told the page as the table tells it."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from constraints.catalogue import every_rule
from constraints.places.law import law
from constraints.presets import PRESETS, preset_of
from scheduler.school import RuleSetting
from scheduler.store import Store
from scheduler.ui.rules_draft import KEY, RulesDraft
from scheduler.ui.rules_page import CHOSEN, take
from scheduler.ui.rules_table import Action
from scheduler.ui.widgets import Pick
from tests.scheduler.ui.conftest import app, turn_to
from tests.schools import EASY_DAYS, make_school, own_settings


def opened(*settings: RuleSetting) -> AppTest:
    """Return the page of a small school."""
    Store().schools.add(make_school(rule_settings=settings))
    page = app()
    page.query_params["school"] = "1"
    page = turn_to(page.run(), "rules")
    assert not page.exception
    return page


def settings() -> tuple[RuleSetting, ...]:
    """Return what is stored now."""
    return own_settings(Store().schools.load(1)[1])


def notes() -> list[str]:
    return [version.note for version in Store().schools.history(1)]


def find(page: AppTest, words: str) -> None:
    """Look for a rule; the first one found is shown."""
    page.text_input(key="rule-search").input(words).run()
    assert not page.exception


def rows(page: AppTest) -> list[dict[str, Any]]:
    """Return the rows of the table as the browser is told them."""
    found = [each.proto for each in page.get("bidi_component") if each.proto.component_name.endswith("rules_table")]
    return [] if not found else json.loads(found[0].json)["rows"]


def row(page: AppTest, rule: str) -> dict[str, Any]:
    return next(each for each in rows(page) if each["rule"] == rule)


def do(page: AppTest, *actions: tuple[str, str, Any]) -> None:
    """Do things in the table, all before the page answers: picking and changing end here whatever draws the table."""
    stored = Store().schools.load(1)[1].rule_settings
    draft: RulesDraft = page.session_state[f"{KEY}-1"]
    for rule, what, value in actions:
        if what == "pick":
            page.session_state[CHOSEN] = Pick(rule)
        else:
            take(draft, stored, law(), Action(rule, what, value))
    page.run()
    assert not page.exception


def save(page: AppTest) -> None:
    page.button(key="save-rules").click().run()
    assert not page.exception


def test_every_rule_is_in_the_table_until_some_are_asked_for() -> None:
    page = opened(RuleSetting(rule="pe_days_apart", weight=9))
    assert [each["title"] for each in rows(page)] == [rule.title.zh for rule in every_rule()]
    page.toggle(key="rule-changed").set_value(True).run()
    assert "体育课隔天上" in [each["title"] for each in rows(page)]
    assert len(rows(page)) == 1 + len(EASY_DAYS)
    page.text_input(key="rule-search").input("没有这样的规则").run()
    assert not rows(page) and page.info


def test_a_weight_is_saved_and_goes_back_to_the_default() -> None:
    page = opened()
    find(page, "pe_days_apart")
    page.number_input[0].set_value(9).run()
    save(page)
    assert settings() == (RuleSetting(rule="pe_days_apart", weight=9),)
    assert notes()[0] == "修改规则：体育课隔天上"
    assert page.number_input[0].value == 9
    page.button(key="reset-rule").click().run()
    assert page.number_input[0].value == 4 and len(notes()) == 2
    save(page)
    assert settings() == () and page.number_input[0].value == 4


def test_what_is_typed_just_before_another_rule_is_picked_goes_to_its_own_rule() -> None:
    page = opened()
    find(page, "pe_days_apart")
    page.text_input(key="rule-search").input("")
    page.number_input[0].set_value(9)  # the page has not answered that
    do(page, ("core_in_morning", "pick", True))
    assert [each["rule"] for each in rows(page) if each["unsaved"]] == ["pe_days_apart"]
    page.toggle[1].set_value(False).run()
    save(page)
    assert settings() == (
        RuleSetting(rule="pe_days_apart", weight=9),
        RuleSetting(rule="core_in_morning", enabled=False),
    )


def test_several_rules_are_changed_in_the_table_and_saved_as_one_version() -> None:
    page = opened()
    do(page, ("pe_days_apart", "weight", 9), ("core_in_morning", "enabled", False))
    do(page, ("pe_days_apart", "weight", 7))
    assert row(page, "pe_days_apart")["weight"] == 7 and not row(page, "core_in_morning")["enabled"]
    assert len(notes()) == 1
    save(page)
    assert len(notes()) == 2 and notes()[0] == "修改规则：体育课隔天上、主科排在上午"
    assert settings() == (
        RuleSetting(rule="pe_days_apart", weight=7),
        RuleSetting(rule="core_in_morning", enabled=False),
    )
    assert not [each for each in rows(page) if each["unsaved"]]


def test_the_editor_shows_what_was_changed_in_the_table() -> None:
    page = opened()
    do(page, ("pe_days_apart", "pick", True))
    page.number_input[0].set_value(5).run()
    do(page, ("pe_days_apart", "weight", 9))
    assert page.number_input[0].value == 9
    do(page, ("pe_days_apart", "level", "hard"))
    assert not page.number_input and row(page, "pe_days_apart")["weight"] is None


def test_changes_are_given_up() -> None:
    page = opened()
    do(page, ("pe_days_apart", "weight", 9), ("pe_days_apart", "pick", True))
    page.button(key="drop-rules").click().run()
    assert page.number_input[0].value == 4 and row(page, "pe_days_apart")["weight"] == 4
    save(page)
    assert len(notes()) == 1


def test_changes_wait_while_somebody_saves_another_rule() -> None:
    page = opened()
    do(page, ("pe_days_apart", "weight", 9))
    other = RuleSetting(rule="core_in_morning", enabled=False)
    Store().schools.save(1, make_school(rule_settings=(other,)), based_on=1)
    page.run()
    page.button(key="refresh").click().run()
    save(page)
    assert settings() == (other, RuleSetting(rule="pe_days_apart", weight=9))


def test_a_wrong_parameter_is_told_at_once_and_cannot_be_saved() -> None:
    page = opened()
    find(page, "subject_per_day")
    field = page.text_input[1]
    field.input("很多").run()
    assert "每天最多节数" in page.error[0].value and "不小于" in page.error[0].value
    assert page.button(key="save-rules").disabled
    page.text_input[1].input("3").run()
    assert not page.error
    save(page)
    assert settings() == (RuleSetting(rule="subject_per_day", parameters={"most": "3"}),)


def test_a_subject_that_does_not_exist_cannot_be_saved() -> None:
    page = opened()
    find(page, "core_in_morning")
    page.text_input[1].input("语文:80 数雪:80").run()
    assert "“数雪”不是本校的学科，是不是“数学”？" in page.error[0].value
    assert page.button(key="save-rules").disabled


def test_a_regulation_is_locked() -> None:
    page = opened()
    find(page, "hours_standard")
    assert "不能停用" in page.info[0].value and row(page, "hours_standard")["locked"]
    assert [toggle.key for toggle in page.toggle] == ["rule-changed"]


def test_a_rule_is_switched_off_and_another_made_hard() -> None:
    page = opened()
    find(page, "core_in_morning")
    page.toggle[1].set_value(False).run()
    save(page)
    find(page, "pe_days_apart")
    page.segmented_control[1].set_value("hard").run()
    assert not page.number_input
    save(page)
    assert settings() == (
        RuleSetting(rule="core_in_morning", enabled=False),
        RuleSetting(rule="pe_days_apart", level="hard"),
    )


def test_a_preset_is_taken() -> None:
    page = opened()
    page.radio(key="preset").set_value(PRESETS[1]).run()
    page.button(key="take-preset").click().run()
    assert not page.exception and len(notes()) == 1
    save(page)
    assert preset_of(settings()) is PRESETS[1]
