"""What people write in a cell of the 任课 matrix: teachers, lessons, odd and even weeks, joint classes, a place, remarks.

王芳            王芳、李强       王芳 4+1        王芳(4+1)       王芳 单          王芳/李强 (odd/even weeks)
单王芳/双李强    王芳 3; 李强 2 (two courses)     王芳 合:七(2)班                 王芳 @操场        王芳(代课)       待定
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from scheduler.school import Week
from scheduler.text import Text
from scheduler.workbook.names import class_name, plain, split_names, without_brackets
from scheduler.workbook.notation import WEEKS, NotationError, WeeklyLessons, read_lessons
from scheduler.workbook.people import (
    is_like_a_name,
    is_remark,
    is_vacancy,
    may_be_a_name,
    without_marks,
    without_title,
)

NOBODY = {"", "0", "-", "--", "—", "——", "/", "无", "×", "x", "none", "n/a"}

_HAN = re.compile(r"[\u3400-\u9fff]")
_JOINT = re.compile(r"(?:^|[\s(,、])合班?\s*[:：]?\s*(?P<classes>[^\s].*)$")
_LESSONS = re.compile(r"(?:[单双]周?)?[(]?[\d+][\d+.]*节?[)]?(?:[单双]周?)?")
_HAS_LESSONS = re.compile(r"\d\+\d|\d节|(?:^|[\s(])[\d.]+\)?$|[\s(:][单双]|^[单双]")
_NO_NAME = re.compile(r"[^\u3400-\u9fff]*\d[^\u3400-\u9fff]*|[^\w\s]+")  # beside a name: 4+x, ***
_SOME_WEEKS = re.compile(r"第?\d+\s*[-~至到]\s*第?\d+\s*周|[前后]\s*\d*\s*[半个]*周|第?\d+周(?:起|前|后|以后|以前)?")
_TOGETHER = re.compile(r"(?<=[^\d\s+])\s*[+&]\s*(?=[^\d\s+])")  # 王芳+李强; 4+1 is no list of names
_DASH = re.compile(r"(?<=[\u3400-\u9fff])\s*[-—–~]+\s*(?=[\u3400-\u9fff])")
_NAME_AND_NUMBER = re.compile(
    r"(?P<name>[^\d+]*[^\d+\s×*x])\s*(?P<times>[×*x])?(?P<number>\d[\d+.]*节?(?:[单双]周?)?|[单双]周?)"
)
_NUMBER_AND_NAME = re.compile(r"(?P<number>\d+节?)(?P<name>[\u3400-\u9fff]{2,4})")
_SUBSTITUTE = re.compile(
    r"(?:^|[\s,、])(?:由)?(?P<name>[\u3400-\u9fff]{2,4}?)(?:代课|代上|暂代|代)(?=$|[\s,、])|(?:^|[\s,、])代(?P<other>[\u3400-\u9fff]{2,4})(?=$|[\s,、])"
)


class CellQuestionError(NotationError):
    """A cell that may mean several things: `choices` are other ways to write it, each with what that would mean."""

    def __init__(self, text: Text, choices: dict[str, Text]) -> None:
        super().__init__(text, Text("", ""))
        self.choices = choices


@dataclass(frozen=True)
class Part:
    """One course in a cell. `joint` are the further classes; parts with `rotates` share their slots.

    `vacant` says that somebody teaches it who is not known yet; `remarks` is what else the cell says.
    """

    teachers: tuple[str, ...] = ()
    lessons: tuple[WeeklyLessons, ...] = ()
    week: Week = Week.EVERY
    place: str | None = None
    joint: tuple[str, ...] = ()
    rotates: bool = False
    vacant: bool = False
    remarks: tuple[str, ...] = ()

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
    """What the reader of a cell asks about names.

    `is_teacher` knows those that are certain, `stands_alone` those that fill some other cell by themselves; `are_listed`
    tells whether a sheet lists all; `within` are the
    known names in a longer text, `surnamed` those of a family.
    """

    is_teacher: Callable[[str], bool]
    is_place: Callable[[str], bool]
    stands_alone: Callable[[str], bool]
    are_listed: Callable[[], bool] = field(default=lambda: True)
    within: Callable[[str], Iterable[str]] = field(default=lambda text: ())
    surnamed: Callable[[str], Iterable[str]] = field(default=lambda surname: ())

    def is_person(self, name: str) -> bool:
        """Tell whether a name is somebody's for sure."""
        return self.is_teacher(name) or self.stands_alone(name)


