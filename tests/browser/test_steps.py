"""Steps back and forth by the keyboard, over the plan and the school together."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from scheduler.store import Store
from tests.browser.pages import Pages


def test_keys_undo_a_lock_before_the_swap_that_came_before_it(
    user: Pages, add: Callable[[str], int], store: Store
) -> None:
    school_id = add("撤销学校")
    user.open(school_id)
    user.pick_movable()
    with user.asking():
        user.page.get_by_role("button", name="⇄").first.click()
    user.see("课表第 2 版")
    moved = store.plans.load(school_id).plan
    user.press("锁定")
    user.see("学校第 2 版")
    with user.asking():
        user.page.keyboard.press("Control+z")
    user.see("学校第 3 版")
    assert store.schools.load(school_id)[1].locks == store.schools.load(school_id, 1)[1].locks
    assert store.plans.load(school_id).plan == moved
    with user.asking():
        user.page.keyboard.press("Control+z")
    user.see("课表第 3 版")
    assert store.plans.load(school_id).plan == store.plans.load(school_id, 1).plan
    for words in ("课表第 4 版", "学校第 4 版"):
        with user.asking():
            user.page.keyboard.press("Control+y")
        user.see(words)
    assert store.plans.load(school_id).plan == moved
    assert store.schools.load(school_id)[1] == store.schools.load(school_id, 2)[1]


def test_what_is_undone_while_typing_is_what_was_typed(user: Pages, add: Callable[[str], int], store: Store) -> None:
    school_id = add("打字学校")
    store.schools.save(school_id, store.schools.load(school_id)[1].renewed(term="秋"), based_on=1, note="改学期")
    user.open(school_id, "rules")
    search = user.page.get_by_placeholder("搜名称、说明或依据")
    search.click()
    user.page.keyboard.type("体育")
    user.page.keyboard.press("Control+z")
    user.settle()
    expect(user.page.get_by_text("学校第 2 版")).to_be_visible()
    assert len(store.schools.history(school_id)) == 2


def test_a_message_that_passes_covers_neither_verdict_nor_menu(user: Pages, add: Callable[[str], int]) -> None:
    user.open(add("提示学校"), "rules")
    weight = user.page.locator('.rules tr[data-rule="pe_days_apart"] input.weight')
    with user.asking():
        weight.fill("9")
        user.page.keyboard.press("Enter")
    user.see("未保存：")
    user.page.get_by_role("button", name="保存").click()
    toast = user.page.get_by_test_id("stToast")
    expect(toast).to_be_visible()
    box, head = toast.bounding_box(), user.page.locator(".st-key-head").bounding_box()
    assert box is not None and head is not None and box["y"] > head["y"] + head["height"]
    with user.asking():
        user.page.locator(".st-key-steps").get_by_role("button").click()
    user.see("学校和课表的每一步")
    menu = user.page.get_by_test_id("stPopoverBody").bounding_box()
    assert menu is not None
    assert menu["y"] + menu["height"] <= box["y"] or menu["x"] + menu["width"] <= box["x"]
