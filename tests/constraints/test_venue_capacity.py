import random
from typing import Any

from ortools.sat.python import cp_model

from constraints.timetable.venue_demand import demands
from scheduler.engine.assemble import slot_model
from scheduler.model.owner import OwnerKind
from scheduler.model.venues import assign_venues
from scheduler.plan import Placement, Plan, ServiceSession
from scheduler.school import (
    BellSchedule,
    Club,
    Content,
    Course,
    Mark,
    MarkLevel,
    MarkOwner,
    School,
    SchoolClass,
    Slot,
    Teacher,
    Venue,
    Week,
)
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

RULE = active("venue_capacity")
BELL = bell()
LATER = bell("初中作息", begin=500)


def school_of(
    *courses: Course, venues: tuple[Venue, ...], later: tuple[str, ...] = (), size: int = 45, **more: Any
) -> School:
    """Classes of one size; those in `later` have lessons 20 minutes later than the others."""
    names = dict.fromkeys(class_id for item in courses for class_id in item.classes)
    classes = tuple(
        SchoolClass(id=name, grade=7, number=n, size=size, schedule=LATER.id if name in later else SCHEDULE)
        for n, name in enumerate(names, 1)
    )
    return make_school(courses, schedules=(BELL, LATER), classes=classes, venues=venues, **more)


def sport(class_id: str, **more: Any) -> Course:
    return course(class_id, "体育", None, 3, venue_kind=None if "venue" in more else "运动场", **more)


def ground(name: str, capacity: int = 1, seats: int | None = None) -> Venue:
    return Venue(id=name, kind="运动场", capacity=capacity, seats=seats)


def closed(venue: str, start: int, end: int) -> Mark:
    return Mark(owner_kind=MarkOwner.VENUE, owner=venue, day=1, start=start, end=end, level=MarkLevel.FORBIDDEN)


def at(school: School, *slots: Slot) -> Plan:
    """One lesson of each course, in their order."""
    return plan_of({c.id: [s] for c, s in zip(school.courses, slots, strict=True)})


def choices(school: School) -> int:
    """How many auxiliary variables the slot model needs."""
    built = slot_model(school, [RULE])
    return len(built.model.proto.variables) - built.decisions


def test_as_many_classes_as_there_is_room_for() -> None:
    school = school_of(*(sport(f"{n}班") for n in range(4)), venues=(ground("操场", 2), ground("体育馆")))
    first, second = slot(1, 1), slot(1, 2)
    found = assert_agree(school, at(school, first, first, first, second), RULE)
    assert (found.violations, found.judged) == ((), 4)
    (violation,) = assert_agree(school, at(school, *[first] * 4), RULE).violations
    assert (violation.owner.kind, violation.owner.id) == (OwnerKind.VENUE, "运动场")
    assert (violation.amount, violation.slots, len(violation.classes)) == (1, (first,), 1)
    assert choices(school) == 0


def test_a_joint_course_is_in_one_venue() -> None:
    joint = course("甲班", "体育", "赵军", 3, id="合班", classes=("甲班", "乙班"), venue_kind="运动场")
    school = school_of(joint, sport("丙班"), venues=(ground("操场", 2), ground("体育馆")))
    assert not assert_agree(school, at(school, slot(1, 1), slot(1, 1)), RULE).violations
    apart = school_of(joint, sport("丙班"), venues=(ground("东场"), ground("西场")))
    (found,) = assert_agree(apart, at(apart, slot(1, 1), slot(1, 2)), RULE).violations
    assert (found.amount, found.classes, found.teachers) == (2, ("甲班", "乙班"), ("赵军",))
    part = Plan(placements=(Placement(course="合班", slot=slot(1, 1), classes=("乙班",)),))
    assert not verdict(apart, part, RULE).violations


def test_a_joint_course_read_class_by_class_is_one_lesson() -> None:
    joint = course("甲班", "体育", "赵军", 3, id="合班", classes=("甲班", "乙班"), venue_kind="运动场")
    school = school_of(joint, venues=(ground("东场"), ground("西场")))
    pieces = tuple(Placement(course="合班", slot=slot(1, 1), classes=(c,)) for c in ("甲班", "乙班"))
    assert len(verdict(school, Plan(placements=pieces), RULE).violations) == 1


