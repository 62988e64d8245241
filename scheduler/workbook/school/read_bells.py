"""Reads 作息: the clock times of a day, one or several bell schedules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from openpyxl import Workbook

from constraints.places.law import law_of
from scheduler.school import ALTERNATING, BellSchedule, Period, PeriodKind, Stage, Week, stage_of, wording
from scheduler.school.defaults import WORKWEEK, default_schedule
from scheduler.text import Text, clock_text, day_name
from scheduler.workbook.days_in_weeks import read_days_in_weeks
from scheduler.workbook.names import campus_like, key
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.clock_columns import (
    ask_afternoon,
    in_the_afternoon,
    is_missing,
    read_start_and_end,
    timed_tables,
)
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import SCHEDULE
from scheduler.workbook.spelling import PERIOD_KIND_WORDS
from scheduler.workbook.tables import Cell, Row

STAGE_WORDS = {Stage.PRIMARY: "小学", Stage.JUNIOR: "初中", Stage.SENIOR: "高中"}


def read_bells(book: Workbook, draft: Draft) -> None:
    """Put the bell schedules of 作息 into the draft; none when the sheet is missing or empty."""
    rows: dict[str, list[Row]] = {}
    name = SCHEDULE.title.zh
    for table in timed_tables(book, SCHEDULE, draft.report):
        for row in table.rows:
            name = row["schedule"].text or name
            if row["period"].text in _PARTS and not any(row[column].text for column in ("kind", "start", "end")):
                continue  # heads the periods below it
            if any(row[column].text for column in ("period", "kind", "start", "end")):
                rows.setdefault(name, []).append(row)
    for name, lines in rows.items():
        draft.schedules[name] = _schedule(draft, name, lines)


_PARTS = ("上午", "中午", "下午", "晚上", "晚间")


def _schedule(draft: Draft, name: str, rows: list[Row]) -> BellSchedule:
    """Return a schedule. Where its times are wrong it keeps their order alone, so that other sheets can still be read."""
    periods = [period for row in rows if (period := _period(draft, row)) is not None]
    wrong = len(periods) < len(rows) or _tell_disorder(draft, rows, periods)
    if wrong:
        draft.schedules_broken = True
        minute = 24 * 60 // (len(rows) + 1)
        periods = [
            Period(
                name=row["period"].text or str(index),
                kind=PERIOD_KINDS.get(key(row["kind"].text), PeriodKind.BREAK),
                start=minute * index,
                end=minute * (index + 1),
            )
            for index, row in enumerate(rows)
        ]
    else:
        _tell_same_names(draft, rows, periods)
        _tell_doubtful_breaks(draft, rows, periods)
    draft.period_rows |= {(name, index): row for index, row in enumerate(rows)}
    return BellSchedule(id=name, periods=tuple(periods), campus=_campus(draft, name, rows))


def _campus(draft: Draft, name: str, rows: list[Row]) -> str | None:
    """Return the campus of a schedule, in the first of its spellings; another one in its rows is told."""
    cells = [row["campus"] for row in rows if draft.report.label(row["campus"]) is not None]
    known = draft.campuses
    for cell in cells[1:]:
        if key(cell.text) != key(cells[0].text):
            draft.report.error(
                cell,
                Text(
                    f"作息表“{name}”在 {cells[0].name} 写了校区“{cells[0].text}”，这里又写“{cell.text}”",
                    f"The bell schedule {name} is on the campus {cells[0].text} in {cells[0].name}, here on {cell.text}",
                ),
                Text(
                    "一套作息只属一个校区：改成同一个；两个校区作息相同也各写一套，名称不同",
                    "A bell schedule is of one campus: write the same one, or a schedule of another name for each",
                ),
            )
            break
    if not cells:
        return None
    named = known.get(key(cells[0].text), cells[0].text)
    like = campus_like(named, known.values())
    if like is not None:
        draft.report.error(
            cells[0],
            Text(
                f"校区“{named}”和“{like}”太像，看不出是不是同一个",
                f"The campuses “{named}” and “{like}” are much alike",
            ),
            Text(f"是同一个就都写 {like}，不是就换一个不会看错的名称", f"Write {like} for both, or another name"),
        )
    return named


_MORE_KINDS = {
    **dict.fromkeys(("课", "上课", "上午课", "下午课", "常规课", "正式课", "课堂"), PeriodKind.LESSON),
    **dict.fromkeys(("午休", "午餐", "午饭", "中餐"), PeriodKind.NOON),
    "眼保健操": PeriodKind.BREAK,
    **dict.fromkeys(("课间操", "大课间活动", "大课间体育活动"), PeriodKind.BIG_BREAK),
    "晨读": PeriodKind.MORNING_READING,
    "晚修": PeriodKind.EVENING_STUDY,
}
PERIOD_KINDS = {key(word): kind for kind, text in PERIOD_KIND_WORDS.items() for word in text}


def _period(draft: Draft, row: Row) -> Period | None:
    """Return the period in a row, or None, told, when something in it is missing or wrong."""
    before = draft.report.tellings
    for column in ("period", "kind", "start", "end"):
        if is_missing(row, column):
            draft.report.error(
                row[column],
                Text("这一格不能空", "This cell must not be empty"),
                Text("每个节次都写上节次、类型、开始、结束", "Give each period its name, kind, start and end"),
            )
    kind = draft.report.word(row["kind"], PERIOD_KIND_WORDS, PeriodKind.BREAK, _MORE_KINDS)
    start, end = read_start_and_end(draft.report, row) or (0, 24 * 60)
    weeks = draft.report.read(row["days"], read_days_in_weeks, {}) or WORKWEEK
    if draft.report.tellings == before and kind not in ALTERNATING and set(weeks.values()) != {Week.EVERY}:
        _tell_every_week(draft, row)
    if draft.report.tellings == before and end <= start:
        draft.report.error(
            row["end"],
            Text(
                f"“{row['period'].text}”{clock_text(start)} 开始，{clock_text(end)} 就结束了",
                f"{row['period'].text} starts at {clock_text(start)} and ends at {clock_text(end)}",
            ),
            ask_afternoon(
                in_the_afternoon(start, end),
                Text(f"改成晚于 {clock_text(start)} 的时间", f"Type a time after {clock_text(start)}"),
            ),
        )
    if draft.report.tellings > before:
        return None
    return Period(name=row["period"].text, kind=kind, start=start, end=end).held_on(weeks)


def _tell_every_week(draft: Draft, row: Row) -> None:
    draft.report.error(
        row["days"],
        Text(
            f"“{row['period'].text}”是{row['kind'].text}，这类节次每周一样，不能分单双周",
            f"“{row['period'].text}”, {row['kind'].text}, is planned alike in every week, not in odd or even weeks alone",
        ),
        Text(
            "只写每周都有的星期；分单双周的日子可以有正课、早读、课间和午间",
            "Type the days of every week; days of odd or even weeks have lessons, morning reading, breaks and noon",
        ),
    )


def _tell_same_names(draft: Draft, rows: list[Row], periods: list[Period]) -> None:
    """Warn of lessons of one day with one name: what other sheets say of them must tell morning and afternoon apart."""
    lessons = [pair for pair in zip(rows, periods, strict=True) if pair[1].kind is PeriodKind.LESSON]
    for index, (row, period) in enumerate(lessons):
        same = next(
            (r for r, p in lessons[:index] if key(p.name) == key(period.name) and set(p.days) & set(period.days)), None
        )
        if same is not None:
            draft.report.warning(
                row["period"],
                Text(
                    f"“{period.name}”有两个，{same['period'].name} 也是；别的表里只写“{period.name}”看不出是哪一个",
                    f"There are two “{period.name}”, the other is {same['period'].name}",
                ),
                Text("节次接着数，如 第5节；或写成 下午第1节", "Number lessons through the day, or write 下午第1节"),
            )


_SPORT_IN_NAME = ("大课间", "课间操", "跑操", "体育")
_NO_SPORT_IN_NAME = ("眼", "升旗", "餐", "奶", "卫生")


def _tell_doubtful_breaks(draft: Draft, rows: list[Row], periods: list[Period]) -> None:
    """Ask once about breaks whose name says other than their kind. What is written holds: a big break is sport, others are not."""
    told: dict[PeriodKind, Problem] = {}
    words = {PeriodKind.BREAK: _SPORT_IN_NAME, PeriodKind.BIG_BREAK: _NO_SPORT_IN_NAME}
    for row, period in zip(rows, periods, strict=True):
        if not any(word in period.name for word in words.get(period.kind, ())):
            continue
        if period.kind in told:
            draft.report.again(told[period.kind], row["kind"])
            continue
        other = PeriodKind.BIG_BREAK if period.kind is PeriodKind.BREAK else PeriodKind.BREAK
        is_sport = period.kind is PeriodKind.BIG_BREAK
        text = Text(
            f"“{period.name}”的类型是“{row['kind'].text}”，{'算' if is_sport else '不算'}全校体育活动时间：是这样吗？",
            f"“{period.name}” is of the kind {row['kind'].text} and counts as {'' if is_sport else 'no '}sport: is that so?",
        )
        word = PERIOD_KIND_WORDS[other]
        cure = Text(
            f"{'不是' if is_sport else '是'}全校有组织的体育活动，就把类型改成“{word.zh}”；否则不用改",
            f"Write the kind {word.zh} if it is {'not ' if is_sport else ''}organised sport of the whole school; else leave it",
        )
        told[period.kind] = draft.report.warning(row["kind"], text, cure)


def _tell_disorder(draft: Draft, rows: list[Row], periods: list[Period]) -> bool:
    """Tell of periods that begin before an earlier one of the same day has ended; return whether there is one."""
    found = False
    for index, (row, period) in enumerate(zip(rows, periods, strict=True)):
        before = [p for p in periods[:index] if set(p.days) & set(period.days) and p.end > period.start]
        if before:
            found = True
            draft.report.error(
                row["start"],
                Text(
                    f"“{period.name}”{clock_text(period.start)} 开始时，“{before[-1].name}”还没有结束（{clock_text(before[-1].end)}）",
                    f"{period.name} starts at {clock_text(period.start)}, before {before[-1].name} ends at {clock_text(before[-1].end)}",
                ),
                ask_afternoon(
                    _in_order_after_noon(period, before[-1].end),
                    Text(
                        f"改成 {clock_text(before[-1].end)} 或更晚；一天之内按先后排列",
                        f"Type {clock_text(before[-1].end)} or later, in the order of the day",
                    ),
                ),
            )
    return found


def _in_order_after_noon(period: Period, earliest: int) -> tuple[int, int] | None:
    """Return the times of a period in the afternoon where it is then no earlier than a minute."""
    times = in_the_afternoon(period.start, period.end)
    return times if times is not None and times[0] >= earliest else None


class ToldWeek(NamedTuple):
    """What sheets other than 作息 tell of a week: its days with their weeks, lessons a day and those before noon; 0 where they
    do not."""

    days: Mapping[int, Week] = WORKWEEK
    lessons: int = 0
    morning: int = 0


def assign_schedules(draft: Draft, told: ToldWeek) -> None:
    """Give each class its bell schedule: the one it names, the only one, that of its stage, or a default.

    A default week is as other sheets tell, the number of its lessons in a school with one stage.
    """
    if not draft.schedules:
        _assume_schedules(draft, told)
    for klass in draft.classes.values():
        if klass.schedule is None:
            klass.schedule = _of_stage(draft, stage_of(klass.grade))
    _tell_unused(draft)
    _tell_weekends(draft)


def _tell_weekends(draft: Draft) -> None:
    """Warn of lessons at weekends in the bell schedules of grades that have none then, once for each schedule."""
    used = {klass.schedule for klass in draft.classes.values()}
    for name, schedule in draft.schedules.items():
        open_slots = draft.lesson_slots(name)
        barred = [slot for slot in schedule.slots(PeriodKind.LESSON) if slot not in open_slots]
        if name not in used or not barred:
            continue
        day = day_name(barred[0].day)
        what = Text(
            f"作息表“{name}”{day.zh}有课；一至九年级周末不上课，这些节次不排课",
            f"“{name}” has lessons on {day.en}: grades 1 to 9 have none at weekends, so none are planned then",
        )
        row = draft.period_rows.get((name, barred[0].period))
        if row is None:
            draft.report.note(what.zh, what.en)
        else:
            cure = Text(
                "从“星期”里去掉周末；高中另用一套作息；周末托管的节次，类型写 课后服务",
                "Take the weekend away; give senior grades a schedule of their own; weekend care is service",
            )
            draft.report.warning(row["days"], what, cure)


def _tell_unused(draft: Draft) -> None:
    """Warn of bell schedules that no class follows: a row may stand under a name that is misspelt."""
    unused = set(draft.schedules) - {klass.schedule for klass in draft.classes.values()}
    for (name, _), row in sorted(draft.period_rows.items(), key=lambda each: each[1].number):
        if name in unused:
            unused.remove(name)
            draft.report.warning(
                row["schedule"] if row["schedule"].text else row["period"],
                Text(f"没有班用作息表“{name}”", f"No class follows the bell schedule “{name}”"),
                Text("名称写错了就改正；不用就删去这些行", "Correct its name, or delete its rows"),
            )


def _assume_schedules(draft: Draft, told: ToldWeek) -> None:
    stages = dict.fromkeys(stage_of(klass.grade) for klass in draft.classes.values())
    shape = told if len(stages) == 1 else told._replace(lessons=0, morning=0)
    for stage in sorted(stages, key=list(Stage).index):
        name, year = f"{STAGE_WORDS[stage]}作息", law_of(draft).date.year
        schedule = default_schedule(stage, name, shape.lessons, told.days, shape.morning, year)
        draft.schedules[schedule.id] = schedule
        first, lessons = schedule.periods[schedule.lesson_periods[0]], len(schedule.lesson_periods)
        days = wording.days_text(told.days, told.days)
        source = (
            ("看“课程预排”和“不排课”的格子，", "as in the grids, ")
            if shape.lessons or told.days != WORKWEEK
            else ("", "")
        )
        draft.report.note(
            f"没有“作息”表，{source[0]}{STAGE_WORDS[stage]}按{days.zh}每天 {lessons} 节、{clock_text(first.start)} 上第一节课安排",
            f"No bell schedule: {source[1]}{stage.value} classes have {lessons} lessons a day from "
            f"{clock_text(first.start)}, {days.en}",
        )


def _of_stage(draft: Draft, stage: Stage) -> str:
    names = list(draft.schedules)
    fitting = [name for name in names if STAGE_WORDS[stage] in name]
    if len(names) > 1 and not fitting:
        draft.report.note(
            f"{STAGE_WORDS[stage]}班级没有写作息表，按“{names[0]}”上课",
            f"{stage.value} classes name no bell schedule and use “{names[0]}”",
        )
    first = (fitting or names)[0]
    campus = draft.schedules[first].campus
    if any(draft.schedules[name].campus != campus for name in fitting):
        draft.report.note(
            f"{STAGE_WORDS[stage]}没有写作息表的班，按“{first}”算在{campus or '没有名称的校区'}；在“班级”表里写上作息表就按所写的",
            f"{stage.value} classes that name no bell schedule use “{first}” on the campus {campus or 'without a name'}",
        )
    return first


def find_schedule(draft: Draft, cell: Cell) -> BellSchedule | None:
    """Return the schedule that a cell names, or None when it is empty or, told, when there is no such schedule."""
    if not cell.text:
        return None
    known = {key(name): schedule for name, schedule in draft.schedules.items()}
    if key(cell.text) in known:
        return known[key(cell.text)]
    names = "、".join(draft.schedules)
    draft.report.error(
        cell,
        Text(f"没有名为“{cell.text}”的作息表", f"There is no bell schedule “{cell.text}”"),
        Text(
            f"改成：{names}" if names else "在“作息”表里加上它", f"Use one of: {names}" if names else "Add it to 作息"
        ),
    )
    return None
