"""Reads a `plan.json` as a workbook is read: by what it says, not by the inner names of the school that it was made for.

A lesson is its classes, subject, teachers, weeks and time. Where these are not as the school has them that is told, and the
same plan as a workbook is judged the same. What the store holds is read by `json.plan_of_document`.
"""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.plan import Plan
from scheduler.plan.document import LessonRecord, MeetingRecord, PlanDocument, SlotRecord, StrayRecord
from scheduler.plan.layout import tells_service
from scheduler.plan.omissions import Omissions
from scheduler.school import BellSchedule, Course, School, Slot
from scheduler.text import Text
from scheduler.workbook.names import key
from scheduler.workbook.plan.cells import CellLesson
from scheduler.workbook.plan.clocks import minutes_of
from scheduler.workbook.plan.document_service import DocumentService
from scheduler.workbook.plan.gathered import SAME_SCHOOL, Gathered, untold_parts
from scheduler.workbook.plan.grid import slot_of
from scheduler.workbook.plan.matches import alike, within
from scheduler.workbook.plan.meetings import fixed_meetings
from scheduler.workbook.plan.reading import PlanReading
from scheduler.workbook.plan.service import Place
from scheduler.workbook.plan.sheet import TimeHeading, number_in


def read_facts(document: PlanDocument, school: School, name: str) -> PlanReading:
    """Return the plan that a document called `name` tells, and all that it says otherwise than the school."""
    return _DocumentReader(document, school, name).read()


