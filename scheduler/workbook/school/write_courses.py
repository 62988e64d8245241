"""Divides courses between 任课, as far as a cell of the matrix can say them, and 任课明细, which says the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from scheduler.school import Course, School, Week
from scheduler.workbook.names import key
from scheduler.workbook.notation import NotationError, WeeklyLessons
from scheduler.workbook.school.assignment_cell import parse_cell
from scheduler.workbook.school.assignment_course import Known, Part
from scheduler.workbook.school.assignment_parts import REMARK_MARK
from scheduler.workbook.school.form import Row
from scheduler.workbook.spelling import SEPARATOR, WEEK_WORDS, lessons_text

OWN_ROOM = "教室"


class Matrix(NamedTuple):
    """The cells of 任课 by class and heading, and the courses that no cell can say."""

    cells: dict[tuple[str, str], str]
    others: tuple[Course, ...]


def divide_courses(school: School) -> Matrix:
    """Return the matrix of a school. What a class has of a subject stands in one place: all in a cell, or all in 任课明细."""
    return _Divider(school).divide()


class _Divider:
    def __init__(self, school: School) -> None:
        self.school = school
        self.hours = {(item.grade, item.subject): item.lessons for item in school.curriculum}
        teachers = {key(teacher.id) for teacher in school.teachers}
        places = {key(name) for venue in school.venues for name in (venue.id, venue.kind)}
        self.known = Known(
            is_teacher=lambda name: key(name) in teachers,
            is_place=lambda name: key(name) in places,
            stands_alone=lambda name: False,
        )

    def divide(self) -> Matrix:
        cells: dict[tuple[str, str], str] = {}
        written: set[str] = set()
        for (class_id, heading), courses in self._groups().items():
            text = self._text(heading, courses)
            if text is not None and self._alone(class_id, courses):
                cells[class_id, heading] = text
                written.update(course.id for course in courses)
        return Matrix(cells, tuple(course for course in self.school.courses if course.id not in written))

    def _groups(self) -> dict[tuple[str, str], list[Course]]:
        """Return what a cell might say: courses of one class by subject, and pairs of two subjects by both names."""
        found: dict[tuple[str, str], list[Course]] = {}
        for course in self.school.courses:
            if len(course.classes) > 1 or course.together is not None:
                continue
            prefix = f"{course.classes[0]}|"
            heading = course.subject
            if course.pair is not None and course.pair.startswith(prefix):
                heading = course.pair.removeprefix(prefix)
            found.setdefault((course.classes[0], heading), []).append(course)
        return found

    def _alone(self, class_id: str, courses: Sequence[Course]) -> bool:
        """Tell whether these are all courses of the class in their subjects."""
        subjects = {course.subject for course in courses}
        mine = [course for course in self.school.class_courses[class_id] if course.subject in subjects]
        return len(mine) == len(courses)

    def _text(self, heading: str, courses: list[Course]) -> str | None:
        """Return the cell that the reader takes for exactly these courses, or None."""
        if not all(course.teachers for course in courses):
            return None
        if any(course.pair is not None for course in courses):
            return self._pair_text(heading, courses)
        if any(course.subject != heading for course in courses):
            return None
        texts = [self._course_text(course, alone=len(courses) == 1) for course in courses]
        wanted = [_part(course, with_lessons=len(courses) > 1 or not self._usual(course)) for course in courses]
        return self._checked("; ".join(texts), [self._placed(*both) for both in zip(wanted, courses, strict=True)])

    def _pair_text(self, heading: str, courses: list[Course]) -> str | None:
        """Return 甲/乙 for an odd and an even course that share their slots and are alike but for teacher and subject."""
        if len(courses) != 2:
            return None
        odd, even = sorted(courses, key=lambda course: course.week is Week.EVEN)
        subjects = list(dict.fromkeys((odd.subject, even.subject)))
        alike = odd.lessons == even.lessons and odd.doubles == even.doubles and odd.pair == even.pair
        if (odd.week, even.week) != (Week.ODD, Week.EVEN) or not alike or heading != "/".join(subjects):
            return None
        if self._place(odd) or self._place(even):
            return None
        names = [_named(course) for course in (odd, even)]
        if len(subjects) == 2 and names[0] == names[1]:
            wanted = Part(odd.teachers, (WeeklyLessons(odd.lessons, odd.doubles),), remarks=_remarks(odd))
            return self._checked(f"{names[0]} {lessons_text(odd)}", [wanted])
        parts = [_part(course, with_lessons=True, rotates=True) for course in (odd, even)]
        return self._checked(f"{names[0]}/{names[1]} {lessons_text(odd)}", parts)

    def _course_text(self, course: Course, *, alone: bool) -> str:
        words = [_named(course)]
        if not alone or not self._usual(course):
            words.append(lessons_text(course) + WEEK_WORDS[course.week])
        place = self._place(course)
        return " ".join([*words, f"@{place}"] if place else words)

    def _usual(self, course: Course) -> bool:
        """Tell whether the curriculum says all about the lessons of a course."""
        hours = self.hours.get((self.school.grade_of(course), course.subject))
        return hours == course.lessons and not course.doubles and course.week is Week.EVERY

    def _place(self, course: Course) -> str | None:
        return place_text(self.school, course)

    def _placed(self, part: Part, course: Course) -> Part:
        return replace(part, place=self._place(course))

    def _checked(self, text: str, wanted: Sequence[Part]) -> str | None:
        """Return the text when the reader understands it as it is meant: a name may look like a notation."""
        try:
            found = parse_cell(text, self.known)
        except NotationError:
            return None
        return text if [_meaning(part) for part in found] == [_meaning(part) for part in wanted] else None


def _part(course: Course, *, with_lessons: bool, rotates: bool = False) -> Part:
    lessons = (WeeklyLessons(course.lessons, course.doubles, course.week),) if with_lessons else ()
    return Part(course.teachers, lessons, course.week, rotates=rotates, remarks=_remarks(course))


def _named(course: Course) -> str:
    """Return the teachers of a course with what is remarked on it."""
    return SEPARATOR.join(course.teachers) + (f"({course.note})" if course.note else "")


def _remarks(course: Course) -> tuple[str, ...]:
    return (course.note,) if course.note else ()


def _meaning(part: Part) -> tuple[object, ...]:
    return part.teachers, part.demanded, part.place, part.joint, part.rotates, REMARK_MARK.join(part.remarks)


def place_text(school: School, course: Course) -> str | None:
    """Return the place that must be said of a course: a venue, a kind, 教室; None where the subject says it."""
    if course.venue is not None:
        return course.venue
    usual = school.subject[course.subject].venue_kind
    if course.venue_kind == usual:
        return None
    return course.venue_kind or OWN_ROOM


def _halves_name(school: School, course: Course) -> str | None:
    """Return what the half class of a course is called: 信劳, also where several classes use the name (`settle_halves`)."""
    if course.groups == 1:
        return None
    shared = any(c.group_name == course.group_name and c.together != course.together for c in school.courses)
    return course.group_name if shared else course.together


def detail_rows(school: School, courses: Sequence[Course]) -> Iterator[Row]:
    """Yield the rows of 任课明细."""
    for course in courses:
        yield {
            "class": SEPARATOR.join(course.classes),
            "subject": course.subject,
            "teacher": SEPARATOR.join(course.teachers) or None,
            "lessons": lessons_text(course),
            "week": WEEK_WORDS[course.week] or None,
            "venue": place_text(school, course),
            "together": course.together if course.groups == 1 else None,
            "halves": _halves_name(school, course),
            "pair": course.pair,
            "note": course.note or None,
        }
