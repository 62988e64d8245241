"""代课均衡: what three in four teachers have done is nobody's burden; beyond it each cover of one person costs one more."""

from __future__ import annotations

import datetime

import pytest

from constraints.cover.cover_balanced import pairs, usual
from scheduler.term.nouns import Change, Way
from tests.schools import slot
from tests.terms import FIRST, LAST, lesson, on, term_of

KEY = lesson("三(1)班|语文", slot(1, 1))


def cover(number: int, teacher: str, date: datetime.date) -> Change:
    return Change(id=number, date=date, key=KEY, way=Way.COVER, without=("王芳",), teachers=(teacher,))


@pytest.mark.parametrize(("covers", "cost"), [(-3, 0), (0, 0), (1, 0), (2, 1), (3, 3), (4, 6)])
def test_the_nth_cover_beyond_the_usual_adds_n_less_one(covers: int, cost: int) -> None:
    assert pairs(covers) == cost


def test_the_usual_is_what_three_in_four_have_done() -> None:
    teachers = [teacher.id for teacher in term_of().editions[0].school.teachers]
    days = [on(9, 7) + datetime.timedelta(days=7 * week) for week in range(2 * len(teachers))]
    once = [cover(n, teacher, days[n - 1]) for n, teacher in enumerate(teachers[1:], 1)]
    more = [cover(n, teachers[1], days[n - 1]) for n in range(len(teachers), len(teachers) + 3)]
    assert usual(term_of(), FIRST, LAST) == 0
    assert usual(term_of(changes=tuple(once + more)), FIRST, LAST) == 1
    assert usual(term_of(changes=tuple(once + more)), LAST, LAST) == 0
    assert usual(term_of(changes=tuple(more)), FIRST, LAST) == 0
