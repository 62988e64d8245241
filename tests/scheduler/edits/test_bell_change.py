"""The smallest change of a bell schedule: what is asked is given, lessons and service stay, and what gives time gives it in order."""

from __future__ import annotations

import pytest

from scheduler.edits.bell_change import BellNeeds, changed_bells
from scheduler.school import BellSchedule, Period, PeriodKind, Stage
from scheduler.school.defaults import default_schedule
from scheduler.text import clock_text, minutes_of

KINDS = {
    "课": PeriodKind.LESSON,
    "课间": PeriodKind.BREAK,
    "午": PeriodKind.NOON,
    "服": PeriodKind.SERVICE,
    "大": PeriodKind.BIG_BREAK,
}
NEEDS = BellNeeds(recess=15, big_breaks=2, big_break=30)


def bells(text: str) -> BellSchedule:
    """A schedule of lines such as `第1节 课 08:20 09:00 1-4`."""
    periods = []
    for line in text.strip().split("\n"):
        name, kind, start, end, *days = line.split()
        held = tuple(map(int, days[0])) if days else (1, 2, 3, 4, 5)
        periods.append(Period(name=name, kind=KINDS[kind], start=minutes_of(start), end=minutes_of(end), days=held))
    return BellSchedule(id="作息", periods=tuple(periods))


def times(schedule: BellSchedule) -> list[str]:
    return [f"{p.name} {clock_text(p.start)}-{clock_text(p.end)}" for p in schedule.periods]


@pytest.mark.parametrize("stage", [Stage.PRIMARY, Stage.JUNIOR])
def test_the_usual_day_of_2021_becomes_one_that_ends_when_it_did(stage: Stage) -> None:
    old = default_schedule(stage, "作息", year=2021)
    found = changed_bells(old, NEEDS)
    assert found is not None
    moved = [(before, found.schedule.periods[place]) for before, place in zip(old.periods, found.places, strict=True)]
    assert all((a.name, a.kind) == (b.name, b.kind) for a, b in moved)
    assert all(a.minutes == b.minutes for a, b in moved if a.kind is not PeriodKind.NOON)
    lessons = [pair for pair in moved if pair[0].kind is PeriodKind.LESSON]
    assert lessons[0][0] == lessons[0][1] and lessons[-1][0] == lessons[-1][1]
    assert [p for p, _ in moved if p.kind is PeriodKind.SERVICE] == [
        p for _, p in moved if p.kind is PeriodKind.SERVICE
    ]
    assert changed_bells(found.schedule, NEEDS) == (found.schedule, tuple(range(len(found.schedule.periods))))


def test_what_meets_the_needs_stays() -> None:
    new = default_schedule(Stage.PRIMARY, "作息")
    found = changed_bells(new, NEEDS._replace(first_lesson=minutes_of("08:20")))
    assert found is not None and found.schedule == new


SHORT_NOON = """
第1节 课 08:20 09:00
第2节 课 09:10 09:50
大课间 课间 09:50 10:10
第3节 课 10:10 10:50
午间 午 10:50 12:00
第4节 课 12:00 12:40
第5节 课 12:50 13:30 1234
服务 服 13:50 15:50
"""


def test_noon_gives_first_then_the_time_before_service_then_the_day_ends_later() -> None:
    found = changed_bells(bells(SHORT_NOON), NEEDS)
    assert found is not None
    assert times(found.schedule) == [
        "第1节 08:20-09:00",
        "第2节 09:15-09:55",
        "大课间 09:55-10:25",
        "第3节 10:25-11:05",
        "午间 11:05-12:05",
        "第4节 12:05-12:45",
        *("下午大课间 12:45-13:15", "第5节 13:15-13:55", "服务 14:05-16:05"),
    ]
    kinds = {p.name: p.kind for p in found.schedule.periods}
    assert kinds["大课间"] is kinds["下午大课间"] is PeriodKind.BIG_BREAK  # called so, and held as one from now on


def test_what_ends_too_late_begins_earlier_where_it_may_or_has_no_change() -> None:
    late = SHORT_NOON.replace("08:20 09:00", "08:25 09:00")
    assert changed_bells(bells(late), NEEDS._replace(latest=minutes_of("16:00"))) is None
    found = changed_bells(bells(late), NEEDS._replace(latest=minutes_of("16:00"), first_lesson=minutes_of("08:20")))
    assert found is not None and times(found.schedule)[0] == "第1节 08:20-08:55"
    assert times(found.schedule)[-1] == "服务 14:00-16:00"


def test_a_first_lesson_that_is_too_early_moves() -> None:
    found = changed_bells(bells(SHORT_NOON), BellNeeds(first_lesson=minutes_of("08:30")))
    assert found is not None and times(found.schedule)[0] == "第1节 08:30-09:10"
    assert times(found.schedule)[-1] == "服务 13:50-15:50"
