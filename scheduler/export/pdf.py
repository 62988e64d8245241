"""Sheets of our workbooks as PDF: their pages as a printer would print them."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.chart import BarChart
from openpyxl.styles import PatternFill
from openpyxl.styles.proxy import StyleProxy
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from scheduler.export.pdf_charts import CM, charts_at, draw_chart
from scheduler.export.pdf_text import Box, TextLine, color_of, draw_text
from scheduler.workbook.spreadsheet import CELL_PADDING, PAPER_POINTS, POINTS_PER_WIDTH

DEFAULT_WIDTH, DEFAULT_HEIGHT, DEFAULT_POINTS = 8.43, 15.0, 10.0
BORDER_POINTS = {"thin": 0.5, "medium": 1.2}
MARGIN_LINE = 9.0  # points of the text above and below the sheet
SMALLEST_SCALE = 0.1


class _Page(NamedTuple):
    """Rows of a sheet that share a page, the repeated headings among them."""

    rows: tuple[int, ...]
    number: int


class _Sheet:
    """A sheet measured in points."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.rows, self.columns = sheet.max_row, sheet.max_column
        names = [get_column_letter(number) for number in range(1, self.columns + 1)]
        dimensions = sheet.column_dimensions
        units = [(dimensions[name].width if name in dimensions else None) or DEFAULT_WIDTH for name in names]
        self.widths = [unit * POINTS_PER_WIDTH + CELL_PADDING for unit in units]
        self.lefts = [0.0, *accumulate(self.widths)]
        self.heights = [sheet.row_dimensions[row].height or DEFAULT_HEIGHT for row in range(1, self.rows + 1)]
        areas = sheet.merged_cells.ranges
        self.area_of = {place: area for area in areas for row in area.rows for place in row}
        setup, margins = sheet.page_setup, sheet.page_margins
        short, long = PAPER_POINTS[int(setup.paperSize or 9)]
        self.paper = (long, short) if setup.orientation == "landscape" else (short, long)
        self.margins = (72 * margins.left, 72 * margins.top)
        self.room = (self.paper[0] - 2 * self.margins[0], self.paper[1] - 2 * self.margins[1])
        self.titles = _title_rows(sheet)
        self.fits = bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
        self.scale = self._scale()

    def _scale(self) -> float:
        if not self.fits:
            return (self.sheet.page_setup.scale or 100) / 100
        scale = min(1.0, self.room[0] / self.lefts[-1])
        most = int(self.sheet.page_setup.fitToHeight or 0)
        while most and scale > SMALLEST_SCALE and len(list(self.pages(scale))) > most:
            scale *= 0.98
        return scale

    def pages(self, scale: float) -> Iterator[_Page]:
        """Yield the pages of the sheet; manual breaks count unless the sheet is fitted to a number of pages."""
        fitted = self.fits and self.sheet.page_setup.fitToHeight
        breaks = set() if fitted else {int(each.id) for each in self.sheet.row_breaks.brk}
        high, number = self.room[1] / scale + 0.5, 1
        rows: list[int] = []
        for row in range(1, self.rows + 1):
            used = sum(self.heights[each - 1] for each in rows)
            if rows and (row - 1 in breaks or used + self.heights[row - 1] > high):
                yield _Page(tuple(rows), number)
                number += 1
                rows = [title for title in self.titles if title < row]
            rows.append(row)
        yield _Page(tuple(rows), number)


