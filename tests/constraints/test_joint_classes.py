from scheduler.model.owner import course_owner
from scheduler.plan import Placement, Plan
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import course, make_school, plan_of, slot

ONE, TWO = "七(1)班", "七(2)班"
JOINT = course(ONE, "音乐", "孙悦", 2, id="合班音乐", classes=(ONE, TWO))
SCHOOL = make_school((JOINT, course(ONE, "语文", "王芳", 2), course(TWO, "语文", "王芳", 2)))
RULE = active("joint_classes")


def held(*lessons: tuple[int, int, tuple[str, ...]]) -> Plan:
    return Plan(placements=tuple(Placement(course=JOINT.id, slot=slot(d, n), classes=c) for d, n, c in lessons))


def test_together() -> None:
    plan = plan_of({JOINT.id: [slot(1, 1), slot(2, 1)], f"{ONE}|语文": [slot(1, 2)], f"{TWO}|语文": [slot(1, 3)]})
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.judged, found.violations) == (2, ())


def test_too_many_or_no_lessons_are_other_rules_care() -> None:
    assert not assert_agree(SCHOOL, plan_of({JOINT.id: [slot(d, 1) for d in (1, 2, 3)]}), RULE).violations
    assert assert_agree(SCHOOL, plan_of({}), RULE).judged == 0


def test_all_classes_named_or_in_two_parts_at_one_time() -> None:
    plan = held((1, 1, (TWO, ONE)), (2, 1, (ONE,)), (2, 1, (TWO,)))
    assert not verdict(SCHOOL, plan, RULE).violations


def test_one_class_stays_away() -> None:
    (found,) = verdict(SCHOOL, held((1, 1, ()), (2, 1, (ONE,))), RULE).violations
    assert found.owner == course_owner(JOINT.id)
    assert (found.amount, found.classes, found.teachers, found.slots) == (1, (TWO,), ("孙悦",), (slot(2, 1),))
    assert found.text.zh == "周二第1节 合班课音乐缺 七(2)班"


def test_parts_at_different_times() -> None:
    found = verdict(SCHOOL, held((1, 1, ()), (2, 1, (ONE,)), (3, 5, (TWO,))), RULE)
    assert found.judged == 3
    assert [(v.classes, v.slots) for v in found.violations] == [((TWO,), (slot(2, 1),)), ((ONE,), (slot(3, 5),))]
    assert found.violations[0].text.zh == "周二第1节 合班课音乐缺 七(2)班，另在周三第5节上"
    assert found.violations[1].text.en == "Wed lesson 5: 七(1)班 missing from the joint 音乐, held Tue lesson 1 instead"


def test_two_of_three_missing() -> None:
    names = (ONE, TWO, "七(3)班")
    school = make_school((course(ONE, "体育", "赵军", 1, id="三班体育", classes=names),))
    plan = Plan(placements=(Placement(course="三班体育", slot=slot(4, 2), classes=(TWO,)),))
    (found,) = verdict(school, plan, RULE).violations
    assert (found.amount, found.classes) == (2, (ONE, "七(3)班"))
