"""What the comment of an activity says in the files that paike writes: a line for each course or meeting that it stands for.

FET keeps comments in its results, so a result tells by itself whose lesson is held when, in the words of the school.
"""

from __future__ import annotations

from typing import NamedTuple

from scheduler.school import Course, Meeting, Week

BAR, SEPARATOR, MEETING = "|", "、", "教研"
_WEEKS = {Week.EVERY: "每周", Week.ODD: "单周", Week.EVEN: "双周"}


class Told(NamedTuple):
    """A lesson, or a period of the meeting `meeting`, as a comment tells it."""

    classes: tuple[str, ...] = ()
    subject: str = ""
    teachers: tuple[str, ...] = ()
    week: Week = Week.EVERY
    meeting: str = ""


def course_line(course: Course) -> str:
    """Return what is said of a course."""
    classes, teachers = SEPARATOR.join(course.classes), SEPARATOR.join(course.teachers)
    return BAR.join((classes, course.subject, teachers, _WEEKS[course.week]))


def meeting_line(meeting: Meeting) -> str:
    """Return what is said of a meeting."""
    return BAR.join((MEETING, meeting.id))


def told_in(comment: str) -> tuple[Told, ...] | None:
    """Return what a comment says; None where it is none of ours."""
    found = [_told(line.strip()) for line in comment.splitlines() if line.strip()]
    told = tuple(each for each in found if each is not None)
    return told if told and len(told) == len(found) else None


def _told(line: str) -> Told | None:
    parts = line.split(BAR)
    if len(parts) == 2 and parts[0] == MEETING:
        return Told(meeting=parts[1])
    weeks = {word: week for week, word in _WEEKS.items()}
    if len(parts) != 4 or parts[3] not in weeks:
        return None
    classes, teachers = ([name for name in part.split(SEPARATOR) if name] for part in (parts[0], parts[2]))
    return Told(tuple(classes), parts[1], tuple(teachers), weeks[parts[3]])
