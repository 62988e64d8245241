"""How fair a plan is: how service and flexible hours are spread over the staff, and why somebody has more or less of them.

Everything is computed from the plan. How fair it could be at best is for the solver to prove.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean, median, pstdev

from scheduler.plan.ledger import Account, accounts
from scheduler.plan.plan import PlanView
from scheduler.school import SERVICE, School, ServiceDuty, StaffKind, Station, StationKind, Teacher
from scheduler.school.shares import (
    fair_shares,
    flexible_staff,
    homeroom_teachers,
    minutes_needed,
    serving_staff,
    staff_share,
)
from scheduler.text import Text

NOTABLE = 30  # minutes by which what one's own stations offer differs from the fair share, so that it is a reason


@dataclass(frozen=True)
class Spread:
    """How minutes are spread over some people; all are 0 where there is nobody.

    `mean` is of the minutes. `range` (largest less smallest) and `deviation` (the standard deviation of the whole group) are of
    the minutes, for service of the minutes beyond the fair share. `gini` is 0 when all have the same and near to 1 when one has
    everything; for service it is of the minutes per full-time teacher (minutes x 100 / FTE); a negative balance counts as 0 in it.
    """

    people: int
    mean: float
    range: int
    deviation: float
    gini: float


@dataclass(frozen=True)
class Measure:
    """One thing that is to be fair: over all whom it concerns, and over the homeroom teachers among them."""

    everybody: Spread
    homeroom: Spread


@dataclass(frozen=True)
class Share:
    """One of the staff: minutes of service and the fair share of them, minutes granted, the closing balance.

    `reasons` say why the minutes are above the mean or the fair share, or below.
    """

    teacher: str
    minutes: int
    fair: int
    granted: int
    closing: int
    reasons: tuple[Text, ...]

    @property
    def beyond(self) -> int:
        """The minutes of service above the fair share; below it they are negative."""
        return self.minutes - self.fair


@dataclass(frozen=True)
class Fairness:
    """How fair a plan is, in minutes: service among those who share it, closing balances and time granted among all the staff
    who have flexible hours; and each of the staff for himself, in the school's order.
    """

    service: Measure
    balance: Measure
    granted: Measure
    shares: tuple[Share, ...]


def fairness(view: PlanView, among: Container[str] | None = None) -> Fairness:
    """Return how fair a plan is, to everybody or `among` some teachers; what is fair for each, and why, stays that of the school."""
    school, ledger = view.school, accounts(view)
    among = school.teacher if among is None else among
    staff = [teacher.id for teacher in flexible_staff(school) if teacher.id in among]
    return Fairness(
        service=_service(school, ledger, among),
        balance=_measure(school, {name: ledger[name].closing for name in staff}),
        granted=_measure(school, {name: ledger[name].granted for name in staff}),
        shares=tuple(share for share in _shares(view, ledger) if share.teacher in among),
    )


# Figures.


def gini(values: Collection[float]) -> float:
    """Return the Gini coefficient: the mean difference between any two, over twice the mean. Negative values count as 0."""
    ordered = sorted(max(0.0, value) for value in values)
    total, count = sum(ordered), len(ordered)
    if total == 0:
        return 0.0
    ranked = sum(rank * value for rank, value in enumerate(ordered, 1))
    return 2 * ranked / (count * total) - (count + 1) / count


def _spread(minutes: Mapping[str, int], beyond: Mapping[str, int], even: Collection[float]) -> Spread:
    """Return the spread of some people's minutes: what is `beyond` is compared, `even` is for the Gini coefficient."""
    if not minutes:
        return Spread(0, 0.0, 0, 0.0, 0.0)
    values = beyond.values()
    return Spread(len(minutes), fmean(minutes.values()), max(values) - min(values), pstdev(values), gini(even))


def _measure(school: School, minutes: Mapping[str, int]) -> Measure:
    """Return the spread of minutes that should be the same for everybody."""
    heads = {name: value for name, value in minutes.items() if name in homeroom_teachers(school)}
    return Measure(_spread(minutes, minutes, minutes.values()), _spread(heads, heads, heads.values()))


def _service(school: School, ledger: Mapping[str, Account], among: Container[str]) -> Measure:
    """Return the spread of service, which should go by FTE."""
    shares = {name: share for name, share in fair_shares(school).items() if name in among}

    def of(names: Collection[str]) -> Spread:
        minutes = {name: ledger[name].service_minutes for name in names}
        beyond = {name: minutes[name] - shares[name] for name in names}
        return _spread(minutes, beyond, [minutes[name] * 100 / school.teacher[name].fte for name in names])

    return Measure(of(list(shares)), of([name for name in shares if name in homeroom_teachers(school)]))


# Reasons.


def _shares(view: PlanView, ledger: Mapping[str, Account]) -> tuple[Share, ...]:
    school, fair = view.school, fair_shares(view.school)
    mean = fmean([ledger[name].service_minutes for name in fair]) if fair else 0.0
    found, reasons = [], _Reasons(view)
    for teacher in school.teachers:
        if teacher.kind is StaffKind.STAFF:
            account, share = ledger[teacher.id], fair.get(teacher.id, 0)
            minutes = account.service_minutes
            below = reasons.below(teacher) if minutes < max(mean, share) else ()
            above = reasons.above(teacher) if minutes > min(mean, share) else ()
            why = (*below, *above) or tuple(reasons.of_chance(teacher, minutes - share))
            found.append(Share(teacher.id, minutes, share, account.granted, account.closing, why))
    return tuple(found)


