"""What the words of one course in a cell of 任课 mean: names, lessons, weeks, a place, remarks, in any order."""

from __future__ import annotations

import re
from dataclasses import replace

from scheduler.school import Week
from scheduler.text import Text
from scheduler.workbook.names import HAN, class_name, plain, split_names, without_brackets
from scheduler.workbook.notation import WEEKS, NotationError, read_lessons
from scheduler.workbook.people import (
    is_like_a_name,
    is_remark,
    is_vacancy,
    may_be_a_name,
    without_marks,
    without_title,
)
from scheduler.workbook.school.assignment_course import CellQuestionError, Known, Part

LEADERS = ("班主任", "本班班主任", "各班班主任", "各班主任", "班主任老师", "班主任兼")
EVERY_OTHER_WEEK = (
    "隔周",
    "隔周上",
    "两周一节",
    "两周1节",
    "每两周一次",
    "每两周一节",
    "每两周1节",
    "两周一次",
    "1/2",
    "0.5",
)
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
_LESSONS = re.compile(
    r"(?:[单双]周?)?(?:每周)?[(]?(?:[\d+][\d+.]*(?:节课?|课时)?|[一二三四五六七八九](?:节课?|课时))[)]?(?:/?每?周)?(?:[单双]周?)?"
)
_NO_NAME = re.compile(r"[^\u3400-\u9fff]*\d[^\u3400-\u9fff]*|[^\w\s]+")  # beside a name: 4+x, ***
_TELEPHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}")
_TOGETHER = re.compile(r"(?<=[^\d\s+])\s*[+&]\s*(?=[^\d\s+])")  # 王芳+李强; 4+1 is no list of names
_DASH = re.compile(r"(?<=[\u3400-\u9fff])\s*[-—–~]+\s*(?=[\u3400-\u9fff])")
_NAME_AND_NUMBER = re.compile(
    r"(?P<name>[^\d+]*[^\d+\s×*x])\s*(?P<times>[×*x])?(?P<number>(?:每周)?\d[\d+.]*(?:节课?|课时)?(?:[单双]周?)?|[单双]周?)"
)
_NUMBER_AND_NAME = re.compile(r"(?P<number>\d+(?:节课?|课时)?)(?P<name>[\u3400-\u9fff]{2,4})")
_SUBSTITUTE = re.compile(
    r"(?:^|[\s,、])(?:由)?(?P<name>[\u3400-\u9fff]{2,4}?)(?:代课|代上|暂代|代)(?=$|[\s,、])|(?:^|[\s,、])代(?P<other>[\u3400-\u9fff]{2,4})(?=$|[\s,、])"
)
_PADDED = re.compile(r"^([\u3400-\u9fff])\s+([\u3400-\u9fff]{1,2})(?=$|\s)")  # 王 新
_SUBJECT_AND_NAME = re.compile(
    r"(?:语文|数学|英语|体育|音乐|美术|科学|劳动|信息|历史|地理|生物|物理|化学|作文|书法)(?!老师|教师)[\u3400-\u9fff]{2}|[\u3400-\u9fff]{2,3}(?:语文|数学|英语|体育|音乐|美术|科学|劳动)$"
)
_AFTER_LESSONS = re.compile(r"([(（\[【]\s*[\d+.单双周节课时]+\s*[)）\]】])\s*(?=[\u3400-\u9fff]{2})")  # 孙丽(5)李红(2)
_LESSONS_SAID = re.compile(r"\d{1,2}(?:\+\d)*(?:节课?|课时)|[单双]周")
_JOINED = re.compile(r"合(?!同|格)|^[同与和].*\d")


def read_words(text: str, known: Known) -> list[Part]:
    """Return the course that words tell, or several where each name has lessons or weeks of its own. Raises NotationError."""
    text = re.sub(r"(\d)\s+(?=节|课时)", r"\1", text)
    _ask_about_pairs(text)
    chunks = [chunk for chunk in _chunks(text) if plain(chunk)]
    parts = [_Words(chunk, known).read() for chunk in chunks]
    people = [part for part in parts if part.is_taught]
    told = [part for part in people if part.lessons or part.week is not Week.EVERY]
    if len(people) < 2 or not told or (len(told) == 1 and told[0] is people[-1]):
        return [_together(parts)]
    if len(told) < len(people):
        raise NotationError(
            Text(f"“{text}”看不出每人几节", f"“{text}” does not tell the lessons of each"),
            Text(
                "写成 王芳 3; 李强 2；一起上的写成 王芳、李强 5",
                "Type 王芳 3; 李强 2, or 王芳、李强 5 for both together",
            ),
        )
    return people


