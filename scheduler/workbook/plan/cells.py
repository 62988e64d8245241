"""Reads what stands in one cell of a timetable: subjects, teachers, 单/双, venues, in whatever order people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scheduler.plan.layout import GROUPS, WEEK_WORDS
from scheduler.school import Area, Course, School, Week, are_alike
from scheduler.school.defaults import SPELLINGS, guess_area
from scheduler.workbook.names import key
from scheduler.workbook.plan.matches import Matches, alike, within
from scheduler.workbook.plan.words import NoLesson, is_remark, no_lesson

_SEPARATORS = re.compile(r"[\s/、,;|()\[\]【】:+&]+")
_DASHES = re.compile(r"[-–—_~·.。]+")
_WEEK_WITHIN = re.compile(r"([单双]周)")
_WEEKS = {f"{word}{ending}": week for week, text in WEEK_WORDS.items() for word in text for ending in ("", "周")}
_TAIL = re.compile(r"[\W\d_]+$")
_NAME = re.compile(r"[^\W\d_]")
_JOINT = re.compile(r"(?:[与和].*合班|with .*|合班:.*|joint.*)", re.IGNORECASE)  # with whom a class is taught together
_GROUP = re.compile(
    rf"(?:{'|'.join(name for text in GROUPS for name in text)})(?: |$)", re.IGNORECASE
)  # of a half class
_TITLES = ("老师", "教师")


@dataclass
class CellLesson:
    """A lesson as a cell tells it. `known` is False when no subject of the school has this name.

    `of_group` tells that a group of a half class is named, though not which: that follows from the plan. `said` is the
    word that told it; `places` holds each venue under the teacher it follows, or under "" where it follows none.
    """

    subject: str
    known: bool = True
    week: Week | None = None
    teachers: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    of_group: bool = False
    said: str = ""
    candidates: tuple[str, ...] = ()

    def venue_of(self, course: Course) -> str | None:
        """Return the venue that the cell tells for a course of this lesson."""
        own = [self.places[name] for name in course.teachers if name in self.places]
        return own[0] if own else self.places.get("")


@dataclass
class CellContent:
    """The lessons of a cell, the names in it that mean no teacher of the school, and what in it is no lesson.

    `passed` are words such as 大扫除 with why they are none, `before` those that stand before the first lesson.
    """

    lessons: list[CellLesson] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)  # teachers before the subject that they belong to
    teachers_first: bool = False
    passed: list[tuple[NoLesson, str]] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def pass_over(self, why: NoLesson, word: str) -> None:
        """Add a word that is no lesson."""
        self.passed.append((why, word))
        if not self.lessons:
            self.before.append(word)


class CellReader:
    """Knows the names of a school, and notes those that it takes for others."""

    def __init__(self, school: School, matches: Matches) -> None:
        self.school = school
        self.matches = matches
        self.place = ("", "")
        self.halves = any(course.groups > 1 for course in school.courses)
        self.subjects = {key(s.short): s.id for s in school.subjects if s.short}
        self.subjects |= {key(s.id): s.id for s in school.subjects}
        self.teachers = {key(t.id): t.id for t in school.teachers}
        self.venues = {key(v.id): v.id for v in school.venues}
        self.home_rooms = {key(c.home_room) for c in school.classes if c.home_room}
        spaced = [name for names in (self.subjects, self.teachers, self.venues) for name in names if " " in name]
        longest = sorted(map(re.escape, spaced), key=len, reverse=True)
        self._spaced = re.compile(rf"(?<!\w)({'|'.join(longest)})(?!\w)", re.IGNORECASE) if longest else None
        spelled = {key(name): group for group in SPELLINGS for name in group}
        self.synonyms: dict[str, set[str]] = {}
        for subject in school.subjects:
            for name in spelled.get(key(subject.id), frozenset()):
                self.synonyms.setdefault(key(name), set()).add(subject.id)

    def read(self, class_id: str, text: str, place: tuple[str, str]) -> CellContent:
        """Return the lessons that a cell of a class tells, in its order; `place` is the cell's sheet and name."""
        self.place = place
        content = CellContent()
        why = None if self._is_known(text) else no_lesson(text)
        if why is not None and not (why is NoLesson.ACTIVITY and self._may_be_subject(class_id, text)):
            content.pass_over(why, text)
            return content
        pending: Week | None = None
        of_group = False
        for token in self._without_watches(class_id, self._tokens(text)):
            if self.halves and _GROUP.fullmatch(token):
                of_group = True
                continue
            if token.lower() in _WEEKS:
                week = _WEEKS[token.lower()]
                # 单 美术 双 音乐, and also 美术(单) 音乐(双): the word belongs to a lesson that has none yet.
                if pending is None and content.lessons and content.lessons[-1].week is None:
                    content.lessons[-1].week = week
                else:
                    pending = week
                continue
            if self._take(class_id, token, pending, content):
                content.lessons[-1].of_group, of_group = of_group, False
                pending = None
        if not content.lessons and content.remarks and not content.passed:
            said = " ".join(content.remarks)
            content.remarks.clear()
            self._begin(said, pending, content, said, known=False)
        if content.waiting and not content.lessons:
            if not content.passed:
                self._only_teachers(class_id, pending, content)
        elif content.waiting:
            content.lessons[-1].teachers += content.waiting
        self._stranger_first(class_id, content)
        return content

    def _without_watches(self, class_id: str, tokens: list[str]) -> Iterator[str]:
        """Yield the words of a cell with lessons in it without those who watch the class: they are told among the duties."""
        watching = False
        for token in tokens:
            watch = token != tokens[0] and no_lesson(token) is NoLesson.WATCH
            watching = watch or (watching and self._teacher(class_id, token, CellContent()) is not None)
            if not watching:
                yield token

    def _stranger_first(self, class_id: str, content: CellContent) -> None:
        """Take an unknown word before a subject for a teacher where it is like the name of one: 王方 语文."""
        if len(content.lessons) < 2 or content.lessons[0].known or not content.lessons[1].known:
            return
        if alike(content.lessons[0].said, self._own_teachers(class_id, CellContent())):
            stranger = content.lessons.pop(0).said
            content.lessons[0].teachers.insert(0, stranger)
            content.strangers.append(stranger)

    def _only_teachers(self, class_id: str, week: Week | None, content: CellContent) -> None:
        """Take a cell that names teachers alone: the one subject that they teach the class."""
        named = set(content.waiting)
        taught = {c.subject for c in self.school.class_courses[class_id] if named <= set(c.teachers)}
        subject = taught.pop() if len(taught) == 1 else "、".join(content.waiting)
        self._begin(subject, week, content, subject, known=subject in self.school.subject)

    def _is_known(self, text: str) -> bool:
        name = key(text)
        return name in self.subjects or name in self.teachers or name in self.venues

    def _tokens(self, text: str) -> list[str]:
        found: list[str] = []
        for line in text.split("\n"):
            if _JOINT.fullmatch(line):
                continue
            group = _GROUP.match(line) if self.halves else None
            if group is not None:
                found.append(group[0].strip())
                line = line[group.end() :]
            week, _, rest = line.partition(" ")
            if week.lower() in _WEEKS and rest:
                found.append(week)
                line = rest
            if self._is_known(line) or no_lesson(line) is not None:
                found.append(line)
            else:
                found += self._words(line)
        return found

    def _words(self, line: str) -> Iterator[str]:
        """Yield the words of a line: known names of several words whole, 语文-王芳 and 单周音乐 in parts."""
        parts = self._spaced.split(line) if self._spaced else [line]
        for number, part in enumerate(parts):
            if number % 2:
                yield part
                continue
            for token in _SEPARATORS.split(part):
                if self._is_known(token) or no_lesson(token) is not None:
                    yield token
                    continue
                within = _WEEK_WITHIN.sub(r" \1 ", _DASHES.sub(" ", token))
                yield from (word for word in within.split() if _NAME.search(word))

    def _take(self, class_id: str, token: str, week: Week | None, content: CellContent) -> bool:
        """Put a token where it belongs; tell whether it began a lesson."""
        subject = self.subjects.get(key(token))
        if subject is not None:
            return self._begin(subject, week, content, token)
        teacher = self._teacher(class_id, token, content)
        if teacher is not None:
            content.teachers_first |= not content.lessons
            if content.teachers_first:
                content.waiting.append(teacher)
            else:
                self._lesson_of(class_id, teacher, content.lessons).teachers.append(teacher)
            return False
        if key(token) in self.venues and content.lessons:
            lesson = content.lessons[-1]
            lesson.places[lesson.teachers[-1] if lesson.teachers else ""] = self.venues[key(token)]
            return False
        if key(token) in self.home_rooms:
            return False
        return self._take_joined(class_id, token, week, content)

    def _begin(self, subject: str, week: Week | None, content: CellContent, said: str, *, known: bool = True) -> bool:
        content.lessons.append(CellLesson(subject, known=known, week=week, teachers=content.waiting, said=said))
        content.waiting = []
        return True

    def _take_joined(self, class_id: str, token: str, week: Week | None, content: CellContent) -> bool:
        """Take 单美术, 美术单, 语文王芳, 道法 for 道德与法治, and what is no lesson; what is left is an unknown word."""
        if token[0] in _WEEKS and len(token) > 1:
            return self._take(class_id, token[1:], _WEEKS[token[0]], content)
        if token[-1] in _WEEKS and len(token) > 1 and self._is_known(token[:-1]):
            return self._take(class_id, token[:-1], _WEEKS[token[-1]], content)
        why = no_lesson(token)
        if why is not None and why is not NoLesson.ACTIVITY:
            content.pass_over(why, token)
            return False
        for length in range(len(token) - 1, 0, -1):
            teacher = self._teacher(class_id, token[length:], content)
            subject = self.subjects.get(key(token[:length])) or self.alike(class_id, token[:length])
            if subject is not None and teacher is not None:
                content.waiting.append(teacher)
                return self._begin(subject, week, content, token[:length])
        subject = self.alike(class_id, token)
        if subject is not None:
            self.matches.take("subject", token, subject, *self.place)
            return self._begin(subject, week, content, token)
        return self._take_unknown(class_id, token, week, content, why)

    def _take_unknown(
        self, class_id: str, token: str, week: Week | None, content: CellContent, why: NoLesson | None
    ) -> bool:
        """Put a word where it belongs that names nothing of the school."""
        bare = _TAIL.sub("", token)
        if bare != token and self._is_known(bare):  # 英语1, 数学★
            content.remarks.append(token[len(bare) :])
            return self._take(class_id, bare, week, content)
        for length in range(len(token) - 1, 0, -1):
            if self._is_known(token[:length]) and is_remark(token[length:]):  # 王芳代, 语文连堂
                content.remarks.append(token[length:])
                return self._take(class_id, token[:length], week, content)
        if why is not None and not self._activities_alike(class_id, token):
            content.pass_over(why, token)
        elif is_remark(token) or (content.passed and not content.lessons):
            content.remarks.append(token)
        elif not content.lessons:
            self._begin(token, week, content, token, known=False)
            content.lessons[-1].candidates = self._activities_alike(class_id, token)
            return True
        else:
            content.lessons[-1].teachers.append(token)
            content.strangers.append(token)
        return False

    def _teacher(self, class_id: str, token: str, content: CellContent) -> str | None:
        """Return the teacher of this name; of those who teach this class 刘洋 is 刘洋1, 王老师 the one called 王."""
        if key(token) in self.teachers:
            return self.teachers[key(token)]
        own = self._own_teachers(class_id, content)
        family = token.removesuffix(_TITLES[0]).removesuffix(_TITLES[1])
        alike = [t for t in own if re.fullmatch(re.escape(key(token)) + r"\d", key(t))]
        if not alike and 0 < len(family) <= 2 and (family != token or (len(token) == 1 and content.lessons)):
            alike = [t for t in own if t.startswith(family)]
        if len(alike) != 1:
            return None
        self.matches.take("teacher", token, alike[0], *self.place)
        return alike[0]

    def _own_teachers(self, class_id: str, content: CellContent) -> list[str]:
        """Return the teachers of a class, in a cell that tells a subject those of the subject."""
        told = {lesson.subject for lesson in content.lessons}
        own = [c for c in self.school.class_courses[class_id] if not told or c.subject in told]
        return list(dict.fromkeys(t for c in own for t in c.teachers))

    def _lesson_of(self, class_id: str, teacher: str, lessons: list[CellLesson]) -> CellLesson:
        """Return the lesson that a teacher belongs to: the last whose subject the teacher teaches this class."""
        taught = {c.subject for c in self.school.class_courses[class_id] if teacher in c.teachers}
        return next((lesson for lesson in reversed(lessons) if lesson.subject in taught), lessons[-1])

    def _may_be_subject(self, class_id: str, text: str) -> bool:
        return self.alike(class_id, text) is not None or bool(self._activities_alike(class_id, text))

    def _activities_alike(self, class_id: str, word: str) -> tuple[str, ...]:
        """Return the subjects of a class that an activity's name may mean: 班队 where 班队活动 is written."""
        area = guess_area(word)
        own = dict.fromkeys(c.subject for c in self.school.class_courses[class_id])
        told = area not in (Area.OTHER, Area.ACTIVITY)
        near = [s for s in own if told and are_alike(self.school.subject[s].area, area)]
        return tuple(s for s in near if area is Area.CLASS_MEETING or set(s) & set(word))

    def alike(self, class_id: str, token: str) -> str | None:
        """Return the one subject that a token means: 数 for 数学 (of the class, else of the school), 外语 for 英语, 语文课."""
        own = dict.fromkeys(c.subject for c in self.school.class_courses[class_id])
        name = token.removesuffix("课") or token
        if key(name) in self.subjects and name != token:
            return self.subjects[key(name)]
        same = self.synonyms.get(key(name), set())
        shortened = [[s for s in each if s[0] == name[0] and within(name, s)] for each in (own, self.school.subject)]
        for found in ([s for s in own if s in same], list(same), *shortened):
            if len(found) == 1:
                return found[0]
        return None


