from scheduler.plan import Placement, Plan, StrayLesson
from scheduler.school import Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import course, make_school, plan_of, slot

SCHOOL = make_school(
    (
        course("七(1)班", "音乐", "孙悦", 1),
        course("七(1)班", "语文", "王芳", 2),
        course("七(1)班", "美术", "钱进", 1, week=Week.ODD),
        course("七(1)班", "体育", "赵军", 2, id="合班体育", classes=("七(1)班", "七(2)班")),
    )
)
FULL = {
    "七(1)班|音乐": [slot(1, 1)],
    "七(1)班|语文": [slot(2, 1), slot(3, 1)],
    "七(1)班|美术": [slot(5, 1)],
    "合班体育": [slot(4, 1), slot(4, 2)],
}
RULE = active("no_added_lessons")


def test_as_planned() -> None:
    assert not assert_agree(SCHOOL, plan_of(FULL), RULE).violations


def test_fewer_lessons_are_not_its_care() -> None:
    assert not assert_agree(SCHOOL, plan_of({}), RULE).violations


def test_one_lesson_more() -> None:
    for course_id, teacher in (("七(1)班|音乐", "孙悦"), ("七(1)班|语文", "王芳"), ("七(1)班|美术", "钱进")):
        slots = [*FULL[course_id], slot(1, 3)]
        (found,) = assert_agree(SCHOOL, plan_of({**FULL, course_id: slots}), RULE).violations
        assert (found.owner.id, found.amount, found.classes, found.teachers) == (course_id, 1, ("七(1)班",), (teacher,))
        assert set(found.slots) == set(slots)


def test_each_class_of_a_joint_course_counts_its_own_lessons() -> None:
    everybody = Placement(course="合班体育", slot=slot(4, 3))
    part = Placement(course="合班体育", slot=slot(4, 3), classes=("七(2)班",))
    plan = plan_of(FULL)
    joint = Plan(placements=(*plan.placements, everybody))
    assert {v.classes for v in assert_agree(SCHOOL, joint, RULE).violations} == {("七(1)班",), ("七(2)班",)}
    (found,) = verdict(SCHOOL, Plan(placements=(*plan.placements, part)), RULE).violations
    assert found.classes == ("七(2)班",)


def test_a_class_that_is_none_of_the_course() -> None:
    guest = Placement(course="七(1)班|语文", slot=slot(2, 1), classes=("七(2)班",))
    (found,) = verdict(SCHOOL, Plan(placements=(*plan_of(FULL).placements, guest)), RULE).violations
    assert (found.classes, found.amount) == (("七(2)班",), 1)


def test_strays_are_beyond_the_plan() -> None:
    strays = tuple(
        StrayLesson(class_id="七(2)班", slot=slot(1, number), subject=name, teacher=teacher)
        for number, name, teacher in ((1, "奥数", None), (2, "数学", "王芳"), (3, "自习", None), (4, "升旗", None))
    )
    found = verdict(SCHOOL, plan_of(FULL, strays=strays), RULE).violations
    assert [(v.slots, v.teachers) for v in found] == [((slot(1, 1),), ()), ((slot(1, 2),), ("王芳",))]
