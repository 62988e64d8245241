"""Problems of workbooks without the names of people: who is meant in a workbook that was not understood nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scheduler.text import Text
from scheduler.workbook.names import HAN
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.layout import SHEETS

_QUOTED = re.compile(r"“[^”]*”")


ORDER = {"error": 0, "question": 1, "warning": 2}
SHOWN = 50  # problems of a workbook in its result; the marked workbook has all


def told_problems(problems: Iterable[Problem], names: bool) -> tuple[Text, ...]:
    """Return what a result tells of the problems of a workbook: the graver ones first, and not more than can be read."""
    ordered = sorted(problems, key=lambda problem: ORDER[problem.severity])
    return tuple(problem_text(problem, names) for problem in ordered[:SHOWN])


def problem_text(problem: Problem, names: bool) -> Text:
    """Return a problem of a workbook in a line. Without `names` whatever was typed into the workbook is left out of it: what is
    wrong is seen in the cell that it names."""
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
