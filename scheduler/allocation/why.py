"""Why a pupil is not in the club that he wished: one sentence with the numbers that decided."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import NamedTuple

from scheduler.allocation.demand import Demand, Refusal
from scheduler.allocation.drawing import draw
from scheduler.allocation.nouns import Allocation, Mode, Place, Seat, Wish
from scheduler.text import Text, day_name

GRANTED = Text("已满足", "granted")


class Answer(NamedTuple):
    """A wish and what became of it; `text` tells why where it was not granted."""

    wish: Wish
    granted: bool
    text: Text


class Reasons:
    """Answers questions about one allocation."""

    def __init__(self, demand: Demand, allocation: Allocation) -> None:
        self.demand, self.allocation = demand, allocation
        self.wishes = demand.wishes

    @cached_property
    def _drawn(self) -> dict[str, int]:
        return draw(self.allocation.seed, self.wishes.pupil)

    @cached_property
    def _wishers(self) -> Counter[Seat]:
        """How many pupils could be in each session and wish it."""
        seen = {(o.pupil, Seat(o.club, day)) for o in self.demand.options for day in o.days}
        return Counter(seat for _, seat in seen)

    def of(self, pupil: str) -> list[Answer]:
        """Return what became of each wish of a pupil, best first."""
        return [self.answer(wish) for wish in self.wishes.wishes_of[pupil]]

    def first(self, pupil: str) -> Answer | None:
        """Return what became of a pupil's first wish: of several days the first that was not granted; None where he wished nothing."""
        firsts = [self.answer(wish) for wish in self.wishes.wishes_of[pupil] if wish.rank == 1]
        return next((each for each in firsts if not each.granted), firsts[0] if firsts else None)

    def answer(self, wish: Wish) -> Answer:
        """Return what became of a wish."""
        mine = self.allocation.of.get(wish.pupil, {})
        days = self.wishes.days_of(wish)
        if any(mine[day].club == wish.club for day in days if day in mine):
            return Answer(wish, True, GRANTED)
        refusal = self.demand.refusal(wish)
        return Answer(wish, False, self._refused(wish, refusal) if refusal else self._lost(wish, days, mine))

    def _refused(self, wish: Wish, refusal: Refusal) -> Text:
        offer, pupil = self.wishes.offer[wish.club], self.wishes.pupil[wish.pupil]
        club, days = wish.club, "、".join(day_name(day).zh for day in offer.days)
        english = ", ".join(day_name(day).en for day in offer.days)
        grades = "、".join(map(str, offer.grades))
        match refusal:
            case Refusal.NOT_HELD:
                if not offer.days:
                    return Text(f"{club}这学期不开", f"{club} is not held this term")
                when = day_name(wish.day or 1)
                return Text(f"{club}{when.zh}不开，只在{days}开", f"{club} is not held on {when.en}, only on {english}")
            case Refusal.GRADE:
                return Text(
                    f"{club}只收 {grades} 年级，这位学生是 {pupil.grade} 年级",
                    f"{club} is for grades {grades}; this pupil is in grade {pupil.grade}",
                )
            case Refusal.AUDITION:
                return Text(
                    f"{club}需要选拔，入选名单里没有这位学生", f"{club} holds auditions; this pupil is not on its list"
                )
            case Refusal.NOT_STAYING:
                return Text(
                    f"{club}在{days}开，这位学生那几天不参加课后服务",
                    f"{club} is held on {english}; this pupil does not stay then",
                )

    def _lost(self, wish: Wish, days: tuple[int, ...], mine: dict[int, Place]) -> Text:
        """Say why a wish was not granted that could have been."""
        stays = [day for day in days if day in self.wishes.pupil[wish.pupil].days] or list(days)
        seats = [Seat(wish.club, day) for day in stays]
        promised = next((p for day, p in mine.items() if day in stays and p.rank == 0), None)
        if promised is not None:
            return Text(f"当天已保证在{promised.club}", f"a place in {promised.club} was promised on that day")
        better = [
            p
            for day, p in mine.items()
            if (day in stays or not self.wishes.by_day(wish.pupil)) and 0 < p.rank <= wish.rank
        ]
        if better:
            return Text(
                f"已满足更靠前的第 {better[0].rank} 志愿 {better[0].club}",
                f"the better wish {better[0].rank}, {better[0].club}, was granted",
            )
        if all(seat in self.allocation.closed for seat in seats):
            return self._closed(seats)
        return self._full(wish, max(seats, key=lambda seat: len(self.allocation.members.get(seat, ()))))

    def _closed(self, seats: list[Seat]) -> Text:
        seat = max(seats, key=lambda each: self._wishers[each])
        least, count = self.wishes.offer[seat.club].minimum, self._wishers[seat]
        day = day_name(seat.day)
        return Text(
            f"{seat.club}（{day.zh}）没有开：至少要 {least} 人，填了它的 {count} 人里，为它凑够人数会让更多人的志愿变差",
            f"{seat.club} ({day.en}) is not held: it needs {least}; {count} named it, and filling it up would cost others more",
        )

    def _full(self, wish: Wish, seat: Seat) -> Text:
        offer, inside = self.wishes.offer[seat.club], self.allocation.members.get(seat, ())
        day = day_name(seat.day)
        if len(inside) < offer.places:
            return self._tied(seat, len(inside))
        wishers = self._wishers[seat] + self.demand.taken[seat]
        ranks = Counter(place.rank for place in inside)
        told_zh = "、".join(
            f"{n} 人{'是保证名额' if rank == 0 else f'填为第 {rank} 志愿'}" for rank, n in sorted(ranks.items())
        )
        told_en = ", ".join(
            f"{n} {'promised' if rank == 0 else f'with wish {rank}'}" for rank, n in sorted(ranks.items())
        )
        return Text(
            f"{seat.club}（{day.zh}）{offer.places} 个名额，{wishers} 人想去；进去的{told_zh}。{self._decided(wish, inside).zh}",
            f"{seat.club} ({day.en}) has {offer.places} places for {wishers} pupils: {told_en}. {self._decided(wish, inside).en}",
        )

    def _decided(self, wish: Wish, inside: tuple[Place, ...]) -> Text:
        """Say what decided between a pupil and those who are in a full session."""
        number, count = self._drawn[wish.pupil], len(self._drawn)
        if self.allocation.mode is not Mode.BEST:
            return Text(
                f"按顺序轮到时已满（抽签号 {number}/{count}）", f"It was full at his turn (number {number} of {count})"
            )
        same = [place for place in inside if place.rank == wish.rank]
        sooner = sum(self._drawn[place.pupil] < number for place in same)
        return Text(
            f"让他进去，就要有一位同学的志愿变差而总体不会更好；条件相同的按抽签（种子 {self.allocation.seed}，他是 {number}/{count} 号，"
            f"同为第 {wish.rank} 志愿进去的 {len(same)} 人里 {sooner} 人的号在他前面）",
            f"His place would cost another pupil one and all together would gain nothing; equal claims were decided by the drawing "
            f"(seed {self.allocation.seed}: he is {number} of {count}; of the {len(same)} inside with wish {wish.rank}, {sooner} were drawn before him)",
        )

    def _tied(self, seat: Seat, inside: int) -> Text:
        return Text(
            f"{seat.club}（{day_name(seat.day).zh}）还有名额（{inside} 人），但与同伴、同类社团的要求或每次都来的日子冲突，或他的社团数已满",
            f"{seat.club} ({day_name(seat.day).en}) has places left ({inside} are in it), but companions, kinds or the club's other days forbid it",
        )
