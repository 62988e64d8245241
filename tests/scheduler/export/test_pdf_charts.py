"""Bar charts of a workbook are printed with their names, values and title, where they stand."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.series_factory import SeriesFactory

from scheduler.export.chart_words import chart_title
from scheduler.export.pdf import sheets_pdf
from tests.scheduler.export.reading_pdf import pages_of, words

NAMES = ("语文", "体育与健康", "Art")


def printed(*, lying: bool, rows: int = len(NAMES)) -> dict[str, tuple[float, float]]:
    """The texts of a page with a chart of three bars, each with its place."""
    book = Workbook()
    sheet = book.worksheets[0]
    for name, value in zip(NAMES, (3, 40, 7), strict=True):
        sheet.append([name, value])
    chart = BarChart()
    chart.title = chart_title("各科教师")
    chart.width, chart.height = 12, 6
    if lying:
        chart.barDir, chart.grouping = "bar", "stacked"
    if rows:
        chart.series.append(SeriesFactory(Reference(sheet, min_col=2, min_row=1, max_row=rows), title="现有"))
        chart.set_categories(Reference(sheet, min_col=1, min_row=1, max_row=rows))
    sheet.row_dimensions[4].height = 180
    sheet.add_chart(chart, "A4")
    sheet.cell(4, 1).value = " "
    (page,) = pages_of(sheets_pdf([sheet]))
    return {word.text: (word.x, word.y) for word in words(page)}


@pytest.mark.parametrize("lying", [False, True])
def test_a_chart_has_its_words_in_their_places(lying: bool) -> None:
    found = printed(lying=lying)
    assert {"各科教师", "现有", *NAMES} <= found.keys()
    first, last = found["语文"], found["Art"]
    if lying:
        assert first[1] > last[1]  # the first stands on top
    else:
        assert first[0] < last[0]
    assert found["各科教师"][1] > max(first[1], last[1]) > found["现有"][1]
    assert "40" in found


def test_a_chart_without_values_is_left_out() -> None:
    assert "各科教师" not in printed(lying=False, rows=0)
