"""Reads a workbook as the next version of a school: what it does not speak of stays, and all that changes is listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils.cell import coordinate_to_tuple

from scheduler.school import Course, School
from scheduler.text import Text
from scheduler.workbook.mended import Mends, open_mended
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.form import FIRST_ROW, Form, Row
from scheduler.workbook.school.layout import ASSIGNMENT, ASSIGNMENT_LIST, CLASSES, SCHOOL, SUBJECTS, TEACHERS
from scheduler.workbook.school.reader import Reading, read_book
from scheduler.workbook.school.service_layout import WORKING
from scheduler.workbook.school.writer import school_forms
from scheduler.workbook.spelling import WEEK_WORDS, lessons_text

_COURSES = frozenset({ASSIGNMENT.key, ASSIGNMENT_LIST.key})
_NAMED = frozenset({CLASSES.key, SUBJECTS.key, TEACHERS.key})  # whose names are told by themselves
_OF_ONE_ROW = frozenset({SCHOOL.key, WORKING.key})
_ROUNDS = 8  # what is left out may leave something else without its ground


class Renewal(NamedTuple):
    """A school's next version.

    `kept` are the sheets that the workbook does not have, of which the school's own stay; `dropped` the rows of them that do
    not fit any more, `changes` what else is different.
    """

    reading: Reading
    kept: tuple[Text, ...] = ()
    dropped: tuple[Text, ...] = ()
    changes: tuple[Text, ...] = ()


def renew(path: Path, old: School, answers: Mapping[str, str] | None = None, mends: Mends | None = None) -> Renewal:
    """Return a school's next version as a workbook tells it, mended as `mends` say. No file is so wrong that this raises.

    Raises ValueError for a school that the sheets have no words for.
    """
    forms, without = tuple(school_forms(old)), _LeftOut()
    for _ in range(_ROUNDS):
        book, problems = open_mended(path, mends or {})
        if book is None:
            return Renewal(Reading(None, problems))
        before = set(book.sheetnames)
        reading = read_book(book, path, problems, answers, [without.of(form) for form in forms])
        kept = [form for form in forms if form.rows and form.sheet.title.zh in set(book.sheetnames) - before]
        if not without.add(reading.problems, kept):
            break
    changes = () if reading.school is None else tuple(_changes(old, reading.school, forms))
    return Renewal(reading, tuple(form.sheet.title for form in kept), tuple(without.told(kept)), changes)


class _LeftOut:
    """What is left out of a school's own sheets, because it does not fit any more: single cells, or whole rows."""

    def __init__(self) -> None:
        self.keys: dict[tuple[str, int], set[str] | None] = {}

    def of(self, form: Form) -> Form:
        """Return a form without it; the other rows keep their places."""
        title = form.sheet.title.zh
        rows = []
        for index, row in enumerate(form.rows):
            keys = self.keys.get((title, FIRST_ROW + index), set())
            rows.append({} if keys is None else {name: value for name, value in row.items() if name not in keys})
        return replace(form, rows=rows)

    def add(self, problems: Iterable[Problem], forms: Iterable[Form]) -> bool:
        """Leave out what problems of these forms are about, and tell whether that is something new."""
        by_title = {form.sheet.title.zh: form for form in forms}
        new = False
        for problem in problems:
            form = by_title.get(problem.sheet)
            if form is None or not problem.blocks or not problem.cell:
                continue
            row, column = coordinate_to_tuple(problem.cell)
            before = self.keys.get((problem.sheet, row), set())
            key = form.keys[column - 1] if column <= len(form.keys) else ""
            needed = column == 1 or any(each.required for each in form.sheet.columns if each.key == key)
            after = None if needed or before is None or key in before else before | {key}
            self.keys[problem.sheet, row] = after
            new = new or before is not None
        return new

    def told(self, forms: Iterable[Form]) -> Iterator[Text]:
        """Yield each row of which something is left out."""
        for form in forms:
            for index, row in enumerate(form.rows):
                keys = self.keys.get((form.sheet.title.zh, FIRST_ROW + index), set())
                if keys is None or keys:
                    gone = row if keys is None else {name: row.get(name) for name in ({next(iter(row))} | keys)}
                    said = said_row(gone)
                    yield Text(f"{form.sheet.title.zh}：{said}", f"{form.sheet.title.en}: {said}")


def said_row(row: Row) -> str:
    """Return what a row says, as one text."""
    return " ".join(str(value) for value in row.values() if value is not None)


