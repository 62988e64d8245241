"""Reads a timetable that FET has made (`…_data_and_timetable.fet`) as any other plan: by what it says, not by numbers.

Where paike wrote the file that FET planned, the comments of its activities name classes, subjects, teachers and weeks; in other
files the activities do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scheduler.plan import Plan
from scheduler.plan.omissions import Omissions
from scheduler.school import BellSchedule, School, Slot
from scheduler.text import Text
from scheduler.workbook.fet.comments import Told, told_in
from scheduler.workbook.fet.file import FetActivity, FetFile, open_fet
from scheduler.workbook.fet.grid import Cell, WeekGrid
from scheduler.workbook.fet.names import safe_name
from scheduler.workbook.fet.places import venue_of
from scheduler.workbook.fet.students import Sets
from scheduler.workbook.names import key
from scheduler.workbook.plan.cells import CellLesson
from scheduler.workbook.plan.gathered import SAME_SCHOOL, Gathered, untold_parts
from scheduler.workbook.plan.matches import alike
from scheduler.workbook.plan.meetings import fixed_meetings
from scheduler.workbook.plan.reading import PlanReading
from scheduler.workbook.plan.service import Place
from scheduler.workbook.problem import Problem

SUFFIX = ".fet"


def read_fet_plan(path: Path, school: School) -> PlanReading:
    """Return the plan in a file of FET and every problem in it; no file is so wrong that this raises."""
    file, problems = open_fet(path)
    return PlanReading(None, problems) if file is None else _Reader(file, school, path.name).read()


class _Reader:
    def __init__(self, file: FetFile, school: School, name: str) -> None:
        self.file = file
        self.school = school
        self.name = name
        self.grid = WeekGrid(school)
        self.found = Gathered(school, exact=True)
        self.sets = Sets(file.years)
        self.cells, self.rooms = self._placed(), self._roomed()

    def read(self) -> PlanReading:
        if not self.cells:
            return PlanReading(None, (self._nothing_placed(),))
        if len(self.file.days) != len(self.grid.days):
            return PlanReading(None, (self._other_days(),))
        unplaced = 0
        for activity in self.file.activities:
            unplaced += activity.id not in self.cells
            if activity.id in self.cells:
                self._activity(activity, (self.name, f"Activity {activity.id}"))
        if unplaced:
            text = Text(f"有 {unplaced} 个活动没有排上", f"{unplaced} activities have no time")
            cure = Text("让 FET 排完再读", "Let FET finish, then read again")
            self.found.matches.ask(self.name, "", "", text, cure, severity="warning")
        return self._result()

    def _result(self) -> PlanReading:
        held = self.found.held_meetings()
        plan = Plan(
            placements=self.found.placements(),
            meetings=(*held, *fixed_meetings(self.school, held)),
            strays=tuple(self.found.strays),
        )
        if not plan.placements and not plan.strays:
            return PlanReading(None, tuple(self.found.problems()))
        parts = untold_parts(self.school, plan, service=True)
        notes = tuple(self.found.matches.notes())
        return PlanReading(plan, tuple(self.found.problems()), notes=notes, omissions=Omissions(frozenset(parts)))

    def _placed(self) -> dict[int, tuple[str, str]]:
        """Return day and hour of each activity that has a time."""
        return {
            constraint.activities[0]: constraint.times[0]
            for constraint in self.file.constraints
            if constraint.kind == "ActivityPreferredStartingTime" and constraint.activities and constraint.times
        }

    def _roomed(self) -> dict[int, tuple[str, ...]]:
        return {
            constraint.activities[0]: constraint.texts("Real_Room") or constraint.texts("Room")
            for constraint in self.file.constraints
            if constraint.kind == "ActivityPreferredRoom" and constraint.activities
        }

    def _nothing_placed(self) -> Problem:
        text = Text("这个 FET 文件里没有排好的课", "Nothing in this file of FET has a time")
        cure = Text(
            "读 FET 结果文件夹里的 …_data_and_timetable.fet", "Read …_data_and_timetable.fet among FET's results"
        )
        return Problem("error", self.name, "", "", text, cure)

    def _other_days(self) -> Problem:
        count, own = len(self.file.days), len(self.grid.days)
        text = Text(f"文件里一周 {count} 天，学校有课的是 {own} 天", f"{count} days a week here, {own} in the school")
        return Problem("error", self.name, "Days_List", "", text, SAME_SCHOOL)

    # Activities.

    def _activity(self, activity: FetActivity, place: Place) -> None:
        for told in told_in(activity.comment) or self._told(activity, place):
            if told.meeting:
                self._meeting(told.meeting, activity, place)
            for written in told.classes:
                class_id = self._class(written, place)
                if class_id is not None:
                    self._lesson(told, class_id, activity, place)

    def _told(self, activity: FetActivity, place: Place) -> tuple[Told, ...]:
        """Return what an activity of somebody else's file says: its classes are the sets of students, or what these consist of."""
        if not activity.students and key(activity.subject) in self.found.meeting_by_name:
            return (Told(meeting=activity.subject),)
        names = [name for written in activity.students for name in self._classes(written)]
        known = self.found.reader.subjects.get(key(activity.subject))
        teachers = [name if name in self.school.teacher else safe_name(name, " ") for name in activity.teachers]
        return (Told(tuple(dict.fromkeys(names)), known or safe_name(activity.subject), tuple(teachers)),)

    def _classes(self, written: str) -> Iterable[str]:
        """Return the classes of the school that a set of students is, by its name or by those of its parts, as they may be
        written in a workbook."""
        for names in ([written], self.sets.named_within(written)):
            known = [
                spelled for name in names for spelled in (name, safe_name(name)) if self.found.classes.of([spelled])
            ]
            if known:
                return known
        return (written,)

    def _lesson(self, told: Told, class_id: str, activity: FetActivity, place: Place) -> None:
        schedule = self.school.schedule[self.school.school_class[class_id].schedule]
        reader = self.found.reader
        for slot in self._slots(activity, schedule, place):
            names = [reader.teachers.get(key(name), name) for name in told.teachers]
            known = reader.subjects.get(key(told.subject)) or reader.alike(class_id, told.subject)
            lesson = CellLesson(known or told.subject, known=known is not None, teachers=names, said=told.subject)
            lesson.week, venue = told.week, self._venue(activity, class_id, lesson)
            lesson.places = {} if venue is None else {"": venue}
            self.found.take(class_id, slot, lesson, place)

    def _meeting(self, name: str, activity: FetActivity, place: Place) -> None:
        meeting = self.found.meeting_by_name.get(key(name))
        if meeting is None:
            text = Text("学校里没有这项教研", "The school has no such meeting")
            self.found.matches.ask(*place, name, text, SAME_SCHOOL, alike(name, self.found.meeting_by_name))
            return
        self.found.meetings[meeting.id].update(self._slots(activity, self.school.schedule[meeting.schedule], place))

    def _class(self, name: str, place: Place) -> str | None:
        found = self.found.classes.of([name])
        if found is None:
            text = Text("学校里没有这个班，没有读", "The school has no such class; not read")
            self.found.matches.ask(*place, name, text, SAME_SCHOOL, self.found.classes.alike(name))
        return found

    def _venue(self, activity: FetActivity, class_id: str, lesson: CellLesson) -> str | None:
        """Return the venue of a lesson: of the rooms of an activity the one of the kind that the course needs."""
        venues = [venue_of(self.school, room) for room in self.rooms.get(activity.id, ())]
        kinds = {
            self.school.venue_kind_of(course)
            for course in self.school.class_courses[class_id]
            if course.subject == lesson.subject
        }
        return next((venue for venue in venues if venue and self.school.venue[venue].kind in kinds), None)

    def _slots(self, activity: FetActivity, schedule: BellSchedule, place: Place) -> Iterable[Slot]:
        """Yield the slots of an activity; what has no place in the bell schedule is asked about."""
        day, hour = self.cells[activity.id]
        rows = {each.name: row for row, each in enumerate(self.grid.hours)}
        column = self.file.days.index(day) if day in self.file.days else -1
        for offset in range(activity.length):
            slot = self.grid.slot(Cell(column, rows.get(hour, -1) + offset), schedule.id) if hour in rows else None
            if slot is not None:
                yield slot
                continue
            text = Text(f"“{schedule.id}”里没有这一节，没有读", f"“{schedule.id}” has no such period; not read")
            cure = Text("核对 FET 的节次与学校作息", "Compare FET's hours with the bell schedule")
            self.found.matches.ask(*place, f"{day} {hour}", text, cure, once=f"{schedule.id} {hour} {offset}")
