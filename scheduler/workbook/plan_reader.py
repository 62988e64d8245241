"""Reads a plan back: our 总课表 and service sheets (also edited), `plan.json`, and class x slot grids of other programs.

总课表 tells a lesson's venue only where there is a choice; elsewhere it is the only one that the course can have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

from scheduler.plan import FlexGrant, MeetingPlacement, Placement, Plan, ServiceSession, StrayLesson
from scheduler.plan.document import PlanDocument, SlotRecord
from scheduler.plan.layout import ALLOWANCES, MEETINGS, OVERVIEW
from scheduler.school import Course, Meeting, PeriodKind, School, Slot
from scheduler.text import Text, day_name
from scheduler.workbook.files import open_workbook
from scheduler.workbook.layout import RULES, TIMES
from scheduler.workbook.names import class_name, key, split_names
from scheduler.workbook.plan_cells import CellReader, Content, courses_meant
from scheduler.workbook.plan_grid import Heading, Row, Slots, find_table
from scheduler.workbook.plan_meetings import PlacedMeetings, fixed_meetings, place_meetings
from scheduler.workbook.plan_service import Place, ServiceReading, read_service
from scheduler.workbook.problem import Note, Problem
from scheduler.workbook.tables import is_titled

_MEETING_LABELS = {key(MEETINGS.zh), key(MEETINGS.en), "教研活动", "集体备课", "会议"}


class PlanReading(NamedTuple):
    """A plan that was read, all that was wrong with it, what was assumed, and where its parts stand.

    `plan` is None when nothing could be read as a plan. `cells` are those of classes at slots, `post_cells` those of posts of
    the after-school day, `class_cells` and `teacher_cells` hold names. There are none for `plan.json`.
    """

    plan: Plan | None
    problems: tuple[Problem, ...] = ()
    cells: Mapping[tuple[str, Slot], Place] = {}
    class_cells: Mapping[str, Place] = {}
    notes: tuple[Note, ...] = ()
    post_cells: Mapping[tuple[str, Slot], Place] = {}
    teacher_cells: Mapping[str, Place] = {}


def read_plan(path: Path, school: School) -> PlanReading:
    """Return the plan in a file and every problem in it; no file is so wrong that this raises."""
    if path.suffix.lower() == ".json":
        return _read_document(path, school)
    book, problems = open_workbook(path)
    if book is None:
        return PlanReading(None, problems)
    reading = read_plan_workbook(book, school)
    told = (problem for problem in problems if problem.sheet not in ALLOWANCES)  # whose formulas are not read
    return reading._replace(problems=(*told, *reading.problems))


def read_plan_workbook(book: Workbook, school: School) -> PlanReading:
    """Return the plan in an open workbook: that of its 总课表 and service sheets, or of every sheet that holds a grid."""
    ours = [sheet for sheet in book.worksheets if sheet.title.startswith(tuple(OVERVIEW))]
    reader = _GridReader(school)
    for sheet in ours or book.worksheets:
        if not is_titled(sheet.title, (*TIMES.title, *TIMES.aliases, *RULES.title)):  # these name weekdays too
            reader.read(sheet)
    reading = reader.result()
    return _with_service(reading, reading.plan, read_service(book, school)) if ours and reading.plan else reading


def _with_service(reading: PlanReading, plan: Plan, service: ServiceReading) -> PlanReading:
    return reading._replace(
        plan=plan.model_copy(update={"sessions": service.sessions, "grants": service.grants}),
        problems=(*reading.problems, *service.problems),
        cells={**service.class_cells, **reading.cells},
        post_cells=service.post_cells,
        teacher_cells=service.teacher_cells,
    )


class _GridReader:
    """Gathers the lessons of every grid of a workbook."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.reader = CellReader(school)
        self.problems: list[Problem] = []
        self.cells: dict[tuple[str, Slot], Place] = {}
        self.class_cells: dict[str, Place] = {}
        self.attending: dict[Slot, dict[str, dict[str, str | None]]] = defaultdict(lambda: defaultdict(dict))
        self.used: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.strays: list[StrayLesson] = []
        self.meetings: dict[str, set[Slot]] = defaultdict(set)
        self.complained: set[tuple[str, str]] = set()
        self.found_table = False
        self.class_by_name = {key(c.id): c.id for c in school.classes}
        self.class_by_number = {(c.grade, c.number): c.id for c in school.classes}
        self.meeting_by_name = {key(m.id): m for m in school.meetings}

    def read(self, sheet: Worksheet) -> None:
        """Take the lessons of a sheet; a sheet without a grid has none."""
        table = find_table(sheet)
        if table is None:
            return
        self.found_table = True
        slots = Slots(table)
        for row in table.rows:
            self._row(sheet.title, slots, row)

    def _row(self, sheet: str, slots: Slots, row: Row) -> None:
        class_id = self._class(row)
        if class_id is not None:
            self._class_row(sheet, slots, row, class_id)
            return
        meeting = next(
            (self.meeting_by_name[key(text)] for text, _ in row.labels if key(text) in self.meeting_by_name), None
        )
        if meeting is not None:
            for heading, text, _ in row.cells:
                if text:
                    self._meeting(meeting, slots, heading)
        elif any(key(text) in _MEETING_LABELS for text, _ in row.labels):
            self._meeting_row(sheet, slots, row)
        elif any(text for _, text, _ in row.cells):
            name, cell = row.labels[0]
            self._complain(
                sheet, cell, name,
                Text("学校里没有这个班，这一行没有读", "The school has no such class; this row was not read"),
                Text("改成学校工作簿里的班名，如 七(1)班", "Write the class as in the school workbook"),
            )  # fmt: skip

    def _meeting_row(self, sheet: str, slots: Slots, row: Row) -> None:
        """Take the row 教研, whose cells name the meetings held."""
        for heading, text, cell in row.cells:
            for line in text.split("\n"):
                for name in (line,) if key(line) in self.meeting_by_name else split_names(line):
                    if key(name) in self.meeting_by_name:
                        self._meeting(self.meeting_by_name[key(name)], slots, heading)
                        continue
                    self._complain(
                        sheet, cell, name,
                        Text("学校里没有这项教研", "The school has no such meeting"),
                        Text("改成教研表里的名称", "Write its name as in the school workbook"),
                    )  # fmt: skip

    def _meeting(self, meeting: Meeting, slots: Slots, heading: Heading) -> None:
        slot = slots.slot(heading, self.school.schedule[meeting.schedule])
        if slot is not None:
            self.meetings[meeting.id].add(slot)

    def _class(self, row: Row) -> str | None:
        """Return the class that a row is about; its grade and its number may stand in two cells."""
        texts = [text for text, _ in row.labels]
        joined = ["".join(texts[:2]), "-".join(texts[:2])]
        for text in [*texts, *joined]:
            if key(text) in self.class_by_name:
                return self.class_by_name[key(text)]
        for text in [*texts, *joined]:
            number = class_name(text)
            if number in self.class_by_number:
                return self.class_by_number[number]
        return None

    def _class_row(self, sheet: str, slots: Slots, row: Row, class_id: str) -> None:
        if class_id in self.class_cells:
            where = "!".join(self.class_cells[class_id])
            self._complain(
                sheet, row.labels[0][1], class_id,
                Text(f"这个班已经出现在 {where}，这一行没有读", f"This class already stands at {where}; row not read"),
                Text("一个班只留一行", "Leave one row a class"),
            )  # fmt: skip
            return
        self.class_cells[class_id] = (sheet, row.labels[0][1])
        schedule = self.school.schedule[self.school.school_class[class_id].schedule]
        for heading, text, cell in row.cells:
            slot = slots.slot(heading, schedule)
            if slot is not None:
                self.cells[class_id, slot] = (sheet, cell)
                self._cell(class_id, slot, text)
            elif text:
                day = day_name(heading.day)
                self._complain(
                    sheet, cell, text,
                    Text(
                        f"{class_id} 的作息里没有{day.zh}“{heading.name}”，这一列没有读",
                        f"{class_id} has no {day.en} “{heading.name}”; this column was not read",
                    ),
                    Text("核对表头的节次与学校作息", "Compare the headings with the bell schedule"),
                    once=f"{schedule.id} {heading}",
                )  # fmt: skip

    def _cell(self, class_id: str, slot: Slot, text: str) -> None:
        """Take the lessons of a cell."""
        content = self.reader.read(class_id, text)
        if not self._tells_lessons(slot, content):
            return
        sheet, cell = self.cells[class_id, slot]
        for stranger in content.strangers:
            self._complain(
                sheet, cell, stranger,
                Text("学校里没有这位教师", "The school has no such teacher"),
                Text("改成任课表里的姓名", "Write the name as in the school workbook"),
            )  # fmt: skip
        for index, lesson in enumerate(content.lessons):
            if not lesson.known:
                self._complain(
                    sheet, cell, lesson.subject,
                    Text("学校里没有这门学科", "The school has no such subject"),
                    Text("改成任课表里的学科名称", "Write the subject as in the school workbook"),
                )  # fmt: skip
            courses = courses_meant(self.school, class_id, lesson, index > 0, self.used[class_id])
            for course in courses:
                self.used[class_id][course.id] += 1
                self.attending[slot][course.id][class_id] = lesson.venue_of(course)
            if not courses:
                teacher = lesson.teachers[0] if lesson.teachers else None
                stray = StrayLesson(class_id=class_id, slot=slot, subject=lesson.subject, teacher=teacher)
                self.strays.append(stray)

    def _tells_lessons(self, slot: Slot, content: Content) -> bool:
        """Tell whether a cell holds lessons. Outside the lesson periods it does when it begins with a subject's name.

        跑操 in the break, 作业辅导 in the service are none; 语文 in the morning reading only says whose reading it is.
        """
        kind = self.school.period(slot).kind
        if kind is PeriodKind.LESSON:
            return True
        return kind is not PeriodKind.MORNING_READING and bool(content.lessons) and content.lessons[0].known

    def _complain(self, sheet: str, cell: str, value: str, text: Text, cure: Text, *, once: str = "") -> None:
        """Note a problem; of those that share `once` only the first."""
        if once and (sheet, once) in self.complained:
            return
        self.complained.add((sheet, once))
        self.problems.append(Problem("error", sheet, cell, value, text, cure))

    def result(self) -> PlanReading:
        """Return what was read; no plan when no class of the school was found."""
        if not self.class_cells:
            return PlanReading(None, (self._nothing_found(), *self.problems))
        placements = [
            self._placement(course, slot, self.attending[slot][course.id])
            for course in self.school.courses
            for slot in sorted(self.attending)
            if course.id in self.attending[slot]
        ]
        told = tuple(MeetingPlacement(meeting=name, slot=min(slots)) for name, slots in self.meetings.items())
        held = (*told, *fixed_meetings(self.school, told))
        read = PlacedMeetings(Plan(placements=tuple(placements), meetings=held, strays=tuple(self.strays)))
        plan, notes, unplaced = read if told else place_meetings(self.school, read.plan)
        problems = (*self.problems, *self._missing(), *unplaced)
        return PlanReading(plan, problems, self.cells, self.class_cells, notes)

    def _placement(self, course: Course, slot: Slot, classes: dict[str, str | None]) -> Placement:
        shown = next((venue for venue in classes.values() if venue is not None), None)
        return Placement(
            course=course.id,
            slot=slot,
            venue=shown or only_venue(self.school, course),
            classes=() if len(classes) == len(course.classes) else tuple(c for c in course.classes if c in classes),
        )

    def _nothing_found(self) -> Problem:
        if self.found_table:
            text = Text("课表里没有本校的班级", "No class of this school stands in the timetable")
            cure = Text("核对学校工作簿与课表是否是同一所学校", "Check that both files are of the same school")
        else:
            text = Text("没有找到课表：没有写着星期的表头", "No timetable found: no headings with weekdays")
            cure = Text(
                "一行一个班，表头写星期和节次，如 周一 下面写 1、2、3",
                "A class a row; headings with the weekday and, below, the number of the lesson",
            )
        return Problem("error", "", "", "", text, cure)

    def _missing(self) -> Iterable[Problem]:
        for klass in self.school.classes:
            if klass.id not in self.class_cells:
                text = Text("课表里没有这个班", "The timetable has no row for this class")
                cure = Text("加上这个班的一行", "Add a row for it")
                yield Problem("warning", OVERVIEW.zh, "", klass.id, text, cure)


