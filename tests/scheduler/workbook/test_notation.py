"""What people write for lessons, days, times and numbers."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from scheduler.school import Week
from scheduler.workbook.notation import (
    NamedSlot,
    NotationError,
    WeeklyLessons,
    read_amount,
    read_average,
    read_clock,
    read_clock_range,
    read_date,
    read_day,
    read_days,
    read_grades,
    read_lesson_number,
    read_lessons,
    read_minutes,
    read_percent,
    read_slot,
    read_week,
    read_whole_number,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, (WeeklyLessons(5),)),
        ("５", (WeeklyLessons(5),)),
        ("2\u3000", (WeeklyLessons(2),)),
        (5.0, (WeeklyLessons(5),)),
        ("5节", (WeeklyLessons(5),)),
        ("4+1", (WeeklyLessons(6, 1),)),
        ("４＋１", (WeeklyLessons(6, 1),)),
        (" 3 + 1 ", (WeeklyLessons(5, 1),)),
        ("2+1+1", (WeeklyLessons(6, 2),)),
        ("0+1", (WeeklyLessons(2, 1),)),
        ("单", (WeeklyLessons(1, 0, Week.ODD),)),
        ("双周", (WeeklyLessons(1, 0, Week.EVEN),)),
        ("2单", (WeeklyLessons(2, 0, Week.ODD),)),
        ("双(0+1)", (WeeklyLessons(2, 1, Week.EVEN),)),
        (0.5, (WeeklyLessons(1, 0, None),)),
        (1.5, (WeeklyLessons(1), WeeklyLessons(1, 0, None))),
        (0, ()),
        (None, ()),
        ("", ()),
    ],
)
def test_lessons(value: object, expected: tuple[WeeklyLessons, ...]) -> None:
    assert read_lessons(value) == expected


def test_average_lessons() -> None:
    assert read_average("4+1") == 6
    assert read_average(0.5) == read_average("单") == 0.5
    assert read_average("1.5") == 1.5
    assert read_average(None) == 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("一至五", (1, 2, 3, 4, 5)),
        ("周一至周五", (1, 2, 3, 4, 5)),
        ("1-5", (1, 2, 3, 4, 5)),
        ("１－５", (1, 2, 3, 4, 5)),
        ("一~三", (1, 2, 3)),
        ("Mon-Fri", (1, 2, 3, 4, 5)),
        ("Tuesday, Thursday", (2, 4)),
        ("周三", (3,)),
        ("星期天", (7,)),
        (3, (3,)),
        ("二、四", (2, 4)),
        ("一三五", (1, 3, 5)),
        ("", ()),
    ],
)
def test_days(value: object, expected: tuple[int, ...]) -> None:
    assert read_days(value) == expected


def test_one_day() -> None:
    assert read_day("周三") == read_day(3) == read_day("三") == read_day("Wed") == 3


@pytest.mark.parametrize(
    "value",
    [
        time(8, 20),
        datetime(1899, 12, 30, 8, 20),
        datetime(1899, 12, 30, 8, 19, 59, 999),
        timedelta(hours=8, minutes=20),
        0.34722222,
        "0.3472222",
        "8:20",
        "08：20",
        "08:20:00",
        " 8 : 20 ",
        "8点20分",
        "8.20",
    ],
)
def test_clock_times(value: object) -> None:
    assert read_clock(value) == 8 * 60 + 20


def test_midnight_ends_a_day() -> None:
    assert read_clock("24:00") == 1440
    assert read_clock("8点") == 480


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("周三第5节", NamedSlot(3, 5)),
        ("周三第五节课", NamedSlot(3, 5)),
        ("三5", NamedSlot(3, 5)),
        ("3 5", NamedSlot(3, 5)),
        ("三 ５", NamedSlot(3, 5)),
        ("Wed 5", NamedSlot(3, 5)),
        ("星期三下午第1节", NamedSlot(3, 1, 1)),
        ("Wednesday lesson 10", NamedSlot(3, 10)),
    ],
)
def test_slots(value: object, expected: NamedSlot) -> None:
    assert read_slot(value) == expected


def test_lesson_numbers_weeks_and_whole_numbers() -> None:
    assert read_lesson_number("第三节") == read_lesson_number(3) == (3, None)
    assert read_lesson_number("下午第1节") == (1, 1)
    assert read_week("单") is Week.ODD
    assert read_week("even") is Week.EVEN
    assert read_week(None) is Week.EVERY
    assert read_whole_number("45人", 1, 200) == read_whole_number(45.0, 1, 200) == 45
    assert read_percent("50%", 1, 100) == 50


def test_percent_amounts_and_lengths_of_time() -> None:
    assert [read_percent(value, 0, 400) for value in (50, "50%", 0.5, 1, 1.5, 150.0, "0")] == [
        50,
        50,
        50,
        100,
        150,
        150,
        0,
    ]
    assert [read_amount(value) for value in (50, "62.5", "¥120", "1,200元", "50元/次", 0)] == [
        50,
        62.5,
        120,
        1200,
        50,
        0,
    ]
    assert [read_minutes(value, -600, 600) for value in (90, "90分钟", "1.5小时", "-30")] == [90, 90, 90, -30]


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 9, 1),
        datetime(2026, 9, 1, 8),
        46266,
        46266.0,
        "46266",
        "2026-09-01",
        "2026.9.1",
        "2026/9/1",
        "2026年9月1日",
        "２０２６－０９－０１",
        "20260901",
        "2026-09-01 00:00:00",
    ],
)
def test_dates(value: object) -> None:
    assert read_date(value) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (read_lessons, "四节"),
        (read_lessons, "4+"),
        (read_lessons, "50"),
        (read_lessons, -2),
        (read_lessons, "王芳"),
        (read_lessons, 0.3),
        (read_lessons, "0+0"),
        (read_week, "三"),
        (read_days, "周八"),
        (read_days, "五至一"),
        (read_days, "abc"),
        (read_day, "一至五"),
        (read_day, None),
        (read_clock, "25:00"),
        (read_clock, "8:75"),
        (read_clock, "早上"),
        (read_clock, 820),
        (read_clock, True),
        (read_clock, ""),
        (read_slot, "第5节"),
        (read_slot, "周三"),
        (read_date, "九月一日"),
        (read_date, "2026-13-01"),
        (read_date, "2026-02-30"),
        (read_date, 8),
        (read_date, "9月1日"),
        (read_grades, "新生"),
        (read_amount, "面议"),
        (read_amount, -5),
        (lambda value: read_percent(value, 0, 400), "五成"),
        (lambda value: read_percent(value, 0, 400), 500),
        (lambda value: read_minutes(value, 60, 1440), "一整天"),
        (lambda value: read_minutes(value, 60, 1440), "0.5小时"),
        (read_lesson_number, "课间"),
        (lambda value: read_whole_number(value, 1, 200), "许多"),
        (lambda value: read_whole_number(value, 1, 200), 201),
        (lambda value: read_whole_number(value, 1, 200), 4.5),
    ],
)
def test_wrong_notation_says_what_to_type(read: Callable[[object], object], value: object) -> None:
    with pytest.raises(NotationError) as error:
        read(value)
    assert error.value.text.zh
    assert error.value.cure.zh


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("下午2:30", 870),
        ("下午2点", 840),
        ("2:30pm", 870),
        ("上午8:20", 500),
        ("中午12:10", 730),
        ("中午1点", 780),
        ("8点半", 510),
    ],
)
def test_clock_times_with_their_half_of_the_day(text: str, minutes: int) -> None:
    assert read_clock(text) == minutes


@pytest.mark.parametrize("value", ["8.5", "8:5", "晚上12点", "上午14:00", datetime(2026, 7, 1)])
def test_clock_times_that_may_be_another(value: object) -> None:
    with pytest.raises(NotationError):
        read_clock(value)


@pytest.mark.parametrize("dash", ["-", "~", "～", "至", "到", "–", "—", "——", "－", " - "])
def test_a_stretch_of_clock_time(dash: str) -> None:
    assert read_clock_range(f"08:00{dash}08:45") == (480, 525)
    assert read_clock_range(f"8点{dash}8点45分") == (480, 525)
    assert read_clock_range(f"下午2:00{dash}4:00") == (840, 960)


@pytest.mark.parametrize("value", ["08:00", "8:00-9:00-10:00", "", time(8, 0), 0.3])
def test_what_is_no_stretch_of_clock_time(value: object) -> None:
    with pytest.raises(NotationError):
        read_clock_range(value)


@pytest.mark.parametrize("read", [read_days, read_day, read_slot])
@pytest.mark.parametrize("text", ["单周六", "双周一", "单周 六", "隔周三"])
def test_days_that_are_the_same_every_week(read: Callable[[object], object], text: str) -> None:
    with pytest.raises(NotationError) as error:
        read(text)
    assert "单双周" in error.value.text.zh


@pytest.mark.parametrize("read", [read_days, read_day, read_grades, read_lessons])
def test_what_excel_made_a_date_of(read: Callable[[object], object]) -> None:
    with pytest.raises(NotationError) as error:
        read(datetime(2026, 3, 5))
    assert "Excel" in error.value.text.zh
    assert "文本" in error.value.cure.zh
