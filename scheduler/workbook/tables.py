"""Finds sheets, heading rows and columns in whatever way people have laid them out, and yields the rows below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.text import Text
from scheduler.workbook.closing_lines import is_closing
from scheduler.workbook.files import filled_cells
from scheduler.workbook.names import key as key_of
from scheduler.workbook.names import plain
from scheduler.workbook.notation import NotationError
from scheduler.workbook.people import is_vacancy
from scheduler.workbook.problem import Note, Problem
from scheduler.workbook.sheet import Column, Sheet
from scheduler.workbook.sheet_cells import NO_RESULT
from scheduler.workbook.table_texts import (
    broken_value,
    missing_columns,
    no_word,
    repeated_columns,
    unknown_column,
    with_places,
)

T = TypeVar("T")
D = TypeVar("D")
REMARKS = ("序号", "编号", "备注", "说明", "no.", "remark", "remarks", "notes")
LESSONS_ALIASES = ("周课时", "节数", "周节数", "课时数", "周课时数", "每周课时", "每周节数")
LESSONS_TITLES = ("课时", *LESSONS_ALIASES, "lessons", "hours")
TEACHER_ALIASES = ("任课教师", "老师", "姓名", "教师姓名", "授课教师")
TEACHER_TITLES = ("教师", *TEACHER_ALIASES, "teacher")
SUB_HEADINGS = (*LESSONS_TITLES, *TEACHER_TITLES)  # of 任课, below the subjects
_ERROR_VALUE = re.compile(r"#(?:N/A|[A-Z][A-Z_/0]*[!?]|GETTING_DATA|#+)", re.IGNORECASE)
SHOWN_LINES = 8
LONGEST_NAME = 15  # what stands alone in a row and is longer is a remark
HEADING_ROWS = 15  # a heading stands in one of the first rows that say something


class Cell(NamedTuple):
    """A cell with its place, such as (任课, C7)."""

    sheet: str
    name: str
    value: Any = None
    broken: bool = False  # holds the error value of a formula, and so no value

    @property
    def text(self) -> str:
        """What it says, as plain text; empty where it says nothing."""
        return plain(self.value)


@dataclass
class ReadingReport:
    """Gathers every problem and note while a workbook is read; what stands in one cell is told once.

    `tellings` counts the same problem told again, as that of a missing column is for each row: who reads a row compares it to
    see whether the row is sound.
    """

    problems: dict[Problem, list[Cell]] = field(default_factory=dict)
    notes: dict[Note, None] = field(default_factory=dict)
    causes: dict[object, Problem] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    tellings: int = 0

    def error(self, cell: Cell, text: Text, cure: Text) -> Problem:
        """Add an error, which keeps the school from being read, and return it."""
        return self._add(Problem("error", cell.sheet, cell.name, cell.text, text, cure))

    def warning(self, cell: Cell, text: Text, cure: Text) -> Problem:
        """Add a warning and return it."""
        return self._add(Problem("warning", cell.sheet, cell.name, cell.text, text, cure))

    def ask(self, cell: Cell, text: Text, cure: Text, choices: Mapping[str, Text]) -> Problem:
        """Add a question, which keeps the school from being read until it is answered, and return it."""
        answers, meanings = tuple(choices), tuple(choices.values())
        return self._add(Problem("question", cell.sheet, cell.name, cell.text, text, cure, answers, meanings))

    def broken_value(self, cell: Cell) -> None:
        """Add an error about the error value of a formula; those of one sheet are one error with its places."""
        unstored = cell.value == NO_RESULT
        text, cure = broken_value(cell.text, unstored=unstored)
        self.once((cell.sheet, cure), cell._replace(value=None if unstored else cell.value), text, cure)

    def again(self, problem: Problem, cell: Cell) -> None:
        """Let a problem say that it is found in another cell too."""
        self.tellings += 1
        places = self.problems[problem]
        if cell not in places and (cell.sheet, cell.name) != (problem.sheet, problem.cell):
            places.append(cell)

    def label(self, cell: Cell) -> str | None:
        """Return the name of a group or a campus in a cell, in its first spelling in the sheet: 信 劳 is 信劳.

        None where it is empty or, told, not settled yet: 待定.
        """
        if not is_vacancy(cell.text):
            return self.labels.setdefault((cell.sheet, key_of(cell.text)), cell.text) or None
        self.once(
            ("not settled", cell.sheet, cell.text),
            cell,
            Text(f"“{cell.text}”：还没有定下来", f"“{cell.text}”: not settled yet"),
            Text("定了就写名称，没有定就清空", "Type the name once it is settled; until then clear the cell"),
        )
        return None

    def once(self, cause: object, cell: Cell, text: Text, cure: Text) -> None:
        """Add an error, or its cell to the error that the same cause has already."""
        known = self.causes.get(cause)
        if known is None:
            self.causes[cause] = self.error(cell, text, cure)
        else:
            self.again(known, cell)

    def told(self) -> list[Problem]:
        """Return every problem in the words in which it is told."""
        told = self.problems.items()
        return [
            p._replace(
                text=with_places(p.text, [f"{c.sheet} {c.name}" for c in cells]),
                also=tuple((c.sheet, c.name) for c in cells),
            )
            for p, cells in told
        ]

    def wrong_notation(self, cell: Cell, error: NotationError) -> None:
        """Add an error about how a cell is written; what is wrong in the same way in several cells of a sheet is told once."""
        text = Text(f"“{cell.text}”：{error.text.zh}", f"“{cell.text}”: {error.text.en}")
        self.once((cell.sheet, error.text), cell, text, error.cure)

    def read(self, cell: Cell, reader: Callable[[object], T], default: D) -> T | D:
        """Return what `reader` makes of a cell; `default` for an empty cell and, told, for wrong notation."""
        if not cell.text:
            return default
        try:
            return reader(cell.value)
        except NotationError as error:
            self.wrong_notation(cell, error)
            return default

    def word(
        self, cell: Cell, words: Mapping[T, Text], default: D, more: Mapping[str, T] = MappingProxyType({})
    ) -> T | D:
        """Return what a word of a closed vocabulary means; `default` for an empty cell and, told, for another word.

        `more` are further words that are read and not proposed.
        """
        if not cell.text:
            return default
        meanings = {**more, **{word_key(word): meaning for meaning, text in words.items() for word in text}}
        if word_key(cell.text) in meanings:
            return meanings[word_key(cell.text)]
        text, cure = no_word(cell.text, words.values())
        self.once((cell.sheet, word_key(cell.text), cure), cell, text, cure)
        return default

    def note(self, zh: str, en: str) -> None:
        """Add an assumption."""
        self.notes.setdefault(Note(Text(zh, en)))

    def _add(self, problem: Problem) -> Problem:
        self.problems.setdefault(problem, [])
        self.tellings += 1
        return problem

    @property
    def has_errors(self) -> bool:
        """Tell whether an error was added."""
        return any(problem.blocks for problem in self.problems)


class Grid:
    """The cells of a sheet that say something, by row and column from 1; a merged cell says it wherever it reaches.

    The error values of formulas say nothing; where one is looked at, that is told to the `report`.
    """

    def __init__(self, sheet: Worksheet) -> None:
        self.title = sheet.title
        self.report: ReadingReport | None = None
        self.is_turned = False
        filled = {place: sheet.cell(*place).value for place in filled_cells(sheet)}
        self.values = {place: value for place, value in filled.items() if plain(value) and not is_error_value(value)}
        self.broken = {place: value for place, value in filled.items() if is_error_value(value)}
        self.corners: dict[tuple[int, int], tuple[int, int]] = {}
        rows = max((row for row, _ in self.values), default=0)
        columns = max((column for _, column in self.values), default=0)
        for area in sheet.merged_cells.ranges:
            corner = (area.min_row, area.min_col)
            if corner in self.values:
                for row in range(area.min_row, min(area.max_row, rows) + 1):
                    # A line of instructions reaches over columns that are not used; a name does not.
                    for column in range(area.min_col, min(area.max_col, columns) + 1):
                        self.values[row, column] = self.values[corner]
                        self.corners[row, column] = corner
        self.by_row = _by_row(self.values)

    def turned(self, row: int, column: int, corner: str) -> Grid:
        """Return what stands below and right of a cell with rows for columns; the cell itself says `corner` then."""
        found = copy(self)
        found.is_turned = not self.is_turned
        inside = {(c, r): value for (r, c), value in self.values.items() if r >= row and c >= column}
        found.values = {**inside, (column, row): corner}
        found.broken = {(c, r): value for (r, c), value in self.broken.items() if r >= row and c >= column}
        found.corners = {(c, r): (c0, r0) for (r, c), (r0, c0) in self.corners.items() if r0 >= row and c0 >= column}
        found.by_row = _by_row(found.values)
        return found

    def window(self, rows: range, columns: range) -> Grid:
        """Return what stands in some rows and columns alone, under the same names."""
        found = copy(self)
        found.values = {(r, c): value for (r, c), value in self.values.items() if r in rows and c in columns}
        found.broken = {(r, c): value for (r, c), value in self.broken.items() if r in rows and c in columns}
        found.by_row = _by_row(found.values)
        return found

    def saying(self, row: int, column: int, text: str) -> Grid:
        """Return the same cells with another text in one of them."""
        found = copy(self)
        found.values = {**self.values, (row, column): text}
        found.by_row = _by_row(found.values)
        return found

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; one that says nothing has no value."""
        at = f"{get_column_letter(row)}{column}" if self.is_turned else f"{get_column_letter(column)}{row}"
        if (row, column) in self.broken:
            if self.report is not None:
                self.report.broken_value(Cell(self.title, at, self.broken[row, column]))
            return Cell(self.title, at, broken=True)
        return Cell(self.title, at, self.values.get((row, column)))

    def row(self, row: int) -> Iterator[tuple[int, Cell]]:
        """Yield the cells of a row that say something, with their columns."""
        for column in self.by_row.get(row, ()):
            yield column, self.cell(row, column)

    def is_one_line(self, row: int) -> bool:
        """Tell whether a row says one thing only, as a title or a line of instructions does."""
        return len({self.corners.get((row, column), (row, column)) for column in self.by_row[row]}) == 1

    def is_remark(self, row: int) -> bool:
        """Tell whether a row says one thing that is no name: it reaches over several columns, or is long."""
        text = self.cell(row, self.by_row[row][0]).text
        return self.is_one_line(row) and (len(self.by_row[row]) > 1 or len(text) > LONGEST_NAME)


