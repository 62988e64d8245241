from fractions import Fraction

import pytest

from scheduler.school import BellSchedule, Interval, Period, PeriodKind, Slot, Week, day_in_weeks
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


def following(schedule: BellSchedule, day: int = 1, gap: int = 20) -> list[tuple[int, int]]:
    """The numbers of lessons of a day that follow each other."""
    found = [(period, schedule.next_lesson(day, period, gap)) for period in schedule.lessons_on(day)]
    return [
        (schedule.lesson_number(day, first), schedule.lesson_number(day, then))
        for first, then in found
        if then is not None
    ]


def test_lessons_that_follow_each_other_are_found_by_the_clock() -> None:
    assert following(bell()) == [(1, 2), (3, 4), (5, 6)]
    assert following(bell(), gap=40) == [(1, 2), (2, 3), (3, 4), (5, 6)]
    assert following(bell(), gap=9) == []
    gap_without_a_row = BellSchedule(id="x", periods=(lesson("第1节", 480, 520), lesson("第2节", 550, 590)))
    assert following(gap_without_a_row) == []
    eyes = Period(name="眼保健操", kind=PeriodKind.BREAK, start=522, end=527)
    with_a_row = BellSchedule(id="x", periods=(lesson("第1节", 480, 520), eyes, lesson("第2节", 530, 570)))
    assert following(with_a_row) == [(1, 2)]


def test_noon_parts_lessons_however_short_it_is() -> None:
    noon = Period(name="午间", kind=PeriodKind.NOON, start=720, end=730)
    schedule = BellSchedule(id="x", periods=(lesson("第1节", 680, 720), noon, lesson("第2节", 730, 770)))
    assert following(schedule) == []


def test_a_lesson_of_other_days_lies_between_nothing() -> None:
    schedule = BellSchedule(
        id="x", periods=(lesson("第1节", 480, 520), lesson("第2节", 520, 530, (3,)), lesson("第3节", 535, 575))
    )
    assert following(schedule, day=1) == [(1, 3)]
    assert following(schedule, day=3) == [(1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("periods", "numbers"),
    [
        # Monday begins with the second lesson, and people call it so
        ((lesson("第1节", 480, 520, (2, 3)), lesson("第2节", 530, 570, (1, 2, 3))), {1: [2], 2: [1, 2]}),
        # Monday has lessons of its own
        (
            (lesson("第1节", 480, 520, (2,)), lesson("第1节", 500, 540, (1,)), lesson("第2节", 550, 590, (1, 2))),
            {1: [1, 2], 2: [1, 2]},
        ),
        # a short Friday
        (
            (lesson("第1节", 480, 520, (4, 5)), lesson("第2节", 530, 570, (4,)), lesson("第3节", 580, 620, (4, 5))),
            {4: [1, 2, 3], 5: [1, 3]},
        ),
        # names that tell no number, or the same one twice
        ((lesson("语文时间", 480, 520, (1,)), lesson("第2节", 530, 570, (1, 2))), {1: [1, 2], 2: [2]}),
        ((lesson("第1节", 480, 520, (1,)), lesson("第1节", 900, 940, (1,))), {1: [1, 2]}),
        (
            (lesson("第一节", 480, 520, (1,)), lesson("Lesson 2", 530, 570, (1,)), lesson("三", 580, 620, (1,))),
            {1: [1, 2, 3]},
        ),
    ],
)
def test_lessons_are_numbered_for_each_day(periods: tuple[Period, ...], numbers: dict[int, list[int]]) -> None:
    schedule = BellSchedule(id="x", periods=periods)
    assert {day: [schedule.lesson_number(day, p) for p in schedule.lessons_on(day)] for day in numbers} == numbers
    assert schedule.lesson_number(7, 0) == 0


def test_noon_parts_the_day() -> None:
    schedule = bell(morning=4, afternoon=2)
    assert [schedule.part(p) for p in schedule.lesson_periods] == [0, 0, 0, 0, 1, 1]


def test_intervals_that_only_touch_do_not_overlap() -> None:
    assert not Interval(1, 480, 520).overlaps(Interval(1, 520, 560))
    assert Interval(1, 480, 520).overlaps(Interval(1, 519, 560))
    assert not Interval(1, 480, 520).overlaps(Interval(2, 480, 520))


# Days of odd or of even weeks alone.


def test_a_period_of_odd_saturdays() -> None:
    period = lesson("第1节", 480, 520).held_on({1: Week.EVERY, 5: Week.EVEN, 6: Week.ODD})
    assert (period.days, period.odd_days, period.even_days) == ((1, 5, 6), (6,), (5,))
    assert [period.week_on(day) for day in period.days] == [Week.EVERY, Week.EVEN, Week.ODD]
    assert period.weekly_days == (1,)


@pytest.mark.parametrize(("odd", "even"), [((7,), ()), ((1,), (1,)), ((), (6,))])
def test_days_of_some_weeks_are_days_of_the_period_and_of_one_kind(odd: tuple[int, ...], even: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="do not fit its days"):
        Period(name="第1节", kind=PeriodKind.LESSON, start=480, end=520, odd_days=odd, even_days=even)


@pytest.mark.parametrize("kind", [PeriodKind.SELF_STUDY, PeriodKind.SERVICE, PeriodKind.EVENING_STUDY])
def test_service_is_held_in_every_week(kind: PeriodKind) -> None:
    with pytest.raises(ValueError, match="held in every week"):
        Period(name="晚自习", kind=kind, start=480, end=520, odd_days=(1,))


def test_lessons_of_odd_weeks_count_half_in_the_mean_length() -> None:
    short = lesson("短课", 480, 510, (6,)).held_on({6: Week.ODD})
    schedule = BellSchedule(id="x", periods=(lesson("第1节", 480, 520, (1,)), short))
    assert schedule.lesson_minutes == Fraction(2 * 40 + 30, 3)


def test_a_day_is_named_with_its_weeks_where_all_its_lessons_have_them() -> None:
    noon = Period(name="午间", kind=PeriodKind.NOON, start=720, end=800, days=(6,))
    odd = BellSchedule(id="x", periods=(lesson("第1节", 480, 520).held_on({5: Week.EVERY, 6: Week.ODD}), noon))
    assert [odd.day_text(day).zh for day in (5, 6)] == ["周五", "单周六"]
    assert odd.day_text(6).en == "Sat (odd weeks)"
    assert day_in_weeks(6, Week.EVEN).zh == "双周六"
    assert day_in_weeks(6).zh == day_in_weeks(6, Week.ODD, Week.EVERY).zh == day_in_weeks(6, *Week).zh == "周六"
