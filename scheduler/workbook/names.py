"""One spelling for what people type in many: texts, names of people, names of classes, lists of names, grades."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from scheduler.text import DIGITS, grade_name

ALL_GRADES = tuple(range(1, 13))

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
HAN = re.compile(r"[\u3400-\u9fff]")  # a Chinese character
_DOTS = re.compile(r"[•‧∙・˙•．]")
_SEPARATORS = re.compile(r"[、,，;；/\n\r]+")
_OPEN, _CLOSE = frozenset("([【〔<"), frozenset(")]】〕>")
COMPOUND_SURNAMES = frozenset(
    "欧阳 上官 司马 司徒 诸葛 皇甫 东方 令狐 慕容 尉迟 夏侯 公孙 轩辕 司空 端木 独孤 南宫 西门 宇文 长孙 呼延 完颜".split()  # noqa: SIM905
)

_CHINESE_NUMBER = r"[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_GRADE = r"[初高][一二三]|十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9]"
_NUMBER = rf"\d{{1,2}}|{_CHINESE_NUMBER}"
_CLASS = re.compile(
    rf"(?:小学?|初中|高中)?(?P<grade>{_GRADE})(?P<between>年级|年|[-.·_])?"
    rf"(?:(?P<bracket>[(\[〔【])(?P<inside>{_NUMBER})[)\]〕】]班?|(?P<outside>{_NUMBER})班?)"
)
_COMPACT_CLASS = re.compile(r"([1-9]|1[0-2])(0[1-9]|[1-9]\d)班?")
_ENGLISH_CLASS = re.compile(r"(?:grade|g)(1[0-2]|[1-9])(?:class|c|[-.(])(\d{1,2})\)?")
# What stands behind a class and is no part of its name: 七(1)班(实验). What may change its meaning is none.
_REMARK = re.compile(r"(?<=[班)\]〕】])\([^()\d一二三四五六七八九十]*\)$")
_NOT_A_REMARK = re.compile(r"[合并分停撤除不无缺改调原暂与和及同跟、,，;；/+]")
_BETWEEN_CLASSES = re.compile(r"[、,，;；/\n\r]+")
_SEVERAL_IN_BRACKETS = re.compile(r"[(\[〔【](\d{1,2}(?:[-~至到、,，/]\d{1,2})+)[)\]〕】]")
_CLASSES_FROM_TO = tuple(
    re.compile(rf"(?P<first>.*?(?:{_NUMBER})[)\]〕】]?班?){dash}(?P<last>.+)") for dash in ("[~至到]", "-")
)
_BARE_NUMBER = re.compile(rf"[(\[〔【]?({_NUMBER})[)\]〕】]?(班?)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE_OF_EXCEL = re.compile(
    rf"\d{{4}}[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})|(?P<number>\d{{1,2}})月(?P<day_of>\d{{1,2}})日"
    rf"|(?P<word>{'|'.join(_MONTHS)})-(?P<day_after>\d{{1,2}})|(?P<day_before>\d{{1,2}})-(?P<word_after>{'|'.join(_MONTHS)})"
)
_MOST_COMPACT = 30  # of a grade that is written 301
_MOST_CLASSES = 40  # of a grade; more in a range are a slip
_RANGE = re.compile(rf"({_GRADE})(?:年级)?(?:[-~至到])({_GRADE})(?:年级)?")
_EVERYONE = {"全校", "全部", "所有班级", "全体", "all", "school", "wholeschool"}


_SCHOOL = re.compile(r"\s*(\S{2,24}?(?:小学|中学|学校|附中|附小|完小))")


def school_name(title: str) -> str | None:
    """Return the name of the school that a title begins with: 青禾小学2026学年教师任课表."""
    found = _SCHOOL.match(title)
    return found[1] if found else None


def plain(value: object) -> str:
    """Return what a cell says as half-width text with single spaces and nothing invisible; `5.0` becomes `5`."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _plain(str(value))


@lru_cache(maxsize=10_000)  # a workbook says the same few names in thousands of cells
def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).strip()


def key(value: object) -> str:
    """Return the form in which two spellings of one name are equal: `张 三` and `张三`, `li LEI` and `Li Lei`."""
    text = _DOTS.sub("·", plain(value)).casefold()
    return text.replace(" ", "") if HAN.search(text) else text


