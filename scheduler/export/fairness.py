"""公平性: how evenly service and flexible time are spread, in figures and charts; 公平性明细: each of the staff, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.chart_words import axis_text, chart_title
from scheduler.export.lessons import whole_number
from scheduler.export.table import BOLD, HEAD_ROWS, SMALL_TEXT, Column, Page, TableSheet, Value
from scheduler.plan.fairness import Fairness, Measure, Share, Spread
from scheduler.plan.layout import FAIRNESS, FAIRNESS_DETAILS, TEACHER_HEADING
from scheduler.text import Text

MOST_BARS = 40  # whose names can be read below one chart
CHART_WIDTH, CHART_HEIGHT = 18.2, 7.2  # cm
CHART_ROW = 210.0  # points: a chart stands in a row of its own
MINUTES, LINE, BALANCE = "5B8DB8", "C0392B", "6BA58A"
LINE_WIDTH = 19_050  # EMU: one and a half points
NOT_PROVEN = Text("未证明", "not proven")
FIGURES = (
    Column(Text("项目", "What"), 19.0, SMALL_TEXT),
    Column(Text("范围", "Who"), 9.0),
    Column(Text("人数", "People"), 7.0),
    Column(Text("平均\n（分钟）", "Mean (minutes)"), 9.0),
    Column(Text("极差\n（分钟）", "Range (minutes)"), 9.0, BOLD),
    Column(Text("标准差\n（分钟）", "Deviation (minutes)"), 9.5),
    Column(Text("基尼系数", "Gini"), 9.5),
    Column(Text("极差的理论下限\n（分钟）", "Proven least range"), 14.0, BOLD),
)
DETAILS = (
    Column(TEACHER_HEADING, 9.5, BOLD),
    Column(Text("教研组", "Group"), 12.0),
    Column(Text("工作量\n%", "FTE %"), 6.5),
    Column(Text("应承担\n分钟", "Fair share"), 7.0),
    Column(Text("已承担\n分钟", "Minutes"), 7.0),
    Column(Text("相差\n分钟", "Beyond"), 6.5, BOLD),
    Column(Text("支取\n分钟", "Granted"), 6.5),
    Column(Text("结余\n分钟", "Closing"), 6.5),
    Column(Text("高于或低于平均的原因", "Why above or below"), 30.0, SMALL_TEXT),
)
SHARE, DONE, CLOSING = 4, 5, 8  # columns of the details that charts show


class RangeBounds(NamedTuple):
    """The least range that any plan of the school has, of service beyond the fair share and of closing balances.

    None: not proven. `unavoidable` are sentences: what any plan must pay by soft rules, and for whom.
    """

    service: int | None = None
    balance: int | None = None
    unavoidable: tuple[Text, ...] = ()


NOTHING_PROVEN = RangeBounds()


def add_fairness(book: Workbook, page: Page, found: Fairness, bounds: RangeBounds) -> None:
    """Add 公平性 and 公平性明细; none where nobody of the staff is concerned."""
    if not found.shares:
        return
    note = Text(
        "服务的极差、标准差按“已承担减应承担”计算，应承担按工作量分摊；基尼系数 0 为完全均等；时间以每周分钟计",
        "Range and deviation of service are of the minutes beyond the fair share, which goes by FTE; a Gini coefficient of 0 is "
        "perfectly even; minutes are of a week",
    )
    table = TableSheet(book, page, FAIRNESS, FIGURES, page.text(note), landscape=False)
    for values in _figures(page, found, bounds):
        table.add(values)
    table.sheet.print_title_rows = "1:2"
    details = _add_details(book, page, found.shares)
    _add_charts(table, details, found)
    table.finish()


def _figures(page: Page, found: Fairness, bounds: RangeBounds) -> Iterator[list[Value]]:
    unproven = page.text(NOT_PROVEN)
    rows: tuple[tuple[Text, Measure, Value], ...] = (
        (Text("课后服务", "Service"), found.service, unproven if bounds.service is None else bounds.service),
        (Text("弹性结余", "Closing balance"), found.balance, unproven if bounds.balance is None else bounds.balance),
        (Text("弹性支取", "Time granted"), found.granted, None),
    )
    for name, measure, proven in rows:
        groups = ((Text("全体", "All"), measure.everybody), (Text("班主任", "Homeroom teachers"), measure.homeroom))
        bound = proven
        for who, spread in groups:
            if spread.people:
                yield [page.text(name), page.text(who), *_numbers(spread), bound]
            bound = None  # is proven of everybody


def _numbers(spread: Spread) -> list[Value]:
    mean, deviation = round(spread.mean, 1), round(spread.deviation, 1)
    return [spread.people, whole_number(mean), spread.range, whole_number(deviation), round(spread.gini, 3)]


def _add_details(book: Workbook, page: Page, shares: Sequence[Share]) -> Worksheet:
    note = Text("按工作量折算的应承担与实际承担", "What is fair by FTE, and what is done")
    table = TableSheet(book, page, FAIRNESS_DETAILS, DETAILS, page.text(note), landscape=False)
    for share in shares:
        teacher = page.school.teacher[share.teacher]
        reasons = "；".join(page.text(reason) for reason in share.reasons)
        row = table.add(
            [
                *(teacher.id, teacher.subject_group, teacher.fte, share.fair, share.minutes, share.beyond),
                *(share.granted, share.closing, reasons or None),
            ]
        )
        table.sheet.cell(row, 6).number_format = "+0;-0;0"
    table.finish()
    return table.sheet


class _Part(NamedTuple):
    """The rows of 公平性明细 that one chart shows, with the texts of its title and how many charts there are of its kind."""

    rows: range
    number: int
    of: int

    def title(self, words: str) -> str:
        """Return the title of the chart."""
        return words if self.of == 1 else f"{words} {self.number}/{self.of}"


def _parts(count: int) -> list[_Part]:
    charts = -(-count // MOST_BARS)
    size = -(-count // charts)
    first = HEAD_ROWS + 1
    starts = range(0, count, size)
    return [
        _Part(range(first + start, first + min(count, start + size)), number, len(starts))
        for number, start in enumerate(starts, 1)
    ]


def _add_charts(table: TableSheet, details: Worksheet, found: Fairness) -> None:
    """Add the charts below the figures, each in a row as high as it is."""
    page, parts, charts = table.page, _parts(len(found.shares)), []
    words = page.text(Text("每周服务分钟与应承担", "Minutes of service a week, and the fair share"))
    done, share = page.text(Text("已承担", "minutes")), page.text(Text("应承担", "fair share"))
    for part in parts:
        bars = _bars(details, part, part.title(words), (DONE, done), MINUTES)
        bars += _line(details, part, (SHARE, share))
        charts.append(bars)
    if found.balance.everybody.people:
        words = page.text(Text("弹性上下班结余（分钟）", "Closing balance of flexible hours (minutes)"))
        closing = page.text(Text("结余", "closing"))
        charts += [_bars(details, part, part.title(words), (CLOSING, closing), BALANCE) for part in parts]
    for chart in charts:
        table.row += 1
        table.sheet.row_dimensions[table.row].height = CHART_ROW
        table.sheet.add_chart(chart, f"A{table.row}")
        table.sheet.cell(table.row, 1).value = " "  # a row that holds nothing is not counted among the pages


def _bars(sheet: Worksheet, part: _Part, title: str, column: tuple[int, str], color: str) -> BarChart:
    chart = BarChart()
    chart.title = chart_title(title)
    chart.width, chart.height = CHART_WIDTH, CHART_HEIGHT  # type: ignore[assignment]
    chart.gapWidth = 40
    _series(chart, sheet, part, column).graphicalProperties = GraphicalProperties(solidFill=color)
    chart.legend = Legend()
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.txPr = axis_text(800, upright=True)
    chart.y_axis.txPr = axis_text(800)
    chart.y_axis.scaling.min = (
        0 if _lowest(sheet, part, column) >= 0 else None
    )  # from 0, so that small differences look small
    return chart


def _lowest(sheet: Worksheet, part: _Part, column: tuple[int, str]) -> float:
    """Return the smallest number that a chart shows."""
    values = (sheet.cell(row, column[0]).value for row in part.rows)
    return min((value for value in values if isinstance(value, int | float)), default=0)


def _line(sheet: Worksheet, part: _Part, column: tuple[int, str]) -> LineChart:
    chart = LineChart()
    series = _series(chart, sheet, part, column)
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=LINE, w=LINE_WIDTH))
    series.smooth = False
    return chart


def _series(chart: BarChart | LineChart, sheet: Worksheet, part: _Part, column: tuple[int, str]) -> Series:
    """Add a column of 公平性明细 under a name of ours as a series, and return it."""
    number, name = column
    first, last = part.rows[0], part.rows[-1]
    series: Series = SeriesFactory(Reference(sheet, min_col=number, min_row=first, max_row=last), title=name)
    chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    return series
