"""Reads the sheet 共享教师 beside the schools of the district, and tells everything that is wrong with it at once.

Texts name no teacher: sheet and cell do. What stands in a cell is the `value` of a problem, to be left out where nobody may be
named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from constraints.catalogue import active_rules
from constraints.flex import flex_free
from constraints.rule import Rule
from constraints.service import service_unavailable
from constraints.timetable import unavailable
from scheduler.district.sharing.half_days import read_half_days
from scheduler.district.sharing.nouns import Place, SharedTeacher, SharedTeachers
from scheduler.district.sharing.sheet import SHARED
from scheduler.model.owner import Level
from scheduler.school import HalfDay, School
from scheduler.text import Text
from scheduler.workbook.files import open_workbook
from scheduler.workbook.names import key, nearest
from scheduler.workbook.notation import read_average, read_minutes
from scheduler.workbook.problem import Note, Problem
from scheduler.workbook.school.service_layout import YES_NO_WORDS
from scheduler.workbook.tables import Cell, ReadingReport, Row, find_sheets, read_table

MOST_WAY = 240  # minutes
SHOWN_NAMES = 20
BINDING: tuple[Rule[Any], ...] = (unavailable.RULE, service_unavailable.RULE, flex_free.RULE)


class SharedReading(NamedTuple):
    """What was read, everything that is wrong with it, and what was assumed. `shared` is None when a problem blocks."""

    shared: SharedTeachers | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()


def read_shared(path: Path, schools: Mapping[str, School], unread: Collection[str] = ()) -> SharedReading:
    """Return who is shared by the schools of a district, by the district's workbook; no file is so wrong that this raises.

    `schools` are those that could be read, by the name of their workbook without its ending; `unread` are the others: rows that
    name one are told and left. A workbook without the sheet shares nobody. Two schools with somebody of the same name are told,
    and never taken for sharing him.
    """
    book, problems = open_workbook(path)
    if book is None:
        return SharedReading(None, problems)
    report = ReadingReport()
    for problem in problems:
        report.problems[problem] = []
    grids = find_sheets(book, SHARED)
    found = [table for grid in grids for table in [read_table(grid, SHARED.columns, report)] if table is not None]
    reader = _Reader(report, schools, unread)
    shared = reader.read([row for table in found for row in table.rows])
    reader.tell_namesakes(grids[0].title if grids else SHARED.title.zh)
    return SharedReading(None if report.has_errors else shared, tuple(report.told()), tuple(report.notes))


class _Line(NamedTuple):
    """A row whose teacher and school are known; `teacher` is his name there."""

    row: Row
    name: str
    teacher: str
    school: str
    weekly: float
    minutes: int | None
    halves: tuple[HalfDay, ...]
    home: bool
    serves: bool | None


class _Reader:
    """Reads the rows one by one, then those of each teacher together."""

    def __init__(self, report: ReadingReport, schools: Mapping[str, School], unread: Collection[str]) -> None:
        self.report, self.schools = report, schools
        self.unread = {key(name) for name in unread}
        self.called: dict[str, list[str]] = defaultdict(list)
        for name, school in schools.items():
            for known in dict.fromkeys((key(name), key(school.name))):
                self.called[known].append(name)
        self.people = {name: {key(t.id): t.id for t in school.teachers} for name, school in schools.items()}
        self.listed: dict[str, list[str]] = defaultdict(list)
        self.rows: Counter[str] = Counter()

    def read(self, rows: list[Row]) -> SharedTeachers:
        """Return what the rows say; where something was told it is not to be used."""
        lines: dict[str, list[_Line]] = defaultdict(list)
        for row in rows:
            name = self._name(row)
            school = self._school(row["school"])
            self.rows[name or ""] += 1
            if name is None or not school:
                continue
            line = self._line(row, name, school)
            if line is not None:
                lines[name].append(line)
        found = [self._teacher(name, each) for name, each in lines.items()]
        return SharedTeachers(teachers=tuple(each for each in found if each is not None))

    def _name(self, row: Row) -> str | None:
        if row["teacher"].text:
            return key(row["teacher"].text)
        self.report.error(
            row["teacher"] if row["teacher"].name else row["school"]._replace(value=None),
            Text("没有写教师", "No teacher given"),
            Text("写上教师姓名，或删去这一行", "Type the name, or delete the row"),
        )
        return None

    def _school(self, cell: Cell) -> str | None:
        """Return the school that a cell names, '' for one that could not be read; None, told, where there is none such."""
        said = key(cell.text.removesuffix(".xlsx").removesuffix(".XLSX"))
        found = self.called.get(said, [])
        if len(found) == 1:
            return found[0]
        if said in self.unread:
            self.report.warning(
                cell,
                Text(
                    "这所学校的工作簿读不出，这一行没有用", "The workbook of this school cannot be read: row left out"
                ),
                Text("改好那所学校的工作簿", "Correct the workbook of that school"),
            )
            return ""
        if not cell.text:
            text, cure = Text("没有写学校", "No school given"), Text("写上学校工作簿的文件名", "Type its file name")
        elif found:
            text = Text(f"有 {len(found)} 所学校叫这个名字", f"{len(found)} schools have this name")
            cure = Text(f"写文件名：{'、'.join(found)}", f"Type the file name: {', '.join(found)}")
        else:
            like = nearest(cell.text, [*self.schools, *(school.name for school in self.schools.values())])
            text = Text("文件夹里没有这所学校", "There is no such school in the folder")
            cure = Text(
                f"写学校工作簿的文件名{f'，如“{like}”' if like else ''}",
                f"Type the file name of its workbook{f', such as “{like}”' if like else ''}",
            )
        self.report.error(cell, text, cure)
        return None

    def _line(self, row: Row, name: str, school: str) -> _Line | None:
        problems = self.report.tellings
        teacher = self._teacher_at(row["teacher"], name, school)
        weekly = 0.0
        if teacher is not None:
            if school in self.listed[name]:
                self.report.error(
                    row["school"],
                    Text("这位教师在这所学校写了两行", "This teacher has two rows at this school"),
                    Text("只留一行，把节数和时间写在一起", "Keep one row with all of it"),
                )
            self.listed[name].append(school)
            weekly = sum(course.weekly for course in self.schools[school].teacher_courses[teacher])
            self._check_lessons(row["lessons"], weekly)
        minutes = self.report.read(row["minutes"], lambda value: read_minutes(value, 0, MOST_WAY), None)
        halves = self.report.read(row["halves"], read_half_days, ())
        home = self.report.word(row["home"], YES_NO_WORDS, False)
        serves = self.report.word(row["serves"], YES_NO_WORDS, None)
        if self.report.tellings > problems or teacher is None:
            return None
        self._check_marks_bind(row["school"], school)
        return _Line(row, name, teacher, school, weekly, minutes, halves, home, serves)

    def _teacher_at(self, cell: Cell, name: str, school: str) -> str | None:
        """Return the teacher's name in a school's workbook; None, told, where he is not there or teaches nothing."""
        known = self.people[school].get(name)
        if known is not None and self.schools[school].teacher_courses[known]:
            return known
        where = Text(f"“{school}”", f"“{school}”")
        if known is not None:
            text = Text(f"这位教师在{where.zh}的任课里没有课", f"This teacher has no course in 任课 of {where.en}")
        else:
            text = Text(f"{where.zh}的工作簿里没有这位教师", f"This teacher is not in the workbook of {where.en}")
        like = nearest(cell.text, self.people[school].values(), 0.6)
        hint = f"（该校有“{like}”）" if like is not None and known is None else ""
        self.report.error(
            cell,
            text,
            Text(f"改成该校任课里的写法{hint}，或删去这一行", "Type the name as in its 任课, or delete the row"),
        )
        return None

    def _check_lessons(self, cell: Cell, weekly: float) -> None:
        said = self.report.read(cell, read_average, None)
        if said is not None and said != weekly:
            self.report.error(
                cell,
                Text(
                    f"该校工作簿里他每周上 {weekly:g} 节，这里写的是 {said:g} 节",
                    f"{weekly:g} lessons a week in the workbook of the school, {said:g} here",
                ),
                Text("改成一致的节数，或清空这一格", "Make them agree, or clear the cell"),
            )

    def _check_marks_bind(self, cell: Cell, school: str) -> None:
        """Tell of a school that has switched off the rule by which a teacher is not planned while he is elsewhere."""
        used = {active.rule.id for active in active_rules(self.schools[school]) if active.level is not Level.SOFT}
        for rule in BINDING:
            if rule.id not in used and (rule is unavailable.RULE or self.schools[school].service.stations):
                self.report.error(
                    cell,
                    Text(
                        f"这所学校停用了规则“{rule.title.zh}”，他在外校的时间就排不开",
                        f"The school has switched off “{rule.title.en}”, which keeps time at another school free",
                    ),
                    Text("在该校的“规则”表里启用它", "Switch it on in 规则 of that school"),
                )

    # The rows of one teacher.

    def _teacher(self, name: str, lines: list[_Line]) -> SharedTeacher | None:
        if len(lines) < 2:
            if self.rows[name] == 1:
                self.report.error(
                    lines[0].row["teacher"],
                    Text("这位教师只写了一所学校", "This teacher has one school only"),
                    Text("每所学校写一行，或删去", "Write a row for each school, or delete it"),
                )
            return None
        home = self._home(lines)
        minutes = self._minutes(lines)
        if home is None or minutes is None:
            return None
        places = []
        for line in lines:
            serves = (line is home) if line.serves is None else line.serves
            self._check_service(line, serves=serves)
            place = Place(
                teacher=line.teacher,
                school=line.school,
                minutes=minutes[line.school],
                halves=line.halves,
                home=line is home,
                serves=serves,
                lessons=line.weekly,
                row=line.row.number,
            )
            places.append(place)
        return SharedTeacher(name=lines[0].teacher, places=tuple(places))

    def _home(self, lines: list[_Line]) -> _Line | None:
        said = [line for line in lines if line.home]
        if len(said) > 1:
            self.report.error(
                said[1].row["home"],
                Text("这位教师写了几所本校", "This teacher has several homes"),
                Text("只在编制所在的学校写 是", "Say yes at one of them"),
            )
            return None
        if said:
            return said[0]
        home = max(lines, key=lambda line: line.weekly)
        rows = "、".join(str(line.row.number) for line in lines)
        self.report.note(
            f"共享教师第 {rows} 行没有写本校：按课最多的“{home.school}”，课后服务和弹性上下班在那里",
            f"Shared teachers, rows {rows}, no home given: “{home.school}”, where most lessons are, for service and "
            "flexible hours",
        )
        return home

    def _minutes(self, lines: list[_Line]) -> dict[str, int] | None:
        """Return the way to each school; of two schools one may say it for both ways."""
        known = {line.school: line.minutes for line in lines if line.minutes is not None}
        if len(lines) == 2 and len(known) == 1:
            known = dict.fromkeys((line.school for line in lines), next(iter(known.values())))
        for line in lines:
            if line.school not in known:
                cell = line.row["minutes"]
                self.report.once(
                    ("no minutes", lines[0].name),
                    cell if cell.name else line.row["school"]._replace(value=None),
                    Text("没有写路上要几分钟", "No minutes on the way given"),
                    Text(
                        "写从他的另一所学校到这里的分钟数", "Type the minutes from another of his schools to this one"
                    ),
                )
        return known if len(known) == len(lines) else None

    def _check_service(self, line: _Line, *, serves: bool) -> None:
        """Tell of a school that plans on somebody's service where he does not serve."""
        school = self.schools[line.school]
        named = [stage.id for stage in school.stages if line.teacher in stage.candidates]
        named += [club.id for club in school.clubs if line.teacher in club.instructors]
        named += [str(duty.kind) for duty in school.duties if line.teacher in duty.candidates]
        if named and not serves:
            cell = line.row["serves"]
            self.report.error(
                cell if cell.name else line.row["teacher"],
                Text(
                    f"“{line.school}”的课后服务里点了他的名（{named[0]}），这里却不在那所学校服务",
                    f"Service of “{line.school}” names him ({named[0]}), but he does not serve there",
                ),
                Text(
                    "“课后服务”列写 是，或在该校工作簿里换人",
                    "Say yes in 课后服务, or name somebody else in the school's workbook",
                ),
            )

    # Namesakes.

    def tell_namesakes(self, sheet: str) -> None:
        """Warn of names that stand in several schools and are not said to be one person's."""
        at: dict[str, list[str]] = defaultdict(list)
        for school, people in self.people.items():
            for name in people:
                at[name].append(school)
        alike = [(name, schools) for name, schools in at.items() if set(schools) - set(self.listed.get(name, ()))]
        several = [(name, schools) for name, schools in alike if len(schools) > 1]
        if several:
            names = "；".join(self._told(several))
            self.report.warning(
                Cell(sheet, "", names),
                Text(
                    f"有 {len(several)} 个姓名在几所学校都有，表里没有写是同一个人：按不同的人排",
                    f"{len(several)} names stand in several schools and are not listed as one person's: taken for different people",
                ),
                Text(
                    "是同一个人的，每所学校在“共享教师”写一行", "Write a row for each school of whoever is one person"
                ),
            )

    def _told(self, several: list[tuple[str, list[str]]]) -> Iterator[str]:
        for name, schools in several[:SHOWN_NAMES]:
            yield f"{self.people[schools[0]][name]}：{'、'.join(schools)}"
        if len(several) > SHOWN_NAMES:
            yield "……"
