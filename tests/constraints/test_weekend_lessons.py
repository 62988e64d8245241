import pytest

from scheduler.plan import StrayLesson
from scheduler.school import School, SchoolClass
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

RULE = active("weekend_lessons")
SATURDAY = slot(6, 2)


def school(grade: int) -> School:
    return make_school(
        (course("甲班", "数学", "李强", 2), course("甲班", "升旗", None, 1)),
        schedules=(bell(days=6),),
        classes=(SchoolClass(id="甲班", grade=grade, number=1, schedule=SCHEDULE),),
    )


@pytest.mark.parametrize("grade", [1, 6, 7, 9])
def test_grades_one_to_nine_stay_at_home(grade: int) -> None:
    plan = plan_of({"甲班|数学": [slot(5, 1), SATURDAY]})
    (found,) = verdict(school(grade), plan, RULE).violations
    assert (found.owner.id, found.amount, found.classes, found.teachers, found.slots) == (
        ("甲班", 1, ("甲班",), ("李强",), (SATURDAY,))
    )
    assert found.text.zh == "甲班 周六第2节 排了数学，一至九年级周末不上课"
    assert not verdict(school(grade), plan, active("activity_time")).violations  # one fault, one message


def test_senior_grades_follow_their_bell() -> None:
    plan = plan_of({"甲班|数学": [slot(5, 1), SATURDAY], "甲班|升旗": [slot(6, 1)]})
    found = assert_agree(school(10), plan, RULE)
    assert (found.judged, found.violations) == (3, ())


def test_lessons_that_no_course_explains() -> None:
    strays = tuple(StrayLesson(class_id="甲班", slot=SATURDAY, subject=name) for name in ("英语", "自习"))
    assert [v.slots for v in verdict(school(8), plan_of({}, strays=strays), RULE).violations] == [(SATURDAY,)]


def test_where_lessons_may_be() -> None:
    """Six lessons a day; senior classes that follow the bells of younger ones stay at home too."""
    young = school(9)
    assert len(young.class_slots("甲班")) == 5 * 6
    assert len(school(10).class_slots("甲班")) == 6 * 6
    older = SchoolClass(id="乙班", grade=10, number=1, schedule=SCHEDULE)
    joint = course("甲班", "数学", "李强", 2).model_copy(update={"classes": ("乙班", "甲班")})
    both = make_school((joint,), schedules=(bell(days=6),), classes=(*young.classes, older))
    assert both.course_slots(joint) == both.class_slots("乙班") == young.class_slots("甲班")
    plan = plan_of({joint.id: [slot(5, 1), SATURDAY]})
    assert [v.classes for v in verdict(both, plan, RULE).violations] == [("甲班",)]
    assert [v.classes for v in verdict(both, plan, active("activity_time")).violations] == [("乙班",)]
