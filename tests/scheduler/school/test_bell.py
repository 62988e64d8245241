import pytest

from scheduler.school import BellSchedule, Interval, Period, PeriodKind, Slot
from tests.schools import bell


def lesson(name: str, start: int, end: int, days: tuple[int, ...] = (1, 2, 3, 4, 5)) -> Period:
    return Period(name=name, kind=PeriodKind.LESSON, start=start, end=end, days=days)


def test_times_must_run_forwards() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        BellSchedule(id="x", periods=(lesson("第1节", 500, 480),))


def test_periods_of_one_day_must_not_overlap() -> None:
    with pytest.raises(ValueError, match="starts before"):
        BellSchedule(id="x", periods=(lesson("第1节", 480, 520), lesson("第2节", 510, 550)))


def test_periods_of_different_days_may_overlap() -> None:
    schedule = BellSchedule(id="x", periods=(lesson("第1节", 480, 520, (1, 2)), lesson("短课", 490, 515, (3,))))
    assert schedule.slots(PeriodKind.LESSON) == (Slot("x", 1, 0), Slot("x", 2, 0), Slot("x", 3, 1))


def test_doubles_do_not_straddle_the_big_break_or_noon() -> None:
    schedule = bell()
    numbers = {(schedule.lesson_number(a), schedule.lesson_number(b)) for a, b in schedule.adjacent_lessons}
    assert numbers == {(1, 2), (3, 4), (5, 6)}


def test_noon_parts_the_day() -> None:
    schedule = bell(morning=4, afternoon=2)
    assert [schedule.part(p) for p in schedule.lesson_periods] == [0, 0, 0, 0, 1, 1]


def test_intervals_that_only_touch_do_not_overlap() -> None:
    assert not Interval(1, 480, 520).overlaps(Interval(1, 520, 560))
    assert Interval(1, 480, 520).overlaps(Interval(1, 519, 560))
    assert not Interval(1, 480, 520).overlaps(Interval(2, 480, 520))
