"""The pages in a narrow window: zoomed to 150 % on a laptop, and on a phone. Nothing is cut off that cannot be scrolled to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browser.pages import Pages
from tests.running_app import LAPTOP

ZOOMED, PHONE = {"width": 911, "height": 413}, {"width": 390, "height": 844}  # 1366 × 620 at 150 %
PAGES = ("", "start", "school", "times", "rules", "service", "check", "fairness", "export", "solve", "clubs")
# The words of buttons, headings and lessons of which a part is hidden by something that is not meant to be scrolled.
CUT = """() => {
    const found = [], words = document.createRange()
    const LABELS = "button, h1, h2, h3, .item, td small", SCROLLED = ".frame, [data-testid=stMain], [role=tablist]"
    const up = (e) => e.parentElement ?? e.getRootNode().host
    const look = (node) => {
        words.selectNodeContents(node)
        const box = words.getBoundingClientRect()
        if (!box.width || node.parentElement.closest("[data-testid=stIconMaterial], [data-testid=stElementToolbar]")) return
        for (let e = node.parentElement; e && !e.matches(SCROLLED); e = up(e)) {
            const edges = e.getBoundingClientRect()
            if (getComputedStyle(e).overflowX === "visible" || (box.right <= edges.right + 1 && box.left >= edges.left - 1)) continue
            found.push(`${node.nodeValue} in ${e.tagName}.${e.className}`)
            return
        }
        if (box.right > innerWidth + 1 && !node.parentElement.closest(SCROLLED.replace(", [data-testid=stMain]", "")))
            found.push(`${node.nodeValue} beyond the window`)
    }
    const walk = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.shadowRoot) walk(e.shadowRoot)
            if (e.closest(LABELS)) for (const node of e.childNodes) if (node.nodeType === Node.TEXT_NODE) look(node)
        }
    }
    walk(document.querySelector("[data-testid=stMain]"))
    return found
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
