"""The names that 教师 and 外聘 add to the school: what is somebody's name there, and what is asked about or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scheduler.text import Text
from scheduler.workbook.names import key, split_names, without_brackets
from scheduler.workbook.people import is_like_a_name, is_vacancy
from scheduler.workbook.school.answers import NOT_READ
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import TEACHERS
from scheduler.workbook.school.person import read_person
from scheduler.workbook.tables import Cell, Row

_SECTION = re.compile(r".{1,12}(?:组|处|室|部|科|办|中心|人员|职工|员工)|后勤|行政|领导|校级领导|班子|教辅|工勤")
_UNNAMED = re.compile(
    r"[\u3400-\u9fff]{1,8}(?:老师|教师|校长|主任|书记|教练|师傅)(?:[A-Z]|\d{1,3})?"
)  # 王老师, 语文老师1


def key_name(text: str) -> str:
    """Return a name as it is printed: `张 三` is 张三."""
    return text.replace(" ", "") if " " not in key(text) else text


def without_sections(draft: Draft, rows: Iterable[Row], column: str) -> list[Row]:
    """Return the rows without those that only head the people below them, 语文组 or 后勤人员; these are said."""
    rows = list(rows)
    heads = [
        row
        for row in rows
        if row.grid.is_one_line(row.number) and _SECTION.fullmatch(without_brackets(row[column].text)[0])
    ]
    if heads:
        said = "、".join(f"{row[column].name} {row[column].text}" for row in heads)
        title = heads[0].grid.title
        draft.report.note(f"{title}里的分组标题没有读：{said}", f"Headings of groups in {title}, not read: {said}")
    return [row for row in rows if row not in heads]


def people_in(cell: Cell) -> tuple[str, ...]:
    """Return the texts in a cell that each name somebody; what stands in brackets divides none."""
    pieces = split_names(cell.value)
    whole = all(piece.count("(") == piece.count(")") for piece in map(str, pieces))
    return pieces if len(pieces) > 1 and whole else (cell.text,)


def new_name(draft: Draft, cell: Cell, text: str) -> str | None:
    """Return the name in a text that adds somebody to the school; None, told or asked about, where there is none."""
    if draft.answers.leaves_out(text):
        return None
    answer = draft.answers.get(text)
    if answer is not None:
        return key_name(answer)
    person = read_person(text)
    if is_vacancy(text) or (person is not None and is_vacancy(person.name)):
        _tell_vacancy(draft, cell, text)
        return None
    if person is None:
        outside = without_brackets(text)[0]
        _ask(draft, cell, text, {outside: Text("就是这一位", "this one")})
        # He is taken for known, so that nothing is told of who names him.
        return outside if is_like_a_name(outside) and draft.teacher_names.get(outside) is None else None
    if person.remark:
        draft.teacher_names.remarks[person.remark] = None
    name = key_name(person.name)
    if not any(letter.isalpha() for letter in name):
        _ask(draft, cell, text, {})
        return None
    if not is_like_a_name(name) and TEACHERS.key not in draft.inherited:
        draft.unusual_people[name] = cell
    return name


def _tell_vacancy(draft: Draft, cell: Cell, text: str) -> None:
    draft.report.once(
        (cell.sheet, "vacancy"),
        cell,
        Text(f"“{text}”还不是谁的姓名", f"“{text}” is nobody's name yet"),
        Text(
            "定了以后写上姓名；没有定的删去这一行，任课表里照写“待定”",
            "Write the name once it is known; delete the row until then, 任课 may say 待定",
        ),
    )


def _ask(draft: Draft, cell: Cell, text: str, choices: dict[str, Text]) -> None:
    draft.answers.ask(
        cell,
        text,
        Text(f"“{text}”不像教师姓名", f"“{text}” is not written as a teacher's name"),
        {**choices, NOT_READ.zh: Text("不是教师", "no teacher")},
    )


def ask_about_people(draft: Draft) -> None:
    """Ask about names of 教师 and 外聘 that are not written as people's are, unless other sheets name them too;
    say what stands beside names."""
    named = {name for name in draft.unusual_people if name in draft.teacher_names.named or _UNNAMED.fullmatch(name)}
    named = {name for name in named if not _SECTION.fullmatch(name) or _UNNAMED.fullmatch(name)}
    taken = [name for name in draft.unusual_people if name in named]
    if draft.teacher_names.remarks:
        note_remarks(draft, "、".join(draft.teacher_names.remarks))
    if taken:
        note_unusual(draft, "、".join(taken))
    for name, cell in draft.unusual_people.items():
        if name not in named:
            _ask(draft, cell, cell.text, {name: Text("确是一位教师", "a teacher indeed")})


def note_remarks(draft: Draft, said: str) -> None:
    """Say what stands beside names and changes nothing."""
    draft.report.note(f"姓名旁的备注不影响排课：{said}", f"Remarks beside names change nothing: {said}")


def note_unusual(draft: Draft, names: str) -> None:
    """Say which names are taken for teachers' though they are not written as people's are."""
    draft.report.note(f"这些不像常见的姓名，当作教师：{names}", f"Unusual names, taken for teachers: {names}")


def tell_several(draft: Draft, cell: Cell) -> None:
    """Tell of a cell that names several people where the rest of its row can be said of one only."""
    draft.report.once(
        (cell.sheet, "several"),
        cell,
        Text(f"“{cell.text}”是几位教师，同一行别的列只能说一位", f"“{cell.text}” are several, the row can tell of one"),
        Text(
            "一位教师一行；只有教研组和性质的，可以几位写在一格，用、隔开",
            "Give each teacher a row; several may share a cell where the row says group and kind alone",
        ),
    )
