"""Gathers the lessons of a plan from its timetables by teacher: a row, or a sheet, for each, with classes in the cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from scheduler.plan import StrayLesson
from scheduler.plan.layout import WEEK_WORDS
from scheduler.school import Course, Meeting, PeriodKind, Slot, Week
from scheduler.text import Text
from scheduler.workbook.names import key, plain
from scheduler.workbook.plan.cells import CellLesson
from scheduler.workbook.plan.classes import Found, joined
from scheduler.workbook.plan.gathered import MEETING_LABELS, Gathered, subjects_alike
from scheduler.workbook.plan.grid import GridRow, Slots, TimetableGrid
from scheduler.workbook.plan.lessons import other_week
from scheduler.workbook.plan.matches import alike
from scheduler.workbook.plan.service import Place
from scheduler.workbook.plan.sheet import TimeHeading
from scheduler.workbook.plan.words import NoLesson, is_remark, no_lesson

_WEEKS = {f"{word}{ending}": week for week, text in WEEK_WORDS.items() for word in text for ending in ("周", "")}
_SEPARATORS = re.compile(r"[\s/、,;|()\[\]【】:+&]+")
_NAME = re.compile(r"[^\W\d_]")
_ABOUT = re.compile(r"教师|老师|课程表|课表|总表|任课|[:\s()]")
_NO_CLASS = "（空）"


@dataclass
class TaughtLesson:
    """A lesson as a cell of a teacher tells it.

    `said` is the word for its subject, `unknown` means nothing, `passed` is no lesson, `remarks` say something of it.
    """

    classes: list[str] = field(default_factory=list)
    subject: str | None = None
    week: Week | None = None
    venue: str | None = None
    unknown: str | None = None
    said: str = ""
    passed: str | None = None
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Unclear:
    """A lesson of which only the class is told, though the teacher teaches it several subjects."""

    slot: Slot
    place: Place


class TeacherTables:
    """Takes the lessons of timetables in which a cell tells classes, perhaps with subjects and places."""

    def __init__(self, found: Gathered) -> None:
        self.found = found
        self.school = found.school
        self.matches = found.matches
        self.teachers = {key(teacher.id): teacher.id for teacher in found.school.teachers}
        self.unclear: dict[tuple[str, str], list[_Unclear]] = defaultdict(list)

    def is_by_teacher(self, table: TimetableGrid) -> bool:
        """Tell whether a table is of teachers: by the names at its rows; where these are both or neither, by its cells."""
        texts = [text for row in table.rows for _, text, _ in row.cells if text]
        named = sum(1 for text in texts if self.found.classes.in_cell(joined(text)))
        labels = [[text for text, _ in row.labels] + [table.sheet] * table.is_week for row in table.rows]
        if table.is_week:
            of_class, of_teacher = (
                self.found.classes.in_title(labels[0]) is not None,
                self._titled(labels[0]) is not None,
            )
        else:
            of_class, of_teacher = any(map(self.found.classes.of, labels)), any(map(self._teacher, labels))
        if of_class is not of_teacher and (named or not texts):
            return of_teacher
        return named * 2 > len(texts)

    def read(self, table: TimetableGrid) -> None:
        """Take the lessons of a table."""
        slots = Slots(table.headings)
        for row in table.rows:
            texts = [text for text, _ in row.labels]
            teacher = self._titled([*texts, table.sheet]) if table.is_week else self._teacher(texts)
            if teacher is not None:
                self._row(table.sheet, slots, row, teacher)
            elif any(text for _, text, _ in row.cells):
                named = [label for label in row.labels if not label[0].isdigit()]  # 序号 says nothing
                name, cell = next(iter(named or row.labels), (table.sheet, row.cells[0][2]))
                self.matches.ask(
                    table.sheet, cell, name,
                    Text("学校里没有这位教师，这一行没有读", "The school has no such teacher; this row was not read"),
                    Text("改成学校工作簿里的姓名", "Write the name as in the school workbook"),
                    alike(name, self.school.teacher),
                )  # fmt: skip

    def _teacher(self, texts: Iterable[str]) -> str | None:
        return next((self.teachers[key(text)] for text in texts if key(text) in self.teachers), None)

    def _titled(self, texts: Iterable[str]) -> str | None:
        """Return the one teacher that the first telling text of some names."""
        for text in texts:
            whole = self._teacher([text, _ABOUT.sub("", plain(text))])
            if whole is not None:
                return whole
            inside = [name for name in self.teachers if name in key(text)]
            longest = [name for name in inside if not any(name != other and name in other for other in inside)]
            if len(longest) == 1:
                return self.teachers[longest[0]]
        return None

    def _row(self, sheet: str, slots: Slots, row: GridRow, teacher: str) -> None:
        cell = row.labels[0][1] if row.labels else row.cells[0][2]
        self.found.teacher_cells.setdefault(teacher, (sheet, cell))
        for heading, text, cell in row.cells:
            for entry in self._entries(text, teacher, slots, heading, (sheet, cell)):
                for word in entry.remarks:
                    self.matches.pass_over("remark", word, sheet, cell)
                if entry.passed is not None:
                    self._no_lesson(entry, entry.passed, text, (sheet, cell))
                elif entry.classes:
                    self._lesson(teacher, entry, slots, heading, (sheet, cell))
                elif heading.number is not None and (entry.subject or entry.unknown):
                    self._ask_class(teacher, text, (sheet, cell))

    # One cell.

    def _entries(self, text: str, teacher: str, slots: Slots, heading: TimeHeading, place: Place) -> list[TaughtLesson]:
        """Return the lessons in a cell; the meetings in it are held at once, what is no lesson is told."""
        rest = []
        for line in text.split("\n"):
            meeting = self._meeting(line, teacher)
            why = no_lesson(line)
            if meeting is not None:
                self.found.hold_meeting(meeting, slots, heading, place)
            elif why is not None and key(line) not in self.found.reader.subjects:
                self.found.pass_over(why, line, place)
            elif line:
                rest.append(line)
        return self._lessons("\n".join(rest))

    def _no_lesson(self, entry: TaughtLesson, word: str, text: str, place: Place) -> None:
        """Tell of 七(1)自习; ask about 七(1)数学自习, which may be either."""
        why = no_lesson(word)
        if entry.subject is not None and why is NoLesson.ACTIVITY:
            self.found.ask_what(place, text, word)
        elif why is not None:
            self.found.pass_over(why, word, place)

    def _meeting(self, line: str, teacher: str) -> Meeting | None:
        """Return the meeting that a line names, or means by 教研 where the teacher has just one."""
        named = self.found.meeting_by_name.get(key(line))
        if named is not None or not any(word in key(line) for word in MEETING_LABELS):
            return named
        own = [meeting for meeting in self.school.meetings if teacher in meeting.teachers]
        return own[0] if len(own) == 1 else None

    def _lessons(self, text: str) -> list[TaughtLesson]:
        lessons = [TaughtLesson()]
        last = ""
        for part in self._parts(text):
            lesson = lessons[-1]
            if isinstance(part, Found):
                if lesson.classes and last != "class":
                    lessons.append(TaughtLesson())
                lessons[-1].classes += part.classes
                last = "class"
            elif isinstance(part, Week):
                if lesson.classes and lesson.week is None and not _begins(text):
                    lesson.week = part
                else:
                    lessons += [TaughtLesson(week=part)] if lesson.classes else []
                    lessons[-1].week = part
            else:
                last = self._word(part, lessons, last == "class")
        return [lesson for lesson in lessons if lesson.classes or lesson.subject or lesson.unknown or lesson.passed]

    def _parts(self, text: str) -> list[Found | Week | str]:
        """Return the classes, weeks and words of a cell in their order."""
        whole, position = joined(text), 0
        found: list[Found | Week | str] = []
        for named in self.found.classes.in_cell(whole):
            found += [*self._words(whole[position : named.start]), named]
            position = named.end
        return [*found, *self._words(whole[position:])]

    def _words(self, text: str) -> Iterable[Week | str]:
        for word in filter(None, _SEPARATORS.split(text)):
            week = next((each for each in _WEEKS if word.casefold().startswith(each)), None)
            if week is not None and key(word) not in self.found.reader.subjects:
                yield _WEEKS[week]
                word = word[len(week) :]
            if _NAME.search(word):
                yield word

    def _word(self, word: str, lessons: list[TaughtLesson], last_is_class: bool) -> str:
        """Put a word where it belongs, and return what it is."""
        reader, lesson = self.found.reader, lessons[-1]
        subject = reader.subjects.get(key(word))
        if subject is None and last_is_class:
            subject = reader.subjects.get(key(f"班{word}"))  # 七(1)班会 is 七(1) with 班会
        if subject is None and lesson.classes:
            subject = reader.alike(lesson.classes[0], word)
        if subject is not None:
            if lesson.subject is not None:
                lessons.append(TaughtLesson())
            lessons[-1].subject, lessons[-1].said = subject, word
            return "subject"
        if key(word) in reader.venues:
            lesson.venue = reader.venues[key(word)]
        elif no_lesson(word) is not None:
            lesson.passed = word
        elif is_remark(word):
            lesson.remarks.append(word)
        elif key(word) not in reader.home_rooms and key(word) not in self.teachers:
            lesson.unknown = word
        return "word"

    # What a cell means.

    def _lesson(self, teacher: str, lesson: TaughtLesson, slots: Slots, heading: TimeHeading, place: Place) -> None:
        for class_id in lesson.classes:
            schedule = self.school.schedule[self.school.school_class[class_id].schedule]
            slot = slots.slot(heading, schedule)
            if slot is None and (heading.number is not None or lesson.subject is not None):
                self.found.ask_period(place, schedule, heading, f"{class_id} {lesson.said}".strip())
            if slot is None or not self._is_lesson(slot, lesson):
                continue
            self.found.clocks.compare(place, slot, heading.start)
            self.found.taught_cells[teacher, slot] = place
            self.found.cells.setdefault((class_id, slot), place)
            week = lesson.week or other_week(self.school, slot, heading)
            self._take(teacher, class_id, slot, replace(lesson, week=week), place)

    def _is_lesson(self, slot: Slot, lesson: TaughtLesson) -> bool:
        kind = self.school.period(slot).kind
        if kind is PeriodKind.LESSON:
            return True
        told = lesson.subject is not None and not self.found.is_service(slot, lesson.said)
        return told and kind is not PeriodKind.MORNING_READING

    def _take(self, teacher: str, class_id: str, slot: Slot, lesson: TaughtLesson, place: Place) -> None:
        own = [c for c in self.school.class_courses[class_id] if teacher in c.teachers]
        told = [c for c in own if lesson.subject in (None, c.subject)]
        meant = [c for c in told if lesson.week in (None, c.week)]
        held = self.school.week_at(slot)
        meant = [c for c in meant if held is not Week.EVERY and c.week is held] or meant
        if lesson.unknown is not None and lesson.subject is None:
            self._ask_subject(own, lesson.unknown, place)
            if not self.found.is_other_subject(lesson.unknown):
                return
            meant = []
        elif told and not meant and lesson.week is not None:
            self.found.ask_week(class_id, told[0], lesson.week, place)
        elif not told and lesson.subject is not None:
            self.found.note_teacher(class_id, CellLesson(lesson.subject, teachers=[teacher]), place)
        if len(meant) > 1 and (lesson.subject is None or len({c.subject for c in meant}) > 1):
            self.unclear[teacher, class_id].append(_Unclear(slot, place))
        elif meant:
            used = self.found.used[class_id]
            course = min(meant, key=lambda c: used[c.id] - c.lessons if c.id in used else -c.lessons)
            self.found.note_week(course, lesson.week)
            self.found.hold(class_id, slot, course, lesson.venue)
        else:
            subject = lesson.subject or lesson.unknown or self._usual_subject(teacher)
            stray = StrayLesson(class_id=class_id, slot=slot, subject=subject, teacher=teacher)
            self.found.strays.append(stray)

    def _usual_subject(self, teacher: str) -> str:
        taught = {course.subject for course in self.school.courses if teacher in course.teachers}
        return taught.pop() if len(taught) == 1 else _NO_CLASS

    def settle(self) -> None:
        """Share lessons of unclear subject out among those that a teacher teaches the class, and ask which is which."""
        for (teacher, class_id), unclear in self.unclear.items():
            courses = [c for c in self.school.class_courses[class_id] if teacher in c.teachers]
            for each in unclear:
                self.found.hold(class_id, each.slot, self._likeliest(courses, class_id, each.slot), None)
            first = unclear[0]
            names = tuple(dict.fromkeys(course.subject for course in courses))
            self.matches.ask(
                *first.place, class_id,
                Text(
                    f"{teacher} 教 {class_id} {'、'.join(names)}，这 {len(unclear)} 格只写了班级，按课时数分给各科；"
                    "与学科有关的结论要在写明之后才作数",
                    f"{teacher} teaches {class_id} {', '.join(names)}; {len(unclear)} cells name only the class and were "
                    "shared out by the number of lessons; verdicts on subjects count only when they are told",
                ),
                Text("在格里写上学科", "Write the subject into the cell"),
                names,
            )  # fmt: skip

    def _likeliest(self, courses: list[Course], class_id: str, slot: Slot) -> Course:
        """Return the course with the most lessons still to come, best one that is not yet held on the day."""
        used = self.found.used[class_id]
        days = {
            (name, at.day) for at, held in self.found.attending.items() for name, who in held.items() if class_id in who
        }
        return max(courses, key=lambda c: ((c.id, slot.day) not in days, c.lessons - used.get(c.id, 0)))

    def untold(self) -> frozenset[str]:
        """Return the courses that the timetables cannot tell: those of teachers who are not in them, or of nobody."""
        told = set(self.found.teacher_cells)
        return frozenset(c.id for c in self.school.courses if not told & set(c.teachers))

    # Questions.

    def _ask_class(self, teacher: str, written: str, place: Place) -> None:
        own = dict.fromkeys(name for c in self.school.courses if teacher in c.teachers for name in c.classes)
        self.matches.ask(
            *place, written,
            Text("看不出是哪个班的课，没有读", "No class of the school is told; not read"),
            Text("写上班名，如 七(1)班", "Write the class, such as 七(1)班"),
            tuple(own),
        )  # fmt: skip

    def _ask_subject(self, own: list[Course], name: str, place: Place) -> None:
        subjects = dict.fromkeys(course.subject for course in own)
        self.matches.ask(
            *place, name,
            Text("学校里没有这门学科", "The school has no such subject"),
            Text("改成任课表里的学科名称", "Write the subject as in the school workbook"),
            subjects_alike(name, subjects) or tuple(subjects),
        )  # fmt: skip


def _begins(text: str) -> bool:
    """Tell whether the weeks stand before their lessons (单 七(1)) rather than behind (七(1) 单)."""
    return any(text.casefold().startswith(word) for word in _WEEKS)
