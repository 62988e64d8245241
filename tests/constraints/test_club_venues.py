from ortools.sat.python import cp_model

from scheduler.engine.assemble import slot_model
from scheduler.model.owner import OwnerKind
from scheduler.plan import Placement, Plan, ServiceSession
from scheduler.school import Club, Content, Mark, MarkLevel, MarkOwner, School, Slot, Teacher, Venue
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import bell, course, make_school, slot
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
    assert result.judged >= 1
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
    assert (violation.owner.kind, violation.owner.id, violation.amount) == (OwnerKind.STATION, "社团|足球", 1)
    assert (violation.venue, violation.teachers, violation.slots) == ("西场", ("孙悦",), (at(1, "课后服务2"),))


# Room for clubs, beside one another and beside lessons.

LATER = bell("初中作息", begin=500)


def a_club(name: str, members: int = 25, **more: object) -> Club:
    """A club at the time of the first lesson of another bell schedule, which overlaps the first two lessons."""
    fields = {"content": Content.SPORT, "schedule": LATER.id, "period": LATER.lesson_periods[0], "grades": (7,)}
    return Club(**{**fields, "id": name, "instructors": ("王芳",), "venue_kind": "操场", "members": members, **more})


def crowded(*clubs: Club, capacity: int = 1, seats: int | None = None) -> School:
    """A class with PE, some clubs, and two places."""
    return make_school(
        (course("甲班", "体育", None, 3, venue_kind="操场"),),
        schedules=(bell(), LATER),
        venues=(Venue(id="东场", kind="操场", capacity=capacity, seats=seats), Venue(id="西场", kind="操场")),
        teachers=(Teacher(id="王芳"),),
        clubs=clubs,
    )


def gathered(*places: tuple[Club, str | None], lesson: str | None = None) -> Plan:
    """A session of each club in a venue on Monday, and the first lesson of PE in one."""
    sessions = (
        ServiceSession(station=f"社团|{club.id}", slot=Slot(club.schedule, 1, club.period), venue=venue)
        for club, venue in places
    )
    lessons = (Placement(course="甲班|体育", slot=slot(1, 1), venue=lesson),) if lesson else ()
    return Plan(placements=lessons, sessions=tuple(sessions))


def test_clubs_share_a_venue() -> None:
    football, basketball, running = a_club("足球"), a_club("篮球"), a_club("跑步", venue="西场", venue_kind=None)
    school = crowded(football, basketball, running, capacity=2, seats=60)
    kept = assert_agree(school, gathered((football, "东场"), (basketball, "东场"), (running, "西场")), RULE)
    assert (kept.violations, kept.judged) == ((), 6)
    (violation,) = assert_agree(school, gathered((football, "西场"), (running, "西场")), RULE).violations
    assert (violation.owner.kind, violation.owner.id, violation.amount) == (OwnerKind.VENUE, "西场", 1)
    assert "同时有 2 个班，最多 1 个" in violation.text.zh


def test_seats() -> None:
    football, basketball = a_club("足球", 30), a_club("篮球", 31)
    school = crowded(football, basketball, capacity=2, seats=60)
    assert not assert_agree(school, gathered((football, "东场"), (basketball, "西场")), RULE).violations
    (violation,) = assert_agree(school, gathered((football, "东场"), (basketball, "东场")), RULE).violations
    assert (violation.venue, violation.amount) == ("东场", 1)
    assert "61 人，只有 60 座" in violation.text.zh
    large = a_club("合唱", 61)
    choir = crowded(large, capacity=2, seats=60)
    assert len(assert_agree(choir, gathered((large, "东场")), RULE).violations) == 1
    assert not assert_agree(choir, gathered((large, "西场")), RULE).violations


def test_beside_lessons_in_a_plan() -> None:
    football = a_club("足球")
    school = crowded(football)
    assert not verdict(school, gathered((football, "东场"), lesson="西场"), RULE).violations
    (violation,) = verdict(school, gathered((football, "东场"), lesson="东场"), RULE).violations
    assert (violation.owner.id, violation.classes) == ("东场", ("甲班",))
    assert set(violation.slots) == {slot(1, 1), Slot(football.schedule, 1, football.period)}
    twice = gathered((football, "东场"), (football, "东场"), lesson="西场")
    assert not verdict(school, twice, RULE).violations


def test_lessons_that_are_too_many_are_another_rules_care() -> None:
    courses = tuple(course(name, "体育", None, 1, venue_kind="操场") for name in ("甲班", "乙班"))
    school = make_school(courses, venues=crowded().venues)
    lessons = tuple(Placement(course=c.id, slot=slot(1, 1), venue="东场") for c in courses)
    assert verdict(school, Plan(placements=lessons), RULE).judged == 0
    assert verdict(school, Plan(placements=lessons), active("venue_capacity")).amount == 1


def test_clubs_make_way_for_the_lessons_of_a_given_timetable() -> None:
    """Where service is planned over a timetable its lessons are where they are, or where they would be put."""
    football = a_club("足球", days=(1,))
    school = crowded(football)
    for lesson, left in (("西场", {"东场"}), ("东场", {"西场"}), (None, {"西场"})):
        given = Plan(placements=(Placement(course="甲班|体育", slot=slot(1, 1), venue=lesson),))
        assert _possible(school, given) == left
    elsewhere = Plan(placements=(Placement(course="甲班|体育", slot=slot(1, 4), venue="东场"),))
    assert _possible(school, elsewhere) == {"东场", "西场"}
    full = Plan(
        placements=tuple(Placement(course="甲班|体育", slot=slot(1, n), venue=v) for n, v in ((1, "东场"), (2, "西场")))
    )
    assert _possible(school, full) == set()


def _possible(school: School, timetable: Plan) -> set[str]:
    """The venues that the club may have over a timetable."""
    found = set()
    for venue in school.venue:
        built = slot_model(school, [RULE], timetable=timetable)
        built.model.add(
            built.variables.service.venues("社团|足球", Slot(LATER.id, 1, LATER.lesson_periods[0]))[venue] == 1
        )
        if cp_model.CpSolver().solve(built.model) == cp_model.OPTIMAL:
            found.add(venue)
    return found
