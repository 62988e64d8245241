"""Reads 确认: what is meant by what the workbook leaves uncertain, a row for each answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from openpyxl import Workbook

from scheduler.school import tables
from scheduler.text import Text
from scheduler.workbook.names import key, plain
from scheduler.workbook.people import is_like_a_name
from scheduler.workbook.problem import Problem
from scheduler.workbook.sheet import Sheet, column
from scheduler.workbook.tables import Cell, ReadingReport, read_tables

ANSWERS = Sheet(
    "answers",
    tables.ANSWERS,
    (
        column("written", "写法", "Written", "表里原来的写法", "As it stands in the workbook", required=True),
        column("means", "就是", "Means", "它的意思，照着问题里的一种写", "What it means", "意思", required=True),
    ),
    ("确认表", "写法确认"),
)
_MORE = re.compile(r"[\d、,/;]|(?<=[\u3400-\u9fff])\s")  # a cell with more than a name
NOT_READ = Text("不读", "not read")


class Answers:
    """What somebody has said of what the workbook leaves uncertain: each text, and what to read in its place."""

    def __init__(self, report: ReadingReport, given: Mapping[str, str]) -> None:
        self.report = report
        self.means: dict[str, str] = {key(written): plain(means) for written, means in given.items()}
        self.cells: dict[str, Cell] = {}
        self.asked: dict[str, Problem] = {}
        self.used: set[str] = set()

    def read(self, book: Workbook) -> None:
        """Take the rows of 确认; what was answered in another way goes before them."""
        for table in read_tables(book, ANSWERS, self.report):
            for row in table.rows:
                written, means = row["written"], row["means"]
                if not written.text or not means.text:
                    continue
                known = self.cells.get(key(written.text))
                if known is not None and self.means[key(written.text)] != means.text:
                    self.report.error(
                        written,
                        Text(
                            f"“{written.text}”答了两次，{known.name} 已经有了",
                            f"“{written.text}” is answered twice, first in {known.name}",
                        ),
                        Text("只留一行", "Keep one row"),
                    )
                self.means.setdefault(key(written.text), means.text)
                self.cells.setdefault(key(written.text), written)

    def get(self, written: str) -> str | None:
        """Return what a text means, where that was said."""
        found = self.means.get(key(written))
        if found is not None:
            self.used.add(key(written))
        return found

    def leaves_out(self, written: str) -> bool:
        """Tell whether a text was said not to be read."""
        return self.get(written) in (*NOT_READ,)

    def tell_unused(self) -> None:
        """Warn of the rows of 确认 that answer nothing."""
        for written, cell in self.cells.items():
            if written not in self.used:
                self.report.warning(
                    cell,
                    Text(f"“{cell.text}”没有用到：表里没有问到它", f"“{cell.text}” answers nothing that was asked"),
                    Text("照问题里的写法写，或删去这一行", "Write it as it was asked about, or delete the row"),
                )

    def is_certain(self, name: str) -> bool:
        """Tell whether a name was said to be somebody's: as an answer, and not only as another way to write a cell."""
        certain = {key(m.partition(" ")[0]) for w, m in self.means.items() if key(m) == w}
        return key(name) in certain | {key(m) for m in self.means.values() if is_like_a_name(m) and not _MORE.search(m)}

    def ask(self, cell: Cell, written: str, text: Text, choices: Mapping[str, Text], *, by_typing: bool = True) -> None:
        """Add a question about a text in a cell, or the cell to the question that there is.

        `choices` are the answers, each with what it would mean; `by_typing` tells whether typing another one in place of the
        text answers too.
        """
        known = self.asked.get(key(written))
        if known is not None:
            self.report.again(known, cell)
            return
        self.asked[key(written)] = self.report.ask(
            cell._replace(value=written),
            text,
            _cure(written, choices, by_typing=by_typing),
            choices,
        )


def _cure(written: str, choices: Mapping[str, Text], *, by_typing: bool) -> Text:
    """Return how to answer: by another text in the cell, or, where the text is right as it is, by a row of 确认."""
    other = {a: meaning for a, meaning in choices.items() if by_typing and a != written and a not in NOT_READ}
    kept = {answer: meaning for answer, meaning in choices.items() if answer not in other}
    zh, en = [], []
    if other:
        zh.append("改成 " + "、".join(f"{answer}（{meaning.zh}）" for answer, meaning in other.items()))
        en.append("Write " + ", or ".join(f"{answer} ({meaning.en})" for answer, meaning in other.items()))
    for answer, meaning in kept.items():
        zh.append(f"若{meaning.zh}，在“确认”表写一行：写法 {written}，就是 {answer}")
        en.append(f"if {meaning.en}: a row of sheet 确认 with {written} and {answer}")
    return Text("；".join(zh), "; ".join(en)) if choices else Text("改成确定的写法", "Write what is meant")
