"""The term as data: which timetable is valid from when, who is away, and what was changed on a date."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from scheduler.plan import Plan
from scheduler.school import School, Slot
from scheduler.school.base import FrozenModel
from scheduler.term.calendar import MIDNIGHT, Calendar
from scheduler.text import Text


class ItemKind(StrEnum):
    """What may be held on a date."""

    LESSON = "lesson"
    SERVICE = "service"
    MEETING = "meeting"
    EXAM = "exam"


class Key(NamedTuple):
    """What the plan holds once a week: a course, a station or a meeting at a slot; an exam of a date by its place in the calendar.

    `id` names the course, station, meeting or exam. `slot` is that of the weekday which the date is held like.
    """

    kind: ItemKind
    id: str
    slot: Slot


class Occasion(NamedTuple):
    """Something that the plan holds, on one date."""

    date: datetime.date
    key: Key


class AbsenceKind(StrEnum):
    """Why somebody or something is away."""

    SICK = "sick"
    PRIVATE = "private"
    BUSINESS = "business"
    TRAINING = "training"
    MATERNITY = "maternity"
    OTHER = "other"


ABSENCE_NAMES: dict[AbsenceKind, Text] = {
    AbsenceKind.SICK: Text("病假", "sick leave"),
    AbsenceKind.PRIVATE: Text("事假", "private leave"),
    AbsenceKind.BUSINESS: Text("公差", "official business"),
    AbsenceKind.TRAINING: Text("培训", "training"),
    AbsenceKind.MATERNITY: Text("产假", "maternity leave"),
    AbsenceKind.OTHER: Text("其他", "other"),
}


class Absence(FrozenModel):
    """Teachers, venues or classes that are away from `first` to `last` (both included), from minute to minute of each day.

    Raises ValueError when it runs backwards or names nobody.
    """

    id: int = Field(ge=1)
    first: datetime.date
    last: datetime.date
    start: int = Field(default=0, ge=0, lt=MIDNIGHT)
    end: int = Field(default=MIDNIGHT, gt=0, le=MIDNIGHT)
    teachers: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    kind: AbsenceKind = AbsenceKind.OTHER
    note: str = ""
    entered_by: str = ""
    entered_at: datetime.datetime | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.last < self.first or self.end <= self.start:
            raise ValueError("the absence ends before it begins")
        if not (self.teachers or self.venues or self.classes):
            raise ValueError("the absence names nobody")
        return self

    def touches(self, date: datetime.date, start: int, end: int) -> bool:
        """Tell whether it falls into some minute of a date."""
        return self.first <= date <= self.last and start < self.end and self.start < end


class Way(StrEnum):
    """How something is held whose teacher or place is away."""

    PARTNER = "partner"
    COVER = "cover"
    EXCHANGE = "exchange"
    MERGE = "merge"
    SELF_STUDY = "self_study"
    CANCEL = "cancel"
    MAKE_UP = "make_up"


WAY_NAMES: dict[Way, Text] = {
    Way.PARTNER: Text("同堂教师带班", "the partner carries it"),
    Way.COVER: Text("代课", "cover"),
    Way.EXCHANGE: Text("调课", "exchange"),
    Way.MERGE: Text("合班", "classes together"),
    Way.SELF_STUDY: Text("看护自习", "supervised self-study"),
    Way.CANCEL: Text("取消", "not held"),
    Way.MAKE_UP: Text("补课", "make-up"),
}


NEEDS_SOMEBODY = frozenset({Way.COVER, Way.SELF_STUDY, Way.MAKE_UP})
"""Ways in which somebody comes in."""


MAY_BE_MOVED = frozenset({Way.EXCHANGE, Way.COVER, Way.SELF_STUDY})
"""Ways of what was exchanged: as it is, or hit again at its new time and held there by somebody else."""


OWN_ROOM = "本班教室"
"""The place of a change by which classes stay in their own rooms, as sheets and lists write it."""


class Change(FrozenModel):
    """What is done on a date about something that the plan holds.

    `without` are those who do not hold it, `teachers` who does in their place. MERGE: its pupils go to the lesson `joins` of that
    date, whose teacher has both. EXCHANGE: it is held at `moved_to` instead; the other half is a change of its own with the same
    `pair`, so that both are taken back together; where one of them is exchanged again, three go round. One that is hit again there keeps time and pair, and has the way in which it is held.
    MAKE_UP: the lesson is given to the subject of an earlier one that was lost,
    `makes_up`, and `teachers` hold that. `venue` is another place.

    Raises ValueError where these do not fit its way.
    """

    id: int = Field(ge=1)
    date: datetime.date
    key: Key
    way: Way
    without: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    joins: Key | None = None
    moved_to: tuple[datetime.date, Slot] | None = None
    pair: int | None = None
    makes_up: Occasion | None = None
    venue: str | None = None
    note: str = ""
    entered_by: str = ""
    entered_at: datetime.datetime | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.way in NEEDS_SOMEBODY) != bool(self.teachers):
            raise ValueError(
                "somebody stands in for a lesson that is covered, supervised or given away, and for no other"
            )
        if (self.way is Way.MAKE_UP) != (self.makes_up is not None):
            raise ValueError("a make-up says what it makes up for, and nothing else does")
        if self.makes_up is not None and self.makes_up.date >= self.date:
            raise ValueError("a lesson is made up after it was lost")
        if (self.way is Way.MERGE) != (self.joins is not None):
            raise ValueError("classes that are together join a lesson")
        moved = self.moved_to is not None
        if (
            moved != (self.pair is not None)
            or (moved and self.way not in MAY_BE_MOVED)
            or (self.way is Way.EXCHANGE and not moved)
        ):
            raise ValueError("a lesson that is exchanged has a new time and another half")
        return self

    @property
    def occasion(self) -> Occasion:
        """What it changes."""
        return Occasion(self.date, self.key)

    @property
    def held_on(self) -> datetime.date:
        """The date on which it is held, that of the occasion unless it was exchanged."""
        return self.date if self.moved_to is None else self.moved_to[0]

    def unmended(self) -> Self:
        """Return an exchange that was hit again as it was before: moved, and held by its own teachers."""
        return self.renewed(way=Way.EXCHANGE, without=(), teachers=())


def closes(changes: Iterable[Change]) -> bool:
    """Tell whether what changes places goes to one another's times, so that none is empty and none is held twice."""
    left = sorted((change.date, change.key.slot) for change in changes)
    taken = sorted(change.moved_to for change in changes if change.moved_to is not None)
    return left == taken and len(left) > 1


