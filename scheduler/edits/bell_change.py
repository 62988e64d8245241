"""The smallest change of a bell schedule that gives it longer breaks and big breaks: what follows moves, lessons keep their length.

Time is taken from noon first, which keeps an hour, then from what is free before service; only what neither gives makes the day end
later, and only what the evening does not give makes it begin earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scheduler.school import AFTER_SCHOOL, RECESSES, BellSchedule, Period, PeriodKind

LEAST_NOON = 60  # minutes
LEAST_BEFORE_SERVICE, LEAST_BETWEEN = 10, 10  # that are kept free where there are as many now
STEP = 5  # minutes by which the afternoon is tried earlier
SPORT_IN_NAME, NO_SPORT_IN_NAME = ("大课间", "课间操", "跑操", "体育"), ("眼", "升旗", "餐", "奶", "卫生")


class BellNeeds(NamedTuple):
    """What is asked of a bell schedule: minutes between lessons, big breaks a day and minutes of each, the earliest first lesson and
    the latest end, as minutes of the day."""

    recess: int = 0
    big_breaks: int = 0
    big_break: int = 0
    first_lesson: int = 0
    latest: int = 20 * 60


class BellChange(NamedTuple):
    """A changed schedule; `places` says where each of its former periods stands now."""

    schedule: BellSchedule
    places: tuple[int, ...]


class _Row(NamedTuple):
    """A period as it was, how long it is to be, and where it stood; None where it is new."""

    period: Period
    minutes: int
    place: int | None

    @property
    def kind(self) -> PeriodKind:
        return self.period.kind


def changed_bells(schedule: BellSchedule, needs: BellNeeds) -> BellChange | None:
    """Return the smallest change of a schedule that meets what is asked, one without change where it does already; None where
    the day would end too late."""
    rows = _with_big_breaks(schedule, needs)
    latest = max(needs.latest, max(period.end for period in schedule.periods))
    for early in _steps(_room_before(schedule, needs)):
        tried = [_moved(schedule, rows, needs, early, pull) for pull in _steps(_room_at_noon(schedule))]
        fitting = [periods for periods in tried if max(period.end for period in periods) <= latest]
        if fitting:
            best = min(fitting, key=lambda periods: _lateness(rows, periods))
            return _change(schedule, rows, best) if _in_halves(schedule, rows, best) else None
    return None


def _steps(room: int) -> range:
    return range(0, room + 1, STEP)


def _room_before(schedule: BellSchedule, needs: BellNeeds) -> int:
    """Return by how many minutes the first lesson may begin earlier."""
    first = min((schedule.periods[i].start for i in schedule.lesson_periods), default=0)
    return max(0, first - needs.first_lesson) if needs.first_lesson else 0


def _room_at_noon(schedule: BellSchedule) -> int:
    """Return by how many minutes the afternoon may begin earlier, at most."""
    noons = [period.minutes for period in schedule.periods if period.kind is PeriodKind.NOON]
    return max(0, min(noons) - LEAST_NOON) if noons else 0


def _change(schedule: BellSchedule, rows: Sequence[_Row], periods: Sequence[Period]) -> BellChange:
    order = sorted(range(len(rows)), key=lambda index: (periods[index].start, index))
    places = {rows[index].place: position for position, index in enumerate(order)}
    found = schedule.renewed(periods=tuple(periods[index] for index in order))
    return BellChange(found, tuple(places[place] for place in range(len(schedule.periods))))


def _in_halves(schedule: BellSchedule, rows: Sequence[_Row], periods: Sequence[Period]) -> bool:
    """Tell whether each period is in the half of the day in which it was."""
    noon = next(
        (moved.end for row, moved in zip(rows, periods, strict=True) if row.kind is PeriodKind.NOON), schedule.noon
    )
    pairs = zip(rows, periods, strict=True)
    return all(
        (row.period.start >= schedule.noon) == (moved.start >= noon) for row, moved in pairs if row.place is not None
    )


def _lateness(rows: Sequence[_Row], periods: Sequence[Period]) -> tuple[int, int]:
    """Return by how many minutes the last lessons and service end later, and by how many all moves."""
    pairs = [(row, moved) for row, moved in zip(rows, periods, strict=True) if row.place is not None]
    last = {
        day: index for index, (row, _) in enumerate(pairs) if row.kind is PeriodKind.LESSON for day in row.period.days
    }
    home = max((pairs[i][1].end - pairs[i][0].period.end for i in last.values()), default=0)
    service = max((moved.end - row.period.end for row, moved in pairs if row.kind in AFTER_SCHOOL), default=0)
    return max(0, home) + max(0, service), sum(abs(moved.start - row.period.start) for row, moved in pairs)


# Big breaks.


def _with_big_breaks(schedule: BellSchedule, needs: BellNeeds) -> list[_Row]:
    """Return the rows with as many big breaks on each day as are asked for, each long enough: one in each half of the day first."""
    rows = [_Row(period, period.minutes, place) for place, period in enumerate(schedule.periods)]
    for count in range(1, needs.big_breaks + 1):
        part = (count + 1) % 2
        days = {day for day in schedule.days if schedule.lessons_on(day)}
        short = {day for day in days if _big(rows, schedule, day) < needs.big_breaks}
        wanted = (count + 1) // 2
        rows = _one_more(
            rows, schedule, needs, part, {day for day in short if _big(rows, schedule, day, part) < wanted}
        )
    least = needs.big_break if needs.big_breaks else 0
    return [row._replace(minutes=max(row.minutes, least)) if row.kind is PeriodKind.BIG_BREAK else row for row in rows]


def _big(rows: Sequence[_Row], schedule: BellSchedule, day: int, part: int | None = None) -> int:
    """Return how many big breaks there are on a day, or in a half of it."""
    held = [row.period for row in rows if row.kind is PeriodKind.BIG_BREAK and day in row.period.weekly_days]
    return sum(part is None or int(period.start >= schedule.noon) == part for period in held)


def _one_more(rows: list[_Row], schedule: BellSchedule, needs: BellNeeds, part: int, days: set[int]) -> list[_Row]:
    """Return the rows with one big break more in a half of some days: a break that is one by its name, or a new one."""
    for index, row in enumerate(rows):
        theirs = set(row.period.weekly_days)
        if days & theirs and _is_big_by_name(row.period) and int(row.period.start >= schedule.noon) == part:
            days = days - theirs
            period = row.period.renewed(kind=PeriodKind.BIG_BREAK)
            rows = [*rows[:index], row._replace(period=period), *rows[index + 1 :]]
    while days:
        before, theirs = _best_gap(schedule, part, days)
        if before is None:
            return rows
        at = next(index for index, row in enumerate(rows) if row.place == before)
        start = rows[at].period.end
        new = Period(
            name=_new_name(rows, part),
            kind=PeriodKind.BIG_BREAK,
            start=start,
            end=start + max(1, needs.big_break),
            days=tuple(sorted(theirs)),
        )
        rows = [*rows[: at + 1], _Row(new, new.minutes, None), *rows[at + 1 :]]
        days = days - theirs
    return rows


def _is_big_by_name(period: Period) -> bool:
    said = any(word in period.name for word in SPORT_IN_NAME) and not any(w in period.name for w in NO_SPORT_IN_NAME)
    return period.kind is PeriodKind.BREAK and said


def _best_gap(schedule: BellSchedule, part: int, days: set[int]) -> tuple[int | None, set[int]]:
    """Return after which lesson of a half most of some days may have a big break, and these days: after the second lesson, or the
    first where no other follows the second; after the only lesson of a half."""
    found: dict[int, set[int]] = {}
    rank: dict[int, tuple[bool, int]] = {}
    for day in days:
        lessons = [i for i in schedule.lessons_on(day) if schedule.part(i) == part]
        for number, lesson in enumerate(lessons, 1):
            found.setdefault(lesson, set()).add(day)
            rank[lesson] = max(rank.get(lesson, (False, 0)), (number == len(lessons), abs(number - 2)))
    if not found:
        return None, set()
    before = min(found, key=lambda lesson: (rank[lesson][0], -len(found[lesson]), rank[lesson][1]))
    return before, found[before]


def _new_name(rows: Sequence[_Row], part: int) -> str:
    usual = ("上午大课间", "下午大课间")[part]
    taken = {row.period.name for row in rows}
    return next(name for name in (usual, *(f"{usual}{number}" for number in range(2, 99))) if name not in taken)


# Times.


def _moved(schedule: BellSchedule, rows: Sequence[_Row], needs: BellNeeds, early: int, pull: int) -> list[Period]:
    """Return the periods at their new times, none before its former one but by `early` minutes in the morning and by `pull` in the
    afternoon, service not at all."""
    before: dict[int, tuple[_Row, Period]] = {}
    lesson: dict[
        int, tuple[bool, int]
    ] = {}  # of each day: whether the last one was in the afternoon, when the next may begin
    found: list[Period] = []
    for row in rows:
        period = row.period
        afternoon = period.start >= schedule.noon
        start = 0 if row.place is None else period.start
        start -= 0 if period.kind in AFTER_SCHOOL or row.place is None else pull if afternoon else early
        if period.kind is PeriodKind.LESSON:
            start = max(start, needs.first_lesson)
        for day in period.days:
            if day in before:
                start = max(start, before[day][1].end + _kept_free(needs, before[day][0], row, schedule.noon))
            if period.kind is PeriodKind.LESSON and day in lesson and lesson[day][0] == afternoon:
                start = max(start, lesson[day][1])
        end = start + row.minutes
        if period.kind is PeriodKind.NOON:
            end = max(period.end - pull, start + min(LEAST_NOON, row.minutes))
        moved = period.renewed(start=start, end=min(end, 24 * 60)) if start < min(end, 24 * 60) else period
        found.append(moved)
        for day in period.days:
            before[day] = row, moved
            if period.kind is PeriodKind.LESSON:
                lesson[day] = afternoon, moved.end + needs.recess
            elif day in lesson and period.kind not in RECESSES:
                lesson[day] = lesson[day][0], lesson[day][1] + row.minutes  # study is no break
    return found


def _kept_free(needs: BellNeeds, before: _Row, row: _Row, noon: int) -> int:
    """Return the minutes that stay free between two rows: those of now, as far as they are no slack that may be used."""
    if (
        None in (before.place, row.place)
        or PeriodKind.BIG_BREAK in (before.kind, row.kind)
        or row.kind is PeriodKind.NOON
    ):
        return 0
    now = max(0, row.period.start - before.period.end)
    if row.kind is PeriodKind.LESSON and before.kind is PeriodKind.LESSON:
        return (
            min(now, needs.recess)
            if (before.period.start >= noon) == (row.period.start >= noon)
            else min(now, LEAST_NOON)
        )
    if row.kind in AFTER_SCHOOL and before.kind in AFTER_SCHOOL:
        return min(now, LEAST_BETWEEN)
    return min(now, LEAST_BEFORE_SERVICE)
