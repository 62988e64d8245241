"""What really happened, added up by person: service, time bank, allowance, covers, absences; day by day and exact."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from scheduler.plan.ledger import pay_of
from scheduler.plan.plan import FlexGrant, ServiceSession
from scheduler.school import SERVICE, StationKind
from scheduler.term.absences import away
from scheduler.term.day import Day, Item, day_of
from scheduler.term.nouns import ItemKind, Term, Way


@dataclass
class Ledger:
    """One person from one date to another.

    `sessions` and `minutes` are of stations by kind; `earned` the minutes of the time bank, exact, `granted` those of flexible
    time; `pay` is in yuan. `covers` are what he held in another's place, by way; `missed` what others held in his.
    """

    teacher: str
    opening: Fraction
    lessons: int = 0
    sessions: Counter[StationKind] = field(default_factory=Counter)
    minutes: Counter[StationKind] = field(default_factory=Counter)
    earned: Fraction = Fraction(0)
    granted: int = 0
    pay: float = 0.0
    covers: Counter[Way] = field(default_factory=Counter)
    missed: int = 0
    absent_days: int = 0

    @property
    def closing(self) -> Fraction:
        """What the time bank holds after the last date: `opening` + `earned` - `granted`."""
        return self.opening + self.earned - self.granted

    @property
    def service_minutes(self) -> int:
        """The minutes of service."""
        return sum(minutes for kind, minutes in self.minutes.items() if kind in SERVICE)


def ledgers(term: Term, first: datetime.date, last: datetime.date) -> dict[str, Ledger]:
    """Return the ledger of everybody from one date to another, both included, in the order of the last school.

    Balances are carried from the first day of the term on: the opening is what closed the day before. Raises ValueError when
    neither date is of the term.
    """
    start, end = max(first, term.calendar.first), min(last, term.calendar.last)
    if start > end:
        raise ValueError(f"{first} to {last} is outside of the term")
    people = {t.id: Fraction(t.balance) for t in term.edition_on(end).school.teachers}
    if start > term.calendar.first:
        before = _added_up(term, people, term.calendar.first, start - datetime.timedelta(days=1))
        people = {name: ledger.closing for name, ledger in before.items()}
    return _added_up(term, people, start, end)


def _added_up(term: Term, opening: dict[str, Fraction], first: datetime.date, last: datetime.date) -> dict[str, Ledger]:
    found = {name: Ledger(name, balance) for name, balance in opening.items()}
    for date in term.calendar.dates(first, last):
        _add_day(term, day_of(term, date), found)
    return found


def _add_day(term: Term, day: Day, found: dict[str, Ledger]) -> None:
    school, gone = day.school, away(term, day)
    for item in day.items:
        for teacher in item.teachers:
            if teacher in found:
                _add(day, item, found[teacher], _is_there(item, gone.get(teacher, ())))
        if item.change is not None:
            for teacher in item.change.without:
                if teacher in found:
                    found[teacher].missed += 1
    for grant in day.grants:
        if grant.teacher in found and grant.kind in school.grant_kinds and not _lapses(day, grant, gone):
            found[grant.teacher].granted += school.grant_minutes(grant.kind)
    for teacher in gone:
        if teacher in found and any(teacher in item.planned for item in (*day.items, *(d.item for d in day.dropped))):
            found[teacher].absent_days += 1


def _add(day: Day, item: Item, ledger: Ledger, there: bool) -> None:
    """Add something that somebody holds; what is still without him is not his."""
    if not there:
        return
    school = day.school
    if item.kind is ItemKind.LESSON:
        ledger.lessons += 1
    elif item.kind is ItemKind.SERVICE:
        station = school.service.stations[item.key.id]
        ledger.sessions[station.kind] += 1
        ledger.minutes[station.kind] += item.end - item.start
        if school.may_have_grants(school.teacher[ledger.teacher]):
            ledger.earned += Fraction(school.service.credit(station, item.slot), school.service.parts)
        session = ServiceSession(station=station.id, slot=item.slot)
        ledger.pay = round(ledger.pay + pay_of(school, ledger.teacher, session), 2)
    if item.change is not None and ledger.teacher in item.change.teachers:
        ledger.covers[item.change.way] += 1


def _is_there(item: Item, times: Iterable[tuple[int, int]]) -> bool:
    return not any(item.start < end and start < item.end for start, end in times)


def _lapses(day: Day, grant: FlexGrant, gone: dict[str, tuple[tuple[int, int], ...]]) -> bool:
    """Tell whether flexible time is not used, because who has it is away then."""
    _, start, end = day.school.away(grant.kind, day.weekday)
    return any(start < until and since < end for since, until in gone.get(grant.teacher, ()))
