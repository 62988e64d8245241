"""Sharing out by hand-made cases: who is where, what it costs, what is learnt."""

from __future__ import annotations

import pytest

from scheduler.district.sharing import Blocked, Sharing, share
from scheduler.district.sharing.days import Stay, day_plans
from scheduler.district.sharing.nouns import as_shared
from scheduler.district.sharing.share import Settled
from scheduler.school import HalfDay, MarkLevel, MarkOwner, RuleSetting, School
from tests.scheduler.district.sharing.cases import EAST, WEST, closed, school, shared, sharer, week
from tests.schools import slot
from tests.service_schools import at, service_school


def away(sharing: Sharing, name: str, teacher: str = "王芳") -> set[tuple[int, int]]:
    """The (day, lesson) at which a teacher is elsewhere."""
    mine = sharing.schools[name]
    return {
        (day, number)
        for day, number in week()
        if mine.marked(MarkOwner.TEACHER, teacher, slot(day, number, mine.schedules[0]), MarkLevel.FORBIDDEN)
    }


def places(sharing: Sharing, teacher: str = "王芳") -> dict[int, list[str]]:
    return {day: [visit.school for visit in plan.visits] for (who, day), plan in sharing.days.items() if who == teacher}


def test_whole_days_are_shared_out_and_say_why() -> None:
    schools = {EAST: school(EAST, 6), WEST: school(WEST, 4)}
    sharing = share(schools, shared())
    assert (sharing.unserved, sharing.cause, sharing.proven) == ((), None, True)
    opened = {name: {day for day, _ in set(week()) - away(sharing, name)} for name in schools}
    assert opened[EAST].isdisjoint(opened[WEST])
    assert opened[EAST] | opened[WEST] == {1, 2, 3, 4, 5}
    marks = {mark.elsewhere for mark in sharing.schools[EAST].marks}
    assert marks == {"西校小学"}
    assert {mark.elsewhere for mark in sharing.schools[WEST].marks} == {"东校小学"}
    assert sharing.schools[WEST].teacher["王芳"].home == "东校小学"
    assert sharing.schools[EAST].teacher["王芳"].home is None


def test_half_days_on_which_he_may_be_there() -> None:
    teacher = sharer(
        halves={WEST: (HalfDay(2, 0), HalfDay(4, 1)), EAST: tuple(HalfDay(d, p) for d in (1, 4) for p in (0, 1))}
    )
    schools = {EAST: school(EAST, 6), WEST: school(WEST, 4)}
    sharing = share(schools, shared(teacher))
    assert sharing.unserved == ()
    assert set(week()) - away(sharing, WEST) <= {(2, n) for n in (1, 2, 3, 4)} | {(4, 5), (4, 6)}
    assert {day for day, _ in set(week()) - away(sharing, EAST)} <= {1, 4}


@pytest.mark.parametrize("way", [20, 140, 190])
def test_the_way_at_noon_is_kept_by_the_clock(way: int) -> None:
    """The morning ends at 11:40 and the afternoon begins at 14:00: for more than 140 minutes some lesson gives way."""
    stays = {EAST: Stay(school(EAST, 3), sharer(way).places[0]), WEST: Stay(school(WEST, 3), sharer(way).places[1])}
    for plan in day_plans(sharer(way), stays, 1):
        ends = {
            name: [stay.times[s] for s in stay.lessons if s.day == 1 and plan.opens(stay, s)]
            for name, stay in stays.items()
        }
        for one in ends[EAST]:
            for other in ends[WEST]:
                first, then = sorted((one, other))
                assert then.start - first.end >= way
    morning = next(
        p
        for p in day_plans(sharer(way), stays, 1)
        if [(v.start, v.fine) for v in p.visits] == [(480, False)] and p.visits[0].end < 14 * 60
    )
    opened = [s for s in stays[EAST].lessons if s.day == 1 and morning.opens(stays[EAST], s)]
    assert len(opened) == (1 if way == 190 else 2)
    assert morning.changes(stays[EAST]) == 1
    assert morning.minutes(stays[EAST]) == way


def test_few_changes_of_place() -> None:
    """Two teachers with two days for two schools: a day at each, and no change within a day."""
    days = tuple(m for t in ("王芳", "李强") for m in closed(t, *[(d, n) for d, n in week() if d > 2]))
    schools = {
        EAST: school(EAST, 3, ("美术", "李强", 3), marks=days),
        WEST: school(WEST, 3, ("美术", "李强", 3), marks=days),
    }
    sharing = share(schools, shared(sharer(), sharer(teacher="李强")))
    assert sharing.unserved == ()
    for teacher in ("王芳", "李强"):
        assert sum(bool(each) for each in places(sharing, teacher).values()) == 1


