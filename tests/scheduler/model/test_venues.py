from collections import defaultdict

from sample_data.generator import make_school as sample_school
from scheduler.model.venues import assign_venues
from scheduler.plan import Placement, Plan, ServiceSession
from scheduler.school import Club, Content, Course, School, SchoolClass, Teacher, Venue, Week
from tests.constraints.agreement import active, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot


def sport(class_id: str, lessons: int = 3, **more: object) -> Course:
    return course(class_id, "体育", None, lessons, venue_kind="运动场", **more)


def ground(name: str, capacity: int = 1, seats: int | None = None) -> Venue:
    return Venue(id=name, kind="运动场", capacity=capacity, seats=seats)


def venues_in(plan: Plan) -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = defaultdict(list)
    for placement in plan.placements:
        found[placement.course].append(placement.venue)
    return dict(found)


def spread(school: School) -> Plan:
    """The lessons of each course one after another from a slot of its own: legal but for clashes of classes and teachers."""
    lessons = {}
    for number, item in enumerate(school.courses):
        slots = school.course_slots(item)
        lessons[item.id] = [slots[(number * 7 + k * 5) % len(slots)] for k in range(item.lessons)]
    return plan_of(lessons)


def test_the_home_room_needs_none() -> None:
    school = make_school()
    plan = assign_venues(school, plan_of({"七(1)班|语文": [slot(1, 1)], "七(1)班|数学": [slot(1, 2)]}))
    assert {p.venue for p in plan.placements} == {None}


def test_a_course_stays_where_it_was() -> None:
    school = make_school((sport("甲班"), sport("乙班")), venues=(ground("东场"), ground("西场")))
    days = plan_of({"甲班|体育": [slot(d, 1) for d in (1, 2, 3)], "乙班|体育": [slot(d, 1) for d in (2, 3, 5)]})
    found = venues_in(assign_venues(school, days))
    assert len(set(found["甲班|体育"])) == len(set(found["乙班|体育"])) == 1
    assert found["甲班|体育"] != found["乙班|体育"]


def test_named_venues_stay_and_are_respected() -> None:
    school = make_school((sport("甲班"), sport("乙班")), venues=(ground("东场"), ground("西场")))
    for taken, left in (("东场", "西场"), ("西场", "东场")):
        placements = (
            Placement(course="甲班|体育", slot=slot(1, 1)),
            Placement(course="乙班|体育", slot=slot(1, 1), venue=taken),
        )
        assert [p.venue for p in assign_venues(school, Plan(placements=placements)).placements] == [left, taken]


def test_lessons_without_room_keep_none() -> None:
    school = make_school((sport("甲班"), sport("乙班"), sport("丙班")), venues=(ground("东场"), ground("西场")))
    plan = assign_venues(school, plan_of({c.id: [slot(1, 1)] for c in school.courses}))
    assert sorted(p.venue or "" for p in plan.placements) == ["", "东场", "西场"]


def test_shares_out_what_no_greedy_order_finds() -> None:
    """Sizes 3, 3, 2, 2, 2 fill two venues for six only as 3+3 and 2+2+2."""
    courses = [
        sport(f"{n}甲", 1, id=f"课{n}", classes=tuple(f"{n}{x}" for x in "甲乙丙"[:size]))
        for n, size in enumerate((3, 3, 2, 2, 2))
    ]
    school = make_school(tuple(courses), venues=(ground("东场", 6), ground("西场", 6)))
    found = venues_in(assign_venues(school, plan_of({c.id: [slot(1, 1)] for c in courses})))
    assert found["课0"] == found["课1"] != found["课2"] == found["课3"] == found["课4"]
    assert [None] not in found.values()


def test_the_classes_with_most_pupils_get_the_seats() -> None:
    classes = tuple(
        SchoolClass(id=c, grade=7, number=n, size=40 + n, schedule=SCHEDULE) for n, c in enumerate("甲乙丙", 1)
    )
    venues = (ground("大", 1, 43), ground("中", 1, 42), ground("小", 1, 41))
    school = make_school(tuple(sport(c) for c in "甲乙丙"), classes=classes, venues=venues)
    found = venues_in(assign_venues(school, plan_of({c.id: [slot(1, 1)] for c in school.courses})))
    assert found == {"甲|体育": ["小"], "乙|体育": ["中"], "丙|体育": ["大"]}


