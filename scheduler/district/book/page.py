"""Tables of the bureau's report: a school a row, what is not known said as such, all schools together below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.district.nouns import STATUS_WORDS
from scheduler.district.report import SchoolEntry
from scheduler.export.styles import BAND_FILL, DIFFERENCE_FILL, FAINT, RED, CellStyle, font, solid
from scheduler.export.table import BOLD, POINTS, SMALL, SMALL_TEXT, Column, TableSheet
from scheduler.text import Text, clock_text

NOTHING = Text("", "")
UNKNOWN = Text("未知", "unknown")
BAD = SMALL._replace(font=font(POINTS, bold=True, color=RED), fill=solid(DIFFERENCE_FILL))
BAD_TEXT = SMALL_TEXT._replace(font=font(POINTS, color=RED))
NOT_KNOWN = SMALL._replace(font=font(POINTS, color=FAINT), fill=solid(BAND_FILL))
NAME = SMALL_TEXT._replace(font=font(POINTS, bold=True))

Known = str | int | float | Text


class DistrictPage(NamedTuple):
    """What the tables of a district are told."""

    name: str
    term: str
    language: str

    def text(self, text: Text) -> str:
        """Return a text in the language of the report."""
        return text.get(self.language)

    def value(self, value: Known) -> str | int | float:
        """Return what a cell holds: a text in its language, a number without a needless fraction."""
        if isinstance(value, Text):
            return self.text(value)
        return int(value) if isinstance(value, float) and value.is_integer() else value


class Total(StrEnum):
    """How the figures of schools make one of all."""

    SUM = "sum"
    LEAST = "least"
    MOST = "most"


class Clock(int):
    """A minute of the day, which is shown as a clock time."""


class Figure(NamedTuple):
    """A column: what it shows of a school (None: not known, '': nothing to be said), what makes it bad, what it is of all."""

    heading: Text
    width: float
    of: Callable[[SchoolEntry], Known | None]
    bad: Callable[[SchoolEntry], bool] = lambda school: False
    total: Total | None = None
    percent: bool = False


NAME_WIDTH, STATUS_WIDTH = 21.0, 11.0


def add_figures(
    book: Workbook,
    page: DistrictPage,
    name: Text,
    figures: Sequence[Figure],
    schools: Sequence[SchoolEntry],
    note: Text,
) -> TableSheet:
    """Add a sheet with a row for each school, and one of all of which the figure is known."""
    columns = [
        Column(Text("学校", "School"), NAME_WIDTH, NAME),
        Column(Text("状态", "Status"), STATUS_WIDTH),
        *(Column(figure.heading, figure.width) for figure in figures),
    ]
    table = TableSheet(book, page, name, columns, page.text(note), landscape=True)
    for school in schools:
        _add_school(table, page, figures, school)
    if len(schools) > 1:
        _add_total(table, page, figures, schools)
    table.finish()
    return table


def _add_school(table: TableSheet, page: DistrictPage, figures: Sequence[Figure], school: SchoolEntry) -> None:
    values: list[str | int | float] = [school.name, page.text(STATUS_WORDS[school.status])]
    looks: dict[int, CellStyle] = {}
    for index, figure in enumerate(figures, 2):
        value = figure.of(school)
        values.append(page.text(UNKNOWN) if value is None else _shown(page, value))
        if value is None:
            looks[index] = NOT_KNOWN
        elif figure.bad(school):
            looks[index] = BAD_TEXT if isinstance(value, str | Text) and len(str(values[-1])) > 8 else BAD
        elif isinstance(value, str | Text):
            looks[index] = SMALL_TEXT if len(str(values[-1])) > 8 else SMALL
    row = table.add(values, looks)
    _formats(table, row, figures)


def _shown(page: DistrictPage, value: Known) -> str | int | float:
    return clock_text(value) if isinstance(value, Clock) else page.value(value)


def _add_total(
    table: TableSheet, page: DistrictPage, figures: Sequence[Figure], schools: Sequence[SchoolEntry]
) -> None:
    """Add the row of all schools; where some are not known it says of how many it is."""
    values: list[str | int | float | None] = [page.text(Text("全区", "In all")), None]
    for figure in figures:
        known = [value for value in map(figure.of, schools) if isinstance(value, int | float)]
        values.append(_total(page, figure, known))
    row = table.add(values, dict.fromkeys(range(len(values)), BOLD))
    _formats(table, row, figures)


def _total(page: DistrictPage, figure: Figure, known: Sequence[int | float]) -> str | int | float | None:
    if figure.total is None or not known:
        return None
    if figure.total is Total.SUM:
        return page.value(round(sum(known), 2))
    return _shown(page, min(known) if figure.total is Total.LEAST else max(known))


def _formats(table: TableSheet, row: int, figures: Sequence[Figure]) -> None:
    for index, figure in enumerate(figures, 3):
        if figure.percent:
            table.sheet.cell(row, index).number_format = "0%"


def known_note(schools: Sequence[SchoolEntry], more: Text = NOTHING) -> Text:
    """Say of how many schools the figures are."""
    known = sum(school.judged is not None for school in schools)
    zh = f"共 {len(schools)} 所学校，{known} 所有课表可核查；“未知”是没有课表或课表没有写，不当作 0，合计只含已知的学校"
    en = (
        f"{len(schools)} schools, {known} with a plan that was audited; “unknown”: there is no plan or it does not tell; "
        "totals are of the schools that are known"
    )
    return Text(f"{zh}。{more.zh}" if more.zh else zh, f"{en}. {more.en}" if more.en else en)
