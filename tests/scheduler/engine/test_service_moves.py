"""Changes of service: what they change is what the audit of the changed plan says.

PAIKE_EXAMPLES sets the number of random schools.
"""

from random import Random

from hypothesis import given

from constraints.audit import audit
from scheduler.engine.service_moves import ServiceMove, ServiceMoveKind, ServiceMoves, apply
from scheduler.plan import Plan
from scheduler.school import Content, Mark, MarkLevel, MarkOwner, School, StageKind
from tests.chance import SEEDS, examples
from tests.random_plans import odd_plan, random_plan
from tests.random_schools import random_school
from tests.scheduler.engine.test_moves import audited, counted
from tests.service_schools import full_service, service_school, stage

LOOKED_AT = 6  # changes of each plan


def every_change(rng: Random, school: School, plan: Plan) -> list[ServiceMove]:
    """Changes of all kinds of a few sessions and teachers."""
    found: list[ServiceMove] = []
    moves = ServiceMoves(school, plan)
    for index in rng.sample(range(len(plan.sessions)), min(4, len(plan.sessions))):
        adults = plan.sessions[index].adults
        found += [*moves.adults(index), *moves.days(index), *moves.places(index), *moves.compound(index)]
        if adults:
            found += [*moves.adults(index, rng.choice(adults), everybody=True), *moves.swaps(index, rng.choice(adults))]
    for teacher in rng.sample(school.teachers, 2):
        found += moves.grants(teacher.id)
    return found


@examples(8)
@given(seed=SEEDS)
def test_a_change_changes_what_the_whole_audit_says(seed: int) -> None:
    rng = Random(seed)
    school = random_school(rng, settings=True, service=True)
    plan = rng.choice((random_plan, odd_plan))(rng, school)
    before, found = audit(school, plan), every_change(rng, school, plan)
    for kind in ServiceMoveKind:
        some = [move for move in found if move.kind is kind]
        for move in rng.sample(some, min(LOOKED_AT, len(some))):
            cost, broken = audited(before, apply(plan, move))
            assert counted(list(move.broken)) == broken, move
            assert move.cost_change == (0 if broken else cost), move


def test_another_adult_two_who_exchange_and_flexible_time() -> None:
    school = service_school()
    plan = full_service(school)
    moves = ServiceMoves(school, plan)
    index = next(
        i
        for i, s in enumerate(plan.sessions)
        if len(school.service.stations[s.station].pool) > 2 and len(s.adults) == 1
    )
    leaving = plan.sessions[index].adults[0]
    move = next(move for move in moves.adults(index, leaving) if move.legal)
    assert apply(plan, move).sessions[index].adults == (move.goal.zh,)
    assert leaving in move.text.zh and move.goal.zh in move.text.zh
    for exchange in moves.swaps(index, leaving):
        changed = apply(plan, exchange)
        assert exchange.legal
        assert leaving not in changed.sessions[index].adults
        assert sum(leaving in s.adults for s in changed.sessions) == sum(leaving in s.adults for s in plan.sessions)


def test_a_person_who_is_busy_then_says_so() -> None:
    school = service_school()
    plan = full_service(school)
    moves = ServiceMoves(school, plan)
    busy = {(s.slot, adult) for s in plan.sessions for adult in s.adults}
    for index, session in enumerate(plan.sessions):
        for move in moves.adults(index, session.adults[0]):
            if (session.slot, move.goal.zh) in busy:
                assert "service_clash" in {active.rule.id for active, _ in move.broken}
                return
    raise AssertionError("nobody in a pool is busy at the same time")


def test_a_club_changes_its_day() -> None:
    school = service_school()
    plan = full_service(school)
    moves = ServiceMoves(school, plan)
    index = next(i for i, s in enumerate(plan.sessions) if not school.service.stations[s.station].fixed)
    found = moves.days(index)
    held = {s.slot for s in plan.sessions if s.station == plan.sessions[index].station}
    slots = {apply(plan, move).sessions[index].slot for move in found}
    assert slots == set(school.service.stations[plan.sessions[index].station].slots) - held


def test_a_club_goes_to_another_day_with_another_coach_where_it_could_not_alone() -> None:
    base = service_school()
    plan = full_service(base)
    index = next(i for i, s in enumerate(plan.sessions) if base.service.stations[s.station].club == "编程")
    held = plan.sessions[index]
    plan = plan.model_copy(
        update={
            "sessions": (
                *plan.sessions[:index],
                held.model_copy(update={"adults": ("赵军",)}),
                *plan.sessions[index + 1 :],
            )
        }
    )
    _day, start, end = base.interval(held.slot)
    closed = [day for day in range(1, 6) if day != held.slot.day]
    marks = tuple(
        Mark(owner_kind=MarkOwner.TEACHER, owner="赵军", day=day, start=start, end=end, level=MarkLevel.FORBIDDEN)
        for day in closed
    )
    school = base.renewed(marks=marks)
    moves = ServiceMoves(school, plan)
    assert not any(move.legal for move in moves.days(index))
    found = moves.compound(index)
    assert found and all(move.kind is ServiceMoveKind.COMPOUND and move.legal for move in found)
    for move in found:
        after = apply(plan, move)
        assert after.sessions[index].slot.day in closed
        assert "赵军" not in after.sessions[index].adults
        assert audit(school, after).cost == audit(school, plan).cost + move.cost_change


def test_a_group_with_a_choice_exchanges_what_it_does_on_two_days() -> None:
    contents = (Content.READING, Content.SPORT, Content.READING, Content.SPORT, Content.READING)
    free = stage("活动", StageKind.ACTIVITY, "课后服务2", (3,), *contents, free_order=True)
    school = service_school(("三(1)班",), stages=(free,), enrolments=(), clubs=())
    plan = full_service(school)  # reading Monday to Wednesday, then sport
    moves = ServiceMoves(school, plan)
    index = next(i for i, s in enumerate(plan.sessions) if s.station.endswith("|sport") and s.slot.day == 4)
    found = moves.days(index)
    by_goal = {move.goal.zh: move for move in found}
    assert set(by_goal) == {"周一课后服务2", "周二课后服务2", "周三课后服务2"} and moves.compound(index) == ()
    days = {s.slot.day for s in apply(plan, by_goal["周二课后服务2"]).sessions if s.station.endswith("|sport")}
    assert days == {2, 5} and "service_held" not in {active.rule.id for move in found for active, _ in move.broken}
