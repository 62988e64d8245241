"""Changes of service by hand: other adults, two who exchange, another day or place of a club, flexible time given and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from constraints.rule import ActiveRule, Violation
from scheduler.engine.service_window import Changed, ServiceAudit
from scheduler.plan import FlexGrant, Plan, ServiceSession
from scheduler.school import GRANT_NAMES, School, Slot, StaffKind, Station
from scheduler.text import Text, day_name

Sessions = dict[int, ServiceSession]
"""Sessions as they are after a change, by their position in the plan."""


class ServiceMoveKind(StrEnum):
    """Another adult, one more, two who exchange, another time, another place, time together with adult or place, flexible time given,
    taken back."""

    ADULT = "adult"
    ADD = "add"
    SWAP = "swap"
    DAY = "day"
    PLACE = "place"
    COMPOUND = "compound"
    GIVE = "give"
    TAKE = "take"


@dataclass(frozen=True)
class ServiceMove:
    """A change of service. `goal` is who comes, the place, or the time in words; `text` the change in words.

    `sessions` are those that change, by their position in the plan, as they are afterwards. `cost_change` is the exact change of the
    audit's cost, 0 where the change is not legal. `broken` says which regulations and hard rules the change would break that are kept now, or break more.
    """

    kind: ServiceMoveKind
    goal: Text
    text: Text
    sessions: tuple[tuple[int, ServiceSession], ...] = ()
    given: FlexGrant | None = None
    taken: FlexGrant | None = None
    cost_change: int = 0
    broken: tuple[tuple[ActiveRule, Violation], ...] = ()

    @property
    def legal(self) -> bool:
        """Whether nothing is broken that was kept."""
        return not self.broken


def apply(plan: Plan, move: ServiceMove) -> Plan:
    """Return the plan after a change."""
    return _changed(plan, dict(move.sessions), move.given, move.taken)


class ServiceMoves:
    """Finds the changes of one plan's service: each list has the legal ones by their change of cost, then the others.

    Sessions are named by their position in the plan.
    """

    def __init__(self, school: School, plan: Plan) -> None:
        self.school = school
        self.plan = plan
        self._audit = ServiceAudit(school, plan)

    def adults(self, index: int, leaving: str | None = None, *, everybody: bool = False) -> tuple[ServiceMove, ...]:
        """Return who could serve in a session instead of an adult, or, where none leaves, beside those who are there.

        These are the station's pool, with `everybody` all of the staff where anybody may serve.
        """
        session = self.plan.sessions[index]
        station = self.school.service.stations[session.station]
        kind = ServiceMoveKind.ADD if leaving is None else ServiceMoveKind.ADULT
        found = []
        for name in self._candidates(station, everybody):
            if name in session.adults:
                continue
            adults = (*session.adults, name) if leaving is None else _replaced(session.adults, leaving, name)
            after = {index: session.model_copy(update={"adults": adults})}
            where = self._where(session)
            before = Text("", "") if leaving is None else Text(f"{leaving}→", f"{leaving} → ")
            text = Text(f"{where.zh}：{before.zh}{name}", f"{where.en}: {before.en}{name}")
            found.append(self._move(kind, Text(name, name), text, after, (name, *((leaving,) if leaving else ()))))
        return _sorted(found)

    def swaps(self, index: int, adult: str) -> tuple[ServiceMove, ...]:
        """Return the legal exchanges of an adult of a session with one of another at the same time, or of the same station."""
        session = self.plan.sessions[index]
        found: list[ServiceMove] = []
        for other_index, other in enumerate(self.plan.sessions):
            if adult in other.adults or not (other.slot == session.slot or other.station == session.station):
                continue
            for partner in other.adults:
                if partner in session.adults or not self._both_may(session, adult, other, partner):
                    continue
                after = {
                    index: session.model_copy(update={"adults": _replaced(session.adults, adult, partner)}),
                    other_index: other.model_copy(update={"adults": _replaced(other.adults, partner, adult)}),
                }
                one, two = self._where(session), self._where(other)
                text = Text(
                    f"{adult}（{one.zh}）与{partner}（{two.zh}）对换",
                    f"{adult} ({one.en}) and {partner} ({two.en}) exchange",
                )
                title = self.school.service.stations[other.station].title
                what = self.school.slot_text(other.slot) if other.station == session.station else Text(title, title)
                goal = Text(f"{partner}（{what.zh}）", f"{partner} ({what.en})")
                found += self._if_legal(ServiceMoveKind.SWAP, goal, text, after, (adult, partner))
        return _sorted(found)

    def days(self, index: int) -> tuple[ServiceMove, ...]:
        """Return the other times at which a session whose station chooses them could be held."""
        station = self.school.service.stations[self.plan.sessions[index].station]
        if station.choice is not None:
            return _sorted(self._exchanged_contents(index, station))
        return _sorted(
            self._changed_session(ServiceMoveKind.DAY, index, {"slot": slot}, self.school.slot_text(slot))
            for slot in self._free_slots(index)
        )

    def _exchanged_contents(self, index: int, station: Station) -> Iterator[ServiceMove]:
        """Yield what a group does at another of its times in exchange for what it does then."""
        session = self.plan.sessions[index]
        alike = {each.id for each in self.school.service.alike(station)} - {station.id}
        for other_index, other in enumerate(self.plan.sessions):
            if other.station in alike and other.slot in station.slots:
                after = {
                    index: session.model_copy(update={"slot": other.slot}),
                    other_index: other.model_copy(update={"slot": session.slot}),
                }
                where, goal = self._where(session), self._where(other)
                text = Text(f"{where.zh}与{goal.zh}对调", f"{where.en} and {goal.en} exchange")
                people = {*session.adults, *other.adults}
                when = self.school.slot_text(other.slot)
                yield self._move(ServiceMoveKind.DAY, when, text, after, people, times=True)

    def compound(self, index: int) -> tuple[ServiceMove, ...]:
        """Return, for each time at which a session alone could not be held, the best legal change of its time together with one of its
        adults, its place, or both."""
        alone = {move.sessions[0][1].slot for move in self.days(index) if move.legal}
        found: list[ServiceMove] = []
        for slot in self._free_slots(index):
            if slot not in alone:
                found += sorted(self._together(index, slot), key=lambda move: (move.cost_change, move.goal.zh))[:1]
        return _sorted(found)

    def _together(self, index: int, slot: Slot) -> list[ServiceMove]:
        """Return the legal changes of a session to a slot with another adult or another place; only where there are none, with both."""
        session = self.plan.sessions[index]
        station = self.school.service.stations[session.station]
        others = [
            (_replaced(session.adults, leaving, name), name)
            for leaving in session.adults
            for name in self._candidates(station, everybody=False)
            if name not in session.adults
        ]
        places = self._places(session, station)
        single = [
            *self._legal_at(index, slot, others, [(session.venue, None)]),
            *self._legal_at(index, slot, [(session.adults, None)], [(place, place) for place in places]),
        ]
        return single or list(self._legal_at(index, slot, others, [(place, place) for place in places]))

    def _legal_at(
        self,
        index: int,
        slot: Slot,
        adults: Iterable[tuple[tuple[str, ...], str | None]],
        places: Sequence[tuple[str | None, str | None]],
    ) -> Iterator[ServiceMove]:
        """Yield the legal changes of a session to a slot with some adults at some places; each with what is told of it, if it is new."""
        session = self.plan.sessions[index]
        where, when = self._where(session), self.school.slot_text(slot)
        for people, coming in adults:
            for venue, place in places:
                new = " ".join(filter(None, (coming, place)))
                goal = Text(f"{when.zh} {new}", f"{when.en} {new}")
                text = Text(f"{where.zh}→{goal.zh}", f"{where.en} → {goal.en}")
                after = {index: session.model_copy(update={"slot": slot, "adults": people, "venue": venue})}
                concerned = {*session.adults, *people}
                yield from self._if_legal(ServiceMoveKind.COMPOUND, goal, text, after, concerned, times=True)

    def _free_slots(self, index: int) -> list[Slot]:
        """Return the other times at which a session could be held; none where its station does not choose them."""
        station = self.school.service.stations[self.plan.sessions[index].station]
        if station.fixed or station.choice is not None:
            return []
        held = {each.slot for each in self.plan.sessions if each.station == station.id}
        return [slot for slot in station.slots if slot not in held]

    def places(self, index: int) -> tuple[ServiceMove, ...]:
        """Return the other places of the kind that a session needs."""
        session = self.plan.sessions[index]
        return _sorted(
            self._changed_session(ServiceMoveKind.PLACE, index, {"venue": name}, Text(name, name))
            for name in self._places(session, self.school.service.stations[session.station])
        )

    def _places(self, session: ServiceSession, station: Station) -> list[str]:
        if station.venue is not None or station.venue_kind is None:
            return []
        return [
            v.id
            for v in self.school.venues
            if v.kind == station.venue_kind and v.id != session.venue and self.school.serves(v, session.slot.schedule)
        ]

    def grants(self, teacher: str) -> tuple[ServiceMove, ...]:
        """Return the flexible time that a teacher could be given, or that could be taken back."""
        if not self.school.may_have_grants(self.school.teacher[teacher]):
            return ()
        has = [grant for grant in self.plan.grants if grant.teacher == teacher]
        found = [self._grant(ServiceMoveKind.TAKE, grant) for grant in has]
        for day in self.school.days:
            for kind in self.school.grant_kinds if day <= 5 else ():
                grant = FlexGrant(teacher=teacher, day=day, kind=kind)
                if grant not in has:
                    found.append(self._grant(ServiceMoveKind.GIVE, grant))
        return _sorted(found)

    # What a change changes.

    def _grant(self, kind: ServiceMoveKind, grant: FlexGrant) -> ServiceMove:
        day, name = day_name(grant.day), GRANT_NAMES[grant.kind]
        goal = Text(f"{day.zh}{name.zh}", f"{day.en} {name.en}")
        word = Text("给", "gets") if kind is ServiceMoveKind.GIVE else Text("取消", "loses")
        text = Text(f"{grant.teacher}：{word.zh}{goal.zh}", f"{grant.teacher} {word.en} {goal.en}")
        given, taken = (grant, None) if kind is ServiceMoveKind.GIVE else (None, grant)
        changed = Changed(_changed(self.plan, {}, given, taken), frozenset((grant.teacher,)))
        found = self._audit.difference(changed)
        assert found is not None
        return ServiceMove(kind, goal, text, (), given, taken, found.cost, found.broken)

    def _changed_session(self, kind: ServiceMoveKind, index: int, update: dict[str, object], goal: Text) -> ServiceMove:
        session = self.plan.sessions[index]
        where = self._where(session)
        text = Text(f"{where.zh}→{goal.zh}", f"{where.en} → {goal.en}")
        return self._move(kind, goal, text, {index: session.model_copy(update=update)}, session.adults, times=True)

    def _move(
        self,
        kind: ServiceMoveKind,
        goal: Text,
        text: Text,
        after: Sessions,
        people: Iterable[str],
        *,
        times: bool = False,
    ) -> ServiceMove:
        changed = Changed(_changed(self.plan, after), frozenset(people), _stations(after), times)
        found = self._audit.difference(changed)
        assert found is not None
        return ServiceMove(kind, goal, text, tuple(after.items()), cost_change=found.cost, broken=found.broken)

    def _if_legal(
        self,
        kind: ServiceMoveKind,
        goal: Text,
        text: Text,
        after: Sessions,
        people: Iterable[str],
        *,
        times: bool = False,
    ) -> Iterator[ServiceMove]:
        changed = Changed(_changed(self.plan, after), frozenset(people), _stations(after), times)
        found = self._audit.difference(changed, only_legal=True)
        if found is not None:
            yield ServiceMove(kind, goal, text, tuple(after.items()), cost_change=found.cost)

    # Who may.

    def _candidates(self, station: Station, everybody: bool) -> list[str]:
        staff = (
            [t.id for t in self.school.teachers if t.kind is StaffKind.STAFF] if everybody and station.anybody else []
        )
        return list(dict.fromkeys((*station.pool, *staff)))

    def _both_may(self, session: ServiceSession, adult: str, other: ServiceSession, partner: str) -> bool:
        one, two = self.school.service.stations[session.station], self.school.service.stations[other.station]
        return (one.anybody or partner in one.pool) and (two.anybody or adult in two.pool)

    def _where(self, session: ServiceSession) -> Text:
        title, slot = self.school.service.stations[session.station].title, self.school.slot_text(session.slot)
        return Text(f"{slot.zh} {title}", f"{slot.en} {title}")


def _stations(after: Sessions) -> frozenset[str]:
    return frozenset(session.station for session in after.values())


def _replaced(adults: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if adult == old else adult for adult in adults)


def _changed(plan: Plan, after: Sessions, given: FlexGrant | None = None, taken: FlexGrant | None = None) -> Plan:
    sessions = tuple(after.get(index, session) for index, session in enumerate(plan.sessions))
    grants = tuple(grant for grant in plan.grants if grant != taken)
    return plan.model_copy(update={"sessions": sessions, "grants": (*grants, given) if given is not None else grants})


def _sorted(found: Iterable[ServiceMove]) -> tuple[ServiceMove, ...]:
    return tuple(sorted(found, key=lambda move: (not move.legal, move.cost_change, move.goal.zh)))
