from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.plan import MeetingPlacement
from scheduler.school import Meeting, Teacher, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import SCHEDULE, course, make_school, plan_of, slot

COURSES = (course("七(1)班", "语文", "王芳", 3), course("七(2)班", "语文", "王芳", 3))
HALF_POST = (Teacher(id="王芳", fte=50),)
SCHOOL = make_school(COURSES, teachers=HALF_POST)
ONE_DAY = {"七(1)班|语文": [slot(1, 1), slot(1, 5)], "七(2)班|语文": [slot(1, 2), slot(1, 6)]}


def rule(**parameters: str) -> ActiveRule:
    return active("part_timer_days", **parameters)


def test_as_few_days_as_needed() -> None:
    plan = plan_of({**ONE_DAY, "七(1)班|语文": [slot(1, 1), slot(1, 5), slot(3, 1)]})
    found = assert_agree(SCHOOL, plan, rule())
    assert found.judged == 1 and not found.violations
    assert rule().level is Level.SOFT


def test_a_day_too_many() -> None:
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1), slot(3, 1), slot(4, 1)], "七(2)班|语文": [slot(1, 2), slot(3, 2), slot(5, 1)]}
    )
    (found,) = assert_agree(SCHOOL, plan, rule()).violations
    assert found.owner.id == "王芳" and found.amount == 2 and found.slots == (slot(4, 1), slot(5, 1))
    assert found.text.zh == "王芳 一周要来 4 天（周一、周三、周四、周五），最少只需 2 天"


def test_the_figures_that_decide_the_least_days() -> None:
    three = plan_of({**ONE_DAY, "七(1)班|语文": [slot(1, 1), slot(3, 1), slot(4, 1)]})
    assert assert_agree(SCHOOL, three, rule(per_day="2")).amount == 0
    assert assert_agree(SCHOOL, three, rule(per_day="4")).amount == 1
    assert assert_agree(SCHOOL, three, rule(per_day="6")).amount == 2
    tired = make_school(COURSES, teachers=(Teacher(id="王芳", fte=50, max_per_day=2),))
    assert assert_agree(tired, three, rule(per_day="6")).amount == 0


def test_a_full_post_is_not_judged() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(3, 1), slot(4, 1)]})
    assert assert_agree(make_school(COURSES), plan, rule()).judged == 0


def test_a_meeting_makes_a_day() -> None:
    meeting = Meeting(id="语文教研", teachers=("王芳",), schedule=SCHEDULE)
    school = make_school(COURSES, teachers=HALF_POST, meetings=(meeting,))
    plan = plan_of(
        {**ONE_DAY, "七(1)班|语文": [slot(1, 1), slot(3, 1)]},
        meetings=(MeetingPlacement(meeting="语文教研", slot=slot(4, 5)),),
    )
    assert assert_agree(school, plan, rule()).amount == 1


def test_odd_and_even_weeks_count_together() -> None:
    courses = (
        course("七(1)班", "音乐", "王芳", 2, week=Week.ODD),
        course("七(1)班", "美术", "王芳", 2, week=Week.EVEN),
    )
    school = make_school(courses, teachers=HALF_POST)  # two lessons a week: one day would do
    apart = plan_of({"七(1)班|音乐": [slot(1, 1), slot(1, 2)], "七(1)班|美术": [slot(3, 1), slot(3, 2)]})
    assert assert_agree(school, apart, rule()).amount == 1
