"""Reads 任课, the matrix class x subject -> teacher that every school has, and 任课明细, its long form."""

from __future__ import annotations

from openpyxl import Workbook

from scheduler.school import Subject, Week
from scheduler.school.defaults import default_lessons, guess_area, tells_area
from scheduler.text import Text
from scheduler.workbook.names import class_name, split_classes
from scheduler.workbook.notation import NotationError, WeeklyLessons, read_lessons, read_week
from scheduler.workbook.school.assignment_course import Part
from scheduler.workbook.school.assignment_matrix import MATRIX_COLUMNS, read_matrix
from scheduler.workbook.school.assignment_parts import PartReader, ask_whether_apart, classes_in
from scheduler.workbook.school.assignment_tables import class_column, matrices, turned_corner
from scheduler.workbook.school.counts import read_count
from scheduler.workbook.school.draft import NOWHERE, CourseDraft, Draft
from scheduler.workbook.school.layout import ASSIGNMENT, ASSIGNMENT_LIST, SHEETS
from scheduler.workbook.school.new_subjects import find_subject
from scheduler.workbook.school.read_subjects import TOTALS
from scheduler.workbook.tables import (
    HEADING_ROWS,
    Cell,
    Grid,
    Row,
    find_heading,
    find_sheets,
    is_titled,
    read_table,
)

EXCHANGE_TITLES = ("课时设置", "课时设置表")  # of the layout that schools exchange; the same matrix
ASSIGNMENTS = ASSIGNMENT._replace(aliases=(*ASSIGNMENT.aliases, *EXCHANGE_TITLES))
NO_NAME = "没有写教师的行"
SEVERAL_LESSONS, _IN_ALL, _FOR_EACH = "几个班一行的课时", "合计", "每班"
_MOST_LESSONS = 9  # a week of one subject in one class


def read_assignments(book: Workbook, draft: Draft) -> None:
    """Put every course that 任课 and 任课明细 ask for into the draft, and the names that only they tell."""
    grids = assignment_sheets(book, draft)
    parts = PartReader(draft, grids)
    before = draft.report.tellings
    for grid in grids:
        if _is_long(grid):
            _read_list(draft, grid, parts, alone=len(grids) == 1)
        elif grid.values:
            for matrix in matrices(draft, grid):
                read_matrix(draft, matrix, parts)
    parts.tell()
    if not draft.demands and not draft.attempted and draft.report.tellings == before:
        title = grids[0].title if grids else ASSIGNMENT.title.zh
        draft.report.error(
            Cell(title, ""),
            Text("“任课”表是空的" if grids else "没有“任课”表", "任课 is empty" if grids else "There is no sheet 任课"),
            Text(
                "一行一个班，一列一门学科，格里写教师姓名", "A row a class, a column a subject, cells name the teacher"
            ),
        )


def assignment_sheets(book: Workbook, draft: Draft) -> list[Grid]:
    """Return the sheets titled so; where none is, those that look like it, which is said."""
    named = [*find_sheets(book, ASSIGNMENTS), *find_sheets(book, ASSIGNMENT_LIST)]
    if named:
        return named
    alike = unnamed_assignments(book)
    for grid in alike:
        draft.report.note(f"把工作表“{grid.title}”当作任课表", f"Sheet “{grid.title}” is taken for 任课")
    return alike


def unnamed_assignments(book: Workbook) -> list[Grid]:
    """Return the sheets of no known title that look like 任课, where no sheet has its title."""
    if find_sheets(book, ASSIGNMENTS) or find_sheets(book, ASSIGNMENT_LIST):
        return []
    titles = [name for sheet in SHEETS for name in (*sheet.title, *sheet.aliases)]
    alike = [Grid(sheet) for sheet in book.worksheets if not is_titled(sheet.title, titles)]
    return [grid for grid in alike if _is_long(grid) or _looks_like_matrix(grid) or turned_corner(grid) is not None]


def _is_long(grid: Grid) -> bool:
    found = find_heading(grid, ASSIGNMENT_LIST.columns)
    return found is not None and "subject" in found[1] and bool({"class", "teacher"} & set(found[1]))


