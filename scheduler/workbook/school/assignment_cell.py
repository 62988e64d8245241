"""What people write in a cell of the 任课 matrix: teachers, lessons, odd and even weeks, joint classes, a place.

王芳            王芳、李强       王芳 4+1        王芳(4+1)       王芳 单          王芳/李强 (odd/even weeks)
单王芳/双李强    王芳 3; 李强 2 (two courses)     王芳 合:七(2)班                 王芳 @操场
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from scheduler.school import Week
from scheduler.text import Text
from scheduler.workbook.names import class_name, plain, split_names
from scheduler.workbook.notation import WEEKS, NotationError, WeeklyLessons, read_lessons

NOBODY = {"", "0", "-", "--", "—", "——", "/", "无", "×", "x", "none", "n/a"}

_JOINT = re.compile(r"(?:^|[\s(,、])合班?\s*[:：]?\s*(?P<classes>[^\s].*)$")
_LESSONS = re.compile(r"(?:[单双]周?)?[(]?[\d+][\d+.]*节?[)]?(?:[单双]周?)?")
_NAME_AND_LESSONS = re.compile(r"([^\d+]+)(\d+\+[\d+]*|\d+节)")
_HAS_LESSONS = re.compile(r"\d\+\d|\d节|(?:^|[\s(])[\d.]+\)?$|[\s(:][单双]|^[单双]")


@dataclass(frozen=True)
class Part:
    """One course in a cell. `joint` are the further classes; parts with `rotates` share their slots."""

    teachers: tuple[str, ...] = ()
    lessons: tuple[WeeklyLessons, ...] = ()
    week: Week = Week.EVERY
    place: str | None = None
    joint: tuple[str, ...] = ()
    rotates: bool = False

    @property
    def demanded(self) -> tuple[WeeklyLessons, ...]:
        """The lessons, in the weeks that the cell names; 单 alone means one lesson."""
        if self.week is Week.EVERY:
            return self.lessons
        if not self.lessons and not self.rotates:
            return (WeeklyLessons(1, 0, self.week),)
        return tuple(lessons._replace(week=self.week) for lessons in self.lessons)


@dataclass(frozen=True)
class Known:
    """What the reader of a cell asks about names."""

    is_teacher: Callable[[str], bool]
    is_place: Callable[[str], bool]


def parse_cell(value: object, known: Known) -> tuple[Part, ...]:
    """Return the courses in a cell, none for an empty one. Raises NotationError."""
    text = "" if value is None else str(value)
    divided = re.split(r"[;；]", text)
    lines = [line for line in map(plain, text.splitlines()) if line]
    if len(divided) == 1:
        # Names below each other teach together, unless each line says how much.
        divided = lines if all(_HAS_LESSONS.search(line) for line in lines) else ["、".join(lines)]
    pieces = [plain(piece) for piece in divided]
    return tuple(part for piece in pieces if piece.casefold() not in NOBODY for part in _piece(piece, known))


def _piece(text: str, known: Known) -> list[Part]:
    text, joint = _joint(text)
    alternatives = [plain(part) for part in text.split("/")]
    if len(alternatives) > 2:
        raise NotationError(
            Text("斜杠只能分开单周和双周两位教师", "A slash divides the teachers of odd and of even weeks only"),
            Text("写成 王芳/李强；同一节课几位教师一起上用、隔开", "Type 王芳/李强; several at once are divided by 、"),
        )
    if len(alternatives) == 2 and alternatives[0][:1] + alternatives[1][:1] in ("单双", "双单"):
        # 单志强 is a name, but beside 双李强 it is not.
        alternatives = [f"{part[0]} {part[1:].lstrip('周:')}" for part in alternatives]
    parts = [replace(_words(part, known), joint=joint) for part in alternatives]
    if len(parts) == 2:
        parts = _rotated(parts[0], parts[1])
    return parts


def _joint(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text without 合:七(2)班, and the classes that it names."""
    found = _JOINT.search(text)
    if not found:
        return text, ()
    named = found["classes"]
    if named.count(")") > named.count("("):
        named = named.removesuffix(")")
    classes = split_names(named)
    if not classes or not all(class_name(name) for name in classes):
        raise NotationError(
            Text(f"“合”后面的“{named}”不是班名", f"“{named}” after 合 are no classes"),
            Text("写成 王芳 合:七(2)班；多个班用、隔开", "Type 王芳 合:七(2)班; several classes are divided by 、"),
        )
    return plain(text[: found.start()].rstrip("(,、")), classes


def _rotated(odd: Part, even: Part) -> list[Part]:
    """Return the two parts of 甲/乙: odd and even weeks unless they say otherwise; what one does not say the other does."""
    if odd.week is even.week is Week.EVERY:
        odd, even = replace(odd, week=Week.ODD), replace(even, week=Week.EVEN)
    lessons = odd.lessons or even.lessons
    place = odd.place or even.place
    return [
        replace(part, lessons=part.lessons or lessons, place=part.place or place, rotates=True) for part in (odd, even)
    ]


def _words(text: str, known: Known) -> Part:
    """Return the part that words tell: names, lessons, weeks, a place, in any order."""
    teachers: list[str] = []
    part = Part()
    for chunk in re.split(r"[、,]", re.sub(r"[()\[\]]", " ", text)):
        run: list[str] = []
        for word in re.split(r"[\s:]+", chunk):
            told = _detail(word, known, part)
            if told is not None:
                part = told
            elif word:
                run.append(word)
        teachers += _names(run, known)
    lone = _NAME_AND_LESSONS.fullmatch(teachers[-1]) if teachers and not known.is_teacher(teachers[-1]) else None
    if lone:
        teachers[-1] = lone[1]
        part = replace(part, lessons=read_lessons(lone[2]))
    return replace(part, teachers=tuple(dict.fromkeys(teachers)))


def _detail(word: str, known: Known, part: Part) -> Part | None:
    """Return the part with what a word adds to it, or None for a word that is (a piece of) a name."""
    if known.is_teacher(word):
        return None
    if word.casefold() in WEEKS:
        return replace(part, week=WEEKS[word.casefold()])
    if word.startswith("@"):
        return replace(part, place=word[1:])
    if known.is_place(word):
        return replace(part, place=word)
    if _LESSONS.fullmatch(word):
        lessons = read_lessons(word)
        week = next((each.week for each in lessons if each.week not in (None, Week.EVERY)), part.week)
        return replace(part, lessons=lessons, week=week or part.week)
    return None


def _names(words: list[str], known: Known) -> tuple[str, ...]:
    """Return the names that words written after each other make: one, or one each."""
    joined = " ".join(words)
    return (joined,) if known.is_teacher(joined) else split_names(joined)
