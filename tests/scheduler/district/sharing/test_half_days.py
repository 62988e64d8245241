from __future__ import annotations

import pytest

from scheduler.district.sharing.half_days import read_half_days
from scheduler.workbook.notation import NotationError

MON, TUE, WED, FRI = ({(day, 0), (day, 1)} for day in (1, 2, 3, 5))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("周一", MON),
        ("周一、周三", MON | WED),
        ("1、3", MON | WED),
        (5, FRI),
        ("一至三上午", {(1, 0), (2, 0), (3, 0)}),
        ("一三下午", {(1, 1), (3, 1)}),
        ("周三上午、周五", {(3, 0)} | FRI),
        ("周一全天，周三 上午", MON | {(3, 0)}),
        ("星期二上午和星期二下午", TUE),
        ("Wed am, Fri", {(3, 0)} | FRI),
    ],
)
def test_half_days(said: object, meant: set[tuple[int, int]]) -> None:
    assert set(read_half_days(said)) == meant


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("周一、周三上午", "看不出每一天"),
        ("上午", "看不懂的星期"),
        ("有空就来", "看不懂的星期"),
        ("单周三", "不能分单双周"),
        ("周一 3节", "看不懂的星期"),
    ],
)
def test_what_is_not_plain_is_refused(said: str, why: str) -> None:
    with pytest.raises(NotationError) as error:
        read_half_days(said)
    assert why in error.value.text.zh
