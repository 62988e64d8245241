"""`python -m benchmarks.pages`: how long each page takes to answer a click, in Chromium; writes benchmarks/pages.md.

An answer is over when the app has done all that the click asked for and the browser has painted it. The baseline is a page with
nothing but a button that waits for 50 ms: the browser does not tell of shorter answers. Needs Debian's chromium.
"""

from __future__ import annotations

import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Locator, Page, expect

from constraints.audit import Report, audit
from sample_data import sample_path
from sample_data.generator import make_school
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.export.workbook import write_plan_workbook
from scheduler.store import Store
from scheduler.store.database import open_database
from scheduler.workbook import read_school
from scheduler.workbook.plan.reader import read_plan
from scheduler.workbook.school.writer import write_school
from tests.running_app import LAPTOP, browser, choose_file, running_app

RESULTS = Path(__file__).with_name("pages.md")
ROUNDS = 5
SOLVE_SECONDS = 60
PATIENCE = 60_000  # milliseconds
READING = 300  # milliseconds from an answer to the next click; the browser clears up meanwhile
NOTHING_PICKED = ".grid:not(:has(td.legal, td.illegal, .selected)) .item:not(.fixed)"
# Notes when something was done to the page, and until when the app was at it.
WATCH = """() => {
    const app = document.querySelector("[data-testid=stApp]")
    const painted = () => { window.answer.done = performance.now() }
    window.answer = {}
    for (const kind of ["pointerdown", "keydown", "change"]) {
        window.addEventListener(kind, () => { window.answer = { asked: performance.now() } }, true)
    }
    new MutationObserver((changes) => {
        if (changes.some((change) => change.oldValue === "notRunning")) window.answer.busy = true
        if (app.dataset.testScriptState !== "notRunning") delete window.answer.done
        else if (window.answer.busy) requestAnimationFrame(() => requestAnimationFrame(painted))
    }).observe(app, { attributes: true, attributeFilter: ["data-test-script-state"], attributeOldValue: true })
}"""
# Over, or so quick that the browser never said that the app was at it.
OVER = """() => document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning"
    && (window.answer.done || !window.answer.busy && performance.now() - window.answer.asked > 5000)"""
WHOSE = {"教师": "one teacher", "全体教师": "all teachers"}
ROW = 35  # pixels
SECONDS = "() => window.answer.done ? (window.answer.done - window.answer.asked) / 1000 : null"


class Step(NamedTuple):
    """Something to do, a click on `place` where nothing else is said, counted as `what`; not counted where that is empty."""

    place: Locator
    what: str = ""
    do: Callable[[Locator], None] = Locator.click


def main() -> None:
    """Measure and write the page of results."""
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, browser() as chromium:
        nothing = empty_page(chromium, Path(folder))
        small = school_of_36(chromium, Path(folder))
        large = school_of_120(chromium, Path(folder))
    text = page_of(nothing, small, large)
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


def empty_page(chromium: Browser, folder: Path) -> float:
    """Return the seconds that a page with nothing but a button and a wait of 50 ms takes."""
    app = folder / "empty.py"
    app.write_text("import time\n\nimport streamlit as st\n\nst.button('x')\ntime.sleep(0.05)\n", encoding="utf-8")
    with running_app("sqlite://", app) as address:
        page = opened(chromium, address)
        told = [seconds(page, Step(page.get_by_role("button", name="x"))) for _ in range(ROUNDS)]
        return statistics.median(spent for spent in told if spent is not None)


def school_of_36(chromium: Browser, folder: Path) -> dict[str, float]:
    """Measure the sample school."""
    school = read_school(sample_path("primary-36.xlsx")).school
    assert school is not None
    plan = read_plan(sample_path("primary-36.xlsx").with_suffix(".plan.json"), school).plan
    assert plan is not None
    return measured(chromium, folder / "36.db", audit(school, plan))


def school_of_120(chromium: Browser, folder: Path) -> dict[str, float]:
    """Measure a school of 120 classes."""
    found = solve(make_school("primary", 120), StoppingCriterion(SOLVE_SECONDS))
    assert found.report is not None
    return measured(chromium, folder / "120.db", found.report)


