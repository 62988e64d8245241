"""Lessons that are dragged: to another time, beside the timetable, to where they break something."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from scheduler.store import Store
from tests.browser.pages import Pages


def drag(user: Pages, lesson: Locator, to: Locator) -> None:
    """Drag a lesson with the mouse, in two movements as a hand does."""
    start, end = lesson.bounding_box(), to.bounding_box()
    assert start is not None and end is not None
    mouse = user.page.mouse
    mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    mouse.down()
    mouse.move(start["x"] + start["width"] / 2 + 20, start["y"] + start["height"] / 2 + 10)
    mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=3)
    mouse.up()


def test_a_lesson_is_dragged_to_another_time(user: Pages, add: Callable[[str], int], store: Store) -> None:
    school_id = add("拖课学校")
    user.open(school_id)
    user.pick_movable()
    place = user.picked.get_attribute("data-place")
    target = user.legal.first.locator("[data-place]").get_attribute("data-place")
    user.page.keyboard.press("Escape")
    expect(user.picked).to_have_count(0)
    user.settle()
    drag(user, user.grid.locator(f'[data-place="{place}"]'), user.grid.locator(f'[data-place="{target}"]'))
    user.see("课表第 2 版")
    assert store.plans.load(school_id).plan != store.plans.load(school_id, 1).plan


def test_a_lesson_waits_beside_the_timetable_also_after_a_reload(
    user: Pages, add: Callable[[str], int], store: Store
) -> None:
    school_id = add("寄放学校")
    user.open(school_id)
    expect(user.lessons.first).to_be_visible()
    before = user.lessons.count()
    tray = user.page.locator(".grid .tray")
    drag(user, user.lessons.first, tray)
    user.see("寄放着 1 节")
    expect(tray.locator(".item")).to_have_count(1)
    assert len(store.plans.history(school_id)) == 1
    user.settle()
    user.page.reload()
    user.see("寄放着 1 节")
    expect(tray.locator(".item")).to_have_count(1)
    expect(user.lessons).to_have_count(before - 1)
    user.settle()
    user.page.keyboard.press("Control+z")
    expect(user.lessons).to_have_count(before)
    expect(tray.locator(".item")).to_have_count(0)


def test_a_lesson_goes_where_it_breaks_a_rule_once_that_is_said(
    user: Pages, add: Callable[[str], int], store: Store
) -> None:
    school_id = add("硬调学校")
    user.open(school_id)
    user.pick_movable()
    lesson = user.picked.get_attribute("data-place")
    barred = user.grid.locator("td.illegal [data-place]").first
    expect(barred).to_be_visible()
    drag(user, user.grid.locator(f'[data-place="{lesson}"]'), barred)
    user.see("不能调到这里")
    assert len(store.plans.history(school_id)) == 1
    with user.asking():
        user.page.locator(".grid .line").get_by_role("button", name="明知违反").click()
    user.see("课表第 2 版")
    user.see("处不合规")
    assert not store.plans.history(school_id)[0].compliant
