"""Start and end of the rows of 作息 and 时间段, in two columns or as 08:00-08:45 in one."""

from __future__ import annotations

from openpyxl import Workbook

from scheduler.text import Text, clock_text
from scheduler.workbook.notation import is_clock_range, read_clock, read_clock_range
from scheduler.workbook.sheet import Column, Sheet, column
from scheduler.workbook.tables import ReadingReport, Row, Table, find_heading, find_sheets, read_table

SPAN = column("span", "时间", "Time", "", "", "起止时间", "上课时间", "时间段", "起止", "时段", required=True)
_ENDS = ("start", "end")
_HALF_A_DAY = 12 * 60


def timed_tables(book: Workbook, layout: Sheet, report: ReadingReport) -> list[Table]:
    """Return the tables of a layout's sheets; one with both times in a column has this for its start and its end."""
    found = []
    for grid in find_sheets(book, layout):
        heading = find_heading(grid, (*layout.columns, SPAN))
        in_one = heading is not None and SPAN.key in heading[1] and not set(_ENDS) & set(heading[1])
        table = read_table(grid, _with_span(layout.columns) if in_one else layout.columns, report)
        if table is not None:
            found.append(_spread(table) if in_one else table)
    return found


def _with_span(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return (*(each for each in columns if each.key not in _ENDS), SPAN)


def _spread(table: Table) -> Table:
    if SPAN.key not in table.columns:
        return table
    columns = table.columns | dict.fromkeys(_ENDS, table.columns[SPAN.key])
    return table._replace(columns=columns, rows=tuple(Row(row.grid, row.number, columns) for row in table.rows))


def is_missing(row: Row, name: str) -> bool:
    """Tell whether a row says nothing in a column; 结束 may be empty where 开始 is 08:00-08:45, and both may be one column."""
    if name == "end" and (row["end"].name == row["start"].name or is_clock_range(row["start"].value)):
        return False
    return not row[name].text


def read_start_and_end(report: ReadingReport, row: Row) -> tuple[int, int] | None:
    """Return when a row starts and ends, in minutes since midnight; None, told, where that cannot be understood."""
    start, end = row["start"], row["end"]
    if start.name == end.name or (is_clock_range(start.value) and not end.text):
        return report.read(start, read_clock_range, None)
    first, last = report.read(start, read_clock, None), report.read(end, read_clock, None)
    return None if first is None or last is None else (first, last)


def in_the_afternoon(start: int, end: int) -> tuple[int, int] | None:
    """Return what times before noon probably mean where they cannot be right: 14:00 to 16:00 for 2:00 to 4:00, 8:00 to
    17:00 for 8:00 to 5:00; None where that cannot be either."""
    later = end + _HALF_A_DAY if end <= _HALF_A_DAY else end
    first = start if end <= start else start + _HALF_A_DAY
    return (first, later) if start < _HALF_A_DAY and first < later <= 2 * _HALF_A_DAY else None


def ask_afternoon(times: tuple[int, int] | None, otherwise: Text) -> Text:
    """Return the cure that asks whether times of the afternoon are meant; another one where they cannot be."""
    if times is None:
        return otherwise
    start, end = map(clock_text, times)
    return Text(
        f"是不是 {start}-{end}？下午的时间写成 {start} 这样", f"Is it {start}-{end}? Type afternoons such as {start}"
    )