def courses_meant(
    school: School, class_id: str, lesson: CellLesson, second: bool, used: dict[str, int], held: Week = Week.EVERY
) -> list[Course]:
    """Return the courses of a class that a lesson means: one, several that run together, or none.

    `second` says that another lesson stands before it in the cell (美术/音乐 are odd and even weeks); `used` counts the
    lessons of each course that the class has already been given; `held` the weeks of the slot: a lesson that names no weeks
    is rather one of these.
    """
    found = [
        course
        for course in school.class_courses[class_id]
        if course.subject == lesson.subject and set(lesson.teachers) <= set(course.teachers)
    ]
    if not found:
        return _parts_of_one_group(school, class_id, lesson)
    if not lesson.teachers and found[0].together and all(c.together == found[0].together for c in found):
        return found
    told = lesson.week or (None if held is Week.EVERY else held)
    week = told or (Week.EVEN if second else Week.ODD)
    best = min(
        found,
        key=lambda course: (
            course.week is not told if told else False,
            lesson.of_group and course.groups == 1,
            len(course.teachers) - len(lesson.teachers) if lesson.teachers else 0,
            used.get(course.id, 0) >= course.lessons,
            course.week not in (Week.EVERY, week),
            course.groups > 1,
        ),
    )
    return [best]


def _parts_of_one_group(school: School, class_id: str, lesson: CellLesson) -> list[Course]:
    """Return the courses that run together and have between them all teachers of a lesson (英语 甲/乙), else none."""
    own = [c for c in school.class_courses[class_id] if c.subject == lesson.subject and c.together]
    found = [course for course in own if set(course.teachers) & set(lesson.teachers)]
    covered = {teacher for course in found for teacher in course.teachers}
    return found if set(lesson.teachers) <= covered and len({c.together for c in found}) == 1 else []
