import pytest

from constraints.catalogue import resolve
from constraints.rule import ActiveRule
from scheduler.model.owner import Level, class_owner
from scheduler.school import Area, RuleSetting, Subject, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import SUBJECTS, course, make_school, plan_of, slot

COURSES = (
    course("七(1)班", "体育", "赵军", 2),
    course("七(1)班", "音乐", "孙悦", 2),
    course("七(1)班", "语文", "王芳", 2),
)
SCHOOL = make_school(COURSES)
RULES = [active("subject_neighbours", level) for level in (Level.SOFT, Level.HARD)]


@pytest.mark.parametrize("rule", RULES)
def test_breaks_and_other_lessons_part_them(rule: ActiveRule) -> None:
    plan = plan_of({"七(1)班|体育": [slot(1, 2), slot(2, 4)], "七(1)班|音乐": [slot(1, 3), slot(2, 5)]})
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (5, ())


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("pe", "music"), [(1, 2), (2, 1), (5, 6), (6, 5)])
def test_neighbours(rule: ActiveRule, pe: int, music: int) -> None:
    plan = plan_of({"七(1)班|体育": [slot(3, pe)], "七(1)班|音乐": [slot(3, music), slot(4, 1)]})
    (violation,) = assert_agree(SCHOOL, plan, rule).violations
    assert (violation.owner, violation.amount) == (class_owner("七(1)班"), 1)
    assert set(violation.slots) == {slot(3, pe), slot(3, music)}
    assert violation.text.zh == "七(1)班 周三体育与音乐相邻"


def test_a_day_counts_once() -> None:
    plan = plan_of({"七(1)班|体育": [slot(1, 1), slot(1, 6)], "七(1)班|音乐": [slot(1, 2), slot(1, 5)]})
    (violation,) = assert_agree(SCHOOL, plan, RULES[0]).violations
    assert len(violation.slots) == 4


def test_own_pairs() -> None:
    plan = plan_of(
        {"七(1)班|体育": [slot(1, 1)], "七(1)班|音乐": [slot(1, 2)], "七(1)班|语文": [slot(1, 2), slot(2, 2)]}
    )
    rule = active("subject_neighbours", pairs="语文－体育、语文-英语")
    (violation,) = assert_agree(SCHOOL, plan, rule).violations
    assert violation.text.zh == "七(1)班 周一语文与体育相邻"
    assert assert_agree(SCHOOL, plan, active("subject_neighbours", pairs="")).judged == 0


@pytest.mark.parametrize("value", ["语文", "语文-", "语文-数学-英语"])
def test_a_pair_names_two_subjects(value: str) -> None:
    _, problems = resolve((RuleSetting(rule="subject_neighbours", parameters={"pairs": value}),))
    assert [problem.field for problem in problems] == ["pairs"]


def test_a_subject_is_never_its_own_neighbour() -> None:
    subjects = (*SUBJECTS, Subject(id="武术", area=Area.PE))
    school = make_school(
        (course("七(1)班", "体育", "赵军", 2), course("七(1)班", "武术", "孙悦", 1)), subjects=subjects
    )
    rule = active("subject_neighbours", pairs="体育-pe")
    assert not assert_agree(school, plan_of({"七(1)班|体育": [slot(1, 1), slot(1, 2)]}), rule).violations
    plan = plan_of({"七(1)班|体育": [slot(1, 1)], "七(1)班|武术": [slot(1, 2)]})
    assert assert_agree(school, plan, rule).amount == 1


def test_only_lessons_of_one_week_meet() -> None:
    odd = course("七(1)班", "音乐", "孙悦", 1, week=Week.ODD)
    for week, amount in ((Week.EVEN, 0), (Week.ODD, 1), (Week.EVERY, 1)):
        school = make_school((odd, course("七(1)班", "体育", "赵军", 1, week=week)))
        plan = plan_of({"七(1)班|音乐": [slot(1, 1)], "七(1)班|体育": [slot(1, 2)]})
        assert assert_agree(school, plan, RULES[0]).amount == amount


def test_joint_and_parallel_courses() -> None:
    joint = course("七(1)班", "体育", "赵军", 1, id="合", classes=("七(1)班", "七(2)班"))
    sets = [course("七(1)班", "音乐", name, 1, id=name, together="走班") for name in ("孙悦", "吴迪")]
    plan = plan_of({"合": [slot(1, 2)], "孙悦": [slot(1, 1)], "吴迪": [slot(1, 1)]})
    found = assert_agree(make_school((joint, *sets)), plan, RULES[0]).violations
    assert [(v.owner.id, v.amount) for v in found] == [("七(1)班", 1)]


def test_sport_means_sport_activity_too() -> None:
    subjects = (*SUBJECTS, Subject(id="体锻", area=Area.SPORT_ACTIVITY))
    school = make_school(
        (course("七(1)班", "体锻", "赵军", 1), course("七(1)班", "音乐", "孙悦", 1)), subjects=subjects
    )
    plan = plan_of({"七(1)班|体锻": [slot(3, 1)], "七(1)班|音乐": [slot(3, 2)]})
    assert assert_agree(school, plan, RULES[0]).amount == 1
    alone = active("subject_neighbours", Level.SOFT, pairs="体育活动-音乐")
    assert assert_agree(school, plan, alone).amount == 1
    assert not assert_agree(
        SCHOOL, plan_of({"七(1)班|体育": [slot(3, 1)], "七(1)班|音乐": [slot(3, 2)]}), alone
    ).violations