class _DocumentReader:
    def __init__(self, document: PlanDocument, school: School, name: str) -> None:
        self.document = document
        self.school = school
        self.name = name
        self.found = Gathered(school, exact=True)
        self.matches = self.found.matches
        self.periods: dict[tuple[str, int], SlotRecord] = {}

    def read(self) -> PlanReading:
        document, found = self.document, self.found
        self._about_school()
        for index, lesson in enumerate(document.lessons):
            for class_id in lesson.classes:
                self._lesson(lesson, class_id, (self.name, f"lessons.{index}"))
        for index, stray in enumerate(document.strays):
            self._stray(stray, (self.name, f"strays.{index}"))
        for index, meeting in enumerate(document.meetings):
            self._meeting(meeting, (self.name, f"meetings.{index}"))
        service = DocumentService(found, self.name, document)
        plan = Plan(
            placements=found.placements(),
            meetings=(*found.held_meetings(), *fixed_meetings(self.school, found.held_meetings())),
            strays=tuple(found.strays),
            sessions=service.sessions(),
            grants=service.grants(),
        )
        parts = untold_parts(self.school, plan, service=not tells_service(plan))
        problems, notes = tuple(self.found.problems()), tuple(self.matches.notes())
        return PlanReading(plan, problems, notes=notes, omissions=Omissions(parts=frozenset(parts)))

    def _about_school(self) -> None:
        """Warn of a plan that was made for a school, or a term, of another name."""
        for what, told, own in (
            ("school", self.document.school, self.school.name),
            ("term", self.document.term, self.school.term),
        ):
            if key(told) != key(own):
                text = Text(f"这是“{told}”的课表，学校工作簿写的是“{own}”", f"A plan of “{told}”, not of “{own}”")
                self._warn((self.name, what), told, text)

    # Lessons.

    def _lesson(self, record: LessonRecord, told_class: str, place: Place) -> None:
        class_id = self._class(told_class, place)
        if class_id is None:
            return
        slot = self._slot(record.at, self._schedule_of(class_id), place)
        venue = self._venue(record.venue, place)
        if slot is None:
            return
        course = self.school.course.get(record.course)
        if course is not None and _agrees(record, course, class_id):
            self.found.hold_once(class_id, slot, course, venue, place)
            return
        lesson = self._told(record.subject, record.teachers, class_id, place)
        lesson.week, lesson.places = record.week, {} if venue is None else {"": venue}
        if lesson.known:
            self._about_course(record, course, class_id, place)
        self.found.take(class_id, slot, lesson, place)

    def _told(self, subject: str, teachers: Sequence[str], class_id: str, place: Place) -> CellLesson:
        """Return a lesson in the school's words, as far as it has any for it."""
        reader = self.found.reader
        names = [reader.teachers.get(key(name), name) for name in teachers]
        known = reader.subjects.get(key(subject)) or reader.alike(class_id, subject)
        known = known or self._renamed(subject, names, class_id)
        self.matches.take("subject", subject, known or subject, *place)
        return CellLesson(known or subject, known=known is not None, teachers=names, said=subject)

    def _renamed(self, told: str, teachers: Sequence[str], class_id: str) -> str | None:
        """Return the one subject of a class that has these teachers and is called as `told` is in short: 国语 (语) for 语文."""
        shorts = {
            course.subject: self.school.subject[course.subject].short
            for course in self.school.class_courses[class_id]
            if teachers and set(teachers) <= set(course.teachers)
        }
        found = [name for name, short in shorts.items() if short and short[0] == told[:1] and within(short, told)]
        return found[0] if len(found) == 1 else None

    def _about_course(self, record: LessonRecord, course: Course | None, class_id: str, place: Place) -> None:
        """Warn of a lesson that its course's name, or the absence of its teachers, does not fit."""
        said = f"{class_id} {record.subject}"
        own = [c for c in self.school.class_courses[class_id] if key(c.subject) == key(record.subject)]
        if not record.teachers and any(c.teachers for c in own):
            text = Text("没有写教师，按学校的教师判断", "No teacher is told; judged with the school's")
            self._warn(place, said, text, "teachers")
        elif course is not None and (class_id not in course.classes or key(course.subject) != key(record.subject)):
            text = Text(
                "与课程编号（course）不符，按写的班级、学科、教师读",
                "Not the course that it names; read by class, subject and teachers",
            )
            self._warn(place, said, text, "course")

    def _warn(self, place: Place, said: str, text: Text, once: str = "") -> None:
        self.matches.ask(*place, said, text, SAME_SCHOOL, once=once, severity="warning")

    def _stray(self, record: StrayRecord, place: Place) -> None:
        class_id = self._class(record.class_id, place)
        slot = self._slot(record.at, self._schedule_of(class_id), place) if class_id is not None else None
        if class_id is not None and slot is not None:
            teachers = [record.teacher] if record.teacher is not None else []
            self.found.take(class_id, slot, self._told(record.subject, teachers, class_id, place), place)

    # Meetings.

    def _meeting(self, record: MeetingRecord, place: Place) -> None:
        meeting = self.found.meeting_by_name.get(key(record.meeting))
        if meeting is None:
            text = Text("学校里没有这项教研", "The school has no such meeting")
            like = alike(record.meeting, [each.id for each in self.school.meetings])
            self.matches.ask(*place, record.meeting, text, SAME_SCHOOL, like)
            return
        slot = self._slot(record.at, self.school.schedule[meeting.schedule], place)
        if slot is not None:
            self.found.meetings[meeting.id].add(slot)
        if set(record.teachers) != set(meeting.teachers) or record.length != meeting.length:
            text = Text(
                "课表里的成员或节数与学校不同，按学校的判断", "Members or length differ; judged as the school has it"
            )
            self._warn(place, record.meeting, text, "meetings")

    # Names and times.

    def _class(self, name: str, place: Place) -> str | None:
        found = self.found.classes.of([name])
        if found is None:
            text = Text("学校里没有这个班，没有读", "The school has no such class; not read")
            self.matches.ask(*place, name, text, SAME_SCHOOL, self.found.classes.alike(name))
        return found

    def _schedule_of(self, class_id: str) -> BellSchedule:
        return self.school.schedule[self.school.school_class[class_id].schedule]

    def _venue(self, name: str | None, place: Place) -> str | None:
        if name is None or key(name) in self.found.reader.venues:
            return self.found.reader.venues.get(key(name))
        text = Text("学校里没有这个场地", "The school has no such venue")
        self.matches.ask(*place, name, text, SAME_SCHOOL, alike(name, self.school.venue))
        return None

    def _slot(self, record: SlotRecord, schedule: BellSchedule, place: Place) -> Slot | None:
        """Return the slot of a time, told by the number of the lesson or the period's name; None, told, where there is none."""
        start, end = minutes_of(record.start), minutes_of(record.end)
        heading = TimeHeading(record.day, None, str(record.lesson) if record.lesson else record.name, start)
        slot = slot_of(heading, schedule)
        if slot is None:
            self.found.ask_period(place, schedule, heading, f"{record.name} {record.start}")
            return None
        self.found.clocks.compare(place, slot, start, end)
        if record.schedule != schedule.id:
            text = Text(f"这里用的作息是“{schedule.id}”，按它判断", f"Judged by the bell schedule “{schedule.id}”")
            self._warn(place, record.schedule, text)
        if key(schedule.periods[slot.period].name) != key(record.name):
            text = Text("学校里这一节不叫这个名字，按节次读", "Of another name in the school; read by its number")
            self._warn(place, record.name, text)
        self._against_itself(record, place)
        return slot

    def _against_itself(self, record: SlotRecord, place: Place) -> None:
        """Ask about a period of the document that has two names, numbers or times, or a name that is another number."""
        first = self.periods.setdefault((record.schedule, record.period), record)
        same = first.model_copy(update={"day": record.day}) == record
        if not same or number_in(record.name) not in (None, record.lesson):
            text = Text(
                "文件里同一个时段有几种写法，按节次（lesson）读",
                "The file calls one period by several names or times; read by the number of the lesson",
            )
            cure = Text("文件前后不一，请重新写出", "The file contradicts itself: write it anew")
            said = f"{record.name} {record.start} period {record.period}"
            self.matches.ask(*place, said, text, cure, once=record.schedule)


def _agrees(record: LessonRecord, course: Course, class_id: str) -> bool:
    """Tell whether a lesson is in all that it says the course that it names."""
    return (
        class_id in course.classes
        and (record.subject, record.week) == (course.subject, course.week)
        and set(record.teachers) == set(course.teachers)
    )
