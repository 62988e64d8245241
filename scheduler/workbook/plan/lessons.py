"""Gathers the lessons of a plan from its timetables by class: a row, or a sheet, for each."""

from __future__ import annotations

import re

from scheduler.school import PeriodKind, School, Slot, Week
from scheduler.text import Text
from scheduler.workbook.names import key, split_names
from scheduler.workbook.plan.cells import CellContent
from scheduler.workbook.plan.gathered import MEETING_LABELS, Gathered
from scheduler.workbook.plan.grid import GridRow, Slots, TimetableGrid
from scheduler.workbook.plan.matches import alike
from scheduler.workbook.plan.service import Place
from scheduler.workbook.plan.sheet import TimeHeading
from scheduler.workbook.plan.words import NoLesson


class ClassTables:
    """Takes the lessons of timetables in which a cell tells subjects, perhaps with teachers and places."""

    def __init__(self, found: Gathered) -> None:
        self.found = found
        self.school = found.school
        self.matches = found.matches
        self.said: dict[tuple[str, Slot], str] = {}

    def read(self, table: TimetableGrid) -> None:
        """Take the lessons of a table."""
        slots = Slots(table.headings)
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
            for heading, text, cell in row.cells:
                if text:
                    self.found.hold_meeting(meeting, slots, heading, (table.sheet, cell))
        elif any(key(text) in MEETING_LABELS for text in texts):
            self._meeting_row(table.sheet, slots, row)
        elif any(text for _, text, _ in row.cells):
            name, cell = row.labels[0] if row.labels else next((text, cell) for _, text, cell in row.cells if text)
            self.matches.ask(
                table.sheet, cell, name,
                Text("学校里没有这个班，这一行没有读", "The school has no such class; this row was not read"),
                Text("改成学校工作簿里的班名，如 七(1)班", "Write the class as in the school workbook"),
                self.found.classes.alike(name),
            )  # fmt: skip

    def _week(self, table: TimetableGrid, slots: Slots, row: GridRow, named: tuple[str, str] | None) -> None:
        if named is not None:
            class_id, label = named
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
                        self.found.hold_meeting(known[key(name)], slots, heading, (sheet, cell))
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
        schedule = self.school.schedule[self.school.school_class[class_id].schedule]
        timed = [(slots.slot(heading, schedule), heading, text, place) for heading, text, place in row.cells]
        days = {heading.day for _, heading, text, _ in timed if text}
        before = [self.found.told_days[class_id, day] for day in days if (class_id, day) in self.found.told_days]
        if before:
            same = all(_say_the_same(self.said.get((class_id, slot), ""), text) for slot, _, text, _ in timed if slot)
            self._told_before(class_id, (sheet, cell), before[0], same=same)
            return
        self.found.class_cells.setdefault(class_id, (sheet, cell))
        self.found.told_days |= {(class_id, day): (sheet, cell) for day in days}
        if key(class_id) not in names:
            self.matches.take("class", label, class_id, sheet, cell)
        for slot, heading, text, place in timed:
            if slot is not None:
                self.said[class_id, slot] = text
                self.found.cells[class_id, slot] = (sheet, place)
                if text:
                    self.found.clocks.compare((sheet, place), slot, heading.start)
                    self.take_cell(class_id, slot, text, (sheet, place), other_week(self.school, slot, heading))
            elif text and self._matters(heading, text):
                self.found.ask_period((sheet, place), schedule, heading, text)

    def _told_before(self, class_id: str, place: Place, before: Place, *, same: bool) -> None:
        """Tell of a class whose days were read before: a note where nothing else is said here, else a question."""
        if same and place[0] != before[0]:
            zh = f"“{place[0]}”与“{before[0]}”说的一样，只读了后者"
            self.matches.remark(Text(zh, f"“{place[0]}” says the same as “{before[0]}”; only the latter was read"))
            return
        where = "!".join(before)
        self.matches.ask(
            *place, class_id,
            Text(
                f"这个班已经出现在 {where}，这里写得不同，没有读" if place[0] != before[0]
                else f"这个班已经出现在 {where}，这一行没有读",
                f"This class already stands at {where}; not read here",
            ),
            Text("一个班只留一处", "Leave each class once"),
        )  # fmt: skip

    def _matters(self, heading: TimeHeading, text: str) -> bool:
        """Tell whether something that stands at no time of the school may be a lesson: 午休 and 备注 are none."""
        if heading.number is not None:
            return True
        return any(key(line) in self.found.reader.subjects for line in text.split("\n"))

    def take_cell(
        self, class_id: str, slot: Slot, text: str, place: Place, week: Week | None = None, *, second: bool = False
    ) -> None:
        """Take the lessons that the text of a cell tells; `week` those in which they are held, where it is told beside it."""
        content = self.found.reader.read(class_id, text, place)
        if not self._tells_lessons(slot, content):
            errors = [each for each in content.passed if each[0] is NoLesson.EXCEL_ERROR]
            for why, word in content.passed if self.school.period(slot).kind is PeriodKind.LESSON else errors:
                self.found.pass_over(why, word, place)
            return
        if content.before:
            self.found.ask_what(place, text, "、".join(content.before))
            return
        for why, word in content.passed:
            self.found.pass_over(why, word, place)
        for word in content.remarks:
            self.matches.pass_over("remark", word, *place)
        if self.found.exact and len(content.lessons) == 1 and content.lessons[0].week is None:
            content.lessons[0].week = Week.EVERY
        for index, lesson in enumerate(content.lessons):
            lesson.week = lesson.week or week
            self.found.take(class_id, slot, lesson, place, second=second or index > 0)

    def _tells_lessons(self, slot: Slot, content: CellContent) -> bool:
        """Tell whether a cell holds lessons. Outside the lesson periods it does when it begins with a subject's name.

        跑操 in the break, 作业辅导 in the service are none; 语文 in the morning reading only says whose reading it is.
        """
        kind = self.school.period(slot).kind
        if kind is PeriodKind.LESSON or not content.lessons:
            return bool(content.lessons)
        if kind is PeriodKind.MORNING_READING:
            return False
        return content.lessons[0].known and not self.found.is_service(slot, content.lessons[0].said)


def other_week(school: School, slot: Slot, heading: TimeHeading) -> Week | None:
    """Return the weeks that a heading names where the slot is held in others: there it says something of the lesson."""
    return heading.week if heading.week is not school.week_at(slot) else None


def _say_the_same(one: str, other: str) -> bool:
    """Tell whether two cells say the same, or one of them only less: 语文 and 语文 王芳."""
    words, others = ({word for word in re.split(r"[^\w]+", text) if word} for text in (one, other))
    return words <= others or others <= words
