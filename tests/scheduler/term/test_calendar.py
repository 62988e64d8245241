"""The calendar of a term: weeks, exchanged days, what cannot be."""

import pytest
from pydantic import ValidationError

from scheduler.school import Week
from scheduler.term.calendar import Calendar, SpecialDay, SpecialDuty, SpecialKind
from tests.terms import FIRST, LAST, off, on


def exchanged(date, follows, **more) -> SpecialDay:
    return SpecialDay(date=date, name="调休", kind=SpecialKind.FOLLOWS, follows=follows, **more)


def test_weeks_are_counted_from_the_monday_of_the_first_day():
    calendar = Calendar(first=on(9, 2), last=LAST)  # a Wednesday

    assert [calendar.week_number(on(9, day)) for day in (2, 6, 7, 13, 14)] == [1, 1, 2, 2, 3]
    assert [calendar.week_of(on(9, day)) for day in (2, 7, 14)] == [Week.ODD, Week.EVEN, Week.ODD]
    assert Calendar(first=on(9, 2), last=LAST, first_week=Week.EVEN).week_of(on(9, 7)) is Week.ODD


def test_an_exchanged_day_has_the_weekday_and_the_week_that_it_follows():
    calendar = Calendar(
        first=FIRST, last=LAST, specials=(exchanged(on(10, 10), 3), exchanged(on(9, 20), 4, week=Week.ODD))
    )

    assert calendar.weekday_of(on(10, 10)) == 3
    assert calendar.week_of(on(10, 10)) is Week.EVEN  # that of its own week, the sixth
    assert calendar.week_of(on(9, 20)) is Week.ODD
    assert calendar.weekday_of(on(10, 9)) == 5


@pytest.mark.parametrize(
    "specials",
    [
        (off(on(8, 30)),),
        (exchanged(on(10, 10), 3), exchanged(on(10, 10), 4)),
        (
            SpecialDay(date=on(10, 9), name="考", kind=SpecialKind.BELL, schedule="A", classes=("三(1)班",)),
            SpecialDay(date=on(10, 9), name="考", kind=SpecialKind.BELL, schedule="B"),
        ),
    ],
    ids=["outside", "two exchanges", "two bells for one class"],
)
def test_a_calendar_that_contradicts_itself_is_refused(specials):
    with pytest.raises(ValidationError):
        Calendar(first=FIRST, last=LAST, specials=specials)


def test_two_bells_for_different_classes_are_a_calendar():
    bells = [SpecialDay(date=on(10, 9), name="考", kind=SpecialKind.BELL, schedule="A", classes=(c,)) for c in "ab"]

    assert len(Calendar(first=FIRST, last=LAST, specials=tuple(bells)).on(on(10, 9))) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": SpecialKind.OFF, "follows": 3},
        {"kind": SpecialKind.FOLLOWS},
        {"kind": SpecialKind.FOLLOWS, "follows": 3, "classes": ("三(1)班",)},
        {"kind": SpecialKind.BELL},
        {"kind": SpecialKind.OFF, "schedule": "作息"},
        {"kind": SpecialKind.OFF, "start": 600, "end": 600},
        {"kind": SpecialKind.BELL, "schedule": "作息", "duties": (SpecialDuty(name="考", start=1, end=2),)},
    ],
)
def test_a_special_day_says_what_its_kind_needs_and_nothing_else(fields):
    with pytest.raises(ValidationError):
        SpecialDay(date=on(10, 10), name="某日", **fields)


def test_a_term_does_not_run_backwards():
    with pytest.raises(ValidationError):
        Calendar(first=LAST, last=FIRST)
