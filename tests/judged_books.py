"""Reads the workbooks of a school and of its plan as a person would, by openpyxl alone: nothing of the program is imported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from openpyxl.workbook import Workbook

# A day may be held in odd or even weeks only: 单周六.
DAYS = {f"{weeks}周{name}": number for weeks in ("", "单", "双") for number, name in enumerate("一二三四五六日", 1)}
LONGEST_GAP, WAY = 20, 30
LESSON, SERVICE = "课", "服务"


class Held(NamedTuple):
    """What keeps people busy: on a day, from and to a minute, in odd (1) and even (2) weeks."""

    what: str
    day: int
    start: int
    end: int
    weeks: frozenset[int]
    people: frozenset[str]
    kind: str = ""
    campus: str = ""

    def meets(self, other: Held) -> bool:
        """Tell whether both go on at some minute of some week."""
        same = self.day == other.day and bool(self.weeks & other.weeks)
        return same and self.start < other.end and other.start < self.end


class Period(NamedTuple):
    """A line of 作息."""

    name: str
    kind: str
    start: int
    end: int
    days: frozenset[int]


class Club(NamedTuple):
    """A club at one of its times."""

    day: int
    times: tuple[int, int]
    grades: frozenset[int]


class Lesson(NamedTuple):
    """An entry of a class's timetable at a period."""

    subject: str
    teachers: tuple[str, ...]
    weeks: frozenset[int]


GRADES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "高一", "高二", "高三")
SERVED = frozenset({"课后服务", "延时托管", "晚自习"})
LEAST_SERVICE = 120  # minutes a day, where the school does not ask for more
ROTAS = frozenset({"替补", "早读看护", "看护", "午间看护", "课间值守"})  # not counted as service
BOTH, ODD, EVEN = frozenset({1, 2}), frozenset({1}), frozenset({2})


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def span(text: str) -> tuple[int, int] | None:
    """The two clock times in a text: 第1节 08:20–09:00."""
    found = re.search(r"(\d{1,2}:\d{2})\s*[–-]\s*(\d{1,2}:\d{2})", text.replace("\n", " "))
    return (minutes(found[1]), minutes(found[2])) if found else None


def names_in(text: str) -> list[str]:
    return [name for name in re.split(r"[、\n]", text) if name]


def numbers(text: str, names: Sequence[str] = "一二三四五六日") -> frozenset[int]:
    """一至五; 二、四; 一; 一至五、单周六: days or grades, from 1; of a day in some weeks, the day."""
    found: set[int] = set()
    for part in (text or "一至五").replace("周", "").split("、"):
        part = part.lstrip("单双")
        first, _, last = part.replace("–", "至").partition("至")
        found |= set(range(names.index(first) + 1, names.index(last or first) + 2))
    return frozenset(found)


