"""Reads a plan back: our 总课表 (also edited by a person), `plan.json`, and class x slot grids of other programs.

总课表 tells a lesson's venue only where there is a choice; elsewhere it is the only one that the course can have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

from scheduler.plan import MeetingPlacement, Placement, Plan, StrayLesson
from scheduler.plan.document import PlanDocument, SlotRecord
from scheduler.plan.layout import OVERVIEW
from scheduler.school import Course, School, Slot
from scheduler.text import Text, day_name
from scheduler.workbook.plan_cells import CellReader, courses_meant
from scheduler.workbook.plan_grid import Row, Slots, find_table
from scheduler.workbook.plan_names import class_name, plain
from scheduler.workbook.problem import Problem

Place = tuple[str, str]  # sheet, cell


class PlanReading(NamedTuple):
    """A plan that was read, all that was wrong with it, and where each class's slots and names stand.

    `plan` is None when nothing could be read as a plan. `cells` and `class_cells` are empty for `plan.json`.
    """

    plan: Plan | None
    problems: tuple[Problem, ...] = ()
    cells: dict[tuple[str, Slot], Place] = {}  # noqa: RUF012 - never changed
    class_cells: dict[str, Place] = {}  # noqa: RUF012


def read_plan(path: Path, school: School) -> PlanReading:
    """Return the plan in a file and every problem in it; no file is so wrong that this raises."""
    if path.suffix.lower() == ".json":
        return _read_document(path, school)
    book, problems = _open(path)
    if book is None:
        return PlanReading(None, problems)
    return read_plan_workbook(book, school)


def read_plan_workbook(book: Workbook, school: School) -> PlanReading:
    """Return the plan in an open workbook: that of its 总课表, or of every sheet that holds a grid."""
    ours = [sheet for sheet in book.worksheets if sheet.title.startswith(tuple(OVERVIEW))]
    reader = _GridReader(school)
    for sheet in ours or book.worksheets:
        reader.read(sheet)
    return reader.result()


def _open(path: Path) -> tuple[Workbook | None, tuple[Problem, ...]]:
    try:
        return load_workbook(path, data_only=True), ()
    except Exception as error:
        text = Text("打不开这个文件：它不是完好的 xlsx 工作簿", f"Cannot open this file: {error}")
        cure = Text(
            "在 Excel 里打开它，去掉密码，另存为 .xlsx", "Open it in Excel, take off its password, save it as .xlsx"
        )
        return None, (Problem("error", path.name, "", "", text, cure),)


class _GridReader:
    """Gathers the lessons of every grid of a workbook."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.reader = CellReader(school)
        self.problems: list[Problem] = []
        self.cells: dict[tuple[str, Slot], Place] = {}
        self.class_cells: dict[str, Place] = {}
        self.attending: dict[tuple[str, Slot], dict[str, str | None]] = defaultdict(dict)
        self.used: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.strays: list[StrayLesson] = []
        self.meetings: dict[str, Slot] = {}
        self.complained: set[tuple[str, str]] = set()
        self.found_table = False
        self.class_by_name = {plain(c.id): c.id for c in school.classes}
        self.class_by_number = {(c.grade, c.number): c.id for c in school.classes}
        self.meeting_by_name = {plain(m.id): m for m in school.meetings}

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
        meeting = next((self.meeting_by_name[text] for text, _ in row.labels if text in self.meeting_by_name), None)
        if meeting is not None:
            schedule = self.school.schedule[meeting.schedule]
            held = [slots.slot(heading, schedule) for heading, text, _ in row.cells if text]
            taken = sorted(slot for slot in held if slot is not None)
            if taken:
                self.meetings[meeting.id] = taken[0]
        elif any(text for _, text, _ in row.cells):
            name, cell = row.labels[0]
            self._complain(
                sheet, cell, name,
                Text("学校里没有这个班，这一行没有读", "The school has no such class; this row was not read"),
                Text("改成学校工作簿里的班名，如 七(1)班", "Write the class as in the school workbook"),
            )  # fmt: skip

    def _class(self, row: Row) -> str | None:
        """Return the class that a row is about; its grade and its number may stand in two cells."""
        texts = [text for text, _ in row.labels]
        for text in [*texts, "".join(texts[:2])]:
            if text in self.class_by_name:
                return self.class_by_name[text]
        for text in [*texts, "".join(texts[:2])]:
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
            elif text and not slots.is_lessonless(heading, schedule):
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
                self.attending[course.id, slot][class_id] = lesson.venue
            if not courses:
                teacher = lesson.teachers[0] if lesson.teachers else None
                stray = StrayLesson(class_id=class_id, slot=slot, subject=lesson.subject, teacher=teacher)
                self.strays.append(stray)

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
        placements = []
        for course in self.school.courses:
            for slot in self.school.course_slots(course):
                classes = self.attending.get((course.id, slot))
                if classes:
                    placements.append(self._placement(course, slot, classes))
        meetings = tuple(MeetingPlacement(meeting=name, slot=slot) for name, slot in self.meetings.items())
        plan = Plan(placements=tuple(placements), meetings=meetings, strays=tuple(self.strays))
        return PlanReading(plan, (*self.problems, *self._missing()), self.cells, self.class_cells)

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
        free = [meeting for meeting in self.school.meetings if meeting.slot is None]
        if free and not self.meetings:
            text = Text(
                f"课表里没有写教研时间，{len(free)} 项教研按未安排处理",
                f"No meeting times in the timetable; {len(free)} meetings count as not held",
            )
            cure = Text(
                "在班级下面每项教研加一行，在所占的节次里写“教研”", "Add a row for each meeting below the classes"
            )
            yield Problem("warning", OVERVIEW.zh, "", "", text, cure)


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
        plan = Plan(placements=tuple(placements), meetings=tuple(held), strays=tuple(strays))
        return PlanReading(plan, tuple(self.problems))

    def _class(self, where: str, name: str) -> bool:
        unknown = Text("学校里没有这个班", "Unknown class")
        return self._known(where, name, self.school.school_class, unknown) is not None

    def _known(self, where: str, name: str | None, names: Container[str], text: Text) -> str | None:
        if name is None or name in names:
            return name
        cure = Text("核对学校工作簿与课表是否是同一所学校", "Check that both files are of the same school")
        self.problems.append(Problem("error", self.name, where, name, text, cure))
        return None

    def _slot(self, record: SlotRecord, where: str) -> Slot | None:
        if record.slot in self.school.lesson_slots.get(record.schedule, ()):
            return record.slot
        text = Text("学校作息里没有这节课", "The bell schedule has no such lesson")
        cure = Text("作息改过之后请重新排课", "Plan anew after the bell schedule has changed")
        value = f"{record.schedule} {record.day} {record.name}"
        self.problems.append(Problem("error", self.name, where, value, text, cure))
        return None
