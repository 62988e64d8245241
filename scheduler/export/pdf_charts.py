"""Bar charts of a workbook as they are printed in a PDF: upright or lying, side by side or stacked, with title and legend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from openpyxl.chart import BarChart
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.shapes import Drawing
from reportlab.pdfgen.canvas import Canvas

from scheduler.export.pdf_fonts import runs
from scheduler.export.pdf_text import Box, TextLine, color_of, draw_text, width_of_text

POINTS, TITLE_POINTS = 7.0, 10.0
TITLE_HEIGHT, LEGEND_HEIGHT, AXIS_HEIGHT = 18.0, 18.0, 40.0
LONGEST_LABEL = 170.0  # points of the names beside lying bars
CM = 72 / 2.54
COLOURS = ("5B8DB8", "C0392B", "6BA58A", "8A929C", "E0A458")


class Series(NamedTuple):
    """What a chart shows: its name, its values, its colour (RRGGBB)."""

    name: str
    values: tuple[float, ...]
    color: str


def charts_at(sheet: Worksheet, row: int) -> Iterator[BarChart]:
    """Yield the bar charts whose upper left corner is in a row of a sheet."""
    for chart in sheet._charts:  # type: ignore[attr-defined]
        anchor = getattr(chart, "anchor", None)
        if isinstance(chart, BarChart) and isinstance(anchor, str) and range_boundaries(anchor)[1] == row:
            yield chart


def draw_chart(canvas: Canvas, sheet: Worksheet, chart: BarChart, box: Box) -> None:
    """Draw a chart of a workbook into a box of a page; nothing where it has no values."""
    found = [_series(sheet, each, number) for number, each in enumerate(chart.ser)]
    names = _cells(sheet, _formula(chart.ser[0].cat)) if chart.ser else []
    if not names or not all(series.values for series in found):
        return
    top = box.bottom + box.height
    title = [TextLine(_title(chart), TITLE_POINTS, True)]
    draw_text(canvas, Box(box.left, top - TITLE_HEIGHT, box.width, TITLE_HEIGHT), title)
    lying = chart.barDir == "bar"
    drawing = Drawing(box.width, box.height - TITLE_HEIGHT)
    drawing.add(_bars(found, [str(name) for name in names], drawing, lying=lying, stacked=chart.grouping == "stacked"))
    drawing.add(_legend(found, drawing))
    renderPDF.draw(drawing, canvas, box.left, box.bottom)


def _bars(series: list[Series], names: list[str], drawing: Drawing, *, lying: bool, stacked: bool) -> Any:
    """Return the bars with their axes, between the legend below and the names at the left or below."""
    bars: Any = HorizontalBarChart() if lying else VerticalBarChart()
    side = min(LONGEST_LABEL, max(width_of_text(name, POINTS) for name in names) + 8) if lying else 34.0
    below = LEGEND_HEIGHT + (18.0 if lying else AXIS_HEIGHT)
    bars.x, bars.y = side, below
    bars.width, bars.height = drawing.width - side - 14, drawing.height - below - 6
    bars.data = [each.values for each in series]
    bars.valueAxis.valueMin = min(0, min(min(each.values) for each in series))
    bars.valueAxis.labels.fontName, bars.valueAxis.labels.fontSize = "Helvetica", POINTS
    bars.valueAxis.visibleGrid, bars.valueAxis.gridStrokeColor = 1, color_of("D5D9DE")
    bars.categoryAxis.categoryNames = names
    bars.categoryAxis.labels.fontName, bars.categoryAxis.labels.fontSize = _font("".join(names)), POINTS
    bars.categoryAxis.style = "stacked" if stacked else "parallel"
    bars.categoryAxis.reverseDirection = int(lying)  # the first stands on top
    if not lying and max(width_of_text(name, POINTS) for name in names) > bars.width / len(names):
        bars.categoryAxis.labels.angle, bars.categoryAxis.labels.boxAnchor = 30, "ne"  # else they would overlap
    bars.groupSpacing, bars.barSpacing = 4, 0
    for number, each in enumerate(series):
        bars.bars[number].fillColor, bars.bars[number].strokeColor = color_of(each.color), None
    return bars


def _legend(series: list[Series], drawing: Drawing) -> Any:
    legend: Any = Legend()
    legend.colorNamePairs = [(color_of(each.color), each.name) for each in series]
    legend.fontName, legend.fontSize = _font("".join(each.name for each in series)), POINTS
    legend.alignment, legend.columnMaximum, legend.dxTextSpace = "right", 1, 4
    legend.dx = legend.dy = 6
    legend.deltax, legend.boxAnchor, legend.strokeColor = 60, "s", None
    legend.x, legend.y = drawing.width / 2, 2
    return legend


def _font(text: str) -> str:
    """Return the font of the first letter that is not Latin: it sets the Latin ones too."""
    return next((font for font, part in runs(text) if not part.isascii()), "Helvetica")


# What the workbook says.


def _series(sheet: Worksheet, series: Any, number: int) -> Series:
    values = _cells(sheet, series.val.numRef.f)
    look = series.graphicalProperties
    fill = None if look is None or look.solidFill is None else look.solidFill.srgbClr
    color = COLOURS[number % len(COLOURS)] if fill is None else str(getattr(fill, "val", fill))
    name = "" if series.tx is None else series.tx.v or ""
    return Series(name, tuple(float(value) if isinstance(value, int | float) else 0.0 for value in values), color)


def _formula(source: Any) -> str:
    return str((source.strRef or source.numRef).f)


def _cells(sheet: Worksheet, formula: str) -> list[Any]:
    """Return the values of a range that a chart names, of its own book: 'Sheet'!$A$4:$A$20."""
    title, _, area = formula.rpartition("!")
    own = sheet.parent[title.strip("'").replace("''", "'")]  # type: ignore[index]
    left, top, right, bottom = range_boundaries(area)
    assert left is not None and top is not None and right is not None and bottom is not None
    cells = own.iter_rows(min_col=left, max_col=right, min_row=top, max_row=bottom, values_only=True)
    return [value for row in cells for value in row]


def _title(chart: BarChart) -> str:
    rich = None if chart.title is None or chart.title.tx is None else chart.title.tx.rich
    return "" if rich is None else "".join(run.t for paragraph in rich.p for run in paragraph.r or ())
