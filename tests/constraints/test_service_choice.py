from constraints.service.service_choice import kinds_planned
from scheduler.plan import Plan
from scheduler.school import Content, School, StageKind
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, club, full_service, holding, service_school, session, stage

RULE = active("service_choice")


def school_of(*contents: Content) -> School:
    """Homework, then an activity of the same kinds each day, beside it 合唱 on Tuesday or Thursday and 编程 on any day."""
    return service_school(
        stages=(
            stage("作业辅导", StageKind.HOMEWORK, "课后服务1", (3,), Content.HOMEWORK),
            stage("活动", StageKind.ACTIVITY, "课后服务2", (3,), *contents),
        ),
        enrolments=(),
        clubs=(
            club("合唱", Content.ART, (3,), "孙悦", days=(2, 4)),
            club("编程", Content.SCIENCE, (3,), "赵军", sessions=5),
        ),
    )


SCHOOL = school_of(Content.SPORT, Content.READING)
PLAN = full_service(SCHOOL)


def test_an_activity_and_a_club_each_day() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert (found.judged, found.violations) == (6, ())
    assert kinds_planned(SCHOOL, 3) == {Content.SPORT, Content.READING, Content.ART, Content.SCIENCE}
    assert kinds_planned(SCHOOL, 3, [1]) == {Content.SPORT, Content.SCIENCE}


def test_no_club_on_a_wednesday() -> None:
    plan = Plan(sessions=tuple(s for s in PLAN.sessions if s.station != "社团|编程" or s.slot.day != 3))
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert (found.owner.id, found.amount, found.slots[0]) == ("3", 1, at(3, "课后服务1"))
    assert found.text.zh == "3 年级周三可选 1 类（体育），至少 2 类"


def test_the_choir_moves_to_thursday() -> None:
    less = Plan(sessions=tuple(s for s in PLAN.sessions if s.station != "社团|编程" or s.slot.day != 4))
    found = assert_agree(SCHOOL, less, RULE).violations
    assert [v.slots[0].day for v in found] == [4]
    moved = Plan(sessions=tuple(s for s in less.sessions if s.station != "社团|合唱"))
    moved = holding(moved, session(SCHOOL, "合唱", 4, "孙悦"))
    assert not assert_agree(SCHOOL, moved, RULE).violations


def test_too_few_kinds_in_the_week() -> None:
    school = school_of(Content.SCIENCE)
    found = assert_agree(school, full_service(school), RULE).violations
    assert [(v.amount, [slot.day for slot in v.slots][:1]) for v in found] == [
        *((1, [day]) for day in (1, 3, 4, 5)),
        (2, []),
    ]
    assert found[-1].text.zh == "3 年级全周可选 2 类（科普、艺术），至少 4 类"


def test_homework_and_care_are_no_choice() -> None:
    care = Plan(sessions=tuple(s for s in PLAN.sessions if s.slot.period != at(1, "课后服务2").period))
    found = assert_agree(SCHOOL, care, RULE).violations
    assert [v.amount for v in found] == [2, 2, 2, 2, 2, 4]
    assert "（无）" in found[0].text.zh


def test_a_school_that_promises_more() -> None:
    rule = active("service_choice", per_day="3", per_week="5")
    assert [v.amount for v in assert_agree(SCHOOL, PLAN, rule).violations] == [1, 1, 1, 1, 1]
    assert verdict(service_school(stages=(), enrolments=(), clubs=()), Plan(), rule).unjudged is not None