def test_courses_that_run_together_share_their_classes() -> None:
    parts = [
        course("甲班", "体育", None, 3, id=part, classes=("甲班", "乙班"), venue_kind="运动场", together="走班")
        for part in ("男生", "女生")
    ]
    school = school_of(*parts, venues=(ground("东场", 1, 45), ground("西场", 1, 45)))
    assert not assert_agree(school, at(school, slot(1, 1), slot(1, 1)), RULE).violations


def test_seats() -> None:
    two = (sport("甲班"), sport("乙班"))
    roomy = school_of(*two, venues=(ground("操场", 2, 90),))
    narrow = school_of(*two, venues=(ground("操场", 2, 80),))
    together = at(roomy, slot(1, 1), slot(1, 1))
    assert not assert_agree(roomy, together, RULE).violations
    assert len(assert_agree(narrow, together, RULE).violations) == 1
    small = school_of(*two, venues=(ground("东场", 1, 40), ground("西场", 1, 50)))
    assert len(assert_agree(small, together, RULE).violations) == 1
    assert not assert_agree(small, at(small, slot(1, 1), slot(1, 2)), RULE).violations
    assert choices(small) == 0


def test_closed_venues() -> None:
    venues = (ground("东场"), ground("西场"))
    school = school_of(sport("甲班"), sport("乙班"), venues=venues, marks=(closed("东场", 519, 525),))
    assert len(assert_agree(school, at(school, slot(1, 1), slot(1, 1)), RULE).violations) == 1
    assert not assert_agree(school, at(school, slot(1, 2), slot(1, 2)), RULE).violations
    only = school_of(sport("甲班"), venues=(ground("东场"),), marks=(closed("东场", 480, 720),))
    (found,) = assert_agree(only, at(only, slot(1, 3)), RULE).violations
    assert (found.owner.id, found.venue) == ("东场", "东场")


def test_odd_and_even_weeks_share_a_venue() -> None:
    odd, even = sport("甲班", week=Week.ODD), sport("乙班", week=Week.EVEN)
    school = school_of(odd, even, venues=(ground("操场"),))
    assert not assert_agree(school, at(school, slot(1, 1), slot(1, 1)), RULE).violations
    third = school_of(odd, even, sport("丙班"), venues=(ground("操场"),))
    assert len(assert_agree(third, at(third, *[slot(1, 1)] * 3), RULE).violations) == 1


def test_a_lesson_keeps_its_venue_in_both_weeks() -> None:
    courses = (sport("甲班", venue="东场", week=Week.ODD), sport("乙班", venue="西场", week=Week.EVEN), sport("丙班"))
    school = school_of(*courses, venues=(ground("东场"), ground("西场")))
    assert len(assert_agree(school, at(school, *[slot(1, 1)] * 3), RULE).violations) == 1


def test_by_the_clock_across_bell_schedules() -> None:
    courses = (sport("甲班"), sport("乙班"))
    school = school_of(*courses, venues=(ground("操场"),), later=("乙班",))
    assert len(assert_agree(school, at(school, slot(1, 1), slot(1, 1, LATER)), RULE).violations) == 1
    assert not assert_agree(school, at(school, slot(1, 1), slot(1, 2, LATER)), RULE).violations
    two = school_of(*courses, venues=(ground("东场"), ground("西场")), later=("乙班",))
    assert not assert_agree(two, at(two, slot(1, 1), slot(1, 1, LATER)), RULE).violations
    assert choices(two) == 0


def test_closed_venues_between_two_bell_schedules_must_be_chosen() -> None:
    """At every moment two lessons meet two venues, and yet the middle lesson finds both taken."""
    marks = (closed("东场", 480, 490), closed("西场", 560, 570))
    courses = (sport("甲班"), sport("乙班"), sport("丙班"))
    school = school_of(*courses, venues=(ground("东场"), ground("西场")), later=("乙班",), marks=marks)
    assert choices(school) > 0
    chain = assert_agree(school, at(school, slot(1, 1), slot(1, 1, LATER), slot(1, 2)), RULE)
    assert len(chain.violations) == 1
    assert not assert_agree(school, at(school, slot(1, 1), slot(1, 1, LATER), slot(1, 3)), RULE).violations