def measured(chromium: Browser, file: Path, report: Report) -> dict[str, float]:
    """Return the median seconds of each kind of click on each page."""
    store = Store("", open_database(f"sqlite:///{file}"))
    school_id = store.schools.add(report.school)
    store.plans.save(school_id, report, school_number=1, based_on=0)
    taken: dict[str, list[float]] = {}
    with running_app(store.url) as address:
        page = opened(chromium, f"{address}/?school={school_id}")
        school, plan = file.with_name("school.xlsx"), file.with_name("plan.xlsx")
        write_school(report.school, school)
        write_plan_workbook(report, plan)
        for step in steps(page, school, plan):
            spent = seconds(page, step)
            if step.what and spent is not None:
                taken.setdefault(step.what, []).append(spent)
                print(f"{step.what}: {spent:.2f}", flush=True)
        taken["导出 · all files"] = [all_files(page)]
    return {what: statistics.median(times) for what, times in taken.items()}


def all_files(page: Page) -> float:
    """Return the seconds until everything that is handed out of a plan is there, in one archive."""
    turn_to(page, "导出").place.click()
    button = page.get_by_test_id("stDownloadButton").get_by_role("button", name="全部文件")
    button.wait_for()
    began = time.monotonic()
    with page.expect_download(timeout=10 * PATIENCE) as downloaded:
        button.click()
    downloaded.value.path()
    return time.monotonic() - began


def steps(page: Page, school: Path, plan: Path) -> Iterator[Step]:
    """Go through the app as somebody does; `plan` and `school` are workbooks."""
    for title, doing, places in (
        ("学校", "another sheet", ["班级", "教师", "场地", "任课", "课程计划"]),
        ("教师时间", "somebody else's times", ["班级", "教师", "场地", "全体教师", "教师"]),
        ("规则", "another part", ["课程", "课表", "教师", "课后服务", "弹性上下班"]),
        ("课表", "another view", ["教师", "场地", "年级", "全校", "班级"]),
        ("课后服务", "another view", ["社团", "巡查值守", "弹性上下班", "台账", "班组"]),
        ("公平与统计", "another view", ["课后服务", "弹性上下班", "课时核对", "场地", "周课时"]),
        ("导出", "another paper", ["全部 A4", "全部 A3", "各用合适的纸", "全部 A4", "全部 A3"]),
    ):
        yield turn_to(page, title, f"{title} · come to the page")
        for name in places:
            yield Step(choice(page, name), f"{title} · {doing}")
    for title in ("课表", "课后服务"):
        yield turn_to(page, title)
        for number in range(ROUNDS):
            yield Step(page.locator(NOTHING_PICKED).nth(3 * number), f"{title} · pick")
            yield Step(page.locator(".grid .item.selected").first)
    yield turn_to(page, "课表")
    exchange = page.locator("[data-testid=stButton] button", has_text="⇄").first
    number = 0
    while not exchange.is_visible():  # not every lesson can change places with another
        if number:
            yield Step(page.locator(".grid .item.selected").first)
        number += 1
        yield Step(page.locator(NOTHING_PICKED).nth(number))
    for _ in range(ROUNDS):
        yield Step(exchange, "课表 · change places")
    for _ in range(ROUNDS):
        yield Step(page.get_by_role("button", name="撤销"), "课表 · undo")
    yield from painting(page)
    yield from editing(page)
    yield from choosing_in_tables(page)
    for number in range(ROUNDS):
        yield turn_to(page, "生成", "生成 · come to the page")
        yield turn_to(page, "准备清单", "准备清单 · come to the page")
        for title, what, workbook in (("开始", "upload a school", school), ("检查", "upload a plan", plan)):
            copy = workbook.with_stem(f"{workbook.stem}-{number}")  # what was read once is remembered
            shutil.copy(workbook, copy)
            yield turn_to(page, title, f"{title} · come to the page")
            uploader = page.get_by_test_id("stMain").get_by_test_id("stFileUploaderDropzone")
            yield Step(uploader, f"{title} · {what}", partial(choose_file, file=copy))
            away = "先放着" if title == "开始" else f"移除 {copy.name}"
            yield Step(page.get_by_role("button", name=away))


