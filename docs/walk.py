"""Walks from an own 任课表 with mistakes to the printed wall chart with service, as somebody who sees the program for the first
time: `python -m docs.walk TABLE.xlsx` writes docs/walk.md and its pictures. Needs what docs/screenshots.py needs.

Each click, key and wait is counted where it is made; what stands in the page's way to the next one is what a reader would do.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.running_app import LAPTOP, browser, running_app

HERE = Path(__file__).parent
IMAGES = HERE / "img"
PATIENCE = 240_000  # milliseconds
PAINT = 1_200  # milliseconds until tables are painted
SOLVE = "2 分钟"
WIDTH = 900  # pixels of the pictures, which are small
DOTS_PER_INCH = 60
A_CLICK, A_LETTER, A_LOOK = 2.0, 0.4, 8.0  # seconds that a person needs for a click, a letter, to read what is new


@dataclass
class Walk:
    """What was done: a line for each thing, with the picture after some of them; how often a person clicked, typed, looked."""

    page: Page
    lines: list[str] = field(default_factory=list)
    clicks: int = 0
    letters: int = 0
    looks: int = 0
    waited: float = 0.0

    @contextmanager
    def step(self, words: str, picture: str = "") -> Iterator[None]:
        """Do a thing that is told in a line."""
        yield
        self.looks += 1
        self.settle()
        self.lines.append(f"{len(self.numbered) + 1}. {words}")
        if picture:
            self.page.mouse.move(LAPTOP["width"] - 1, LAPTOP["height"] - 1)
            self.page.wait_for_timeout(PAINT)
            file = IMAGES / f"walk-{picture}.png"
            self.page.screenshot(path=file)
            _shrink(file)
            self.lines.append(f"\n   ![{words}](img/walk-{picture}.png)\n")

    @property
    def numbered(self) -> list[str]:
        """The lines of things done."""
        return [line for line in self.lines if line[:1].isdigit()]

    def click(self, target: Locator) -> None:
        """Click once."""
        self.clicks += 1
        target.click()

    def type(self, text: str) -> None:
        """Type into the cell that the page leads to, and press Enter."""
        self.letters += len(text) + 1
        line = self.page.get_by_label("格子的内容")
        line.fill(text)
        line.press("Enter")

    def at(self, cell: str) -> None:
        """Wait until the page leads to a cell."""
        expect(self.page.locator(".mend .where")).to_have_text(cell)

    def wait(self, words: str) -> None:
        """Wait for words; the time counts as it is."""
        before = monotonic()
        self.page.get_by_text(words).first.wait_for()
        self.waited += monotonic() - before

    def settle(self) -> None:
        """Wait until the page does nothing."""
        self.page.wait_for_timeout(PAINT)
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

    @property
    def seconds(self) -> float:
        """How long a person takes for it."""
        return self.clicks * A_CLICK + self.letters * A_LETTER + self.looks * A_LOOK + self.waited


def main() -> None:
    """Walk and write what was done."""
    table = Path(sys.argv[1])
    expect.set_options(timeout=PATIENCE)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        running_app(f"sqlite:///{Path(folder) / 'paike.db'}") as address,
        browser() as chromium,
    ):
        page = chromium.new_page(viewport=LAPTOP, locale="zh-CN")
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        walk = Walk(page)
        _mend(walk, table)
        _fill(walk)
        _solve(walk)
        _print(walk, Path(folder))
    _write(walk, table)


def _button(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("button", name=name).first


def _mend(walk: Walk, table: Path) -> None:
    page = walk.page
    with walk.step("打开软件，是一所样例学校排好的一周；点左边的“开始”"):
        page.locator(".grid .item").first.wait_for()
        walk.click(page.get_by_test_id("stSidebarNav").get_by_role("link", name="开始"))
    with walk.step(f"上传自己的任课表 `{table.name}`：有错的格子标成红色，第一处已经选中", "mistakes"):
        walk.clicks += 2  # the button, the file
        page.locator("input[type=file]").set_input_files(table)
        walk.wait("全部改好才能打开")
    mends = (
        ("C3", "赵雅婷 8", "课时写成了 4+x，改成 8 节"),
        ("I12", "鲁秀英", "合班写了不存在的三(9)班，改成任课教师"),
        ("J15", "昌静", "写了没有登记的画室，去掉"),
    )
    for cell, text, why in mends:
        with walk.step(f"{cell}：{why}。打字，回车，自动跳到下一处"):
            walk.at(cell)
            walk.type(text)
    with walk.step("H2“体肓”是什么学科？选“体育”", "question"):
        walk.at("H2")
        walk.click(_answer(page, "体育（就是这门学科）"))
    with walk.step("C17“孔皓”和“孔浩”是同一位吗？选“同一位”"):
        walk.at("C17")
        walk.click(_answer(page, "孔浩（同一位）"))
    with walk.step("都改好了，可以打开；还有两处提醒：一(4)班没有体育课，点那一格补上教师", "mended"):
        walk.wait("可以打开了")
        walk.click(page.locator('.mend td[data-name="H6"]'))
        walk.type("章建国")
    with walk.step("四(4)班科学的教师还写着“?”，补上"):
        walk.click(page.locator('.mend td[data-name="G18"]'))
        walk.type("水敏")
    with walk.step("校名已经从表头认出来了，点“打开这所学校”"):
        walk.wait("没有问题")
        walk.click(_button(page, "打开这所学校"))


def _answer(page: Page, words: str) -> Locator:
    return page.get_by_test_id("stRadio").get_by_text(words, exact=True)


def _fill(walk: Walk) -> None:
    page = walk.page
    with walk.step("到了“准备清单”：任课已经有了，课后服务等还空着", "guide"):
        walk.wait("课表已经能排")
    with walk.step("点“空着的都填入本学段常用安排”：填了什么都标着“没有核对”", "filled"):
        walk.click(_button(page, "空着的都填入本学段常用安排"))
        walk.wait("该有的都有了")
    with walk.step("看一眼“作息”是按什么排的，对就点“核对过了，就这样”", "checked"):
        walk.click(_button(page, "看填了什么"))
        walk.click(page.get_by_role("button", name="核对过了，就这样"))
    with walk.step("点“下一步：生成”"):
        walk.click(_button(page, "下一步：生成"))


def _solve(walk: Walk) -> None:
    page = walk.page
    with walk.step(f"排整周，最多 {SOLVE}，点“开始排课”", "solving"):
        walk.click(_button(page, "开始排课"))
        walk.wait("正在排整周")
        page.wait_for_timeout(45_000)
        walk.waited += 45
    with walk.step("等它排完：整周都合规", "solved"):
        walk.wait("排好了")


def _print(walk: Walk, folder: Path) -> None:
    page = walk.page
    with walk.step("顺着“下一步”点“打印、发给老师”", "export"):
        walk.click(page.get_by_test_id("stMain").get_by_role("link", name="打印、发给老师"))
        walk.wait("导出")
    file = folder / "wall.pdf"
    with walk.step("下载班级课表 PDF：一班一页，课后服务在里面，打印了贴墙上"), page.expect_download() as coming:
        walk.click(page.get_by_role("button", name="班级课表.pdf"))
    coming.value.save_as(file)
    picture = IMAGES / "walk-wall"
    subprocess.run(
        ["pdftoppm", "-f", "1", "-l", "1", "-r", str(DOTS_PER_INCH), "-png", "-singlefile", file, picture], check=True
    )
    walk.lines.append("\n   ![墙上的课表](img/walk-wall.png)\n")


def _shrink(path: Path) -> None:
    """Make a picture small: fewer pixels and colours."""
    with Image.open(path) as picture:
        height = round(picture.height * WIDTH / picture.width)
        small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS).quantize(192)
    small.save(path, optimize=True)


def _write(walk: Walk, table: Path) -> None:
    minutes = walk.seconds / 60
    head = [
        "# 从一张有错的任课表到墙上的课表",
        "",
        f"由 `python -m docs.walk {table.name}` 走一遍写成：第一次用、不看手册。一共 {walk.clicks} 次点击，"
        f"打 {walk.letters} 个字符，等程序 {walk.waited:.0f} 秒；按每次点击 {A_CLICK:.0f} 秒、每个字符 {A_LETTER} 秒、"
        f"每一步看 {A_LOOK:.0f} 秒算，{minutes:.0f} 分钟。",
        "",
    ]
    (HERE / "walk.md").write_text("\n".join([*head, *walk.lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