def test_a_named_venue_is_looked_at_in_its_kind() -> None:
    courses = (sport("甲班", venue="东场"), sport("乙班", venue="东场"), sport("丙班"))
    school = school_of(*courses, venues=(ground("东场"), ground("西场", 2)))
    assert choices(school) == 0
    assert not assert_agree(school, at(school, slot(1, 1), slot(1, 2), slot(1, 1)), RULE).violations
    found = assert_agree(school, at(school, slot(1, 1), slot(1, 1), slot(1, 2)), RULE).violations
    assert [v.owner.id for v in found] == ["东场"]
    assert [(d.name, len(d.courses)) for d in demands(school)] == [("运动场", 3)]


def test_venues_named_in_the_plan() -> None:
    venues = (ground("东场"), ground("西场"), Venue(id="机房", kind="机房"))
    courses = (sport("甲班"), sport("乙班", venue="东场"), course("丙班", "语文", "王芳", 1))
    school = school_of(*courses, venues=venues, marks=(closed("西场", 530, 570),))

    def found(*places: tuple[str, str | None, int]) -> list[tuple[str, tuple[str, ...]]]:
        placements = tuple(Placement(course=c, slot=slot(1, n), venue=v) for c, v, n in places)
        return [(v.owner.id, v.classes) for v in verdict(school, Plan(placements=placements), RULE).violations]

    assert found(("甲班|体育", "西场", 1), ("乙班|体育", "东场", 1)) == []
    assert found(("甲班|体育", "机房", 1)) == [("机房", ("甲班",))]
    assert found(("甲班|体育", "西场", 2)) == [("西场", ("甲班",))]
    assert found(("乙班|体育", "西场", 1)) == [("西场", ("乙班",))]
    assert found(("甲班|体育", "游泳池", 1)) == [("游泳池", ("甲班",))]
    assert found(("甲班|体育", "东场", 1), ("乙班|体育", "东场", 1)) == [("东场", ("甲班", "乙班"))]
    assert found(("甲班|体育", "东场", 1), ("乙班|体育", None, 1)) == [("东场", ("乙班",))]
    assert found(("丙班|语文", "西场", 1), ("甲班|体育", None, 1), ("乙班|体育", "东场", 1)) == [("运动场", ("甲班",))]


def a_club(name: str, period: int = 0, schedule: BellSchedule = LATER, **more: Any) -> Club:
    """A club at the time of a lesson (from 0) of a bell schedule."""
    period = schedule.lesson_periods[period]
    fields = {"id": name, "content": Content.SPORT, "schedule": schedule.id, "period": period, "grades": (7,)}
    return Club(**{**fields, "instructors": ("王芳",), "venue_kind": "运动场", **more})


def held(*places: tuple[Club, str | None], day: int = 1) -> tuple[ServiceSession, ...]:
    """A session of each club in a venue."""
    return tuple(
        ServiceSession(station=f"社团|{club.id}", slot=Slot(club.schedule, day, club.period), venue=venue)
        for club, venue in places
    )


TEACHERS = (Teacher(id="王芳"),)


def test_lessons_make_way_for_clubs_by_the_clock() -> None:
    """The club of the later schedule meets the first lessons; those of the fourth are counted as ever."""
    club = a_club("足球")
    venues = ground("东场"), ground("西场")
    school = school_of(sport("甲班"), sport("乙班"), venues=venues, clubs=(club,), teachers=TEACHERS)
    session = held((club, "西场"))
    at_once = at(school, slot(1, 1), slot(1, 1)).model_copy(update={"sessions": session})
    (found,) = assert_agree(school, at_once, RULE).violations
    assert (found.owner.id, len(found.classes)) == ("运动场", 1)
    apart = at(school, slot(1, 1), slot(1, 4)).model_copy(update={"sessions": session})
    assert not assert_agree(school, apart, RULE).violations
    assert assign_venues(school, apart).placements[0].venue == "东场"
    elsewhere = at(school, slot(1, 1), slot(1, 1)).model_copy(update={"sessions": held((club, None))})
    assert not assert_agree(school, elsewhere, RULE).violations
    assert choices(school) > choices(school_of(sport("甲班"), sport("乙班"), venues=venues)) == 0