def _by_row(values: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Return the columns of each row that say something, in order."""
    found: dict[int, list[int]] = {}
    for row, column in sorted(values):
        found.setdefault(row, []).append(column)
    return found


def is_error_value(value: object) -> bool:
    """Tell whether a cell holds what Excel shows where a formula failed: #N/A, #REF!, a row of #."""
    return isinstance(value, str) and _ERROR_VALUE.fullmatch(plain(value)) is not None


class Row:
    """A row below the headings."""

    def __init__(self, grid: Grid, number: int, columns: dict[str, int]) -> None:
        self.grid = grid
        self.number = number
        self.columns = columns

    def __getitem__(self, key: str) -> Cell:
        """Return the cell in the column of a key; one without value and name when the sheet has no such column."""
        column = self.columns.get(key)
        return Cell(self.grid.title, "") if column is None else self.grid.cell(self.number, column)

    def at(self, column: int) -> Cell:
        """Return the cell in a column by its number."""
        return self.grid.cell(self.number, column)


class Table(NamedTuple):
    """A sheet's heading row understood, and the rows below it but for remarks.

    `others` are the headings that are no columns of the layout, by column number.
    """

    grid: Grid
    heading_row: int
    columns: dict[str, int]
    others: dict[int, Cell]
    rows: tuple[Row, ...]


def title_key(text: object) -> str:
    """Return the form in which two spellings of one title are equal; a remark in brackets is no part of it."""
    return _title_key(plain(text))


@lru_cache(maxsize=10_000)  # each heading is compared with every column of a layout
def _title_key(text: str) -> str:
    words = text.casefold().replace(" ", "").replace("*", "").rstrip(":")
    return words.split("(")[0] or words


def word_key(text: object) -> str:
    """Return the form in which two spellings of a word are equal that a cell holds; what stands in brackets counts."""
    return plain(text).casefold().replace(" ", "").rstrip(":")


def is_titled(title: object, names: Iterable[str]) -> bool:
    """Tell whether a title is one of some names."""
    return title_key(title) in _title_keys(tuple(names))


@lru_cache(maxsize=1000)
def _title_keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(title_key, names))


