"""A folder for the school's web space: names that stay, names that are withdrawn, nothing that lists them."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from scheduler.export.calendars import Term
from scheduler.export.lessons import Lessons
from scheduler.export.web.audience import Audience
from scheduler.export.web.folder import (
    CODES,
    LINKS,
    LINKS_BOOK,
    PAGES,
    DamagedLinksError,
    Publication,
    is_web_address,
    publish,
)
from scheduler.plan import PlanView
from tests.schools import make_school, plan_of, slot

URL = "https://www.example.edu.cn/kb"
TERM = Term(date(2026, 9, 1), date(2026, 9, 30))
PLAN = plan_of({"七(1)班|语文": [slot(1, 1)]})


def publication(*audiences: Audience, url: str = URL) -> Publication:
    lessons = Lessons(PlanView(make_school(), PLAN), "zh")
    return Publication(lessons, audiences or tuple(Audience), url, TERM, date(2026, 9, 1))


def links(folder: Path) -> dict[str, str]:
    """The links that the school is told, by name."""
    sheet = load_workbook(folder / LINKS_BOOK).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    return {str(row[1]): str(row[2]) for row in rows}


def pages(folder: Path) -> set[str]:
    return {file.name for file in (folder / PAGES).iterdir()}


def test_everybody_has_a_page_and_all_but_the_staff_room_a_calendar(tmp_path: Path) -> None:
    found = publish(publication(), tmp_path)
    told = links(tmp_path)
    assert found.pages == len(told) and {"七(1)班", "七(2)班", "办公室"} <= set(told)
    names = {who: link.removeprefix(f"{URL}/").removesuffix(".html") for who, link in told.items()}
    calendars = {f"{name}.ics" for who, name in names.items() if who != "办公室"}
    assert pages(tmp_path) == {*(f"{name}.html" for name in names.values()), *calendars, "index.html"}
    text = (tmp_path / PAGES / f"{names['七(1)班']}.html").read_text(encoding="utf-8")
    assert "语文" in text and f"webcal://www.example.edu.cn/kb/{names['七(1)班']}.ics" in text
    assert set(found.files) == {file for file in tmp_path.rglob("*") if file.is_file()}


def test_what_is_uploaded_lists_nobody(tmp_path: Path) -> None:
    publish(publication(), tmp_path)
    index = (tmp_path / PAGES / "index.html").read_text(encoding="utf-8")
    assert "href" not in index and "班" not in index
    assert not [name for name in pages(tmp_path) if "班" in name]


def test_names_stay_so_that_printed_codes_go_on(tmp_path: Path) -> None:
    publish(publication(), tmp_path)
    before = links(tmp_path)
    assert publish(publication(), tmp_path).withdrawn == 0
    assert links(tmp_path) == before


def test_a_renewed_name_leads_nowhere_any_more(tmp_path: Path) -> None:
    publish(publication(), tmp_path)
    before, old = links(tmp_path), pages(tmp_path)
    assert publish(publication(), tmp_path, renew=["七(1)班"]).withdrawn == 1
    after = links(tmp_path)
    assert {who for who in before if before[who] != after[who]} == {"七(1)班"}
    gone = before["七(1)班"].rpartition("/")[2]
    assert gone in old and gone not in pages(tmp_path) and gone.replace("html", "ics") not in pages(tmp_path)


def test_who_is_not_published_any_more_is_gone(tmp_path: Path) -> None:
    publish(publication(), tmp_path)
    publish(publication(Audience.CLASS, url=""), tmp_path)
    assert set(links(tmp_path)) == {"七(1)班", "七(2)班"}
    assert len(pages(tmp_path)) == 5 and not (tmp_path / CODES).exists()


def test_damaged_names_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    publish(publication(), tmp_path)
    before = pages(tmp_path)
    (tmp_path / LINKS).write_text("{", encoding="utf-8")
    with pytest.raises(DamagedLinksError):
        publish(publication(), tmp_path)
    assert pages(tmp_path) == before


def test_a_strange_name_in_the_list_removes_no_file_of_others(tmp_path: Path) -> None:
    publish(publication(Audience.CLASS), tmp_path)
    stranger = tmp_path / "x.html"
    stranger.write_text("x", encoding="utf-8")
    text = (tmp_path / LINKS).read_text(encoding="utf-8")
    (tmp_path / LINKS).write_text(text.replace('"name": "', '"name": "../x", "old": "'), encoding="utf-8")
    publish(publication(Audience.CLASS), tmp_path)
    assert stranger.exists()


def test_codes_are_twelve_a_page(tmp_path: Path) -> None:
    found = publish(publication(), tmp_path)
    read = PdfReader(io.BytesIO((tmp_path / CODES).read_bytes()))
    assert len(read.pages) == -(-found.pages // 12)
    assert "七(1)班" in read.pages[0].extract_text()


@pytest.mark.parametrize(
    "text", ["", "x", "ftp://a", "http://", "https://a?b=c", "javascript:alert(1)", "http://[", "https://a#b"]
)
def test_what_is_no_address_of_a_web_space(text: str) -> None:
    assert not is_web_address(text)
