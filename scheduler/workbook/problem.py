"""What is wrong with a workbook, and what was assumed while reading it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from scheduler.text import Text


class Problem(NamedTuple):
    """One thing to correct. `cell` is such as `C7`, or empty when it is about a whole sheet or file.

    An error keeps the school from being read, and so does a question until it is answered; a warning does not.
    `candidates` are what `value` may stand for, `meanings` what each of them would mean where that is not plain; `also` are the
    further cells, each with its sheet, that it is about.
    """

    severity: Literal["error", "question", "warning"]
    sheet: str
    cell: str
    value: str
    text: Text
    cure: Text
    candidates: tuple[str, ...] = ()
    meanings: tuple[Text, ...] = ()
    also: tuple[tuple[str, str], ...] = ()

    @property
    def blocks(self) -> bool:
        """Tell whether nothing is read as long as it stands."""
        return self.severity != "warning"

    @property
    def said(self) -> Text:
        """What is wrong, with the value."""
        if not self.value:
            return self.text
        return Text(f"{self.text.zh}（现为“{self.value}”）", f"{self.text.en} (found “{self.value}”)")

    @property
    def line(self) -> Text:
        """The problem in a line: its cell named as Excel does, what is wrong, what to do."""
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        zh, en = f"{where}  {self.said.zh}", f"{where}  {self.said.en}"
        return Text(f"{zh}  → {self.cure.zh}", f"{en}  → {self.cure.en}") if self.cure.zh else Text(zh, en)


SEVERITY_WORDS = {
    "error": Text("错误", "error"),
    "question": Text("待确认", "question"),
    "warning": Text("提醒", "warning"),
}


class Note(NamedTuple):
    """Something that the reader assumed because the workbook does not say it."""

    text: Text
