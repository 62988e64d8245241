"""Reads what stands in one cell of a timetable: subjects, teachers, 单/双, venues, in whatever order people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scheduler.plan.layout import WEEK_WORDS
from scheduler.school import Course, School, Week
from scheduler.school.defaults import SPELLINGS
from scheduler.workbook.names import key
from scheduler.workbook.plan.matches import Matches, alike

_SEPARATORS = re.compile(r"[\s/、,;|()\[\]【】:+&]+")
_WEEKS = {f"{word}{ending}": week for week, text in WEEK_WORDS.items() for word in text for ending in ("", "周")}
_NAME = re.compile(r"[^\W\d_]")
_JOINT = re.compile(r"(?:[与和].*合班|with .*|合班:.*|joint.*)", re.IGNORECASE)  # with whom a class is taught together
_TITLES = ("老师", "教师")


@dataclass
class CellLesson:
    """A lesson as a cell tells it. `known` is False when no subject of the school has this name.

    `said` is the word that told it; `places` holds each venue under the teacher it follows, or under "" where it follows none.
    """

    subject: str
    known: bool = True
    week: Week | None = None
    teachers: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    said: str = ""

    def venue_of(self, course: Course) -> str | None:
        """Return the venue that the cell tells for a course of this lesson."""
        own = [self.places[name] for name in course.teachers if name in self.places]
        return own[0] if own else self.places.get("")


@dataclass
class CellContent:
    """The lessons of a cell, and the names in it that mean no teacher of the school."""

    lessons: list[CellLesson] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)  # teachers before the subject that they belong to
    teachers_first: bool = False


class CellReader:
    """Knows the names of a school, and notes those that it takes for others."""

    def __init__(self, school: School, matches: Matches) -> None:
        self.school = school
        self.matches = matches
        self.place = ("", "")
        self.subjects = {key(s.short): s.id for s in school.subjects if s.short}
        self.subjects |= {key(s.id): s.id for s in school.subjects}
        self.teachers = {key(t.id): t.id for t in school.teachers}
        self.venues = {key(v.id): v.id for v in school.venues}
        self.home_rooms = {key(c.home_room) for c in school.classes if c.home_room}
        spelled = {key(name): group for group in SPELLINGS for name in group}
        self.synonyms: dict[str, set[str]] = {}
        for subject in school.subjects:
            for name in spelled.get(key(subject.id), frozenset()):
                self.synonyms.setdefault(key(name), set()).add(subject.id)

    def read(self, class_id: str, text: str, place: tuple[str, str]) -> CellContent:
        """Return the lessons that a cell of a class tells, in its order; `place` is the cell's sheet and name."""
        self.place = place
        content = CellContent()
        pending: Week | None = None
        for token in self._tokens(text):
            if token.lower() in _WEEKS:
                week = _WEEKS[token.lower()]
                # 单 美术 双 音乐, and also 美术(单) 音乐(双): the word belongs to a lesson that has none yet.
                if pending is None and content.lessons and content.lessons[-1].week is None:
                    content.lessons[-1].week = week
                else:
                    pending = week
                continue
            if self._take(class_id, token, pending, content):
                pending = None
        if content.waiting and not content.lessons:
            self._only_teachers(class_id, pending, content)
        elif content.waiting:
            content.lessons[-1].teachers += content.waiting
        self._stranger_first(class_id, content)
        return content

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

    def _tokens(self, text: str) -> list[str]:
        found: list[str] = []
        for line in text.split("\n"):
            if _JOINT.fullmatch(line):
                continue
            week, _, rest = line.partition(" ")
            if week.lower() in _WEEKS and rest:
                found.append(week)
                line = rest
            if key(line) in self.subjects or key(line) in self.teachers or key(line) in self.venues:
                found.append(line)
            else:
                found += [token for token in _SEPARATORS.split(line) if _NAME.search(token)]
        return found

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
        """Take 单美术, 语文王芳, 道法 for 道德与法治; whatever is left is an unknown subject or an unknown teacher."""
        if token[0] in _WEEKS and len(token) > 1:
            return self._take(class_id, token[1:], _WEEKS[token[0]], content)
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
        if not content.lessons:
            return self._begin(token, week, content, token, known=False)
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

    def alike(self, class_id: str, token: str) -> str | None:
        """Return the one subject that a token means: 数 for 数学 (of the class, else of the school), 外语 for 英语, 语文课."""
        own = dict.fromkeys(c.subject for c in self.school.class_courses[class_id])
        name = token.removesuffix("课") or token
        if key(name) in self.subjects and name != token:
            return self.subjects[key(name)]
        same = self.synonyms.get(key(name), set())
        shortened = [
            [s for s in each if s[0] == name[0] and _is_within(name, s)] for each in (own, self.school.subject)
        ]
        for found in ([s for s in own if s in same], list(same), *shortened):
            if len(found) == 1:
                return found[0]
        return None


def _is_within(short: str, long: str) -> bool:
    """Tell whether the characters of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(character in rest for character in short)


def courses_meant(
    school: School, class_id: str, lesson: CellLesson, second: bool, used: dict[str, int]
) -> list[Course]:
    """Return the courses of a class that a lesson means: one, several that run together, or none.

    `second` says that another lesson stands before it in the cell (美术/音乐 are odd and even weeks); `used` counts the
    lessons of each course that the class has already been given.
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
    week = lesson.week or (Week.EVEN if second else Week.ODD)
    best = min(
        found,
        key=lambda course: (
            course.week is not lesson.week if lesson.week else False,
            len(course.teachers) - len(lesson.teachers) if lesson.teachers else 0,
            used.get(course.id, 0) >= course.lessons,
            course.week not in (Week.EVERY, week),
        ),
    )
    return [best]


def _parts_of_one_group(school: School, class_id: str, lesson: CellLesson) -> list[Course]:
    """Return the courses that run together and have between them all teachers of a lesson (英语 甲/乙), else none."""
    own = [c for c in school.class_courses[class_id] if c.subject == lesson.subject and c.together]
    found = [course for course in own if set(course.teachers) & set(lesson.teachers)]
    covered = {teacher for course in found for teacher in course.teachers}
    return found if set(lesson.teachers) <= covered and len({c.together for c in found}) == 1 else []
