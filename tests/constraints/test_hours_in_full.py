from scheduler.model.owner import course_owner
from scheduler.plan import Placement, Plan
from scheduler.school import Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import course, make_school, plan_of, slot

ONE, TWO = "七(1)班", "七(2)班"
CHINESE = course(ONE, "语文", "王芳", 3)
SCHOOL = make_school((CHINESE, course(ONE, "体育", "赵军", 3)))
RULE = active("hours_in_full")
FULL = [slot(1, 1), slot(2, 1), slot(3, 6)]


def test_all_lessons_held() -> None:
    found = assert_agree(SCHOOL, plan_of({CHINESE.id: FULL}), RULE)
    assert (found.judged, found.violations) == (1, ())


def test_lessons_missing() -> None:
    (found,) = assert_agree(SCHOOL, plan_of({CHINESE.id: FULL[:1]}), RULE).violations
    assert (found.owner, found.amount) == (course_owner(CHINESE.id), 2)
    assert (found.classes, found.teachers) == ((ONE,), ("王芳",))
    assert "七(1)班 语文" in found.text.zh and "3 节" in found.text.zh
    assert [v.amount for v in assert_agree(SCHOOL, plan_of({}), RULE).violations] == [3]


def test_more_lessons_are_another_rules_care() -> None:
    assert not assert_agree(SCHOOL, plan_of({CHINESE.id: [*FULL, slot(4, 4)]}), RULE).violations


def test_a_lesson_placed_twice_is_one_lesson() -> None:
    assert [v.amount for v in verdict(SCHOOL, plan_of({CHINESE.id: [*FULL[:2], FULL[0]]}), RULE).violations] == [1]


def test_a_course_of_odd_weeks_has_its_lessons_in_those_weeks() -> None:
    odd = course(ONE, "语文", "王芳", 2, week=Week.ODD)
    school = make_school((odd,))
    assert not assert_agree(school, plan_of({odd.id: FULL[:2]}), RULE).violations
    assert [v.amount for v in assert_agree(school, plan_of({odd.id: FULL[:1]}), RULE).violations] == [1]


def test_a_class_that_a_joint_lesson_leaves_out() -> None:
    joint = course(ONE, "语文", "王芳", 2, id="合班语文", classes=(ONE, TWO))
    school = make_school((joint,))
    assert not assert_agree(school, plan_of({joint.id: FULL[:2]}), RULE).violations
    whole, part = (Placement(course=joint.id, slot=s, classes=c) for s, c in ((FULL[0], ()), (FULL[1], (TWO,))))
    found = verdict(school, Plan(placements=(whole, part)), RULE)
    assert (found.judged, [v.classes for v in found.violations]) == (2, [(ONE,)])