def parse_cell(value: object, known: Known) -> tuple[Part, ...]:
    """Return the courses in a cell, none for an empty one. Raises NotationError, CellQuestionError among them."""
    text = "" if value is None else str(value)
    if known.is_teacher(plain(text)):
        return (Part((plain(text),)),)
    divided = re.split(r"[;；]", text)
    lines = [line for line in map(plain, text.splitlines()) if line]
    if len(divided) == 1:
        # Names below each other teach together, unless each line says how much.
        divided = lines if all(_HAS_LESSONS.search(line) for line in lines) else ["、".join(lines)]
    pieces = [plain(piece) for piece in divided]
    return tuple(part for piece in pieces if piece.casefold() not in NOBODY for part in _piece(piece, known))


def _piece(text: str, known: Known) -> list[Part]:
    text, joint = _joint(text)
    if _HAN.search(text) and class_name(text) is not None:
        raise CellQuestionError(Text(f"“{text}”是班级，不是教师", f"“{text}” is a class, no teacher"), {})
    _ask_about_weeks(text, known)
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
    if len(parts) == 2 and {bool(part.teachers or part.vacant) for part in parts} == {True, False}:
        raise NotationError(
            Text("斜杠只有一边写了教师", "A teacher stands on one side of the slash only"),
            Text("两边都写，如 王芳/李强；只在单周上写 王芳 单", "Type 王芳/李强, or 王芳 单 for odd weeks alone"),
        )
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


def _ask_about_weeks(text: str, known: Known) -> None:
    """Raise where a cell names weeks of the term: a week is planned as it is from now on."""
    if not _SOME_WEEKS.search(text):
        return
    rest = re.sub(r"[()\[\]【】]", " ", _SOME_WEEKS.sub("、", text))
    names = [name for name in split_names(rest) if known.is_person(name) or is_like_a_name(name)]
    raise CellQuestionError(
        Text(f"“{text}”按周次分，排课排的是一周", f"“{text}” names weeks of the term; one week is planned"),
        {name: Text("现在由谁上", "who teaches now") for name in names},
    )


def _rotated(odd: Part, even: Part) -> list[Part]:
    """Return the two parts of 甲/乙: odd and even weeks unless they say otherwise; what one does not say the other does."""
    if odd.week is even.week is Week.EVERY:
        odd, even = replace(odd, week=Week.ODD), replace(even, week=Week.EVEN)
    lessons = odd.lessons or even.lessons
    place = odd.place or even.place
    return [
        replace(part, lessons=part.lessons or lessons, place=part.place or place, rotates=True) for part in (odd, even)
    ]


