"""A course as a cell of 任课 asks for it, what a reader of cells asks about names, and a cell that may mean several things."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from scheduler.school import Week
from scheduler.text import Text
from scheduler.workbook.notation import NotationError, WeeklyLessons


class CellQuestionError(NotationError):
    """A cell that may mean several things: `choices` are other ways to write it, each with what that would mean.

    `asked` is the piece of the cell that they would stand for, where that is not the whole.
    """

    def __init__(self, text: Text, choices: dict[str, Text], asked: str = "") -> None:
        super().__init__(text, Text("", ""))
        self.choices = choices
        self.asked = asked


@dataclass(frozen=True)
class Part:
    """One course in a cell. `joint` are the further classes; parts with `rotates` share their slots.

    `vacant` says that somebody teaches it who is not known yet, `leader` that the class's homeroom teacher does; `remarks` is
    what else the cell says.
    """

    teachers: tuple[str, ...] = ()
    lessons: tuple[WeeklyLessons, ...] = ()
    week: Week = Week.EVERY
    place: str | None = None
    joint: tuple[str, ...] = ()
    rotates: bool = False
    vacant: bool = False
    leader: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def demanded(self) -> tuple[WeeklyLessons, ...]:
        """The lessons, in the weeks that the cell names; 单 alone means one lesson."""
        if self.week is Week.EVERY:
            return self.lessons
        if not self.lessons and not self.rotates:
            return (WeeklyLessons(1, 0, self.week),)
        return tuple(lessons._replace(week=self.week) for lessons in self.lessons)

    @property
    def is_taught(self) -> bool:
        """Tell whether somebody is meant, known or not."""
        return bool(self.teachers) or self.vacant or self.leader


@dataclass(frozen=True)
class Known:
    """What the reader of a cell asks about names.

    `is_teacher` knows those that are certain, `stands_alone` those that fill some other cell by themselves; `are_listed`
    tells whether a sheet lists all; `answer` is what a text was said to mean, `numbers` are the digits behind a name in other
    cells, `within` are the known names in a longer text, `surnamed` those of a family.
    """

    is_teacher: Callable[[str], bool]
    is_place: Callable[[str], bool]
    stands_alone: Callable[[str], bool]
    are_listed: Callable[[], bool] = field(default=lambda: True)
    answer: Callable[[str], str | None] = field(default=lambda text: None)
    numbers: Callable[[str], Iterable[str]] = field(default=lambda name: ())
    within: Callable[[str], Iterable[str]] = field(default=lambda text: ())
    surnamed: Callable[[str], Iterable[str]] = field(default=lambda surname: ())

    def is_person(self, name: str) -> bool:
        """Tell whether a name is somebody's for sure."""
        return self.is_teacher(name) or self.stands_alone(name)