def _ask_about_pairs(text: str) -> None:
    """Raise for 王芳(语)王丽(阅): together, in turns, or one of them?"""
    second = re.search(r"[)\]】]\s*([\u3400-\u9fff]{2,4})(?=$|[(\[【\s])", _AFTER_LESSONS.sub(r"\1、", text))
    if second is None or not is_like_a_name(second[1]):
        return
    names = [name for name in without_brackets(text)[0].split(" ") if is_like_a_name(name)]
    if len(names) > 1:
        raise CellQuestionError(
            Text(
                f"“{plain(text)}”是 {len(names)} 位教师，怎么上？", f"“{plain(text)}” are {len(names)} teachers: how?"
            ),
            {
                "、".join(names): Text("一起上", "together"),
                "/".join(names[:2]): Text("单双周轮流", "odd and even weeks"),
                **{name: Text("只由这一位上", "this one alone") for name in names},
            },
        )


def _chunks(text: str) -> list[str]:
    """Return what stands between separators outside of brackets; a bracket may be followed by the next name at once."""
    text = re.sub(r"(?<=\d)\s+(?=[\u3400-\u9fff]{2,4}\d)", "、", text)  # 王芳3 李强3
    text = _TOGETHER.sub("、", _AFTER_LESSONS.sub(r"\1、", text))
    found, depth = [""], 0
    for letter in text:
        depth += (letter in "([【") - (letter in ")]】")
        if letter in "、," and depth <= 0:
            found.append("")
        else:
            found[-1] += letter
    return found


def _together(parts: list[Part]) -> Part:
    """Return the one course of all parts, whose teachers hold it together."""
    whole = Part()
    for part in parts:
        whole = replace(
            whole,
            teachers=tuple(dict.fromkeys((*whole.teachers, *part.teachers))),
            lessons=part.lessons or whole.lessons,
            week=part.week if part.week is not Week.EVERY else whole.week,
            place=whole.place if part.place is None else part.place,
            vacant=part.vacant or whole.vacant,
            leader=part.leader or whole.leader,
            remarks=(*whole.remarks, *part.remarks),
        )
    return whole


