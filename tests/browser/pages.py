"""The app as its user sees it: pages by their names in the navigation, buttons by their words, lessons by their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from playwright.sync_api import Locator, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from scheduler.school import Slot
from tests.conftest import PATIENCE
from tests.running_app import choose_file

expect.set_options(timeout=PATIENCE * 1000)
# Counts how often the app has begun to answer something.
WATCH = """
window.answers = 0
new MutationObserver((changes) => {
    window.answers += changes.filter((change) => change.oldValue === "notRunning").length
}).observe(document, { subtree: true, attributeFilter: ["data-test-script-state"], attributeOldValue: true })
"""
ANSWERED = """before => window.answers > before
    && document.querySelector("[data-testid=stApp]").dataset.testScriptState === "notRunning\""""
GLANCE = 20  # milliseconds
UNSEEN = 1.0  # seconds from the end of an answer after which the browser will not show any more that there was one


class Pages:
    """One browser with the app in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._ended: list[float] = []  # when answers did, by what the server sent
        page.add_init_script(WATCH)
        page.on("websocket", lambda socket: socket.on("framereceived", self._hear))

    def _hear(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished":
            self._ended.append(monotonic())

    def come(self) -> None:
        """Come to the app without any address: to its timetables."""
        self._go("/")

    def open(self, school_id: int, path: str = "") -> None:
        """Come to a school by its address."""
        self._go(f"/{path}?school={school_id}")

    def leave(self) -> None:
        """Leave the app: it forgets what was done and not saved."""
        self.page.goto("about:blank")

    def _go(self, address: str) -> None:
        self.page.goto(address)
        expect(self.page.get_by_test_id("stSidebarNav")).to_be_visible()
        self.settle()

    def turn_to(self, title: str) -> None:
        """Go to a page by the navigation."""
        with self.asking():
            self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()

    def settle(self) -> None:
        """Wait until the page does nothing. Right after a click it may not have begun yet: see `asking`."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask something of a page at rest by what is done within; wait until the page has answered.

        That it is at work is not shown where an answer takes but a moment: then the end that the server tells counts.
        """
        self.settle()
        before, ended = self.page.evaluate("window.answers"), len(self._ended)
        yield
        until = monotonic() + PATIENCE
        while not self.page.evaluate(ANSWERED, before):
            if len(self._ended) > ended and monotonic() - self._ended[-1] > UNSEEN:
                break
            assert monotonic() < until, "no answer"
            self.page.wait_for_timeout(GLANCE)
        self.settle()

    def press(self, name: str) -> None:
        """Press a button of a page that has come to rest; wait for its answer."""
        with self.asking():
            self.page.get_by_role("button", name=name).click()

    def see(self, words: str | re.Pattern[str]) -> Locator:
        """Wait for words and return where they stand."""
        found = self.page.get_by_text(words).first
        expect(found).to_be_visible()
        return found

    def upload(self, file: Path) -> None:
        """Choose a file for the only place for one."""
        with self.asking():
            choose_file(self.page.get_by_test_id("stFileUploaderDropzone"), file)

    def remove(self, file: Path) -> None:
        """Take an uploaded file back."""
        button = self.page.get_by_role("button", name=f"移除 {file.name}")
        with self.asking():
            button.click()
        expect(button).to_have_count(0)

    def take(self, name: str, file: Path) -> Path:
        """Download what a button offers to a file; return that."""
        self.settle()
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=name).click()
        coming.value.save_as(file)
        return file

    def choose_one(self, option: str) -> None:
        """Choose among options that are all seen."""
        self.settle()
        if not self.page.get_by_role("radio", name=option, exact=True).is_checked():
            with self.asking():
                # The first of these words: further down a table may be there by then with a column of that name.
                self.page.get_by_test_id("stMain").get_by_text(option, exact=True).first.click()

    def choose(self, label: str, option: str) -> None:
        """Choose something else from a list that opens."""
        self.settle()
        self.page.get_by_role("combobox", name=label).click()
        with self.asking():
            self.page.get_by_role("option", name=option, exact=True).click()

    def table(self) -> Locator:
        """Return the cells of the tables; they are painted, and told to screen readers."""
        return self.page.get_by_test_id("stDataFrame").locator("td")

    # 学校.

    def cell(self, row: int, column: int) -> Locator:
        """Return a cell of the sheet that is edited, by row and column from 0."""
        return self.page.locator(f'.sheet td[data-at="{row},{column}"]')

    def fill_cell(self, row: int, column: int, text: str) -> None:
        """Type into a cell of the sheet, with its old text gone."""
        with self.asking():
            self.cell(row, column).click()
            self.page.keyboard.type(text)
            self.page.keyboard.press("Enter")

    # A workbook that is mended.

    def raw_cell(self, cell: str) -> Locator:
        """Return a cell of the sheet in sight."""
        return self.page.locator(f'.mend td[data-name="{cell}"]')

    def mend(self, cell: str, text: str) -> None:
        """Type into the cell that the page leads to."""
        expect(self.page.locator(".mend .where")).to_have_text(cell)
        line = self.page.get_by_label("格子的内容")
        line.fill(text)
        with self.asking():
            line.press("Enter")

    # 教师时间.

    def square(self, where: Slot) -> Locator:
        """Return the square of a slot in the week that is painted."""
        return self.page.locator(f'.paint td[data-id="{where.day}-{where.period}"]')

    # 生成.

    def stop_with_a_plan(self) -> None:
        """Stop a solve once it has found a plan."""
        expect(self.page.get_by_test_id("stMetric").filter(has_text="找到的课表")).to_contain_text(re.compile("[1-9]"))
        self.press("停止")

    # 课表.

    @property
    def grid(self) -> Locator:
        """The timetable that is shown."""
        return self.page.get_by_role("grid", name="课表")

    @property
    def lessons(self) -> Locator:
        """What can be picked in it."""
        return self.grid.locator(".item:not(.fixed)")

    @property
    def picked(self) -> Locator:
        """The lesson that is picked."""
        return self.grid.locator(".item.selected")

    @property
    def legal(self) -> Locator:
        """The places to which the picked lesson can go."""
        return self.grid.locator("td.legal")

    def pick(self, number: int = 0) -> None:
        """Pick a lesson by its number in the timetable, from its first row on; see where it can go."""
        with self.asking():
            self.lessons.nth(number).click()
        expect(self.picked).to_have_count(1)
        expect(self.grid.locator("td.legal, td.illegal").first).to_be_visible()

    def pick_movable(self) -> None:
        """Pick the first lesson that can change places with another."""
        expect(self.lessons.first).to_be_visible()
        for number in range(self.lessons.count()):
            self.pick(number)
            if self.legal.locator(".item").count():
                return
            with self.asking():
                self.page.keyboard.press("Escape")
            expect(self.picked).to_have_count(0)
        raise AssertionError("no lesson can change places")
