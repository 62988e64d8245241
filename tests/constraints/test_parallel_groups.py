from scheduler.model.owner import course_owner
from scheduler.plan import Placement, Plan
from scheduler.school import Course, SchoolClass
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import bell, course, make_school, plan_of, slot

ONE, TWO = "七(1)班", "七(2)班"
RULE = active("parallel_groups")


def layer(teacher: str, lessons: int = 3, **more: object) -> Course:
    fields = {"id": teacher, "classes": (ONE, TWO), "together": "七年级英语走班"}
    return course(ONE, "英语", teacher, lessons, **{**fields, **more})


SCHOOL = make_school((layer("甲"), layer("乙"), layer("丙"), course(ONE, "语文", "王芳", 3)))
TIMES = [slot(1, 1), slot(3, 2), slot(5, 5)]


def test_at_the_same_time() -> None:
    plan = plan_of({"甲": TIMES, "乙": TIMES, "丙": TIMES, f"{ONE}|语文": [slot(2, 1)]})
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.judged, found.violations) == (2, ())


def test_one_lesson_elsewhere() -> None:
    plan = plan_of({"甲": TIMES, "乙": [slot(1, 1), slot(3, 3), slot(5, 5)], "丙": TIMES})
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert found.owner == course_owner("乙")
    assert (found.amount, found.classes, found.teachers) == (1, (ONE, TWO), ("甲", "乙"))
    assert found.slots == (slot(3, 2), slot(3, 3))
    assert "走班组“七年级英语走班”" in found.text.zh and "周三第2节、周三第3节" in found.text.zh


def test_lessons_missing_on_either_side() -> None:
    plan = plan_of({"甲": TIMES, "乙": TIMES[:1], "丙": [*TIMES, slot(4, 4)]})
    found = assert_agree(SCHOOL, plan, RULE).violations
    assert [(v.owner.id, v.amount) for v in found] == [("乙", 2), ("丙", 1)]
    lead_missing = assert_agree(SCHOOL, plan_of({"乙": TIMES, "丙": TIMES}), RULE).violations
    assert [(v.owner.id, v.amount) for v in lead_missing] == [("乙", 3), ("丙", 3)]


def test_a_lesson_placed_twice_counts_once() -> None:
    plan = plan_of({"甲": [*TIMES, TIMES[0]], "乙": TIMES, "丙": TIMES})
    assert not verdict(SCHOOL, plan, RULE).violations


def test_fewer_lessons_fall_within_the_most() -> None:
    school = make_school((layer("甲", 2), layer("乙", 3)))
    assert not assert_agree(school, plan_of({"乙": TIMES, "甲": TIMES[1:]}), RULE).violations
    (found,) = assert_agree(school, plan_of({"乙": TIMES, "甲": [slot(1, 1), slot(1, 2)]}), RULE).violations
    assert (found.owner, found.amount, found.slots) == (course_owner("甲"), 1, (slot(1, 2),))


def test_a_class_that_stays_away_is_another_rules_care() -> None:
    placements = [Placement(course=name, slot=s) for name in ("甲", "乙") for s in TIMES]
    placements += [Placement(course="丙", slot=s, classes=(ONE,)) for s in TIMES]
    assert not verdict(SCHOOL, Plan(placements=tuple(placements)), RULE).violations


def test_bell_schedules_are_compared_by_the_clock() -> None:
    early, late = bell("早"), bell("晚", begin=8 * 60 + 50)
    classes = (
        SchoolClass(id=ONE, grade=7, number=1, schedule="早"),
        SchoolClass(id=TWO, grade=7, number=2, schedule="晚"),
    )
    courses = (layer("甲", 1, classes=(ONE,)), layer("乙", 1, classes=(TWO,)))
    school = make_school(courses, schedules=(early, late), classes=classes)
    same_clock = plan_of({"甲": [slot(1, 2, early)], "乙": [slot(1, 1, late)]})
    assert not assert_agree(school, same_clock, RULE).violations
    same_number = plan_of({"甲": [slot(1, 1, early)], "乙": [slot(1, 1, late)]})
    (found,) = assert_agree(school, same_number, RULE).violations
    assert (found.amount, set(found.slots)) == (1, {slot(1, 1, early), slot(1, 1, late)})
