"""What really happened, added up by person: service, time bank, allowance, covers, absences; day by day and exact."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from scheduler.plan.ledger import pay_of
from scheduler.plan.plan import FlexGrant, ServiceSession
from scheduler.school import SERVICE, CoverWork, School, StationKind, Teacher
from scheduler.term.absences import away
from scheduler.term.day import Day, Item, day_of
from scheduler.term.nouns import ItemKind, Term, Way

PAID = {Way(work): work for work in CoverWork}


@dataclass
class Ledger:
    """One person from one date to another.

    `sessions` and `minutes` are of stations by kind; `earned` the minutes of the time bank, exact, `granted` those of flexible
    time; `pay` is that of service, in yuan. `covers` are what he held in another's place, by way, two classes together and make-ups
    counted in, `cover_pay` what the lessons among these pay; `missed` what others held in his.
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
    cover_pay: float = 0.0
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
    """Return the ledger of everybody from one date to another, both included, in the order of the last school; who left comes last.

    Balances are carried from the first day of the term on: the opening is what closed the day before. Raises ValueError when
    neither date is of the term.
    """
    start, end = max(first, term.calendar.first), min(last, term.calendar.last)
    if start > end:
        raise ValueError(f"{first} to {last} is outside of the term")
    people = {t.id: Fraction(t.balance) for t in _everybody(term, end).values()}
    if start > term.calendar.first:
        before = _added_up(term, people, term.calendar.first, start - datetime.timedelta(days=1))
        people = {name: ledger.closing for name, ledger in before.items()}
    return _added_up(term, people, start, end)


def _everybody(term: Term, last: datetime.date) -> dict[str, Teacher]:
    """Return the teachers of the term up to a date, each as he begins it: those of the last school in its order, then who left."""
    schools = [edition.school for edition in term.editions if edition.first <= last]
    names = dict.fromkeys(teacher.id for school in reversed(schools) for teacher in school.teachers)
    return {name: next(school.teacher[name] for school in schools if name in school.teacher) for name in names}


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
        ledger.lessons += item.change is None or item.change.way is not Way.MERGE  # two classes together are one lesson
    elif item.kind is ItemKind.SERVICE:
        station = school.service.stations[item.key.id]
        ledger.sessions[station.kind] += 1
        ledger.minutes[station.kind] += item.end - item.start
        if school.may_have_grants(school.teacher[ledger.teacher]):
            ledger.earned += Fraction(school.service.credit(station, item.slot), school.service.parts)
        session = ServiceSession(station=station.id, slot=item.slot)
        ledger.pay = round(ledger.pay + pay_of(school, ledger.teacher, session), 2)
    if comes_in(item, ledger.teacher):
        assert item.change is not None
        ledger.covers[item.change.way] += 1
        ledger.cover_pay = round(ledger.cover_pay + cover_pay(school, item, ledger.teacher), 2)


def comes_in(item: Item, teacher: str) -> bool:
    """Tell whether a teacher holds something that is not his by the plan: in another's place, or with another class beside his own."""
    change = item.change
    return change is not None and (teacher in change.teachers or (change.way is Way.MERGE and teacher in item.teachers))


def cover_pay(school: School, item: Item, teacher: str) -> float:
    """Return what a lesson in another's place pays whoever holds it, in yuan: the rate of the school (代课费), else nothing.

    Service is paid by its own rate, whoever holds it; meetings and exams pay nothing.
    """
    if item.kind is not ItemKind.LESSON or item.change is None or item.change.way not in PAID:
        return 0.0
    work, staff = PAID[item.change.way], school.teacher[teacher].kind
    return next((rate.yuan for rate in school.cover_rates if (rate.work, rate.staff) == (work, staff)), 0.0)


def _is_there(item: Item, times: Iterable[tuple[int, int]]) -> bool:
    return not any(item.start < end and start < item.end for start, end in times)


def _lapses(day: Day, grant: FlexGrant, gone: dict[str, tuple[tuple[int, int], ...]]) -> bool:
    """Tell whether flexible time is not used, because who has it is away then."""
    _, start, end = day.school.away(grant.kind, day.weekday)
    return any(start < until and since < end for since, until in gone.get(grant.teacher, ()))
