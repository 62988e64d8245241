"""Texts without the names of people, for results that leave the school."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.names import HAN
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.layout import SHEETS

_QUOTED = re.compile(r"“[^”]*”")
_SOMEBODY = Text("某教师", "a teacher")
Masker = Callable[[Text], Text]


def unmasked(text: Text) -> Text:
    """Return the text itself."""
    return text


def masker(school: School) -> Masker:
    """Return what replaces the names of a school's teachers and volunteers in a text."""
    names = sorted((teacher.id for teacher in school.teachers), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, names))) if names else re.compile(r"(?!)")
    return lambda text: Text(pattern.sub(_SOMEBODY.zh, text.zh), pattern.sub(_SOMEBODY.en, text.en))


def problem_text(problem: Problem, names: bool) -> Text:
    """Return a problem of a workbook in a line. Without `names` whatever was typed into the workbook is left out of it.

    What is wrong is known from the cell then, as nobody can tell a name in a workbook that was not understood.
    """
    if names:
        return problem.line
    typed = sorted({problem.value, *problem.candidates} - {""}, key=len, reverse=True)
    bare = problem._replace(value="", text=_plain(problem.text, typed), cure=_plain(problem.cure, typed))
    return bare.line


def _plain(text: Text, typed: Iterable[str]) -> Text:
    zh, en = (_QUOTED.sub(_kept, each) for each in text)
    for value in typed:
        if value not in _KNOWN and HAN.search(value):
            zh, en = zh.replace(value, "…"), en.replace(value, "…")
    return Text(zh, en)


def _kept(found: re.Match[str]) -> str:
    return found[0] if found[0][1:-1] in _KNOWN else "“…”"


_KNOWN = frozenset(
    word for sheet in SHEETS for word in (*sheet.title, *(part for each in sheet.columns for part in each.title))
)