def only_venue(school: School, course: Course) -> str | None:
    """Return the venue of a course that has no choice; None for the home room and where there is a choice."""
    if course.venue is not None:
        return course.venue
    fitting = [venue.id for venue in school.venues if venue.kind == course.venue_kind]
    return fitting[0] if len(fitting) == 1 else None


def _read_document(path: Path, school: School) -> PlanReading:
    """Read `plan.json`."""
    try:
        document = PlanDocument.model_validate_json(path.read_bytes())
    except OSError as error:
        text = Text(f"读不了这个文件：{error.strerror}", f"Cannot read this file: {error.strerror}")
        return PlanReading(None, (Problem("error", path.name, "", "", text, Text("核对路径", "Check the path")),))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        text = Text("这不是 paike 写出的 plan.json", f"Not a plan.json of this version: {first['msg']}")
        cure = Text("重新排课得到 plan.json，或改读 课表.xlsx", "Write it anew, or read the workbook instead")
        return PlanReading(None, (Problem("error", path.name, where, "", text, cure),))
    return _DocumentReader(path.name, school).read(document)


class _DocumentReader:
    """Takes from a document what the school knows."""

    def __init__(self, name: str, school: School) -> None:
        self.name = name
        self.school = school
        self.problems: list[Problem] = []

    def read(self, document: PlanDocument) -> PlanReading:
        """Return the plan of a document."""
        meetings = {meeting.id for meeting in self.school.meetings}
        placements, strays = [], []
        for index, lesson in enumerate(document.lessons):
            where, course = f"lessons.{index}", self.school.course.get(lesson.course)
            slot = self._slot(lesson.at, where)
            venue = self._known(where, lesson.venue, self.school.venue, Text("学校里没有这个场地", "Unknown venue"))
            classes = [c for c in lesson.classes if self._class(where, c)]
            if slot is None:
                continue
            if course is None:
                teacher = lesson.teachers[0] if lesson.teachers else None
                strays += [StrayLesson(class_id=c, slot=slot, subject=lesson.subject, teacher=teacher) for c in classes]
                continue
            attending = tuple(c for c in course.classes if c in classes)
            some = () if attending == course.classes else attending
            placements.append(Placement(course=course.id, slot=slot, venue=venue, classes=some))
        for index, stray in enumerate(document.strays):
            where = f"strays.{index}"
            slot = self._slot(stray.at, where)
            if slot is not None and self._class(where, stray.class_id):
                strays.append(
                    StrayLesson(class_id=stray.class_id, slot=slot, subject=stray.subject, teacher=stray.teacher)
                )
        held = []
        for index, record in enumerate(document.meetings):
            where = f"meetings.{index}"
            slot = self._slot(record.at, where)
            unknown = Text("学校里没有这项教研", "Unknown meeting")
            if slot is not None and self._known(where, record.meeting, meetings, unknown) is not None:
                held.append(MeetingPlacement(meeting=record.meeting, slot=slot))
        plan = Plan(
            placements=tuple(placements),
            meetings=tuple(held),
            strays=tuple(strays),
            sessions=tuple(self._sessions(document)),
            grants=tuple(self._grants(document)),
        )
        return PlanReading(plan, tuple(self.problems))

    def _sessions(self, document: PlanDocument) -> Iterator[ServiceSession]:
        unknown = Text("学校里没有这个课后服务岗位", "The school has no such post")
        for index, record in enumerate(document.sessions):
            where = f"sessions.{index}"
            slot = self._slot(record.at, where, any_day=True)
            post = self._known(where, record.post, self.school.posts, unknown)
            adults = tuple(name for name in record.adults if self._teacher(where, name))
            venue = self._known(where, record.venue, self.school.venue, Text("学校里没有这个场地", "Unknown venue"))
            if slot is not None and post is not None:
                yield ServiceSession(post=post, slot=slot, adults=adults, venue=venue, title=record.title)

    def _grants(self, document: PlanDocument) -> Iterator[FlexGrant]:
        for index, record in enumerate(document.grants):
            if self._teacher(f"grants.{index}", record.teacher):
                yield FlexGrant(teacher=record.teacher, day=record.day, kind=record.kind)

    def _teacher(self, where: str, name: str) -> bool:
        unknown = Text("学校里没有这位教师", "Unknown teacher")
        return self._known(where, name, self.school.teacher, unknown) is not None

    def _class(self, where: str, name: str) -> bool:
        unknown = Text("学校里没有这个班", "Unknown class")
        return self._known(where, name, self.school.school_class, unknown) is not None

    def _known(self, where: str, name: str | None, names: Container[str], text: Text) -> str | None:
        if name is None or name in names:
            return name
        cure = Text("核对学校工作簿与课表是否是同一所学校", "Check that both files are of the same school")
        self.problems.append(Problem("error", self.name, where, name, text, cure))
        return None

    def _slot(self, record: SlotRecord, where: str, *, any_day: bool = False) -> Slot | None:
        """Return the slot of a record; None, told, where the school has no such period, or on no such day."""
        schedule = self.school.schedule.get(record.schedule)
        periods = schedule.periods if schedule is not None else ()
        if record.period < len(periods) and (any_day or record.day in periods[record.period].days):
            return record.slot
        text = Text("学校作息里没有这个节次", "The bell schedule has no such period")
        cure = Text("作息改过之后请重新排课", "Plan anew after the bell schedule has changed")
        value = f"{record.schedule} {record.day} {record.name}"
        self.problems.append(Problem("error", self.name, where, value, text, cure))
        return None