class Edition(FrozenModel):
    """A school and its week, valid from a date on until the next edition begins. It begins on a Monday, or with the term.

    `school_file` and `plan_file` are where these were read from, as far as the term's workbook names them.
    """

    first: datetime.date
    school: School
    plan: Plan
    school_file: str = ""
    plan_file: str = ""


class Term(FrozenModel):
    """A term: its calendar, its editions of the timetable, absences and changes.

    Raises ValueError when there is no edition on the first day, when two begin at once, when ids stand twice, when something is
    changed twice, or a half of an exchange is missing.
    """

    calendar: Calendar
    editions: tuple[Edition, ...] = Field(min_length=1)
    absences: tuple[Absence, ...] = ()
    changes: tuple[Change, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        firsts = [edition.first for edition in self.editions]
        if firsts != sorted(set(firsts)) or firsts[0] > self.calendar.first:
            raise ValueError("the editions of the timetable begin one after another, the first with the term")
        for later in firsts[1:]:
            if later.isoweekday() != 1:
                raise ValueError(f"{later}: another timetable begins on a Monday")
        for items in (self.absences, self.changes):
            if len({item.id for item in items}) < len(items):
                raise ValueError("an id stands twice")
        if len({change.occasion for change in self.changes}) < len(self.changes):
            raise ValueError("something is changed twice on one date")
        made_up = [(c.makes_up, c.key.id) for c in self.changes if c.makes_up is not None]
        if len(set(made_up)) < len(made_up):
            raise ValueError("a lesson is made up twice")
        pairs: dict[int, list[Change]] = defaultdict(list)
        for change in self.changes:
            if change.pair is not None:
                pairs[change.pair].append(change)
        if any(not closes(changes) for changes in pairs.values()):
            raise ValueError("an exchange has all its halves")
        return self

    def edition_on(self, date: datetime.date) -> Edition:
        """Return the edition that is valid on a date."""
        return (
            [edition for edition in self.editions if edition.first <= date][-1]
            if date >= self.editions[0].first
            else self.editions[0]
        )

    @cached_property
    def change_of(self) -> dict[Occasion, Change]:
        """The change of each occasion that has one."""
        return {change.occasion: change for change in self.changes}

    @cached_property
    def changes_on(self) -> dict[datetime.date, tuple[Change, ...]]:
        """The changes of each date that has some."""
        found: dict[datetime.date, list[Change]] = defaultdict(list)
        for change in self.changes:
            found[change.date].append(change)
        return {date: tuple(changes) for date, changes in found.items()}

    @cached_property
    def moved_in(self) -> dict[datetime.date, tuple[Change, ...]]:
        """The exchanges that bring something to a date."""
        found: dict[datetime.date, list[Change]] = defaultdict(list)
        for change in self.changes:
            if change.moved_to is not None:
                found[change.moved_to[0]].append(change)
        return {date: tuple(changes) for date, changes in found.items()}

    def away_on(self, date: datetime.date) -> tuple[Absence, ...]:
        """Return the absences of a date."""
        return tuple(absence for absence in self.absences if absence.first <= date <= absence.last)

    def changed(self, changes: Iterable[Change]) -> Self:
        """Return a term with more changes; of what was changed before, the new change counts. Raises ValueError as the term does."""
        new = tuple(changes)
        occasions = {change.occasion for change in new}
        return self.renewed(changes=(*(c for c in self.changes if c.occasion not in occasions), *new))

    def next_id(self) -> int:
        """Return an id that no absence, change or exchange has."""
        used = [*(a.id for a in self.absences), *(c.id for c in self.changes), *(c.pair or 0 for c in self.changes)]
        return max(used, default=0) + 1