def without_brackets(text: str) -> tuple[str, list[str]]:
    """Return what stands outside of all brackets, and what each of the outermost ones holds."""
    outside, brackets, depth = "", [], 0
    for letter in text:
        if letter in _OPEN:
            depth += 1
            if depth == 1:
                outside, letter = outside + " ", ""
                brackets.append("")
        elif letter in _CLOSE:
            depth = max(0, depth - 1)
            letter = letter if depth else ""
        if depth:
            brackets[-1] += letter
        else:
            outside += letter
    return plain(outside), [inside for each in brackets if (inside := plain(each))]


def nearest(name: str, known: Iterable[str], likeness: float = 0.5) -> str | None:
    """Return the known name that `name` is most like, or None when none is like it so far (0 to 1)."""
    by_key = {key(item): item for item in known}
    found = get_close_matches(key(name), by_key, n=1, cutoff=likeness)
    return by_key[found[0]] if found else None


def campus_like(name: str, known: Iterable[str]) -> str | None:
    """Return the known campus that may be meant by another spelling: 东校 for 东校区, 本部 for 校本部."""
    stem = _campus_stem(name)
    return next((other for other in known if key(other) != key(name) and _campus_stem(other) == stem), None)


def _campus_stem(name: str) -> str:
    return re.sub(r"^校|(?:校区|校部|分校|校|区|部)$", "", key(name)) or key(name)


def split_names(value: object) -> tuple[str, ...]:
    """Return the names in a list divided by 、，,;；/ or line ends. `王芳 李强` is two names, `张 三` is one."""
    if value is None:
        return ()
    parts = (plain(part) for part in _SEPARATORS.split(str(value)))
    return tuple(name for part in parts if part for name in _split_at_spaces(part))


def _split_at_spaces(text: str) -> tuple[str, ...]:
    words = text.split(" ")
    people = [len(word) >= 2 and HAN.match(word) for word in words]
    if len(words) > 1 and all(people) and words[0] not in COMPOUND_SURNAMES:
        return tuple(words)
    return (text.replace(" ", "") if HAN.search(text) else text,)


def class_name(value: object) -> tuple[int, int] | None:
    """Return grade and number of a class, from 三(1)班, 三年级1班, 301, 3.1, 3-1, 初一(2)班 and the like, else None.

    A remark in brackets behind it, 三(1)班(实验), is no part of it. A name that does not tell its grade, such as 2024级3班
    or 十一班, is not a class name.
    """
    text = re.sub(r"[—–−]", "-", plain(value)).replace(" ", "")
    remark = _REMARK.search(text)
    if remark and not _NOT_A_REMARK.search(remark[0]):
        text = text[: remark.start()]
    found = _COMPACT_CLASS.fullmatch(text) or _ENGLISH_CLASS.fullmatch(text.casefold())
    if found and int(found[2]) > _MOST_COMPACT:  # 241 is rather 2024级1班
        return None
    if found:
        return int(found[1]), int(found[2])
    found = _CLASS.fullmatch(text)
    if not found:
        return None
    grade, number = found["grade"], found["inside"] or found["outside"]
    if not found["between"] and not found["bracket"] and _runs_together(grade, number):
        return None
    ordinal = _chinese_number(number)
    return (_grade(grade), ordinal) if ordinal else None


def split_classes(value: object) -> tuple[str, ...]:
    """Return the classes in a list, each by a name of its own: 七1-3班, 七(1)-(3)班, 七1、2班 and 701-703 are several.

    What is no class stays as it is, for the caller to understand or to refuse.
    """
    if value is None or class_name(value) is not None:
        return (plain(value),) if plain(value) else ()
    text = unicodedata.normalize("NFKC", str(value) if not isinstance(value, float) else plain(value))
    text = re.sub(r"[—–−]+", "-", _INVISIBLE.sub("", text))
    text = _SEVERAL_IN_BRACKETS.sub(r"\1", text).replace(")(", ")、(")
    pieces = [name for part in _BETWEEN_CLASSES.split(text) for name in _pieces_of(plain(part))]
    found: list[str] = []
    grade: int | None = None  # of the class before, which a bare number behind it shares
    for index, piece in enumerate(pieces):
        names = _class_range(piece, grade, pieces[index + 1 :])
        if names is None:
            grade = None
            found.append(piece)
        else:
            grade = names[0][0]
            found += [piece] if len(names) == 1 and class_name(piece) else [standard_class_name(*n) for n in names]
    return tuple(found)


