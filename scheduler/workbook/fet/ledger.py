"""What became of each constraint of a file of FET, told once for each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.text import Text
from scheduler.workbook.fet.file import FetConstraint


class Ledger:
    """Counts constraints by kind: those left out, and those read as something else, with the words for that.

    `is_whole`: every constraint of 100 per cent was read as it is, or as something stricter.
    """

    def __init__(self) -> None:
        self.left: Counter[tuple[str, bool]] = Counter()
        self.changed: Counter[tuple[str, Text]] = Counter()
        self.remarks: dict[Text, None] = {}
        self.is_whole = True

    def leave(self, constraint: FetConstraint) -> None:
        """Note a constraint that is left out."""
        self.left[constraint.kind, constraint.is_hard] += 1
        self.is_whole = self.is_whole and not constraint.is_hard

    def change(self, constraint: FetConstraint, text: Text, *, weaker: bool = True) -> None:
        """Note a constraint that is read as something else; `weaker` where a plan that keeps that may break it."""
        self.changed[constraint.kind, text] += 1
        if weaker and constraint.is_hard:
            self.is_whole = False

    def remark(self, text: Text, *, weaker: bool = False) -> None:
        """Note something else that was read otherwise than the file has it."""
        self.remarks.setdefault(text)
        self.is_whole = self.is_whole and not weaker

    def texts(self) -> Iterator[Text]:
        """Yield what is to be told."""
        yield from self.remarks
        for (kind, text), count in sorted(self.changed.items()):
            yield Text(f"{kind}（{count} 条）：{text.zh}", f"{kind} ({count}): {text.en}")
        for (kind, hard), count in sorted(self.left.items()):
            zh, en = ("", "") if hard else ("，不到 100% 的", ", below 100 %")
            yield Text(f"{kind}（{count} 条{zh}）：没有读", f"{kind} ({count}{en}): not read")
