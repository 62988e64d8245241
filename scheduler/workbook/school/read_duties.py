"""Reads 巡查, 弹性上下班 and 补助: duties beside the groups, working hours, allowances."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from openpyxl import Workbook

from scheduler.school import (
    AFTER_SCHOOL,
    CoverRate,
    CoverWork,
    Duty,
    DutyKind,
    PayRate,
    PeriodKind,
    StaffKind,
    StationKind,
    WorkingHours,
)
from scheduler.text import Text, clock_text
from scheduler.workbook.notation import read_amount, read_clock, read_days, read_minutes, read_whole_number
from scheduler.workbook.school.counts import read_count
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.periods import find_places, read_own_days
from scheduler.workbook.school.read_bells import find_schedule
from scheduler.workbook.school.read_service import read_credit
from scheduler.workbook.school.service_draft import Place
from scheduler.workbook.school.service_layout import (
    ALL_PERIODS,
    DUTIES,
    DUTY_WORDS,
    PAY,
    PAY_WORDS,
    WORKING,
    YES_NO_WORDS,
)
from scheduler.workbook.school.settled import find_members
from scheduler.workbook.tables import Cell, Row, read_tables, word_key

_BETWEEN = frozenset(PeriodKind) - {PeriodKind.LESSON}  # when somebody may be on duty at noon or in a break
_ALL = (*ALL_PERIODS, "所有", "全部时段", "所有时段")


def read_duties(book: Workbook, draft: Draft) -> None:
    """Put the duties of 巡查 into the draft; where there is no row and pupils are served, one on patrol at each time."""
    for table in read_tables(book, DUTIES, draft.report):
        for row in table.rows:
            draft.service.duties_given = True
            draft.service.duties += [(duty, row) for duty in _duties(draft, row)]
    if draft.service.stages and not draft.service.duties_given:
        draft.report.note(
            "没有“巡查”表，每个课后服务时段按 1 人巡查，从全体在编教师中安排",
            "There is no sheet 巡查: one of the staff is on patrol at each time of service",
        )


def _duties(draft: Draft, row: Row) -> Iterator[Duty]:
    """Yield a duty for each period that a row means; none, told, when something in it is missing or wrong."""
    problems = draft.report.tellings
    kind = draft.report.word(row["kind"], DUTY_WORDS, DutyKind.PATROL)
    adults = read_count(draft.report, row, "adults", lambda value: read_whole_number(value, 1, 20), 1)
    candidates = find_members(draft, row["candidates"]) if row["candidates"].text else ()
    credit, each = read_credit(draft, row["credit"]), draft.report.word(row["each_class"], YES_NO_WORDS, False)
    places = _places(draft, row, AFTER_SCHOOL if kind in (DutyKind.PATROL, DutyKind.SUBSTITUTE) else _BETWEEN)
    if candidates is None or draft.report.tellings > problems:
        return
    for (schedule, period), days in places.items():
        yield Duty(
            kind=kind,
            schedule=schedule,
            period=period,
            days=days,
            adults=adults,
            candidates=candidates,
            credit=credit,
            each_class=each,
        )


def _places(draft: Draft, row: Row, kinds: Collection[PeriodKind]) -> dict[Place, tuple[int, ...]]:
    """Return the periods that a row means with the days in each; 全部 means those in which pupils are served."""
    if word_key(row["period"].text) not in _ALL:
        places = find_places(draft, row, kinds) or ()
        return dict.fromkeys(places, read_own_days(row))
    named = find_schedule(draft, row["schedule"])
    wanted = draft.report.read(row["days"], read_days, ())
    if named is None and row["schedule"].text:
        return {}
    found = {}
    schedules = {named.id: named} if named else draft.schedules
    for (schedule, index), served in draft.service.served_places(schedules).items():
        held = served or draft.schedules[schedule].periods[index].days
        days = tuple(day for day in wanted if day in held) if wanted else served
        if days or not wanted:
            found[schedule, index] = days
    return found


# Working hours.


def read_working(book: Workbook, draft: Draft) -> None:
    """Put the working hours of 弹性上下班 into the draft; without them service counts for no flexible time, which is said."""
    for table in read_tables(book, WORKING, draft.report):
        for row in table.rows:
            if draft.service.working_row is None:
                draft.service.working_row = row
                draft.service.working = _working(draft, row)
            else:
                _tell_second(draft, row["start"] if row["start"].text else row["end"])
    if draft.service.stages and draft.service.working_row is None:
        draft.report.note(
            "没有“弹性上下班”表，不安排弹性时间，也不判断课后服务是否晚于下班时间",
            "There is no sheet 弹性上下班: no flexible hours are planned, and the end of service is not judged by them",
        )


def _tell_second(draft: Draft, cell: Cell) -> None:
    draft.report.error(
        cell,
        Text("上下班时间只能有一行", "There can be one row of working hours only"),
        Text("删去多余的行", "Delete the others"),
    )


def _working(draft: Draft, row: Row) -> WorkingHours | None:
    problems = draft.report.tellings
    for column, zh in (("start", "上班时间"), ("end", "下班时间")):
        if not row[column].text:
            draft.report.error(
                row[column], Text(f"没有写{zh}", f"No {column} given"), Text("写成 08:00 这样的时间", "Such as 08:00")
            )
    start, end, core_start, core_end = (
        draft.report.read(row[column], read_clock, None) for column in ("start", "end", "core_start", "core_end")
    )
    late, early = (
        draft.report.read(row[column], lambda value: read_minutes(value, 5, 240), 60)
        for column in ("late_minutes", "early_minutes")
    )
    half_days = draft.report.word(row["half_days"], YES_NO_WORDS, False)
    morning = read_credit(draft, row["morning_credit"])
    if start is None or end is None or draft.report.tellings > problems:
        return None
    hours = {"start": start, "end": end, "core_start": core_start, "core_end": core_end}
    if not _in_order(draft, row, hours):
        return None
    _tell_no_room(draft, row, hours, late, early)
    told = {"late_minutes": late, "early_minutes": early, "half_days": half_days, "morning_credit": morning}
    return WorkingHours.model_validate({**hours, **told})


def _in_order(draft: Draft, row: Row, hours: dict[str, int | None]) -> bool:
    """Tell whether working hours and core hours run forwards, each within the other; what does not is told."""
    problems = draft.report.tellings
    if (hours["core_start"] is None) != (hours["core_end"] is None):
        missing = "core_start" if hours["core_start"] is None else "core_end"
        draft.report.error(
            row[missing] if row[missing].name else row["start"],
            Text("核心时间要写开始和结束两格", "Core hours need a start and an end"),
            Text("补上另一格，或两格都清空", "Give the other, or clear both"),
        )
    order = [column for column in ("start", "core_start", "core_end", "end") if hours[column] is not None]
    for before, after in pairwise(order):
        first, second = hours[before] or 0, hours[after] or 0
        if second < first or (second == first and {before, after} in ({"start", "end"}, {"core_start", "core_end"})):
            draft.report.error(
                row[after],
                Text(
                    f"{clock_text(second)} 早于前面的 {clock_text(first)}",
                    f"{clock_text(second)} is before {clock_text(first)}",
                ),
                Text("按 上班、核心开始、核心结束、下班 的先后改时间", "Put start, core hours and end in their order"),
            )
            break
    return draft.report.tellings == problems


def _tell_no_room(draft: Draft, row: Row, hours: dict[str, int | None], late: int, early: int) -> None:
    """Warn of core hours that leave no room for a late start or an early leave, which is then never granted."""
    start, end = hours["start"] or 0, hours["end"] or 0
    rooms = (
        ("core_start", "late_minutes", (hours["core_start"] or end) - start, late, Text("晚到", "late start")),
        ("core_end", "early_minutes", end - (hours["core_end"] or start), early, Text("早走", "early leave")),
    )
    for core, column, room, minutes, name in rooms:
        if minutes > room:
            draft.report.warning(
                row[column] if row[column].text else row[core] if row[core].text else row["end"],
                Text(
                    f"核心时间之外只有 {room} 分钟，{name.zh} {minutes} 分钟安排不下",
                    f"Core hours leave {room} minutes, no room for a {name.en} of {minutes}",
                ),
                Text("缩短核心时间或这一项的分钟数", "Shorten the core hours, or these minutes"),
            )


# Allowances.


def read_pay(book: Workbook, draft: Draft) -> None:
    """Put the rates of 补助 into the draft: those of service, and of lessons in another's place."""
    seen: dict[StationKind | CoverWork, Cell] = {}
    for table in read_tables(book, PAY, draft.report):
        for row in table.rows:
            cell = row["post"]
            post = draft.report.word(cell, PAY_WORDS, None)
            first = cell if post is None else seen.setdefault(post, cell)
            if first is not cell:
                _tell_twice(draft, cell, first)
            if post is None or first is not cell:
                continue
            for column, staff in (("staff", StaffKind.STAFF), ("external", StaffKind.EXTERNAL)):
                yuan = draft.report.read(row[column], read_amount, None)
                if yuan is None:
                    continue
                if isinstance(post, CoverWork):
                    draft.service.cover_rates[post, staff] = CoverRate(work=post, staff=staff, yuan=yuan)
                else:
                    draft.service.pay_rates[post, staff] = PayRate(station=post, staff=staff, yuan=yuan)


def _tell_twice(draft: Draft, cell: Cell, first: Cell) -> None:
    draft.report.error(
        cell,
        Text(f"“{cell.text}”重复，{first.name} 已经有了", f"“{cell.text}” stands twice, first in {first.name}"),
        Text("一个岗位只留一行", "Keep one row a post"),
    )
