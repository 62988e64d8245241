from scheduler.model.owner import teacher_owner
from scheduler.plan import MeetingPlacement, Placement, Plan, StrayLesson
from scheduler.school import Meeting, PeriodKind, School, SchoolClass, Slot, Teacher, Week
from scheduler.school.by_clock import most_apart, overlapping
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

ONE, TWO = "七(1)班", "七(2)班"
FIRST, SECOND = course(ONE, "语文", "王芳", 3), course(TWO, "语文", "王芳", 3)
SCHOOL = make_school((FIRST, SECOND, course(ONE, "数学", "李强", 3)))
RULE = active("teacher_clash")


def test_one_place_at_a_time() -> None:
    plan = plan_of({FIRST.id: [slot(1, 1), slot(2, 1)], SECOND.id: [slot(1, 2)], f"{ONE}|数学": [slot(1, 2)]})
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.judged, found.violations) == (4, ())


def test_two_classes_at_once() -> None:
    plan = plan_of({FIRST.id: [slot(1, 1), slot(2, 1)], SECOND.id: [slot(2, 1)]})
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.owner, found.amount, found.classes) == (teacher_owner("王芳"), 1, (ONE, TWO))
    assert (found.teachers, found.slots) == (("王芳",), (slot(2, 1),))
    assert found.text.zh == "王芳 周二第1节 同时要去 七(1)班语文、七(2)班语文"


def test_every_teacher_of_a_course_is_wanted() -> None:
    shared = course(ONE, "美术", ("周敏", "王芳"), 1)
    school = make_school((shared, SECOND))
    (found,) = assert_agree(school, plan_of({shared.id: [slot(1, 1)], SECOND.id: [slot(1, 1)]}), RULE).violations
    assert found.owner == teacher_owner("王芳")


def test_a_joint_course_is_one_place() -> None:
    joint = course(ONE, "音乐", "孙悦", 1, id="合班音乐", classes=(ONE, TWO))
    school = make_school((joint,))
    assert not assert_agree(school, plan_of({joint.id: [slot(1, 1)]}), RULE).violations
    parts = tuple(Placement(course=joint.id, slot=slot(1, 1), classes=(name,)) for name in (ONE, TWO))
    assert not verdict(school, Plan(placements=parts), RULE).violations


def test_one_teacher_for_two_courses_that_run_together() -> None:
    layers = tuple(course(ONE, "英语", "甲", 1, id=name, together="英语走班") for name in ("A层", "B层"))
    school = make_school(layers)
    plan = plan_of({"A层": [slot(1, 1)], "B层": [slot(1, 1)]})
    assert [v.amount for v in assert_agree(school, plan, RULE).violations] == [1]


def test_odd_and_even_weeks_do_not_meet() -> None:
    odd, even = FIRST.model_copy(update={"week": Week.ODD}), SECOND.model_copy(update={"week": Week.EVEN})
    plan = plan_of({odd.id: [slot(1, 1)], even.id: [slot(1, 1)]})
    assert not assert_agree(make_school((odd, even)), plan, RULE).violations
    assert len(assert_agree(make_school((odd, SECOND)), plan, RULE).violations) == 1


def meeting_school(**more: object) -> School:
    meeting = Meeting(id="语文教研", teachers=("王芳", "李强"), schedule=SCHEDULE, length=2, **more)
    return make_school((FIRST, SECOND), meetings=(meeting,), teachers=(Teacher(id="王芳"), Teacher(id="李强")))


def test_a_meeting_takes_all_its_periods() -> None:
    held = (MeetingPlacement(meeting="语文教研", slot=slot(3, 5)),)
    (found,) = assert_agree(meeting_school(), plan_of({FIRST.id: [slot(3, 6)]}, meetings=held), RULE).violations
    assert (found.slots, found.classes) == ((slot(3, 6),), (ONE,))
    assert found.text.zh == "王芳 周三第6节 同时要去 七(1)班语文、语文教研"
    before = plan_of({FIRST.id: [slot(3, 4)]}, meetings=held)
    assert not assert_agree(meeting_school(), before, RULE).violations


def two_bells() -> School:
    """The second schedule begins 20 minutes later, so that each lesson of one touches lessons of the other."""
    classes = (
        SchoolClass(id=ONE, grade=7, number=1, schedule="早"),
        SchoolClass(id=TWO, grade=7, number=2, schedule="晚"),
    )
    return make_school((FIRST, SECOND), schedules=(bell("早"), bell("晚", begin=8 * 60 + 20)), classes=classes)


def test_bell_schedules_are_compared_by_the_clock() -> None:
    school = two_bells()
    early, late = school.schedules
    plan = plan_of({FIRST.id: [slot(1, 2, early)], SECOND.id: [slot(1, 1, late)]})
    (found,) = assert_agree(school, plan, RULE).violations
    assert set(found.slots) == {slot(1, 2, early), slot(1, 1, late)}
    same_number_apart = plan_of({FIRST.id: [slot(1, 1, early)], SECOND.id: [slot(1, 2, late)]})
    assert not assert_agree(school, same_number_apart, RULE).violations


def test_lessons_outside_lesson_periods_count_too() -> None:
    service = next(iter(SCHOOL.schedules[0].slots(PeriodKind.SERVICE)))
    (found,) = verdict(SCHOOL, plan_of({FIRST.id: [service], SECOND.id: [service]}), RULE).violations
    assert found.slots == (service,)


def test_a_course_placed_twice_is_one_place() -> None:
    assert not verdict(SCHOOL, plan_of({FIRST.id: [slot(1, 1), slot(1, 1)]}), RULE).violations


def test_a_stray_lesson_needs_its_teacher() -> None:
    stray = StrayLesson(class_id=TWO, slot=slot(1, 1), subject="奥数", teacher="王芳")
    (found,) = verdict(SCHOOL, plan_of({FIRST.id: [slot(1, 1)]}, strays=(stray,)), RULE).violations
    assert (found.classes, found.text.en) == ((ONE, TWO), "王芳 Mon lesson 1: 七(1)班语文、七(2)班奥数 at once")


def test_slots_that_share_a_minute() -> None:
    school = two_bells()
    early, late = school.schedules
    first, second, third = slot(1, 1, early), slot(1, 1, late), slot(1, 2, early)
    assert overlapping(school, [third, first, second, first]) == [(first, second), (second, third)]
    assert overlapping(school, [slot(2, 1, early), first]) == [(first,), (slot(2, 1, early),)]
    assert overlapping(school, list[Slot]()) == []
    assert most_apart(school, [first, second, third]) == 2
    assert most_apart(school, school.lesson_slots["早"][:6]) == 6
