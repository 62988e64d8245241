from scheduler.model.owner import class_owner
from scheduler.plan import Placement, Plan, StrayLesson
from scheduler.school import SchoolClass, Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import bell, course, make_school, plan_of, slot

ONE, TWO = "七(1)班", "七(2)班"
CHINESE, MATHS = course(ONE, "语文", "王芳", 3), course(ONE, "数学", "李强", 3)
SCHOOL = make_school((CHINESE, MATHS, course(TWO, "语文", "王芳", 3)))
RULE = active("class_clash")


def test_one_lesson_at_a_time() -> None:
    plan = plan_of({CHINESE.id: [slot(1, 1), slot(2, 1)], MATHS.id: [slot(1, 2)], f"{TWO}|语文": [slot(1, 1)]})
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.judged, found.violations) == (4, ())


def test_two_lessons_at_once() -> None:
    plan = plan_of({CHINESE.id: [slot(1, 1), slot(2, 3)], MATHS.id: [slot(2, 3)]})
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.owner, found.amount, found.classes) == (class_owner(ONE), 1, (ONE,))
    assert (set(found.teachers), found.slots) == ({"王芳", "李强"}, (slot(2, 3),))
    assert found.text.zh == "七(1)班 周二第3节 同时有 语文、数学"


def test_a_joint_course_fills_the_slots_of_all_its_classes() -> None:
    joint = course(ONE, "音乐", "孙悦", 1, id="合班音乐", classes=(ONE, TWO))
    school = make_school((joint, course(TWO, "语文", "王芳", 3)))
    plan = plan_of({joint.id: [slot(1, 1)], f"{TWO}|语文": [slot(1, 1)]})
    assert [v.owner for v in assert_agree(school, plan, RULE).violations] == [class_owner(TWO)]
    only_one = Placement(course=joint.id, slot=slot(1, 1), classes=(ONE,))
    other = Placement(course=f"{TWO}|语文", slot=slot(1, 1))
    assert not verdict(school, Plan(placements=(only_one, other)), RULE).violations


def test_courses_that_run_together_are_one_lesson() -> None:
    layers = tuple(course(ONE, "英语", name, 2, id=name, together="英语走班") for name in ("甲", "乙", "丙"))
    school = make_school((*layers, MATHS))
    together = {name: [slot(1, 1), slot(2, 1)] for name in ("甲", "乙", "丙")}
    assert not assert_agree(school, plan_of({**together, MATHS.id: [slot(3, 1)]}), RULE).violations
    (found,) = assert_agree(school, plan_of({**together, MATHS.id: [slot(2, 1)]}), RULE).violations
    assert (found.amount, found.text.en) == (1, "七(1)班 Tue lesson 1: 英语、数学 at once")


def test_every_course_of_a_group_fills_the_slot() -> None:
    """The one that happens to be named first may have fewer lessons than the others."""
    layers = tuple(course(ONE, "英语", name, n, id=name, together="英语走班") for name, n in (("甲", 1), ("乙", 2)))
    school = make_school((*layers, MATHS))
    plan = plan_of({"甲": [slot(1, 1)], "乙": [slot(1, 1), slot(2, 1)], MATHS.id: [slot(2, 1)]})
    assert [v.slots for v in assert_agree(school, plan, RULE).violations] == [(slot(2, 1),)]


def test_two_groups_at_once() -> None:
    layers = tuple(
        course(ONE, subject, name, 1, id=name, together=f"{subject}走班")
        for subject, name in (("英语", "甲"), ("英语", "乙"), ("数学", "丙"), ("数学", "丁"))
    )
    school = make_school(layers)
    plan = plan_of({"甲": [slot(1, 1)], "乙": [slot(2, 1)], "丙": [slot(3, 1)], "丁": [slot(2, 1)]})
    assert [(v.amount, v.slots) for v in assert_agree(school, plan, RULE).violations] == [(1, (slot(2, 1),))]


def test_odd_and_even_weeks_do_not_meet() -> None:
    odd, even = CHINESE.model_copy(update={"week": Week.ODD}), MATHS.model_copy(update={"week": Week.EVEN})
    weekly = course(ONE, "体育", "赵军", 1)
    school = make_school((odd, even, weekly))
    both = {odd.id: [slot(1, 1)], even.id: [slot(1, 1)]}
    assert not assert_agree(school, plan_of(both), RULE).violations
    (found,) = assert_agree(school, plan_of({**both, weekly.id: [slot(1, 1)]}), RULE).violations
    assert found.amount == 1


def test_a_course_placed_twice_is_a_clash_with_itself() -> None:
    twice = plan_of({CHINESE.id: [slot(1, 1), slot(1, 1)]})
    assert [v.text.zh for v in verdict(SCHOOL, twice, RULE).violations] == ["七(1)班 周一第1节 同时有 语文、语文"]
    layers = tuple(course(ONE, "英语", name, 1, id=name, together="英语走班") for name in ("甲", "乙"))
    layered = plan_of({"甲": [slot(1, 1), slot(1, 1)], "乙": [slot(1, 1)]})
    assert [v.amount for v in verdict(make_school(layers), layered, RULE).violations] == [1]


def test_a_stray_lesson_fills_the_slot() -> None:
    stray = StrayLesson(class_id=ONE, slot=slot(1, 1), subject="奥数")
    found = verdict(SCHOOL, plan_of({CHINESE.id: [slot(1, 1)], f"{TWO}|语文": [slot(1, 1)]}, strays=(stray,)), RULE)
    assert [v.text.zh for v in found.violations] == ["七(1)班 周一第1节 同时有 语文、奥数"]


def test_a_slot_of_another_bell_schedule_by_the_clock() -> None:
    """Only a plan made by hand puts a class into another schedule's slot."""
    early, late = bell("早"), bell("晚", begin=8 * 60 + 20)
    classes = (SchoolClass(id=ONE, grade=7, number=1, schedule="早"),)
    school = make_school((CHINESE, MATHS), schedules=(early, late), classes=classes)
    plan = plan_of({CHINESE.id: [slot(1, 1, early)], MATHS.id: [slot(1, 1, late)]})
    (found,) = verdict(school, plan, RULE).violations
    assert found.slots == (slot(1, 1, early), slot(1, 1, late))
    apart = plan_of({CHINESE.id: [slot(1, 1, early)], MATHS.id: [slot(1, 2, late)]})
    assert not verdict(school, apart, RULE).violations
