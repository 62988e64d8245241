import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, class_owner
from scheduler.school import Area, SchoolClass, Subject, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import SUBJECTS, bell, course, make_school, plan_of, slot

SCHOOL = make_school((course("七(1)班", "体育", "赵军", 3), course("七(1)班", "语文", "王芳", 5)))
RULES = [active("pe_days_apart", level) for level in (Level.SOFT, Level.HARD)]


@pytest.mark.parametrize("rule", RULES)
def test_days_apart(rule: ActiveRule) -> None:
    chinese = [slot(day, 1) for day in range(1, 6)]
    plan = plan_of({"七(1)班|体育": [slot(1, 2), slot(3, 5), slot(5, 6)], "七(1)班|语文": chinese})
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (4, ())


@pytest.mark.parametrize("rule", RULES)
def test_neighbouring_days(rule: ActiveRule) -> None:
    plan = plan_of({"七(1)班|体育": [slot(2, 2), slot(3, 5), slot(4, 6)]})
    found = assert_agree(SCHOOL, plan, rule).violations
    assert [(v.owner, v.amount, v.slots) for v in found] == [
        (class_owner("七(1)班"), 1, (slot(2, 2), slot(3, 5))),
        (class_owner("七(1)班"), 1, (slot(3, 5), slot(4, 6))),
    ]
    assert found[0].text.zh == "七(1)班 周二、周三连续两天都有体育"


def test_a_pair_of_days_counts_once() -> None:
    plan = plan_of({"七(1)班|体育": [slot(1, 1), slot(1, 2), slot(2, 1), slot(2, 2)]})
    assert assert_agree(SCHOOL, plan, RULES[0]).amount == 1


def test_the_weekend_lies_between() -> None:
    plan = plan_of({"七(1)班|体育": [slot(1, 1), slot(5, 1)]})
    assert not assert_agree(SCHOOL, plan, RULES[0]).violations
    schedule = bell(days=6)
    senior = SchoolClass(id="高一(1)班", grade=10, number=1, schedule=schedule.id)
    school = make_school((course(senior.id, "体育", "赵军", 2),), schedules=(schedule,), classes=(senior,))
    plan = plan_of({"高一(1)班|体育": [slot(5, 1, schedule), slot(6, 1, schedule)]})
    assert assert_agree(school, plan, RULES[0]).amount == 1


def test_classes_with_many_lessons_are_not_judged() -> None:
    plan = plan_of({"七(1)班|体育": [slot(1, 1), slot(2, 1), slot(3, 1)]})
    assert assert_agree(SCHOOL, plan, active("pe_days_apart", most_lessons="2")).judged == 0
    four = make_school((course("七(1)班", "体育", "赵军", 4),))
    plan = plan_of({"七(1)班|体育": [slot(1, 1), slot(2, 1), slot(3, 1), slot(4, 1)]})
    assert assert_agree(four, plan, RULES[0]).judged == 0
    assert assert_agree(four, plan, active("pe_days_apart", most_lessons="4")).amount == 3


def test_all_subjects_of_the_area_together() -> None:
    subjects = (*SUBJECTS, Subject(id="武术", area=Area.PE))
    school = make_school(
        (course("七(1)班", "体育", "赵军", 2), course("七(1)班", "武术", "孙悦", 1)), subjects=subjects
    )
    plan = plan_of({"七(1)班|体育": [slot(1, 1), slot(3, 1)], "七(1)班|武术": [slot(4, 1)]})
    assert assert_agree(school, plan, RULES[0]).amount == 1


def test_weeks_are_looked_at_apart_and_the_pair_counts_once() -> None:
    odd = course("七(1)班", "体育", "赵军", 1, id="单", week=Week.ODD)
    even = course("七(1)班", "体育", "赵军", 1, id="双", week=Week.EVEN)
    school = make_school((course("七(1)班", "体育", "赵军", 1), odd, even))
    plan = plan_of({"七(1)班|体育": [slot(4, 1)], "单": [slot(1, 1)], "双": [slot(2, 1)]})
    assert not assert_agree(school, plan, RULES[0]).violations
    plan = plan_of({"七(1)班|体育": [slot(4, 1)], "单": [slot(5, 1)], "双": [slot(5, 1)]})
    assert assert_agree(school, plan, RULES[0]).amount == 1


def test_joint_and_parallel_courses() -> None:
    joint = course("七(1)班", "体育", "赵军", 2, id="合", classes=("七(1)班", "七(2)班"))
    plan = plan_of({"合": [slot(1, 1), slot(2, 1)]})
    assert [v.owner.id for v in assert_agree(make_school((joint,)), plan, RULES[0]).violations] == [
        "七(1)班",
        "七(2)班",
    ]
    sets = [course("七(1)班", "体育", name, 3, id=name, together="走班") for name in ("赵军", "孙悦")]
    plan = plan_of({each.id: [slot(1, 1), slot(2, 1), slot(4, 1)] for each in sets})
    assert assert_agree(make_school(tuple(sets)), plan, RULES[0]).amount == 1


def test_sport_activity_fills_the_days_between() -> None:
    subjects = (*SUBJECTS, Subject(id="体育活动", area=Area.SPORT_ACTIVITY))
    school = make_school(
        (course("七(1)班", "体育", "赵军", 3), course("七(1)班", "体育活动", "赵军", 2)), subjects=subjects
    )
    pe, activity = [slot(day, 2) for day in (1, 3, 5)], [slot(day, 2) for day in (2, 4)]
    plan = plan_of({"七(1)班|体育": pe, "七(1)班|体育活动": activity})
    assert not assert_agree(school, plan, RULES[0]).violations
