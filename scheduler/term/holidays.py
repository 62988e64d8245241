"""The State Council's holidays and exchanged days as a proposal for a term's calendar: to be looked at, and edited."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from chinese_calendar import constants

from scheduler.term.calendar import SpecialDay, SpecialKind

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


class ProposedDays(NamedTuple):
    """Special days of a stretch of dates, in order, and the years of it whose holidays are not known."""

    specials: tuple[SpecialDay, ...]
    unknown_years: tuple[int, ...]


def proposed_days(first: datetime.date, last: datetime.date) -> ProposedDays:
    """Return the public holidays from one date to another as days off, and the weekends that are worked for them.

    The State Council does not say which weekday such a weekend follows: it is proposed to follow the days off that are given for
    it, one after the other. Source: the package chinesecalendar.
    """
    holidays: dict[datetime.date, str] = constants.holidays
    known = {date.year for date in holidays}
    specials = [
        SpecialDay(date=date, name=_NAMES.get(name, name), kind=SpecialKind.OFF)
        for date, name in holidays.items()
        if first <= date <= last
    ]
    for date, follows, name in _worked_weekends():
        if first <= date <= last:
            title = f"{_NAMES.get(name, name)}调休"
            specials.append(SpecialDay(date=date, name=title, kind=SpecialKind.FOLLOWS, follows=follows))
    unknown = tuple(year for year in range(first.year, last.year + 1) if year not in known)
    return ProposedDays(tuple(sorted(specials, key=lambda special: special.date)), unknown)


def _worked_weekends() -> list[tuple[datetime.date, int, str]]:
    """Return each weekend day that is worked with the weekday that it follows: that of the day off which is given for it."""
    given: dict[tuple[int, str], list[datetime.date]] = {}
    for date, name in sorted(constants.in_lieu_days.items()):
        given.setdefault((date.year, name), []).append(date)
    found = []
    for date, name in sorted(constants.workdays.items()):
        days = given.get((date.year, name), [])
        if days:
            found.append((date, days.pop(0).isoweekday(), name))
    return found
