"""The classes of a school in whatever way a plan names them: 三(1)班, 三年级1班, 301, 3.1, 三1, 七(1)(2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scheduler.school import School, SchoolClass
from scheduler.text import grade_name
from scheduler.workbook.names import class_name, key, plain, standard_class_name

_ABOUT = re.compile(r"班级|课程表|课表|课程|总表|一览表|作息|班主任|[:\s]")
_SEVERAL = re.compile(r"\((\d{1,2}(?:[、,，]\d{1,2})+)\)班?")
_NEXT = re.compile(r"\((\d{1,2})\)班?")


class Found(NamedTuple):
    """Classes that a part of a text names, and what stands before and between: `before` ends where they begin."""

    classes: tuple[str, ...]
    start: int
    end: int


class ClassNames:
    """Knows the classes of a school by all their usual names."""

    def __init__(self, school: School) -> None:
        self.by_name = {key(klass.id): klass.id for klass in school.classes}
        self.by_number = {(klass.grade, klass.number): klass.id for klass in school.classes}
        self.grades = {spelled: grade for grade in school.grades for spelled in _grades(grade)}
        spelled = {text: klass.id for klass in school.classes for text in _spellings(klass)}
        self.spelled = {**spelled, **{_squeezed(klass.id): klass.id for klass in school.classes}}
        longest = sorted(self.spelled, key=len, reverse=True)
        self._any = _either(longest)
        self._sure = _either([text for text in longest if text.endswith(("班", ")"))])
        self._grade = re.compile("|".join(sorted(map(re.escape, self.grades), key=len, reverse=True)) or r"(?!)")

    def of(self, texts: Sequence[str]) -> str | None:
        """Return the class that the labels of a row name; its grade and its number may stand in two of them."""
        joined = [*texts, "".join(texts[:2]), "-".join(texts[:2])]
        for text in joined:
            if key(text) in self.by_name:
                return self.by_name[key(text)]
        for text in joined:
            found = self.by_number.get(class_name(text) or (0, 0))
            if found is not None:
                return found
        return next((self.spelled[s] for s in map(_squeezed, texts) if s.endswith("班") and s in self.spelled), None)

    def in_title(self, texts: Iterable[str]) -> tuple[str, str] | None:
        """Return the one class that the first telling text names, and what it says: alone or as in 某校三(1)班课程表."""
        for text in texts:
            rest = _ABOUT.sub("", plain(text))
            whole = self.of([rest])
            if whole is not None:
                return whole, rest
            found = {self.spelled[match[0]]: match[0] for match in self._sure.finditer(_squeezed(text))}
            if len(found) == 1:
                return found.popitem()
        return None

    def in_cell(self, text: str) -> list[Found]:
        """Return the classes that stand in a text without spaces, with their places: also 七(1)(2) and 七(1、2)."""
        found: list[Found] = []
        position = 0
        while position < len(text):
            here = self._at(text, position)
            if here is None:
                position += 1
            else:
                found.append(here)
                position = here.end
        return found

    def _at(self, text: str, start: int) -> Found | None:
        several = self._several(text, start)
        if several is not None:
            return several
        match = self._any.match(text, start)
        if match is None:
            return None
        classes, end = [self.spelled[match[0]]], match.end()
        while match[0].endswith(")") and (more := _NEXT.match(text, end)):
            other = self.by_number.get((self._number(classes[0])[0], int(more[1])))
            if other is None:
                break
            classes.append(other)
            end = more.end()
        return Found(tuple(classes), start, end)

    def _several(self, text: str, start: int) -> Found | None:
        grade = self._grade.match(text, start)
        listed = _SEVERAL.match(text, grade.end()) if grade else None
        if grade is None or listed is None:
            return None
        numbers = [int(number) for number in re.split("[、,，]", listed[1])]
        found = [self.by_number.get((self.grades[grade[0]], number)) for number in numbers]
        known = tuple(class_id for class_id in found if class_id is not None)
        return Found(known, start, listed.end()) if len(known) == len(found) else None

    def _number(self, class_id: str) -> tuple[int, int]:
        return next(number for number, name in self.by_number.items() if name == class_id)

    def alike(self, text: str) -> tuple[str, ...]:
        """Return the classes that a wrong name may mean: those of its grade, else those of its number."""
        grade, number = class_name(text) or (0, 0)
        return tuple(
            [name for (each, _), name in self.by_number.items() if each == grade]
            or [name for (_, each), name in self.by_number.items() if each == number]
        )


def _either(spellings: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for one of some names that is no part of a longer number or date."""
    return re.compile(rf"(?<![\d.\-/])(?:{'|'.join(map(re.escape, spellings)) or '(?!)'})(?![\d.\-/])")


def _squeezed(text: str) -> str:
    return plain(text).replace(" ", "")


def _grades(grade: int) -> list[str]:
    name = grade_name(grade)
    junior = [f"初{'一二三'[grade - 7]}"] if 7 <= grade <= 9 else []
    return [spelled for each in (name, str(grade), *junior) for spelled in (each, f"{each}年级", f"{each}年")]


def _spellings(klass: SchoolClass) -> Iterable[str]:
    """Yield every usual name of a class, without spaces."""
    digits = [str(klass.number), *("一二三四五六七八九十"[klass.number - 1 : klass.number])]
    for grade in _grades(klass.grade):
        apart = not grade[-1].isdigit()
        for number in digits:
            yield from (f"{grade}({number}){end}" for end in ("班", ""))
            if apart and (number.isdigit() or grade.endswith("级")):
                yield from (f"{grade}{number}{end}" for end in ("班", ""))
            if number.isdigit():
                yield from (f"{grade}{dash}{number}{end}" for dash in ".-" for end in ("班", ""))
    yield from (f"{klass.grade}{klass.number:02d}{end}" for end in ("班", ""))
    if klass.number < 10:
        yield f"{klass.grade}{klass.number}班"
    yield standard_class_name(klass.grade, klass.number)
    yield _squeezed(klass.id).removesuffix("班")


def joined(text: str) -> str:
    """Return a text in which only words that belong apart are apart: spaces inside 三 (1) 班 are taken out."""
    return re.sub(r"(?<=[\d一二三四五六七八九十]) (?=\()|(?<=\)) (?=班)", "", text)
