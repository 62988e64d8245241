"""补助: what service pays in a month, as live formulas: weeks, rates and sessions may be changed by hand.

Formulas hold cells and numbers only: names that people type are texts beside them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from scheduler.export.lessons import whole_number
from scheduler.export.page import dress, merge, put
from scheduler.export.styles import CellStyle, solid
from scheduler.export.table import BOLD, SMALL, Column, Page, TableSheet, Value
from scheduler.plan import PlanView
from scheduler.plan.layout import ALLOWANCES, TEACHER_HEADING
from scheduler.plan.ledger import pay_of
from scheduler.school import SERVICE, STATION_NAMES, StaffKind, StationKind, Teacher
from scheduler.text import Text
from scheduler.workbook.spreadsheet import set_formula

WEEKS_A_MONTH = 4
NAME_WIDTH, GROUP_WIDTH, MONEY_WIDTH, WIDTH = 11.0, 12.5, 12.5, 92.0
INPUT = BOLD._replace(fill=solid("F6F6DD"))
MONEY = "#,##0.00"


def add_allowances(book: Workbook, page: Page, view: PlanView) -> None:
    """Add 补助: the staff's sessions by kind at the rates above them, totals by group, people from outside apart."""
    _Allowances(book, page, view).write()


class _Allowances:
    """Writes the sheet from the top; columns are: teacher, group, a kind each, sessions, a week, a month."""

    def __init__(self, book: Workbook, page: Page, view: PlanView) -> None:
        self.page = page
        self.view = view
        paid = {rate.station for rate in page.school.pay_rates if rate.staff is StaffKind.STAFF}
        held = {kind for t in page.school.teachers if t.kind is StaffKind.STAFF for kind in self._sessions(t)}
        own = {kind for kind in StationKind if kind in held and kind in SERVICE | paid}
        if len(own) < 2:
            own |= {StationKind.HOMEWORK, StationKind.CLUB}  # the fees of people from outside stand in these columns
        self.kinds = [kind for kind in StationKind if kind in own]
        rest = WIDTH - NAME_WIDTH - GROUP_WIDTH - 2 * MONEY_WIDTH
        columns = [
            Column(TEACHER_HEADING, NAME_WIDTH, BOLD),
            Column(Text("教研组", "Group"), GROUP_WIDTH),
            *(Column(STATION_NAMES[kind], rest / (len(self.kinds) + 1)) for kind in self.kinds),
            Column(Text("每周次数", "Sessions a week"), rest / (len(self.kinds) + 1)),
            Column(Text("每周金额", "Yuan a week"), MONEY_WIDTH),
            Column(Text("每月金额", "Yuan a month"), MONEY_WIDTH, BOLD),
        ]
        note = Text(
            "浅黄格可改：每月周数、各项标准、次数改后金额自动重算",
            "Change weeks, rates or sessions (light yellow and counts): the amounts follow",
        )
        self.table = TableSheet(book, page, ALLOWANCES, columns, page.text(note), landscape=False)
        self.sheet = self.table.sheet
        self.last = len(columns)
        self.amounts: dict[tuple[int, int], float] = {}  # of the cells written so far, by row and column
        self.weeks = ""

    def write(self) -> None:
        """Write all sections."""
        teachers = self.page.school.teachers
        staff = [
            t for t in teachers if t.kind is StaffKind.STAFF and not self._sessions(t).keys().isdisjoint(self.kinds)
        ]
        outside = [t for t in teachers if t.kind is StaffKind.EXTERNAL and self._sessions(t)]
        self._weeks_row()
        rates = self._rates_row()
        rows = [self._staff_row(teacher, rates) for teacher in staff]
        total = self._sums(Text("合计", "Total"), rows, range(3, self.last + 1))
        self._groups(staff, rows)
        if outside:
            external = self._outside(outside)
            self._all_together((total, external))
        self.table.finish()

    def _sessions(self, teacher: Teacher) -> Counter[StationKind]:
        return Counter(
            self.page.school.service.stations[session.station].kind for session in self.view.serving[teacher.id]
        )

    def _weeks_row(self) -> None:
        label = self.page.text(Text("每月周数", "Weeks a month"))
        values: list[Value] = [label, WEEKS_A_MONTH, *[None] * (self.last - 2)]
        row = self.table.add(values, {0: BOLD, 1: INPUT})
        self.weeks = f"$B${row}"
        check = DataValidation(type="decimal", operator="between", formula1="0", formula2="6", allow_blank=False)
        check.add(f"B{row}")
        self.sheet.add_data_validation(check)

    def _rates_row(self) -> int:
        """Write the rate of each kind of station; return the row."""
        rates = {r.station: r.yuan for r in reversed(self.page.school.pay_rates) if r.staff is StaffKind.STAFF}
        label = self.page.text(Text("标准（元/次）", "Rate (yuan)"))
        row = self.table.add([label, *[None] * (self.last - 1)], {0: BOLD})
        for column, kind in enumerate(self.kinds, 3):
            self._number(row, column, rates.get(kind, 0.0), INPUT)
        return row

    def _staff_row(self, teacher: Teacher, rates: int) -> int:
        sessions = self._sessions(teacher)
        row = self.table.add([teacher.id, teacher.subject_group, *[None] * (self.last - 2)])
        columns = range(3, 3 + len(self.kinds))
        for column, kind in zip(columns, self.kinds, strict=True):
            if sessions[kind]:
                self._number(row, column, sessions[kind])
        first, last = get_column_letter(columns[0]), get_column_letter(columns[-1])
        own = f"{first}{row}:{last}{row}"
        count = sum(self._amount(row, column) for column in columns)
        pay = sum(self._amount(row, column) * self._amount(rates, column) for column in columns)
        self._formula(row, self.last - 2, f"=SUM({own})", count)
        self._formula(row, self.last - 1, f"=SUMPRODUCT({own},${first}${rates}:${last}${rates})", pay)
        self._month(row)
        return row

    def _month(self, row: int) -> None:
        """Write what a row's week makes in a month."""
        week = self.last - 1
        formula = f"={get_column_letter(week)}{row}*{self.weeks}"
        self._formula(row, self.last, formula, self._amount(row, week) * WEEKS_A_MONTH, BOLD)

    def _sums(self, label: Text, rows: Sequence[int], columns: range) -> int:
        """Write the sums of columns over neighbouring rows; return the row."""
        row = self._bold_row(label)
        for column in columns:
            letter = get_column_letter(column)
            formula = f"=SUM({letter}{rows[0]}:{letter}{rows[-1]})" if rows else "=0"
            self._formula(row, column, formula, sum(self._amount(each, column) for each in rows), BOLD)
        return row

    def _groups(self, staff: list[Teacher], rows: Sequence[int]) -> None:
        """Write the sums of each subject group."""
        groups: dict[str, list[int]] = defaultdict(list)
        for teacher, row in zip(staff, rows, strict=True):
            if teacher.subject_group:
                groups[teacher.subject_group].append(row)
        if groups:
            self.table.section(Text("按教研组合计", "By subject group"))
        for group, own in groups.items():
            row = self.table.add([None, group, *[None] * (self.last - 2)], {1: BOLD})
            for column in range(3, self.last + 1):
                letter = get_column_letter(column)
                # Compared cell with cell: SUMIF would take a name that begins with = or > for a comparison.
                same = f"($B${rows[0]}:$B${rows[-1]}=$B{row})"
                formula = f"=SUMPRODUCT({same}*{letter}${rows[0]}:{letter}${rows[-1]})"
                self._formula(row, column, formula, sum(self._amount(each, column) for each in own))

    def _outside(self, outside: list[Teacher]) -> int:
        """Write what people from outside are paid, a line for each fee of a person; return the row of the total."""
        self.table.section(Text("外聘人员报酬", "People from outside"))
        rows = []
        for teacher in outside:
            fees: Counter[tuple[StationKind, float]] = Counter()
            for session in self.view.serving[teacher.id]:
                kind = self.page.school.service.stations[session.station].kind
                fees[kind, pay_of(self.page.school, teacher.id, session)] += 1
            rows += [self._outside_row(teacher, kind, fee, count) for (kind, fee), count in fees.items()]
        return self._sums(Text("外聘合计", "Others in all"), rows, range(self.last - 2, self.last + 1))

    def _outside_row(self, teacher: Teacher, kind: StationKind, fee: float, count: int) -> int:
        rate, sessions = self.last - 3, self.last - 2
        row = self.table.add([teacher.id, teacher.subject_group, *[None] * (self.last - 2)])
        words = Text(f"{STATION_NAMES[kind].zh}  标准（元/次）→", f"{STATION_NAMES[kind].en}  fee (yuan) →")
        merge(self.sheet, (row, row), (3, rate - 1), self.page.text(words), SMALL)
        self._number(row, rate, fee, INPUT)
        self._number(row, sessions, count)
        formula = f"={get_column_letter(sessions)}{row}*{get_column_letter(rate)}{row}"
        self._formula(row, self.last - 1, formula, fee * count)
        self._month(row)
        return row

    def _all_together(self, rows: Sequence[int]) -> None:
        """Write the sum of some rows."""
        row = self._bold_row(Text("总计", "All together"))
        for column in (self.last - 1, self.last):
            letter = get_column_letter(column)
            formula = "=" + "+".join(f"{letter}{each}" for each in rows)
            self._formula(row, column, formula, sum(self._amount(each, column) for each in rows), BOLD)

    def _bold_row(self, label: Text) -> int:
        bold = dict.fromkeys(range(self.last), BOLD)
        return self.table.add([self.page.text(label), *[None] * (self.last - 1)], bold)

    def _amount(self, row: int, column: int) -> float:
        return self.amounts.get((row, column), 0.0)

    def _number(self, row: int, column: int, amount: float, look: CellStyle = SMALL) -> None:
        put(self.sheet, row, column, whole_number(amount), look)
        self.amounts[row, column] = amount

    def _formula(self, row: int, column: int, formula: str, result: float, look: CellStyle = SMALL) -> None:
        """Write a formula of ours; no text of a person may be part of it."""
        cell: Cell = self.sheet.cell(row, column)  # type: ignore[assignment]
        dress(cell, look)
        set_formula(cell, formula, result)
        cell.number_format = MONEY if column >= self.last - 1 else "0"
        self.amounts[row, column] = result
