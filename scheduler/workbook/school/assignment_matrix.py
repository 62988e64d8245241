"""Reads 任课 as most schools have it: a row a class, a column a subject, cells name the teacher."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from scheduler.school import Week
from scheduler.text import Text
from scheduler.workbook.names import class_name, grades, split_classes, split_names
from scheduler.workbook.notation import read_lessons, read_whole_number
from scheduler.workbook.people import is_like_a_name
from scheduler.workbook.school.assignment_cell import NOBODY
from scheduler.workbook.school.assignment_course import Part
from scheduler.workbook.school.assignment_headings import SubjectColumn, subject_columns
from scheduler.workbook.school.assignment_parts import PartReader, ask_whether_apart, classes_in
from scheduler.workbook.school.assignment_tables import CORNER_TITLES
from scheduler.workbook.school.counts import read_count, read_place_name
from scheduler.workbook.school.draft import NOWHERE, Draft
from scheduler.workbook.school.layout import ASSIGNMENT, CLASSES
from scheduler.workbook.school.read_people import MOST_PUPILS, tell_two_leaders
from scheduler.workbook.school.read_subjects import TOTALS
from scheduler.workbook.sheet import Column
from scheduler.workbook.tables import (
    LESSONS_TITLES,
    SUB_HEADINGS,
    Cell,
    Grid,
    Row,
    Table,
    find_heading,
    is_titled,
    read_table,
)

MATRIX_COLUMNS = (
    ASSIGNMENT.columns[0]._replace(required=False, aliases=CORNER_TITLES),
    Column("grade", Text("年级", "Grade"), Text("", "")),
    Column("homeroom", Text("班主任", "Homeroom teacher"), Text("", "")),
    Column("deputy", Text("副班主任", "Deputy"), Text("", ""), ("配班教师", "副班", "配班")),
    Column("size", Text("人数", "Pupils"), Text("", ""), ("学生数", "班额", "班级人数", "学生人数")),
    Column("room", Text("教室", "Home room"), Text("", ""), ("固定教室", "班级教室")),
)
_TITLES = tuple(name for column in MATRIX_COLUMNS for name in (*column.title, *column.aliases))
_LABEL = re.compile("合计|小计|总计|平均|人数|教师数|组长|备注|制表|审核|说明|签名|签字")  # of a row that is no class's
_JOINT_SUBJECTS = 1  # a row of several classes that has more is rather that of classes taught alike


def read_matrix(draft: Draft, grid: Grid, parts: PartReader) -> None:
    """Put the courses of a matrix into the draft."""
    _Matrix(draft, grid, parts).read()


class _Matrix:
    """Reads one matrix."""

    def __init__(self, draft: Draft, grid: Grid, parts: PartReader) -> None:
        self.draft = draft
        self.grid = grid
        self.parts = parts
        self.seen: dict[tuple[str, ...], Cell] = {}
        self.lines: list[Cell] = []  # that say one thing and name no class

    def read(self) -> None:
        """Put the courses of the matrix into the draft: its classes first, which its cells may name."""
        found = find_heading(self.grid, MATRIX_COLUMNS)
        if found is None:
            self._tell_no_classes(next(iter(self.grid.by_row)))
            return
        self._answered(found[0])
        table = read_table(self.grid, MATRIX_COLUMNS, self.draft.report, open_ended=True)
        if table is None:
            return
        columns = table.columns
        if "class" not in columns:
            columns = {"class" if name == "grade" else name: number for name, number in columns.items()}
        if "class" not in columns:
            self._tell_no_classes(table.heading_row)
            return
        table = table._replace(columns=columns, rows=tuple(Row(self.grid, r.number, columns) for r in table.rows))
        subjects = self._with_lessons_row(table, subject_columns(self.draft, self.grid, table, _TITLES))
        rows = [(row, self._classes_of_row(row, subjects)) for row in table.rows]
        if self.lines:
            said = "、".join(f"{cell.name} {cell.text}" for cell in self.lines)
            self.draft.report.note(
                f"{self.grid.title}里这些行不是班级，没有读：{said}", f"Rows without a class, not read: {said}"
            )
        for row, classes in rows:
            apart = len(classes) > 1 and self._are_apart(row, subjects)
            if apart is None:
                self._attempted(classes, ("",))
            for column in subjects if classes and apart is not None else ():
                for each in [(name,) for name in classes] if apart else [classes]:
                    self._entry(row, each, column)

    def _answered(self, row: int) -> None:
        """Let the headings that were said to mean one of the matrix's own columns say so."""
        for number, cell in self.grid.row(row):
            answer = self.draft.answers.get(cell.text)
            if answer is not None and is_titled(answer, _TITLES):
                self.grid.values[row, number] = answer

    def _with_lessons_row(self, table: Table, columns: list[SubjectColumn]) -> list[SubjectColumn]:
        """Return the columns with the lessons that a row headed 周课时 gives them."""
        row = next((row for row in table.rows if is_titled(row["class"].text, LESSONS_TITLES)), None)
        if row is None:
            return columns
        return [
            c._replace(usual=self.draft.report.read(row.at(c.teacher), read_lessons, ()) or c.usual) for c in columns
        ]

    def _tell_no_classes(self, row: int) -> None:
        self.draft.report.error(
            Cell(self.grid.title, self.grid.cell(row, min(self.grid.by_row[row])).name),
            Text("表头里没有“班级”列", "No column 班级 in the heading row"),
            Text("在表头行写“班级”，下面一行一个班", "Write 班级 into the heading row, a class a row below it"),
        )

    def _classes_of_row(self, row: Row, subjects: list[SubjectColumn]) -> tuple[str, ...]:
        """Return the classes of a row and take what it says of them; none for a row that is no class's."""
        cell = row["class"]
        entries = [column for column in subjects if row.at(column.teacher).text.casefold() not in NOBODY]
        texts = {row.at(column.teacher).text for column in subjects}
        alone = self.grid.is_one_line(row.number) and not self._is_class(cell.text)
        label = not self._is_class(cell.text) and (
            is_titled(cell.text, (*TOTALS, *LESSONS_TITLES)) or _LABEL.search(cell.text)
        )
        if alone and not label and cell.text:
            self.lines.append(cell)
        if alone or label or _is_sub_heading(texts):
            if label and any(is_like_a_name(row.at(column.teacher).text) for column in entries):
                self._tell_nameless(row.at(entries[0].teacher))
            return ()
        if not cell.text:
            if entries and not cell.broken:
                self._tell_nameless(row.at(entries[0].teacher))
            return ()
        classes = self._row_classes(row)
        self._check_grade(row, classes)
        if not classes:
            self.draft.unread_rows = True
            return ()
        if classes in self.seen:
            self._tell_twice(cell, self.seen[classes])
            return ()
        self.seen[classes] = cell
        for name in classes:
            self.draft.row_cells.setdefault(name, cell)
        self._about_class(row, classes)
        return classes

    def _are_apart(self, row: Row, columns: list[SubjectColumn]) -> bool | None:
        """Tell whether the classes of one row are taught each by itself; where it has many subjects that is asked."""
        entries = [column for column in columns if row.at(column.teacher).text.casefold() not in NOBODY]
        several = len(entries) > _JOINT_SUBJECTS or row["homeroom"].text
        return bool(several) and ask_whether_apart(self.draft, row["class"], 1)

    def _is_class(self, text: str) -> bool:
        return self.draft.class_names.number(text) is not None or self.draft.class_names.get(text) is not None

    def _check_grade(self, row: Row, classes: tuple[str, ...]) -> None:
        """Tell of a row whose column 年级 says another grade than its class."""
        told = grades(row["grade"].value) if row["grade"].name and row["grade"].name != row["class"].name else None
        if told and any(self.draft.classes[name].grade not in told for name in classes):
            names = "、".join(classes)
            self.draft.report.error(
                row["grade"],
                Text(f"年级写着“{row['grade'].text}”，班级是{names}", f"Grade {row['grade'].text} beside {names}"),
                Text("改成一致", "Make them agree"),
            )

    def _row_classes(self, row: Row) -> tuple[str, ...]:
        """Return the classes of a row; its grade and its number may stand in two columns."""
        cell = row["class"]
        if class_name(cell.text) is None and "grade" in row.columns:
            both = row["grade"].text + cell.text
            if class_name(both) is not None:
                cell = cell._replace(value=both)
        names = split_classes(cell.value)
        if len(names) > len(split_names(cell.value)):
            self._tell_range(cell, names)
            return ()
        return classes_in(self.draft, cell)

    def _tell_range(self, cell: Cell, names: tuple[str, ...]) -> None:
        """Tell of 七1-3班: nobody knows whether these are taught together or each by itself."""
        self.draft.report.error(
            cell,
            Text(
                f"“{cell.text}”是 {len(names)} 个班，看不出是合在一起上还是各班各上",
                f"“{cell.text}” are {len(names)} classes: are they taught together or each by itself?",
            ),
            Text("一行写一个班；合班上的课写在“任课明细”里", "Give each class a row; joint lessons stand in 任课明细"),
        )

    def _about_class(self, row: Row, classes: tuple[str, ...]) -> None:
        """Take leaders, size and room where no sheet tells them."""
        homeroom, deputy = self.parts.leader(row["homeroom"]), self.parts.leader(row["deputy"])
        renews = CLASSES.key in self.draft.inherited
        for name in classes:
            tell_two_leaders(self.draft, name, homeroom, deputy)
            klass = self.draft.classes[name]
            klass.homeroom = homeroom if homeroom and renews else klass.homeroom or homeroom
            klass.deputy = deputy if deputy and renews else klass.deputy or deputy
            klass.room = klass.room or (read_place_name(self.draft.report, row["room"]) if len(classes) == 1 else None)
            if row["size"].text and (renews or klass.size is None):
                klass.size = read_count(
                    self.draft.report, row, "size", lambda value: read_whole_number(value, 1, MOST_PUPILS), None
                )

    def _entry(self, row: Row, classes: tuple[str, ...], column: SubjectColumn) -> None:
        cell = row.at(column.teacher)
        lessons_cell = row.at(column.lessons) if column.lessons is not None else NOWHERE
        self._remember(cell, classes, column)
        broken = cell.broken or lessons_cell.broken
        if cell.text.casefold() in NOBODY and not lessons_cell.text and not broken:
            return
        before = self.draft.report.tellings
        lessons = () if column.lessons is None else read_count(self.draft.report, row, column.lessons, read_lessons, ())
        parts = self.parts.read(cell) if column.subjects and not broken else None
        if parts is None or self.draft.report.tellings > before:
            self._attempted(classes, column.subjects or ("",))
            return
        if lessons_cell.text and not lessons:
            return  # 0 lessons: the subject is not taught
        if not any(part.is_taught or part.joint for part in parts):
            self._tell_nobody(cell, column)
        self._demands(cell, classes, column, parts or (Part(),), lessons_cell)

    def _attempted(self, classes: Iterable[str], subjects: Iterable[str]) -> None:
        classes = tuple(classes)
        self.draft.attempted.update((name, subject) for subject in subjects for name in classes)

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
            if column.week is not Week.EVERY and part.week is Week.EVERY:
                part = replace(part, week=column.week)
            part = replace(part, lessons=part.lessons or column.usual)
            beside = bool(lessons) and not (len(parts) > 1 and part.lessons)
            demand = self.parts.demand(cell, classes, subject, replace(part, lessons=lessons) if beside else part)
            if beside:
                demand.lessons_cell = lessons_cell
            if part.rotates:
                demand.pair = f"{'+'.join(demand.classes)}|{'/'.join(subjects)}"
            self.parts.add(demand, failed=False)

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
