import pytest

from scheduler.plan import Plan
from scheduler.school import Content, Grouping, StageKind
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, full_service, service_school, session, stage, without

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_held")


def test_every_group_meets_at_its_times() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert found.judged == 2 * 2 * 5 and not found.violations  # two classes, homework and activity, five days


def test_a_session_is_missing() -> None:
    plan = without(PLAN, SCHOOL, "三(1)班 作业辅导", 2)
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert found.owner.id == "作业辅导|三(1)班" and found.amount == 1
    assert found.slots == (at(2, "课后服务1"),) and found.classes == ("三(1)班",)
    assert found.text.zh == "周二课后服务1 三(1)班 作业辅导：没有安排"


def test_clubs_and_extended_care_are_left_to_their_own_rules() -> None:
    plan = without(without(PLAN, SCHOOL, "合唱"), SCHOOL, "延时托管|")
    assert not assert_agree(SCHOOL, plan, RULE).violations


def test_held_twice_and_at_another_time() -> None:
    again = session(SCHOOL, "三(1)班 作业辅导", 2, "孙悦")
    astray = session(SCHOOL, "三(2)班 活动", 3, "赵军", slot=at(3, "延时托管"))
    plan = Plan(sessions=(*PLAN.sessions, again, again, astray))
    twice, elsewhere = verdict(SCHOOL, plan, RULE).violations
    assert twice.amount == 2 and twice.text.zh.endswith("重复安排了 3 次")
    assert elsewhere.amount == 1 and elsewhere.slots == (at(3, "延时托管"),)
    assert elsewhere.text.zh.endswith("这个时间没有这项服务")


FREE = service_school(
    ("三(1)班",),
    stages=(
        stage(
            "活动",
            StageKind.ACTIVITY,
            "课后服务2",
            (3,),
            *[Content.READING, Content.SPORT] * 2,
            Content.READING,
            free_order=True,
        ),
    ),
    enrolments=(),
    clubs=(),
)


def test_a_free_order_makes_a_station_of_each_content() -> None:
    reading, sport = FREE.service.choices["活动|三(1)班"]
    assert (reading.sessions, sport.sessions, len(sport.slots), sport.fixed) == (3, 2, 5, False)
    assert sport.title == "三(1)班 活动（体育）" and set(sport.contents.values()) == {Content.SPORT}
    found = assert_agree(FREE, full_service(FREE), RULE)
    assert not found.violations and found.judged == 2 * (5 + 1) + 5
    same = stage("活动", StageKind.ACTIVITY, "课后服务2", (3,), Content.SPORT, free_order=True)
    assert not service_school(("三(1)班",), stages=(same,), enrolments=(), clubs=()).service.choices


def test_a_group_does_one_thing_at_a_time_and_each_as_often_as_planned() -> None:
    plan = full_service(FREE)  # reading Monday to Wednesday, then sport
    sport = next(s for s in plan.sessions if s.station == "活动|三(1)班|sport" and s.slot.day == 4)
    moved = plan.model_copy(
        update={
            "sessions": tuple(
                s.model_copy(update={"slot": at(1, "课后服务2")}) if s == sport else s for s in plan.sessions
            )
        }
    )
    found = assert_agree(FREE, moved, RULE).violations
    assert [(v.owner.id, v.amount, [s.day for s in v.slots]) for v in found] == [
        ("活动|三(1)班|reading", 1, [1]),
        ("活动|三(1)班|reading", 1, [4]),
    ]
    assert found[0].text.zh == "周一课后服务2 活动 三(1)班：每次做一项（阅读、体育）"
    fewer = plan.model_copy(update={"sessions": tuple(s for s in plan.sessions if s != sport)})
    texts = [v.text.zh for v in assert_agree(FREE, fewer, RULE).violations]
    assert texts == ["三(1)班 活动（体育）一周 1 次，应为 2 次", "周四课后服务2 活动 三(1)班：每次做一项（没有安排）"]


def test_homework_and_clubs_have_no_order() -> None:
    for kind, grouping in ((StageKind.HOMEWORK, Grouping.BY_CLASS), (StageKind.ACTIVITY, Grouping.CLUBS)):
        with pytest.raises(ValueError, match="no free order"):
            stage("作业", kind, "课后服务1", (3,), Content.HOMEWORK, grouping=grouping, free_order=True)
