"""Reads 任课, the matrix class x subject -> teacher that every school has, and 任课明细, its long form."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.school import Area, Week
from scheduler.school.defaults import guess_area
from scheduler.text import Text
from scheduler.workbook.names import class_name, key, split_names
from scheduler.workbook.notation import NotationError, WeeklyLessons, read_lessons, read_week, read_whole_number
from scheduler.workbook.school.assignment_cell import NOBODY, Known, Part, parse_cell
from scheduler.workbook.school.draft import NOWHERE, CourseDraft, Draft
from scheduler.workbook.school.layout import ASSIGNMENT, ASSIGNMENT_LIST, SHEETS
from scheduler.workbook.school.read_people import MOST_PUPILS, key_name
from scheduler.workbook.school.read_subjects import TOTALS, tell_unknown_place
from scheduler.workbook.sheet import Column
from scheduler.workbook.tables import (
    LESSONS_TITLES,
    REMARKS,
    SUB_HEADINGS,
    Cell,
    Grid,
    Row,
    Table,
    find_heading,
    find_sheets,
    is_titled,
    read_table,
)

OWN_ROOM = ("教室", "本班教室", "本班", "home room")
EXCHANGE_TITLES = ("课时设置", "课时设置表")  # of the layout that schools exchange; the same matrix

_MATRIX_COLUMNS = (
    *(column._replace(required=False) for column in ASSIGNMENT.columns),
    Column("grade", Text("年级", "Grade"), Text("", "")),
    Column("homeroom", Text("班主任", "Homeroom teacher"), Text("", "")),
    Column("size", Text("人数", "Pupils"), Text("", ""), ("学生数", "班额")),
)


class SubjectColumn(NamedTuple):
    """A column of the matrix: its subject (two for odd and even weeks, none for an unknown one), its heading, and
    where its lessons stand."""

    subjects: tuple[str, ...]
    heading: Cell
    teacher: int
    lessons: int | None


def read_assignments(book: Workbook, draft: Draft) -> None:
    """Put every course that 任课 and 任课明细 ask for into the draft, and the names that only they tell."""
    known = Known(
        is_teacher=lambda name: draft.teacher_names.get(name) is not None,
        is_place=lambda name: draft.venue_names.get(name) is not None or key(name) in draft.venue_kinds(),
    )
    grids = _assignment_sheets(book, draft)
    before = draft.report.tellings
    for grid in grids:
        if _is_long(grid):
            table = read_table(grid, ASSIGNMENT_LIST.columns, draft.report)
            for row in table.rows if table else ():
                _read_line(draft, row, known)
        elif grid.values:
            _Matrix(draft, grid, known).read()
    if not draft.demands and not draft.attempted and draft.report.tellings == before:
        title = grids[0].title if grids else ASSIGNMENT.title.zh
        draft.report.error(
            Cell(title, ""),
            Text("“任课”表是空的" if grids else "没有“任课”表", "任课 is empty" if grids else "There is no sheet 任课"),
            Text(
                "一行一个班，一列一门学科，格里写教师姓名", "A row a class, a column a subject, cells name the teacher"
            ),
        )


def _assignment_sheets(book: Workbook, draft: Draft) -> list[Grid]:
    """Return the sheets titled so; where none is, those that look like it."""
    named = find_sheets(book, ASSIGNMENT._replace(aliases=(*ASSIGNMENT.aliases, *EXCHANGE_TITLES)))
    named += find_sheets(book, ASSIGNMENT_LIST)
    if named:
        return named
    titles = [name for sheet in SHEETS for name in (*sheet.title, *sheet.aliases)]
    alike = [Grid(sheet) for sheet in book.worksheets if not is_titled(sheet.title, titles)]
    alike = [grid for grid in alike if _is_long(grid) or _looks_like_matrix(grid)]
    for grid in alike:
        draft.report.note(f"把工作表“{grid.title}”当作任课表", f"Sheet “{grid.title}” is taken for 任课")
    return alike


def _is_long(grid: Grid) -> bool:
    found = find_heading(grid, ASSIGNMENT_LIST.columns)
    return found is not None and {"class", "subject"} <= set(found[1])


def _looks_like_matrix(grid: Grid) -> bool:
    found = find_heading(grid, _MATRIX_COLUMNS)
    if found is None or not {"class", "grade"} & set(found[1]):
        return False
    return sum(guess_area(cell.text) is not Area.OTHER for _, cell in grid.row(found[0])) > 1


# The long form.


def _read_line(draft: Draft, row: Row, known: Known) -> None:
    if not any(row[column].text for column in ("class", "subject", "teacher")):
        return
    classes = _classes(draft, row["class"]) if row["class"].text else ()
    subject = draft.subject_names.find(row["subject"], row["subject"].text) if row["subject"].text else None
    if not classes or subject is None:
        _tell_incomplete(draft, row)
        draft.attempted.update((name, subject or "") for name in classes or ("",))
        return
    lessons = draft.report.read(row["lessons"], read_lessons, ())
    for part in _parts(draft, row["teacher"], known) or (Part(),):
        demand = _demand(draft, row["teacher"], classes, subject, part)
        if part.rotates:
            demand.pair = f"{'+'.join(demand.classes)}|{subject}"
        if row["lessons"].text:
            demand.lessons, demand.lessons_cell = lessons, row["lessons"]
        if row["week"].text:
            _hold_in(draft, demand, row["week"])
        if part.week is not Week.EVERY:
            demand.lessons = tuple(each._replace(week=part.week) for each in demand.lessons)
        if row["venue"].text:
            place_demand(draft, demand, row["venue"], row["venue"].text)
        demand.together = row["together"].text or None
        demand.pair = row["pair"].text or demand.pair
        demand.listed = True
        demand.cell = row["teacher"] if row["teacher"].text else row["class"]
        _add(draft, demand, failed=bool(row["lessons"].text) and not lessons)


def _tell_incomplete(draft: Draft, row: Row) -> None:
    """Tell of a row that names no class or no subject; an unknown one has been told."""
    for column, zh, en in (("class", "班级", "class"), ("subject", "学科", "subject")):
        if not row[column].text:
            draft.report.error(
                row[column],
                Text(f"这一行没有写{zh}", f"This row names no {en}"),
                Text(f"写上{zh}，或删去这一行", f"Give the {en}, or delete the row"),
            )


def _hold_in(draft: Draft, demand: CourseDraft, cell: Cell) -> None:
    """Put a course into the weeks that a cell names; without lessons it has one in them."""
    week = draft.report.read(cell, read_week, Week.EVERY)
    if week is not Week.EVERY:
        demand.lessons = tuple(each._replace(week=week) for each in demand.lessons or (WeeklyLessons(1),))
        demand.lessons_cell = cell if demand.lessons_cell is NOWHERE else demand.lessons_cell


def _classes(draft: Draft, cell: Cell) -> tuple[str, ...]:
    """Return the classes that a cell names; none, told, when one of them is unknown."""
    known = class_name(cell.text) is not None or draft.class_names.get(cell.text) is not None
    names = (cell.text,) if known else split_names(cell.value)
    found = [draft.add_class(cell, name) for name in names]
    return tuple(dict.fromkeys(name for name in found if name is not None)) if None not in found else ()


def _parts(draft: Draft, cell: Cell, known: Known) -> tuple[Part, ...] | None:
    """Return the courses in a cell, or None, told, when it cannot be understood."""
    try:
        return parse_cell(cell.value, known)
    except NotationError as error:
        draft.report.wrong_notation(cell, error)
        return None


def _demand(draft: Draft, cell: Cell, classes: tuple[str, ...], subject: str, part: Part) -> CourseDraft:
    """Return the course that a part of a cell asks for; a teacher who is not known is told and left out."""
    teachers = [draft.teacher_names.find(cell, key_name(name)) for name in part.teachers]
    joint = [draft.add_class(cell, name) for name in part.joint]
    demand = CourseDraft(
        cell=cell,
        classes=tuple(dict.fromkeys((*classes, *(name for name in joint if name is not None)))),
        subject=subject,
        teachers=tuple(dict.fromkeys(name for name in teachers if name is not None)),
        lessons=part.demanded,
        lessons_cell=cell if part.demanded else NOWHERE,
        week=part.week if part.rotates else None,
    )
    if part.place is not None:
        place_demand(draft, demand, cell, part.place)
    return demand


def place_demand(draft: Draft, demand: CourseDraft, cell: Cell, name: str) -> None:
    """Give a course the kind of place or the place that a cell names; a kind comes first where both have the name."""
    if is_titled(name, OWN_ROOM):
        demand.own_room = True
    elif not draft.venues_given:
        draft.report.note("没有“场地”表，不安排场地", "No sheet 场地: venues are not planned")
    elif key(name) in draft.venue_kinds():
        demand.venue_kind = draft.venue_kinds()[key(name)]
    elif (venue := draft.venue_names.get(name)) is not None:
        demand.venue = venue
    else:
        tell_unknown_place(draft, cell, name)


def _add(draft: Draft, demand: CourseDraft, *, failed: bool) -> None:
    draft.attempted.update((name, demand.subject) for name in demand.classes)
    if not failed:
        draft.demands.append(demand)


# The matrix.


class _Matrix:
    """Reads one matrix."""

    def __init__(self, draft: Draft, grid: Grid, known: Known) -> None:
        self.draft = draft
        self.grid = grid
        self.known = known
        self.seen: dict[tuple[str, ...], Cell] = {}

    def read(self) -> None:
        """Put the courses of the matrix into the draft."""
        table = read_table(self.grid, _MATRIX_COLUMNS, self.draft.report, open_ended=True)
        if table is None:
            return
        columns = table.columns
        if "class" not in columns:
            columns = {"class" if name == "grade" else name: number for name, number in columns.items()}
        if "class" not in columns:
            self.draft.report.error(
                Cell(self.grid.title, self.grid.cell(table.heading_row, 1).name),
                Text("表头里没有“班级”列", "No column 班级 in the heading row"),
                Text("在表头行写“班级”，下面一行一个班", "Write 班级 into the heading row, a class a row below it"),
            )
            return
        table = table._replace(columns=columns, rows=tuple(Row(self.grid, r.number, columns) for r in table.rows))
        subjects = self._subject_columns(table)
        for row in table.rows:
            self._row(row, subjects)

    def _subject_columns(self, table: Table) -> list[SubjectColumn]:
        """Return the subjects of the headings; a 课时 column, or the second under one merged heading, is the lessons' of the subject before."""
        below = {column: cell.text for column, cell in self.grid.row(table.heading_row + 1)}
        lessons = [column for column, text in below.items() if is_titled(text, LESSONS_TITLES)]
        found: list[SubjectColumn] = []
        for column in sorted({*table.others, *lessons}):
            cell = self.grid.cell(table.heading_row, column)
            corner = self.grid.corners.get((table.heading_row, column))
            repeats = corner is not None and corner[1] < column
            if is_titled(cell.text, LESSONS_TITLES) or column in lessons or repeats:
                if found:
                    found[-1] = found[-1]._replace(lessons=column)
                    self.draft.lessons_columns = True
            elif not is_titled(cell.text, (*REMARKS, *TOTALS)) and cell.text not in NOBODY:
                found.append(SubjectColumn(self._subjects(cell), cell, column, None))
        return found

    def _subjects(self, heading: Cell) -> tuple[str, ...]:
        """Return the subject of a heading, or the two of 音乐/美术, odd weeks first; none, told, for an unknown one."""
        names = [name.strip() for name in heading.text.split("/")]
        if len(names) != 2 or not all(names) or self.draft.subject_names.get(heading.text) is not None:
            names = [heading.text]
        found = [self.draft.subject_names.find(heading, name) for name in names]
        return tuple(name for name in found if name is not None) if None not in found else ()

    def _row(self, row: Row, subjects: list[SubjectColumn]) -> None:
        cell = row["class"]
        entries = [column for column in subjects if row.at(column.teacher).text.casefold() not in NOBODY]
        texts = {row.at(column.teacher).text for column in subjects}
        alone = self.grid.is_one_line(row.number) and not self._is_class(cell.text)
        if alone or is_titled(cell.text, TOTALS) or _is_sub_heading(texts):
            return
        if not cell.text:
            if entries:
                self._tell_nameless(row.at(entries[0].teacher))
            return
        classes = self._row_classes(row)
        if not classes:
            self.draft.unread_rows = True
            return
        if classes in self.seen:
            self._tell_twice(cell, self.seen[classes])
            return
        self.seen[classes] = cell
        for name in classes:
            self.draft.row_cells.setdefault(name, cell)
        self._about_class(row, classes)
        for column in subjects:
            self._entry(row, classes, column)

    def _is_class(self, text: str) -> bool:
        return class_name(text) is not None or self.draft.class_names.get(text) is not None

    def _row_classes(self, row: Row) -> tuple[str, ...]:
        """Return the classes of a row; its grade and its number may stand in two columns."""
        cell = row["class"]
        if class_name(cell.text) is None and "grade" in row.columns:
            both = row["grade"].text + cell.text
            if class_name(both) is not None:
                cell = cell._replace(value=both)
        return _classes(self.draft, cell)

    def _about_class(self, row: Row, classes: tuple[str, ...]) -> None:
        """Take homeroom teacher and size where no sheet tells them."""
        for name in classes:
            klass = self.draft.classes[name]
            if row["homeroom"].text and klass.homeroom is None:
                klass.homeroom = row["homeroom"]
            if row["size"].text and klass.size is None:
                klass.size = self.draft.report.read(
                    row["size"], lambda value: read_whole_number(value, 1, MOST_PUPILS), None
                )

    def _entry(self, row: Row, classes: tuple[str, ...], column: SubjectColumn) -> None:
        cell = row.at(column.teacher)
        lessons_cell = row.at(column.lessons) if column.lessons is not None else NOWHERE
        self._remember(cell, classes, column)
        if cell.text.casefold() in NOBODY and not lessons_cell.text:
            return
        before = self.draft.report.tellings
        lessons = self.draft.report.read(lessons_cell, read_lessons, ())
        parts = _parts(self.draft, cell, self.known)
        if not column.subjects or parts is None or self.draft.report.tellings > before:
            subjects = column.subjects or ("",)
            self.draft.attempted.update((name, subject) for subject in subjects for name in classes)
            return
        if lessons_cell.text and not lessons:
            return  # 0 lessons: the subject is not taught
        if not any(part.teachers for part in parts):
            self._tell_nobody(cell, column)
        parts = parts or (Part(),)
        self._demands(cell, classes, column, parts, lessons_cell)

    def _remember(self, cell: Cell, classes: tuple[str, ...], column: SubjectColumn) -> None:
        """Remember where a course of these classes stands or would stand: rather in a column of its own than in 音乐/美术."""
        for subject in column.subjects:
            for name in classes:
                if len(column.subjects) == 1:
                    self.draft.matrix_cells[name, subject] = cell
                else:
                    self.draft.matrix_cells.setdefault((name, subject), cell)

    def _demands(
        self, cell: Cell, classes: tuple[str, ...], column: SubjectColumn, parts: tuple[Part, ...], lessons_cell: Cell
    ) -> None:
        """Add the courses of a cell; those of odd and even weeks share their slots."""
        subjects = column.subjects
        if len(subjects) == 2:
            parts = _two_subjects(parts)
        lessons = read_lessons(lessons_cell.value)
        for index, part in enumerate(parts):
            subject = subjects[min(index, len(subjects) - 1)]
            beside = bool(lessons) and not (len(parts) > 1 and part.lessons)
            demand = _demand(self.draft, cell, classes, subject, replace(part, lessons=lessons) if beside else part)
            if beside:
                demand.lessons_cell = lessons_cell
            if part.rotates:
                demand.pair = f"{'+'.join(demand.classes)}|{'/'.join(subjects)}"
            _add(self.draft, demand, failed=False)

    def _tell_nameless(self, cell: Cell) -> None:
        self.draft.report.error(
            Cell(cell.sheet, cell.name, cell.value),
            Text("这一行没有写班级", "This row names no class"),
            Text("在“班级”列写班名，或清空这一行", "Write the class, or clear the row"),
        )

    def _tell_twice(self, cell: Cell, first: Cell) -> None:
        self.draft.report.error(
            cell,
            Text(f"“{cell.text}”重复，{first.name} 已经有一行", f"“{cell.text}” already has a row at {first.name}"),
            Text("一个班只留一行", "Keep one row a class"),
        )

    def _tell_nobody(self, cell: Cell, column: SubjectColumn) -> None:
        self.draft.report.warning(
            cell,
            Text(f"{column.heading.text}有课时没有教师，只占时段", f"{column.heading.text} has lessons and no teacher"),
            Text("填上教师姓名；不开这门课就清空课时", "Name the teacher, or clear the lessons"),
        )


def _is_sub_heading(texts: set[str]) -> bool:
    """Tell whether a row only says 教师 and 课时 below the subjects."""
    said = [text for text in texts if text]
    return bool(said) and all(is_titled(text, SUB_HEADINGS) for text in said)


def _two_subjects(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return a part for the subject of odd and one for that of even weeks; one teacher may have both."""
    first, last = parts[0], parts[-1]
    return replace(first, week=Week.ODD, rotates=True), replace(last, week=Week.EVEN, rotates=True)
