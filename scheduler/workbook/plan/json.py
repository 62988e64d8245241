"""Reads `plan.json`."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from pydantic import ValidationError

from scheduler.plan import FlexGrant, MeetingPlacement, Placement, Plan, ServiceSession, StrayLesson
from scheduler.plan.document import PlanDocument, SlotRecord
from scheduler.school import School, Slot
from scheduler.text import Text
from scheduler.workbook.plan.document import read_facts
from scheduler.workbook.plan.reading import PlanReading
from scheduler.workbook.problem import Problem


def read_document(path: Path, school: School) -> PlanReading:
    """Return the plan in a `plan.json` and every problem in it."""
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
    return read_facts(document, school, path.name)


def plan_of_document(document: PlanDocument, school: School, name: str = "plan.json") -> PlanReading:
    """Return the plan of a document by its inner names: of the very school that it was made for, as the store holds it."""
    return _DocumentReader(name, school).read(document)


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
            station = self._known(where, record.post, self.school.service.stations, unknown)
            adults = tuple(name for name in record.adults if self._teacher(where, name))
            venue = self._known(where, record.venue, self.school.venue, Text("学校里没有这个场地", "Unknown venue"))
            if slot is not None and station is not None:
                yield ServiceSession(station=station, slot=slot, adults=adults, venue=venue, title=record.title)

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
