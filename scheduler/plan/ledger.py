"""The ledgers of a plan: what each teacher gives in a week, what the time bank says, what is paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from scheduler.plan.plan import PlanView, ServiceSession
from scheduler.school import SERVICE, School, StaffKind, StationKind, Week


@dataclass(frozen=True)
class Account:
    """One teacher's week: `lessons` on average over odd and even weeks, sessions and minutes by kind of station.

    Minutes of the time bank, as they are shown: `closing` is `opening` + `earned` - `granted`. `pay` is in yuan: the allowance of staff, the fee of
    people from outside.
    """

    teacher: str
    lessons: float
    sessions: dict[StationKind, int]
    minutes: dict[StationKind, int]
    opening: int
    earned: int
    granted: int
    pay: float

    @property
    def closing(self) -> int:
        """What the time bank holds at the end of the week, in minutes."""
        return self.opening + self.earned - self.granted

    @property
    def service_minutes(self) -> int:
        """The minutes of service in the week."""
        return sum(minutes for kind, minutes in self.minutes.items() if kind in SERVICE)

    @property
    def service_sessions(self) -> int:
        """The sessions of service in the week."""
        return sum(count for kind, count in self.sessions.items() if kind in SERVICE)


def accounts(view: PlanView) -> dict[str, Account]:
    """Return the account of every teacher, in the school's order."""
    return {teacher.id: _account(view, teacher.id) for teacher in view.school.teachers}


def total(name: str, parts: Iterable[Account]) -> Account:
    """Return the sum of some accounts under a name."""
    every = list(parts)
    sessions: Counter[StationKind] = Counter()
    minutes: Counter[StationKind] = Counter()
    for account in every:
        sessions.update(account.sessions)
        minutes.update(account.minutes)
    return Account(
        teacher=name,
        lessons=sum(account.lessons for account in every),
        sessions=dict(sessions),
        minutes=dict(minutes),
        opening=sum(account.opening for account in every),
        earned=sum(account.earned for account in every),
        granted=sum(account.granted for account in every),
        pay=round(sum(account.pay for account in every), 2),
    )


def by_group(school: School, found: Mapping[str, Account]) -> dict[str, list[Account]]:
    """Return the accounts of each subject group, in the school's order; those of teachers without a group under an empty name."""
    groups: dict[str, list[Account]] = {}
    for teacher in school.teachers:
        groups.setdefault(teacher.subject_group or "", []).append(found[teacher.id])
    return groups


def _account(view: PlanView, teacher_id: str) -> Account:
    school = view.school
    sessions: Counter[StationKind] = Counter()
    minutes: Counter[StationKind] = Counter()
    for session in view.serving[teacher_id]:
        kind = school.service.stations[session.station].kind
        sessions[kind] += 1
        minutes[kind] += school.period(session.slot).minutes
    return Account(
        teacher=teacher_id,
        lessons=_lessons(view, teacher_id),
        sessions=dict(sessions),
        minutes=dict(minutes),
        opening=school.teacher[teacher_id].balance,
        earned=whole_minutes(earned(view, teacher_id)),
        granted=granted(view, teacher_id),
        pay=round(sum(pay_of(school, teacher_id, session) for session in view.serving[teacher_id]), 2),
    )


def _lessons(view: PlanView, teacher_id: str) -> float:
    """Return the lessons of an average week; a joint lesson placed class by class is one."""
    held = {(p.course, slot) for slot, placements in view.of_teacher[teacher_id].items() for p in placements}
    return sum(1.0 if view.school.course[course].week is Week.EVERY else 0.5 for course, _ in held)


def earned(view: PlanView, teacher_id: str) -> Fraction:
    """Return the exact minutes that a teacher's sessions earn; people from outside have no time bank and earn none."""
    school, service = view.school, view.school.service
    if not school.may_have_grants(school.teacher[teacher_id]):
        return Fraction(0)
    return Fraction(
        sum(service.credit(service.stations[s.station], s.slot) for s in view.serving[teacher_id]), service.parts
    )


def whole_minutes(minutes: Fraction | int) -> int:
    """Return minutes as they are shown: a half is rounded up. Accounts are exact and rounded nowhere else."""
    return floor(minutes + Fraction(1, 2))


def granted(view: PlanView, teacher_id: str) -> int:
    """Return the minutes of flexible time that a teacher is granted."""
    school = view.school
    return sum(school.grant_minutes(g.kind) for g in view.grants_of[teacher_id] if g.kind in school.grant_kinds)


def closing(view: PlanView, teacher_id: str) -> Fraction:
    """Return what the time bank holds for a teacher at the end of the week, in exact minutes."""
    return view.school.teacher[teacher_id].balance + earned(view, teacher_id) - granted(view, teacher_id)


def pay_of(school: School, teacher_id: str, session: ServiceSession) -> float:
    """Return what a session pays a teacher, in yuan: by contract where it says so, else the rate of the school; else nothing."""
    contract = school.contract.get(teacher_id)
    kind: StaffKind = school.teacher[teacher_id].kind
    if kind is StaffKind.EXTERNAL and contract is not None and contract.pay is not None:
        return contract.pay
    station = school.service.stations[session.station].kind
    return next((rate.yuan for rate in school.pay_rates if rate.station is station and rate.staff is kind), 0.0)
