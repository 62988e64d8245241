"""The school as far as it has been read: its parts by name, and the cell that each stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from scheduler.school import (
    BellSchedule,
    Course,
    CurriculumItem,
    Exam,
    Exclusion,
    Lock,
    Mark,
    MarkOwner,
    Meeting,
    PeriodKind,
    RuleSetting,
    School,
    Slot,
    Subject,
    Teacher,
    Venue,
    Week,
    may_have_lessons,
)
from scheduler.school.defaults import SPELLINGS, is_usual
from scheduler.school.standard import STANDARD_MINUTES
from scheduler.text import Text, grade_name
from scheduler.workbook.names import HAN, class_name, excel_date, key, lost_zero, nearest, plain, standard_class_name
from scheduler.workbook.notation import WeeklyLessons
from scheduler.workbook.people import alike
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.answers import Answers
from scheduler.workbook.school.person import read_person
from scheduler.workbook.school.service_draft import ServiceDraft
from scheduler.workbook.tables import Cell, ReadingReport, Row

NOWHERE = Cell("", "")
MANY, SHOWN_NAMES = 4, 12
ADDED = "加上"
DATES, MONTH_AND_DAY = "日期班名", "月-日"


class Directory:
    """The names of one kind. Closed ones know them all; an open one takes every name that it is asked for."""

    def __init__(self, kind: Text, sheet: Text, report: ReadingReport, answers: Answers) -> None:
        self.kind = kind
        self.sheet = sheet
        self.report = report
        self.answers = answers
        self.cells: dict[str, Cell] = {}
        self.ids: dict[object, str] = {}
        self.strangers: dict[object, Problem] = {}
        self.closed = False
        self.silent = False  # something that would have told names was not read
        self.closed_by_list = False

    def key(self, name: str) -> object:
        """Return the form in which two spellings of a name are equal."""
        return key(name)

    def id(self, name: str) -> str:
        """Return how a name is written from now on."""
        return name

    def close(self, sheet: Text) -> None:
        """Take no further names; `sheet` is where those that are known came from, unless it was closed before."""
        if not self.closed:
            self.closed, self.sheet = True, sheet

    def close_list(self, sheet: Text) -> None:
        """Take no names but those of a sheet that lists them, unless it was said to list a part of them only."""
        if self.answers.get(self._partial) != ADDED:
            self.closed_by_list = not self.closed
            self.close(sheet)

    def add(self, cell: Cell, name: str) -> str | None:
        """Return the name as it is written from now on, or None, told, when it stands twice."""
        known = self.ids.get(self.key(name))
        if known is not None:
            first = self.cells[known]
            self.report.error(
                cell,
                Text(
                    f"{self.kind.zh}“{name}”重复，{first.name} 已经有了",
                    f"The {self.kind.en} “{name}” stands twice, first in {first.name}",
                ),
                Text(
                    "删去一行；确实是两个的，在名后加数字区分，如 刘洋1、刘洋2",
                    "Delete one row, or tell two of the same name apart by numbers",
                ),
            )
            return None
        made = self.id(name)
        self.ids[self.key(name)] = made
        self.cells[made] = cell
        return made

    def also(self, name: str, known: str) -> None:
        """Let a second name mean what `known` means."""
        self.ids.setdefault(self.key(name), known)

    def get(self, name: str) -> str | None:
        """Return a known name as it is written, or None."""
        return self.ids.get(self.key(name))

    def find(self, cell: Cell, name: str) -> str | None:
        """Return a name as it is written; None, told once, when this directory is closed and does not know it."""
        known = self.get(name)
        if known is not None:
            return known
        if not self.closed:
            return self.add(cell, name)
        if self.silent:
            return None
        strange = self.strangers.get(self.key(name))
        if strange is None:
            self.strangers[self.key(name)] = self.report.error(cell, *self._unknown(name))
        else:
            self.report.again(strange, cell)
        return None

    def like(self, name: str) -> str | None:
        """Return the known name that another may be mistyped for."""
        return nearest(name, self.cells)

    @property
    def _partial(self) -> str:
        return f"{self.kind.zh}名单"

    def merge_strangers(self) -> None:
        """Make one question of many unknown names that are like none of the list: it may name a part of the school only."""
        if not self.closed_by_list:
            return
        strange = [p for p in self.strangers.values() if self.like(p.value) is None and p in self.report.problems]
        if len(strange) < MANY:
            return
        names = "、".join(problem.value for problem in strange[:SHOWN_NAMES])
        more = f" 等 {len(strange)} 个" if len(strange) > SHOWN_NAMES else ""
        first, *others = (cell for problem in strange for cell in self._places(problem))
        for problem in strange:
            del self.report.problems[problem]
        text = Text(
            f"“{self.sheet.zh}”里没有这些{self.kind.zh}：{names}{more}",
            f"{self.sheet.en} does not list: {names}{more}",
        )
        added = Text("都是本校的，加进名单", "they belong to the school: add them")
        for cell in (first, *others):
            self.answers.ask(cell, self._partial, text, {ADDED: added}, by_typing=False)

    def _places(self, problem: Problem) -> tuple[Cell, ...]:
        return Cell(problem.sheet, problem.cell, problem.value), *self.report.problems[problem]

    def _unknown(self, name: str) -> tuple[Text, Text]:
        same = [known for known in self.cells if key(known).rstrip("0123456789") == key(name)]
        like = self.like(name)
        text = Text(f"“{self.sheet.zh}”里没有{self.kind.zh}“{name}”", f"No {self.kind.en} “{name}” in {self.sheet.en}")
        if len(same) > 1:
            return text, Text(f"写明是 {'、'.join(same)} 中的哪一位", f"Say which one: {', '.join(same)}")
        if like is not None:
            return text, Text(
                f"是不是“{like}”？改成它，或把“{name}”加到“{self.sheet.zh}”",
                f"Is it “{like}”? Otherwise add “{name}” to {self.sheet.en}",
            )
        return text, Text(
            f"改成“{self.sheet.zh}”里的名称，或在那里加上“{name}”",
            f"Use a name from {self.sheet.en}, or add “{name}” there",
        )


class TeacherDirectory(Directory):
    """Teachers; 孙丽老师, 孙丽(代) and 孙丽* are 孙丽, and what stands beside the name is said."""

    def __init__(self, kind: Text, sheet: Text, report: ReadingReport, answers: Answers) -> None:
        super().__init__(kind, sheet, report, answers)
        self.remarks: dict[str, None] = {}
        self.named: set[str] = set()  # by sheets that do not list teachers

    def like(self, name: str) -> str | None:
        """Return the known teacher whose name sounds or looks the same, or has one inside the other: 王丽 is not 王芳."""
        return next((known for known in self.cells if any(True for _ in alike((known, name)))), None)

    def lookup(self, text: str) -> str | None:
        """Return the known teacher whom a text names, with or without remarks, or None."""
        known = self.get(text)
        person = read_person(text) if known is None else None
        known = self.get(person.name) if person is not None else known
        if known is not None:
            self.named.add(known)
            self.remarks.update({person.remark: None} if person is not None else {})
        return known

    def find(self, cell: Cell, name: str) -> str | None:
        """Return a name as it is written; None, told once, when this directory is closed and does not know it."""
        return self.lookup(name) or super().find(cell, name)


class SubjectDirectory(Directory):
    """Subjects; 体育 is 体育与健康 where the school has only one of them."""

    def id(self, name: str) -> str:
        """Return a name as it is printed: 语 文 is 语文."""
        return plain(name).replace(" ", "") if HAN.search(name) else name

    def like(self, name: str) -> str | None:
        """Return the known subject that another may be mistyped for; 英语 is none of 语文."""
        return None if is_usual(self.id(name)) else super().like(name)

    def get(self, name: str) -> str | None:
        """Return a known subject, also when it is known by another of its usual names; that is said."""
        known = super().get(name)
        if known is None:
            spellings = next((names for names in SPELLINGS if plain(name).casefold() in names), frozenset())
            alike = {found for other in spellings if (found := super(SubjectDirectory, self).get(other)) is not None}
            if len(alike) == 1:
                known = alike.pop()
                self.report.note(f"学科“{name}”就是“{known}”", f"Subject {name} is taken for {known}")
        return known


class ClassDirectory(Directory):
    """Classes, known by grade and number however they are written."""

    def __init__(self, kind: Text, sheet: Text, report: ReadingReport, answers: Answers) -> None:
        super().__init__(kind, sheet, report, answers)
        self.renamed: dict[str, str] = {}

    def number(self, name: str) -> tuple[int, int] | None:
        """Return grade and number of a class, or None where its name does not tell them."""
        return class_name(name) or (class_name(excel_date(plain(name))) if self._dates_are_classes else None)

    @property
    def _dates_are_classes(self) -> bool:
        return self.answers.get(DATES) == MONTH_AND_DAY

    def key(self, name: str) -> object:
        """Return grade and number, or the name where it does not tell them."""
        return self.number(name) or key(name)

    def id(self, name: str) -> str:
        """Return the standard name where grade and number are known, else the name as it is."""
        known = self.number(name)
        made = standard_class_name(*known) if known else plain(name)
        if made != plain(name):
            self.renamed[plain(name)] = made
        return made

    def like(self, name: str) -> str | None:
        """Return the known name that another may be mistyped for; 七(2)班 is none of 七(1)班."""
        return super().like(name) if self.number(name) is None else None

    def add(self, cell: Cell, name: str) -> str | None:
        """Return the name as it is written from now on, or None, told, when it stands twice or Excel changed it."""
        return None if self.was_changed(cell, name, twice=self.get(name) is not None) else super().add(cell, name)

    def find(self, cell: Cell, name: str) -> str | None:
        """Return a name as it is written; None, told, when it is unknown or Excel changed it."""
        return None if self.was_changed(cell, name) else super().find(cell, name)

    def was_changed(self, cell: Cell, name: str, *, twice: bool = False) -> bool:
        """Tell of a name that Excel changed so that nobody knows which class is meant: 7-1 is a date, 7.10 is 7.1.

        7.1 is the first class where the school has no tenth; `twice`: it stands a second time in a list of all.
        """
        typed, alike = excel_date(plain(name)), lost_zero(cell.value)
        if typed is not None and not self._dates_are_classes:
            self._ask_about_dates(cell, typed)
            return True
        if alike is None or not (twice or self._may_be_tenth(*alike)):
            return False
        one, ten = (standard_class_name(*each) for each in alike)
        number = f"{alike[1][0]}.{alike[1][1]}"
        self.report.error(
            cell,
            Text(
                f"看不出是{one}还是{ten}：Excel 把 {number} 也存成 {cell.text}",
                f"{one} or {ten}? Excel stores {number} as {cell.text} too",
            ),
            Text(
                f"把这一列的单元格格式设为“文本”，再写成 {one} 或 {ten}",
                f"Format the column as text and type {one} or {ten}",
            ),
        )
        return True

    def _ask_about_dates(self, cell: Cell, typed: str) -> None:
        """Ask once whether the dates that Excel made of classes are month and day for grade and number."""
        meant = class_name(typed)
        made = standard_class_name(*meant) if meant else typed
        self.answers.ask(
            cell,
            DATES,
            Text(
                f"Excel 把班名变成了日期：{cell.text.removesuffix(' 00:00:00')}，原来写的大概是“{typed}”",
                f"Excel made dates of classes: {cell.text.removesuffix(' 00:00:00')} was probably typed as “{typed}”",
            ),
            {
                MONTH_AND_DAY: Text(
                    f"月是年级、日是班号，这一格就是{made}",
                    f"the month is the grade, the day the class: this is {made}",
                )
            },
            by_typing=False,
        )

    def _may_be_tenth(self, one: tuple[int, int], ten: tuple[int, int]) -> bool:
        """Tell whether the school has the class of the lost zero or, while its classes are gathered, one behind it, or
        the one before it and the first."""
        if ten in self.ids or self.closed:
            return ten in self.ids
        behind = any(isinstance(known, tuple) and known[0] == ten[0] and known[1] > ten[1] for known in self.ids)
        return behind or ((ten[0], ten[1] - 1) in self.ids and one in self.ids)

    def tell_renamed(self) -> None:
        """Say what was taken for what."""
        if self.renamed:
            written, made = next(iter(self.renamed.items()))
            self.report.note(
                f"班名统一写成“{made}”的样子（原来写作“{written}”等）",
                f"Classes are written like {made} (“{written}” in the workbook)",
            )


def grade_text(grade: int) -> Text:
    """Return how a grade is called in messages."""
    return Text(f"{grade_name(grade)}年级" if grade <= 9 else grade_name(grade), f"grade {grade}")


@dataclass
class ClassDraft:
    """What is known of a class; None where nothing is said."""

    grade: int
    number: int
    size: int | None = None
    homeroom: Cell | None = None
    deputy: Cell | None = None
    schedule: str | None = None
    room: str | None = None


@dataclass
class CourseDraft:
    """A course before its lessons and its id are settled. `lessons` is empty where the curriculum decides.

    `own_room` says that it is held in the home room though the subject has places of its own. `week` is that of a
    course that alternates with another of its `pair`. `halves` names its half class until that is settled into `together`
    and the number of `groups`. `listed` ones come from the long form, whose details count for
    more than those of the matrix.
    """

    cell: Cell
    classes: tuple[str, ...]
    subject: str
    teachers: tuple[str, ...]
    lessons: tuple[WeeklyLessons, ...] = ()
    lessons_cell: Cell = NOWHERE
    venue: str | None = None
    venue_kind: str | None = None
    own_room: bool = False
    together: str | None = None
    halves: str | None = None
    halves_cell: Cell = NOWHERE
    groups: int = 1
    pair: str | None = None
    week: Week | None = None
    note: str = ""
    listed: bool = False


@dataclass
class Draft:
    """Everything read so far. `cells` tells where the things that have no directory stand.

    `inherited` are the keys of sheets that tell of the version before. What failed to be read is kept too, so that
    nothing is told that only follows from it: `attempted` holds class and subject of each course that 任课 names, "" for
    one that is unknown; `unread_rows` and `curriculum_unread` tell that a row of 任课 and a column of 课程计划 were lost.
    """

    report: ReadingReport
    answers: Answers
    inherited: frozenset[str] = frozenset()
    name: str = ""
    term: str = ""
    place: str | None = None
    year: int | None = None
    longest_gap: int = School.model_fields["longest_gap"].default
    watched: bool = True
    evening: int = School.model_fields["evening"].default
    campus_way: int = School.model_fields["campus_way"].default
    schedules: dict[str, BellSchedule] = field(default_factory=dict)
    schedules_broken: bool = False
    period_rows: dict[tuple[str, int], Row] = field(default_factory=dict)
    classes: dict[str, ClassDraft] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    teachers: dict[str, Teacher] = field(default_factory=dict)
    unusual_people: dict[str, Cell] = field(default_factory=dict)
    venues: dict[str, Venue] = field(default_factory=dict)
    venues_given: bool = False
    curriculum: dict[tuple[int, str], CurriculumItem] = field(default_factory=dict)
    curriculum_cells: dict[tuple[int, str], Cell] = field(default_factory=dict)
    curriculum_rows: dict[int, Cell] = field(default_factory=dict)
    curriculum_wrong: set[tuple[int, str]] = field(default_factory=set)
    curriculum_unread: bool = False
    demands: list[CourseDraft] = field(default_factory=list)
    attempted: set[tuple[str, str]] = field(default_factory=set)
    unread_rows: bool = False
    lessons_columns: bool = False
    row_cells: dict[str, Cell] = field(default_factory=dict)
    matrix_cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    courses: list[Course] = field(default_factory=list)
    demand_of: dict[str, CourseDraft] = field(default_factory=dict)
    class_courses: dict[str, list[Course]] = field(default_factory=dict)
    teacher_courses: dict[str, list[Course]] = field(default_factory=dict)
    marks: dict[Mark, Cell] = field(default_factory=dict)
    mark_cells: dict[tuple[MarkOwner, str], Cell] = field(default_factory=dict)
    locks: dict[Lock, Cell] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    exams: list[Exam] = field(default_factory=list)
    rule_settings: list[RuleSetting] = field(default_factory=list)
    service: ServiceDraft = field(default_factory=ServiceDraft)

    def __post_init__(self) -> None:
        both = self.report, self.answers
        self.class_names = ClassDirectory(Text("班级", "class"), Text("班级", "Classes"), *both)
        self.subject_names = SubjectDirectory(Text("学科", "subject"), Text("学科", "Subjects"), *both)
        self.teacher_names = TeacherDirectory(Text("教师", "teacher"), Text("教师", "Teachers"), *both)
        self.venue_names = Directory(Text("场地", "venue"), Text("场地", "Venues"), *both)

    def owners(self) -> dict[MarkOwner, Directory]:
        """Return the directory of each kind of owner of a mark."""
        return {
            MarkOwner.TEACHER: self.teacher_names,
            MarkOwner.CLASS: self.class_names,
            MarkOwner.SUBJECT: self.subject_names,
            MarkOwner.VENUE: self.venue_names,
        }

    def leaders(self) -> list[Cell]:
        """Return the cells that name homeroom teachers and deputies."""
        named = (cell for klass in self.classes.values() for cell in (klass.homeroom, klass.deputy))
        return [cell for cell in named if cell is not None]

    def lesson_slots(self, schedule: str) -> list[Slot]:
        """Return the lesson slots of a bell schedule on days on which all its classes may have lessons."""
        grades = {klass.grade for klass in self.classes.values() if klass.schedule == schedule}
        slots = self.schedules[schedule].slots(PeriodKind.LESSON)
        return [slot for slot in slots if all(may_have_lessons(grade, slot.day) for grade in grades)]

    @property
    def term_start(self) -> date | None:
        """The first day of the term, where it is told."""
        return self.service.term_start

    @property
    def campuses(self) -> dict[str, str]:
        """The campuses that bell schedules are on, by their keys."""
        return {key(s.campus): s.campus for s in self.schedules.values() if s.campus is not None}

    def classes_of(self, grades: Iterable[int]) -> tuple[str, ...]:
        """Return the classes of some grades, in the order in which they were read."""
        wanted = set(grades)
        return tuple(name for name, klass in self.classes.items() if klass.grade in wanted)

    def venue_kinds(self) -> dict[str, str]:
        """Return the kinds of venues by their keys."""
        return {key(venue.kind): venue.kind for venue in self.venues.values()}

    def add_class(self, cell: Cell, name: str) -> str | None:
        """Return the id of a class that 任课 names, adding it where no sheet lists the classes; None, told, when it is unknown."""
        if self.class_names.was_changed(cell, name):
            return None
        known = self.class_names.get(name)
        if known is None and not self.class_names.closed and self.class_names.number(name) is None:
            self.report.once(
                (cell.sheet, "no grade"),
                cell,
                Text(f"看不出“{name}”是哪个年级的班", f"“{name}” does not tell its grade"),
                Text("改成 三(1)班 这样的班名，或在“班级”表里写明年级", "Write 三(1)班, or give its grade in 班级"),
            )
            return None
        found = known or self.class_names.find(cell, name)
        if found is not None and found not in self.classes:
            grade, number = self.class_names.number(name) or (1, 1)
            self.classes[found] = ClassDraft(grade, number)
        return found

    def was_attempted(self, class_id: str, subject: str) -> bool:
        """Tell whether 任课 names, or may name in what could not be read, a course of a class in a subject."""
        names = {(class_id, subject), (class_id, ""), ("", subject), ("", "")}
        return not names.isdisjoint(self.attempted)

    def add_course(self, course: Course, demand: CourseDraft) -> None:
        """Add a settled course and remember where it stands."""
        self.courses.append(course)
        self.demand_of[course.id] = demand
        for name in course.classes:
            self.class_courses.setdefault(name, []).append(course)
        for name in course.teachers:
            self.teacher_courses.setdefault(name, []).append(course)

    def schedule_of(self, course: Course) -> str:
        """Return the bell schedule of a course: that of its first class."""
        return self.classes[course.classes[0]].schedule or next(iter(self.schedules))

    def lesson_minutes(self, grade: int) -> Fraction:
        """Return the mean length of the lessons of a grade, in minutes; the standard's where its times are not known."""
        names = [self.classes[name].schedule for name in self.classes_of((grade,))]
        schedule = next((self.schedules[name] for name in names if name in self.schedules), None)
        if schedule is None or self.schedules_broken:
            return Fraction(STANDARD_MINUTES.get(grade, 40))
        return schedule.lesson_minutes

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return the teachers of each group by its key."""
        found: dict[str, tuple[str, ...]] = {}
        for teacher in self.teachers.values():
            if teacher.subject_group:
                name = key(teacher.subject_group)
                found[name] = (*found.get(name, ()), teacher.id)
        return found

    def used_schedules(self) -> Iterator[BellSchedule]:
        """Yield the bell schedules that some class uses."""
        used = {klass.schedule for klass in self.classes.values()}
        return (schedule for schedule in self.schedules.values() if schedule.id in used)
