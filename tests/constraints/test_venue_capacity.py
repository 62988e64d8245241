import random
from typing import Any

from constraints.rule import OwnerKind
from constraints.timetable.venue_capacity import demands
from scheduler.engine.assemble import slot_model
from scheduler.plan import Placement, Plan
from scheduler.school import Course, Mark, MarkLevel, MarkOwner, School, SchoolClass, Slot, Venue, Week
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


def test_random_schools() -> None:
    """Model and check agree where lessons of several sizes, weeks and bell schedules share venues of several sizes."""
    rng = random.Random(7)
    for _ in range(25):
        venues = tuple(ground(f"场{n}", rng.choice((1, 1, 2, 3)), rng.choice((None, 60, 100))) for n in range(2))
        names = [f"{n}班" for n in range(5)]
        later = tuple(rng.sample(names, rng.choice((0, 2))))
        courses = [sport(name, week=rng.choice((Week.EVERY, Week.EVERY, Week.ODD, Week.EVEN))) for name in names]
        alike = [name for name in names if (name in later) == (names[0] in later)]
        courses.append(sport(names[0], id="合班", classes=tuple(rng.sample(alike, min(2, len(alike))))))
        marks = (closed("场0", 500, 560),) if rng.random() < 0.5 else ()
        school = school_of(*courses, venues=venues, later=later, marks=marks)
        held = {c.id: [s for s in school.course_slots(c) if s.day == 1 and rng.random() < 0.35][:3] for c in courses}
        assert_agree(school, plan_of(held), RULE)
