from scheduler.plan import Placement, Plan
from scheduler.plan.occupancy import Occupancy, of_kinds, of_venues
from scheduler.school import Mark, MarkLevel, MarkOwner, School, SchoolClass, Venue, Week
from tests.schools import bell, course, make_school, plan_of, slot
from tests.service_schools import full_service, service_school


def sport(class_id: str, **more: object) -> object:
    return course(class_id, "体育", None, 2, venue_kind="运动场", **more)


def ground(name: str, capacity: int = 1) -> Venue:
    return Venue(id=name, kind="运动场", capacity=capacity)


def school_of(*venues: Venue, **more: object) -> School:
    return make_school((sport("甲班"), sport("乙班")), venues=venues, **more)


def only(found: list[Occupancy]) -> Occupancy:
    assert len(found) == 1
    return found[0]


def test_places_taken_of_a_kind() -> None:
    school = school_of(ground("东场"), ground("西场"))
    plan = plan_of({"甲班|体育": [slot(1, 1), slot(2, 1)], "乙班|体育": [slot(1, 1)]})
    found = only(of_kinds(school, plan))
    times = len(school.lesson_slots[school.schedules[0].id])
    assert (found.lessons, found.sessions, len(found.at)) == (3, 0, times)
    assert found.at[school.interval(slot(1, 1))][2:] == (2, 2)
    assert found.at[school.interval(slot(2, 1))][2:] == (1, 2)
    assert found.full == 1
    assert found.share == 3 / (2 * times)


def test_a_venue_by_itself() -> None:
    school = school_of(ground("东场", 2), ground("西场"))
    plan = Plan(placements=(Placement(course="甲班|体育", slot=slot(1, 1), venue="东场"),))
    east, west = of_venues(school, plan)
    assert (east.name, east.lessons, east.at[school.interval(slot(1, 1))][2:]) == ("东场", 1, (1, 2))
    assert (west.lessons, west.share, west.full) == (0, 0.0, 0)


def test_odd_and_even_weeks_share_a_place() -> None:
    school = make_school((sport("甲班", week=Week.ODD), sport("乙班", week=Week.EVEN)), venues=(ground("东场"),))
    found = only(of_kinds(school, plan_of({"甲班|体育": [slot(1, 1)], "乙班|体育": [slot(1, 1)]})))
    assert found.lessons == 1
    assert found.at[school.interval(slot(1, 1))][2:] == (1, 1)


def test_a_closed_venue_has_no_room() -> None:
    time = school_of(ground("东场")).interval(slot(1, 1))
    closed = Mark(owner_kind=MarkOwner.VENUE, owner="东场", level=MarkLevel.FORBIDDEN, **time._asdict())
    school = school_of(ground("东场")).model_copy(update={"marks": (closed,)})
    found = only(of_kinds(school, Plan()))
    assert found.at[time].room == 0 and found.full == 0


def test_service_in_a_venue_is_told_apart() -> None:
    school = service_school()
    plan = full_service(school)
    housed = [s for s in plan.sessions if s.venue or school.service.stations[s.station].venue]
    found = of_kinds(school, plan)
    assert housed and sum(each.sessions for each in found) == len(housed)
    after = {fill.slot for each in found for fill in each.at.values() if not fill.lesson}
    assert after == {session.slot for session in housed}
    assert all(each.share == 0 for each in found)


def test_campuses_are_told_apart() -> None:
    """The east has two places and one class, the west one place and one class; a place for both is nobody's alone."""
    east, west = (bell(f"{name}作息").model_copy(update={"campus": f"{name}校区"}) for name in "东西")
    classes = tuple(
        SchoolClass(id=name, grade=7, number=number, schedule=each.id)
        for number, (name, each) in enumerate((("甲班", east), ("乙班", west)), 1)
    )
    grounds = [ground(name).model_copy(update={"campus": f"{name[0]}校区"}) for name in ("东一场", "东二场", "西场")]
    school = school_of(*grounds, classes=classes, schedules=(east, west))
    plan = plan_of({"甲班|体育": [slot(1, 1, east)], "乙班|体育": [slot(1, 1, west), slot(2, 1, west)]})
    found = of_kinds(school, plan)
    assert [(each.name, len(each.venues), each.lessons, each.full) for each in found] == [
        ("东校区运动场", 2, 1, 0),
        ("西校区运动场", 1, 2, 2),
    ]
    shared = school_of(*grounds, ground("体育馆"), classes=classes, schedules=(east, west))
    assert [(each.name, each.lessons) for each in of_kinds(shared, plan)] == [("运动场", 3)]
