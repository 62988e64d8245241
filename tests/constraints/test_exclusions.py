from scheduler.model.owner import Owner, OwnerKind
from scheduler.plan import MeetingPlacement, Placement, Plan
from scheduler.school import Exclusion, Meeting, RuleSetting, SchoolClass, Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

ONE, TWO = "七(1)班", "七(2)班"
RULE = active("exclusions")
BOTH = Exclusion(id="AB角", teachers=("王芳", "李强"))
COURSES = (course(ONE, "语文", "王芳", 3), course(TWO, "数学", "李强", 3), course(TWO, "体育", "赵军", 2))
TEACHERS = make_school(COURSES, exclusions=(BOTH,))
KIT = make_school(COURSES, exclusions=(Exclusion(id="共用器材", courses=(f"{ONE}|语文", f"{TWO}|体育")),))


def test_never_at_once() -> None:
    plan = plan_of({f"{ONE}|语文": [slot(1, 1), slot(2, 1)], f"{TWO}|数学": [slot(1, 2)], f"{TWO}|体育": [slot(1, 1)]})
    found = assert_agree(TEACHERS, plan, RULE)
    assert (found.judged, found.violations) == (3, ())


def test_two_teachers_at_once() -> None:
    plan = plan_of({f"{ONE}|语文": [slot(1, 1), slot(2, 1)], f"{TWO}|数学": [slot(2, 1)]})
    (found,) = assert_agree(TEACHERS, plan, RULE).violations
    assert found.owner == Owner(OwnerKind.EXCLUSION, "AB角")
    assert (found.amount, found.classes, found.teachers) == (1, (ONE, TWO), ("王芳", "李强"))
    assert found.slots == (slot(2, 1),)
    assert found.text.zh == "互斥“AB角”：周二第1节 王芳（七(1)班语文）、李强（七(2)班数学） 同时进行"


def test_two_courses_at_once() -> None:
    plan = plan_of({f"{ONE}|语文": [slot(1, 1)], f"{TWO}|体育": [slot(1, 1)], f"{TWO}|数学": [slot(1, 1)]})
    (found,) = assert_agree(KIT, plan, RULE).violations
    assert (found.classes, found.amount) == ((ONE, TWO), 1)
    assert found.text.zh == "互斥“共用器材”：周一第1节 七(1)班 语文（王芳）、七(2)班 体育（赵军） 同时进行"
    apart = plan_of({f"{ONE}|语文": [slot(1, 1)], f"{TWO}|体育": [slot(1, 2)], f"{TWO}|数学": [slot(1, 1)]})
    assert not assert_agree(KIT, apart, RULE).violations


def test_three_at_once_are_two_too_many() -> None:
    names = tuple(item.id for item in COURSES)
    school = make_school(COURSES, exclusions=(Exclusion(id="一套设备", courses=names),))
    (found,) = assert_agree(school, plan_of({name: [slot(3, 3)] for name in names}), RULE).violations
    assert found.amount == 2


def test_a_teacher_in_two_places_is_no_clash_with_the_other() -> None:
    school = make_school((*COURSES, course(TWO, "语文", "王芳", 3)), exclusions=(BOTH,))
    plan = plan_of({f"{ONE}|语文": [slot(1, 1)], f"{TWO}|语文": [slot(1, 1)], f"{TWO}|数学": [slot(1, 2)]})
    assert not assert_agree(school, plan, RULE).violations
    third = plan_of({f"{ONE}|语文": [slot(1, 1)], f"{TWO}|语文": [slot(1, 1)], f"{TWO}|数学": [slot(1, 1)]})
    assert [v.amount for v in assert_agree(school, third, RULE).violations] == [1]


def test_one_course_taught_together_is_no_clash() -> None:
    shared = course(ONE, "美术", ("王芳", "李强"), 1)
    school = make_school((*COURSES, shared), exclusions=(BOTH,))
    assert not assert_agree(school, plan_of({shared.id: [slot(1, 1)]}), RULE).violations
    plan = plan_of({shared.id: [slot(1, 1)], f"{TWO}|数学": [slot(1, 1)]})
    (found,) = assert_agree(school, plan, RULE).violations
    assert found.amount == 1