class _Words:
    """Reads the words between two separators."""

    def __init__(self, text: str, known: Known) -> None:
        self.text = plain(text)
        self.known = known
        self.names: list[str] = []
        self.part = Part()

    def read(self) -> Part:
        """Return what the text says. Raises NotationError."""
        self._chunk(self._without_brackets())
        if self.names and self.part.vacant and all(is_remark(r) for r in self.part.remarks if is_vacancy(r)):
            self.part = replace(self.part, vacant=False)  # 代课:孙丽
        if not self.names and self.part.remarks and all(is_vacancy(remark) for remark in self.part.remarks):
            self.part = replace(self.part, vacant=True)
        return replace(self.part, teachers=tuple(dict.fromkeys(self.names)))

    # What stands in brackets.

    def _without_brackets(self) -> str:
        """Return the text that stands outside of brackets, and what brackets say of lessons, weeks and places."""
        outside, brackets = without_brackets(self.text)
        kept = [outside]
        for inside in brackets:
            words = [word for word in re.split(r"[\s:,;、]+", inside) if word]
            if not outside or all(self._detail(word) is not None for word in words):
                kept.append(inside)
                continue
            told = [word for word in words if _LESSONS_SAID.fullmatch(word)]
            if told:  # 4节,代: lessons beside a remark
                kept += told
                inside = "、".join(word for word in words if word not in told)
            self._refuse_joint(inside)
            named = self._named_in(inside, outside)
            if named:
                raise self._whose(outside, named)
            if is_vacancy(inside) and not is_remark(inside):
                raise self._doubtful(outside)
            self._remark(inside)
        return " ".join(kept)

    def _refuse_joint(self, inside: str) -> None:
        """Raise where brackets say that classes are taught together in words that do not tell which."""
        if _JOINED.search(inside):
            raise NotationError(
                Text(f"“{inside}”看不出和哪些班合班", f"“{inside}” does not tell which classes are joined"),
                Text("写成 王芳 合:七(2)班；多个班用、隔开", "Type 王芳 合:七(2)班; several classes are divided by 、"),
            )

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
        words = outside.split(" ")
        who = next((word for word in words if self._detail(word) is None), outside)
        rest = "".join(f" {word}" for word in words if word != who)
        choices = {name + rest: Text("由这一位上", "this one teaches") for name in (who, *named)}
        choices["、".join((who, *named)) + rest] = Text("一起上", "together")
        return CellQuestionError(text, choices)

    def _doubtful(self, outside: str) -> CellQuestionError:
        return CellQuestionError(
            Text(f"“{self.text}”定了没有？", f"Is “{self.text}” settled?"),
            {outside: Text("定了", "it is"), "待定": Text("还没有定", "nobody yet")},
        )

    def _remark(self, said: str) -> None:
        if said:
            self.part = replace(self.part, remarks=(*self.part.remarks, said))

    # What stands outside.

    def _chunk(self, chunk: str) -> None:
        run: list[str] = []
        for word in re.split(r"[\s:]+", _PADDED.sub(r"\1\2", chunk)):
            told = None if _TELEPHONE.fullmatch(word) else self._detail(word)
            if told is not None:
                self._refuse_second(word, told)
                self.part = told
            elif word and not self._beside(word, named=bool(run)):
                if run and _NO_NAME.fullmatch(word):
                    raise NotationError(
                        Text(f"看不懂“{word}”", f"“{word}” cannot be understood"),
                        Text("课时写成 5 或 4+1，备注写在括号里", "Type lessons as 5 or 4+1, a remark in brackets"),
                    )
                run.append(word)
        if run:
            self._people(run)

    def _refuse_second(self, word: str, told: Part) -> None:
        """Raise where lessons or weeks are told twice."""
        twice = self.part.lessons and told.lessons is not self.part.lessons
        if twice or (self.part.week is not Week.EVERY and told.week not in (self.part.week, Week.EVERY)):
            raise NotationError(
                Text(f"“{self.text}”写了两次课时或单双周", f"“{self.text}” tells lessons or weeks twice"),
                Text(
                    f"只写一次；“{word}”是备注的，写在括号里",
                    f"Tell it once; put “{word}” into brackets if it is a remark",
                ),
            )

    def _detail(self, word: str) -> Part | None:
        """Return the part with what a word adds to it, or None for a word that is (a piece of) a name."""
        if self.known.is_teacher(word):
            return None
        if word.casefold() in WEEKS:
            return replace(self.part, week=WEEKS[word.casefold()])
        if word in EVERY_OTHER_WEEK:
            return replace(self.part, lessons=read_lessons("0.5"))
        if word.startswith("@"):
            return replace(self.part, place=word[1:])
        if self.known.is_place(word):
            return replace(self.part, place=word)
        if _LESSONS.fullmatch(word):
            lessons = read_lessons(_number(word))
            week = next((each.week for each in lessons if each.week not in (None, Week.EVERY)), self.part.week)
            return replace(self.part, lessons=lessons, week=week or self.part.week)
        return None

    def _beside(self, word: str, *, named: bool) -> bool:
        """Take a word that is no name: somebody who is not known yet, a remark, a mark of a footnote."""
        named = named or bool(self.names)
        if self.known.is_teacher(word):
            return False
        if word in LEADERS and not named:
            self.part = replace(self.part, leader=True)
            return True
        if is_vacancy(word) and not (is_remark(word) and named):
            self.part = replace(self.part, vacant=True, remarks=(*self.part.remarks, word))
            return True
        if is_remark(word) or (named and (not without_marks(word) or _TELEPHONE.fullmatch(word))):
            self._remark(word)
            return True
        return False

    def _people(self, run: list[str]) -> None:
        """Take the names that words written after each other make: one, or one each."""
        joined = " ".join(run)
        lengths = {len(word) == 1 for word in run}
        if (
            not self.known.is_teacher(joined)
            and HAN.search(joined)
            and (len(lengths) > 1 or (len(run) > 3 and lengths == {True}))
        ):
            raise self._no_name(joined)
        names = (joined,) if self.known.is_teacher(joined) else split_names(joined)
        for index, name in enumerate(names):
            plainly = without_title(without_marks(name))
            if index and not (self.known.is_person(name) or self.known.is_person(plainly)):
                raise self._second_word(name)
            self._person(name)

    def _second_word(self, word: str) -> CellQuestionError:
        """Return the question about a word behind a name: another teacher, or a remark?"""
        alone = plain(self.text.replace(word, "", 1)).strip(": ")
        choices = {alone: Text("是备注，不用管", "a remark")}
        if is_like_a_name(word) or may_be_a_name(word):
            beside = re.sub(rf"[\s:]*{re.escape(word)}", f"、{word}", self.text, count=1)
            choices[beside] = Text("是一起上课的教师", "another teacher")
        return CellQuestionError(
            Text(f"“{self.text}”里的“{word}”是什么？", f"What is “{word}” in “{self.text}”?"), choices
        )

    def _person(self, word: str) -> None:
        word = self.known.answer(word) or word
        if is_vacancy(word):
            self.part = replace(self.part, vacant=True)
            return
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
        times = found.groupdict().get("times")
        lone_digit = re.fullmatch(r"\d", number) is not None and word.startswith(name + number) and not times
        if not (self.known.is_person(name) or is_like_a_name(name)):
            return False
        if lone_digit and not (self.known.are_listed() and self.known.is_teacher(name)):
            others = set(self.known.numbers(name))
            if len(others) > 1 and others <= {"1", "2", "3"} and not self.known.is_person(name):
                return False  # 刘洋1 beside 刘洋2
            if int(number) <= 2:
                raise self._namesake(name, word, number)
        told = self._detail(number)
        if told is None:
            return False
        self._refuse_second(number, told)
        self.part = told
        self.names.append(name)
        return True

    def _namesake(self, name: str, word: str, number: str) -> CellQuestionError:
        return CellQuestionError(
            Text(
                f"“{word}”是 {name} 每周 {number} 节，还是另一位同名教师？",
                f"Is “{word}” {number} lessons of {name}, or a namesake?",
            ),
            {
                f"{name} {number}": Text(f"每周 {number} 节", f"{number} lessons a week"),
                word: Text("是另一位教师", "another teacher"),
            },
        )

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
            if all(map(self.known.is_person, names)) or (
                len(word) > 3 and all(map(is_like_a_name, names)) and not is_like_a_name(word)
            ):
                raise self._several(word, names)
        mixed = _SUBJECT_AND_NAME.match(word) and not re.search("老师|教师", word)
        if mixed or any(True for _ in self.known.within(word)):
            raise self._no_name(word)
        if not is_like_a_name(word) and not may_be_a_name(word):
            raise self._no_name(word)
        self.names.append(word)

    def _no_name(self, word: str) -> CellQuestionError:
        if HAN.search(word) and class_name(word) is not None:
            return CellQuestionError(Text(f"“{word}”是班级，不是教师", f"“{word}” is a class, no teacher"), {})
        others = [each for each in re.split(r"[\s:]+", self.text) if each != word and is_like_a_name(each)]
        choices = {name: Text("由这一位上", "this one teaches") for name in (*self.names, *others, *self._meant(word))}
        return CellQuestionError(
            Text(f"“{word}”不像教师姓名", f"“{word}” is not written as a teacher's name"),
            {**choices, word: Text("确是一位教师", "a teacher indeed"), "待定": Text("还没有教师", "nobody yet")},
            asked=word,
        )

    def _meant(self, word: str) -> list[str]:
        """Return the known people for whom a text may stand: 孙丽 for 孙老师, 孙丽 and 李红 in 孙丽或李红."""
        family = without_title(word, least=1)
        within = list(self.known.within(self.text))
        return within or (list(self.known.surnamed(family)) if len(family) == 1 else [])

    def _several(self, word: str, names: list[str]) -> CellQuestionError:
        text = Text(f"“{word}”是一位还是 {len(names)} 位教师？", f"Is “{word}” one teacher, or {len(names)}?")
        choices = {
            "、".join(names): Text("一起上", "together"),
            "/".join(names[:2]): Text("单双周轮流", "odd and even weeks"),
            **{name: Text("只由这一位上", "this one alone") for name in names},
            word: Text("是一位教师的姓名", "one teacher's name"),
        }
        return CellQuestionError(text, {self.text.replace(word, each, 1): meaning for each, meaning in choices.items()})


def _number(word: str) -> str:
    """Return lessons as `read_lessons` takes them: without 每周 and 课时, in digits."""
    said = re.sub(r"^每周|/每?周$", "", word)
    said = re.sub(r"(?:节课|课时|节)", "", said)
    return said.translate(_NUMERALS) if len(said) == 1 else said


def _says(word: str) -> bool:
    """Tell whether a word in brackets says something of the person instead of naming another: 语文组, 高级."""
    return bool(re.search(r"[组级班室部处科课师学年期周岁]$", word))
