from __future__ import annotations

from itertools import product
from random import Random

import pytest

from scheduler.allocation import Listing, Seat, Wishes
from scheduler.allocation.allocate import allocate
from scheduler.allocation.demand import Demand
from scheduler.allocation.measures import met
from scheduler.allocation.programme import Proposal, propose
from scheduler.allocation.programme_model import ANY_WISH, CHANGE
from scheduler.school import Content, Mark, MarkLevel, MarkOwner, School, Venue
from tests.scheduler.allocation.cases import club as offer
from tests.scheduler.allocation.cases import on, pupil, week, wishes_of
from tests.service_schools import club, service_school

PUPILS = [pupil(each, 1, 2, 3) for each in "abcdefghijkl"]
LIKED = [week(each.id, "足球", "合唱") for each in PUPILS]


def school(*, leader: str = "王芳", places: int = 9, adults: int = 1, marks: tuple[Mark, ...] = ()) -> School:
    return service_school(
        clubs=(
            club("足球", Content.SPORT, (3,), "李强", venue="操场", adults=adults),
            club("合唱", Content.ART, (3,), leader, venue="操场"),
        ),
        venues=(Venue(id="操场", kind="操场", capacity=places),),
        marks=marks,
    )


def found(*arguments: object, **more: object) -> Proposal:
    proposal = propose(*arguments, **more)  # type: ignore[arg-type]
    assert proposal is not None
    assert proposal.proven
    return proposal


def days(proposal: Proposal) -> dict[str, tuple[int, ...]]:
    return {each.club: each.days for each in proposal.wishes.offers}


def test_a_section_more_is_told_with_those_who_gain_by_it() -> None:
    wishes = wishes_of(PUPILS, [offer("足球", 6, 1), offer("合唱", 6, 2)], *LIKED)
    # half of them go from the second wish to the first, which is worth 6 ranks: less than a change
    assert found(school(), wishes).opened == ()
    wishes = wishes_of(PUPILS, [offer("足球", 6, 1)], *(week(each.id, "足球") for each in PUPILS))
    proposal = found(school(), wishes)
    (opened,) = proposal.opened
    assert (opened.club, opened.members, opened.first, opened.some) == ("足球", 6, 6, 6)
    assert "6 人由此得到第一志愿" in opened.text.zh
    assert (proposal.before.without, proposal.after.without) == (6, 0)
    assert proposal.school.club["足球"].sessions == 2


def test_where_sections_are_limited_one_gives_way_to_what_is_liked() -> None:
    wishes = wishes_of(PUPILS, [offer("足球", 6, 1), offer("合唱", 1, 2)], *LIKED)
    proposal = found(school(), wishes, sessions=2)
    assert days(proposal)["合唱"] == ()
    assert len(days(proposal)["足球"]) == 2
    assert [each.id for each in proposal.school.clubs] == ["足球"]
    (ended,) = proposal.ended
    assert (ended.members, ended.worse) == (1, 0)
    assert set(proposal.opened[0].leaders.values()) == {("李强",)}


def test_what_is_offered_stays_where_no_change_is_worth_it() -> None:
    wishes = wishes_of(PUPILS, [offer("足球", 12, 1), offer("合唱", 2, 2)], *LIKED)
    proposal = found(school(), wishes)
    assert (proposal.opened, proposal.ended, proposal.limits) == ((), (), ())
    assert proposal.wishes == wishes


def test_a_leader_is_at_one_club_at_a_time_and_a_place_holds_what_it_holds() -> None:
    orders = [week(each.id, "足球" if number % 2 else "合唱") for number, each in enumerate(PUPILS)]
    wishes = wishes_of(PUPILS, [offer("足球", 2, 1), offer("合唱", 2, 2)], *orders)
    for built, why in ((school(leader="李强"), "李强"), (school(places=1), "场地已满")):
        proposal = found(built, wishes)
        held = [day for each in days(proposal).values() for day in each]
        assert len(held) == len(set(held)) == 3  # each pupil stays on three days
        assert why in "".join(limit.zh for limit in proposal.limits)


