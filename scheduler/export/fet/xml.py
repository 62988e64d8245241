"""Elements of a file of FET."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from scheduler.workbook.fet.grid import Cell, WeekGrid

Value = str | int | float | bool
Field = tuple[str, Value | Element]
HARD = 100.0


def element(tag: str, fields: Iterable[Field] = ()) -> Element:
    """Return an element with a child for each field."""
    made = Element(tag)
    for name, value in fields:
        if isinstance(value, Element):
            made.append(value)
        else:
            SubElement(made, name).text = _text(value)
    return made


def listed(tag: str, items: Iterable[Element], count: str = "") -> Element:
    """Return a list of elements, which FET wants to be counted in a field `count`."""
    made = Element(tag)
    found = list(items)
    if count:
        SubElement(made, count).text = str(len(found))
    made.extend(found)
    return made


def constraint(kind: str, fields: Iterable[Field], weight: float = HARD) -> Element:
    """Return a constraint that holds always, or of `weight` per cent."""
    return element(kind, (("Weight_Percentage", weight), *fields, ("Active", True), ("Comments", "")))


def times(grid: WeekGrid, count: str, tag: str, names: tuple[str, str], cells: Iterable[Cell]) -> list[Field]:
    """Return the fields of a constraint that lists cells of the grid: their number, then each as `tag` with day and hour."""
    fields = [(tag, element(tag, place(grid, names, cell))) for cell in sorted(cells)]
    return [(count, len(fields)), *fields]


def place(grid: WeekGrid, names: tuple[str, str], cell: Cell) -> list[Field]:
    """Return day and hour of a cell as two fields of these names."""
    return [(names[0], grid.day_name(cell.day)), (names[1], grid.hours[cell.hour].name)]


def ids(numbers: Iterable[int]) -> list[Field]:
    """Return the fields that name activities."""
    found = list(numbers)
    return [("Number_of_Activities", len(found)), *(("Activity_Id", number) for number in found)]


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
