"""Gathers the lessons of a plan from its timetables by class: a row, or a sheet, for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from scheduler.plan import MeetingPlacement, Placement, StrayLesson
from scheduler.plan.layout import MEETINGS
from scheduler.school import AFTER_SCHOOL, CONTENT_NAMES, Course, Meeting, PeriodKind, School, Slot
from scheduler.text import Text, day_name
from scheduler.workbook.names import key, split_names
from scheduler.workbook.plan.cells import CellContent, CellLesson, CellReader, courses_meant
from scheduler.workbook.plan.classes import ClassNames
from scheduler.workbook.plan.grid import GridRow, Slots, TimetableGrid
from scheduler.workbook.plan.matches import Matches, alike
from scheduler.workbook.plan.service import Place
from scheduler.workbook.plan.sheet import TimeHeading

MEETING_LABELS = frozenset({key(MEETINGS.zh), key(MEETINGS.en), "教研活动", "集体备课", "会议"})
_CONTENTS = frozenset(word for text in CONTENT_NAMES.values() for word in text)


class Gathered:
    """The lessons and meetings found so far, with the cells in which they stand."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.matches = Matches()
        self.classes = ClassNames(school)
        self.reader = CellReader(school, self.matches)
        self.cells: dict[tuple[str, Slot], Place] = {}
        self.class_cells: dict[str, Place] = {}
        self.teacher_cells: dict[str, Place] = {}
        self.taught_cells: dict[tuple[str, Slot], Place] = {}
        self.attending: dict[Slot, dict[str, dict[str, str | None]]] = defaultdict(lambda: defaultdict(dict))
        self.used: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.strays: list[StrayLesson] = []
        self.meetings: dict[str, set[Slot]] = defaultdict(set)
        self.meeting_by_name = {key(m.id): m for m in school.meetings}

    def hold(self, class_id: str, slot: Slot, course: Course, venue: str | None) -> None:
        """Add a lesson of a class; that another row tells it too changes nothing."""
        if class_id not in self.attending[slot][course.id]:
            self.used[class_id][course.id] += 1
        self.attending[slot][course.id][class_id] = venue or self.attending[slot][course.id].get(class_id)

    def is_service(self, slot: Slot, word: str) -> bool:
        """Tell whether a word is what pupils do after school at a slot: 体育 and 劳动 are no lessons then."""
        return (
            bool(self.school.service.stations) and self.school.period(slot).kind in AFTER_SCHOOL and word in _CONTENTS
        )

    def hold_meeting(self, meeting: Meeting, slots: Slots, heading: TimeHeading) -> None:
        """Add a period of a meeting."""
        slot = slots.slot(heading, self.school.schedule[meeting.schedule])
        if slot is not None:
            self.meetings[meeting.id].add(slot)

    def placements(self) -> tuple[Placement, ...]:
        """Return the lessons in the order of the school's courses."""
        return tuple(
            self._placement(course, slot, self.attending[slot][course.id])
            for course in self.school.courses
            for slot in sorted(self.attending)
            if course.id in self.attending[slot]
        )

    def held_meetings(self) -> tuple[MeetingPlacement, ...]:
        """Return the meetings that the plan tells, each from its first period."""
        return tuple(MeetingPlacement(meeting=name, slot=min(slots)) for name, slots in self.meetings.items())

    def _placement(self, course: Course, slot: Slot, classes: dict[str, str | None]) -> Placement:
        shown = next((venue for venue in classes.values() if venue is not None), None)
        return Placement(
            course=course.id,
            slot=slot,
            venue=shown or only_venue(self.school, course),
            classes=() if len(classes) == len(course.classes) else tuple(c for c in course.classes if c in classes),
        )


def only_venue(school: School, course: Course) -> str | None:
    """Return the venue of a course that has no choice; None for the home room and where there is a choice."""
    if course.venue is not None:
        return course.venue
    fitting = [venue.id for venue in school.venues if venue.kind == course.venue_kind]
    return fitting[0] if len(fitting) == 1 else None


