"""Two people with one app at the same time."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from scheduler.store import Store
from tests.browser.pages import Pages


def test_two_schools_do_not_meet(somebody: Callable[[], Pages], add: Callable[[str], int], store: Store) -> None:
    ours, theirs = add("甲校"), add("乙校")
    plan = store.plans.load(ours).plan
    first, second = somebody(), somebody()
    first.open(ours)
    second.open(theirs)
    for user, own, other in ((first, "甲校", "乙校"), (second, "乙校", "甲校")):
        user.see(own)
        expect(user.page.get_by_text(other)).to_have_count(0)
    first.pick_movable()
    expect(second.picked).to_have_count(0)
    first.legal.first.click()
    first.see("课表第 2 版")
    second.turn_to("生成")
    second.turn_to("课表")
    expect(second.page.get_by_text("已有更新的版本")).to_have_count(0)
    assert store.plans.load(theirs).plan == plan and store.plans.load(ours).plan != plan


def test_the_second_to_save_is_told_and_overwrites_nothing(
    somebody: Callable[[], Pages], add: Callable[[str], int], store: Store
) -> None:
    school_id = add("同一所学校")
    first, second = somebody(), somebody()
    for user in (first, second):
        user.open(school_id)
        user.pick_movable()
    first.legal.first.click()
    first.see("课表第 2 版")
    saved = store.plans.load(school_id).plan
    second.legal.last.click()
    second.see("您的修改没有保存，也没有覆盖对方的")
    assert store.plans.load(school_id).plan == saved
    second.press("打开最新版")
    second.see("课表第 2 版")
    second.settle()
    second.legal.last.click()
    second.see("课表第 3 版")
    assert [version.number for version in store.plans.history(school_id)] == [3, 2, 1]
