"""Random bell schedules."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from scheduler.school import ALTERNATING, BellSchedule, Period, PeriodKind
from tests.chance import chance, some

WEEKDAYS = (1, 2, 3, 4, 5)
PRIMARY_LENGTHS = ((60, 60), (60, 40, 40), (60, 30, 30), (30, 30, 60))
JUNIOR_LENGTHS = ((90, 60), (90, 40, 40), (45, 45, 60))
SHORT_LENGTHS = ((60,), (60, 55), (119,), (40, 40), (20,))


def random_bell(rng: Random, name: str) -> BellSchedule:
    """Return a bell schedule of two to seven lessons a day."""
    week = tuple(range(1, 7 if chance(rng, 15) else 6))
    length, minute = rng.choice((40, 35, 45)), 8 * 60 + rng.choice((0, 10, 25))
    morning, afternoon = rng.randint(2, 4), rng.randint(0 if chance(rng, 30) else 1, 3)
    pause = rng.randint(1, 3)
    periods = []
    if chance(rng, 35):
        periods.append(new_period("早读", PeriodKind.MORNING_READING, minute - 30, minute - 10, week))
    for number in range(1, morning + 1):
        if number == pause + 1 and chance(rng, 60):
            periods.append(new_period("大课间", PeriodKind.BIG_BREAK, minute, minute + 25, week))
            minute += 30
        periods.append(new_period(f"第{number}节", PeriodKind.LESSON, minute, minute + length, week))
        minute += length + 10
    if chance(rng, 85):
        periods.append(new_period("午间", PeriodKind.NOON, max(minute, 720), 840, week))
    minute = 840 + rng.choice((0, 20))
    for number in range(morning + 1, morning + afternoon + 1):
        days = week[:-1] if number == morning + afternoon and chance(rng, 20) else week
        periods.append(new_period(f"第{number}节", PeriodKind.LESSON, minute, minute + length, days))
        minute += length + 10
    for title, kind in (("自习", PeriodKind.SELF_STUDY), ("课后服务", PeriodKind.SERVICE)):
        if chance(rng, 30):
            periods.append(new_period(title, kind, minute, minute + 40, week))
            minute += 50
    own = Random(
        f"{name} {length} {minute} {morning} {afternoon} {pause} {len(week)}"
    )  # leaves the other choices as they are
    return BellSchedule(id=name, periods=tuple(_in_some_weeks(own, periods)))


def _in_some_weeks(rng: Random, periods: list[Period]) -> list[Period]:
    """Return the periods of a week, now and then with a Saturday, or a last lesson of a day, of odd or of even weeks alone."""
    weeks = rng.choice(("odd_days", "even_days"))
    if chance(rng, 50) and 6 in periods[0].days:
        return [_on_some_saturdays(period, weeks) if 6 in period.days else period for period in periods]
    if chance(rng, 5):
        last = max(index for index, period in enumerate(periods) if period.kind is PeriodKind.LESSON)
        periods[last] = periods[last].model_copy(update={weeks: (rng.choice(periods[last].days),)})
    return periods


def _on_some_saturdays(period: Period, weeks: str) -> Period:
    if period.kind in ALTERNATING:
        return period.model_copy(update={weeks: (6,)})
    return period.model_copy(update={"days": period.days[:-1]})


def new_period(name: str, kind: PeriodKind, start: int, end: int, days: tuple[int, ...]) -> Period:
    return Period(name=name, kind=kind, start=start, end=end, days=days)


def with_service_periods(
    rng: Random,
    schedule: BellSchedule,
    *,
    junior: bool,
    solvable: bool,
    slip: Callable[[], bool],
    wild: Callable[[int], bool],
) -> BellSchedule:
    """Return a bell schedule with service after its lessons, and what comes later."""
    lengths = JUNIOR_LENGTHS if junior else PRIMARY_LENGTHS
    periods = [p for p in schedule.periods if p.kind is not PeriodKind.SERVICE or not solvable]
    minute = max(period.end for period in periods) + 10
    minute = max(minute, 950) if chance(rng, 50) else minute
    days = tuple(sorted(some(rng, WEEKDAYS, 3, 4))) if slip() else WEEKDAYS
    for number, length in enumerate(rng.choice(SHORT_LENGTHS if slip() else lengths), 1):
        periods.append(new_period(f"服务{number}", PeriodKind.SERVICE, minute, minute + length, days))
        minute += length + rng.choice((0, 10))
    if chance(rng, 60):
        periods.append(new_period("延时", PeriodKind.EXTENDED_CARE, minute, minute + 30, days))
        minute += 30
    if chance(rng, 60) and (minute <= 1160 or slip()):
        start = max(minute, 1110) if chance(rng, 70) else minute
        end = max(start + 30, 1205 if wild(20) or slip() else 1200)
        periods.append(new_period("晚自习", PeriodKind.EVENING_STUDY, start, end, days))
        minute = end
    if wild(25) and minute + 90 <= 24 * 60:
        start = minute if 6 in schedule.days else 540
        periods.append(new_period("周末", PeriodKind.SERVICE, start, start + 90, (rng.choice((6, 6, 7)),)))
    return BellSchedule(id=schedule.id, periods=tuple(periods))
