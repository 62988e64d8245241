import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, class_owner
from scheduler.school import Area, Subject, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import SUBJECTS, course, make_school, plan_of, slot

SCHOOL = make_school((course("七(1)班", "音乐", "孙悦", 2), course("七(1)班", "英语", "李强", 3)))
RULES = [active("subject_spread", level) for level in (Level.SOFT, Level.HARD)]


@pytest.mark.parametrize("rule", RULES)
def test_spread(rule: ActiveRule) -> None:
    plan = plan_of({"七(1)班|音乐": [slot(1, 5), slot(3, 6)], "七(1)班|英语": [slot(1, 1), slot(2, 1), slot(4, 1)]})
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (4 + 3, ())


@pytest.mark.parametrize("rule", RULES)
def test_bunched(rule: ActiveRule) -> None:
    plan = plan_of({"七(1)班|音乐": [slot(4, 5), slot(5, 6)], "七(1)班|英语": [slot(1, 1), slot(2, 1), slot(3, 1)]})
    found = assert_agree(SCHOOL, plan, rule).violations
    assert [(v.owner, v.amount, v.slots) for v in found] == [
        (class_owner("七(1)班"), 1, (slot(4, 5), slot(5, 6))),
        (class_owner("七(1)班"), 1, (slot(1, 1), slot(2, 1), slot(3, 1))),
    ]
    assert "周四至周五有 2 节，最多 1 节" in found[0].text.zh


def test_a_day_counts_in_each_of_its_stretches() -> None:
    plan = plan_of({"七(1)班|音乐": [slot(3, 1), slot(3, 2)]})
    assert assert_agree(SCHOOL, plan, RULES[0]).amount == 2


def test_doubles_and_own_limits_are_allowed_for() -> None:
    subjects = (*SUBJECTS, Subject(id="书法", area=Area.LOCAL, max_per_day=2))
    courses = (
        course("七(1)班", "美术", "周青", 2, doubles=1),
        course("七(1)班", "书法", "周青", 2),
        course("七(1)班", "语文", "王芳", 4, doubles=1),
    )
    school = make_school(courses, subjects=subjects)
    plan = plan_of(
        {
            "七(1)班|美术": [slot(1, 5), slot(1, 6)],
            "七(1)班|书法": [slot(1, 5), slot(1, 6)],
            "七(1)班|语文": [slot(1, 1), slot(1, 2), slot(2, 1), slot(4, 1)],
        }
    )
    assert not assert_agree(school, plan, RULES[0]).violations
    closer = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 2), slot(2, 1), slot(2, 3)]})
    assert assert_agree(school, closer, RULES[0]).amount == 1


def test_what_is_not_judged() -> None:
    courses = (
        course("七(1)班", "体育", "赵军", 2),
        course("七(1)班", "升旗", None, 2),
        course("七(1)班", "语文", "王芳", 6),
    )
    school = make_school(courses)
    plan = plan_of({each.id: [slot(1, number) for number in range(1, each.lessons + 1)] for each in courses})
    assert assert_agree(school, plan, RULES[0]).judged == 0
    wider = active("subject_spread", most_lessons="6")
    assert (
        assert_agree(school, plan, wider).judged == 0
    )  # six lessons in five days: no stretch says more than a day does
    assert assert_agree(SCHOOL, plan_of({}), active("subject_spread", most_lessons="2")).judged == 4


def test_the_worse_week_counts() -> None:
    every = course("七(1)班", "音乐", "孙悦", 1)
    odd = course("七(1)班", "音乐", "孙悦", 1, id="单", week=Week.ODD)
    even = course("七(1)班", "音乐", "孙悦", 1, id="双", week=Week.EVEN)
    school = make_school((every, odd, even))
    plan = plan_of({every.id: [slot(1, 1)], "单": [slot(2, 1)], "双": [slot(2, 2)]})
    (violation,) = assert_agree(school, plan, RULES[0]).violations
    assert violation.amount == 1
    assert not assert_agree(
        make_school((odd, even)), plan_of({"单": [slot(2, 1)], "双": [slot(2, 2)]}), RULES[0]
    ).judged


def test_joint_and_parallel_courses() -> None:
    joint = course("七(1)班", "美术", "周青", 2, id="合", classes=("七(1)班", "七(2)班"))
    sets = [course("七(1)班", "音乐", name, 2, id=name, together="走班") for name in ("孙悦", "吴迪")]
    school = make_school((joint, *sets))
    plan = plan_of({"合": [slot(1, 1), slot(2, 1)], "孙悦": [slot(1, 2), slot(2, 2)], "吴迪": [slot(1, 2), slot(2, 2)]})
    found = assert_agree(school, plan, RULES[0]).violations
    assert [(v.owner.id, v.amount) for v in found] == [("七(1)班", 1), ("七(1)班", 1), ("七(2)班", 1)]
