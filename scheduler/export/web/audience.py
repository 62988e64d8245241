"""For whom there is a page: a class, a teacher, the staff room."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from scheduler.export.lessons import Lessons
from scheduler.export.weeks import teacher_week
from scheduler.text import Text


class Audience(StrEnum):
    """Who reads a page. The names are stored."""

    CLASS = "class"
    TEACHER = "teacher"
    STAFF = "staff"


AUDIENCES = {
    Audience.CLASS: Text("班级", "Class"),
    Audience.TEACHER: Text("教师", "Teacher"),
    Audience.STAFF: Text("办公室", "Staff room"),
}


class Reader(NamedTuple):
    """Somebody for whom there is a page; `who` is the id of a class or a teacher, empty for the staff room."""

    audience: Audience
    who: str = ""

    def name(self, language: str) -> str:
        """Return what it is called."""
        return self.who or AUDIENCES[self.audience].get(language)


def readers(lessons: Lessons) -> list[Reader]:
    """Return everybody for whom a plan has a page: classes, teachers who have anything, the staff room."""
    classes = [Reader(Audience.CLASS, klass.id) for klass in lessons.school.classes]
    teachers = [
        Reader(Audience.TEACHER, each.id) for each in lessons.school.teachers if teacher_week(lessons, each) is not None
    ]
    return [*classes, *teachers, Reader(Audience.STAFF)]
