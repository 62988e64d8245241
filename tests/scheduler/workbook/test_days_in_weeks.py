"""Days that are meant in odd or in even weeks only."""

from datetime import datetime

import pytest

from scheduler.school import Week
from scheduler.workbook.days_in_weeks import read_day_in_weeks, read_days_in_weeks
from scheduler.workbook.notation import NotationError

WORKDAYS = dict.fromkeys(range(1, 6), Week.EVERY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单周六", (6, Week.ODD)),
        ("单周 六", (6, Week.ODD)),
        ("双周一", (1, Week.EVEN)),
        ("周一(双周)", (1, Week.EVEN)),
        ("每周三", (3, Week.EVERY)),
        ("周六", (6, Week.EVERY)),
    ],
)
def test_a_day_in_odd_or_even_weeks(text: str, expected: tuple[int, Week]) -> None:
    assert read_day_in_weeks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "一至五、单周六",
        "一至五，单六",
        "一至五、六（单周）",
        "一至五、周六 (单)",
        "周一至周五、单周周六",
        "周一到周五 单周星期六",
        "一至五单周六",
        "1-5、单周6",
        "一 至 五、单周 六",
        "一二三四五、六单周",
        "Mon-Fri, Sat (odd weeks)",
        "Mon-Fri, odd Sat",
        "每周一至五、单周六",
    ],
)
def test_spellings_of_odd_saturdays(text: str) -> None:
    assert read_days_in_weeks(text) == {**WORKDAYS, 6: Week.ODD}


def test_other_days_in_weeks() -> None:
    assert read_days_in_weeks("一至五、双周六、单周日") == {**WORKDAYS, 6: Week.EVEN, 7: Week.ODD}
    assert read_days_in_weeks("单周一至三、双周一至二") == {1: Week.EVERY, 2: Week.EVERY, 3: Week.ODD}
    assert read_days_in_weeks("一至五") == WORKDAYS
    assert read_days_in_weeks("") == read_days_in_weeks(None) == {}


@pytest.mark.parametrize(
    "value",
    [
        "隔周六",
        "一至五、单周六、日",
        "单周六、一至五",
        "一至六（单周）",
        "六、单周六",
        "一至五、单周",
        "一至五、单双周六",
        "一至五、大小周六",
        "一至五、单周六（9月起）",
        "单周八",
        "每天",
        "、",
        datetime(2026, 3, 5),
    ],
)
def test_what_may_be_meant_in_two_ways_is_refused(value: object) -> None:
    with pytest.raises(NotationError):
        read_days_in_weeks(value)