def _looks_like_matrix(grid: Grid) -> bool:
    found = find_heading(grid, MATRIX_COLUMNS)
    if found is None or not {"class", "grade"} & set(found[1]):
        return any(class_column(grid, row) is not None for row in list(grid.by_row)[:HEADING_ROWS])
    return sum(tells_area(cell.text) for _, cell in grid.row(found[0])) > 1


# The long form.


def _read_list(draft: Draft, grid: Grid, parts: PartReader, *, alone: bool) -> None:
    """Read the long form; beside a matrix it tells of what no cell can say, joint classes among them."""
    table = read_table(grid, ASSIGNMENT_LIST.columns, draft.report)
    if table is None:
        draft.attempted.add(("", ""))
        return
    rows = tuple(row for row in table.rows if not _is_total(row))
    apart = alone and _are_apart(draft, rows)
    in_all = apart and _are_totals(draft, rows)
    if apart is None or in_all is None:
        draft.attempted.add(("", ""))
        return
    above: Cell | None = None
    for row in rows:
        if alone and "teacher" in table.columns:
            above = _named(draft, row, above)
        share = len(_class_names(row["class"])) or 1 if in_all else 1
        _read_line(draft, row, parts, above if not row["teacher"].text else None, apart=apart, share=share)


def _are_apart(draft: Draft, rows: tuple[Row, ...]) -> bool | None:
    """Tell whether the classes of one row are taught each by itself; where a row names several that is asked."""
    several = [
        row["class"]
        for row in rows
        if not row["together"].text and not row["halves"].text and len(_class_names(row["class"])) > 1
    ]
    if not several:
        return False
    return ask_whether_apart(draft, several[0], len(several))


def _are_totals(draft: Draft, rows: tuple[Row, ...]) -> bool | None:
    """Tell whether lessons are those of all classes of a row together; None, asked, where they are many for one class."""
    several = [row for row in rows if len(_class_names(row["class"])) > 1]
    many = [row["lessons"] for row in several if _may_be_total(draft, row)]
    answer = draft.answers.get(SEVERAL_LESSONS)
    if many and answer not in (_IN_ALL, _FOR_EACH):
        draft.answers.ask(
            many[0],
            SEVERAL_LESSONS,
            Text(
                f"几个班一行的课时（如 {many[0].text}）：是每个班的，还是这几个班加起来的？",
                f"Lessons of rows with several classes ({many[0].text}): of each class, or of all together?",
            ),
            {
                _IN_ALL: Text("是几个班加起来的", "of all together"),
                _FOR_EACH: Text("每个班都是这么多", "of each class"),
            },
            by_typing=False,
        )
        return None
    return answer == _IN_ALL


def _may_be_total(draft: Draft, row: Row) -> bool:
    """Tell whether the lessons of a row are more than a class has of a subject, or as many as all its classes have usually."""
    names, subject, lessons = _class_names(row["class"]), row["subject"].text, _singles(row["lessons"])
    grades = {found[0] for name in names if (found := draft.class_names.number(name)) is not None}
    usual = set()
    for grade in grades:
        item = draft.curriculum.get((grade, draft.subject_names.get(subject) or subject))
        lessons_of = default_lessons(grade, Subject(id=subject or "-", area=guess_area(subject)), ())
        usual.add(item.lessons if item is not None else lessons_of)
    in_all = {len(names) * each for each in usual if each is not None}
    return lessons > _MOST_LESSONS or (lessons in in_all and lessons not in usual)


def _singles(cell: Cell) -> int:
    """Return the lessons in a cell, 0 where it cannot be understood, which is told elsewhere."""
    try:
        return sum(part.lessons for part in read_lessons(cell.value))
    except NotationError:
        return 0


