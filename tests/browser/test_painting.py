"""教师时间 is painted with the mouse and the keyboard, 学校 is edited in its grid."""

from __future__ import annotations

from playwright.sync_api import expect

from scheduler.school import MarkLevel, MarkOwner, School
from scheduler.store import Store
from tests.browser.pages import Pages
from tests.schools import make_school, slot


def opened(user: Pages, store: Store, path: str) -> int:
    school_id = store.schools.add(make_school())
    user.open(school_id, path)
    return school_id


def marked(school: School, day: int, number: int) -> MarkLevel | None:
    levels = [level for level in MarkLevel if school.marked(MarkOwner.TEACHER, "王芳", slot(day, number), level)]
    return levels[0] if levels else None


def test_a_week_is_painted_by_dragging_and_by_keys(user: Pages, store: Store) -> None:
    school_id = opened(user, store, "times")
    user.square(slot(1, 1)).hover()
    user.page.mouse.down()
    user.square(slot(2, 2)).hover()
    with user.asking():
        user.page.mouse.up()
    user.see("未保存：王芳")
    user.square(slot(3, 1)).focus()
    for key in ("ArrowRight", "2"):
        user.page.keyboard.press(key)
    with user.asking():
        user.page.keyboard.press("Enter")
    expect(user.square(slot(4, 1))).to_contain_text("避")
    user.press("保存")
    user.see("学校第 2 版")
    school = store.schools.load(school_id)[1]
    assert {(day, number) for day in range(1, 6) for number in range(1, 7) if marked(school, day, number)} == {
        *((day, number) for day in (1, 2) for number in (1, 2)),
        (4, 1),
    }
    assert marked(school, 2, 2) is MarkLevel.FORBIDDEN and marked(school, 4, 1) is MarkLevel.AVOIDED


def test_a_grid_of_the_school_is_edited_and_told_what_is_wrong(user: Pages, store: Store) -> None:
    school_id = opened(user, store, "school")
    user.choose_one("班级")
    expect(user.cell(0, 0)).to_have_text("七(1)班")
    user.fill_cell(0, 1, "8")
    user.see("未保存：班级")
    expect(user.table().filter(has_text="不一致").first).to_be_attached()
    user.press("放弃改动")
    expect(user.page.get_by_text("未保存")).to_have_count(0)
    assert store.schools.load(school_id)[0].number == 1
