"""The hard rules on time as constraints of FET."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from constraints.catalogue import active_rules
from constraints.rule import ActiveRule, Rule
from constraints.staff import teacher_days, teacher_in_row, teacher_per_day
from constraints.timetable import (
    class_days,
    class_gaps,
    double_lessons,
    exclusions,
    locks,
    meetings,
    mentor_free,
    parallel_groups,
    subject_per_day,
    unavailable,
)
from constraints.timetable.class_subjects import by_week, courses_by_subject, days_of
from scheduler.export.fet.activities import Activities, Activity
from scheduler.export.fet.xml import Field, constraint, ids, place, times
from scheduler.model.owner import Level
from scheduler.school import Course, MarkOwner, School, Slot
from scheduler.school.even_days import shares
from scheduler.text import Text
from scheduler.workbook.fet.grid import Cell, WeekGrid

LESSON, DOUBLE = "课", "连堂"  # activity tags
START = ("Preferred_Starting_Day", "Preferred_Starting_Hour")
SLOT = ("Preferred_Day", "Preferred_Hour")
CHOSEN = ("Selected_Day", "Selected_Hour")
CLOSED = ("Day", "Hour")


class TimeConstraints:
    """Writes what a school asks of its timetable; `notes` tells what could be said only in part."""

    def __init__(self, activities: Activities, grid: WeekGrid) -> None:
        self.school: School = activities.school
        self.activities = activities
        self.grid = grid
        self.rules = {active.rule.id: active for active in active_rules(self.school)}
        self.notes: list[Text] = []

    def all(self) -> Iterator[Element]:
        """Yield every constraint."""
        yield constraint("ConstraintBasicCompulsoryTime", ())
        yield self._breaks()
        yield from self._closed()
        yield from self._doubles()
        yield from self._starts()
        yield from self._locks()
        yield from self._together()
        yield from self._apart()
        yield from self._even_days()
        yield from self._gaps()
        yield from self._subjects()
        yield from self._teachers()

    def hard(self, rule: Rule[Any]) -> ActiveRule | None:
        """Return a rule as the school uses it where it must be kept, else None."""
        active = self.rules.get(rule.id)
        return active if active is not None and active.level is not Level.SOFT else None

    # Closed times.

    def _breaks(self) -> Element:
        cells = times(self.grid, "Number_of_Break_Times", "Break_Time", CLOSED, self.grid.breaks)
        return constraint("ConstraintBreakTimes", cells)

    def _closed(self) -> Iterator[Element]:
        """Close the grid to classes, teachers and activities; a class to the hours that its bell schedule has not, too."""
        count, tag = "Number_of_Not_Available_Times", "Not_Available_Time"
        closed = unavailable.closed_slots(self.school) if self.hard(unavailable.RULE) else {}
        open_cells = [cell for cell, slots in self.grid.slots.items() if slots]
        for klass in self.school.classes:
            own = set(self.school.class_slots(klass.id)) - closed.get((MarkOwner.CLASS, klass.id), frozenset())
            shut = [cell for cell in open_cells if own.isdisjoint(self.grid.slots[cell])]
            if shut:
                cells = times(self.grid, count, tag, CLOSED, shut)
                yield constraint("ConstraintStudentsSetNotAvailableTimes", [("Students", klass.id), *cells])
        for teacher in self.school.teachers:
            marked = closed.get((MarkOwner.TEACHER, teacher.id), frozenset())
            shut = [cell for cell in open_cells if self._slots(teacher.id, cell) <= marked]
            if marked and shut:
                cells = times(self.grid, count, tag, CLOSED, shut)
                yield constraint("ConstraintTeacherNotAvailableTimes", [("Teacher", teacher.id), *cells])
        for item in self.activities.items:
            yield from self._closed_to(item, closed)

    def _slots(self, teacher: str, cell: Cell) -> set[Slot]:
        """Return the slots of a cell in the bell schedules that a teacher works by; of one who works by none all."""
        used = {item.schedule(self.school) for item in self.activities.of_teacher[teacher]}
        slots = self.grid.slots[cell]
        return {slot for slot in slots if slot.schedule in used} or set(slots)

    def _closed_to(self, item: Activity, closed: dict[tuple[MarkOwner, str], frozenset[Slot]]) -> Iterator[Element]:
        """Close the time that is closed to a subject or a course, and what a teacher of several bell schedules shares an hour of."""
        owners = [(MarkOwner.COURSE, course.id) for course in item.courses]
        owners += [(MarkOwner.SUBJECT, course.subject) for course in item.courses]
        if len(self.grid.schedules) > 1:
            owners += [(MarkOwner.TEACHER, name) for name in item.teachers]
        shut = frozenset().union(*(closed.get(owner, frozenset()) for owner in owners))
        own = self.school.lesson_slots[item.schedule(self.school)]
        if not shut.isdisjoint(own):
            yield self.only_slots(item, [slot for slot in own if slot not in shut])

    def only_slots(self, item: Activity, slots: Iterable[Slot]) -> Element:
        """Return that an activity lies within some slots."""
        cells = [self.grid.cells[slot] for slot in slots]
        fields = times(self.grid, "Number_of_Preferred_Time_Slots", "Preferred_Time_Slot", SLOT, cells)
        return constraint("ConstraintActivityPreferredTimeSlots", [("Activity_Id", item.number), *fields])

    # Starts.

    def _doubles(self) -> Iterator[Element]:
        """Let doubles begin only where the next lesson follows without a long break; FET knows the next hour alone."""
        if self.hard(double_lessons.RULE) is None:
            return
        for schedule in self.grid.schedules:
            own = self.school.lesson_slots[schedule]
            starts = [self.grid.cells[slot] for slot in own if self.school.next_in_double(slot) is not None]
            fields = times(self.grid, "Number_of_Preferred_Starting_Times", "Preferred_Starting_Time", START, starts)
            who = (("Teacher_Name", ""), ("Students_Name", ""), ("Subject_Name", ""))
            tag = (("Activity_Tag_Name", self.double_tag(schedule)), ("Duration", 2))
            if any(c.doubles and self.school.course_schedule(c) == schedule for c in self.school.courses):
                yield constraint("ConstraintActivitiesPreferredStartingTimes", [*who, *tag, *fields])

    def double_tag(self, schedule: str) -> str:
        """Return the tag of the doubles of a bell schedule."""
        return DOUBLE if len(self.grid.schedules) == 1 else f"{DOUBLE} {schedule}"

    def _starts(self) -> Iterator[Element]:
        """Fix the activities that have a start, and keep meetings to theirs."""
        for item in self.activities.items:
            if item.start is not None and item.start in self.grid.cells:
                yield self._fixed(item, item.start)
            elif item.meeting is not None and self.hard(meetings.RULE):
                starts = [self.grid.cells[slot] for slot in meetings.possible_starts(self.school, item.meeting)]
                fields = times(
                    self.grid, "Number_of_Preferred_Starting_Times", "Preferred_Starting_Time", START, starts
                )
                number = ("Activity_Id", item.number)
                yield constraint("ConstraintActivityPreferredStartingTimes", [number, *fields])

    def _fixed(self, item: Activity, start: Slot) -> Element:
        where = place(self.grid, SLOT, self.grid.cells[start])
        fields = [("Activity_Id", item.number), *where, ("Permanently_Locked", True)]
        return constraint("ConstraintActivityPreferredStartingTime", fields)

    def _locks(self) -> Iterator[Element]:
        """Put fixed lessons where they are: one of a course's activities there, or some activity that covers the slot."""
        if self.hard(locks.RULE) is None:
            return
        taken: dict[int, Slot] = {item.number: item.start for item in self.activities.items if item.start is not None}
        for lock in dict.fromkeys(self.school.locks):
            items = self.activities.of_course[lock.course]
            if lock.slot not in self.grid.cells or any(taken.get(item.number) == lock.slot for item in items):
                continue
            free = [item for item in items if item.number not in taken]
            if free and all(item.length == 1 for item in items):
                taken[free[0].number] = lock.slot
                yield self._fixed(free[0], lock.slot)
            else:
                yield self._occupied(items, [lock.slot], at_least=1)

    def _occupied(
        self, items: Sequence[Activity], slots: Iterable[Slot], *, at_least: int = 0, at_most: int = -1
    ) -> Element:
        """Return how many of some slots activities take."""
        kind, field, bound = ("Min", "Min", at_least) if at_most < 0 else ("Max", "Max", at_most)
        cells = {self.grid.cells[slot] for slot in slots}
        fields = times(self.grid, "Number_of_Selected_Time_Slots", "Selected_Time_Slot", CHOSEN, cells)
        last = (f"{field}_Number_of_Occupied_Time_Slots", bound)
        numbers = ids(item.number for item in items)
        return constraint(f"ConstraintActivitiesOccupy{kind}TimeSlotsFromSelection", [*numbers, *fields, last])

    # Together and apart.

    def _together(self) -> Iterator[Element]:
        if self.hard(parallel_groups.RULE) is None:
            return
        for link in parallel_groups.links(self.school):
            leads, followers = (self.activities.of_course[course.id] for course in (link.lead, link.follower))
            left = list(leads)
            for item in followers:
                fitting = [lead for lead in left if lead.length == item.length]
                fitting = [lead for lead in fitting if lead.start == item.start] or fitting
                if not fitting:
                    self.notes.append(
                        Text(
                            f"走班组“{link.lead.together}”各课连堂数不同，有的课没有写成同时上",
                            f"Group “{link.lead.together}”: its courses have not the same doubles, so not all are tied",
                        )
                    )
                    continue
                left.remove(fitting[0])
                pair = ids((fitting[0].number, item.number))
                yield constraint("ConstraintActivitiesSameStartingTime", pair)

    def _apart(self) -> Iterator[Element]:
        """Keep apart what excludes each other, and what an apprentice teaches and the mentor does."""
        if self.hard(exclusions.RULE):
            for exclusion in self.school.exclusions:
                yield from self._not_overlapping(
                    self.activities.of([self.school.course[name] for name in exclusion.courses])
                )
                yield from self._not_overlapping(self._of_teachers(exclusion.teachers))
        if self.hard(mentor_free.RULE):
            for teacher, sides in mentor_free.apprenticeships(self.school):
                taught = [i for i in self._of_teachers([teacher.id]) if i.meeting is None]
                both = {item.number: item for item in (*taught, *self._of_teachers([sides[1].name]))}
                yield from self._not_overlapping(list(both.values()))

    def _of_teachers(self, teachers: Iterable[str]) -> list[Activity]:
        return list({item.number: item for name in teachers for item in self.activities.of_teacher[name]}.values())

    def _not_overlapping(self, items: Sequence[Activity]) -> Iterator[Element]:
        if len(items) > 1:
            yield constraint("ConstraintActivitiesNotOverlapping", ids(sorted(item.number for item in items)))

    # A class's days.

    def _even_days(self) -> Iterator[Element]:
        """Bound the lessons a day of each class: in FET's own words where all its days are alike, else day by day."""
        if self.hard(class_days.RULE) is None:
            return
        for klass in self.school.classes:
            days = shares(self.school, klass.id)
            bounds = {day: {(share.least, share.most) for share in weeks} for day, weeks in days.items()}
            if not all(len(each) == 1 for each in bounds.values()) or self._fills_more(klass.id):
                self.notes.append(
                    Text(
                        f"{klass.id} 单双周节数不同，没有写各天节数",
                        f"{klass.id}: odd and even weeks differ, so the length of its days is not said",
                    )
                )
                continue
            yield from self._bounded(klass.id, {day: next(iter(each)) for day, each in bounds.items()})

    def _fills_more(self, class_id: str) -> bool:
        """Tell whether a class's activities take more time than its fullest week: lessons that alternate without a pair."""
        weeks = by_week(self.school, self.school.occupying_courses[class_id]).values()
        fullest = max((sum(course.lessons for course in courses) for courses in weeks), default=0)
        return sum(item.length for item in self._filling(class_id)) != fullest

    def _filling(self, class_id: str) -> list[Activity]:
        return [
            item
            for item in self.activities.of(self.school.class_courses[class_id])
            if class_id in self.activities.students(item)
        ]

    def _bounded(self, class_id: str, bounds: dict[int, tuple[int, int]]) -> Iterator[Element]:
        least, most = min(low for low, _ in bounds.values()), max(high for _, high in bounds.values())
        who: Field = ("Students", class_id)
        yield constraint("ConstraintStudentsSetMaxHoursDaily", [("Maximum_Hours_Daily", most), who])
        if least:
            fields: list[Field] = [("Minimum_Hours_Daily", least), who, ("Allow_Empty_Days", False)]
            yield constraint("ConstraintStudentsSetMinHoursDaily", fields)
        items = self._filling(class_id)
        for day, (low, high) in bounds.items():
            slots = [slot for slot in self.school.class_slots(class_id) if slot.day == day]
            if low > least:
                yield self._occupied(items, slots, at_least=low)
            if high < most and high < len(slots):
                yield self._occupied(items, slots, at_most=high)

    def _gaps(self) -> Iterator[Element]:
        if self.hard(class_gaps.RULE) is None:
            return
        for klass, _ in class_gaps.days_with_room(self.school):
            who: Field = ("Students", klass.id)
            yield constraint("ConstraintStudentsSetMaxGapsPerWeek", [("Max_Gaps", 0), who])
            fields: list[Field] = [("Max_Beginnings_At_Second_Hour", 0), who]
            yield constraint("ConstraintStudentsSetEarlyMaxBeginningsAtSecondHour", fields)

    def _subjects(self) -> Iterator[Element]:
        """Bound the lessons a day of a subject: by days apart where it is one, else by the time slots of each day."""
        active = self.hard(subject_per_day.RULE)
        if active is None:
            return
        parameters: Any = active.parameters
        seen: set[tuple[int, ...]] = set()
        for klass in self.school.classes:
            days = len(days_of(self.school, klass.id))
            for courses in courses_by_subject(self.school, klass.id).values():
                for held in by_week(self.school, courses).values():
                    limit = subject_per_day.limit(self.school, held, days, parameters)
                    yield from self._a_day(klass.id, held, limit, seen)

    def _a_day(self, class_id: str, courses: list[Course], limit: int, seen: set[tuple[int, ...]]) -> Iterator[Element]:
        items = self.activities.of(courses)
        numbers = tuple(item.number for item in items)
        if sum(item.length for item in items) <= limit or numbers in seen:
            return
        seen.add(numbers)
        if limit == 1 or all(item.length == limit for item in items):
            fields = [("Consecutive_If_Same_Day", False), *ids(numbers), ("MinDays", 1)]
            yield constraint("ConstraintMinDaysBetweenActivities", fields)
            return
        for day in days_of(self.school, class_id):
            slots = [slot for slot in self.school.class_slots(class_id) if slot.day == day]
            if len(slots) > limit:
                yield self._occupied(items, slots, at_most=limit)

    # Teachers.

    def _teachers(self) -> Iterator[Element]:
        per_day, in_row, days = (self.hard(r.RULE) for r in (teacher_per_day, teacher_in_row, teacher_days))
        parameters: Any = per_day.parameters if per_day is not None else None
        limits = teacher_per_day.limits(self.school, parameters) if parameters is not None else {}
        for teacher in self.school.teachers:
            name, items = ("Teacher_Name", teacher.id), self.activities.of_teacher[teacher.id]
            taught = sum(item.length for item in items if item.meeting is None)
            tag = (("Activity_Tag_Name", LESSON),) if any(item.meeting for item in items) else ()
            infix = "ActivityTag" if tag else ""
            if teacher.id in limits and taught > limits[teacher.id]:
                fields = [name, *tag, ("Maximum_Hours_Daily", limits[teacher.id])]
                yield constraint(f"ConstraintTeacher{infix}MaxHoursDaily", fields)
            if in_row and teacher.max_in_row is not None and taught > teacher.max_in_row:
                fields = [name, *tag, ("Maximum_Hours_Continuously", teacher.max_in_row)]
                yield constraint(f"ConstraintTeacher{infix}MaxHoursContinuously", fields)
            if days and teacher.max_days is not None and teacher.max_days < len(self.grid.days):
                fields = [name, ("Max_Days_Per_Week", teacher.max_days)]
                yield constraint("ConstraintTeacherMaxDaysPerWeek", fields)
