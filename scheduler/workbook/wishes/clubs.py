"""Which club is meant by what a form exported: 足球, 足球（周二）, 足球(剩余3) for 中段足球."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches

from scheduler.text import Text
from scheduler.workbook.names import key, without_brackets
from scheduler.workbook.notation import NotationError, read_days
from scheduler.workbook.school.answers import NOT_READ, Answers
from scheduler.workbook.tables import Cell, ReadingReport

NO_WISH = frozenset(
    map(key, ("无", "不选", "不参加", "没有", "-", "/", "无志愿", "放弃", "none", "(跳过)", "(空)", "跳过"))
)
MOST_ASKED = 6
OF_A_FORM = re.compile(
    r"[\d\s/:：~～—–\-至、,，.一二三四五六七八九日天周星期剩余还限可报名额个人位年级低中高段第节上下午晚]*"
)
"""What forms write in brackets behind a club: days, times, grades, places that are left."""


class ClubNames:
    """The clubs by name, each with its grades. What is not certain is asked about once for each spelling."""

    def __init__(self, report: ReadingReport, answers: Answers, clubs: Mapping[str, tuple[int, ...]]) -> None:
        self.report, self.answers = report, answers
        self.clubs = clubs
        self.by_key = {key(club): club for club in clubs}
        self.taken: Counter[tuple[str, str]] = Counter()

    def find(self, cell: Cell, text: str, grade: int | None = None) -> str | None:
        """Return the club that a text means to a pupil of a grade; None where none is wished and, told, where it is not certain."""
        if not text or key(text) in NO_WISH:
            return None
        exact = self.by_key.get(key(text))
        outside, inside = without_brackets(text)
        answer = self.answers.get(text) or self.answers.get(outside)
        if exact is not None and answer is None:
            return exact
        if answer is not None:
            return None if answer in NOT_READ else self.by_key.get(key(answer))
        if not all(OF_A_FORM.fullmatch(each) for each in inside):  # a remark, which may take the wish back
            self._ask(cell, text, [club for club in (self.by_key.get(key(outside)),) if club is not None])
            return None
        plain = self.by_key.get(key(outside))
        if plain is not None:
            return plain
        alike = [c for c in self.clubs if key(outside) and key(outside) in key(c)]
        mine = [club for club in alike if grade is None or grade in self.clubs[club]]
        if len(mine) == 1 and grade is not None and len(key(outside)) > 1:
            self.taken[outside, mine[0]] += 1
            return mine[0]
        self._ask(cell, outside or text, mine or alike)
        return None

    def _ask(self, cell: Cell, text: str, likely: list[str]) -> None:
        by_key = {key(club): club for club in self.clubs}
        close = likely or [by_key[each] for each in get_close_matches(key(text), by_key, n=MOST_ASKED, cutoff=0.5)]
        choices = {club: Text("就是这个社团", "it is this club") for club in close[:MOST_ASKED]}
        choices[NOT_READ.zh] = Text("不算志愿", "it is no wish")
        told = Text(f"没有“{text}”这个社团", f"There is no club “{text}”")
        if len(likely) > 1:
            told = Text(f"“{text}”可能是几个社团", f"“{text}” may be several clubs")
        self.answers.ask(cell, text, told, choices)

    def tell_taken(self) -> None:
        """Say what was taken for what because only one club of that name is for the grade."""
        if self.taken:
            told = "、".join(f"{said}→{club}" for said, club in sorted(self.taken))
            self.report.note(
                f"按年级认定的社团（{sum(self.taken.values())} 处）：{told}",
                f"Clubs known by the pupil's grade ({sum(self.taken.values())} cells): {told}",
            )


def day_in(text: str) -> int | None:
    """Return the weekday that stands in brackets behind a club: 足球（周二）; None where none does."""
    for inside in without_brackets(text)[1]:
        try:
            days = read_days(inside)
        except NotationError:
            continue
        if len(days) == 1 and not inside.isdigit():
            return days[0]
    return None
