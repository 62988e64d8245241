"""What the headings of 任课 mean: subjects, their lessons and weeks, and columns that are no subjects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from scheduler.school import Week
from scheduler.school.defaults import tells_area
from scheduler.text import Text
from scheduler.workbook.names import HAN, key, nearest, plain
from scheduler.workbook.notation import WEEKS, NotationError, WeeklyLessons, read_lessons
from scheduler.workbook.school.answers import NOT_READ
from scheduler.workbook.school.assignment_cell import NOBODY
from scheduler.workbook.school.assignment_words import EVERY_OTHER_WEEK
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.new_subjects import ask_about_subject, differ, is_certain_subject, whole_name
from scheduler.workbook.school.read_subjects import TOTALS
from scheduler.workbook.tables import LESSONS_TITLES, REMARKS, Cell, Grid, Table, is_titled

# Words in the heading of a column that is no subject's: who does something else, or another time of the day.
_NO_SUBJECT = re.compile(
    r"大课间|课间|早操|眼保健操|午间|早读|晨读|午读|午休|午餐|午自习|晚读|课后|延时|托管|晚自习|晚修|自修|值日|值班|值周|护导|护学|看护|看班|巡查|监考|辅导|组长|主任|校长|负责|联系|电话|手机|"
    r"性别|年龄|职称|学历|编号|工号|教龄|人数|人名|男生|女生|班额|QQ|微信|职务|家长|签名|签字|审核|日期|时间|位置|楼层|地点|教室|备课|教研组|办公室|群|生活老师|保育|学籍|宿管|助教|备注|说明|"
    r"^[是否]|[组馆员长]$|phone|mobile|gender|room$|remark|sign"
)
_TEACHER_WORDS = re.compile(r"(?:任课|授课|科任)?(?:教师|老师|教员)(?:姓名)?$|(?:任课|授课)$|姓名$")
_LESSONS_WORDS = re.compile(r"(?:周)?(?:课时|节数|课时数)$")
_HOW_MANY = re.compile(r"(?:每?周)?(\d{1,2}(?:\+\d)*)节?(?:课|/周|每周)?")
_SEPARATORS = re.compile(r"[、,\\·•+&]")
_NAME_AND_WEEK = re.compile(r"([^()、,/]+)\((单周?|双周?)\)")
_BARE_LESSONS = re.compile(r"([\u3400-\u9fff]{2,})[\s:-]*(\d{1,2}(?:\+\d)*|0\.5)(?:节课?|课时)?")
_BARE_WEEK = re.compile(
    r"(?P<before>单周|双周)\s*(?P<name>[\u3400-\u9fff]{2,})|(?P<first>[\u3400-\u9fff]{2,})\s+(?P<after>单周?|双周?)|(?P<last>[\u3400-\u9fff]{2,})(?P<end>单周|双周)"
)
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")


class SubjectColumn(NamedTuple):
    """A column of the matrix: its subject (two for odd and even weeks, none for an unknown one), its heading, where its
    lessons stand, and the weeks and the lessons that the heading itself names."""

    subjects: tuple[str, ...]
    heading: Cell
    teacher: int
    lessons: int | None
    week: Week = Week.EVERY
    usual: tuple[WeeklyLessons, ...] = ()


def subject_columns(draft: Draft, grid: Grid, table: Table, titles: tuple[str, ...]) -> list[SubjectColumn]:
    """Return the subjects of the headings; a 课时 column, or the second under one merged heading, is the lessons' of the subject before.

    `titles` are those of the columns that are no subjects: 斑主任 is asked about.
    """
    return _Headings(draft, grid, table, titles).read()


class _Headings:
    def __init__(self, draft: Draft, grid: Grid, table: Table, titles: tuple[str, ...]) -> None:
        self.titles = titles
        self.draft = draft
        self.grid = grid
        self.table = table
        self.found: list[SubjectColumn] = []
        self.passed: list[Cell] = []
        self.remarks: list[str] = []

    def read(self) -> list[SubjectColumn]:
        """Return the columns of subjects; what else is headed is told."""
        row = self.table.heading_row
        below = {column: cell.text for column, cell in self.grid.row(row + 1)}
        lessons = [column for column, text in below.items() if is_titled(text, LESSONS_TITLES)]
        for column in sorted({*self.table.others, *lessons}):
            cell = self.grid.cell(row, column)
            corner = self.grid.corners.get((row, column))
            repeats = corner is not None and corner[1] < column
            if is_titled(cell.text, LESSONS_TITLES) or column in lessons or repeats:
                self._lessons_of_last(column)
            elif not is_titled(cell.text, (*REMARKS, *TOTALS)) and cell.text.casefold() not in NOBODY:
                self._heading(column, cell)
        self._tell_passed()
        self._tell_twice()
        if self.remarks:
            names = "、".join(self.remarks)
            self.draft.report.note(
                f"列名括号里的备注不影响排课：{names}", f"Remarks in headings change nothing: {names}"
            )
        return self.found

    def _lessons_of_last(self, column: int) -> None:
        if self.found:
            self.found[-1] = self.found[-1]._replace(lessons=column)
            self.draft.lessons_columns = True

    def _heading(self, column: int, cell: Cell) -> None:
        if self.draft.answers.leaves_out(cell.text):
            return
        answer = self.draft.answers.get(cell.text)
        text = answer if answer is not None else cell.text
        if self._alternate(column, cell, text) or (answer is None and self._mistyped(cell)):
            return
        base, week, lessons, remark = _without_remark(text)
        if _LESSONS_WORDS.search(base):
            self._lessons_of(_LESSONS_WORDS.sub("", base), column, cell)
            return
        subjects = self._subjects(cell, text, base, certain=answer is not None and key(answer) == key(cell.text))
        if subjects is not None:
            self.found.append(SubjectColumn(subjects, cell, column, None, week, lessons))
            if remark:
                self.remarks.append(cell.text)

    def _alternate(self, column: int, cell: Cell, text: str) -> bool:
        """Take 音乐(单周)美术(双周) for 音乐/美术, and ask about 音乐、美术; tell whether it was one of them."""
        named = [(plain(found[1]), found[2][0]) for found in _NAME_AND_WEEK.finditer(plain(text))]
        if len(named) == 2 and {week for _, week in named} == {"单", "双"}:
            subjects = self._found(cell, [name for name, week in sorted(named, key=lambda each: each[1] == "双")])
            self.found.append(SubjectColumn(subjects, cell, column, None))
            return True
        names = [name for each in _SEPARATORS.split(text) if (name := _without_remark(each)[0])]
        if self.draft.subject_names.get(text) is not None or len(names) < 2 or not all(map(tells_area, names)):
            return False
        self._attempt(cell, column)
        alternating = {"/".join(names): Text("单双周轮流上", "they alternate")} if len(names) == 2 else {}
        self.draft.answers.ask(
            cell,
            cell.text,
            Text(f"“{cell.text}”是几门学科", f"“{cell.text}” are several subjects"),
            {**alternating, NOT_READ.zh: Text("不读这一列", "leave it out")},
        )
        return True

    def _mistyped(self, cell: Cell) -> bool:
        """Ask about a heading that differs in one character from a known one that is no subject; tell whether it does."""
        titles = [title for title in self.titles if len(title) > 2 and differ(title, cell.text) == 1]
        if not titles or tells_area(cell.text):
            return False
        self.draft.answers.ask(
            cell,
            cell.text,
            Text(f"“{cell.text}”这一列没有读", f"The column “{cell.text}” was not read"),
            {
                **{title: Text("就是这一列", "this column") for title in titles},
                NOT_READ.zh: Text("不读这一列", "leave it out"),
            },
        )
        return True

    def _attempt(self, cell: Cell, column: int) -> None:
        """Keep a column that is asked about, so that nothing is said to be missing meanwhile."""
        self.found.append(SubjectColumn((), cell, column, None))

    def _found(self, cell: Cell, names: Iterable[str]) -> tuple[str, ...]:
        found = [self.draft.subject_names.find(cell, name) for name in names]
        return tuple(name for name in found if name is not None)

    def _lessons_of(self, name: str, column: int, cell: Cell) -> None:
        """Take a column headed 语文课时 for the lessons of the column of 语文."""
        subject = self.draft.subject_names.get(name)
        for index, found in enumerate(self.found):
            if subject is not None and found.subjects == (subject,):
                self.found[index] = found._replace(lessons=column)
                self.draft.lessons_columns = True
                return
        self.passed.append(cell)

    def _subjects(self, cell: Cell, text: str, base: str, *, certain: bool) -> tuple[str, ...] | None:
        """Return the subject of a heading, or the two of 音乐/美术, odd weeks first.

        None, told, for what is no subject; nothing, told, for an unknown one, whose cells are not read either.
        """
        known = self.draft.subject_names
        for name in (text, base):
            if known.get(name) is not None:
                return (str(known.get(name)),)
        plainly = whole_name(_TEACHER_WORDS.sub("", base) or base)
        names = [plain(name) for name in plainly.split("/")]
        if len(names) != 2 or not all(names):
            names = [plainly]
        if known.closed:
            if _NO_SUBJECT.search(base) and nearest(base, known.cells) is None:
                self.passed.append(cell)
                return None
            subjects = self._found(cell, names)
            return subjects if len(subjects) == len(names) else ()
        if not certain and _NO_SUBJECT.search(base):
            self.passed.append(cell)
            return None
        strange = [name for name in names if not certain and not is_certain_subject(name) and known.get(name) is None]
        if strange:
            ask_about_subject(self.draft, cell, strange[0], names)
            return ()
        return self._found(cell, names)

    def _tell_passed(self) -> None:
        if self.passed:
            names = "、".join(cell.text for cell in self.passed)
            self.draft.report.warning(
                self.passed[0],
                Text(f"这些列不是学科，没有读：{names}", f"These columns are no subjects and were not read: {names}"),
                Text(
                    "是学科的，在“确认”表写一行：写法 和 就是 都写这个列名",
                    "Where one is a subject, say so in sheet 确认: its name in both columns",
                ),
            )

    def _tell_twice(self) -> None:
        """Ask about two columns of one subject in the same weeks."""
        columns: dict[str, list[SubjectColumn]] = defaultdict(list)
        for column in self.found:
            for subject in column.subjects:
                columns[subject].append(column)
        for subject, same in columns.items():
            clash = next((later for i, later in enumerate(same) if any(self._clash(c, later) for c in same[:i])), None)
            if clash is not None:
                places = "、".join(f"{c.heading.name}“{c.heading.text}”" for c in same)
                self.draft.answers.ask(
                    clash.heading,
                    clash.heading.text,
                    Text(f"有几列都是{subject}：{places}", f"Several columns are {subject}: {places}"),
                    {NOT_READ.zh: Text("这一列不要", "leave this column out")},
                )
                self.found = [column for column in self.found if column is not clash]

    def _clash(self, one: SubjectColumn, other: SubjectColumn) -> bool:
        """Tell whether some class has entries in both of two columns of a subject."""
        filled = any(
            all(row.at(c.teacher).text.casefold() not in NOBODY for c in (one, other)) for row in self.table.rows
        )
        return one.week.meets(other.week) and filled


def _without_remark(text: str) -> tuple[str, Week, tuple[WeeklyLessons, ...], str]:
    """Return a heading without what stands in brackets; the weeks and the lessons that brackets name, 劳动(单), 语文(6节); and what else they say."""
    week, remark = Week.EVERY, ""
    lessons: tuple[WeeklyLessons, ...] = ()
    for found in _BRACKETS.finditer(text):
        inside = plain(next(group for group in found.groups() if group is not None)).casefold()
        if inside in WEEKS:
            week = WEEKS[inside]
        elif inside in EVERY_OTHER_WEEK:
            lessons = read_lessons("0.5")
        elif (told := _HOW_MANY.fullmatch(inside)) is not None:
            lessons = _lessons(told[1])
        else:
            remark = inside
    base = plain(_BRACKETS.sub("", text)).strip("*: ") or text
    weekly = _BARE_WEEK.fullmatch(base)
    if weekly:
        base = weekly["name"] or weekly["first"] or weekly["last"]
        week = WEEKS[weekly["before"] or weekly["after"] or weekly["end"]]
    counted = _BARE_LESSONS.fullmatch(base)
    if counted and tells_area(counted[1]):
        base, lessons = counted[1], _lessons(counted[2])
    return base.replace(" ", "") if HAN.search(base) else base, week, lessons, remark


def _lessons(text: str) -> tuple[WeeklyLessons, ...]:
    """Return lessons, none for what cannot be lessons of a week."""
    try:
        return read_lessons(text)
    except NotationError:
        return ()
