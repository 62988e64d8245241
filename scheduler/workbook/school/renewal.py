"""Reads a workbook as the next version of a school: what it does not speak of stays, and all that changes is listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from openpyxl.utils.cell import coordinate_to_tuple

from scheduler.school import Course, School
from scheduler.text import Text
from scheduler.workbook.files import open_workbook
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.form import FIRST_ROW, Form
from scheduler.workbook.school.reader import Reading, read_book
from scheduler.workbook.school.writer import school_forms

_ROUNDS = 6  # what is left out may leave something else without its ground


class Renewal(NamedTuple):
    """A school's next version.

    `kept` are the sheets that the workbook does not have, of which the school's own stay; `dropped` the rows of them that do
    not fit any more, `changes` what else is different.
    """

    reading: Reading
    kept: tuple[Text, ...] = ()
    dropped: tuple[Text, ...] = ()
    changes: tuple[Text, ...] = ()


def renew(path: Path, old: School, answers: Mapping[str, str] | None = None) -> Renewal:
    """Return a school's next version as a workbook tells it. No file is so wrong that this raises.

    Raises ValueError for a school that the sheets have no words for.
    """
    forms, without = tuple(school_forms(old)), set[tuple[str, int]]()
    for _ in range(_ROUNDS):
        book, problems = open_workbook(path)
        if book is None:
            return Renewal(Reading(None, problems))
        before = set(book.sheetnames)
        reading = read_book(book, path, problems, answers, [_without(form, without) for form in forms])
        kept = [form for form in forms if form.rows and form.sheet.title.zh in set(book.sheetnames) - before]
        wrong = _rows_of(reading.problems, {form.sheet.title.zh for form in kept}) - without
        if not wrong:
            break
        without |= wrong
    changes = () if reading.school is None else tuple(_changes(old, reading.school))
    return Renewal(reading, tuple(form.sheet.title for form in kept), tuple(_dropped(kept, without)), changes)


def _without(form: Form, left_out: Collection[tuple[str, int]]) -> Form:
    """Return a form with some rows blank, so that the others keep their places."""
    title = form.sheet.title.zh
    rows = [{} if (title, FIRST_ROW + index) in left_out else row for index, row in enumerate(form.rows)]
    return replace(form, rows=rows)


def _rows_of(problems: Iterable[Problem], titles: Collection[str]) -> set[tuple[str, int]]:
    return {
        (problem.sheet, coordinate_to_tuple(problem.cell)[0])
        for problem in problems
        if problem.blocks and problem.cell and problem.sheet in titles
    }


def _dropped(forms: Iterable[Form], left_out: Collection[tuple[str, int]]) -> Iterator[Text]:
    for form in forms:
        for index, row in enumerate(form.rows):
            if (form.sheet.title.zh, FIRST_ROW + index) in left_out:
                said = " ".join(str(value) for value in row.values() if value is not None)
                yield Text(f"{form.sheet.title.zh}：{said}", f"{form.sheet.title.en}: {said}")


def _changes(old: School, new: School) -> Iterator[Text]:
    """Yield what is different, the names first, then a line for each class and subject."""
    if (old.name, old.term) != (new.name, new.term):
        names = f"{old.name} {old.term}".strip(), f"{new.name} {new.term}".strip()
        yield Text(f"名称：{' → '.join(names)}", f"Name: {' → '.join(names)}")
    yield from _names(old, new)
    before_courses, after_courses = _by_class(old), _by_class(new)
    for key in dict.fromkeys([*before_courses, *after_courses]):
        before, after = _told(before_courses.get(key, [])), _told(after_courses.get(key, []))
        if before != after:
            where = f"{key[0]} {key[1]}"
            yield Text(f"{where}：{before.zh} → {after.zh}", f"{where}: {before.en} → {after.en}")


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
    told = sorted(f"{'、'.join(course.teachers) or '—'} {course.lessons}" for course in courses)
    return Text("；".join(told) or "没有", "; ".join(told) or "none")
