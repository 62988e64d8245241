"""The pages in a narrow window: zoomed to 150 % on a laptop, and on a phone. Nothing is cut off that cannot be scrolled to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browser.pages import Pages
from tests.running_app import LAPTOP

ZOOMED, PHONE = {"width": 911, "height": 413}, {"width": 390, "height": 844}  # 1366 × 620 at 150 %
PAGES = ("", "start", "school", "times", "rules", "service", "check", "fairness", "export", "solve", "clubs")
CUT = """() => {
    const found = [], scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX)
    const within = (e) => { for (let p = e; p; p = p.parentElement ?? p.getRootNode().host) if (scrolls(p)) return p }
    const walk = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.shadowRoot) walk(e.shadowRoot)
            const box = e.getBoundingClientRect()
            if (!box.width || !box.height || e.closest("[data-testid=stSidebar], canvas, svg")) continue
            const frame = within(e), edge = frame?.closest?.("[data-testid=stMain]") === frame ? innerWidth : Infinity
            if (box.right > edge + 1) found.push(`beyond: ${e.tagName} ${e.className} ${e.innerText ?? ""}`)
            const label = e.matches("button p, button, .item, .item b, .item span, h1, h2, h3, td small")
            const style = getComputedStyle(e)
            if (label && style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 4)
                found.push(`cut: ${e.tagName} ${e.innerText}`)
        }
    }
    walk(document.querySelector("[data-testid=stMain]"))
    return found.map((each) => each.slice(0, 120))
}"""


@pytest.fixture
def narrow(user: Pages) -> Iterator[Callable[[dict[str, int]], Pages]]:
    """Give somebody's window another size for one test."""

    def sized(size: dict[str, int]) -> Pages:
        user.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        return user

    yield sized
    user.page.set_viewport_size({"width": LAPTOP["width"], "height": LAPTOP["height"]})


def test_nothing_is_cut_off_at_150_per_cent(
    narrow: Callable[[dict[str, int]], Pages], add: Callable[[str], int]
) -> None:
    user, school_id = narrow(ZOOMED), add("一所名字不算太长的学校")
    cut = {}
    for path in PAGES:
        user.open(school_id, path)
        user.page.wait_for_load_state("networkidle")
        if found := user.page.evaluate(CUT):
            cut[path] = found
    assert not cut


def test_a_timetable_is_read_on_a_phone(narrow: Callable[[dict[str, int]], Pages], add: Callable[[str], int]) -> None:
    narrow(LAPTOP).open(add("手机学校"))  # where its navigation is seen
    user = narrow(PHONE)
    user.choose_one("教师")
    user.choose("选一个", "李强")
    box = user.grid.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    assert user.lessons.count() and not user.page.evaluate(CUT)
