"""A plan as grids: of a class, a teacher, a venue, a grade and the whole school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from scheduler.export.lessons import Entry, Lessons
from scheduler.plan import Placement
from scheduler.school import School, SchoolClass, Slot, day_in_weeks
from scheduler.text import Text, clock_text
from scheduler.ui.broken_places import Marks
from scheduler.ui.language import _, say
from scheduler.ui.timetable_grid import Cell, Grid, Heading, Item, Target

_SEPARATOR = "\x1f"


class PickedCell(NamedTuple):
    """A class at a slot: what is picked in a grid, a lesson or a free time."""

    class_id: str
    slot: Slot

    @property
    def id(self) -> str:
        """The place as a grid sends it back."""
        return _SEPARATOR.join((self.class_id, *map(str, self.slot)))


class ParkedLesson(NamedTuple):
    """A lesson that waits beside the grid, by the position in the plan of the first that go together."""

    first: int

    @property
    def id(self) -> str:
        """The lesson as a grid sends it back."""
        return str(self.first)


Picked = PickedCell | ParkedLesson


def read_picked(text: str) -> Picked:
    """Return the place, or the lesson beside the grid, that a grid sent."""
    parts = text.split(_SEPARATOR)
    if len(parts) == 1:
        return ParkedLesson(int(text))
    class_id, schedule, day, period = parts
    return PickedCell(class_id, Slot(schedule, int(day), int(period)))


@dataclass(frozen=True)
class Look:
    """What is drawn on top of a plan: what is picked, where it can go, what is broken, which lessons are fixed, which were elsewhere.

    Where a lesson can go that is picked beside the grid is shown in the weeks of its `owners`, classes and teachers.
    """

    chosen: Picked | None = None
    targets: Mapping[Slot, Target] = field(default_factory=dict)
    owners: frozenset[str] = frozenset()
    broken: Marks = field(default_factory=dict)
    locked: frozenset[tuple[str, Slot]] = frozenset()
    fresh: Mapping[tuple[str, Slot], str] = field(default_factory=dict)


class Views:
    """Makes the grids of one plan."""

    def __init__(self, lessons: Lessons, look: Look) -> None:
        self.lessons = lessons
        self.view = lessons.view
        self.school: School = lessons.school
        self.look = look

    def of_class(self, class_id: str) -> Grid:
        """Return the week of a class; free times can be picked."""
        slots = self.lessons.slots_of(self.school.schedule[self.school.school_class[class_id].schedule])

        def items(slot: Slot) -> list[Item]:
            held = [p.course for p in self.view.of_class[class_id].get(slot, ())]
            at = PickedCell(class_id, slot)
            entries = self.lessons.of_class(class_id, slot)
            return [self._item(entry, at if held else None, held, slot, (class_id,)) for entry in entries]

        return self._week(slots, items, class_id, class_id)

    def of_teacher(self, teacher_id: str) -> Grid:
        """Return the week of a teacher with meetings and service."""
        slots = self._lesson_slots(c for course in self.school.teacher_courses[teacher_id] for c in course.classes)
        slots |= {session.slot for session in self.view.serving[teacher_id]}
        slots |= {slot for slot, held in self.view.of_teacher[teacher_id].items() if held}

        def items(slot: Slot) -> list[Item]:
            placements = self.view.of_teacher[teacher_id].get(slot, [])
            return self._items(self.lessons.of_teacher(teacher_id, slot), placements, slot)

        return self._week(slots, items, teacher_id)

    def of_venue(self, venue_id: str) -> Grid:
        """Return the week of a venue."""
        held = self.lessons.of_venue[venue_id]
        used = {c for placements in held.values() for p in placements for c in self._attending(p)}
        slots = self._lesson_slots(used) | set(held)
        slots |= {slot for venue, slot in self.lessons.served_venues if venue == venue_id}

        def items(slot: Slot) -> list[Item]:
            return self._items(self.lessons.in_venue(venue_id, slot), held.get(slot, []), slot)

        return self._week(slots, items, venue_id)

    def chart(self, classes: Sequence[SchoolClass]) -> Grid:
        """Return a wall chart of classes: a row each, a column for each lesson of the week."""
        times = self._chart_times(classes)
        rows = [Heading(klass.id) for klass in classes]
        columns = [
            Heading(label, first=first, group=say(self._day_text(classes, day)) if first else "")
            for day, _number, label, first in times
        ]
        cells = []
        for klass in classes:
            numbers = {(s.day, self._number(s)): s for s in self.school.class_slots(klass.id)}
            cells.append([self._narrow(klass.id, numbers.get((day, number))) for day, number, _label, _first in times])
        return Grid(columns, rows, cells, _("班级"), compact=True)

    # A week by the clock.

    def _week(
        self, slots: Iterable[Slot], items: Callable[[Slot], list[Item]], owner: str, class_id: str | None = None
    ) -> Grid:
        at: dict[tuple[int, int, int], list[Slot]] = defaultdict(list)
        for slot in sorted(slots):
            at[self.school.interval(slot)].append(slot)
        days = sorted({day for day, _start, _end in at})
        times = sorted({(start, end) for _day, start, end in at})
        rows, cells, part = [], [], 0
        for start, end in times:
            some = next(found[0] for (_day, begin, stop), found in at.items() if (begin, stop) == (start, end))
            now = self.school.half_day(some).part
            period = self.school.period(some)
            rows.append(Heading(period.name, f"{clock_text(start)}–{clock_text(end)}", part=now != part))
            part = now
            cells.append([self._cell(at.get((day, start, end), []), items, class_id) for day in days])
        here = owner in self.look.owners or any(item.selected for row in cells for cell in row for item in cell.items)
        if not here:
            cells = [[replace(cell, target=None) for cell in row] for row in cells]
        weeks = {
            day: [self.school.week_at(s) for time, found in at.items() if time[0] == day for s in found] for day in days
        }
        return Grid([Heading(say(day_in_weeks(day, *weeks[day]))) for day in days], rows, cells, _("节次"))

    def _cell(self, slots: list[Slot], items: Callable[[Slot], list[Item]], class_id: str | None) -> Cell:
        found = tuple(item for slot in slots for item in items(slot))
        target = next((self.look.targets[slot] for slot in slots if slot in self.look.targets), None)
        if found or not slots:
            return Cell(found, target)
        title = say(self.school.slot_text(slots[0]))
        if class_id is None or slots[0] not in self.school.class_slots(class_id):
            return Cell(target=target, title=title)
        place = PickedCell(class_id, slots[0])
        return Cell(target=target, id=place.id, title=title, selected=place == self.look.chosen)

    def _lesson_slots(self, classes: Iterable[str]) -> set[Slot]:
        schedules = {self.school.school_class[name].schedule for name in classes}
        schedules = schedules or {self.school.classes[0].schedule}
        return {slot for schedule in schedules for slot in self.school.lesson_slots[schedule]}

    # A wall chart.

    def _number(self, slot: Slot) -> int:
        return self.school.schedule[slot.schedule].lesson_number(slot.day, slot.period)

    def _chart_times(self, classes: Sequence[SchoolClass]) -> list[tuple[int, int, str, bool]]:
        """Return day, number of the lesson, its label and whether it begins the day, for the lessons of any of the classes."""
        found = sorted({(s.day, self._number(s)) for klass in classes for s in self.school.class_slots(klass.id)})
        firsts = {day: min(number for at, number in found if at == day) for day, _number in found}
        return [(day, number, str(number), number == firsts[day]) for day, number in found]

    def _day_text(self, classes: Sequence[SchoolClass], day: int) -> Text:
        slots = {slot for klass in classes for slot in self.school.class_slots(klass.id) if slot.day == day}
        return day_in_weeks(day, *map(self.school.week_at, slots))

    def _narrow(self, class_id: str, slot: Slot | None) -> Cell:
        if slot is None:
            return Cell()
        look, place = self.look, PickedCell(class_id, slot)
        chosen = look.chosen.class_id if isinstance(look.chosen, PickedCell) else None
        target = look.targets.get(slot) if class_id == chosen or class_id in look.owners else None
        held = [p.course for p in self.view.of_class[class_id].get(slot, ())]
        items = [
            self._item(entry._replace(details=()), place if held else None, held, slot, (class_id,), entry)
            for entry in self.lessons.of_class_in_short(class_id, slot)
        ]
        if items:
            return Cell(tuple(items), target)
        title = f"{class_id} {say(self.school.slot_text(slot))}"
        return Cell(target=target, id=place.id, title=title, selected=place == look.chosen)

    # What is held.

    def _attending(self, placement: Placement) -> tuple[str, ...]:
        return placement.classes or self.school.course[placement.course].classes

    def _items(self, entries: list[Entry], placements: Sequence[Placement], slot: Slot) -> list[Item]:
        """Return the items of entries of which the first are the lessons."""
        made = []
        for index, entry in enumerate(entries):
            placement = placements[index] if index < len(placements) else None
            classes = self._attending(placement) if placement else ()
            at = PickedCell(classes[0], slot) if classes else None
            made.append(self._item(entry, at, [placement.course] if placement else [], slot, classes))
        return made

    def _item(
        self,
        entry: Entry,
        at: PickedCell | None,
        courses: list[str],
        slot: Slot,
        classes: Sequence[str],
        told: Entry | None = None,
    ) -> Item:
        look = self.look
        people = [t for name in courses for t in self.school.course[name].teachers]
        broken = [text for name in (*classes, *people) for text in look.broken.get((name, slot), ())]
        fresh = [look.fresh[name, slot] for name in courses if (name, slot) in look.fresh]
        words = [say(self.school.slot_text(slot)), *(told or entry).lines, *fresh]
        if classes and not entry.heading.startswith(tuple(name.removesuffix("班") for name in classes)):
            words.insert(0, "、".join(classes))
        picked = look.chosen
        chosen = isinstance(picked, PickedCell) and picked.slot == slot and picked.class_id in classes
        return Item(
            entry.lines,
            at.id if at else "",
            entry.area,
            " ".join([*words, *(say(text) for text in dict.fromkeys(broken))]),
            selected=chosen and at is not None,
            broken=bool(broken),
            fresh=bool(fresh),
            locked=any((name, slot) in look.locked for name in courses),
        )
