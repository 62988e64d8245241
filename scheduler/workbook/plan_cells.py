"""Reads what stands in one cell of a timetable: subjects, teachers, 单/双, venues, in whatever order people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scheduler.plan.layout import WEEK_WORDS
from scheduler.school import Course, School, Week
from scheduler.workbook.names import key

_SEPARATORS = re.compile(r"[\s/、,;|()\[\]【】:+&]+")
_WEEKS = {f"{word}{ending}": week for week, text in WEEK_WORDS.items() for word in text for ending in ("", "周")}
_NAME = re.compile(r"[^\W\d_]")


@dataclass
class Lesson:
    """A lesson as a cell tells it. `known` is False when no subject of the school has this name.

    `places` holds each venue under the teacher it follows, or under "" where it follows none.
    """

    subject: str
    known: bool = True
    week: Week | None = None
    teachers: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def venue_of(self, course: Course) -> str | None:
        """Return the venue that the cell tells for a course of this lesson."""
        own = [self.places[name] for name in course.teachers if name in self.places]
        return own[0] if own else self.places.get("")


@dataclass
class Content:
    """The lessons of a cell, and the names in it that mean no teacher of the school."""

    lessons: list[Lesson] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


class CellReader:
    """Knows the names of a school."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.subjects = {key(s.short): s.id for s in school.subjects if s.short}
        self.subjects |= {key(s.id): s.id for s in school.subjects}
        self.teachers = {key(t.id): t.id for t in school.teachers}
        self.venues = {key(v.id): v.id for v in school.venues}

    def read(self, class_id: str, text: str) -> Content:
        """Return the lessons that a cell of a class tells, in its order."""
        content = Content()
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
        return content

    def _tokens(self, text: str) -> list[str]:
        found: list[str] = []
        for line in text.split("\n"):
            week, _, rest = line.partition(" ")
            if week.lower() in _WEEKS and rest:
                found.append(week)
                line = rest
            if key(line) in self.subjects or key(line) in self.teachers or key(line) in self.venues:
                found.append(line)
            else:
                found += [token for token in _SEPARATORS.split(line) if _NAME.search(token)]
        return found

    def _take(self, class_id: str, token: str, week: Week | None, content: Content) -> bool:
        """Put a token where it belongs; tell whether it began a lesson."""
        subject = self.subjects.get(key(token))
        if subject is not None:
            content.lessons.append(Lesson(subject, week=week))
            return True
        teacher = self._teacher(class_id, token)
        if teacher is not None and content.lessons:
            self._lesson_of(class_id, teacher, content.lessons).teachers.append(teacher)
            return False
        if key(token) in self.venues and content.lessons:
            lesson = content.lessons[-1]
            lesson.places[lesson.teachers[-1] if lesson.teachers else ""] = self.venues[key(token)]
            return False
        return self._take_joined(class_id, token, week, content)

    def _take_joined(self, class_id: str, token: str, week: Week | None, content: Content) -> bool:
        """Take 单美术, 语文王芳, 道法 for 道德与法治; whatever is left is an unknown subject or an unknown teacher."""
        if token[0] in _WEEKS and len(token) > 1:
            return self._take(class_id, token[1:], _WEEKS[token[0]], content)
        for length in range(len(token) - 1, 0, -1):
            teacher = self._teacher(class_id, token[length:])
            subject = self.subjects.get(key(token[:length]))
            if subject is not None and teacher is not None:
                content.lessons.append(Lesson(subject, week=week, teachers=[teacher]))
                return True
        subject = self._abbreviated(class_id, token)
        if subject is not None:
            content.lessons.append(Lesson(subject, week=week))
            return True
        if not content.lessons:
            content.lessons.append(Lesson(token, known=False, week=week))
            return True
        content.lessons[-1].teachers.append(token)
        content.strangers.append(token)
        return False

    def _teacher(self, class_id: str, token: str) -> str | None:
        """Return the teacher of this name; 刘洋 is the 刘洋1 who teaches this class."""
        if key(token) in self.teachers:
            return self.teachers[key(token)]
        own = {t for c in self.school.class_courses[class_id] for t in c.teachers}
        alike = [t for t in own if re.fullmatch(re.escape(key(token)) + r"\d", key(t))]
        return alike[0] if len(alike) == 1 else None

    def _lesson_of(self, class_id: str, teacher: str, lessons: list[Lesson]) -> Lesson:
        """Return the lesson that a teacher belongs to: the last whose subject the teacher teaches this class."""
        taught = {c.subject for c in self.school.class_courses[class_id] if teacher in c.teachers}
        return next((lesson for lesson in reversed(lessons) if lesson.subject in taught), lessons[-1])

    def _abbreviated(self, class_id: str, token: str) -> str | None:
        """Return the one subject of a class that a token shortens: 数 for 数学, 道法 for 道德与法治."""
        own = dict.fromkeys(c.subject for c in self.school.class_courses[class_id])
        alike = [subject for subject in own if subject[0] == token[0] and _is_within(token, subject)]
        return alike[0] if len(alike) == 1 else None


def _is_within(short: str, long: str) -> bool:
    """Tell whether the characters of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(character in rest for character in short)


def courses_meant(school: School, class_id: str, lesson: Lesson, second: bool, used: dict[str, int]) -> list[Course]:
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


def _parts_of_one_group(school: School, class_id: str, lesson: Lesson) -> list[Course]:
    """Return the courses that run together and have between them all teachers of a lesson (英语 甲/乙), else none."""
    own = [c for c in school.class_courses[class_id] if c.subject == lesson.subject and c.together]
    found = [course for course in own if set(course.teachers) & set(lesson.teachers)]
    covered = {teacher for course in found for teacher in course.teachers}
    return found if set(lesson.teachers) <= covered and len({c.together for c in found}) == 1 else []
