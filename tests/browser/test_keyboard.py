"""The app without a mouse."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from scheduler.store import Store
from tests.browser.pages import Pages

FOCUSED = """selector => {
    let found = document.activeElement
    while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement
    return Boolean(found?.closest(selector))
}"""
A_WALK = [*["ArrowRight"] * 4, "ArrowDown", *["ArrowLeft"] * 4, "ArrowDown"] * 3


def test_a_lesson_is_moved(user: Pages, add: Callable[[str], int], store: Store) -> None:
    school_id = add("键盘学校")
    user.open(school_id)
    expect(user.lessons.first).to_be_visible()
    press_until(user, ["Tab"] * 60, ".grid [data-place]")
    press_until(user, A_WALK, ".item:not(.fixed)")
    user.page.keyboard.press("Enter")
    expect(user.picked).to_have_count(1)
    expect(user.legal.first).to_be_visible()
    press_until(user, A_WALK, "td.legal")
    user.page.keyboard.press("Enter")
    user.see("课表第 2 版")
    assert store.plans.load(school_id).plan != store.plans.load(school_id, 1).plan


def press_until(user: Pages, keys: list[str], selector: str) -> None:
    """Press keys until what has the focus is in an element."""
    for key in keys:
        if user.page.evaluate(FOCUSED, selector):
            return
        user.page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {selector}")
