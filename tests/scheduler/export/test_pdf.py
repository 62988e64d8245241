from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.audit import Report, audit
from scheduler.export.charts import PAPER, Chart, chart_pdf
from scheduler.export.page import end_page, merge, put, set_page, widths
from scheduler.export.pdf import sheets_pdf
from scheduler.export.pdf_text import width_of_text, wrapped
from scheduler.export.styles import BODY, TEXT
from scheduler.workbook.spreadsheet import A3, A4, PAPER_POINTS
from tests.scheduler.export.reading_pdf import Word, pages_of, text, words
from tests.service_schools import full_service, service_school


@pytest.fixture(scope="module")
def pdfs(report: Report) -> dict[Chart, bytes]:
    return {chart: data for chart in Chart if (data := chart_pdf(report, chart, bound=7)) is not None}


@pytest.fixture(scope="module")
def read(pdfs: dict[Chart, bytes]) -> dict[Chart, list[list[Word]]]:
    """The words of each page."""
    return {chart: [list(words(page)) for page in pages_of(data)] for chart, data in pdfs.items()}


def letters(found: str) -> Counter[str]:
    return Counter(letter for letter in found if not letter.isspace())


def cell_letters(sheet: Worksheet) -> Counter[str]:
    values = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    return letters("".join(values))


def sheet_of(rows: int, *, height: float = 100.0, fit: bool = True, value: str = "格{}") -> Worksheet:
    sheet = Workbook().worksheets[0]
    widths(sheet, [20.0])
    for row in range(1, rows + 1):
        put(sheet, row, 1, value.format(row), BODY)
        sheet.row_dimensions[row].height = height
    set_page(sheet, A4, ("校", "学期"), "zh", landscape=False, fit_width=fit)
    return sheet


def body(page: Any) -> list[Word]:
    """The words of a page but for its header and footer."""
    return list(words(page))[4:]


@pytest.mark.parametrize(
    ("chart", "title"),
    [
        (Chart.CLASSES, "班级课表"),
        (Chart.TEACHERS, "教师课表"),
        (Chart.VENUES, "场地课表"),
        (Chart.STAFF, "教师总表"),
        (Chart.COMPLIANCE, "合规报告"),
    ],
)
def test_every_text_of_the_sheet_is_in_the_pdf(
    printed: Workbook, read: dict[Chart, list[list[Word]]], chart: Chart, title: str
) -> None:
    found = letters("".join(word.text for page in read[chart] for word in page))
    assert not cell_letters(printed[title]) - found


def test_nothing_leaves_the_page(pdfs: dict[Chart, bytes], read: dict[Chart, list[list[Word]]]) -> None:
    for chart, data in pdfs.items():
        for page, found in zip(pages_of(data), read[chart], strict=True):
            wide, high = float(page.mediabox.width), float(page.mediabox.height)
            for word in found:
                assert word.x >= 0 and word.x + width_of_text(word.text, word.points) <= wide, word
                assert 0 <= word.y <= high - word.points / 2, word


def test_a_class_to_a_page(pdfs: dict[Chart, bytes], report: Report) -> None:
    pages = pages_of(pdfs[Chart.CLASSES])
    assert [f"{klass.id} 课程表" in text(page) for klass, page in zip(report.school.classes, pages, strict=True)]
    names = [outline["/Title"] for outline in pages[0].pdf.outline]  # type: ignore[union-attr]
    assert names == [f"{klass.id} 课程表" for klass in report.school.classes]


@pytest.mark.parametrize("paper", [None, A4, A3])
def test_the_paper_that_is_asked_for(report: Report, paper: int | None) -> None:
    for chart in (Chart.VENUES, Chart.GRADES):
        data = chart_pdf(report, chart, paper=paper)
        assert data is not None
        sizes = {tuple(sorted((float(p.mediabox.width), float(p.mediabox.height)))) for p in pages_of(data)}
        short, long = PAPER_POINTS[paper or PAPER[chart]]
        assert {(round(a), round(b / 5)) for a, b in sizes} == {(short, round(long / 5))}