def test_odd_and_even_weeks_may_share() -> None:
    courses = (sport("甲班", week=Week.ODD), sport("乙班", week=Week.EVEN))
    school = make_school(courses, venues=(ground("操场"),))
    plan = assign_venues(school, plan_of({c.id: [slot(1, 1)] for c in courses}))
    assert {p.venue for p in plan.placements} == {"操场"}


def test_overlapping_bell_schedules() -> None:
    later = bell("初中作息", begin=500)
    classes = tuple(
        SchoolClass(id=c, grade=7, number=n, schedule=s)
        for n, (c, s) in enumerate((("甲班", SCHEDULE), ("乙班", later.id)), 1)
    )
    school = make_school(
        (sport("甲班"), sport("乙班")),
        schedules=(bell(), later),
        classes=classes,
        venues=(ground("东场"), ground("西场")),
    )
    plan = assign_venues(school, plan_of({"甲班|体育": [slot(1, 1), slot(1, 2)], "乙班|体育": [slot(1, 1, later)]}))
    found = venues_in(plan)
    assert found["乙班|体育"][0] not in found["甲班|体育"]


def test_lessons_make_way_for_clubs() -> None:
    """A club stays where it is, by name or by plan, also at the time of another bell schedule."""
    later = bell("初中作息", begin=500)
    fields = {"content": Content.SPORT, "schedule": later.id, "period": later.lesson_periods[0], "grades": (7,)}
    football = Club(id="足球", instructors=("王芳",), venue_kind="运动场", **fields)
    running = Club(id="跑步", instructors=("王芳",), venue="西场", **fields)
    first = slot(1, 1, later)
    for club, venue in ((football, "西场"), (running, "西场"), (running, None)):
        school = make_school(
            (sport("甲班"),),
            schedules=(bell(), later),
            teachers=(Teacher(id="王芳"),),
            clubs=(club,),
            venues=(ground("西场"), ground("东场", seats=50)),
        )
        session = ServiceSession(station=f"社团|{club.id}", slot=first, venue=venue)
        plan = plan_of({"甲班|体育": [slot(1, 1)]}, sessions=(session,))
        assert venues_in(assign_venues(school, plan)) == {"甲班|体育": ["东场"]}
        assert assign_venues(school, plan).sessions == (session,)
        alone = plan_of({"甲班|体育": [slot(1, 4)]}, sessions=(session,))
        assert venues_in(assign_venues(school, alone)) == {"甲班|体育": ["西场"]}


def test_a_club_needs_one_room_and_a_seat_for_each_member() -> None:
    fields = {"content": Content.SPORT, "schedule": SCHEDULE, "period": bell().lesson_periods[0], "grades": (7,)}
    club = Club(id="合唱", instructors=("王芳",), members=70, venue="东场", **fields)
    session = ServiceSession(station="社团|合唱", slot=slot(1, 1))
    for capacity, seats, left in ((2, None, ["东场"]), (1, None, [None]), (2, 115, ["东场"]), (2, 114, [None])):
        school = make_school(
            (sport("甲班"),), teachers=(Teacher(id="王芳"),), clubs=(club,), venues=(ground("东场", capacity, seats),)
        )
        plan = plan_of({"甲班|体育": [slot(1, 1)]}, sessions=(session,))
        assert venues_in(assign_venues(school, plan)) == {"甲班|体育": left}


def test_what_is_handed_out_is_legal_and_the_same_each_time() -> None:
    school = sample_school("nine-year", 12)
    plan = spread(school)
    assigned = assign_venues(school, plan)
    assert assigned == assign_venues(school, plan)
    rule = active("venue_capacity")
    before, after = verdict(school, plan, rule), verdict(school, assigned, rule)
    assert sum(p.venue is not None for p in assigned.placements) > 50
    assert before.amount == after.amount
    assert assign_venues(school, assigned) == assigned