class _Words:
    """Reads one course of a cell: names, lessons, weeks, a place, remarks, in any order."""

    def __init__(self, text: str, known: Known) -> None:
        self.text = text
        self.known = known
        self.names: list[str] = []
        self.part = Part()

    def read(self) -> Part:
        """Return what the text says. Raises NotationError."""
        outside = self._without_brackets()
        chunks = re.split(r"[、,]", _TOGETHER.sub("、", outside))
        for chunk in chunks:
            self._chunk(chunk)
        if not self.names and self.part.remarks and all(is_vacancy(remark) for remark in self.part.remarks):
            self.part = replace(self.part, vacant=True)
        return replace(self.part, teachers=tuple(dict.fromkeys(self.names)))

    # What stands in brackets.

    def _without_brackets(self) -> str:
        """Return the text that stands outside of brackets, and what brackets say of lessons, weeks and places."""
        outside, brackets = without_brackets(self.text)
        kept = [outside]
        for inside in brackets:
            if not outside or all(self._detail(word) is not None for word in re.split(r"[\s:,、]+", inside) if word):
                kept.append(inside)
                continue
            named = self._named_in(inside, outside)
            if named:
                raise self._whose(outside, named)
            self._remark(inside)
        return " ".join(kept)

    def _named_in(self, inside: str, outside: str) -> list[str]:
        """Return the people whom a remark names: 李红 in 产假,李红代."""
        found = [each["name"] or each["other"] for each in _SUBSTITUTE.finditer(inside)]
        found += [name for name in self.known.within(inside) if name not in outside]
        if not found:
            words = [word for word in re.split(r"[\s,、/]+", inside) if word]
            found = [word for word in words if is_like_a_name(word) and not _says(word)]
        return list(dict.fromkeys(name for name in found if not is_remark(name) and not is_vacancy(name)))

    def _whose(self, outside: str, named: list[str]) -> CellQuestionError:
        text = Text(f"“{self.text}”看不出由谁上课", f"“{self.text}” does not tell who teaches")
        choices = {name: Text("由这一位上", "this one teaches") for name in (outside, *named)}
        choices["、".join((outside, *named))] = Text("一起上", "together")
        return CellQuestionError(text, choices)

    def _remark(self, said: str) -> None:
        if said:
            self.part = replace(self.part, remarks=(*self.part.remarks, said))

    # What stands outside.

    def _chunk(self, chunk: str) -> None:
        run: list[str] = []
        for word in re.split(r"[\s:]+", chunk):
            told = self._detail(word)
            if told is not None:
                self.part = told
            elif word and not self._beside(word):
                if run and _NO_NAME.fullmatch(word):
                    raise NotationError(
                        Text(f"看不懂“{word}”", f"“{word}” cannot be understood"),
                        Text("课时写成 5 或 4+1，备注写在括号里", "Type lessons as 5 or 4+1, a remark in brackets"),
                    )
                run.append(word)
        if run:
            self._people(run)

    def _detail(self, word: str) -> Part | None:
        """Return the part with what a word adds to it, or None for a word that is (a piece of) a name."""
        if self.known.is_teacher(word):
            return None
        if word.casefold() in WEEKS:
            return replace(self.part, week=WEEKS[word.casefold()])
        if word.startswith("@"):
            return replace(self.part, place=word[1:])
        if self.known.is_place(word):
            return replace(self.part, place=word)
        if _LESSONS.fullmatch(word):
            lessons = read_lessons(word)
            week = next((each.week for each in lessons if each.week not in (None, Week.EVERY)), self.part.week)
            return replace(self.part, lessons=lessons, week=week or self.part.week)
        return None

    def _beside(self, word: str) -> bool:
        """Take a word that is no name: somebody who is not known yet, a remark, a mark of a footnote."""
        if self.known.is_teacher(word):
            return False
        if is_vacancy(word) and not (is_remark(word) and self.names):
            self.part = replace(self.part, vacant=True, remarks=(*self.part.remarks, word))
            return True
        if is_remark(word) or (self.names and not without_marks(word)):
            self._remark(word)
            return True
        return False

    def _people(self, run: list[str]) -> None:
        """Take the names that words written after each other make: one, or one each."""
        joined = " ".join(run)
        names = (joined,) if self.known.is_teacher(joined) else split_names(joined)
        for name in names:
            self._person(name)

    def _person(self, word: str) -> None:
        if self.known.is_teacher(word):
            self.names.append(word)
            return
        name = (without_marks(word) or word) if not re.search(r"[*×x.]\s*\d", word) else word
        if name != word:
            self._remark(word.replace(name, ""))
        plainly = without_title(name)
        if plainly != name and not self.known.is_teacher(name):
            self._remark(name.removeprefix(plainly))
            name = plainly
        if self.known.is_person(name) and not self._is_week_and_name(name):
            self.names.append(name)
        elif not self._with_number(name) and not self._with_week(name):
            self._stranger(name)

    def _with_number(self, word: str) -> bool:
        """Take 孙丽5, 孙丽×2, 孙丽1单, 5孙丽: lessons where 孙丽 is known; two namesakes are 刘洋1 and 刘洋2."""
        found = _NAME_AND_NUMBER.fullmatch(word) or _NUMBER_AND_NAME.fullmatch(word)
        if not found:
            return False
        name, number = without_title(plain(found["name"])), found["number"]
        lone_digit = (
            re.fullmatch(r"\d", number) is not None
            and word.startswith(name + number)
            and not found.groupdict().get("times")
        )
        if lone_digit and not self.known.is_person(name):
            return False  # 刘洋1
        if not (self.known.is_person(name) or is_like_a_name(name)):
            return False
        if lone_digit and int(number) <= 2 and not self.known.are_listed():
            raise CellQuestionError(
                Text(
                    f"“{word}”是 {name} 每周 {number} 节，还是另一位同名教师？",
                    f"Is “{word}” {number} lessons of {name}, or a namesake?",
                ),
                {
                    f"{name} {number}": Text(f"每周 {number} 节", f"{number} lessons a week"),
                    word: Text("是另一位教师", "another teacher"),
                },
            )
        told = self._detail(number)
        if told is None:
            return False
        self.part = told
        self.names.append(name)
        return True

    def _is_week_and_name(self, word: str) -> bool:
        return word[:1] in "单双" and not self.known.is_teacher(word) and self.known.is_person(word[1:].lstrip("周"))

    def _with_week(self, word: str) -> bool:
        """Take 单孙丽 where 孙丽 is known; 单志强 is somebody's name."""
        if not self._is_week_and_name(word):
            return False
        self.part = replace(self.part, week=WEEKS[word[0]])
        self.names.append(word[1:].lstrip("周"))
        return True

    def _stranger(self, word: str) -> None:
        """Take a name that stands nowhere else; ask about what may be two names, and about what is not written as a name."""
        for divider in (_DASH, re.compile("[和与]")):
            names = [plain(name) for name in divider.split(word)]
            if len(names) > 1 and all(self.known.is_person(name) or is_like_a_name(name) for name in names):
                raise self._several(word, names)
        for cut in range(2, len(word) - 1):
            names = [word[:cut], word[cut:]]
            if all(map(self.known.is_person, names)):
                raise self._several(word, names)
        if not is_like_a_name(word) and not may_be_a_name(word):
            choices = {name: Text("就是这一位", "this one") for name in self._meant(word)}
            raise CellQuestionError(
                Text(f"“{word}”不像教师姓名", f"“{word}” is not written as a teacher's name"),
                {**choices, word: Text("确是一位教师", "a teacher indeed"), "待定": Text("还没有教师", "nobody yet")},
            )
        self.names.append(word)

    def _meant(self, word: str) -> list[str]:
        """Return the known people for whom a text may stand: 孙丽 for 孙老师, 孙丽 and 李红 in 孙丽或李红."""
        family = word.removesuffix("老师").removesuffix("教师")
        within = list(self.known.within(word))
        return within or (list(self.known.surnamed(family)) if len(family) == 1 else [])

    def _several(self, word: str, names: list[str]) -> CellQuestionError:
        text = Text(f"“{word}”是一位还是 {len(names)} 位教师？", f"Is “{word}” one teacher, or {len(names)}?")
        return CellQuestionError(
            text,
            {
                "、".join(names): Text("一起上", "together"),
                "/".join(names[:2]): Text("单双周轮流", "odd and even weeks"),
                **{name: Text("只由这一位上", "this one alone") for name in names},
                word: Text("是一位教师的姓名", "one teacher's name"),
            },
        )


def _says(word: str) -> bool:
    """Tell whether a word in brackets says something of the person instead of naming another: 语文组, 高级."""
    return bool(re.search(r"[组级班室部处科课师学年期周岁]$", word))


def _words(text: str, known: Known) -> Part:
    return _Words(text, known).read()
