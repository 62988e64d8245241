"""Reads 考试: the calendar of exams, which must be one that the regulation allows."""

from __future__ import annotations

from openpyxl import Workbook

from constraints.curriculum import exam_calendar
from constraints.curriculum.exam_calendar import LAST_JUDGED_GRADE, Parameters, faults
from constraints.figures import usual_parameters
from constraints.places.law import law_of
from scheduler.school import Exam
from scheduler.text import Text
from scheduler.workbook.names import ALL_GRADES
from scheduler.workbook.notation import read_grades, read_whole_number
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import EXAMS
from scheduler.workbook.tables import Cell, Row, read_tables

LAST_WEEK = 30


def read_exams(book: Workbook, draft: Draft) -> None:
    """Put the exams of 考试 into the draft; one that the regulation forbids, with those above it, is told."""
    for table in read_tables(book, EXAMS, draft.report):
        for row in table.rows:
            _read_exam(draft, row)


def _read_exam(draft: Draft, row: Row) -> None:
    problems = draft.report.tellings
    for column, zh in (("exam", "考试名称"), ("grades", "年级")):
        if not row[column].text:
            draft.report.error(
                row[column],
                Text(f"没有写{zh}", f"No {column} given"),
                Text("考试名称和年级都要写", "Give the exam and its grades"),
            )
    wanted = draft.report.read(row["grades"], read_grades, ())
    week = draft.report.read(row["week"], lambda value: read_whole_number(value, 1, LAST_WEEK), None)
    if draft.report.tellings > problems:
        return
    taught = {klass.grade for klass in draft.classes.values()}
    if wanted == ALL_GRADES:
        wanted = tuple(sorted(taught)) or wanted
    judged = sorted(grade for grade in taught if grade <= LAST_JUDGED_GRADE)
    before = _faults(draft, judged)
    draft.exams.append(Exam(name=row["exam"].text, grades=wanted, week=week))
    _tell(draft, row["exam"], [fault for fault in _faults(draft, judged) if fault not in before])


def _faults(draft: Draft, judged: list[int]) -> list[tuple[int, Text]]:
    parameters = usual_parameters(exam_calendar.RULE, law_of(draft))
    assert isinstance(parameters, Parameters)
    return list(faults(draft.exams, judged, parameters, draft.term_start))


def _tell(draft: Draft, cell: Cell, found: list[tuple[int, Text]]) -> None:
    if found:
        more = len(found) - 1
        zh, en = found[0][1]
        draft.report.error(
            cell,
            Text(f"{zh}（另有 {more} 个年级）" if more else zh, f"{en} (and {more} more grades)" if more else en),
            Text("删去这一行；只能安排条款允许的考试", "Delete the row: only the exams of the regulation are allowed"),
        )