def _shared_lessons(
    draft: Draft, cell: Cell, lessons: tuple[WeeklyLessons, ...], share: int
) -> tuple[WeeklyLessons, ...]:
    """Return what one of some classes has of their lessons in all; none, told, where these cannot be shared out."""
    if any(part.lessons % share or part.doubles % share for part in lessons):
        draft.report.error(
            cell,
            Text(
                f"{cell.text} 节不能平分给 {share} 个班", f"{cell.text} lessons cannot be shared out to {share} classes"
            ),
            Text("一行写一个班，写各自的课时", "Give each class a row with its own lessons"),
        )
        return ()
    return tuple(part._replace(lessons=part.lessons // share, doubles=part.doubles // share) for part in lessons)


def _class_names(cell: Cell) -> tuple[str, ...]:
    return () if class_name(cell.text) is not None else split_classes(cell.value)


def _is_total(row: Row) -> bool:
    """Tell whether a row only adds up: 小计, 合计."""
    texts = [row[column].text for column in ("class", "subject", "teacher")]
    return any(is_titled(text, TOTALS) for text in texts)


def _named(draft: Draft, row: Row, above: Cell | None) -> Cell | None:
    """Return who is meant by the rows below: a name stands for those without one where that was said; it is asked once."""
    if row["teacher"].text or row["teacher"].broken:
        return row["teacher"]
    if not any(row[column].text for column in ("class", "subject")):
        return above
    answer = draft.answers.get(NO_NAME)
    if answer is None:
        draft.answers.ask(
            row["teacher"],
            NO_NAME,
            Text("这一行没有写教师：同上一行，还是还没有定？", "No teacher: the one above, or nobody yet?"),
            {"同上": Text("与上一行同一位", "the one above"), "待定": Text("还没有教师", "nobody yet")},
            by_typing=False,
        )
    return above if answer == "同上" else row["teacher"]._replace(value="待定")


def _read_line(draft: Draft, row: Row, parts: PartReader, teacher: Cell | None, *, apart: bool, share: int) -> None:
    """Put the courses of a row into the draft; `teacher` is the cell that names who is meant where the row does not.

    The lessons of the row are those of `share` classes together.
    """
    if not any(row[column].text for column in ("class", "subject", "teacher")):
        return
    if draft.answers.leaves_out(row["subject"].text):
        return
    classes = classes_in(draft, row["class"]) if row["class"].text else ()
    subject = find_subject(draft, row["subject"]) if row["subject"].text else None
    if not classes or subject is None:
        _tell_incomplete(draft, row)
        draft.attempted.update((name, subject or "") for name in classes or ("",))
        return
    before = draft.report.tellings
    found = parts.read(teacher or row["teacher"])
    if found is None or draft.report.tellings > before or row["teacher"].broken:
        draft.attempted.update((name, subject) for name in classes)
        return
    for each in [(name,) for name in classes] if apart else [classes]:
        for part in found or (Part(),):
            _add_line(draft, row, parts, parts.demand(row["teacher"], each, subject, part), part, share)


def _add_line(draft: Draft, row: Row, parts: PartReader, demand: CourseDraft, part: Part, share: int) -> None:
    """Put a course into the draft with what its row says of it."""
    lessons = read_count(draft.report, row, "lessons", read_lessons, ())
    if share > 1:
        lessons = _shared_lessons(draft, row["lessons"], lessons, share)
    if part.rotates:
        demand.pair = f"{'+'.join(demand.classes)}|{demand.subject}"
    if row["lessons"].text:
        demand.lessons, demand.lessons_cell = lessons, row["lessons"]
    if row["week"].text:
        _hold_in(draft, demand, row["week"])
    if part.week is not Week.EVERY:
        demand.lessons = tuple(each._replace(week=part.week) for each in demand.lessons)
    if row["venue"].text:
        parts.place(demand, row["venue"], row["venue"].text)
    demand.together = draft.report.label(row["together"])
    demand.halves, demand.halves_cell = draft.report.label(row["halves"]), row["halves"]
    demand.pair = draft.report.label(row["pair"]) or demand.pair
    demand.note = row["note"].text or demand.note
    demand.listed = True
    demand.cell = row["teacher"] if row["teacher"].text else row["class"]
    parts.add(demand, failed=bool(row["lessons"].text) and not lessons)


def _tell_incomplete(draft: Draft, row: Row) -> None:
    """Tell of a row that names no class or no subject; an unknown one has been told."""
    for column, zh, en in (("class", "班级", "class"), ("subject", "学科", "subject")):
        if not row[column].text and not row[column].broken:
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