def find_sheets(book: Workbook, layout: Sheet) -> list[Grid]:
    """Return the sheets that carry a title of the layout's sheet, the ones that say nothing among them."""
    names = (*layout.title, *layout.aliases)
    return [Grid(sheet) for sheet in book.worksheets if is_titled(sheet.title, names)]


def read_tables(book: Workbook, layout: Sheet, report: ReadingReport, *, open_ended: bool = False) -> list[Table]:
    """Return the tables of a layout's sheets; `open_ended` ones have further columns of their own, the others are warned of."""
    found = (read_table(grid, layout.columns, report, open_ended=open_ended) for grid in find_sheets(book, layout))
    return [table for table in found if table is not None]


def read_table(
    grid: Grid, columns: tuple[Column, ...], report: ReadingReport, *, open_ended: bool = False
) -> Table | None:
    """Return the table in a sheet, or None, told, when a required heading is missing; a sheet without any cell is none."""
    grid.report = report
    if not grid.values:
        return None
    found = find_heading(grid, columns)
    missing = [c for c in columns if c.required and (found is None or c.key not in found[1])]
    if found is None or missing:
        cell = Cell(grid.title, "" if found is None else grid.cell(found[0], min(found[1].values())).name)
        report.error(cell, *missing_columns(column.title for column in missing or columns))
        return None
    number, places = found
    rows = _rows(grid, number, places, report)
    repeated = _repeated(grid, rows, number, columns)
    if repeated:
        said = repeated_columns(f"{cell.name}“{cell.text}”" for cell in repeated.values())
        report.error(next(iter(repeated.values())), *said)
    others = {c: cell for c, cell in grid.row(number) if c not in places.values() and c not in repeated}
    if not open_ended:
        for cell in others.values():
            if not is_titled(cell.text, REMARKS):
                report.warning(cell, *unknown_column(cell.text, [name for c in columns for name in _names(c)]))
    _tell_nameless(grid, number, rows, report)
    return Table(grid, number, places, others, rows)


