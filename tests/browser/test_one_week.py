"""From a workbook to an exported week, as one person goes through it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from sample_data.fault import Book
from sample_data.faults import unknown_teacher
from scheduler.plan import Plan
from scheduler.school import School, Slot
from scheduler.store import Store
from scheduler.workbook import write_school
from scheduler.workbook.plan.reader import read_plan
from tests.browser.pages import Pages
from tests.service_schools import FEW_KINDS, service_school

Lesson = tuple[str, Slot]


def test_from_a_faulty_workbook_to_the_exported_week(
    somebody: Callable[[], Pages], store: Store, tmp_path: Path
) -> None:
    user = somebody()
    school = opened_after_a_mistake(user, store, tmp_path)
    school_id = store.schools.entries()[0].id
    solved_until_stopped_in_another_window(user, somebody(), store, school_id)
    before = lessons(store.plans.load(school_id).plan)
    swapped_and_locked(user)
    swapped = lessons(store.plans.load(school_id).plan)
    locked = {(lock.course, lock.slot) for lock in store.schools.load(school_id)[1].locks[len(school.locks) :]}
    assert locked and locked <= swapped - before

    broken = exported(user, tmp_path)
    erase(broken, school, next(each for each in swapped - locked if alone(school, each[0])))
    repaired(user, broken)

    file = exported(user, tmp_path)
    found = lessons(read(file, school))
    assert len(found) == len(swapped) and locked <= found
    course, slot = next(iter(locked))
    assert school.course[course].teachers[0] in cell_of(file, school, school.course[course].classes[0], slot)


def opened_after_a_mistake(user: Pages, store: Store, folder: Path) -> School:
    """Upload a workbook with a mistake, be led to its cell, type what is right and open the school."""
    school, good, faulty = service_school(rule_settings=FEW_KINDS), folder / "good.xlsx", folder / "faulty.xlsx"
    write_school(school, good)
    workbook = load_workbook(good)
    place = unknown_teacher(Book(workbook, school))
    workbook.save(faulty)
    right = str(load_workbook(good)[place.sheet][place.cell].value)
    user.come()
    expect(user.lessons.first).to_be_visible()  # the first look is a finished week
    user.turn_to("开始")
    user.upload(faulty)
    user.see("还有 1 处要改正，全部改好才能打开")
    expect(user.table().filter(has_text=f"任课 {place.cell}").first).to_be_attached()
    expect(user.raw_cell(place.cell)).to_have_class(re.compile("error"))
    assert user.page.get_by_role("button", name="打开这所学校").count() == 0
    user.mend(place.cell, right)
    user.choose_one("作为一所新学校")
    user.press("打开这所学校")
    user.see("准备清单")
    user.see("还没有课表")
    assert not store.drafts.entries()
    return store.schools.load(store.schools.entries()[0].id)[1]


def solved_until_stopped_in_another_window(user: Pages, other: Pages, store: Store, school_id: int) -> None:
    """Have a week sought. The search goes on without the page that started it: after a reload and elsewhere it is found again."""
    user.turn_to("生成")
    user.choose("最多排多久", "60 分钟")
    user.press("开始排课")
    user.see("正在排整周")
    run = store.runs.latest(school_id)
    user.page.reload()
    user.see("正在排整周")
    other.open(school_id, "solve")
    other.stop_with_a_plan()
    user.see("排好了，扣分")
    assert run is not None and store.runs.latest(school_id) == store.runs.get(run.id)


def swapped_and_locked(user: Pages) -> None:
    """Have the first lesson that can change places do so by two clicks, and lock it there."""
    user.turn_to("课表")
    user.pick_movable()
    user.legal.locator(".item").first.click()
    user.see("课表第 2 版")
    user.press("锁定")
    expect(user.grid.locator(".item.locked.selected")).to_have_count(1)
    user.settle()


def repaired(user: Pages, file: Path) -> None:
    """Have a plan that breaks rules checked and repaired."""
    user.turn_to("检查")
    user.upload(file)
    user.see(re.compile("违规 [1-9]"))
    user.choose("最多修多久", "10 分钟")
    user.press("存为新版本并修复")
    user.press("接受，存为新版本")
    user.see("合规，扣分")


def exported(user: Pages, folder: Path) -> Path:
    """Take the plan's workbook home."""
    user.turn_to("导出")
    return user.take("课表.xlsx", folder / "课表.xlsx")


def alone(school: School, course_id: str) -> bool:
    """Tell whether the lessons of a course are in cells of their own."""
    course = school.course[course_id]
    return len(course.classes) == 1 and not course.together and not course.pair


def read(file: Path, school: School) -> Plan:
    plan = read_plan(file, school).plan
    assert plan is not None
    return plan


def lessons(plan: Plan) -> set[Lesson]:
    return {(placement.course, placement.slot) for placement in plan.placements}


def erase(file: Path, school: School, lesson: Lesson) -> None:
    """Empty the cell of a lesson, as one does in Excel."""
    sheet, cell = read_plan(file, school).cells[school.course[lesson[0]].classes[0], lesson[1]]
    book = load_workbook(file)
    book[sheet][cell] = None
    book.save(file)


def cell_of(file: Path, school: School, class_id: str, slot: Slot) -> str:
    sheet, cell = read_plan(file, school).cells[class_id, slot]
    return str(load_workbook(file)[sheet][cell].value)