def sheets_pdf(sheets: Sequence[Worksheet], *, paper: int | None = None, title: str = "") -> bytes:
    """Return sheets one after the other as a PDF of `title`; on another `paper` (A3, A4 of `scheduler.workbook.spreadsheet`) than
    theirs everything is as much larger or smaller."""
    written = io.BytesIO()
    rl_config.useA85 = 0  # pages as they are packed: as letters they are a quarter larger and take longer
    canvas = Canvas(written, invariant=True, pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("paike")
    for measured in map(_Sheet, sheets):
        pages = list(measured.pages(measured.scale))
        enlarged = 1.0 if paper is None else min(PAPER_POINTS[paper]) / min(measured.paper)
        for page in pages:
            canvas.setPageSize((enlarged * measured.paper[0], enlarged * measured.paper[1]))
            canvas.scale(enlarged, enlarged)
            _draw_page(canvas, measured, page, len(pages))
            canvas.showPage()
    canvas.save()
    return written.getvalue()


def _title_rows(sheet: Worksheet) -> tuple[int, ...]:
    if not sheet.print_title_rows:
        return ()
    first, last = sheet.print_title_rows.replace("$", "").split(":")
    return tuple(range(int(first), int(last) + 1))


def _draw_page(canvas: Canvas, sheet: _Sheet, page: _Page, count: int) -> None:
    """Draw a page of a sheet with its header and footer, and name it in the reader's list of pages."""
    _draw_margins(canvas, sheet, page.number, count)
    key = f"{sheet.sheet.title}-{page.number}"
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(_name(sheet, page), key)
    canvas.saveState()
    wide, scale = sheet.lefts[-1] * sheet.scale, sheet.scale
    left = sheet.margins[0] + max(0.0, (sheet.room[0] - wide) / 2)
    canvas.translate(left, sheet.paper[1] - sheet.margins[1])
    canvas.scale(scale, scale)
    tops = dict(zip(page.rows, accumulate((sheet.heights[row - 1] for row in page.rows), initial=0.0), strict=False))
    places = [(row, column) for row in page.rows for column in range(1, sheet.columns + 1)]
    shown = [found for place in places if (found := _shown(sheet, tops, place)) is not None]
    for cell, box in shown:
        _fill(canvas, cell.fill, box)
    _draw_borders(canvas, sheet, {place: _own_box(sheet, tops, place) for place in places})
    for cell, box in shown:
        _write(canvas, cell, box)
    for row in page.rows:
        for chart in charts_at(sheet.sheet, row):
            draw_chart(canvas, sheet.sheet, chart, _chart_box(sheet, tops[row], chart))
    canvas.restoreState()


def _chart_box(sheet: _Sheet, top: float, chart: BarChart) -> Box:
    """Return where a chart stands: from the left of the sheet, from the top of its row, no wider than the sheet."""
    width, height = min(float(chart.width) * CM, sheet.lefts[-1]), float(chart.height) * CM
    return Box(0.0, -top - height, width, height)


def _name(sheet: _Sheet, page: _Page) -> str:
    """Return what a page is called in the reader's list: the heading that it begins with."""
    first = sheet.sheet.cell(page.rows[0], 1).value
    name = sheet.sheet.title if first is None else str(first)
    return name if page.number == 1 or sheet.titles == () else f"{name} ({page.number})"


def _shown(sheet: _Sheet, tops: dict[int, float], place: tuple[int, int]) -> tuple[Any, Box] | None:
    """Return what is shown at a place and how far it reaches on this page; None where another cell that it is merged with is."""
    area, own = sheet.area_of.get(place), _own_box(sheet, tops, place)
    if area is None:
        return sheet.sheet.cell(*place), own
    rows = [row for row in range(area.min_row, area.max_row + 1) if row in tops]
    if place != (rows[0], area.min_col):
        return None
    width = sheet.lefts[area.max_col] - sheet.lefts[area.min_col - 1]
    height = sum(sheet.heights[row - 1] for row in rows)
    box = Box(own.left, own.bottom + own.height - height, width, height)
    return sheet.sheet.cell(area.min_row, area.min_col), box


def _own_box(sheet: _Sheet, tops: dict[int, float], place: tuple[int, int]) -> Box:
    row, column = place
    height = sheet.heights[row - 1]
    return Box(sheet.lefts[column - 1], -tops[row] - height, sheet.widths[column - 1], height)


def _fill(canvas: Canvas, fill: PatternFill | StyleProxy, box: Box) -> None:
    if fill.fill_type == "solid":
        canvas.setFillColor(color_of(_rgb(fill.start_color)))
        canvas.rect(*box, stroke=0, fill=1)


def _draw_borders(canvas: Canvas, sheet: _Sheet, boxes: dict[tuple[int, int], Box]) -> None:
    """Draw the sides of cells that are not within a merged area: neighbours that look alike as one line, the firm ones last."""
    found: dict[_Look, dict[_Rule, set[tuple[float, float]]]] = defaultdict(lambda: defaultdict(set))
    for place, box in boxes.items():
        for look, rule, span in _sides(sheet, place, box):
            found[look][rule].add(span)
    for look in sorted(found):
        canvas.setLineWidth(look.points)
        canvas.setStrokeColor(color_of(look.color))
        lines = [(rule, span) for rule, spans in found[look].items() for span in _joined(spans)]
        canvas.lines([(low, at, high, at) if level else (at, low, at, high) for (level, at), (low, high) in lines])


class _Look(NamedTuple):
    """How a line is drawn."""

    points: float
    color: str


class _Rule(NamedTuple):
    """Where lines run: level or upright, and at what height or how far from the left."""

    level: bool
    at: float


def _sides(sheet: _Sheet, place: tuple[int, int], box: Box) -> Iterator[tuple[_Look, _Rule, tuple[float, float]]]:
    """Yield the sides of a cell that are drawn."""
    (left, bottom, width, height), (row, column) = box, place
    border, area = sheet.sheet.cell(row, column).border, sheet.area_of.get(place)
    wide, high = (_even(left), _even(left + width)), (_even(bottom), _even(bottom + height))
    sides = (
        (border.left, _Rule(False, wide[0]), high, (row, column - 1)),
        (border.right, _Rule(False, wide[1]), high, (row, column + 1)),
        (border.top, _Rule(True, high[1]), wide, (row - 1, column)),
        (border.bottom, _Rule(True, high[0]), wide, (row + 1, column)),
    )
    for side, rule, span, neighbour in sides:
        within = area is not None and area is sheet.area_of.get(neighbour)
        if side is not None and side.style and not within:
            yield _Look(BORDER_POINTS.get(side.style, 0.5), _rgb(side.color)), rule, span


def _even(points: float) -> float:
    """Return a length as it is the same for both neighbours."""
    return round(points, 2)


def _joined(spans: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield spans with those that touch made one."""
    start, end = None, 0.0
    for low, high in sorted(spans):
        if start is not None and low <= end:
            end = max(end, high)
            continue
        if start is not None:
            yield start, end
        start, end = low, high
    if start is not None:
        yield start, end


def _write(canvas: Canvas, cell: Any, box: Box) -> None:
    lines = _lines(cell)
    if lines:
        align = cell.alignment.horizontal or ("left" if isinstance(cell.value, str) else "right")
        draw_text(canvas, box, lines, align=align, top=cell.alignment.vertical == "top")


def _lines(cell: Any) -> list[TextLine]:
    """Return the lines of a cell, each in the font of its block."""
    value, font = cell.value, cell.font
    if value is None or value == "":
        return []
    if not isinstance(value, CellRichText):
        text = _number(value, cell.number_format) if isinstance(value, int | float) else str(value)
        return [TextLine(line, font.sz, bool(font.b), _rgb(font.color)) for line in text.split("\n")]
    found = []
    for block in value:
        assert isinstance(block, TextBlock)
        look = block.font
        texts = block.text.removesuffix("\n").split("\n")
        found += [TextLine(text, float(look.sz or DEFAULT_POINTS), bool(look.b), _rgb(look.color)) for text in texts]
    return found


def _number(value: float, form: str) -> str:
    if form.endswith("%"):
        digits = len(form.partition(".")[2].rstrip("%"))
        return f"{value:.{digits}%}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rgb(color: Any) -> str:
    """Return a colour as RRGGBB; what has none of its own is black."""
    rgb = getattr(color, "rgb", None)
    return rgb[-6:] if isinstance(rgb, str) else "000000"


def _draw_margins(canvas: Canvas, sheet: _Sheet, number: int, count: int) -> None:
    """Draw the header and the footer that the sheet prints with."""
    (left, top), (wide, high) = sheet.margins, sheet.paper
    head, foot = sheet.sheet.oddHeader, sheet.sheet.oddFooter
    for part, bottom in ((head, high - top / 2 - MARGIN_LINE), (foot, top / 2)):
        for side, align in (("left", "left"), ("right", "right")):
            text = getattr(getattr(part, side, None), "text", None)
            if text:
                box = Box(left, bottom, wide - 2 * left, MARGIN_LINE * 1.4)
                words = _code(text, sheet.sheet.title, number, count)
                draw_text(canvas, box, [TextLine(words, MARGIN_LINE, False, "5F6670")], align=align)


def _code(text: str, title: str, number: int, count: int) -> str:
    """Return the text of a header with its codes filled in."""
    found = text.strip().replace("&&", "\0").replace("&A", title).replace("&P", str(number)).replace("&N", str(count))
    return found.replace("\0", "&")
