from constraints.rule import OwnerKind
from scheduler.plan import Plan
from scheduler.school import Club, Content, Mark, MarkLevel, MarkOwner, School, Venue
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, club, minutes, service_school, session

RULE = active("club_venues")
VENUES = Venue(id="东场", kind="操场"), Venue(id="西场", kind="操场"), Venue(id="画室", kind="美术教室")
CLOSED = Mark(
    owner_kind=MarkOwner.VENUE,
    owner="西场",
    day=1,
    start=minutes("17:50"),
    end=minutes("18:30"),
    level=MarkLevel.FORBIDDEN,
)


def school_of(**place: object) -> School:
    football: Club = club("足球", Content.SPORT, (3,), "孙悦", sessions=3, **place)
    return service_school(clubs=(football,), venues=VENUES, duties=(), marks=(CLOSED,))


def found(school: School, venue: str | None, day: int = 1, *, odd: bool = False) -> list[str]:
    """What is wrong with a venue."""
    plan = Plan(sessions=(session(school, "社团|足球", day, venue=venue),))
    result = verdict(school, plan, RULE) if odd else assert_agree(school, plan, RULE)
    assert result.judged == 1
    return [violation.text.zh for violation in result.violations]


def test_a_club_of_a_kind_of_venue() -> None:
    school = school_of(venue_kind="操场")
    assert found(school, "东场") == found(school, "西场", 2) == []
    assert found(school, None) == ["周一课后服务2 足球没有安排操场"]
    assert found(school, "西场") == ["周一课后服务2 足球排在西场，此时不开放"]
    assert found(school, "画室", odd=True) == ["周一课后服务2 足球排在画室，应在操场"]
    assert found(school, "游泳池", odd=True) == ["周一课后服务2 足球：没有名为 游泳池 的场地"]


def test_a_club_that_names_its_venue() -> None:
    school = school_of(venue="西场")
    assert found(school, "西场", 2) == found(school, None, 2) == []
    assert found(school, "西场") == found(school, None) == ["周一课后服务2 足球排在西场，此时不开放"]
    assert found(school, "东场", odd=True) == ["周一课后服务2 足球排在东场，应在西场"]


def test_what_needs_no_venue() -> None:
    school = school_of()
    assert found(school, None) == found(school, "东场", odd=True) == []
    assert len(found(school, "西场", odd=True)) == 1
    homework = session(school, "三(1)班 活动", 1, venue="西场")
    assert len(verdict(school, Plan(sessions=(homework,)), RULE).violations) == 1


def test_the_place_is_named() -> None:
    school = school_of(venue_kind="操场")
    plan = Plan(sessions=(session(school, "社团|足球", 1, "孙悦", venue="西场"),))
    (violation,) = assert_agree(school, plan, RULE).violations
    assert (violation.owner.kind, violation.owner.id, violation.amount) == (OwnerKind.POST, "社团|足球", 1)
    assert (violation.venue, violation.teachers, violation.slots) == ("西场", ("孙悦",), (at(1, "课后服务2"),))
