"""Reads a term from its workbook, and tells everything that is wrong with it at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.plan import Plan
from scheduler.school import School, Week
from scheduler.term.absences import hits_something
from scheduler.term.account import make_up_refusal
from scheduler.term.calendar import LONGEST_TERM, MIDNIGHT, Calendar, SpecialDay, SpecialDuty, SpecialKind
from scheduler.term.nouns import Absence, AbsenceKind, Change, Edition, Occasion, Term
from scheduler.text import Text
from scheduler.workbook.files import open_workbook
from scheduler.workbook.names import nearest
from scheduler.workbook.notation import NotationError, read_clock, read_clock_range, read_date, read_day, read_week
from scheduler.workbook.problem import Note, Problem
from scheduler.workbook.tables import Cell, ReadingReport, Row, read_tables
from scheduler.workbook.term.changes import check_halves, moment_of, outside, read_change
from scheduler.workbook.term.editions import read_editions, tell_wrong_days
from scheduler.workbook.term.names import SchoolNames
from scheduler.workbook.term.stretches import lesson_stretch
from scheduler.workbook.term_sheets import ABSENCE_WORDS, ABSENCES, CALENDAR, CHANGES, EDITIONS, KIND_WORDS


class TermReading(NamedTuple):
    """What was read, everything that is wrong with it, and what was assumed. `term` is None when a problem blocks."""

    term: Term | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()


def read_term(path: Path, school: School, plan: Plan, editions: Sequence[Edition] = ()) -> TermReading:
    """Return the term in a workbook, with a school and its plan from the first day on and those that its sheet 课表版本 names, or
    with `editions` (that sheet is passed over then); no file is so wrong that this raises."""
    book, problems = open_workbook(path)
    if book is None:
        return TermReading(None, problems)
    report = ReadingReport()
    for problem in problems:
        report.problems[problem] = []
    term = _Reader(book, report, school, plan, editions, path.parent).read()
    return TermReading(None if report.has_errors else term, tuple(report.told()), tuple(report.notes))


def calendar_in(book: Workbook, report: ReadingReport, school: School, plan: Plan) -> Calendar | None:
    """Return the calendar in the sheet 校历; None, told in the report, where something is wrong."""
    return _Reader(book, report, school, plan).calendar()


class _Reader:
    """Reads the sheets one after the other: the calendar, absences, changes."""

    def __init__(
        self,
        book: Workbook,
        report: ReadingReport,
        school: School,
        plan: Plan,
        editions: Sequence[Edition] = (),
        folder: Path | None = None,
    ) -> None:
        self.book, self.report = book, report
        self.typed = [] if editions or folder is None else read_editions(book, report, folder, school)
        if editions and any(table.rows for table in read_tables(book, EDITIONS, ReadingReport())):
            words = (
                "“课表版本”没有读：哪份课表从哪天起用，在“校历”页选",
                "课表版本 was not read: choose on the page 校历",
            )
            report.note(*words)
        begun = Edition(first=datetime.date.min, school=school, plan=plan)
        self.editions = tuple(editions) or (begun, *sorted((e for e, _ in self.typed), key=lambda e: e.first))
        self._names: dict[int, SchoolNames] = {}

    def names_on(self, date: datetime.date | None) -> SchoolNames:
        """Return the names of the school as it is on a date, of the first one where that is not known."""
        school = self._school_on(date)
        return self._names.setdefault(id(school), SchoolNames(self.report, school))

    def _school_on(self, date: datetime.date | None) -> School:
        begun = [each for each in self.editions if date is not None and each.first <= date]
        return (begun or self.editions[:1])[-1].school

    def read(self) -> Term | None:
        """Return the term; None, told, where something is wrong."""
        broken = self.report.has_errors
        calendar = self.calendar()
        if calendar is None:
            return None
        told = self.report.tellings
        tell_wrong_days(self.typed, self.report, calendar.first, calendar.last)
        if broken or self.report.tellings > told:  # what else is wrong would hang on these
            return None
        bare = Term(calendar=calendar, editions=self._editions(calendar.first))
        absences = self._absences(bare)
        changes = self._changes(bare)
        if self.report.has_errors:
            return None
        return bare.renewed(absences=absences, changes=changes)

    def _editions(self, first: datetime.date) -> tuple[Edition, ...]:
        """Return the editions, of which one is there on the first day."""
        begun, *later = self.editions
        starts = first if begun.first == datetime.date.min else min(first, begun.first)
        return (begun.model_copy(update={"first": starts}), *later)

    # 校历

    def calendar(self) -> Calendar | None:
        """Return the calendar; None, told, where something is wrong."""
        rows = [row for table in read_tables(self.book, CALENDAR, self.report) for row in table.rows]
        ends: dict[str, tuple[datetime.date, Row]] = {}
        specials: list[tuple[SpecialDay, Row]] = []
        for row in rows:
            kind = self.report.word(row["kind"], KIND_WORDS, None)
            date = self.report.read(row["date"], read_date, None)
            if date is None or kind is None:
                for name in ("date", "kind"):
                    if not row[name].text:
                        self.report.error(row[name], Text("没有填", "Nothing is said"), Text("填上", "Fill it in"))
            elif not isinstance(kind, SpecialKind):
                if kind in ends:
                    self.report.error(
                        row["kind"], Text("写了两行", "It stands twice"), Text("只留一行", "Keep one row")
                    )
                ends[kind] = (date, row)
            else:
                specials += [(special, row) for special in self._specials(row, kind, date)]
        if set(ends) != {"begins", "ends"}:
            where = Cell(CALENDAR.title.zh, "")
            self.report.error(
                where,
                Text("不知道学期从哪天到哪天", "The term's first and last day are not said"),
                Text("各写一行：类型“开学”和“放假”", "A row of the kind 开学 and one of 放假"),
            )
            return None
        return self._checked(ends["begins"], ends["ends"][0], specials)

    def _checked(
        self, begins: tuple[datetime.date, Row], last: datetime.date, told: Sequence[tuple[SpecialDay, Row]]
    ) -> Calendar | None:
        """Return the calendar; None, told by its cell, where it contradicts itself."""
        (first, row), tellings = begins, self.report.tellings
        week = self.report.read(row["week"], read_week, Week.ODD)
        if not 0 <= (last - first).days <= LONGEST_TERM:
            self.report.error(
                row["date"],
                Text("开学在放假之后，或学期超过一年", "The term begins after it ends, or is longer than a year"),
                Text("核对开学和放假的日期", "Check both dates"),
            )
            return None
        for number, (special, its_row) in enumerate(told):
            if not first <= special.date <= last:
                text = Text(f"不在学期里（{first} 到 {last}）", f"Outside of the term ({first} to {last})")
                self.report.error(its_row["date"], text, Text("改正日期", "Correct the date"))
            if any(special.contradicts(other) for other, _ in told[:number]):
                text = Text("这一天已经写了怎么上课", "How this day is held is said already")
                self.report.error(its_row["date"], text, Text("只留一行", "Keep one row"))
        if self.report.tellings > tellings:
            return None
        specials = tuple(sorted((special for special, _ in told), key=lambda special: special.date))
        return Calendar(first=first, last=last, first_week=Week.ODD if week is Week.EVERY else week, specials=specials)

    def _specials(self, row: Row, kind: SpecialKind, date: datetime.date) -> Iterator[SpecialDay]:
        report, told = self.report, self.report.tellings
        last = report.read(row["to"], read_date, None) or date
        follows = report.read(row["follows"], read_day, None)
        start, end = report.read(row["from"], read_clock, 0), report.read(row["until"], read_clock, MIDNIGHT)
        names, school = self.names_on(date), self._school_on(date)
        classes = names.class_list(row["classes"])
        week = report.read(row["week"], read_week, None) if row["week"].text else None
        schedule = row["schedule"].text or None
        if last < date or (last - date).days > 400:
            self.report.error(
                row["to"],
                Text("在开始日期之前，或太远", "Before the first day, or too far"),
                Text("改正日期", "Correct the date"),
            )
        if end <= start:
            self.report.error(row["until"], Text("早于开始", "Before it begins"), Text("改正几点", "Correct the time"))
        if (follows is None) == (kind is SpecialKind.FOLLOWS):
            self.report.error(
                row["follows"],
                Text("只有调休要写、而且必须写上周几的课", "Said of an exchanged day, and of no other"),
                Text("写 周三，或改类型", "Write 周三, or change the kind"),
            )
        elif follows == date.isoweekday() and kind is SpecialKind.FOLLOWS:
            self.report.error(
                row["follows"],
                Text("这一天本来就是这个星期几", "The day is that weekday itself"),
                Text("写要补的那一天是星期几", "Write the weekday that it follows"),
            )
        if kind is SpecialKind.BELL and schedule not in school.schedule:
            like = nearest(schedule or "", school.schedule) or "、".join(school.schedule)
            self.report.error(
                row["schedule"],
                Text("学校没有这套作息", "The school has no such bells"),
                Text(f"写 {like}", f"Write {like}"),
            )
        adults, venue = names.people(row["adults"]), names.venue(row["venue"])
        if (adults or venue) and kind not in (SpecialKind.EXAM, SpecialKind.OFF):
            self.report.error(
                row["kind"],
                Text("只有考试和停课有教师和地点", "Only exams and days off have adults and a place"),
                Text("改成考试或停课，或清空", "Make it 考试 or 停课, or clear them"),
            )
        if report.tellings > told:
            return
        name = row["name"].text or KIND_WORDS[kind].zh
        exams = (
            (SpecialDuty(name=name, start=start, end=end, classes=classes, adults=adults, venue=venue),)
            if adults or venue
            else ()
        )
        for number in range((last - date).days + 1):
            yield SpecialDay(
                date=date + datetime.timedelta(days=number),
                name=name,
                kind=kind,
                classes=classes,
                start=start,
                end=end,
                follows=follows,
                week=week,
                schedule=schedule if kind is SpecialKind.BELL else None,
                duties=exams,
            )

    # 请假

    def _absences(self, term: Term) -> tuple[Absence, ...]:
        found: list[tuple[Absence, Row]] = []
        for table in read_tables(self.book, ABSENCES, self.report):
            for row in table.rows:
                absence = self._absence(row, len(found) + 1, term)
                if absence is not None:
                    found.append((absence, row))
        for (one, _), (other, row) in combinations(found, 2):
            same = {*one.teachers, *one.venues, *one.classes} & {*other.teachers, *other.venues, *other.classes}
            days = one.first <= other.last and other.first <= one.last
            if same and days and one.start < other.end and other.start < one.end:
                who = "、".join(sorted(same))
                self.report.error(
                    row["first"],
                    Text(f"{who}这段时间已经登记了请假", f"{who}: entered as away for that time already"),
                    Text("合成一行，或改日期", "Make it one row, or change the dates"),
                )
        return tuple(absence for absence, _ in found)

    def _absence(self, row: Row, number: int, term: Term) -> Absence | None:
        report, told = self.report, self.report.tellings
        first = report.read(row["first"], read_date, None)
        last = report.read(row["last"], read_date, None) or first
        names = self.names_on(first)
        teachers, venues, classes = (
            names.people(row["teachers"]),
            names.venue_list(row["venues"]),
            names.class_list(row["classes"]),
        )
        kind = report.word(row["kind"], ABSENCE_WORDS, AbsenceKind.OTHER)
        if not (teachers or venues or classes) and report.tellings == told:
            self.report.error(
                row["teachers"],
                Text("没有写谁不在", "It does not say who is away"),
                Text("写教师、场地或班级", "Name teachers, a place or classes"),
            )
        if first is None or last is None:
            if not row["first"].text:
                self.report.error(
                    row["first"],
                    Text("没有写日期", "No date is given"),
                    Text("写 2026-12-08 这样的日期", "Such as 2026-12-08"),
                )
            return None
        if last < first:
            self.report.error(
                row["last"], Text("早于开始日期", "Before the first day"), Text("改正日期", "Correct the date")
            )
        for cell, date in ((row["first"], first), (row["last"], last)):
            if date not in term.calendar and cell.text:
                self.report.error(cell, outside(term), Text("改正日期", "Correct the date"))
        start, end = self._stretch(row["time"], first if first in term.calendar else term.calendar.first, term)
        if report.tellings > told:
            return None
        absence = Absence(
            id=number,
            first=first,
            last=last,
            start=start,
            end=end,
            teachers=teachers,
            venues=venues,
            classes=classes,
            kind=kind,
            note=row["note"].text,
            entered_by=row["by"].text,
            entered_at=moment_of(row["at"]),
        )
        if not hits_something(term, absence):
            self.report.error(
                row["first"],
                Text("这一天这段时间学校没有课也没有值班", "Nothing is held then at that time"),
                Text("核对日期和校历", "Check the date and 校历"),
            )
            return None
        return absence

    def _stretch(self, cell: Cell, date: datetime.date, term: Term) -> tuple[int, int]:
        """Return from when to when: all day, by the clock, or by the numbers of lessons in any bell of that weekday."""
        if not cell.text:
            return 0, MIDNIGHT
        if ":" in cell.text or "：" in cell.text or "点" in cell.text:
            start, end = self.report.read(cell, read_clock_range, (0, MIDNIGHT))
            if end <= start:
                self.report.error(
                    cell, Text("早于开始", "Before it begins"), Text("写成 08:00-10:00", "Such as 08:00-10:00")
                )
                return 0, MIDNIGHT
            return start, end
        found = lesson_stretch(self._school_on(date), term.calendar.weekday_of(date), cell.text)
        if found is None:
            self.report.error(
                cell,
                Text("看不懂是哪几节", "Which lessons is not clear"),
                Text("写 1-3 节，或 8:00-10:00；整天就不填", "1-3, or 8:00-10:00; empty: all day"),
            )
            return 0, MIDNIGHT
        return found

    # 变动

    def _changes(self, term: Term) -> tuple[Change, ...]:
        found: list[Change] = []
        rows: dict[Occasion, Row] = {}
        for table in read_tables(self.book, CHANGES, self.report):
            for row in table.rows:
                for change in read_change(self.names_on(_date_in(row)), row, term, len(found)):
                    if change.occasion in rows and change.pair is not None and _is_half(found, change):
                        continue  # both halves were typed
                    if change.occasion in rows:
                        self.report.error(
                            row["date"],
                            Text("这节课这一天已经有一条变动", "This is changed on that date already"),
                            Text("只留一行", "Keep one row"),
                        )
                        continue
                    if any(
                        change.makes_up and c.makes_up == change.makes_up and c.key.id == change.key.id for c in found
                    ):
                        text = Text("这节欠课已经补过", "This lesson was made up already")
                        self.report.error(row["owed_date"], text, Text("只留一行", "Keep one row"))
                        continue
                    rows[change.occasion] = row
                    found.append(change)
        if not self.report.has_errors:
            check_halves(self.report, found, rows)
        changes = tuple(_with_own_numbers(found, rows))
        if not self.report.has_errors:
            self._check_make_ups(term.renewed(changes=changes), rows)
        return changes

    def _check_make_ups(self, term: Term, rows: Mapping[Occasion, Row]) -> None:
        for change in term.changes:
            refused = None if change.makes_up is None else make_up_refusal(term, change)
            if refused is not None:
                self.report.error(rows[change.occasion]["owed_date"], *refused)


def _date_in(row: Row) -> datetime.date | None:
    """Return the date of a row without telling of a wrong one."""
    try:
        return read_date(row["date"].value)
    except NotationError:
        return None


def _with_own_numbers(found: Sequence[Change], rows: Mapping[Occasion, Row]) -> list[Change]:
    """Return changes with the numbers of their rows, where each has one of its own."""
    numbers = [rows[change.occasion]["id"].text for change in found]
    if not all(number.isdigit() and int(number) > 0 for number in numbers) or len(set(numbers)) < len(numbers):
        return list(found)
    return [c.model_copy(update={"id": int(number)}) for c, number in zip(found, numbers, strict=True)]


def _is_half(found: Sequence[Change], change: Change) -> bool:
    """Tell whether a change that is known already says the same as another half of an exchange."""
    return any(c.occasion == change.occasion and c.moved_to == change.moved_to for c in found)
