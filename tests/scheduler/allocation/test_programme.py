from __future__ import annotations

from scheduler.allocation import Listing
from scheduler.allocation.programme import propose
from scheduler.school import Content, School, Venue
from tests.scheduler.allocation.cases import club as offer
from tests.scheduler.allocation.cases import pupil, week, wishes_of
from tests.service_schools import club, service_school

PUPILS = [pupil(each, 1, 2, 3) for each in "abcd"]
LIKED = [week(each, "足球", "合唱") for each in "abcd"]


def school(*, leader: str = "王芳", places: int = 9, adults: int = 1) -> School:
    return service_school(
        clubs=(
            club("足球", Content.SPORT, (3,), "李强", venue="操场", adults=adults),
            club("合唱", Content.ART, (3,), leader, venue="操场"),
        ),
        venues=(Venue(id="操场", kind="操场", capacity=places),),
    )


def test_a_liked_club_is_held_more_often_and_one_that_nobody_needs_is_not() -> None:
    wishes = wishes_of(PUPILS, [offer("足球", 2, 1), offer("合唱", 2, 2)], *LIKED)
    found = propose(school(), wishes, sessions=2)
    assert found is not None
    assert found.proven
    assert [(each.club, len(each.days)) for each in found.offers] == [("足球", 2)]
    assert (found.before.first, found.after.first) == (2, 4)
    assert [each.id for each in found.school.clubs] == ["足球"]
    assert all(leaders == ("李强",) for leaders in found.leaders.values())
    assert any("合唱：周二 → 不开" in change.zh for change in found.changes)


def test_the_present_programme_is_left_where_nothing_is_gained() -> None:
    wishes = wishes_of(PUPILS, [offer("足球", 4, 1), offer("合唱", 2, 2)], *LIKED)
    assert propose(school(), wishes) is None


def test_a_leader_is_at_one_club_at_a_time_and_a_place_holds_what_it_holds() -> None:
    orders = [week("a", "足球"), week("b", "足球"), week("c", "合唱"), week("d", "合唱")]
    wishes = wishes_of(PUPILS, [offer("足球", 1, 1), offer("合唱", 1, 1)], *orders)
    for built in (school(leader="李强"), school(places=1)):
        found = propose(built, wishes, sessions=4)
        assert found is not None
        days = [day for each in found.offers for day in each.days]
        assert len(days) == len(set(days))


def test_a_promised_place_keeps_its_club() -> None:
    wishes = wishes_of(
        PUPILS,
        [offer("足球", 2, 1), offer("合唱", 2, 2)],
        *LIKED,
        listings=(Listing(pupil="a", club="合唱", promised=True),),
    )
    found = propose(school(), wishes, sessions=2)
    assert found is None or "合唱" in {each.club for each in found.offers}