def test_a_larger_paper_has_larger_letters(report: Report) -> None:
    small, large = (next(iter(pages_of(chart_pdf(report, Chart.VENUES, paper=p) or b""))) for p in (A4, A3))
    pairs = list(zip(words(small), words(large), strict=True))
    assert pairs and all(b.text == a.text and b.points == pytest.approx(a.points * 842 / 595) for a, b in pairs)


def test_headings_are_repeated_on_every_page() -> None:
    sheet = sheet_of(20)
    sheet.print_title_rows = "1:2"
    pages = pages_of(sheets_pdf([sheet]))
    assert len(pages) > 2
    assert all([word.text for word in body(page)][:2] == ["格1", "格2"] for page in pages)
    rest = [word.text for page in pages for word in body(page)[2:]]
    assert rest == [f"格{row}" for row in range(3, 21)]
    assert [f"第 {number} 页，共 {len(pages)} 页" in text(page) for number, page in enumerate(pages, 1)] == [
        True
    ] * len(pages)


def test_manual_breaks_count_where_a_sheet_is_not_fitted() -> None:
    sheet = sheet_of(3, fit=False)
    end_page(sheet, 1)
    assert [[word.text for word in body(page)] for page in pages_of(sheets_pdf([sheet]))] == [["格1"], ["格2", "格3"]]


def test_a_sheet_is_fitted_to_the_pages_that_it_asks_for() -> None:
    sheet = sheet_of(20)
    sheet.page_setup.fitToHeight = 1
    (page,) = pages_of(sheets_pdf([sheet]))
    assert [word.text for word in body(page)] == [f"格{row}" for row in range(1, 21)]


def test_merged_cells_over_two_pages_keep_their_text() -> None:
    sheet = sheet_of(10)
    merge(sheet, (1, 10), (1, 1), "合并", TEXT)
    pages = pages_of(sheets_pdf([sheet]))
    assert [[word.text for word in body(page)] for page in pages] == [["合并"], ["合并"]]


def test_what_does_not_fit_its_cell_becomes_smaller() -> None:
    roomy, tight = (
        body(next(iter(pages_of(sheets_pdf([sheet_of(1, height=h, value="语文数学英语" * 12)]))))) for h in (200, 40)
    )
    assert "".join(w.text for w in roomy) == "".join(w.text for w in tight)
    assert max(w.points for w in tight) < max(w.points for w in roomy)


def test_the_same_plan_gives_the_same_bytes(report: Report, pdfs: dict[Chart, bytes]) -> None:
    assert chart_pdf(report, Chart.VENUES, bound=7) == pdfs[Chart.VENUES]


def test_english() -> None:
    school = service_school()
    report = audit(school, full_service(school))
    (page, *_more) = pages_of(chart_pdf(report, Chart.COMPLIANCE, language="en") or b"")
    assert "Compliance" in text(page) and "合规报告" not in text(page)


@pytest.mark.parametrize("points", [7.0, 10.0])
@pytest.mark.parametrize("room", [20.0, 47.0, 110.0])
def test_lines_fit_and_nothing_is_lost(points: float, room: float) -> None:
    sentence = "三(1)班、三(2)班：Mathematics 与（单周）体育，100 分钟。𬭎"
    lines = wrapped(sentence, points, room)
    assert "".join(lines).replace(" ", "") == sentence.replace(" ", "")
    assert all(width_of_text(line, points) <= room for line in lines)


def test_a_word_is_not_broken_where_it_fits_a_line_nor_punctuation_put_first() -> None:
    lines = wrapped("道德与法治 Maths，王芳、李强", 10.0, 52.0)
    assert any("Maths" in line for line in lines)
    assert not [line for line in lines if line[0] in "，、"]
