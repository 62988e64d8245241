"""Finds the periods of 作息 that the sheets of after-school service name, and reads what those sheets share."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from scheduler.school import AFTER_SCHOOL, BellSchedule, PeriodKind
from scheduler.text import Text, day_name
from scheduler.workbook.names import ALL_GRADES, key
from scheduler.workbook.notation import read_days, read_grades
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.read_bells import find_schedule
from scheduler.workbook.school.service_draft import Place
from scheduler.workbook.spelling import PERIOD_KIND_WORDS, days_text
from scheduler.workbook.tables import Row

_TIMES = {True: Text("课后服务", "service"), False: Text("值守", "such a duty")}


def find_place(draft: Draft, row: Row) -> Place | None:
    """Return the period that a row names; None, told, when there is none or nobody can tell which of several is meant."""
    found = find_places(draft, row)
    if not found or len(found) == 1:
        return found[0] if found else None
    name, schedules = row["period"].text, list(dict.fromkeys(schedule for schedule, _ in found))
    column = "schedule" if len(schedules) > 1 else "days"
    cell = row[column] if row[column].name else row["period"]
    if column == "schedule":
        names = "、".join(schedules)
        text = Text(f"{names}里都有“{name}”，看不出是哪一套作息", f"Several bell schedules have “{name}”: {names}")
        cure = Text("在“作息表”列写明是哪一套", "Name the bell schedule in the column 作息表")
    else:
        text = Text(f"作息表里有几个“{name}”，在不同的星期", f"Several periods are called “{name}”, on different days")
        cure = Text("在“星期”列写明，一行只写其中一个的星期", "Give the days of one of them in the column 星期")
    draft.report.error(cell, text, cure)
    return None


def find_places(draft: Draft, row: Row, kinds: Collection[PeriodKind] = AFTER_SCHOOL) -> list[Place] | None:
    """Return the period, of one of some `kinds`, that a row names in each bell schedule that has it; None, told, when none has."""
    cell, schedules = row["period"], _schedules(draft, row)
    if not cell.text:
        draft.report.error(
            cell,
            Text("没有写节次", "No period given"),
            Text("写“作息”表里的节次名称，如 课后服务1", "Type the name of a period in 作息"),
        )
        return None
    if schedules is None:
        return None
    named = [
        (schedule.id, index)
        for schedule in schedules
        for index, period in enumerate(schedule.periods)
        if key(period.name) == key(cell.text)
    ]
    serving = [place for place in named if _kind(draft, place) in kinds or draft.schedules_broken]
    if not serving:
        _tell_no_period(draft, row, schedules, named, kinds)
        return None
    return _held(draft, row, serving)


def _schedules(draft: Draft, row: Row) -> list[BellSchedule] | None:
    """Return the schedules that a row may mean: the one it names, else those of its grades; None, told, for an unknown one."""
    if row["schedule"].text:
        named = find_schedule(draft, row["schedule"])
        return None if named is None else [named]
    used = list(draft.used_schedules())
    wanted = set(read_grades(row["grades"].value)) if _is_grades(row) else set(ALL_GRADES)
    theirs = {klass.schedule for klass in draft.classes.values() if klass.grade in wanted}
    return [schedule for schedule in used if schedule.id in theirs] or used


def _is_grades(row: Row) -> bool:
    try:
        return bool(read_grades(row["grades"].value))
    except ValueError:
        return False


def _kind(draft: Draft, place: Place) -> PeriodKind:
    schedule, index = place
    return draft.schedules[schedule].periods[index].kind


def _tell_no_period(
    draft: Draft, row: Row, schedules: Iterable[BellSchedule], named: list[Place], wanted: Collection[PeriodKind]
) -> None:
    cell = row["period"]
    kinds = "、".join(PERIOD_KIND_WORDS[kind].zh for kind in PeriodKind if kind in wanted)
    fitting = [p.name for schedule in schedules for p in schedule.periods if p.kind in wanted]
    known = "、".join(dict.fromkeys(fitting))
    if named:
        kind = PERIOD_KIND_WORDS[_kind(draft, named[0])]
        text = Text(
            f"“{cell.text}”在作息表里是{kind.zh}，不是{_TIMES[wanted == AFTER_SCHOOL].zh}的时间",
            f"“{cell.text}” is {kind.en} and no time for {_TIMES[wanted == AFTER_SCHOOL].en}",
        )
    else:
        text = Text(f"作息表里没有节次“{cell.text}”", f"The bell schedule has no period “{cell.text}”")
    draft.report.error(
        cell,
        text,
        Text(
            f"改成：{known}" if known else f"在“作息”表里加上类型为 {kinds} 的节次",
            f"Use one of: {known}" if known else "Add a period of service to 作息",
        ),
    )


def _held(draft: Draft, row: Row, places: list[Place]) -> list[Place] | None:
    """Return the periods that are held on the days of a row; None, told, where one of the days has none.

    Several periods of one name are told apart by their days.
    """
    wanted = set(draft.report.read(row["days"], read_days, ()))
    if draft.schedules_broken:
        return places
    held = [(place, set(draft.schedules[place[0]].periods[place[1]].weekly_days)) for place in places]
    missing = wanted - {day for _, days in held for day in days}
    if missing:
        names, english = (
            "、".join(day_name(d).zh for d in sorted(missing)),
            ", ".join(day_name(d).en for d in sorted(missing)),
        )
        days = days_text({day for _, days in held for day in days})
        draft.report.error(
            row["days"],
            Text(f"{names}没有“{row['period'].text}”（作息表里是 {days}）", f"No “{row['period'].text}” on {english}"),
            Text("改成有这个节次的星期，或在“作息”表里加上这天", "Choose other days, or add these to 作息"),
        )
        return None
    return [place for place, days in held if not wanted or wanted & days]


def read_own_days(row: Row) -> tuple[int, ...]:
    """Return the days that a row names, none for every day; wrong notation has been told where the period was found."""
    try:
        return read_days(row["days"].value)
    except ValueError:
        return ()


def read_own_grades(draft: Draft, row: Row, schedule: str) -> tuple[int, ...]:
    """Return the grades that a row names; for none and for the whole school those that have this bell schedule.

    None of them, told, when no class of theirs has it.
    """
    taught = sorted({klass.grade for klass in draft.classes.values() if klass.schedule == schedule})
    wanted = draft.report.read(row["grades"], read_grades, ALL_GRADES)
    if wanted == ALL_GRADES:
        return tuple(taught)
    if not set(wanted) & set(taught) and taught:
        draft.report.error(
            row["grades"],
            Text(f"没有用“{schedule}”的这些年级", f"No class of these grades has the bell schedule “{schedule}”"),
            Text(f"改成 {_listed(taught)}，或换一套作息", "Name other grades, or another bell schedule"),
        )
        return ()
    return wanted


def _listed(numbers: Collection[int]) -> str:
    return "、".join(map(str, numbers))
