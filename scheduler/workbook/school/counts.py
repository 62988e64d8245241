"""Numbers that are counted: one in a cell merged over several rows is not for each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scheduler.text import Text
from scheduler.workbook.names import excel_date
from scheduler.workbook.tables import Cell, ReadingReport, Row

T = TypeVar("T")
D = TypeVar("D")


def read_count(report: ReadingReport, row: Row, column: str | int, reader: Callable[[object], T], default: D) -> T | D:
    """Return what `reader` makes of the number in a column, by its key or its place; `default` for an empty cell.

    A number that is merged over several rows is told once: nobody knows whether it is for each or for all together.
    """
    place = row.columns.get(column) if isinstance(column, str) else column
    cell = Cell(row.grid.title, "") if place is None else row.at(place)
    if place is not None and cell.text and is_shared(row, place):
        _tell_shared(report, row, place)
        return default
    return report.read(cell, reader, default)


def read_place_name(report: ReadingReport, cell: Cell) -> str | None:
    """Return the name of a place; None for an empty cell and, told, for a date that Excel made of it: 3-1."""
    typed = excel_date(cell.text)
    if typed is None:
        return cell.text or None
    report.once(
        (cell.sheet, "place"),
        cell,
        Text(
            f"Excel 把场地名变成了日期（原来写的大概是“{typed}”）",
            f"Excel made a date of a place, probably of “{typed}”",
        ),
        Text("把这一列的单元格格式设为“文本”，再写一遍", "Format the column as text and type it again"),
    )
    return None


def is_shared(row: Row, column: int) -> bool:
    """Tell whether a cell is merged with cells of the rows above or below it."""
    corners = row.grid.corners
    corner = corners.get((row.number, column))
    return corner is not None and any(corners.get((row.number + step, column)) == corner for step in (-1, 1))


def _tell_shared(report: ReadingReport, row: Row, column: int) -> None:
    corner = row.grid.corners[row.number, column]
    rows = sum(each == corner and place[1] == column for place, each in row.grid.corners.items())
    cell = row.grid.cell(*corner)
    report.error(
        cell,
        Text(
            f"“{cell.text}”合并了 {rows} 行，看不出是每行 {cell.text} 还是一共 {cell.text}",
            f"“{cell.text}” is merged over {rows} rows: is it for each or for all together?",
        ),
        Text("取消合并，每一行写自己的数", "Unmerge the cells and give each row its own number"),
    )
