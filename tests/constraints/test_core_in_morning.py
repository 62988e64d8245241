import pytest

from constraints.catalogue import resolve
from scheduler.model.owner import Level, class_owner
from scheduler.school import RuleSetting, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import bell, course, make_school, plan_of, slot

SCHOOL = make_school((course("七(1)班", "语文", "王芳", 6), course("七(1)班", "英语", "李强", 3)))
ENGLISH = [slot(1, 2), slot(2, 2), slot(5, 6)]


def test_keeps_its_share() -> None:
    plan = plan_of({"七(1)班|语文": [*(slot(day, 1) for day in range(1, 6)), slot(5, 5)], "七(1)班|英语": ENGLISH})
    for level in (Level.SOFT, Level.HARD):
        found = assert_agree(SCHOOL, plan, active("core_in_morning", level))
        assert (found.judged, found.violations) == (2, ())


def test_too_many_afternoons() -> None:
    afternoons = [slot(1, 5), slot(2, 5), slot(3, 6)]
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(2, 1), slot(4, 1), *afternoons], "七(1)班|英语": ENGLISH})
    for level in (Level.SOFT, Level.HARD):
        (violation,) = assert_agree(SCHOOL, plan, active("core_in_morning", level)).violations
        assert (violation.owner, violation.amount) == (class_owner("七(1)班"), 2)
        assert violation.slots == tuple(afternoons)
        assert "只有 3 节，应有 5 节" in violation.text.zh


def test_missing_lessons_are_missing_in_the_morning() -> None:
    found = assert_agree(SCHOOL, plan_of({}), active("core_in_morning"))
    assert sorted(v.amount for v in found.violations) == [2, 5]


def test_own_shares_by_subject_before_area() -> None:
    plan = plan_of({"七(1)班|语文": [slot(day, 5) for day in range(1, 6)], "七(1)班|英语": ENGLISH})
    rule = active("core_in_morning", shares="英语:100 外语:0")
    (violation,) = assert_agree(SCHOOL, plan, rule).violations
    assert (violation.amount, violation.text.zh) == (1, "七(1)班 英语上午只有 2 节，应有 3 节")


@pytest.mark.parametrize("value", ["语文:101", "语文:-1", "语文:多", "语文"])
def test_a_share_is_a_percentage(value: str) -> None:
    _, problems = resolve((RuleSetting(rule="core_in_morning", parameters={"shares": value}),))
    assert [problem.field for problem in problems] == ["shares"]


def test_never_more_than_there_are_mornings() -> None:
    schedule = bell(morning=1, afternoon=3)
    school = make_school((course("七(1)班", "语文", "王芳", 10),), schedules=(schedule,))
    plan = plan_of({"七(1)班|语文": [slot(day, number, schedule) for day in range(1, 6) for number in (1, 2)]})
    assert not assert_agree(school, plan, active("core_in_morning")).violations


def test_the_worse_week_counts() -> None:
    every, odd = course("七(1)班", "数学", "李强", 2), course("七(1)班", "数学", "李强", 2, id="单", week=Week.ODD)
    school = make_school((every, odd))
    plan = plan_of({every.id: [slot(1, 1), slot(2, 5)], odd.id: [slot(3, 5), slot(4, 6)]})
    found = assert_agree(school, plan, active("core_in_morning"))
    assert [(v.amount, v.slots) for v in found.violations] == [(2, (slot(2, 5), slot(3, 5), slot(4, 6)))]
    assert found.judged == 1


def test_joint_and_parallel_courses() -> None:
    joint = course("七(1)班", "语文", "王芳", 2, id="合", classes=("七(1)班", "七(2)班"))
    sets = [course("七(1)班", "数学", name, 1, id=name, together="走班") for name in ("李强", "赵军")]
    school = make_school((joint, *sets))
    plan = plan_of({"合": [slot(1, 5), slot(2, 1)], "李强": [slot(1, 6)], "赵军": [slot(1, 6)]})
    found = assert_agree(school, plan, active("core_in_morning"))
    assert [(v.owner.id, v.amount) for v in found.violations] == [("七(1)班", 1), ("七(1)班", 1), ("七(2)班", 1)]
