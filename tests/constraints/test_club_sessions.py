from scheduler.model.owner import OwnerKind
from scheduler.plan import Plan
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import COACH, at, full_service, service_school, session, without

RULE = active("club_sessions")


def test_as_often_as_planned() -> None:
    school = service_school()
    plan = full_service(school)
    assert (assert_agree(school, plan, RULE).violations, verdict(school, plan, RULE).judged) == ((), 3)
    (fewer,) = assert_agree(school, without(plan, school, "足球", 1), RULE).violations
    assert (fewer.owner.kind, fewer.owner.id, fewer.amount) == (OwnerKind.STATION, "社团|足球", 1)
    assert "排了 1 次，应为 2 次" in fewer.text.zh
    none = {v.owner.id: v.amount for v in assert_agree(school, Plan(), RULE).violations}
    assert none == {"社团|合唱": 1, "社团|足球": 2, "社团|编程": 1}


def test_too_often() -> None:
    school = service_school()
    plan = full_service(school)
    more = plan.model_copy(update={"sessions": (*plan.sessions, session(school, "足球", 5, COACH, venue="操场"))})
    (found,) = assert_agree(school, more, RULE).violations
    assert (found.amount, found.slots) == (1, tuple(at(day, "课后服务2") for day in (1, 3, 5)))


def test_at_another_time() -> None:
    school = service_school()
    plan = without(full_service(school), school, "足球", 1)
    elsewhere = session(school, "足球", 1, COACH)
    for slot in (at(2, "课后服务2"), at(1, "课后服务1"), at(3, "第1节")):
        moved = plan.model_copy(update={"sessions": (*plan.sessions, elsewhere.model_copy(update={"slot": slot}))})
        fewer, wrong = verdict(school, moved, RULE).violations
        assert (fewer.amount, wrong.amount, wrong.slots, wrong.teachers) == (1, 1, (slot,), (COACH,))


def test_noted_twice() -> None:
    school = service_school()
    plan = full_service(school)
    assert not verdict(school, Plan(sessions=plan.sessions * 2), RULE).violations