class _Reasons:
    """Why somebody of the staff serves more or less than others."""

    def __init__(self, view: PlanView) -> None:
        self.view = view
        self.school = view.school
        self.fair = fair_shares(view.school)
        self.offered = _offered(view.school)
        stations = [len(self._stations(teacher)) for teacher in serving_staff(view.school)]
        self.few = median(stations) / 2 if stations else 0.0

    def _stations(self, teacher: Teacher) -> list[Station]:
        return [station for station in self.school.service.teacher_stations[teacher.id] if station.kind in SERVICE]

    def below(self, teacher: Teacher) -> Iterator[Text]:
        """Yield why somebody serves less: part-time work, exemptions, limits, few stations to serve at."""
        evenings = any(station.kind is StationKind.EVENING_STUDY for station in self.school.service.stations.values())
        if teacher.fte < 100:
            yield Text(f"工作量 {teacher.fte}%", f"{teacher.fte} % of a full post")
        if teacher.service is ServiceDuty.NONE:
            yield Text("免课后服务", "exempt from service")
        elif teacher.service is ServiceDuty.NO_EVENING and evenings:
            yield Text("免晚间服务", "exempt from evenings")
        if teacher.max_service is not None:
            yield Text(
                f"本人每周最多服务 {teacher.max_service} 次",
                f"at most {teacher.max_service} sessions a week of his own",
            )
        if teacher.max_evenings is not None and evenings:
            yield Text(
                f"本人每周最多 {teacher.max_evenings} 个晚上",
                f"at most {teacher.max_evenings} evenings a week of his own",
            )
        stations = len(self._stations(teacher))
        if teacher.service is not ServiceDuty.NONE and stations <= self.few:
            yield Text(f"可承担的岗位少（{stations} 个）", f"may serve at few posts ({stations})")
        if teacher.id in self.fair and self.offered[teacher.id] < self.fair[teacher.id] - NOTABLE:
            yield self._demand(teacher, Text("较少", "less than elsewhere"))

    def above(self, teacher: Teacher) -> Iterator[Text]:
        """Yield why somebody serves more: more than full time, clubs, patrols, a class of one's own, grades where more is asked."""
        if teacher.fte > 100:
            yield Text(f"工作量 {teacher.fte}%", f"{teacher.fte} % of a full post")
        clubs = [
            station.title
            for station in self._stations(teacher)
            if station.club is not None and len(station.pool) <= station.adults
        ]
        if clubs:
            yield Text(f"独自能带的社团：{'、'.join(clubs)}", f"alone can lead {', '.join(clubs)}")
        patrols = self.view.minutes_of(teacher.id, {StationKind.PATROL})
        if patrols:
            yield Text(f"承担巡查 {patrols} 分钟", f"{patrols} minutes on patrol")
        classes = [klass.id for klass in self.school.classes if klass.homeroom_teacher == teacher.id]
        if classes:
            yield Text(f"班主任（{'、'.join(classes)}）", f"homeroom teacher of {', '.join(classes)}")
        if teacher.id in self.fair and self.offered[teacher.id] > self.fair[teacher.id] + NOTABLE:
            yield self._demand(teacher, Text("较多", "more than elsewhere"))

    def of_chance(self, teacher: Teacher, beyond: int) -> Iterator[Text]:
        """Yield what is left to say where nothing else explains a distance from the fair share."""
        longest = max(
            (self.school.period(slot).minutes for station in self._stations(teacher) for slot in station.slots),
            default=0,
        )
        if 0 < abs(beyond) < longest:
            yield Text(
                "次数只能取整，相差不到一次", "sessions cannot be divided: the distance is less than one of them"
            )
        elif beyond:
            yield Text("没有特别的原因，还可以再均衡", "nothing particular: it could be evened out further")

    def _demand(self, teacher: Teacher, how_much: Text) -> Text:
        stations = self._stations(teacher)
        grades = (
            sorted({grade for station in stations for grade in station.grades})
            if all(station.grades for station in stations)
            else []
        )
        zh, en = "、".join(map(str, grades)), ", ".join(map(str, grades))
        minutes = round(self.offered[teacher.id])
        return Text(
            f"可承担的岗位{f'（{zh} 年级）' if zh else ''}人均任务{how_much.zh}（约 {minutes} 分钟）",
            f"the posts{f' in grades {en}' if en else ''} ask {how_much.en} of each (about {minutes} minutes)",
        )


def _offered(school: School) -> dict[str, float]:
    """Return the minutes that each of the staff would serve if every station were shared by FTE among those who may take it."""
    fte, found = {teacher.id: teacher.fte for teacher in serving_staff(school)}, defaultdict[str, float](float)
    for station in (each for each in school.service.stations.values() if each.kind in SERVICE):
        able = [name for name in station.pool if name in fte]
        minutes = float(staff_share(school, station) * minutes_needed(school, station))
        everybody = sum(fte[name] for name in able)
        for name in able:
            found[name] += minutes * fte[name] / everybody
    return found
