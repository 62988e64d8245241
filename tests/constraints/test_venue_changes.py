from scheduler.model.owner import OwnerKind
from scheduler.plan import Plan
from scheduler.school import Club, Content, School, Venue
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, club, service_school, session

RULE = active("venue_changes")
VENUES = tuple(Venue(id=name, kind="操场") for name in ("东场", "西场", "南场"))


def school_of(**more: object) -> School:
    football: Club = club("足球", Content.SPORT, (3,), "孙悦", **{"venue_kind": "操场", "sessions": 3, **more})
    return service_school(clubs=(football,), venues=VENUES, duties=())


def plan_of(school: School, *venues: str | None) -> Plan:
    sessions = (session(school, "社团|足球", day, venue=venue) for day, venue in enumerate(venues, 1))
    return Plan(sessions=tuple(sessions))


def test_one_place_for_all_sessions() -> None:
    school = school_of()
    kept = assert_agree(school, plan_of(school, "西场", "西场", "西场"), RULE)
    assert (kept.violations, kept.judged) == ((), 1)
    (found,) = assert_agree(school, plan_of(school, "西场", "东场", "西场"), RULE).violations
    assert (found.owner.kind, found.owner.id, found.amount) == (OwnerKind.STATION, "社团|足球", 1)
    assert found.slots == tuple(at(day, "课后服务2") for day in (1, 2, 3))
    assert assert_agree(school, plan_of(school, "西场", "东场", "南场"), RULE).amount == 2
    assert assert_agree(school, plan_of(school, "西场", None, "西场"), RULE).amount == 0


def test_a_single_session_and_a_named_place_cannot_move() -> None:
    for school in (school_of(sessions=1), school_of(venue="东场", venue_kind=None), school_of(venue_kind=None)):
        assert verdict(school, plan_of(school, "东场", "西场"), RULE).judged == 0
    named = school_of(venue="东场", venue_kind=None)
    assert not assert_agree(named, plan_of(named, "东场", "东场"), RULE).violations
