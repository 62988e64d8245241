from scheduler.export.lessons import Lessons
from scheduler.plan import MeetingPlacement, Placement, Plan, PlanView, StrayLesson
from scheduler.school import Area, Meeting, School, Venue, Week
from tests.schools import SCHEDULE, course, make_school, slot

FIRST, SECOND = "七(1)班", "七(2)班"
AT = slot(1, 1)


def lessons(school: School, *placements: Placement, language: str = "zh", **more: object) -> Lessons:
    return Lessons(PlanView(school, Plan(placements=placements, **more)), language)  # type: ignore[arg-type]


def test_a_lesson_of_a_class() -> None:
    school = make_school()
    found = lessons(school, Placement(course=f"{FIRST}|体育", slot=AT, venue="操场"))
    assert [entry.lines for entry in found.of_class(FIRST, AT)] == [("体育", "赵军", "操场")]
    assert [entry.lines for entry in found.of_class_in_short(FIRST, AT)] == [("体育", "赵军")]  # no other 操场
    assert found.of_class(FIRST, AT)[0].area is Area.PE
    assert [entry.lines for entry in found.of_teacher("赵军", AT)] == [("七(1)", "体育", "操场")]
    assert [entry.lines for entry in found.in_venue("操场", AT)] == [("七(1) 体育 赵军",)]
    assert found.of_class(SECOND, AT) == []


def test_the_venue_is_told_in_short_where_there_is_a_choice() -> None:
    venues = tuple(Venue(id=name, kind="操场") for name in ("东操场", "西操场"))
    school = make_school((course(FIRST, "体育", "赵军", 1, venue_kind="操场"),), venues=venues)
    found = lessons(school, Placement(course=f"{FIRST}|体育", slot=AT, venue="西操场"))
    assert [entry.lines for entry in found.of_class_in_short(FIRST, AT)] == [("体育", "赵军", "西操场")]
    assert [entry.lines for entry in found.in_venue("西操场", AT)] == [("七(1) 体育", "赵军")]


def test_joint_classes_name_each_other() -> None:
    school = make_school((course(FIRST, "音乐", "孙悦", 1, id="j", classes=(FIRST, SECOND)),))
    found = lessons(school, Placement(course="j", slot=AT))
    assert found.of_class(FIRST, AT)[0].details == ("孙悦", "与七(2)班合班")
    assert found.of_teacher("孙悦", AT)[0].heading == "七(1)、七(2)"
    assert found.of_teacher_in_short("孙悦", AT)[0].heading == "七(1)\n七(2)"
    english = lessons(school, Placement(course="j", slot=AT), language="en")
    assert english.of_class(FIRST, AT)[0].details == ("孙悦", "with 七(2)班")


def test_courses_that_run_together_are_one_lesson_to_a_class() -> None:
    courses = tuple(
        course(FIRST, "英语", teacher, 1, id=teacher, classes=(FIRST, SECOND), together="走班") for teacher in "甲乙"
    )
    found = lessons(make_school(courses), *(Placement(course=name, slot=AT) for name in "甲乙"))
    assert [entry.lines for entry in found.of_class(FIRST, AT)] == [("英语", "甲", "乙")]
    assert [entry.lines for entry in found.of_class_in_short(FIRST, AT)] == [("英语", "甲", "乙")]
    assert len(found.of_teacher("甲", AT)) == 1


def test_odd_and_even_weeks() -> None:
    school = make_school(
        (
            course(FIRST, "音乐", "孙悦", 1, week=Week.ODD, pair="p"),
            course(FIRST, "美术", "周敏", 1, week=Week.EVEN, pair="p"),
        )
    )
    both = tuple(Placement(course=f"{FIRST}|{subject}", slot=AT) for subject in ("音乐", "美术"))
    assert [e.heading for e in lessons(school, *both).of_class(FIRST, AT)] == ["单 音乐", "双 美术"]
    assert [e.heading for e in lessons(school, *both, language="en").of_class(FIRST, AT)] == ["odd 音乐", "even 美术"]
    assert lessons(school, *both).weekly_of_teacher("孙悦") == 0.5
    assert str(lessons(make_school(), Placement(course=f"{FIRST}|语文", slot=AT)).weekly_of_teacher("王芳")) == "1"


def test_meetings_and_strays() -> None:
    meeting = Meeting(id="语文教研", teachers=("王芳",), schedule=SCHEDULE, length=2)
    found = lessons(
        make_school(meetings=(meeting,)),
        meetings=(MeetingPlacement(meeting="语文教研", slot=slot(3, 5)),),
        strays=(StrayLesson(class_id=FIRST, slot=AT, subject="奥数", teacher="某人"),),
    )
    assert [found.of_teacher("王芳", slot(3, n))[0].heading for n in (5, 6)] == ["语文教研"] * 2
    assert found.of_teacher("王芳", slot(3, 5))[0].area is None
    assert [entry.lines for entry in found.of_class(FIRST, AT)] == [("奥数", "某人")]


def test_slots_of_a_schedule_with_a_lesson_in_the_break() -> None:
    school = make_school()
    schedule = school.schedules[0]
    in_break = slot(2, 1)._replace(period=2)
    assert schedule.periods[2].name == "大课间"
    found = lessons(school, Placement(course=f"{FIRST}|语文", slot=in_break))
    assert set(found.slots_of(schedule)) == {*school.lesson_slots[SCHEDULE], in_break}
    assert found.slots_of(schedule) == sorted(found.slots_of(schedule))