def school_changes(old: School, new: School) -> tuple[Text, ...]:
    """Return all that a newer version of a school has otherwise. Raises ValueError for what the sheets have no words for."""
    return tuple(_changes(old, new, tuple(school_forms(old))))


def _changes(old: School, new: School, forms: Iterable[Form]) -> Iterator[Text]:
    """Yield all that is different: names, the courses of each class and subject, then the rows of the other sheets."""
    yield from _names(old, new)
    before_courses, after_courses = _by_class(old), _by_class(new)
    for key in dict.fromkeys([*before_courses, *after_courses]):
        before, after = _told(before_courses.get(key, [])), _told(after_courses.get(key, []))
        if before != after:
            where = f"{key[0]} {key[1]}"
            yield Text(f"{where}：{before.zh} → {after.zh}", f"{where}: {before.en} → {after.en}")
    told = {form.sheet.key: form for form in school_forms(new)}
    for form in forms:
        if form.sheet.key not in _COURSES:
            yield from _rows(form, told[form.sheet.key])


def _rows(old: Form, new: Form) -> Iterator[Text]:
    """Yield the rows of a sheet that were changed, came or went; those of a name that came or went alone are told by it.

    Of a sheet of one row the cells are told.
    """
    if old.sheet.key in _OF_ONE_ROW and len(old.rows) == len(new.rows) == 1:
        yield from _cells(old, new)
        return
    before, after = _by_name(old), _by_name(new)
    for name in dict.fromkeys([*before, *after]):
        gone = [row for row in before.get(name, []) if row not in after.get(name, [])]
        came = [row for row in after.get(name, []) if row not in before.get(name, [])]
        named_elsewhere = old.sheet.key in _NAMED and not (name in before and name in after)
        if (gone or came) and not named_elsewhere:
            zh, en = old.sheet.title
            was, now = "；".join(gone), "；".join(came)
            yield Text(f"{zh}：{was or '没有'} → {now or '没有'}", f"{en}: {was or 'none'} → {now or 'none'}")


def _cells(old: Form, new: Form) -> Iterator[Text]:
    for column in old.sheet.columns:
        before, after = (form.rows[0].get(column.key) for form in (old, new))
        if before != after:
            was, now = ("—" if value is None else str(value) for value in (before, after))
            zh, en = f"{old.sheet.title.zh}：{column.title.zh}", f"{old.sheet.title.en}: {column.title.en}"
            yield Text(f"{zh} {was} → {now}", f"{en} {was} → {now}")


def _by_name(form: Form) -> dict[str, list[str]]:
    """Return what each row of a sheet says, by what its first column says."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in form.rows:
        said = {name: value for name, value in row.items() if value is not None}
        if said:
            found[str(next(iter(said.values())))].append(said_row(said))
    return found


def _names(old: School, new: School) -> Iterator[Text]:
    pairs = (
        (Text("新的班级", "New classes"), new.school_class, old.school_class),
        (Text("不再有的班级", "Classes gone"), old.school_class, new.school_class),
        (Text("新的学科", "New subjects"), new.subject, old.subject),
        (Text("不再有的学科", "Subjects gone"), old.subject, new.subject),
        (Text("新的教师", "New teachers"), new.teacher, old.teacher),
        (Text("不再有的教师", "Teachers gone"), old.teacher, new.teacher),
        (
            Text("不再任课的教师（仍在名单里）", "Teachers without lessons now (still listed)"),
            _teaching(old),
            [*_teaching(new), *set(old.teacher) - set(new.teacher)],
        ),
    )
    for what, some, others in pairs:
        names = [name for name in some if name not in set(others)]
        if names:
            yield Text(f"{what.zh}：{'、'.join(names)}", f"{what.en}: {', '.join(names)}")


def _teaching(school: School) -> list[str]:
    return list(dict.fromkeys(name for course in school.courses for name in course.teachers))


def _by_class(school: School) -> dict[tuple[str, str], list[Course]]:
    found: dict[tuple[str, str], list[Course]] = defaultdict(list)
    for course in school.courses:
        for name in course.classes:
            found[name, course.subject].append(course)
    return found


def _told(courses: Iterable[Course]) -> Text:
    """Return teachers and lessons of the courses that a class has in a subject."""
    told = sorted(
        f"{'、'.join(course.teachers) or '—'} {lessons_text(course)}{WEEK_WORDS[course.week]}"
        + (f"（半班组 {course.group_name}）" if course.groups > 1 else "")
        for course in courses
    )
    return Text("；".join(told) or "没有", "; ".join(told) or "none")
