"""Makes the pictures of the pages and of a printed one: `python -m docs.screenshots [PICTURE …]`. Needs Debian's chromium,
poppler-utils and fonts-noto-cjk.

All show the sample school with its finished week, which the app opens at first.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from constraints.audit import audit
from sample_data import sample_path
from scheduler.export.charts import Chart, chart_pdf
from scheduler.ui.samples import FIRST
from scheduler.workbook import read_school
from scheduler.workbook.plan.reader import read_plan
from tests.running_app import LAPTOP, browser, running_app

IMAGES = Path(__file__).parent / "img"
PAGES = {
    "start": "开始",
    "school": "学校",
    "times": "教师时间",
    "rules": "规则",
    "timetable": "课表",
    "service": "课后服务",
    "clubs": "选课",
    "check": "检查",
    "fairness": "公平与统计",
    "export": "导出",
    "day": "今日",
    "solve": "生成",  # the last, for it opens another school
}
PRINTED, CLASS = "class-timetable", "五(2)班"
DOTS_PER_INCH = 110
CROP = (45, 75, 823, 1120)  # left, top, width and height in dots: the page without its header and footer
PATIENCE = 180_000  # milliseconds
PAINT = 1_500  # milliseconds until charts and tables are painted
WISHES = f"{FIRST}-志愿.xlsx"
LESSON = 16  # of the first class: one that can go to many places
AWAY = "夏春晖"
SOLVE = 40_000  # milliseconds of a solve before it is looked at


def main() -> None:
    """Write docs/img/PICTURE.png of those that are named, of all where none is."""
    names = sys.argv[1:] or [PRINTED, *PAGES]
    if PRINTED in names:
        _print()
    pages = [name for name in PAGES if name in names]
    if pages:
        _take_all(pages)


def _print() -> None:
    """Write the picture of a class's page on paper."""
    workbook = sample_path(f"{FIRST}.xlsx")
    school = read_school(workbook).school
    assert school is not None
    plan = read_plan(workbook.with_suffix(".plan.json"), school).plan
    assert plan is not None
    printed = chart_pdf(audit(school, plan), Chart.CLASSES)
    page = [each.id for each in school.classes].index(CLASS) + 1
    left, top, width, height = CROP
    crop = ["-x", left, "-y", top, "-W", width, "-H", height]
    shown = ["-f", page, "-l", page, "-r", DOTS_PER_INCH, *crop, "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *map(str, shown), "-", IMAGES / PRINTED], input=printed, check=True)


def _take_all(names: list[str]) -> None:
    expect.set_options(timeout=PATIENCE)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        running_app(f"sqlite:///{Path(folder) / 'paike.db'}") as address,
        browser() as chromium,
    ):
        page = chromium.new_page(viewport=LAPTOP, locale="zh-CN")
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.get_by_test_id("stToast").get_by_role("button").click()  # the hint of the first look
        for name in names:
            _take(page, name)


def _take(page: Page, name: str) -> None:
    """Write the picture of one page."""
    if name == "day":  # a term with its holidays
        _turn_to(page, "校历")
        page.get_by_role("button", name="填入法定节假日").click()
        page.get_by_text("国庆节").first.wait_for(state="attached")
        page.get_by_role("button", name="保存校历").click()
        _settle(page)
    if name == "solve":  # one without a plan, so that there is something to be found
        _turn_to(page, "开始")
        page.get_by_role("button", name="初中，36 班").click()
        expect(page.get_by_text("还没有课表")).to_be_visible()
    _turn_to(page, PAGES[name])
    if name == "timetable":
        page.locator(".grid .item:not(.fixed)").nth(LESSON).click()
        expect(page.locator(".grid td.legal").first).to_be_visible()
        _settle(page)
    if name == "clubs":
        _allocate(page)
    if name == "day":
        _be_away(page)
    if name == "solve":
        page.get_by_role("button", name="开始排课").click()
        page.wait_for_timeout(SOLVE)
    page.mouse.move(LAPTOP["width"] - 1, LAPTOP["height"] - 1)
    page.wait_for_timeout(PAINT)
    page.screenshot(path=IMAGES / f"{name}.png")
    if name == "day":
        _screen(page)
    if name == "solve":
        page.get_by_role("button", name="停止").click()
        expect(page.get_by_role("button", name="开始排课")).to_be_visible()


def _allocate(page: Page) -> None:
    """Give the sample's pupils their clubs."""
    page.locator("input[type=file]").set_input_files(sample_path(WISHES))
    page.get_by_role("button", name="分配", exact=True).click()
    expect(page.get_by_text("已证明没有更好的分配")).to_be_visible()
    _settle(page)


def _be_away(page: Page) -> None:
    """Let a teacher be away on the first day of the term, or today."""
    page.get_by_role("combobox", name="谁不在").fill(AWAY)
    page.get_by_role("option", name=AWAY).click()
    page.get_by_label("备注").click()  # closes the list
    page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    expect(page.get_by_text("已证明不能再少")).to_be_visible()
    _settle(page)


def _screen(page: Page) -> None:
    """Write the picture of the screen in the staff room, once what is proposed is adopted, and come back."""
    page.get_by_role("button", name="采用", exact=True).click()
    expect(page.get_by_text("没有缺人的课和值班")).to_be_visible()
    page.get_by_role("button", name="大屏").click()
    expect(page.locator(".staffroom")).to_be_visible()
    _settle(page)
    page.wait_for_timeout(PAINT)
    page.screenshot(path=IMAGES / "screen.png")
    page.get_by_role("button", name="退出大屏").click()
    _settle(page)


def _turn_to(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    _settle(page)


def _settle(page: Page) -> None:
    """Wait until the page has answered."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


if __name__ == "__main__":
    main()
