"""What was taken for what while a plan was read: names that are spelled otherwise, and names that must be asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Literal

from scheduler.text import Text
from scheduler.workbook.names import key
from scheduler.workbook.problem import Note, Problem

SHOWN, LONGEST = 6, 40
_KINDS = {
    "class": Text("班级", "classes"),
    "subject": Text("学科", "subjects"),
    "teacher": Text("教师", "teachers"),
}
_PASSED = {
    "free": Text("这些词不是课，没有当作课", "Words taken for no lessons"),
    "remark": Text("当作备注，没有当作人或课", "Taken for remarks, not for people or lessons"),
}


class Matches:
    """Gathers what a reader matched, and what it could not, each once with all its places."""

    def __init__(self) -> None:
        self._taken: dict[str, dict[tuple[str, str], list[str]]] = {kind: defaultdict(list) for kind in _KINDS}
        self._asked: dict[tuple[str, str, str], Problem] = {}
        self._places: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._remarks: dict[Text, None] = {}
        self._passed: dict[str, dict[str, list[str]]] = {kind: defaultdict(list) for kind in _PASSED}

    def take(self, kind: str, written: str, name: str, sheet: str, cell: str) -> None:
        """Note that what is written in a cell was taken for a name."""
        if key(written) != key(name):
            self._taken[kind][written, name].append(f"{sheet}!{cell}")

    def pass_over(self, kind: str, written: str, sheet: str, cell: str) -> None:
        """Note that a word in a cell was taken for no lesson ("free") or for a remark ("remark")."""
        self._passed[kind][written.replace("\n", " ")].append(f"{sheet}!{cell}")

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
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Ask about a value, or warn of it. The same about the same value is one; `once` joins that of several values."""
        value = value.replace("\n", " ")
        value = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
        same = (text.zh, once or value, sheet if once else "")
        if same not in self._asked:
            self._asked[same] = Problem(
                severity, sheet, cell, value, text, _choose(candidates) or cure, tuple(candidates)
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
        passed = [_listed(_PASSED[kind], words) for kind, words in self._passed.items() if words]
        return [*found, *passed, *map(Note, self._remarks)]


def _with_places(problem: Problem, places: list[str]) -> Problem:
    others = list(dict.fromkeys(places))[1:]
    if not others:
        return problem
    shown = "、".join(others[:SHOWN])
    zh, en = f"；另有 {len(others)} 格：{shown}", f"; and {len(others)} more cells: {shown}"
    more = ("等", ", …") if len(others) > SHOWN else ("", "")
    return problem._replace(text=Text(problem.text.zh + zh + more[0], problem.text.en + en + more[1]))


def _note(kind: Text, taken: dict[tuple[str, str], list[str]]) -> Note:
    title = Text(f"{kind.zh}的写法不同，按本校名称读", f"Other spellings of {kind.en} read as the school's")
    return _listed(title, {f"{written} → {name}": places for (written, name), places in taken.items()})


def _listed(title: Text, words: dict[str, list[str]]) -> Note:
    items = [f"{word}（{_places(places).zh}）" for word, places in words.items()]
    in_english = [f"{word} ({_places(places).en})" for word, places in words.items()]
    rest = len(items) - SHOWN
    more = Text(f"，等 {len(items)} 个", f" and {rest} more") if rest > 0 else Text("", "")
    zh, en = "、".join(items[:SHOWN]), ", ".join(in_english[:SHOWN])
    return Note(Text(f"{title.zh}：{zh}{more.zh}", f"{title.en}: {en}{more.en}"))


def _places(places: list[str]) -> Text:
    if len(places) == 1:
        return Text(places[0], places[0])
    return Text(f"{places[0]} 等 {len(places)} 格", f"{places[0]} and {len(places) - 1} more cells")


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


def alike(name: str, known: Iterable[str], most: int = 4, cutoff: float = 0.4) -> tuple[str, ...]:
    """Return the known names that a name is most like, the likest first."""
    by_key = {key(item): item for item in known}
    return tuple(by_key[found] for found in get_close_matches(key(name), by_key, n=most, cutoff=cutoff))


def within(short: str, long: str) -> bool:
    """Tell whether the characters of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(character in rest for character in short)
