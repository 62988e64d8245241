"""What an allocation does not keep, whoever made it: judged by the wishes alone, and not by what made it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.allocation.nouns import Allocation, Companions, Place, Pupil, Seat, Wishes
from scheduler.text import Text, day_name


class Fault(NamedTuple):
    """Something that an allocation does not keep; pupils are named by their ids."""

    text: Text
    pupils: tuple[str, ...] = ()
    seat: Seat | None = None


def faults(wishes: Wishes, allocation: Allocation, *, minima: bool = True) -> list[Fault]:
    """Return all that an allocation does not keep; within a term (`minima` False) a session may fall below its minimum."""
    found = [*_sessions(wishes, allocation, minima)]
    for pupil in wishes.pupils:
        found += _pupil(wishes, pupil, list(allocation.of.get(pupil.id, {}).values()))
    for pupil_id in allocation.of.keys() - wishes.pupil.keys():
        found.append(Fault(Text(f"{pupil_id} 不在“学生”表里", f"{pupil_id} is not in 学生"), (pupil_id,)))
    for pair in wishes.companions:
        found += _companions(pair, allocation)
    return found


def _sessions(wishes: Wishes, allocation: Allocation, minima: bool) -> Iterator[Fault]:
    for seat, inside in allocation.members.items():
        offer, day = wishes.offer.get(seat.club), day_name(seat.day)
        where = Text(f"{seat.club}（{day.zh}）", f"{seat.club} ({day.en})")
        sure = any(place.rank == 0 for place in inside)
        if offer is None or seat.day not in offer.days:
            yield Fault(Text(f"{where.zh}不开", f"{where.en} is not held"), tuple(p.pupil for p in inside), seat)
        elif len(inside) > offer.places:
            yield Fault(
                Text(
                    f"{where.zh}有 {len(inside)} 人，名额只有 {offer.places}",
                    f"{where.en} has {len(inside)} pupils for {offer.places} places",
                ),
                (),
                seat,
            )
        elif minima and len(inside) < offer.minimum and not sure:
            yield Fault(
                Text(
                    f"{where.zh}只有 {len(inside)} 人，至少要 {offer.minimum} 人",
                    f"{where.en} has {len(inside)} pupils and needs {offer.minimum}",
                ),
                (),
                seat,
            )


def _pupil(wishes: Wishes, pupil: Pupil, places: list[Place]) -> Iterator[Fault]:
    def fault(zh: str, en: str) -> Fault:
        return Fault(Text(f"{pupil.id}：{zh}", f"{pupil.id}: {en}"), (pupil.id,))

    days = [place.day for place in places]
    for day in sorted(set(days)):
        if days.count(day) > 1:
            yield fault(f"{day_name(day).zh}有两个社团", f"two clubs on {day_name(day).en}")
        if day not in pupil.days:
            yield fault(f"{day_name(day).zh}不参加课后服务", f"does not stay on {day_name(day).en}")
    clubs = sorted({place.club for place in places if place.club in wishes.offer})
    listed = wishes.listed.get(pupil.id, {})
    for club in clubs:
        offer = wishes.offer[club]
        if pupil.grade not in offer.grades:
            yield fault(f"{club}不收 {pupil.grade} 年级", f"{club} is not for grade {pupil.grade}")
        if offer.audition and club not in listed:
            yield fault(f"{club}要选拔，名单里没有", f"{club} holds auditions; not on its list")
        inside = [place for place in places if place.club == club]
        needed = set(offer.days) if any(p.rank for p in inside) else set(offer.days) & set(pupil.days)
        if offer.whole and {place.day for place in inside} != needed:
            yield fault(f"{club}要每次都来", f"{club} is for all its days")
    kinds = [wishes.offer[club].kind for club in clubs if wishes.offer[club].kind]
    for kind in sorted({str(kind) for kind in kinds if kinds.count(kind) > 1}):
        yield fault(f"同类“{kind}”的社团有两个", f"two clubs of the kind “{kind}”")
    for club, listing in listed.items():
        held = set(wishes.offer[club].days if listing.day is None else (listing.day,)) & set(pupil.days)
        missing = held - {place.day for place in places if place.club == club}
        if listing.promised and missing:
            yield fault(f"保证的{club}没有给", f"{club} was promised")


def _companions(pair: Companions, allocation: Allocation) -> Iterator[Fault]:
    one, other = ({(p.club, p.day) for p in allocation.of.get(name, {}).values()} for name in (pair.one, pair.other))
    who = (pair.one, pair.other)
    if pair.together and one != other:
        yield Fault(Text(f"{pair.one}、{pair.other} 要在一起", f"{pair.one} and {pair.other} are to be together"), who)
    elif not pair.together and one & other:
        yield Fault(Text(f"{pair.one}、{pair.other} 要分开", f"{pair.one} and {pair.other} are to be apart"), who)
