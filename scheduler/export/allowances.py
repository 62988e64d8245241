"""补助: what service pays in a month, as live formulas: weeks, rates and sessions may be changed by hand.

Formulas hold cells and numbers only: names that people type are texts beside them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from scheduler.export.page import dress, merge
from scheduler.export.styles import Look, solid
from scheduler.export.table import BOLD, SMALL, Column, Page, TableSheet, Value
from scheduler.plan import PlanView
from scheduler.plan.layout import ALLOWANCES, TEACHER_HEADING
from scheduler.plan.ledger import pay_of
from scheduler.school import POST_NAMES, SERVICE, PostKind, StaffKind, Teacher
from scheduler.text import Text

WEEKS_A_MONTH = 4
NAME_WIDTH, GROUP_WIDTH, MONEY_WIDTH, WIDTH = 11.0, 12.5, 12.5, 92.0
INPUT = BOLD._replace(fill=solid("F6F6DD"))
MONEY = "#,##0.00"
TOTAL = Text("合计", "Total")


def add_allowances(book: Workbook, page: Page, view: PlanView) -> None:
    """Add 补助: the staff's sessions by kind at the rates above them, totals by group, people from outside apart."""
    _Allowances(book, page, view).write()


class _Allowances:
    """Writes the sheet from the top; columns are: teacher, group, a kind each, sessions, a week, a month."""

    def __init__(self, book: Workbook, page: Page, view: PlanView) -> None:
        self.page = page
        self.view = view
        paid = {rate.post for rate in page.school.pay_rates if rate.staff is StaffKind.STAFF}
        held = {kind for t in page.school.teachers if t.kind is StaffKind.STAFF for kind in self._sessions(t)}
        own = {kind for kind in PostKind if kind in held and kind in SERVICE | paid}
        if len(own) < 2:
            own |= {PostKind.HOMEWORK, PostKind.CLUB}  # the fees of people from outside stand in these columns
        self.kinds = [kind for kind in PostKind if kind in own]
        rest = WIDTH - NAME_WIDTH - GROUP_WIDTH - 2 * MONEY_WIDTH
        columns = [
            Column(TEACHER_HEADING, NAME_WIDTH, BOLD),
            Column(Text("教研组", "Group"), GROUP_WIDTH),
            *(Column(POST_NAMES[kind], rest / (len(self.kinds) + 1)) for kind in self.kinds),
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
        self.weeks = ""

    def write(self) -> None:
        """Write all sections."""
        teachers = self.page.school.teachers
        staff = [t for t in teachers if t.kind is StaffKind.STAFF and self._sessions(t)]
        outside = [t for t in teachers if t.kind is StaffKind.EXTERNAL and self._sessions(t)]
        self._weeks_row()
        rates = self._rates_row()
        rows = [self._staff_row(teacher, rates) for teacher in staff]
        total = self._total(TOTAL, rows)
        self._groups(staff, rows)
        if outside:
            external = self._outside(outside)
            self._sum(Text("总计", "All together"), (total, external))
        self.table.finish()

    def _sessions(self, teacher: Teacher) -> Counter[PostKind]:
        return Counter(self.page.school.posts[session.post].kind for session in self.view.serving[teacher.id])

    def _weeks_row(self) -> None:
        label = self.page.text(Text("每月周数", "Weeks a month"))
        values: list[Value] = [label, WEEKS_A_MONTH, *[None] * (self.last - 2)]
        row = self.table.add(values, {0: BOLD, 1: INPUT})
        self.weeks = f"$B${row}"
        check = DataValidation(type="decimal", operator="between", formula1="0", formula2="6", allow_blank=False)
        check.add(f"B{row}")
        self.sheet.add_data_validation(check)

    def _rates_row(self) -> int:
        """Write the rate of each kind of post; return the row."""
        rates = {r.post: r.yuan for r in reversed(self.page.school.pay_rates) if r.staff is StaffKind.STAFF}
        label = self.page.text(Text("标准（元/次）", "Rate (yuan)"))
        values: list[Value] = [label, None, *(rates.get(kind, 0) for kind in self.kinds), None, None, None]
        looks = {0: BOLD, **dict.fromkeys(range(2, 2 + len(self.kinds)), INPUT)}
        return self.table.add(values, looks)

    def _staff_row(self, teacher: Teacher, rates: int) -> int:
        sessions = self._sessions(teacher)
        counts: list[Value] = [sessions.get(kind) for kind in self.kinds]
        row = self.table.add([teacher.id, teacher.subject_group, *counts, None, None, None])
        first, last = get_column_letter(3), get_column_letter(2 + len(self.kinds))
        own = f"{first}{row}:{last}{row}"
        self._formula(row, self.last - 2, f"=SUM({own})", SMALL, "0")
        self._formula(row, self.last - 1, f"=SUMPRODUCT({own},${first}${rates}:${last}${rates})")
        self._month(row)
        return row

    def _month(self, row: int) -> None:
        self._formula(row, self.last, f"={get_column_letter(self.last - 1)}{row}*{self.weeks}", BOLD)

    def _total(self, label: Text, rows: Sequence[int]) -> int:
        """Write the sums of all columns over neighbouring rows; return the row."""
        bold = dict.fromkeys(range(self.last), BOLD)
        row = self.table.add([self.page.text(label), *[None] * (self.last - 1)], bold)
        for column in range(3, self.last + 1):
            letter = get_column_letter(column)
            sums = f"=SUM({letter}{rows[0]}:{letter}{rows[-1]})" if rows else "=0"
            self._formula(row, column, sums, BOLD, MONEY if column >= self.last - 1 else "0")
        return row

    def _groups(self, staff: list[Teacher], rows: Sequence[int]) -> None:
        """Write the sums of each subject group."""
        groups = list(dict.fromkeys(teacher.subject_group for teacher in staff if teacher.subject_group))
        if not groups:
            return
        self.table.section(Text("按教研组合计", "By subject group"))
        for group in groups:
            row = self.table.add([None, group, *[None] * (self.last - 2)], {1: BOLD})
            for column in range(3, self.last + 1):
                letter = get_column_letter(column)
                # Compared cell with cell: SUMIF would take a name that begins with = or > for a comparison.
                own = f"($B${rows[0]}:$B${rows[-1]}=$B{row})"
                formula = f"=SUMPRODUCT({own}*{letter}${rows[0]}:{letter}${rows[-1]})"
                self._formula(row, column, formula, SMALL, MONEY if column >= self.last - 1 else "0")

    def _outside(self, outside: list[Teacher]) -> int:
        """Write what people from outside are paid, a line for each fee of a person; return the row of the total."""
        self.table.section(Text("外聘人员报酬", "People from outside"))
        rows = []
        for teacher in outside:
            fees: dict[tuple[PostKind, float], int] = defaultdict(int)
            for session in self.view.serving[teacher.id]:
                kind = self.page.school.posts[session.post].kind
                fees[kind, pay_of(self.page.school, teacher.id, session)] += 1
            rows += [self._outside_row(teacher, kind, fee, count) for (kind, fee), count in fees.items()]
        row = self.table.add(
            [self.page.text(Text("外聘合计", "Others in all")), *[None] * (self.last - 1)],
            dict.fromkeys(range(self.last), BOLD),
        )
        for column in range(self.last - 2, self.last + 1):
            letter = get_column_letter(column)
            number = "0" if column == self.last - 2 else MONEY
            self._formula(row, column, f"=SUM({letter}{rows[0]}:{letter}{rows[-1]})", BOLD, number)
        return row

    def _outside_row(self, teacher: Teacher, kind: PostKind, fee: float, count: int) -> int:
        values: list[Value] = [teacher.id, teacher.subject_group, *[None] * (self.last - 2)]
        values[self.last - 3] = count
        row = self.table.add(values)
        merge(
            self.sheet,
            (row, row),
            (3, max(3, self.last - 4)),
            self.page.text(POST_NAMES[kind]) + "  " + self.page.text(Text("标准（元/次）→", "fee (yuan) →")),
            SMALL,
        )
        rate = self.sheet.cell(row, self.last - 3)
        dress(rate, INPUT)  # type: ignore[arg-type]
        rate.value = fee
        letters = get_column_letter(self.last - 2), get_column_letter(self.last - 3)
        self._formula(row, self.last - 1, f"={letters[0]}{row}*{letters[1]}{row}")
        self._month(row)
        return row

    def _sum(self, label: Text, rows: Sequence[int]) -> None:
        row = self.table.add([self.page.text(label), *[None] * (self.last - 1)], dict.fromkeys(range(self.last), BOLD))
        for column in (self.last - 1, self.last):
            letter = get_column_letter(column)
            self._formula(row, column, "=" + "+".join(f"{letter}{each}" for each in rows), BOLD)

    def _formula(self, row: int, column: int, formula: str, look: Look = SMALL, number: str = MONEY) -> None:
        """Write a formula of ours; no text of a person may be part of it."""
        cell = self.sheet.cell(row, column)
        dress(cell, look)  # type: ignore[arg-type]
        cell.value = formula
        cell.number_format = number
