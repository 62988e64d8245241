"""What teachers and parents see: whole on a phone, whole on paper, and nothing fetched from anywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from scheduler.export.lessons import Lessons
from scheduler.export.web.audience import Audience, Reader
from scheduler.export.web.pages import Around, page
from scheduler.plan import Plan, PlanView
from scheduler.school import School
from tests.full_plans import full_plan
from tests.service_schools import service_school

PHONE = {"width": 360, "height": 740}
AROUND = Around("2026-09-01", "x.ics", "webcal://y/x.ics", "?lang=en")
# Texts that are wider than their cell, and what of the page is wider than the screen.
CUT = """() => [...document.querySelectorAll("td, th, h1, .about, footer a")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== "inline")
    .map((each) => each.textContent)"""


@pytest.fixture(scope="module")
def planned() -> tuple[School, Plan]:
    school = service_school(("三(1)班", "三(2)班", "四(1)班", "四(2)班"))
    return school, full_plan(school)


def opened(chromium: Browser, planned: tuple[School, Plan], reader: Reader, language: str = "zh") -> Page:
    text = page(Lessons(PlanView(*planned), language), reader, AROUND)
    assert text is not None
    found = chromium.new_page(viewport=PHONE)
    asked: list[str] = []
    found.on("request", lambda request: asked.append(request.url))
    found.set_content(text)
    assert asked == []
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_week_is_whole_on_a_phone(chromium: Browser, planned: tuple[School, Plan], language: str) -> None:
    for reader in (Reader(Audience.CLASS, "三(1)班"), Reader(Audience.TEACHER, planned[0].teachers[0].id)):
        shown = opened(chromium, planned, reader, language)
        assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert shown.evaluate(CUT) == []
        shown.close()


def test_the_staff_room_keeps_names_in_sight_and_days_at_hand(chromium: Browser, planned: tuple[School, Plan]) -> None:
    shown = opened(chromium, planned, Reader(Audience.STAFF))
    assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    table = shown.locator(".wide").first
    table.evaluate("each => each.scrollLeft = each.scrollWidth")
    name = table.locator("tbody th").first.bounding_box()
    assert name is not None and name["x"] >= 0
    shown.get_by_role("link", name="周三").click()
    assert shown.locator("#d3 h2").is_visible()
    shown.locator("#d3 summary").click()
    assert shown.locator("#d3 dd").first.is_visible()
    shown.close()
