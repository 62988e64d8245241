"""总览: the batch in a few figures, beside those of a former report, and in charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.worksheet import Worksheet

from constraints.articles import Result
from scheduler.district.book.articles import FIRST_COUNT, JUDGED_BY, RESULT_WORDS
from scheduler.district.book.page import UNKNOWN, DistrictPage
from scheduler.district.nouns import STATUS_WORDS, SchoolStatus
from scheduler.district.report import DistrictReport
from scheduler.export.chart_words import axis_text, chart_title
from scheduler.export.table import BOLD, HEAD_ROWS, SMALL_TEXT, Column, TableSheet, Value
from scheduler.text import Text

OVERVIEW = Text("总览", "Overview")
COLUMNS = (
    Column(Text("项目", "What"), 44, SMALL_TEXT),
    Column(Text("本期", "Now"), 16, BOLD),
    Column(Text("上期", "Then"), 16),
    Column(Text("变化", "Change"), 16),
)
WIDTH_CM, BAR_CM, LEAST_CM, SUBJECTS_CM = 17.6, 0.55, 6.0, 7.5
POINTS_PER_CM = 72 / 2.54
MOST_SUBJECTS = 20
COLOURS = {
    Result.KEPT: "7FB58B",
    Result.PARTLY: "E9C46A",
    Result.BROKEN: "C0392B",
    Result.UNJUDGED: "9AA5B1",
    Result.NOT_CONCERNED: "DDE1E6",
}
UNKNOWN_COLOUR, POSTS_COLOUR, NORM_COLOUR = "5F6670", "5B8DB8", "E0A458"
POSTS, NORM = 4, 5  # columns of 师资（按学科）


class _Row(NamedTuple):
    """A figure of the batch; `then` is that of a former report, where it has one."""

    words: Text
    now: Value
    then: float | None = None


def add_overview(
    book: Workbook, page: DistrictPage, report: DistrictReport, articles: Worksheet, subjects: Worksheet
) -> None:
    """Add 总览 as the first sheet; its charts show what stands on the two others."""
    table = TableSheet(book, page, OVERVIEW, COLUMNS, page.text(_verdict(report)), landscape=False)
    for row in _rows(report):
        change = row.now - row.then if row.then is not None and isinstance(row.now, int | float) else None
        line = table.add([page.text(row.words), row.now, row.then, change])
        table.sheet.cell(line, 4).number_format = "+0.##;-0.##;0"
    if report.articles:
        _add_chart(table, _of_articles(page, articles, len(report.articles)))
    if report.subjects:
        _add_chart(table, _of_subjects(page, subjects, min(MOST_SUBJECTS, len(report.subjects))))
    table.finish()
    book.move_sheet(table.sheet, -len(book.worksheets) + 1)


def _verdict(report: DistrictReport) -> Text:
    rest = len(report.schools) - report.compliant - report.not_compliant
    return Text(
        f"{len(report.schools)} 所学校：{report.compliant} 所合规，{report.not_compliant} 所不合规，{rest} 所没有课表或没全读懂",
        f"{len(report.schools)} schools: {report.compliant} compliant, {report.not_compliant} not, "
        f"{rest} without a plan or with one that was not all understood",
    )


def _rows(report: DistrictReport) -> Iterator[_Row]:
    then = report.comparison
    yield _Row(Text("学校", "Schools"), len(report.schools), None if then is None else then.counts[0])
    yield _Row(Text("合规的学校", "Compliant schools"), report.compliant, None if then is None else then.compliant[0])
    for status in SchoolStatus:
        if status is not SchoolStatus.PLANNED and report.statuses.get(status):
            yield _Row(STATUS_WORDS[status], report.statuses[status])
    broken = sum(len(school.broken or ()) for school in report.schools)
    yield _Row(
        Text("违反条款（校·条）", "Articles broken, over schools"), broken, None if then is None else then.broken[0]
    )
    yield _Row(Text("班级", "Classes"), report.classes)
    yield _Row(Text("学生", "Pupils"), report.pupils)
    yield _Row(Text("教师折合满工作量（人）", "Full posts"), report.posts)
    lacks = sum(subject.lacks for subject in report.subjects)
    yield _Row(Text("清点确定至少缺（人）", "Teachers lacking at least, counted"), lacks)
    short = round(sum(subject.short or 0.0 for subject in report.subjects), 1)
    words = Text("各科按标准课时量合计缺（人，估算）", "Posts short by the norm, an estimate")
    yield _Row(words, short, None if then is None else round(then.posts_short[0], 1))


# Charts.


def _add_chart(table: TableSheet, chart: BarChart) -> None:
    """Add a chart below, in a row as high as it is."""
    table.row += 1
    table.sheet.row_dimensions[table.row].height = float(chart.height) * POINTS_PER_CM + 8
    table.sheet.add_chart(chart, f"A{table.row}")
    table.sheet.cell(table.row, 1).value = " "  # a row that holds nothing is not counted among the pages


def _of_articles(page: DistrictPage, sheet: Worksheet, count: int) -> BarChart:
    chart = _chart(page.text(Text("各条规定：多少学校符合", "Each article: how many schools keep it")))
    chart.barDir, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.height = max(LEAST_CM, BAR_CM * count + 2)
    chart.x_axis.scaling.orientation = "maxMin"  # the first on top, and yet the numbers below
    chart.y_axis.crosses = "max"
    for number, result in enumerate(Result):
        _series(chart, sheet, FIRST_COUNT + number, count, page.text(RESULT_WORDS[result]), COLOURS[result], JUDGED_BY)
    _series(chart, sheet, FIRST_COUNT + len(Result), count, page.text(UNKNOWN), UNKNOWN_COLOUR, JUDGED_BY)
    return chart


def _of_subjects(page: DistrictPage, sheet: Worksheet, count: int) -> BarChart:
    words = Text(
        "各学科的教师（折合满工作量）与按标准课时量的需要",
        "Teachers of each subject, and what its lessons take by the norm",
    )
    chart = _chart(page.text(words))
    chart.height = SUBJECTS_CM
    _series(chart, sheet, POSTS, count, page.text(Text("现有", "there are")), POSTS_COLOUR, 1)
    _series(chart, sheet, NORM, count, page.text(Text("按标准要", "by the norm")), NORM_COLOUR, 1)
    return chart


def _chart(title: str) -> BarChart:
    chart = BarChart()
    chart.title = chart_title(title)
    chart.width = WIDTH_CM  # type: ignore[assignment]
    chart.gapWidth = 40
    chart.legend = Legend()
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.txPr = chart.y_axis.txPr = axis_text(800)
    chart.y_axis.scaling.min = 0
    return chart


def _series(chart: BarChart, sheet: Worksheet, column: int, count: int, name: str, color: str, names: int) -> None:
    first = HEAD_ROWS + 1
    last = HEAD_ROWS + count
    series: Series = SeriesFactory(Reference(sheet, min_col=column, min_row=first, max_row=last), title=name)
    series.graphicalProperties = GraphicalProperties(solidFill=color)
    chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=names, min_row=first, max_row=last))