def test_what_cannot_be_served_is_said_by_rows_and_the_others_are_served() -> None:
    few = closed("王芳", *[(d, n) for d, n in week() if d > 1])
    schools = {EAST: school(EAST, 5, marks=few), WEST: school(WEST, 5, marks=few)}
    sharing = share(schools, shared())
    assert len(sharing.unserved) == 1
    assert sharing.proven
    assert sharing.cause is not None
    assert "第 2、3 行" in sharing.cause.zh
    assert "王芳" not in sharing.cause.zh + sharing.cause.en


def test_within_a_half_day_where_nothing_else_will_do() -> None:
    few = closed("王芳", *[(d, n) for d, n in week() if d > 1 or n > 4])
    schools = {EAST: school(EAST, 1, marks=few), WEST: school(WEST, 2, marks=few)}
    sharing = share(schools, shared(sharer(10)))
    assert sharing.unserved == ()
    assert any(visit.fine for plan in sharing.days.values() for visit in plan.visits)


def test_a_day_limit_of_the_subject_asks_for_days() -> None:
    limit = RuleSetting(rule="subject_per_day", enabled=True, level="hard", parameters={"most": "1"})
    schools = {name: school(name, 2, rule_settings=(limit,)) for name in (EAST, WEST)}
    sharing = share(schools, shared())
    for name in schools:
        assert len({day for day, _ in set(week()) - away(sharing, name)}) >= 2


def test_what_was_learnt_is_kept() -> None:
    schools = {EAST: school(EAST, 6), WEST: school(WEST, 4)}
    first = share(schools, shared())
    closed_then = frozenset(("王芳", slot(*each)) for each in away(first, WEST))
    second = share(schools, shared(), blocked=(Blocked(WEST, closed_then),))
    assert not away(second, WEST) >= away(first, WEST)
    never = share(schools, shared(), blocked=(Blocked(WEST, frozenset()),))
    assert never.unserved == (WEST,)


def test_what_a_plan_uses_stays_where_it_can() -> None:
    schools = {EAST: school(EAST, 6), WEST: school(WEST, 4)}
    free = set(range(1, 6)) - {day for day, _ in set(week()) - away(share(schools, shared()), WEST)}
    day = min(free)
    used = frozenset(("王芳", slot(day, number)) for number in (1, 2, 3, 4))
    sharing = share(schools, shared(), settled=(Settled(WEST, used),))
    assert {(day, n) for n in (1, 2, 3, 4)}.isdisjoint(away(sharing, WEST))


def test_service_is_at_home_and_only_while_he_is_there() -> None:
    def of(name: str) -> School:
        return service_school(name=f"{name}小学")

    sharing = share({EAST: of(EAST), WEST: of(WEST)}, shared())
    home, guest = sharing.schools[EAST], sharing.schools[WEST]
    assert guest.teacher["王芳"].service.value == "none"
    assert home.teacher["王芳"].service.value == "full"
    for (_, day), plan in sharing.days.items():
        shut = home.marked(MarkOwner.TEACHER, "王芳", at(day, "课后服务1"), MarkLevel.FORBIDDEN)
        late = any(visit.end + 20 > 15 * 60 + 50 for visit in plan.visits)
        assert shut == late


def test_who_serves_at_two_schools_has_his_part_of_it_at_each() -> None:
    school = service_school(name="东校小学")
    limited = tuple(t.model_copy(update={"max_service": 4, "max_evenings": 1}) for t in school.teachers)
    school = school.model_copy(update={"teachers": limited})
    both = sharer(西校=True)
    both = both.renewed(places=tuple(p.renewed(lessons=n) for p, n in zip(both.places, (6, 2), strict=True)))
    known = {name: as_shared(school, name, shared(both), ()).teacher["王芳"] for name in (EAST, WEST)}
    assert [(t.fte, t.max_service, t.max_evenings) for t in known.values()] == [(75, 3, 0), (25, 1, 0)]
    alone = sharer().renewed(places=tuple(p.renewed(lessons=3) for p in sharer().places))
    assert as_shared(school, EAST, shared(alone), ()).teacher["王芳"] == school.teacher["王芳"]
    assert as_shared(school, EAST, shared(both), ()).teacher["李强"] == school.teacher["李强"]


def test_schools_that_share_nobody_in_common_are_apart() -> None:
    other = sharer(teacher="李强")
    renamed = other.renewed(places=tuple(p.renewed(school=f"{p.school}二") for p in other.places))
    schools = {EAST: school(EAST, 3), WEST: school(WEST, 3)}
    schools |= {f"{name}二": school(f"{name}二", 3, teacher="李强") for name in (EAST, WEST)}
    both = shared(sharer(), renamed)
    assert [each.schools for each in both.groups] == [(EAST, WEST), (f"{EAST}二", f"{WEST}二")]
    sharing = share(schools, both)
    assert set(sharing.schools) == set(schools)
