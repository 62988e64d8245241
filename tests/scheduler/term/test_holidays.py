"""Public holidays as a proposal, against the State Council's notice for 2026."""

from scheduler.term.calendar import SpecialKind
from scheduler.term.holidays import proposed_days
from tests.terms import FIRST, LAST, on


def test_the_autumn_of_2026_is_that_of_the_notice():
    found = proposed_days(FIRST, on(12, 31))

    off = [special.date for special in found.specials if special.kind is SpecialKind.OFF]
    assert off == [*(on(9, day) for day in (25, 26, 27)), *(on(10, day) for day in range(1, 8))]
    worked = [(special.date, special.follows) for special in found.specials if special.kind is SpecialKind.FOLLOWS]
    assert worked == [(on(9, 20), 2), (on(10, 10), 3)]  # for Tuesday 6 and Wednesday 7 October
    assert found.unknown_years == ()


def test_a_year_that_is_not_known_is_said():
    far = LAST.replace(year=2090)

    assert proposed_days(far, far).unknown_years == (2090,)
