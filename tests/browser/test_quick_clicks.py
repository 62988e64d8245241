"""Clicks that come while the page still answers the last one: each is kept, or not done and told."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from scheduler.school import MarkLevel, MarkOwner
from scheduler.store import Store
from tests.browser.pages import Pages
from tests.schools import make_school, slot


def test_each_stroke_is_kept(user: Pages, store: Store) -> None:
    school_id = store.schools.add(make_school())
    user.open(school_id, "times")
    expect(user.square(slot(1, 1))).to_be_visible()
    wanted = [slot(day, number) for number in (1, 2) for day in (1, 2, 3)]
    for where in wanted:
        user.square(where).click()
    expect(user.page.locator(".paint td.forbidden")).to_have_count(len(wanted))
    user.press("保存")
    user.see("学校第 2 版")
    school = store.schools.load(school_id)[1]
    assert all(school.marked(MarkOwner.TEACHER, "王芳", where, MarkLevel.FORBIDDEN) for where in wanted)


def test_two_moves_of_one_plan_are_not_both_made(user: Pages, add: Callable[[str], int], store: Store) -> None:
    school_id = add("点得快的学校")
    user.open(school_id)
    user.pick_movable()
    user.page.get_by_role("button", name="⇄").first.dblclick()
    user.see("课表第 2 版")
    user.settle()
    expect(user.page.get_by_text("您的修改没有保存")).to_have_count(0)
    report = store.plans.history(school_id)
    assert report[0].compliant and len(report) <= 3
    user.press("撤销")
    user.see(f"课表第 {len(report) + 1} 版")
