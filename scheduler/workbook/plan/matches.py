"""What was taken for what while a plan was read: names that are spelled otherwise, and names that must be asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from scheduler.text import Text
from scheduler.workbook.names import key
from scheduler.workbook.problem import Note, Problem

SHOWN, LONGEST = 6, 40
_KINDS = {
    "class": Text("班级", "classes"),
    "subject": Text("学科", "subjects"),
    "teacher": Text("教师", "teachers"),
}


class Matches:
    """Gathers what a reader matched, and what it could not, each once with all its places."""

    def __init__(self) -> None:
        self._taken: dict[str, dict[tuple[str, str], list[str]]] = {kind: defaultdict(list) for kind in _KINDS}
        self._asked: dict[tuple[str, str, str], Problem] = {}
        self._places: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._remarks: dict[Text, None] = {}

    def take(self, kind: str, written: str, name: str, sheet: str, cell: str) -> None:
        """Note that what is written in a cell was taken for a name."""
        if key(written) != key(name):
            self._taken[kind][written, name].append(f"{sheet}!{cell}")

    def ask(
        self,
        sheet: str,
        cell: str,
        value: str,
        text: Text,
        cure: Text,
        candidates: Sequence[str] = (),
        *,
        once: str = "",
    ) -> None:
        """Ask about a value. The same question about the same value is one; `once` joins those of several values."""
        value = value.replace("\n", " ")
        value = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
        same = (text.zh, once or value, sheet if once else "")
        if same not in self._asked:
            self._asked[same] = Problem(
                "error", sheet, cell, value, text, _choose(candidates) or cure, tuple(candidates)
            )
        self._places[same].append(f"{sheet}!{cell}")

    def remark(self, text: Text) -> None:
        """Note something else that was assumed, once."""
        self._remarks.setdefault(text)

    def problems(self) -> list[Problem]:
        """Return every question, with the other cells in which it arises."""
        return [_with_places(problem, self._places[same]) for same, problem in self._asked.items()]

    def notes(self) -> list[Note]:
        """Return in words what was taken for what."""
        found = [_note(_KINDS[kind], taken) for kind, taken in self._taken.items() if taken]
        return [*found, *map(Note, self._remarks)]


def _with_places(problem: Problem, places: list[str]) -> Problem:
    others = list(dict.fromkeys(places))[1:]
    if not others:
        return problem
    shown = "、".join(others[:SHOWN])
    zh, en = f"；另有 {len(others)} 格：{shown}", f"; and {len(others)} more cells: {shown}"
    more = ("等", ", …") if len(others) > SHOWN else ("", "")
    return problem._replace(text=Text(problem.text.zh + zh + more[0], problem.text.en + en + more[1]))


def _note(kind: Text, taken: dict[tuple[str, str], list[str]]) -> Note:
    items = [
        f"{written} → {name}" + (f"（{places[0]}）" if len(places) == 1 else f"（{places[0]} 等 {len(places)} 格）")
        for (written, name), places in taken.items()
    ]
    in_english = [
        f"{written} → {name} ({places[0]}" + (")" if len(places) == 1 else f" and {len(places) - 1} more cells)")
        for (written, name), places in taken.items()
    ]
    rest = len(items) - SHOWN
    more = Text(f"，等 {len(items)} 个", f" and {rest} more") if rest > 0 else Text("", "")
    return Note(
        Text(
            f"{kind.zh}的写法不同，按本校名称读：{'、'.join(items[:SHOWN])}{more.zh}",
            f"Other spellings of {kind.en} read as the school's: {', '.join(in_english[:SHOWN])}{more.en}",
        )
    )


def _choose(candidates: Sequence[str]) -> Text | None:
    """Return the question which of some names is meant."""
    if not candidates:
        return None
    if len(candidates) == 1:
        return Text(
            f"是不是“{candidates[0]}”？请改成学校的写法", f"Is it “{candidates[0]}”? Write it as the school does"
        )
    return Text(
        f"是哪一个？可选：{'、'.join(candidates)}。请改成其中之一",
        f"Which is it? Choose of: {', '.join(candidates)}",
    )


def alike(name: str, known: Iterable[str], most: int = 4) -> tuple[str, ...]:
    """Return the known names that a name is most like, the likest first."""
    by_key = {key(item): item for item in known}
    return tuple(by_key[found] for found in get_close_matches(key(name), by_key, n=most, cutoff=0.4))