def test_clubs_that_are_too_many_are_another_rules_care() -> None:
    clubs = a_club("足球"), a_club("篮球")
    school = school_of(sport("甲班"), venues=(ground("东场"), ground("西场")), clubs=clubs, teachers=TEACHERS)
    sessions = held((clubs[0], "东场"), (clubs[1], "东场"))
    for number in (1, 4):
        plan = at(school, slot(1, number)).model_copy(update={"sessions": sessions})
        assert not assert_agree(school, plan, RULE).violations
    full = held((clubs[0], "东场"), (clubs[1], "西场"))
    plan = at(school, slot(1, 1)).model_copy(update={"sessions": full})
    assert assert_agree(school, plan, RULE).amount == 1
    beside = Plan(placements=(Placement(course="甲班|体育", slot=slot(1, 1), venue="东场"),), sessions=full)
    assert not verdict(school, beside, RULE).violations


def test_what_is_planned_can_be_handed_out() -> None:
    """Of the places that the model may give the club, only those are left that leave one to every lesson."""
    club = a_club("足球")
    venues = ground("东场", seats=30), ground("西场")
    school = school_of(sport("甲班"), venues=venues, clubs=(club,), teachers=TEACHERS)
    built = slot_model(school, [RULE, active("club_venues")])
    for literal in (
        built.variables.lessons("甲班|体育")[slot(1, 1)],
        *built.variables.service.held("社团|足球").values(),
    ):
        built.model.add(literal == 1)
    solver = cp_model.CpSolver()
    assert solver.solve(built.model) == cp_model.OPTIMAL
    plan = built.read([solver.value(v) for v in map(built.model.get_int_var_from_proto_index, range(built.decisions))])
    assert next(s.venue for s in plan.sessions if s.slot.day == 1) == "东场"
    assigned = assign_venues(school, plan)
    assert next(p.venue for p in assigned.placements if p.slot == slot(1, 1)) == "西场"
    assert not verdict(school, assigned, RULE).violations


def test_random_schools() -> None:
    """Model and check agree where lessons of several sizes, weeks and bell schedules share venues with clubs."""
    rng = random.Random(7)
    for _ in range(40):
        venues = tuple(ground(f"场{n}", rng.choice((1, 1, 2, 3)), rng.choice((None, 60, 100))) for n in range(2))
        names = [f"{n}班" for n in range(5)]
        later = tuple(rng.sample(names, rng.choice((0, 2))))
        courses = [sport(name, week=rng.choice((Week.EVERY, Week.EVERY, Week.ODD, Week.EVEN))) for name in names]
        alike = [name for name in names if (name in later) == (names[0] in later)]
        courses.append(sport(names[0], id="合班", classes=tuple(rng.sample(alike, min(2, len(alike))))))
        marks = (closed("场0", 500, 560),) if rng.random() < 0.5 else ()
        clubs = tuple(_random_club(rng, f"社团{n}") for n in range(rng.choice((0, 1, 3))))
        school = school_of(*courses, venues=venues, later=later, marks=marks, clubs=clubs, teachers=TEACHERS)
        lessons = {c.id: [s for s in school.course_slots(c) if s.day == 1 and rng.random() < 0.35][:3] for c in courses}
        sessions = held(*((club, club.venue or rng.choice(("场0", "场1", "场1", None))) for club in clubs))
        assert_agree(school, plan_of(lessons, sessions=sessions), RULE)


def _random_club(rng: random.Random, name: str) -> Club:
    place = {"venue": "场0", "venue_kind": None} if rng.random() < 0.3 else {}
    return a_club(name, rng.randrange(4), rng.choice((BELL, LATER)), members=rng.choice((20, 45, 70)), **place)