class School:
    """What the school's workbook says."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        about = next(iter(self.rows("学校")), {})
        self.gap = int(about.get("连堂间隔") or LONGEST_GAP)
        self.watched = about.get("空课看护") != "否"
        self.periods: dict[str, list[Period]] = defaultdict(list)
        self.kinds: dict[tuple[int, int], set[str]] = defaultdict(set)
        for row in self.rows("作息"):
            period = Period(row["节次"], row["类型"], minutes(row["开始"]), minutes(row["结束"]), numbers(row["星期"]))
            self.periods[row["作息表"]].append(period)
            self.kinds[period.start, period.end].add(period.kind)
        self.way = int(about.get("校区路程") or WAY)
        self.campus = {row["作息表"]: row["校区"] for row in self.rows("作息") if row["校区"]}
        self.campus_of_venue = {row["场地"]: row["校区"] for row in self.rows("场地") if row["校区"]}
        self.stages = list(self.rows("课后服务"))
        self.clubs = list(self.rows("社团"))
        self.duties = list(self.rows("巡查"))
        self.working = next(iter(self.rows("弹性上下班")), None)
        self.rates = {(row["岗位"], kind): row[kind] or 0 for row in self.rows("补助") for kind in ("在编", "外聘")}
        self.fees = {row["姓名"]: row["每次报酬"] for row in self.rows("外聘") if row["每次报酬"] != ""}
        self.schedule = {row["班级"]: row["作息表"] for row in self.rows("班级")}
        self.grade = {row["班级"]: row["年级"] for row in self.rows("班级")}
        self.teachers = {row["姓名"]: row for row in self.rows("教师")}
        self.switched = {row["规则编号"]: (row["启用"], row["级别"]) for row in self.rows("规则") if row["启用"]}
        least = [row["参数值"] for row in self.rows("规则") if row["规则编号"] == "service_minutes"]
        asked = int(least[0] or LEAST_SERVICE) if least else 0  # empty: as the place asks
        self.least_service = asked if self.is_hard("service_minutes") else 0
        self.closed = {row["名称"] for row in self.rows("教师时间")} | {row["名称"] for row in self.rows("时间段")}
        self.together: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self.rows("任课明细"):
            for class_id in names_in(row["班级"]):
                self.together[class_id, row["学科"]] |= {class_id, *names_in(row["班级"])}
        headings = {part for row in self.rows("任课") for heading in row for part in heading.split("/")}
        self.subjects = headings | {str(row["学科"]) for row in self.rows("任课明细")} | {"看护"}

    def rows(self, title: str) -> Iterator[dict[str, Any]]:
        """The rows of a sheet by their headings, which stand in its second row."""
        if title not in self.book.sheetnames:
            return
        lines = self.book[title].iter_rows(min_row=2, values_only=True)
        headings = [str(each or "") for each in next(lines)]
        for line in lines:
            if any(value is not None for value in line):
                yield {
                    h: "" if v is None else str(v) if isinstance(v, str) else v
                    for h, v in zip(headings, line, strict=False)
                }

    def is_hard(self, rule: str) -> bool:
        """Whether a rule must be kept here."""
        return self.switched.get(rule, ("否", ""))[0] == "是" and self.switched[rule][1] in ("硬性", "法规")

    def lessons_of(self) -> dict[tuple[str, str], list[tuple[float, int]]]:
        """Lessons a week and doubles by class and subject, one entry for each course, or group of courses at one time."""
        planned: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
        hours = {(row["年级"], subject): value for row in self.rows("课程计划") for subject, value in row.items()}
        for row in self.rows("任课"):
            for heading, cell in row.items():
                if heading == "班级" or not cell:
                    continue
                usual = hours.get((self.grade[row["班级"]], heading))
                for subject, lessons in _cell(heading, str(cell), usual):
                    planned[row["班级"], subject].append(lessons)
        together: set[tuple[str, str, str]] = set()
        listed = list(self.rows("任课明细"))
        for row in listed:
            for class_id in names_in(row["班级"]):
                key = (class_id, row["学科"], row["走班组"])
                if row["走班组"] and key in together:
                    continue
                together.add(key)
                lessons, doubles = _lessons(f"{row['课时']}{row['单双周']}")
                turns = (
                    sum(r["半班组"] == row["半班组"] and r["班级"] == row["班级"] for r in listed)
                    if row["半班组"]
                    else 1
                )
                planned[class_id, row["学科"]].append((lessons * turns, doubles))
        return planned


def _cell(heading: str, text: str, usual: Any) -> Iterator[tuple[str, tuple[float, int]]]:
    """The courses of a cell of 任课 as the program writes it: 王芳 4+1 @操场; 李强 1单; 王芳/李强 1."""
    subjects = heading.split("/")
    for piece in text.split(";"):
        words = re.sub(r"\([^()]*\)|@\S+", "", piece).strip()
        found = re.search(r"\s(\d+(?:\+\d+)?(?:\.\d)?[单双]?)$", words)
        told = found[1] if found else str(usual or 0)
        if "/" in words or len(subjects) == 2:
            lessons, doubles = _lessons(told)
            for subject in subjects if len(subjects) == 2 else subjects * 2:
                yield subject, (lessons / 2, doubles)
        else:
            yield subjects[0], _lessons(told)


def _lessons(text: str) -> tuple[float, int]:
    """Lessons of an average week and doubles: 5, 4+1, 1单."""
    number = re.match(r"\d+(?:\.\d+)?(?:\+(\d+))?", text)
    assert number is not None, text
    singles, doubles = float(number[0].split("+")[0]), int(number[1] or 0)
    whole = singles + 2 * doubles
    return (whole / 2 if text[-1:] in "单双" else whole), doubles


class Week:
    """What the plan's workbook says."""

    def __init__(self, book: Workbook, school: School) -> None:
        self.book = book
        self.school = school
        self.lessons: dict[tuple[str, int, int], list[Lesson]] = defaultdict(list)  # class, day, start
        self.after: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)  # class, day: service
        self.held: list[Held] = []
        self.sessions: list[Held] = []  # of service and rotas, as the teachers' timetables tell them
        self.grants: list[tuple[str, int, str]] = []
        self.hours: tuple[int | None, int | None] = (None, None)  # comes by, leaves from
        self.problems: list[str] = []
        self.nameless: list[tuple[str, int, str]] = []
        self.clubs = list(self._read_clubs())
        self._read_classes()
        self._read_meetings_and_duties_of_teachers()
        self._read_flexible()

    def _read_classes(self) -> None:
        """班级课表: a block for each class, a row for each period."""
        sheet, class_id, days = self.book["班级课表"], "", {}
        kinds: dict[tuple[int, int], str] = {}
        joint: dict[tuple[Any, ...], None] = {}
        for row in sheet.iter_rows():
            first = str(row[0].value or "")
            if first.endswith("课程表"):
                class_id, days = first.removesuffix("课程表").strip(), {}
                kinds = {(p.start, p.end): p.kind for p in self.school.periods[self.school.schedule[class_id]]}
            elif first == "节次":
                days = {cell.column: DAYS[str(cell.value)] for cell in row if str(cell.value) in DAYS}
            elif days and class_id and (times := span(str(row[1].value or ""))) is not None:
                for cell in row:
                    if cell.column in days and cell.value:
                        self._take(class_id, days[cell.column], times, kinds.get(times, ""), str(cell.value), joint)

    def _take(
        self,
        class_id: str,
        day: int,
        times: tuple[int, int],
        kind: str,
        text: str,
        joint: dict[tuple[Any, ...], None],
    ) -> None:
        if kind not in ("正课", "自习"):
            if kind == "课后服务":
                self.after[class_id, day].append(times)
            if kind in SERVED and "\n" not in text:
                self.nameless.append((class_id, day, text))
            return
        for entry in re.split(r"———|\n(?=[单双] )", text):
            lines = [line for line in entry.split("\n") if line]
            weeks = {"单": ODD, "双": EVEN}.get(lines[0][:1], BOTH) if re.match(r"[单双] ", lines[0]) else BOTH
            weeks_told = re.sub(r"^[单双] ", "", lines[0])
            lines = [re.sub(r"^[甲乙丙丁戊己庚辛壬癸]组 ", "", line) for line in (weeks_told, *lines[1:])]
            groups: list[list[str]] = []  # several subjects stand below each other where a class is in groups
            for line in lines:
                if not groups or line in self.school.subjects:
                    groups.append([line])
                else:
                    groups[-1].append(line)
            for subject, *rest in groups:
                people = [name for line in rest for name in re.split(r"[、 ]", line) if name in self.school.teachers]
                self.lessons[class_id, day, times[0]].append(Lesson(subject, tuple(people), weeks))
                classes = self.school.together.get((class_id, subject), {class_id})
                key = (frozenset(classes), subject, day, times, weeks, frozenset(people))
                if people and subject != "看护" and key not in joint:
                    joint[key] = None
                    places = [
                        self.school.campus_of_venue[w]
                        for line in rest
                        for w in line.split()
                        if w in self.school.campus_of_venue
                    ]
                    campus = (*places, self.school.campus.get(self.school.schedule[class_id], ""))[0]
                    what = f"{class_id} {subject}"
                    self.held.append(Held(what, day, *times, weeks, frozenset(people), LESSON, campus))

    def _read_meetings_and_duties_of_teachers(self) -> None:
        """教师课表 tells what else keeps a teacher busy: service, duties, meetings; a cell an entry."""
        if "教师课表" not in self.book.sheetnames:
            return
        teacher, days = "", {}
        classes = {re.sub(r"班$", "", name) for name in self.school.schedule}
        for row in self.book["教师课表"].iter_rows():
            first = str(row[0].value or "")
            if first.endswith("课程表"):
                teacher, days = first.removesuffix("课程表").strip(), {}
            elif first == "节次":
                days = {cell.column: DAYS[str(cell.value)] for cell in row if str(cell.value) in DAYS}
            elif days and (times := span(str(row[1].value or ""))) is not None:
                for cell in row:
                    if cell.column not in days or not cell.value:
                        continue
                    for entry in re.split(r"———|\n(?=[单双] )", str(cell.value)):
                        head = entry.strip().split("\n")[0]
                        if not any(head.startswith(name) for name in classes) and not re.match(r"[单双] ", head):
                            counts = self.school.kinds[times] & SERVED and not head.startswith(("看护", "替补"))
                            kind, day = SERVICE if counts else "", days[cell.column]
                            held = Held(f"{teacher} {head}", day, *times, BOTH, frozenset({teacher}), kind)
                            self.held.append(held)
                            if counts or head.split(" ")[0] in ROTAS:
                                self.sessions.append(held)

    def table(self, title: str, heading: int) -> Iterator[dict[str, Any]]:
        """The rows of a sheet by the headings in its row `heading`, of which the first line counts."""
        if title in self.book.sheetnames:
            lines = self.book[title].iter_rows(min_row=heading, values_only=True)
            headings = [str(each or "").split("\n")[0] for each in next(lines)]
            yield from (dict(zip(headings, line, strict=False)) for line in lines if any(line))

    def _read_clubs(self) -> Iterator[Club]:
        for row in self.table("社团", 3):
            times = span(str(row.get("时段")))
            for day in numbers(str(row["星期"])) if times else ():
                yield Club(day, times, numbers(str(row["年级"]), GRADES))

    def _read_flexible(self) -> None:
        if "弹性上下班" not in self.book.sheetnames:
            return
        sheet = self.book["弹性上下班"]
        note = str(sheet["A2"].value or "")
        late, early = re.search(r"晚到：(\d+:\d+)", note), re.search(r"早走：(\d+:\d+)", note)
        self.hours = (minutes(late[1]) if late else None, minutes(early[1]) if early else None)
        headings = [str(cell.value or "") for cell in sheet[3]]
        for line in sheet.iter_rows(min_row=4, values_only=True):
            row = dict(zip(headings, line, strict=False))
            if row.get("教师") not in self.school.teachers:
                continue
            for name, day in DAYS.items():
                self.grants += [(str(row["教师"]), day, kind) for kind in names_in(str(row.get(name) or ""))]
            bank = [row.get(each) for each in ("期初", "存入", "支取", "结余")]
            if all(isinstance(each, int) for each in bank) and bank[0] + bank[1] - bank[2] != bank[3]:
                self.problems.append(f"{row['教师']}的时间银行加不起来：{bank}")
