"""Subjects that no sheet lists: what 任课 and 课程计划 call one adds it; what may be none is asked about."""

from __future__ import annotations

import re

from scheduler.school.defaults import DEFAULT_SUBJECTS, SPELLINGS, is_usual, tells_area
from scheduler.text import Text
from scheduler.workbook.names import HAN, key, nearest
from scheduler.workbook.people import is_alike, is_like_a_name
from scheduler.workbook.school.answers import NOT_READ
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.tables import Cell

_LONG = 4  # characters of a name that differs from a usual one by a slip rather than on purpose
_DIVIDERS = re.compile(r"[、,，/;；+&和]")
_WORDS = re.compile(r"[^\W\d_]+(?:[ .'-][^\W\d_]+)*\.?")


def find_subject(draft: Draft, cell: Cell) -> str | None:
    """Return the subject that a cell names, a new one where no sheet lists them; None, told or asked about, for what may be
    none, and for what was said to be none."""
    if draft.answers.leaves_out(cell.text):
        return None
    answer = draft.answers.get(cell.text)
    known = draft.subject_names
    name = cell.text if answer is None else answer
    certain = answer is not None and key(answer) == key(cell.text)
    if known.closed or certain or known.get(name) is not None:
        return known.find(cell, name)
    name = whole_name(without_spaces(name.strip("*: ")))
    if is_certain_subject(name) or known.get(name) is not None:
        return known.find(cell, name)
    several = [whole_name(each) for each in _DIVIDERS.split(name) if each]
    if len(several) > 1 and all(map(is_certain_subject, several)):
        draft.report.once(
            (cell.sheet, "several subjects"),
            cell,
            Text(f"“{cell.text}”是几门学科", f"“{cell.text}” are several subjects"),
            Text("一行写一门学科", "Give each subject a row"),
        )
        return None
    ask_about_subject(draft, cell, name, [name])
    return None


def ask_about_subject(draft: Draft, cell: Cell, name: str, names: list[str]) -> None:
    """Ask whether one of the names in a cell is a subject, and which."""
    likely = {
        "/".join(other if each == name else each for each in names): Text("就是这门学科", "this subject")
        for other in _alike(name)
    }
    draft.answers.ask(
        cell,
        cell.text,
        Text(f"不认识学科“{name}”", f"“{name}” is no subject that is known"),
        {
            **likely,
            cell.text: Text("是本校的一门学科", "a subject of the school"),
            NOT_READ.zh: Text("不是学科", "no subject"),
        },
    )


def without_spaces(name: str) -> str:
    """Return a Chinese name as it is printed: 语 文 is 语文."""
    return name.replace(" ", "") if HAN.search(name) else name


def whole_name(name: str) -> str:
    """Return the subject that a short name stands for: 语 for 语文, 语文课 for 语文."""
    short = {subject.short: subject.id for subject in DEFAULT_SUBJECTS if len(subject.short) == 1}
    return short.get(name) or (name.removesuffix("课") if tells_area(name.removesuffix("课")) else name)


def is_certain_subject(name: str) -> bool:
    """Tell whether a name is a subject's and nothing else: 数学(5, 数学1班 and 数学王芳 hold one, 体育与建康 is mistyped."""
    if is_usual(name):
        return True
    beside = next((name.replace(usual, "", 1) for usual in _usual_names() if usual in name), "")
    mistyped = len(name) >= _LONG and any(differ(name, usual) == 1 for usual in _usual_names())
    return tells_area(name) and _WORDS.fullmatch(name) is not None and not is_like_a_name(beside) and not mistyped


def _alike(name: str) -> list[str]:
    """Return the usual subjects that a name may be mistyped for."""
    usual = _usual_names()
    alike = [other for other in usual if differ(name, other) == 1]
    alike.sort(key=lambda other: not any(is_alike(a, b) for a, b in zip(name, other, strict=True) if a != b))
    close = nearest(name, usual)
    return list(dict.fromkeys([*alike, *([close] if close and key(close) != key(name) else [])]))[:3]


def _usual_names() -> list[str]:
    """Return the usual spellings of the usual subjects, the longer first."""
    names = {*(each for names in SPELLINGS for each in names), *(subject.id for subject in DEFAULT_SUBJECTS)}
    return sorted(names, key=lambda name: (-len(name), name))


def differ(name: str, other: str) -> float:
    """Return in how many characters two names of one length differ."""
    return sum(a != b for a, b in zip(name, other, strict=True)) if len(name) == len(other) else float("inf")
