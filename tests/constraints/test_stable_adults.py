from constraints.rule import ActiveRule
from scheduler.plan import Plan
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import at, service_school, session

SCHOOL = service_school()


def rule(**parameters: str) -> ActiveRule:
    return active("stable_adults", **parameters)


def activity(*names: str, station: str = "三(1)班 活动") -> Plan:
    """One adult after another, a day each."""
    return Plan(sessions=tuple(session(SCHOOL, station, day, name) for day, name in enumerate(names, 1)))


def test_two_who_take_turns() -> None:
    found = assert_agree(SCHOOL, activity("王芳", "李强", "王芳", "李强", "王芳"), rule())
    assert found.judged == 1 and not found.violations


def test_too_many_take_turns() -> None:
    plan = activity("王芳", "李强", "孙悦", "赵军", "王芳")
    (found,) = assert_agree(SCHOOL, plan, rule()).violations
    assert found.owner.id == "活动|三(1)班" and found.amount == 2 and found.teachers == ("王芳", "李强", "孙悦", "赵军")
    assert found.slots == tuple(at(day, "课后服务2") for day in range(1, 6))
    assert found.text.zh == "三(1)班 活动一周换了 4 位教师（王芳、李强、孙悦、赵军），最多 2 位"


def test_the_figures() -> None:
    plan = activity("王芳", "李强", "孙悦", "赵军", "王芳")
    assert assert_agree(SCHOOL, plan, rule(allowed="1")).amount == 3
    assert assert_agree(SCHOOL, plan, rule(allowed="4")).amount == 0
    assert assert_agree(SCHOOL, plan, rule(allowed="10")).amount == 0


def test_a_club_keeps_its_instructor() -> None:
    plan = activity("赵军", "周校长", station="编程")
    assert assert_agree(SCHOOL, plan, rule()).amount == 1
    assert assert_agree(SCHOOL, plan, rule(clubs="2")).amount == 0


def test_a_group_that_needs_two_adults_may_have_four() -> None:
    stages = tuple(stage.model_copy(update={"per_adult": 30}) for stage in SCHOOL.stages)
    school = service_school(stages=stages)
    pairs = (("王芳", "李强"), ("孙悦", "赵军"), ("王芳", "孙悦"))
    plan = Plan(sessions=tuple(session(school, "三(1)班 活动", d, *pair) for d, pair in enumerate(pairs, 1)))
    assert assert_agree(school, plan, rule()).amount == 0
    assert assert_agree(school, plan, rule(allowed="1")).amount == 2


def test_homework_rotates() -> None:
    plan = activity("王芳", "李强", "孙悦", "赵军", "王芳", station="三(1)班 作业辅导")
    assert assert_agree(SCHOOL, plan, rule()).judged == 0
