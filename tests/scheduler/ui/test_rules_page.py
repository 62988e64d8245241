"""规则, run without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from constraints.catalogue import catalogue
from constraints.presets import PRESETS, preset_of
from scheduler.school import RuleSetting
from scheduler.store import Store
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


def find(page: AppTest, words: str) -> None:
    """Look for a rule; the first one found is shown."""
    page.text_input(key="rule-search").input(words).run()
    assert not page.exception


def test_every_rule_is_in_the_table_until_some_are_asked_for() -> None:
    page = opened(RuleSetting(rule="pe_days_apart", weight=9))
    assert page.dataframe[0].value["规则"].tolist() == [rule.title.zh for rule in catalogue()]
    page.toggle(key="rule-changed").set_value(True).run()
    assert "体育课隔天上" in page.dataframe[0].value["规则"].tolist()
    assert len(page.dataframe[0].value) == 1 + len(EASY_DAYS)
    page.text_input(key="rule-search").input("没有这样的规则").run()
    assert not page.dataframe and page.info


def test_a_weight_is_saved_and_goes_back_to_the_default() -> None:
    page = opened()
    find(page, "pe_days_apart")
    page.number_input[0].set_value(9).run()
    page.button(key="save-rule").click().run()
    assert not page.exception
    assert settings() == (RuleSetting(rule="pe_days_apart", weight=9),)
    assert Store().schools.history(1)[0].note == "修改规则 体育课隔天上"
    assert page.number_input[0].value == 9
    page.button(key="reset-rule").click().run()
    assert settings() == () and page.number_input[0].value == 4


def test_a_wrong_parameter_is_told_at_once_and_cannot_be_saved() -> None:
    page = opened()
    find(page, "subject_per_day")
    field = page.text_input[1]
    field.input("很多").run()
    assert "每天最多节数" in page.error[0].value and "不小于" in page.error[0].value
    assert page.button(key="save-rule").disabled
    page.text_input[1].input("3").run()
    assert not page.error
    page.button(key="save-rule").click().run()
    assert settings() == (RuleSetting(rule="subject_per_day", parameters={"most": "3"}),)


def test_a_subject_that_does_not_exist_cannot_be_saved() -> None:
    page = opened()
    find(page, "core_in_morning")
    page.text_input[1].input("语文:80 数雪:80").run()
    assert "“数雪”不是本校的学科，是不是“数学”？" in page.error[0].value
    assert page.button(key="save-rule").disabled


def test_a_regulation_is_locked() -> None:
    page = opened()
    find(page, "hours_standard")
    assert "不能停用" in page.info[0].value
    assert [toggle.key for toggle in page.toggle] == ["rule-changed"]


def test_a_rule_is_switched_off_and_another_made_hard() -> None:
    page = opened()
    find(page, "core_in_morning")
    page.toggle[1].set_value(False).run()
    page.button(key="save-rule").click().run()
    find(page, "pe_days_apart")
    page.segmented_control[1].set_value("hard").run()
    assert not page.number_input
    page.button(key="save-rule").click().run()
    assert settings() == (
        RuleSetting(rule="core_in_morning", enabled=False),
        RuleSetting(rule="pe_days_apart", level="hard"),
    )


def test_a_preset_is_taken() -> None:
    page = opened()
    page.radio(key="preset").set_value(PRESETS[1]).run()
    page.button(key="take-preset").click().run()
    assert not page.exception
    assert preset_of(settings()) is PRESETS[1]