def _pieces_of(text: str) -> tuple[str, ...]:
    """Return the names in a text without separators: divided by spaces or 和 where that makes classes of all of them."""
    parts = re.split(r"[和与及 ]+", text)
    if (
        len(parts) > 1
        and all(class_name(part) or _BARE_NUMBER.fullmatch(part) for part in parts)
        and class_name(parts[0])
    ):
        return tuple(parts)
    return _split_at_spaces(text) if text else ()


def _class_range(piece: str, grade: int | None, behind: list[str]) -> list[tuple[int, int]] | None:
    """Return the classes that one piece of a list names; None where it names none, or nobody can tell which."""
    one = class_name(piece) or _bare(piece, grade, behind)
    if one is not None:
        return [one]
    text = piece.replace(" ", "")
    ends = next((found for pattern in _CLASSES_FROM_TO if (found := pattern.fullmatch(text))), None)
    if ends is None:
        return None
    first = class_name(ends["first"]) or _bare(ends["first"], grade, [ends["last"]])
    last = class_name(ends["last"]) or (first and _bare(ends["last"], first[0], ["班"]))
    if not first or not last or first[0] != last[0] or not 0 <= last[1] - first[1] < _MOST_CLASSES:
        return None
    return [(first[0], number) for number in range(first[1], last[1] + 1)]


def _bare(text: str, grade: int | None, behind: list[str]) -> tuple[int, int] | None:
    """Return the class that a bare number means behind another class: 2 in 七1、2班. One in Chinese needs 班 to be no grade."""
    found = _BARE_NUMBER.fullmatch(text.replace(" ", ""))
    if grade is None or found is None:
        return None
    says_class = bool(found[2]) or any(name.endswith("班") for name in behind)
    if not found[1].isdigit() and not says_class:
        return None
    number = _chinese_number(found[1])
    return (grade, number) if number else None


def excel_date(text: str) -> str | None:
    """Return what was typed, as far as can be told, where Excel made a date of it: 7-1 of 2026-07-01; else None."""
    found = _DATE_OF_EXCEL.fullmatch(text.casefold().replace("00:00:00", "").strip())
    if found is None:
        return None
    named = {key: value for key, value in found.groupdict().items() if value}
    word = named.get("word") or named.get("word_after")
    month = _MONTHS.index(word) + 1 if word else int(named.get("month") or named["number"])
    day = next(int(named[key]) for key in ("day", "day_of", "day_before", "day_after") if key in named)
    return f"{month}-{day}"


def lost_zero(value: object) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the two classes that a number may mean because Excel keeps no last zero: 7.1 is 7(1) or 7(10); else None."""
    found = re.fullmatch(r"([1-9]|1[0-2])\.([1-3])", str(value)) if isinstance(value, float) else None
    return ((int(found[1]), int(found[2])), (int(found[1]), 10 * int(found[2]))) if found else None


def _runs_together(grade: str, number: str) -> bool:
    """Tell whether nothing shows where the grade ends: 31, 十一, 二十."""
    return (grade.isdigit() and number.isdigit()) or (not number.isdigit() and "十" in grade + number)


def standard_class_name(grade: int, number: int) -> str:
    """Return the one name that a class is written with: 三(1)班, 七(12)班, 高一(2)班."""
    return f"{grade_name(grade)}({number})班"


def grades(value: object) -> tuple[int, ...] | None:
    """Return the grades in `3-6`, `一至三年级`, `七、八`, `初一`, 全校 (1 to 12), in order; None when it names none."""
    text = plain(value)
    if text.replace(" ", "").casefold() in _EVERYONE:
        return ALL_GRADES
    found: set[int] = set()
    for part in re.split(r"[、,;/\s]+", re.sub(r"[—–−]", "-", text)):
        ends = _RANGE.fullmatch(part)
        single = re.fullmatch(rf"(?:grade|g)?({_GRADE})(?:年级)?", part.casefold())
        if ends and _grade(ends[1]) <= _grade(ends[2]):
            found.update(range(_grade(ends[1]), _grade(ends[2]) + 1))
        elif single:
            found.add(_grade(single[1]))
        else:
            return None
    return tuple(sorted(found))


def _grade(text: str) -> int:
    if text[0] in "初高":
        return {"初": 6, "高": 9}[text[0]] + DIGITS.index(text[1])
    return _chinese_number(text)


def _chinese_number(text: str) -> int:
    """Return a number written in digits or in Chinese up to 三十九."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS.index(text)
    return 10 * (DIGITS.index(tens) if tens else 1) + (DIGITS.index(ones) if ones else 0)