def _rows(grid: Grid, heading: int, places: dict[str, int], report: ReadingReport) -> tuple[Row, ...]:
    """Return the rows below the headings without remarks, totals and signatures; the last two are said."""
    rows, closing = [], []
    for row in (row for row in grid.by_row if row > heading):
        first = grid.cell(row, grid.by_row[row][0])
        if grid.is_remark(row):
            closing.append(first)
            continue
        named = [grid.cell(row, place) for place in places.values() if (row, place) in grid.values]
        alone = grid.is_one_line(row)
        if is_closing(first.text, alone=alone) or (named and is_closing(named[0].text, alone=alone)):
            closing.append(first)
        else:
            rows.append(Row(grid, row, places))
    if closing:
        said = "、".join(f"{cell.name} {_short(cell.text)}" for cell in closing[:SHOWN_LINES])
        said += f" 等 {len(closing)} 行" if len(closing) > SHOWN_LINES else ""
        report.note(
            f"{grid.title}里的合计、备注和落款没有读：{said}", f"Totals and remarks of {grid.title}, not read: {said}"
        )
    return tuple(rows)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"


def find_heading(grid: Grid, columns: tuple[Column, ...]) -> tuple[int, dict[str, int]] | None:
    """Return the first row with the most headings, and the column of each key; None when no row has any."""
    best: tuple[int, dict[str, int]] | None = None
    for row in list(grid.by_row)[:HEADING_ROWS]:
        places: dict[str, int] = {}
        for number, cell in grid.row(row):
            key = next((c.key for c in columns if c.key not in places and is_titled(cell.text, _names(c))), None)
            if key is not None and not (grid.is_one_line(row) and len(grid.by_row[row]) > 1):
                places[key] = number
        if places and (best is None or len(places) > len(best[1])):
            best = row, places
    return best


def _names(column: Column) -> tuple[str, ...]:
    return (*column.title, *column.aliases)


def _repeated(grid: Grid, rows: Iterable[Row], heading: int, columns: tuple[Column, ...]) -> dict[int, Cell]:
    """Return the headings that name a column of the layout again, and something below: the second of two blocks."""
    found: dict[int, Cell] = {}
    first: dict[str, int] = {}
    for number, cell in grid.row(heading):
        meant = [column.key for column in columns if is_titled(cell.text, _names(column))]
        free = next((key for key in meant if key not in first), None)
        if free is not None:
            first[free] = number
        elif meant and (heading, number) not in grid.corners and any(row.at(number).text for row in rows):
            found[number] = cell
    return found


def _tell_nameless(grid: Grid, heading: int, rows: Iterable[Row], report: ReadingReport) -> None:
    """Tell of columns that say something and have no heading; the row below may have one."""
    titles = {column for column, cell in grid.row(heading + 1) if is_titled(cell.text, SUB_HEADINGS)}
    named = {*grid.by_row[heading], *titles}
    first = min(grid.by_row[heading])
    used = {column for row in rows for column in grid.by_row[row.number] if column > first}
    for column in sorted(used - named):
        report.warning(
            grid.cell(heading, column),
            Text("这一列没有标题，没有读", "This column has no heading and was not read"),
            Text("写上标题，或清空这一列", "Give it a heading, or clear the column"),
        )
