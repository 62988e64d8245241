"""规则: what is done in the table goes to the rule it was done to, however quick the hand."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Locator, expect

from scheduler.school import RuleSetting
from scheduler.store import Store
from tests.browser.pages import Pages
from tests.schools import make_school, own_settings


def line(user: Pages, rule: str) -> Locator:
    """Return the row of a rule."""
    return user.page.locator(f'.rules tr[data-rule="{rule}"]')


def heading(user: Pages, words: str) -> Locator:
    """Return the head of the rule that is shown beside the table."""
    return user.page.get_by_test_id("stMain").get_by_role("heading", name=words)


def by_rule(settings: Iterable[RuleSetting]) -> list[RuleSetting]:
    return sorted(settings, key=lambda each: each.rule)


def test_the_first_click_after_saving_is_taken_and_the_next_switch_is_that_rules(user: Pages, store: Store) -> None:
    school_id = store.schools.add(make_school())
    user.open(school_id, "rules")
    with user.asking():
        line(user, "pe_days_apart").locator("input.weight").fill("7")
        user.page.keyboard.press("Enter")
    expect(line(user, "pe_days_apart")).to_contain_class("unsaved")
    user.page.get_by_role("button", name="保存").click()
    line(user, "core_in_morning").locator(".name").click()  # the page still saves
    expect(heading(user, "主科排在上午")).to_be_visible()
    user.see("学校第 2 版")
    user.settle()
    with user.asking():
        line(user, "core_in_morning").locator("input.enabled").click()
    expect(heading(user, "主科排在上午")).to_be_visible()
    user.press("保存")
    user.see("学校第 3 版")
    assert by_rule(own_settings(store.schools.load(school_id)[1])) == [
        RuleSetting(rule="core_in_morning", enabled=False),
        RuleSetting(rule="pe_days_apart", weight=7),
    ]


def test_a_weight_typed_beside_the_table_stays_with_its_rule(user: Pages, store: Store) -> None:
    school_id = store.schools.add(make_school())
    user.open(school_id, "rules")
    with user.asking():
        line(user, "pe_days_apart").locator(".name").click()
    user.page.get_by_test_id("stNumberInput").locator("input").fill("9")
    line(user, "core_in_morning").locator("input.enabled").click()  # without leaving the field before
    expect(heading(user, "主科排在上午")).to_be_visible()
    for rule in ("pe_days_apart", "core_in_morning"):
        expect(line(user, rule)).to_contain_class("unsaved")
    user.settle()
    user.press("保存")
    user.see("学校第 2 版")
    assert by_rule(own_settings(store.schools.load(school_id)[1])) == [
        RuleSetting(rule="core_in_morning", enabled=False),
        RuleSetting(rule="pe_days_apart", weight=9),
    ]
