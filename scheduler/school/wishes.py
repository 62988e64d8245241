"""What stands before planning begins: marks on the time grid, locks, meetings, exclusions, exams, settings of rules."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from scheduler.school.base import FrozenModel
from scheduler.school.bell import Slot


class MarkLevel(StrEnum):
    """禁, 避, 优."""

    FORBIDDEN = "forbidden"
    AVOIDED = "avoided"
    PREFERRED = "preferred"


class MarkOwner(StrEnum):
    """Whose time a mark speaks of."""

    TEACHER = "teacher"
    CLASS = "class"
    SUBJECT = "subject"
    VENUE = "venue"
    COURSE = "course"


class Mark(FrozenModel):
    """A mark on a stretch of clock time (minutes since midnight) of one day, for one teacher, class, subject, venue or course.

    `elsewhere` names the other school of the district at which a teacher is then, or on the way: why it is 禁.
    """

    owner_kind: MarkOwner
    owner: str
    day: int = Field(ge=1, le=7)
    start: int
    end: int
    level: MarkLevel
    elsewhere: str | None = None


class Lock(FrozenModel):
    """A lesson that stands where it is: `course` is held at `slot`."""

    course: str
    slot: Slot


class Meeting(FrozenModel):
    """Teachers who must all be free together (教研, 集体备课) for `length` lesson periods in a row, once a week.

    `slot` fixes its first period. Otherwise the solver chooses among the lesson slots of `schedule`, on `days` and in
    `parts` (0 morning, 1 afternoon) where those are given.
    """

    id: str = Field(min_length=1)
    teachers: tuple[str, ...] = Field(min_length=1)
    schedule: str
    length: int = Field(default=1, ge=1, le=4)
    slot: Slot | None = None
    days: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()


class Exclusion(FrozenModel):
    """Courses, or teachers, of which no two may be busy at the same time."""

    id: str = Field(min_length=1)
    courses: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()


class Exam(FrozenModel):
    """One line of the exam calendar. `week` is the teaching week of the term, from 1."""

    name: str = Field(min_length=1)
    grades: tuple[int, ...] = Field(min_length=1)
    week: int | None = None


MOST_WEIGHT = 10_000  # sums of costs stay far below what the solver can count


class RuleSetting(FrozenModel):
    """What a school says of one rule; None leaves the rule's default. Values are checked by the rule itself."""

    rule: str
    enabled: bool | None = None
    level: str | None = None
    weight: int | None = Field(default=None, ge=0, le=MOST_WEIGHT)
    parameters: dict[str, str] = Field(default_factory=dict)
