"""学校: sheets are edited as in Excel; what only a browser shows of it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from scheduler.store import Store
from tests.browser.pages import Pages
from tests.schools import make_school


def put_on_clipboard(user: Pages, text: str) -> None:
    """Paste a text as if it had been copied in Excel."""
    user.page.evaluate(
        """text => {
            let at = document.activeElement
            while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
            const data = new DataTransfer()
            data.setData("text/plain", text)
            at.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
        }""",
        text,
    )


def show(user: Pages, school_id: int, sheet: str) -> None:
    user.open(school_id, "school")
    user.choose_one(sheet)
    expect(user.cell(0, 0)).to_be_visible()


def test_typing_replaces_the_teacher_and_a_separator_adds_one(user: Pages, store: Store) -> None:
    school_id = store.schools.add(make_school())
    show(user, school_id, "任课")
    cell = user.cell(0, 1)
    expect(cell).to_have_text("王芳 5")
    user.fill_cell(0, 1, "李强 5")
    expect(cell).to_have_text("李强 5")
    with user.asking():
        cell.click()
        user.page.keyboard.press("F2")
        user.page.keyboard.press("Home")
        user.page.keyboard.type("王芳、")
        user.page.keyboard.press("Tab")
    expect(cell).to_have_text("王芳、李强 5")
    assert cell.evaluate("each => each.scrollWidth <= each.clientWidth && each.scrollHeight <= each.clientHeight")
    with user.asking():
        user.page.keyboard.press("Control+z")
    expect(cell).to_have_text("李强 5")
    user.press("保存")
    user.see("学校第 2 版")
    school = store.schools.load(school_id)[1]
    assert {c.teachers for c in school.class_courses["七(1)班"] if c.subject == "语文"} == {("李强",)}


def test_a_pasted_block_is_taken_whole_and_what_is_wrong_is_marked(user: Pages, store: Store) -> None:
    show(user, store.schools.add(make_school()), "作息")
    kind = user.cell(0, 2)
    before = kind.inner_text()
    with user.asking():
        kind.click()
        put_on_clipboard(user, "08:10\t08:15\n")
    expect(kind).to_have_text("08:10")
    expect(user.cell(0, 3)).to_have_text("08:15")
    expect(kind).to_have_class(re.compile("wrong"))
    expect(user.table().filter(has_text="08:10")).not_to_have_count(0)
    expect(user.page.get_by_role("button", name="保存")).to_be_disabled()
    with user.asking():
        user.page.keyboard.press("Control+z")
    expect(kind).to_have_text(before)


def test_what_is_pasted_beyond_the_sheet_is_told(user: Pages, store: Store) -> None:
    show(user, store.schools.add(make_school()), "任课")
    last = user.page.locator(".sheet thead th").count() - 2
    with user.asking():
        user.cell(0, last).click()
        put_on_clipboard(user, "王芳 1\t李强 2\t孙悦 3")
    user.see("最右边 2 列没有放进来")
    expect(user.cell(0, last)).to_have_text("王芳 1")
