"""What stands in one cell of a timetable: the lessons of a class, a teacher or a venue at a slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scheduler.plan import Placement, PlanView, ServiceSession, StrayLesson
from scheduler.plan.layout import GROUPS, JOINT, WEEK_WORDS, doing, is_group
from scheduler.school import GRANT_NAMES, Area, BellSchedule, Course, School, Slot, StationKind, Week
from scheduler.text import Text, grade_name
from scheduler.workbook.names import standard_class_name

_Sessions = dict[tuple[str, Slot], list[ServiceSession]]


class Entry(NamedTuple):
    """One lesson in a cell: its heading, the lines under it, and the area that colours it (None: a meeting or service).

    `week` tells in which weeks it is held, `place` where, if that is one place that the plan names.
    """

    heading: str
    details: tuple[str, ...]
    area: Area | None
    week: Week = Week.EVERY
    place: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the entry, from the top."""
        return (self.heading, *self.details)


class Lessons:
    """A plan asked by class, teacher or venue; its words are in one language."""

    def __init__(self, view: PlanView, language: str) -> None:
        self.view = view
        self.school = view.school
        self.language = language
        self.of_venue: dict[str, dict[Slot, list[Placement]]] = defaultdict(lambda: defaultdict(list))
        for placement in view.plan.placements:
            if placement.venue is not None:
                self.of_venue[placement.venue][placement.slot].append(placement)
        self.strays: dict[tuple[str, Slot], list[StrayLesson]] = defaultdict(list)
        for stray in view.plan.strays:
            self.strays[stray.class_id, stray.slot].append(stray)
        self.served_classes: _Sessions = defaultdict(list)
        self.watched: _Sessions = defaultdict(list)
        self.serving: _Sessions = defaultdict(list)
        self.served_venues: _Sessions = defaultdict(list)
        for session in view.plan.sessions:
            station = view.school.service.stations[session.station]
            for class_id in station.classes if is_group(station) or station.kind is StationKind.WATCH else ():
                self.served_classes[class_id, session.slot].append(session)
                if station.kind is StationKind.WATCH:
                    self.watched[class_id, session.slot].append(session)
            for teacher_id in dict.fromkeys(session.adults):
                self.serving[teacher_id, session.slot].append(session)
            if session.venue is not None:
                self.served_venues[session.venue, session.slot].append(session)

    def text(self, text: Text) -> str:
        """Return a text in the language of this workbook."""
        return text.get(self.language)

    def of_class_in_short(self, class_id: str, slot: Slot) -> list[Entry]:
        """Return a class's lessons for a narrow cell: short subject, teachers, the venue only where there is a choice."""
        entries = []
        for group in self._together(self.view.of_class[class_id].get(slot, ())):
            details: list[str] = []
            for course, placement in group:
                details += course.teachers
                if placement.venue is not None and has_venue_choice(self.school, course):
                    details.append(placement.venue)
            course = group[0][0]
            subject = self.school.subject[course.subject]
            heading = self._of_group(group[0][1], subject.short or subject.id)
            entries.append(self._entry(course, heading, details))
        watched = [
            Entry(self.text(doing(self.school, s)), s.adults, None) for s in self.watched.get((class_id, slot), ())
        ]
        return entries + self._strays(class_id, slot) + watched

    def of_class(self, class_id: str, slot: Slot) -> list[Entry]:
        """Return a class's lessons in full: subject, teachers, venue, the other classes of a joint lesson."""
        entries = []
        for group in self._together(self.view.of_class[class_id].get(slot, ())):
            course, placement = group[0]
            if len(group) > 1:
                details = [" ".join(["、".join(c.teachers), p.venue or ""]).strip() for c, p in group]
            else:
                details = ["、".join(course.teachers), placement.venue or ""]
            others = [name for name in placement.classes or course.classes if name != class_id]
            if others and course.together is None:
                joint = "、".join(others)
                details.append(self.text(Text(f"与{joint}合班", f"with {joint}")))
            places = {p.venue for _, p in group}
            place = placement.venue if len(places) == 1 else None
            heading = self._of_group(placement, course.subject)
            entries.append(self._entry(course, heading, [line for line in details if line], place))
        return entries + self._strays(class_id, slot) + self._service_of_class(class_id, slot)

    def _service_of_class(self, class_id: str, slot: Slot) -> list[Entry]:
        """Return what a class does after school in its groups: what, with whom, where."""
        entries = []
        for session in self.served_classes.get((class_id, slot), ()):
            classes = self.school.service.stations[session.station].classes
            details = ["、".join(session.adults), session.venue or ""]
            if len(classes) > 1:
                details.append(f"{self.text(JOINT)}：{classes_text(self.school, classes)}")
            what = self.text(doing(self.school, session))
            entries.append(Entry(what, tuple(line for line in details if line), None, place=session.venue))
        return entries

    def slots_of(self, schedule: BellSchedule) -> list[Slot]:
        """Return the lesson slots of a schedule, and whatever other slots its classes have lessons at, in order."""
        used = {slot for slots in self.view.of_class.values() for slot, found in slots.items() if found}
        used |= {slot for _, slot in self.strays}
        return sorted({*self.school.lesson_slots[schedule.id], *(s for s in used if s.schedule == schedule.id)})

    def _together(self, placements: Iterable[Placement]) -> list[list[tuple[Course, Placement]]]:
        """Return lessons in groups: those of one subject that run together are one lesson to a class unless they take turns."""
        groups: dict[tuple[str, ...], list[tuple[Course, Placement]]] = defaultdict(list)
        for placement in placements:
            course = self.school.course[placement.course]
            shared = course.together is not None and course.groups == 1
            key = (str(course.together), course.subject, course.week) if shared else (course.id,)
            groups[key].append((course, placement))
        return sorted(groups.values(), key=lambda group: self.view.group_of(group[0][1]) or 0)

    def of_teacher_in_short(self, teacher_id: str, slot: Slot) -> list[Entry]:
        """Return a teacher's lessons and meetings for a narrow cell: class, then subject."""
        entries = []
        for placement in self.view.of_teacher[teacher_id].get(slot, ()):
            course = self.school.course[placement.course]
            subject = self.school.subject[course.subject]
            entries.append(self._entry(course, self._classes(placement, "\n"), [subject.short or subject.id]))
        return entries + self._meetings(teacher_id, slot)

    def of_teacher(self, teacher_id: str, slot: Slot) -> list[Entry]:
        """Return a teacher's lessons and meetings in full: class, subject, venue."""
        entries = []
        for placement in self.view.of_teacher[teacher_id].get(slot, ()):
            course = self.school.course[placement.course]
            details = [course.subject, *([placement.venue] if placement.venue else [])]
            entries.append(self._entry(course, self._classes(placement), details, placement.venue))
        return entries + self._meetings(teacher_id, slot) + self._service_of_teacher(teacher_id, slot)

    def _service_of_teacher(self, teacher_id: str, slot: Slot) -> list[Entry]:
        """Return a teacher's sessions of service: what, with which classes, where."""
        entries = []
        for session in self.serving.get((teacher_id, slot), ()):
            station = self.school.service.stations[session.station]
            words = [self.text(doing(self.school, session))]
            words += [classes_text(self.school, station.classes)] if station.club is None and station.classes else []
            venue = (session.venue,) if session.venue is not None else ()
            entries.append(Entry(" ".join(words), venue, None, place=session.venue))
        return entries

    def service_in_short(self, teacher_id: str, day: int) -> list[Entry]:
        """Return a teacher's service and flexible time on a day for a narrow cell; not the morning duty."""
        held = [s for s in self.view.serving[teacher_id] if s.slot.day == day]
        entries = []
        for session in sorted(held, key=lambda each: self.school.interval(each.slot)):
            station = self.school.service.stations[session.station]
            if station.kind is not StationKind.MORNING:
                classes = f" {classes_text(self.school, station.classes)}" if is_group(station) else ""
                entries.append(Entry(self.text(doing(self.school, session)) + classes, (), None))
        return entries + self.grants_of_teacher(teacher_id, day)

    def grants_of_teacher(self, teacher_id: str, day: int) -> list[Entry]:
        """Return a teacher's flexible time on a day."""
        grants = self.view.grants_of[teacher_id]
        return [Entry(self.text(GRANT_NAMES[grant.kind]), (), None) for grant in grants if grant.day == day]

    def in_venue(self, venue_id: str, slot: Slot) -> list[Entry]:
        """Return the lessons held in a venue: class, subject, teachers; a line each where it holds several classes."""
        entries = []
        crowded = self.school.venue[venue_id].capacity > 1
        for placement in self.of_venue[venue_id].get(slot, ()):
            course = self.school.course[placement.course]
            subject = self.school.subject[course.subject]
            classes, teachers = self._classes(placement), "、".join(course.teachers)
            if crowded:
                entries.append(self._entry(course, f"{classes} {subject.short or subject.id} {teachers}".rstrip(), []))
            else:
                entries.append(self._entry(course, f"{classes} {subject.id}", [teachers] if teachers else []))
        for session in self.served_venues.get((venue_id, slot), ()):
            station, adults = self.school.service.stations[session.station], "、".join(session.adults)
            name = (
                station.title
                if station.club is not None
                else f"{classes_text(self.school, station.classes)} {self.text(doing(self.school, session))}"
            )
            entries.append(Entry(name.strip(), (adults,) if adults else (), None))
        return entries

    def weekly_of_teacher(self, teacher_id: str) -> float:
        """Return how many lessons a week a teacher holds, odd and even weeks averaged; a whole number comes as one."""
        found = sum(
            1 if self.view.week_of(placement) is Week.EVERY else 0.5
            for placements in self.view.of_teacher[teacher_id].values()
            for placement in placements
        )
        return whole_number(found)

    def _entry(self, course: Course, heading: str, details: list[str], place: str | None = None) -> Entry:
        week = WEEK_WORDS.get(course.week)
        prefix = f"{self.text(week)} " if week else ""
        return Entry(prefix + heading, tuple(details), self.school.area_of(course), course.week, place)

    def _classes(self, placement: Placement, separator: str = "、") -> str:
        classes = placement.classes or self.school.course[placement.course].classes
        return _short(classes, separator) + self._group(placement)

    def _group(self, placement: Placement) -> str:
        """Return which group of a half class attends a lesson: 甲组; nothing of a whole class."""
        group = self.view.group_of(placement)
        return "" if group is None else self.text(GROUPS[group])

    def _of_group(self, placement: Placement, heading: str) -> str:
        return f"{self._group(placement)} {heading}".lstrip()

    def _strays(self, class_id: str, slot: Slot) -> list[Entry]:
        found = []
        for stray in self.strays.get((class_id, slot), ()):
            subject = self.school.subject.get(stray.subject)
            area = subject.area if subject else Area.OTHER
            found.append(Entry(stray.subject, (stray.teacher,) if stray.teacher else (), area))
        return found

    def _meetings(self, teacher_id: str, slot: Slot) -> list[Entry]:
        held = self.view.meetings_of.get(teacher_id, ())
        return [Entry(name, (), None) for name, at in held if at == slot]


def _short(classes: Iterable[str], separator: str = "、") -> str:
    """Return the names of classes as one text, without 班."""
    return separator.join(name.removesuffix("班") for name in classes)


def classes_text(school: School, classes: Sequence[str]) -> str:
    """Return the names of classes in little room: 二(1)(2)、三(1)至(4)."""
    found: dict[int, list[int]] = defaultdict(list)
    for klass in (school.school_class[name] for name in classes):
        if klass.id != standard_class_name(klass.grade, klass.number):
            return _short(classes)
        found[klass.grade].append(klass.number)
    return "、".join(grade_name(grade) + _numbers(numbers) for grade, numbers in found.items())


def _numbers(numbers: list[int]) -> str:
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 2 and numbers == list(range(first, last + 1)):
        return f"({first})至({last})"
    return "".join(f"({number})" for number in numbers)


def whole_number(value: float) -> int | float:
    """Return a number as it is printed: a whole one without decimals."""
    return int(value) if value == int(value) else value


def has_venue_choice(school: School, course: Course) -> bool:
    """Tell whether a course could be held in several venues."""
    return course.venue is None and sum(1 for v in school.venues if v.kind == course.venue_kind) > 1
