"""Finds the courses that other sheets name by class, subject and teacher, once 任课 is settled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scheduler.school import Course
from scheduler.text import Text
from scheduler.workbook.names import grades, key, plain, split_classes, split_names
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.tables import Cell


def find_classes(draft: Draft, cell: Cell) -> tuple[tuple[str, ...], bool]:
    """Return the classes that a cell names, and whether it names them one by one: 全校 and 七年级 do not.

    An unknown name is told.
    """
    found: list[str] = []
    one_by_one = True
    known = draft.class_names.get(cell.text)
    for name in (cell.text,) if known is not None else split_classes(cell.value):
        wanted = None if draft.class_names.get(name) is not None else grades(name)
        if wanted is not None and (members := draft.classes_of(wanted)):
            found += members
            one_by_one = False
        elif (class_id := draft.class_names.find(cell, name)) is not None:
            found.append(class_id)
    return tuple(dict.fromkeys(found)), one_by_one


def find_teachers(draft: Draft, cell: Cell) -> tuple[str, ...] | None:
    """Return the teachers that a cell names, none for an empty cell; None, told, when one of them is unknown."""
    known = draft.teacher_names.lookup(cell.text)
    if known is not None:
        return (known,)
    found = [draft.teacher_names.find(cell, name) for name in _people(draft, cell)]
    return tuple(dict.fromkeys(name for name in found if name is not None)) if None not in found else None


def _people(draft: Draft, cell: Cell) -> Iterator[str]:
    """Yield the names in a cell; 孙丽 兼 is one, 孙丽 王芳 are two."""
    for text in split_texts(cell.value):
        yield from (text,) if draft.teacher_names.lookup(text) is not None else split_names(text)


def find_members(draft: Draft, cell: Cell) -> tuple[str, ...] | None:
    """Return the teachers that a cell names by their own or their group's name; None, told, when one of them is unknown."""
    groups = draft.groups()
    found: list[str | None] = []
    whole = None if key(cell.text) in groups else draft.teacher_names.lookup(cell.text)
    if whole is not None:
        return (whole,)
    for name in (cell.text,) if key(cell.text) in groups else _people(draft, cell):
        known = draft.teacher_names.get(name)
        if known is None and key(name) in groups:
            found += groups[key(name)]
        else:
            found.append(draft.teacher_names.find(cell, name))
    members = tuple(dict.fromkeys(name for name in found if name is not None))
    return members if None not in found else None


def find_courses(
    draft: Draft,
    cell: Cell,
    classes: Iterable[str],
    subject: str,
    teachers: Iterable[str] = (),
    *,
    one_by_one: bool = True,
) -> list[Course]:
    """Return the courses of some classes in a subject, of some teachers where they are named.

    Told is a class without such a course, when the classes were named one by one, else when none of them has one.
    """
    named = set(teachers)
    found: list[Course] = []
    missing: list[str] = []
    for class_id in classes:
        courses = [c for c in draft.class_courses.get(class_id, ()) if c.subject == subject]
        mine = [course for course in courses if named <= set(course.teachers)]
        found += mine
        if not mine and (courses or not draft.was_attempted(class_id, subject)):
            missing.append(class_id)
    if missing and (one_by_one or not found) and not _excused(draft, missing):
        _tell_missing(draft, cell, missing, subject, "、".join(sorted(named)))
    return list(dict.fromkeys(found))


def split_texts(value: object, dividers: str = "、，,;；/\r\n") -> tuple[str, ...]:
    """Return the texts in a list, in which spaces stay."""
    return tuple(text for part in re.split(rf"[{dividers}]+", str(value or "")) if (text := plain(part)))


def split_courses(value: object) -> tuple[str, ...]:
    """Return the courses in a list divided by 、，,;； or line ends: each is a class and a subject, so spaces stay."""
    return split_texts(value, "、，,;；\n")


def find_named_courses(draft: Draft, cell: Cell, item: str) -> list[Course]:
    """Return the courses that 七(1)班 体育 (or 七(1)班|体育|王芳) names; none, told, where it names none."""
    class_name, *rest = re.split(r"[\s|]+", item)
    if not rest or len(rest) > 2:
        draft.report.error(
            cell,
            Text(f"“{item}”看不出是哪个班的哪门课", f"“{item}” names no course"),
            Text("写成 七(1)班 体育；几门课用、隔开", "Type 七(1)班 体育; several are divided by 、"),
        )
        return []

    def part(text: str) -> Cell:
        return cell._replace(value=text)

    classes, _ = find_classes(draft, part(class_name.replace("+", "、")))
    subject = draft.subject_names.find(part(rest[0]), rest[0])
    teachers = find_teachers(draft, part(rest[1])) if len(rest) > 1 else ()
    if not classes or subject is None or teachers is None:
        return []
    return find_courses(draft, cell, classes, subject, teachers)


def _excused(draft: Draft, missing: list[str]) -> bool:
    """Tell whether the courses are missing because 任课 itself could not be read."""
    return not draft.courses or draft.unread_rows or any(name not in draft.class_courses for name in missing)


def _tell_missing(draft: Draft, cell: Cell, missing: list[str], subject: str, teachers: str) -> None:
    names = "、".join(missing)
    taught = f"{teachers}的{subject}课" if teachers else f"{subject}课"
    draft.report.error(
        cell,
        Text(f"任课表里，{names}没有{taught}", f"任课 has no {subject} of {teachers or 'anybody'} for {names}"),
        Text("核对班级、学科和教师，或在任课表里补上这门课", "Check class, subject and teacher, or add it to 任课"),
    )