def painting(page: Page) -> Iterator[Step]:
    """Paint squares of one teacher, then of all, as far as counting has something to say each time; save nothing."""
    yield turn_to(page, "教师时间")
    for name in ("教师", "全体教师"):
        chosen = choice(page, name)
        if chosen.get_attribute("aria-checked") != "true":
            yield Step(chosen)
        for number in range(ROUNDS):
            yield Step(page.locator(".paint td.square").nth(6 * number), f"教师时间 · paint, {WHOSE[name]}")
        yield Step(page.get_by_role("button", name="放弃改动"))


def editing(page: Page) -> Iterator[Step]:
    """Change the pupils of classes."""
    yield turn_to(page, "学校")
    yield Step(choice(page, "班级"))
    for number in range(ROUNDS):
        cell = page.locator(f'.sheet td[data-at="{number},2"]')
        yield Step(cell, "学校 · edit a cell", partial(edit, text=str(30 + number)))
    yield Step(page.get_by_role("button", name="放弃改动"))


def edit(cell: Locator, text: str) -> None:
    """Type another text into a cell."""
    cell.click()
    cell.page.keyboard.type(text)
    cell.page.keyboard.press("Enter")


def choosing_in_tables(page: Page) -> Iterator[Step]:
    """Choose rows of the tables of rules and of what was found."""
    yield turn_to(page, "规则")
    for number in range(1, ROUNDS + 1):
        yield Step(page.locator(".rules tbody tr .name").nth(number), "规则 · choose a rule")
    yield turn_to(page, "检查")
    for number in range(1, ROUNDS + 1):
        table = page.locator("[data-testid=stDataFrame]:visible").first
        yield Step(table, "检查 · choose a row", partial(row_of, row=number))


def row_of(table: Locator, row: int) -> None:
    """Choose a row of a table."""
    table.click(position={"x": 60, "y": ROW * row + ROW / 2})


def turn_to(page: Page, title: str, what: str = "") -> Step:
    return Step(page.get_by_test_id("stSidebarNav").get_by_role("link", name=title), what)


def choice(page: Page, name: str) -> Locator:
    """Return one of the options that are all seen."""
    return page.get_by_test_id("stMain").locator("[role=radio], [role=checkbox]", has_text=name).first


def opened(chromium: Browser, address: str) -> Page:
    """Return a page that has come to rest and is watched."""
    page = chromium.new_page(viewport=LAPTOP, locale="zh-CN")
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.get_by_test_id("stMain").get_by_role("button").first.wait_for()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.evaluate(WATCH)
    return page


def seconds(page: Page, step: Step) -> float | None:
    """Do something and return the seconds until the answer is there; None where it was there at once."""
    page.wait_for_timeout(READING)
    step.do(step.place)
    page.wait_for_function(OVER)
    told: float | None = page.evaluate(SECONDS)
    return told


def page_of(nothing: float, small: dict[str, float], large: dict[str, float]) -> str:
    """Return the page of results."""
    rows = [
        [what, f"{spent:.2f}", f"{spent / nothing:.0f}", f"{large[what]:.2f}", f"{large[what] / nothing:.0f}"]
        for what, spent in small.items()
    ]
    headings = ["page · what is clicked", "36 classes, s", "ratio", "120 classes, s", "ratio"]
    table = [headings, ["---"] * len(headings), *rows]
    return "\n".join(
        [
            "# Pages",
            "",
            f"Written by `python -m benchmarks.pages`. Seconds from a click to the end of the answer in Chromium, median of {ROUNDS}; "
            f"`ratio` is to a page with nothing but a button and a wait of 50 ms, {nothing:.2f} s. Python {platform.python_version()}, "
            f"{platform.machine()}.",
            "",
            *("| " + " | ".join(cells) + " |" for cells in table),
            "",
        ]
    )


if __name__ == "__main__":
    main()
