"""Who is meant by number, name and class in a row; what is told of pupils names cells and numbers, never names."""

from __future__ import annotations

from collections import defaultdict

from scheduler.allocation import Pupil
from scheduler.text import Text
from scheduler.workbook.names import class_name, key, standard_class_name
from scheduler.workbook.people import alike
from scheduler.workbook.school.answers import NOT_READ, Answers
from scheduler.workbook.tables import Cell, ReadingReport, Row

MOST_ASKED = 8


class PupilDirectory:
    """The pupils that are known, found by what a row says of them. What is not certain is asked about by the number."""

    def __init__(self, report: ReadingReport, answers: Answers, classes: dict[tuple[int, int], str]) -> None:
        self.report, self.answers = report, answers
        self.classes = classes
        self.pupils: dict[str, Pupil] = {}
        self.by_key: dict[str, str] = {}
        self.by_name: dict[str, list[str]] = defaultdict(list)
        self.by_digits: dict[str, list[str]] = defaultdict(list)
        self.padded = 0  # rows whose number had lost its leading zeros

    def add(self, pupil: Pupil) -> None:
        """Know a pupil."""
        self.pupils[pupil.id] = pupil
        self.by_key[key(pupil.id)] = pupil.id
        self.by_name[key(pupil.name)].append(pupil.id)
        self.by_digits[_bare(pupil.id)].append(pupil.id)

    def class_of(self, cell: Cell) -> str | None:
        """Return the class that a cell names in any spelling; None for an empty cell and, told, for what is no class."""
        named = class_name(cell.value)
        if not cell.text:
            return None
        known = named and self.classes.get(named)
        if not known:
            said = standard_class_name(*named) if named else cell.text
            self.report.once(
                ("class", cell.sheet, said),
                cell,
                Text(f"学校没有“{said}”这个班", f"The school has no class “{said}”"),
                Text("改成学校工作簿里的班级，如 三(1)班", "Write a class of the school's workbook, such as 三(1)班"),
            )
        return known or None

    def find(self, row: Row, mark: str = "") -> str | None:
        """Return the id of the pupil that a row means; None, told, where none is or nobody can tell which."""
        number, name, room = (row[f"{what}{mark}"] for what in ("id", "name", "class"))
        where = number if number.text else name
        if not where.text:
            self._tell(room if room.text else where, Text("没有写是哪位学生", "It does not say which pupil"))
            return None
        answer = self._answer(where)
        if answer is not None:
            return answer or None
        if number.text:
            return self._by_number(number, name)
        class_id = self.class_of(room)
        if room.text and class_id is None:
            return None
        same = [p for p in self.by_name.get(key(name.text), []) if class_id in (None, self.pupils[p].class_id)]
        if len(same) == 1:
            return same[0]
        self._ask(name, same or self._likely(name.text, class_id), several=bool(same))
        return None

    def _answer(self, cell: Cell) -> str | None:
        """Return the id that was answered for a cell, '' where it was said not to be read; None where nothing was."""
        answer = self.answers.get(_place(cell))
        if answer is None:
            return None
        return "" if answer in NOT_READ else self.by_key.get(key(answer), "")

    def _by_number(self, number: Cell, name: Cell) -> str | None:
        """Return the pupil of a number. Excel takes leading zeros from a number: one that is 12 may be 0012, where there is one."""
        found, same = self.by_key.get(key(number.text)), self.by_digits[_bare(number.text)]
        lost = [each for each in same if not name.text or key(self.pupils[each].name) == key(name.text)]
        if not isinstance(number.value, str) and len(same) > 1 and len(lost) != 1:
            self._ask(number, same, several=True)
            return None
        if len(lost) == 1 and (found is None or not isinstance(number.value, str)):
            self.padded += found != lost[0]
            return lost[0]
        if found is None:
            self._ask(number, self.by_name.get(key(name.text), []), several=False)
            return None
        if name.text and key(name.text) != key(self.pupils[found].name):
            self._ask(number, [found], several=False, other_name=True)
            return None
        return found

    def tell_padded(self) -> None:
        """Say how often a number had lost its leading zeros."""
        if self.padded:
            self.report.note(
                f"有 {self.padded} 处学号少了前面的 0（Excel 会去掉），按“学生”表认定",
                f"{self.padded} numbers had lost their leading zeros, as Excel does; they are read as in 学生",
            )

    def _likely(self, name: str, class_id: str | None) -> list[str]:
        """Return the pupils who may be meant by a name that nobody in the class has: mistyped, or of another class."""
        mates = [p.id for p in self.pupils.values() if p.class_id == class_id]
        close = [each for each in mates if any(alike([name, self.pupils[each].name]))]
        return close or self.by_name.get(key(name), [])

    def _ask(self, cell: Cell, who: list[str], *, several: bool, other_name: bool = False) -> None:
        text = Text("“学生”表里没有这位学生", "This pupil is not in 学生")
        if several:
            text = Text(
                f"“学生”表里有 {len(who)} 位这样的学生，要看学号",
                f"{len(who)} such pupils are in 学生: the number decides",
            )
        elif other_name:
            text = Text("学号和姓名不是同一位学生", "Number and name are not of the same pupil")
        if not who:
            self._tell(cell, text)
            return
        choices = {each: Text(self.pupils[each].class_id, self.pupils[each].class_id) for each in who[:MOST_ASKED]}
        choices[NOT_READ.zh] = Text("这一行不用", "leave this row out")
        self.answers.ask(cell, _place(cell), text, choices, by_typing=False)

    def _tell(self, cell: Cell, text: Text) -> None:
        self.report.error(
            cell._replace(value=None),
            text,
            Text("改正学号、姓名或班级，或在“学生”表加上", "Correct number, name or class, or add the pupil to 学生"),
        )


def _bare(number: str) -> str:
    """Return a number without what Excel adds or takes: 0012 and 12.0 are 12."""
    bare = key(number)
    whole = bare[:-2] if bare.endswith(".0") and bare[:-2].isdecimal() else bare
    return whole.lstrip("0") or "0" if whole.isdecimal() else bare


def _place(cell: Cell) -> str:
    """Return what stands for a cell in an answer: its place, so that nobody is named."""
    return f"{cell.sheet}!{cell.name}"