class ClassTables:
    """Takes the lessons of timetables in which a cell tells subjects, perhaps with teachers and places."""

    def __init__(self, found: Gathered) -> None:
        self.found = found
        self.school = found.school
        self.matches = found.matches

    def read(self, table: TimetableGrid) -> None:
        """Take the lessons of a table; a week of a class that was read before is left."""
        slots = Slots(table)
        for row in table.rows:
            self._row(table, slots, row)

    def _row(self, table: TimetableGrid, slots: Slots, row: GridRow) -> None:
        texts = [text for text, _ in row.labels]
        if table.is_week:
            self._week(table, slots, row, self.found.classes.in_title([*texts, table.sheet]))
            return
        class_id = self.found.classes.of(texts)
        meeting = next((m for m in map(self.found.meeting_by_name.get, map(key, texts)) if m is not None), None)
        if class_id is not None:
            self._class_row(table.sheet, slots, row, class_id, row.labels[0][0])
        elif meeting is not None:
            for heading, text, _ in row.cells:
                if text:
                    self.found.hold_meeting(meeting, slots, heading)
        elif any(key(text) in MEETING_LABELS for text in texts):
            self._meeting_row(table.sheet, slots, row)
        elif any(text for _, text, _ in row.cells):
            name, cell = row.labels[0]
            self.matches.ask(
                table.sheet, cell, name,
                Text("学校里没有这个班，这一行没有读", "The school has no such class; this row was not read"),
                Text("改成学校工作簿里的班名，如 七(1)班", "Write the class as in the school workbook"),
                self.found.classes.alike(name),
            )  # fmt: skip

    def _week(self, table: TimetableGrid, slots: Slots, row: GridRow, named: tuple[str, str] | None) -> None:
        if named is not None:
            class_id, label = named
            if self.found.class_cells.get(class_id, ("", ""))[0] not in ("", table.sheet):
                zh = f"{class_id} 的课表出现不止一次，只读了 {'!'.join(self.found.class_cells[class_id])} 处的"
                self.matches.remark(Text(zh, f"{class_id} stands more than once; only the first was read"))
                return
            self._class_row(table.sheet, slots, row, class_id, label)
        elif any(text for _, text, _ in row.cells):
            name, cell = row.labels[0] if row.labels else (table.sheet, row.cells[0][2])
            self.matches.ask(
                table.sheet, cell, name,
                Text("看不出这是哪个班的课表，没有读", "It is not said whose timetable this is; not read"),
                Text("在表名或标题里写上班名，如 七(1)班", "Write the class into the sheet's name or the title"),
                self.found.classes.alike(name),
            )  # fmt: skip

    def _meeting_row(self, sheet: str, slots: Slots, row: GridRow) -> None:
        """Take the row 教研, whose cells name the meetings held."""
        known = self.found.meeting_by_name
        for heading, text, cell in row.cells:
            for line in text.split("\n"):
                for name in (line,) if key(line) in known else split_names(line):
                    if key(name) in known:
                        self.found.hold_meeting(known[key(name)], slots, heading)
                        continue
                    self.matches.ask(
                        sheet, cell, name,
                        Text("学校里没有这项教研", "The school has no such meeting"),
                        Text("改成教研表里的名称", "Write its name as in the school workbook"),
                        alike(name, [meeting.id for meeting in self.school.meetings]),
                    )  # fmt: skip

    def _class_row(self, sheet: str, slots: Slots, row: GridRow, class_id: str, label: str) -> None:
        names = {key(text): cell for text, cell in row.labels}
        cell = names.get(key(label)) or next(iter(names.values()), row.cells[0][2])
        if class_id in self.found.class_cells:
            where = "!".join(self.found.class_cells[class_id])
            self.matches.ask(
                sheet, cell, class_id,
                Text(f"这个班已经出现在 {where}，这一行没有读", f"This class already stands at {where}; row not read"),
                Text("一个班只留一行", "Leave one row a class"),
            )  # fmt: skip
            return
        self.found.class_cells[class_id] = (sheet, cell)
        if key(class_id) not in names:
            self.matches.take("class", label, class_id, sheet, cell)
        schedule = self.school.schedule[self.school.school_class[class_id].schedule]
        for heading, text, cell in row.cells:
            slot = slots.slot(heading, schedule)
            if slot is not None:
                self.found.cells[class_id, slot] = (sheet, cell)
                self._cell(class_id, slot, text)
            elif text and self._matters(heading, text):
                day = day_name(heading.day)
                self.matches.ask(
                    sheet, cell, text,
                    Text(
                        f"“{schedule.id}”里没有{day.zh}“{heading.name}”，没有读",
                        f"“{schedule.id}” has no {day.en} “{heading.name}”; not read",
                    ),
                    Text("核对表头的节次与学校作息", "Compare the headings with the bell schedule"),
                    once=f"{schedule.id} {heading}",
                )  # fmt: skip

    def _matters(self, heading: TimeHeading, text: str) -> bool:
        """Tell whether something that stands at no time of the school may be a lesson: 午休 and 备注 are none."""
        if heading.number is not None:
            return True
        return any(key(line) in self.found.reader.subjects for line in text.split("\n"))

    def _cell(self, class_id: str, slot: Slot, text: str) -> None:
        """Take the lessons of a cell."""
        place = self.found.cells[class_id, slot]
        if not text:
            return
        content = self.found.reader.read(class_id, text, place)
        if not self._tells_lessons(slot, content):
            return
        for stranger in content.strangers:
            self._ask_teacher(class_id, place, stranger, content.lessons)
        for index, lesson in enumerate(content.lessons):
            if not lesson.known:
                own = dict.fromkeys(course.subject for course in self.school.class_courses[class_id])
                self.matches.ask(
                    *place, lesson.subject,
                    Text("学校里没有这门学科", "The school has no such subject"),
                    Text("改成任课表里的学科名称", "Write the subject as in the school workbook"),
                    subjects_alike(lesson.subject, own),
                )  # fmt: skip
            courses = courses_meant(self.school, class_id, lesson, index > 0, self.found.used[class_id])
            for course in courses:
                self.found.hold(class_id, slot, course, lesson.venue_of(course))
            if not courses:
                teacher = lesson.teachers[0] if lesson.teachers else None
                stray = StrayLesson(class_id=class_id, slot=slot, subject=lesson.subject, teacher=teacher)
                self.found.strays.append(stray)

    def _ask_teacher(self, class_id: str, place: Place, name: str, lessons: Sequence[CellLesson]) -> None:
        told = {lesson.subject for lesson in lessons}
        own = [t for c in self.school.class_courses[class_id] if c.subject in told for t in c.teachers]
        self.matches.ask(
            *place, name,
            Text("学校里没有这位教师", "The school has no such teacher"),
            Text("改成任课表里的姓名", "Write the name as in the school workbook"),
            tuple(dict.fromkeys((*own, *alike(name, self.school.teacher, 3)))),
        )  # fmt: skip

    def _tells_lessons(self, slot: Slot, content: CellContent) -> bool:
        """Tell whether a cell holds lessons. Outside the lesson periods it does when it begins with a subject's name.

        跑操 in the break, 作业辅导 in the service are none; 语文 in the morning reading only says whose reading it is.
        """
        kind = self.school.period(slot).kind
        if kind is PeriodKind.LESSON:
            return True
        if kind is PeriodKind.MORNING_READING or not content.lessons:
            return False
        return content.lessons[0].known and not self.found.is_service(slot, content.lessons[0].said)


def subjects_alike(name: str, subjects: Iterable[str]) -> tuple[str, ...]:
    """Return the subjects that a wrong name may mean: those that share a character with it."""
    return tuple(subject for subject in subjects if set(subject) & set(name))