def test_a_lesson_placed_twice_is_one_lesson() -> None:
    plan = plan_of({f"{ONE}|语文": [slot(1, 1), slot(1, 1)], f"{TWO}|数学": [slot(1, 2)]})
    assert not verdict(TEACHERS, plan, RULE).violations


def test_meetings_keep_teachers_busy() -> None:
    own = Meeting(id="语文教研", teachers=("王芳",), schedule=SCHEDULE, length=2)
    school = make_school(COURSES, exclusions=(BOTH,), meetings=(own,))
    held = (MeetingPlacement(meeting="语文教研", slot=slot(3, 5)),)
    (found,) = assert_agree(school, plan_of({f"{TWO}|数学": [slot(3, 6)]}, meetings=held), RULE).violations
    assert (found.slots, found.teachers) == ((slot(3, 6),), ("王芳", "李强"))
    assert "王芳（语文教研）" in found.text.zh
    assert not assert_agree(school, plan_of({f"{TWO}|数学": [slot(3, 4)]}, meetings=held), RULE).violations


def test_a_meeting_of_both_is_no_clash() -> None:
    common = Meeting(id="行政会", teachers=("王芳", "李强"), schedule=SCHEDULE)
    school = make_school(COURSES, exclusions=(BOTH,), meetings=(common,))
    held = (MeetingPlacement(meeting="行政会", slot=slot(3, 5)),)
    assert not assert_agree(school, plan_of({}, meetings=held), RULE).violations


def test_odd_and_even_weeks_do_not_meet() -> None:
    odd, even = COURSES[0].model_copy(update={"week": Week.ODD}), COURSES[1].model_copy(update={"week": Week.EVEN})
    school = make_school((odd, even), exclusions=(BOTH,))
    plan = plan_of({odd.id: [slot(1, 1)], even.id: [slot(1, 1)]})
    assert not assert_agree(school, plan, RULE).violations
    every = make_school((odd, COURSES[1]), exclusions=(BOTH,))
    assert len(assert_agree(every, plan, RULE).violations) == 1


def test_bell_schedules_by_the_clock() -> None:
    early, late = bell("早"), bell("晚", begin=8 * 60 + 20)
    classes = (
        SchoolClass(id=ONE, grade=7, number=1, schedule="早"),
        SchoolClass(id=TWO, grade=7, number=2, schedule="晚"),
    )
    school = make_school(COURSES[:2], exclusions=(BOTH,), schedules=(early, late), classes=classes)
    plan = plan_of({f"{ONE}|语文": [slot(1, 2, early)], f"{TWO}|数学": [slot(1, 1, late)]})
    (found,) = assert_agree(school, plan, RULE).violations
    assert set(found.slots) == {slot(1, 2, early), slot(1, 1, late)}
    apart = plan_of({f"{ONE}|语文": [slot(1, 1, early)], f"{TWO}|数学": [slot(1, 2, late)]})
    assert not assert_agree(school, apart, RULE).violations


def test_self_study_taken_for_lessons_counts_too() -> None:
    """A plan made by hand may use periods that are no lesson periods."""
    service = slot(1, 6)._replace(period=slot(1, 6).period + 1)
    placements = tuple(Placement(course=name, slot=service) for name in (f"{ONE}|语文", f"{TWO}|数学"))
    assert len(verdict(TEACHERS, Plan(placements=placements), RULE).violations) == 1


def test_what_one_teacher_holds_at_once_is_no_clash_of_two() -> None:
    off = (RuleSetting(rule="teacher_clash", enabled=False),)
    school = make_school((*COURSES, course(TWO, "语文", "王芳", 3)), exclusions=(BOTH,), rule_settings=off)
    twice = {f"{ONE}|语文": [slot(1, 5), slot(1, 6)], f"{TWO}|语文": [slot(1, 5), slot(1, 6)]}
    assert not assert_agree(school, plan_of(twice), RULE).violations
