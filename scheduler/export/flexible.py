"""弹性上下班: who comes late or leaves early when, and the time bank (read back); 服务台账: each teacher's week in figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from openpyxl import Workbook

from scheduler.export.lessons import whole_number
from scheduler.export.styles import solid
from scheduler.export.table import BOLD, SMALL, Column, Page, TableSheet, Value
from scheduler.plan import FlexGrant, PlanView
from scheduler.plan.layout import FLEXIBLE_HOURS, LEDGER, TEACHER_HEADING
from scheduler.plan.ledger import Account, by_group, total
from scheduler.school import GRANT_NAMES, STATION_NAMES, GrantKind, School, StationKind, Teacher
from scheduler.text import Text, clock_text, day_name

NAME_WIDTH, GROUP_WIDTH = 11.0, 12.5
DAYS_WIDTH, BANK_WIDTH = 40.5, 6.8
LEDGER_WIDTH = 134.0
NAME = Column(TEACHER_HEADING, NAME_WIDTH, BOLD)
GROUP = Column(Text("教研组", "Group"), GROUP_WIDTH)
# The hours off are told from one another in print by their words; the shade finds them.
GRANT_LOOKS = {
    GrantKind.LATE_START: SMALL._replace(fill=solid("FDE5D5")),
    GrantKind.EARLY_LEAVE: SMALL._replace(fill=solid("C6DDF7")),
    GrantKind.MORNING_OFF: SMALL._replace(fill=solid("C6E7E1")),
    GrantKind.AFTERNOON_OFF: SMALL._replace(fill=solid("F1E7D9")),
}
BANK = (Text("期初", "Opening"), Text("存入", "Earned"), Text("支取", "Granted"), Text("结余", "Closing"))


def add_flexible_hours(book: Workbook, page: Page, view: PlanView, accounts: dict[str, Account]) -> None:
    """Add 弹性上下班: a teacher a row, a weekday a column, and what the time bank holds."""
    school = page.school
    days = sorted({*school.days, *(grant.day for grant in view.plan.grants)})
    columns = [NAME, GROUP, *(Column(day_name(day), DAYS_WIDTH / len(days) - 0.72) for day in days)]
    columns += [Column(text, BANK_WIDTH) for text in BANK]
    table = TableSheet(book, page, FLEXIBLE_HOURS, columns, page.text(_hours_text(school)), landscape=False)
    for teacher in _people(school, accounts, view.grants_of):
        grants: dict[int, list[FlexGrant]] = defaultdict(list)
        for grant in view.grants_of[teacher.id]:
            grants[grant.day].append(grant)
        cells: list[Value] = [_words(page, grants[day]) for day in days]
        looks = {2 + index: GRANT_LOOKS[grants[day][0].kind] for index, day in enumerate(days) if grants[day]}
        account = accounts[teacher.id]
        bank = (account.opening, account.earned, account.granted, account.closing)
        looks[2 + len(days) + 3] = BOLD
        table.add([teacher.id, teacher.subject_group, *cells, *bank], looks)
    table.finish()


def _hours_text(school: School) -> Text:
    """Return the working hours, and from when to when each kind of flexible time lasts."""
    unit = Text("时间银行以分钟计", "The time bank is in minutes")
    if school.working is None:
        return unit
    hours = school.working
    zh = [f"工作时间 {clock_text(hours.start)}–{clock_text(hours.end)}"]
    en = [f"Working hours {clock_text(hours.start)}–{clock_text(hours.end)}"]
    for kind in school.grant_kinds:
        start, end = map(clock_text, school.grant_window(kind))
        late = kind in (GrantKind.LATE_START, GrantKind.MORNING_OFF)
        zh.append(f"{GRANT_NAMES[kind].zh}：{end} 前到校" if late else f"{GRANT_NAMES[kind].zh}：{start} 起离校")
        en.append(f"{GRANT_NAMES[kind].en}: comes by {end}" if late else f"{GRANT_NAMES[kind].en}: leaves from {start}")
    return Text("；".join([*zh, unit.zh]), "; ".join([*en, unit.en]))


def _words(page: Page, grants: Iterable[FlexGrant]) -> str | None:
    return "、".join(page.text(GRANT_NAMES[grant.kind]) for grant in grants) or None


def _people(school: School, accounts: dict[str, Account], grants: dict[str, list[FlexGrant]]) -> list[Teacher]:
    """Return who has flexible hours, and whoever else serves or was granted some."""
    return [t for t in school.teachers if school.may_have_grants(t) or accounts[t.id].sessions or grants[t.id]]


def add_ledger(book: Workbook, page: Page, view: PlanView, accounts: dict[str, Account]) -> None:
    """Add 服务台账: lessons, sessions and minutes by kind, the time bank and the pay of each teacher."""
    kinds = [kind for kind in StationKind if any(kind in account.sessions for account in accounts.values())]
    columns = [
        NAME,
        GROUP,
        Column(Text("周课时", "Lessons"), 1.0),
        *(Column(Text(f"{name.zh}\n次/分钟", name.en), 1.4) for name in map(STATION_NAMES.__getitem__, kinds)),
        Column(Text("服务次数", "Service sessions"), 1.0, BOLD),
        Column(Text("服务分钟", "Service minutes"), 1.1, BOLD),
        *(Column(text, 1.2) for text in BANK),
        Column(Text("补助\n元/周", "Pay\nyuan a week"), 1.2, BOLD),
    ]
    share = (LEDGER_WIDTH - NAME_WIDTH - GROUP_WIDTH) / sum(column.width for column in columns[2:])
    columns[2:] = [column._replace(width=column.width * min(10.0, share)) for column in columns[2:]]
    note = Text(
        "服务次数与分钟含巡查，不含替补、早读、看护和值守；课时按单双周平均",
        "Cells tell sessions/minutes a week. Service counts patrols, but neither standing by, morning duty, watches nor rotas; "
        "lessons are the average of odd and even weeks",
    )
    table = TableSheet(book, page, LEDGER, columns, page.text(note), landscape=True)
    for teacher in _people(page.school, accounts, view.grants_of):
        account = accounts[teacher.id]
        by_kind = [f"{account.sessions[k]}/{account.minutes[k]}" if k in account.sessions else None for k in kinds]
        table.add(
            [
                *(teacher.id, teacher.subject_group, whole_number(account.lessons), *by_kind),
                *(account.service_sessions, account.service_minutes),
                *(account.opening, account.earned, account.granted, account.closing, whole_number(account.pay)),
            ]
        )
    _totals(table, page, accounts, kinds)


def _totals(table: TableSheet, page: Page, accounts: dict[str, Account], kinds: list[StationKind]) -> None:
    """Write the sums over each subject group and over all teachers below the table."""
    for name, found in by_group(page.school, accounts).items():
        if name and any(account.sessions for account in found):
            _sum_row(table, page, name, total(name, found), kinds)
    _sum_row(table, page, page.text(Text("合计", "Total")), total("", accounts.values()), kinds)
    table.finish()


def _sum_row(table: TableSheet, page: Page, name: str, account: Account, kinds: list[StationKind]) -> None:
    by_kind = [f"{account.sessions.get(kind, 0)}/\n{account.minutes.get(kind, 0)}" for kind in kinds]
    bank = (account.opening, account.earned, account.granted, account.closing)
    values: list[Value] = [name, page.text(Text("小计", "sum")), whole_number(account.lessons), *by_kind]
    values += [account.service_sessions, account.service_minutes, *bank, whole_number(account.pay)]
    table.add(values, dict.fromkeys(range(len(table.columns)), BOLD))