def test_nobody_leads_when_he_may_not_be_there() -> None:
    away = Mark(owner_kind=MarkOwner.TEACHER, owner="李强", level=MarkLevel.FORBIDDEN, day=2, start=0, end=1440)
    wishes = wishes_of(PUPILS, [offer("足球", 4, 1)], *(week(each.id, "足球") for each in PUPILS))
    proposal = found(school(marks=(away,)), wishes)
    assert days(proposal)["足球"] == (1, 3)
    assert "李强" in proposal.limits[0].zh


def test_no_more_is_opened_than_the_school_allows() -> None:
    wishes = wishes_of(PUPILS, [offer("足球", 4, 1)], *(week(each.id, "足球") for each in PUPILS))
    proposal = found(school(), wishes, changes=1)
    assert len(proposal.opened[0].leaders) == 1
    assert "上限" in proposal.limits[0].zh


def test_before_there_is_a_programme_it_is_made_from_the_wishes_alone() -> None:
    wishes = wishes_of(PUPILS, [offer("足球", 4), offer("合唱", 6)], *LIKED)
    nothing = wishes.model_copy(update={"offers": tuple(o.model_copy(update={"days": ()}) for o in wishes.offers)})
    proposal = found(school(), nothing, changes=0)
    assert (proposal.before.without, proposal.after.without, proposal.after.first) == (12, 0, 12)
    assert days(proposal) == {"足球": (1, 2, 3), "合唱": ()}


def test_a_promised_place_keeps_its_club() -> None:
    promised = (Listing(pupil="a", club="合唱", promised=True),)
    wishes = wishes_of(PUPILS, [offer("足球", 6, 1), offer("合唱", 2, 2)], *LIKED, listings=promised)
    assert days(found(school(), wishes, sessions=2))["合唱"] == (2,)


def test_a_club_of_several_days_stays_as_it_is() -> None:
    offers = [offer("足球", 6, 1, 2, whole=True), offer("合唱", 6, 3)]
    proposal = found(school(), wishes_of(PUPILS, offers, *LIKED))
    assert days(proposal)["足球"] == (1, 2)


def worth(wishes: Wishes, old: Wishes) -> int:
    """What a programme is worth, from the best allocation; in the cases here the two orders agree on it."""
    demand, allocation, before = Demand(wishes), allocate(wishes), allocate(old)
    total = 0
    for each in wishes.pupils:
        mine = met(demand, allocation.of.get(each.id, {}))
        total += sum(11 - rank for rank, _ in mine) + ANY_WISH * bool(mine)
    held, offered = {*allocation.members}, {Seat(each.club, day) for each in old.offers for day in each.days}
    return total - CHANGE * (len(before.members.keys() - held) + len(held - offered))


@pytest.mark.parametrize("seed", range(6))
def test_no_other_programme_of_a_small_case_is_worth_more(seed: int) -> None:
    random = Random(seed)
    by_day = seed % 2
    orders = []
    for each in PUPILS:
        for day in (1, 2) if by_day else (0,):
            wished = random.sample(["足球", "合唱"], random.randint(1, 2))
            orders.append(on(day, each.id, *wished) if day else week(each.id, *wished))
    pupils = [pupil(each.id, *random.choice(((1, 2), (2,)))) for each in PUPILS]
    offers = [offer(name, random.randint(2, 5), 1, minimum=random.choice((0, 3))) for name in ("足球", "合唱")]
    wishes = wishes_of(pupils, offers, *orders)
    built = school(leader=random.choice(("李强", "王芳")))
    proposal = found(built, wishes)
    best = 0
    for chosen in product(((), (1,), (2,), (1, 2)), repeat=2):
        shared = set(chosen[0]) & set(chosen[1])
        if shared and built.club["合唱"].instructors == built.club["足球"].instructors:
            continue
        programme = tuple(o.model_copy(update={"days": d}) for o, d in zip(wishes.offers, chosen, strict=True))
        best = max(best, worth(wishes.model_copy(update={"offers": programme}), wishes))
    assert worth(proposal.wishes, wishes) == best
