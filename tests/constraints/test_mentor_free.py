from scheduler.model.owner import teacher_owner
from scheduler.plan import MeetingPlacement
from scheduler.school import Meeting, School, SchoolClass, Teacher, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

ONE, TWO, THREE = "七(1)班", "七(2)班", "七(3)班"
RULE = active("mentor_free")
PEOPLE = (Teacher(id="徒弟", mentor="师父"), Teacher(id="师父"))
COURSES = (course(ONE, "语文", "徒弟", 3), course(TWO, "语文", "师父", 3), course(THREE, "语文", "师父", 3))


def school_of(**more: object) -> School:
    return make_school(COURSES, teachers=PEOPLE, **more)


def test_mentor_can_listen() -> None:
    plan = plan_of(
        {f"{ONE}|语文": [slot(1, 1), slot(2, 1)], f"{TWO}|语文": [slot(1, 2)], f"{THREE}|语文": [slot(2, 2)]}
    )
    found = assert_agree(school_of(), plan, RULE)
    assert (found.judged, found.violations) == (4, ())


def test_mentor_teaches_at_the_same_time() -> None:
    plan = plan_of(
        {f"{ONE}|语文": [slot(1, 1), slot(2, 1)], f"{TWO}|语文": [slot(2, 1)], f"{THREE}|语文": [slot(2, 2)]}
    )
    (found,) = assert_agree(school_of(), plan, RULE).violations
    assert found.owner == teacher_owner("徒弟")
    assert (found.amount, found.classes, found.teachers) == (1, (ONE, TWO), ("徒弟", "师父"))
    assert found.slots == (slot(2, 1),)
    assert found.text.zh == "周二第1节 徒弟 上七(1)班语文时，师父 师父 有七(2)班语文，不能听课"


def test_the_mentors_own_clash_is_not_the_apprentices() -> None:
    plan = plan_of({f"{ONE}|语文": [slot(1, 1)], f"{TWO}|语文": [slot(2, 1)], f"{THREE}|语文": [slot(2, 1)]})
    assert not assert_agree(school_of(), plan, RULE).violations


def test_mentor_in_a_meeting() -> None:
    meeting = Meeting(id="年级会", teachers=("师父",), schedule=SCHEDULE)
    held = (MeetingPlacement(meeting="年级会", slot=slot(4, 5)),)
    plan = plan_of({f"{ONE}|语文": [slot(4, 5)]}, meetings=held)
    (found,) = assert_agree(school_of(meetings=(meeting,)), plan, RULE).violations
    assert "师父 师父 有年级会" in found.text.zh


def test_the_apprentices_meetings_are_no_lessons_to_listen_to() -> None:
    meeting = Meeting(id="新教师会", teachers=("徒弟",), schedule=SCHEDULE)
    held = (MeetingPlacement(meeting="新教师会", slot=slot(4, 5)),)
    plan = plan_of({f"{TWO}|语文": [slot(4, 5)]}, meetings=held)
    assert not assert_agree(school_of(meetings=(meeting,)), plan, RULE).violations


def test_a_course_taught_by_both() -> None:
    shared = course(ONE, "音乐", ("徒弟", "师父"), 1)
    school = make_school((*COURSES, shared), teachers=PEOPLE)
    assert not assert_agree(school, plan_of({shared.id: [slot(1, 1)]}), RULE).violations


def test_odd_and_even_weeks() -> None:
    odd, even = (COURSES[n].model_copy(update={"week": w}) for n, w in ((0, Week.ODD), (1, Week.EVEN)))
    plan = plan_of({odd.id: [slot(1, 1)], even.id: [slot(1, 1)]})
    assert not assert_agree(make_school((odd, even), teachers=PEOPLE), plan, RULE).violations
    assert len(assert_agree(make_school((odd, COURSES[1]), teachers=PEOPLE), plan, RULE).violations) == 1


def test_one_lesson_of_the_apprentice_falls_on_two_of_the_mentors() -> None:
    early, late = bell("早"), bell("晚", begin=8 * 60 + 20)
    classes = (
        SchoolClass(id=ONE, grade=7, number=1, schedule="早"),
        SchoolClass(id=TWO, grade=7, number=2, schedule="晚"),
    )
    school = make_school(COURSES[:2], teachers=PEOPLE, schedules=(early, late), classes=classes)
    plan = plan_of({f"{ONE}|语文": [slot(1, 2, early)], f"{TWO}|语文": [slot(1, 1, late), slot(1, 2, late)]})
    found = assert_agree(school, plan, RULE).violations
    assert [set(v.slots) for v in found] == [{slot(1, 2, early), slot(1, number, late)} for number in (1, 2)]
    apart = plan_of({f"{ONE}|语文": [slot(1, 1, early)], f"{TWO}|语文": [slot(1, 2, late)]})
    assert not assert_agree(school, apart, RULE).violations


def test_nobody_is_his_own_mentor() -> None:
    people = (Teacher(id="徒弟", mentor="徒弟"), PEOPLE[1])
    school = make_school(COURSES, teachers=people)
    found = assert_agree(school, plan_of({f"{ONE}|语文": [slot(1, 1)]}), RULE)
    assert (found.judged, found.violations) == (0, ())
