"""The watch goes with a lesson that is moved by hand: a hand-made week of a class with 26 lessons in 30 periods."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constraints.audit import Report, audit
from scheduler.engine.moves import Move, apply, moves
from scheduler.engine.repair import repair
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.engine.watches import Watches
from scheduler.plan import Plan
from scheduler.school import Mark, MarkLevel, MarkOwner, School
from tests.constraints.test_pupils_watched import FULL, NAME, SCHOOL, school_of, watch
from tests.judged_weeks import judged
from tests.schools import course, plan_of
from tests.service_schools import CLASSES, FEW_KINDS, at, service_school, staff_of

SIXTH = [at(day, "第6节") for day in range(1, 6)]


def week(school: School, *watched: tuple[int, str]) -> Plan:
    """Six lessons on Monday, five on the other days; who watches the sixth period of which day."""
    return plan_of(FULL, sessions=tuple(watch(school, day, adult) for day, adult in watched))


def to_day(school: School, plan: Plan, day: int) -> Move:
    """The move of Monday's sixth lesson to the sixth period of another day."""
    return next(move for move in moves(school, plan, NAME, SIXTH[0]) if move.to == SIXTH[day - 1])


PLAN = week(SCHOOL, (2, "孙悦"), (3, "李强"), (4, "王芳"))


def broken(school: School, plan: Plan) -> set[str]:
    return {active.rule.id for active, _ in audit(school, plan).violations()}


def test_who_watched_goes_with_the_lesson() -> None:
    move = to_day(SCHOOL, PLAN, 2)
    assert move.legal
    assert [session.slot for session in move.watches.dropped] == [SIXTH[1]]
    assert [(session.slot, session.adults) for session in move.watches.added] == [(SIXTH[0], ("孙悦",))]
    assert move.text(SCHOOL).zh == (
        "一(1)班语文（王芳） 周一第6节→周二第6节；一(1)班 周二第6节不再看护（孙悦）；一(1)班 周一第6节看护（孙悦）"
    )
    after = apply(SCHOOL, PLAN, move)
    assert audit(SCHOOL, after).cost == audit(SCHOOL, PLAN).cost + move.cost_change
    assert broken(SCHOOL, after) <= broken(SCHOOL, PLAN)
    assert {s.slot for s in after.sessions} == {SIXTH[0], SIXTH[2], SIXTH[3]}


def test_who_watched_is_busy_then_and_another_does() -> None:
    """On Monday, when the lesson leaves, who watched on Tuesday may not come; the teacher of the lesson himself is free."""
    school = with_closed("孙悦")
    move = to_day(school, week(school, (2, "孙悦"), (3, "李强"), (4, "王芳")), 2)
    assert move.legal
    (session,) = move.watches.added
    assert session.slot == SIXTH[0] and session.adults != ("孙悦",)


def with_closed(*teachers: str) -> School:
    """The school with these teachers away in the sixth period of Monday."""
    marks = tuple(
        Mark(owner_kind=MarkOwner.TEACHER, owner=name, day=1, start=890, end=930, level=MarkLevel.FORBIDDEN)
        for name in teachers
    )
    return school_of(marks=marks)


def test_nobody_can_watch_and_the_move_says_why() -> None:
    (station,) = {each.station for each in PLAN.sessions}
    pool = SCHOOL.service.stations[station].pool
    school = with_closed(*pool)
    plan = week(school, (2, "孙悦"), (3, "李强"), (4, "王芳"))
    move = to_day(school, plan, 2)
    assert not move.legal and move.watches.added == ()
    told = [violation.text.zh for active, violation in move.broken if active.rule.id == "pupils_watched"]
    assert f"一(1)班 周一第6节没有课也没有人看护，之后还有课后服务；能看护的 {len(pool)} 位教师这时都有事" in told


def test_to_a_day_without_service_and_back() -> None:
    """On Friday the class goes home after five lessons: a lesson there leaves a watch missing; from there one is superfluous."""
    move = to_day(SCHOOL, PLAN, 5)
    assert move.legal and not move.watches.dropped and [s.slot for s in move.watches.added] == [SIXTH[0]]
    after = apply(SCHOOL, PLAN, move)
    back = next(each for each in moves(SCHOOL, after, NAME, SIXTH[4]) if each.to == SIXTH[1])
    assert back.legal and not back.watches.added and [s.slot for s in back.watches.dropped] == [SIXTH[1]]


def test_a_plan_without_service_or_a_school_that_sees_to_it_otherwise() -> None:
    otherwise = school_of(watched=False)
    for school, plan in ((SCHOOL, plan_of(FULL)), (otherwise, plan_of(FULL))):
        assert to_day(school, plan, 2).watches == ((), ())


LESSONS = (("语文", 6), ("数学", 6), ("体育", 5), ("音乐", 4), ("美术", 3), ("班会", 2))


@pytest.fixture(scope="module")
def case() -> tuple[Report, list[Move]]:
    """A compliant week of a school whose class has 26 lessons, and the legal moves of its one sixth lesson that take the watch
    with them: the first week found that has some."""
    staff = {"体育": "赵军", "音乐": "孙悦", "美术": "周校长", "班会": "吴主任"}
    courses = tuple(
        course(name, subject, {"语文": homeroom, "数学": deputy, **staff}[subject], lessons)
        for name, (homeroom, deputy) in staff_of(CLASSES[:1]).items()
        for subject, lessons in LESSONS
    )
    school = service_school(CLASSES[:1], courses=courses, watched=True, rule_settings=FEW_KINDS)
    for seed in range(1, 20):
        found = solve(school, StoppingCriterion(seconds=None, deterministic=0.3), workers=1, seed=seed).report
        assert found is not None and found.compliant
        (sixth,) = (p.slot for p in found.plan.placements if p.slot in SIXTH)
        each = moves(found.school, found.plan, CLASSES[0], sixth, chains=False)
        if watched := [move for move in each if move.legal and move.watches.added]:
            return found, watched
    raise AssertionError("no week with such a move")


def test_a_move_with_its_watch_leaves_a_compliant_week(case: tuple[Report, list[Move]]) -> None:
    solved, watched = case
    for move in watched:
        after = audit(solved.school, apply(solved.school, solved.plan, move))
        assert after.compliant and after.cost == solved.cost + move.cost_change, move
        assert judged(after) == []


def test_repair_moves_the_watch_with_a_lesson_that_somebody_moved(case: tuple[Report, list[Move]]) -> None:
    """The lesson was moved and the watch was not: repair keeps the lesson where it is and moves the watch."""
    solved, watched = case
    move = replace(watched[0], watches=Watches())
    moved = apply(solved.school, solved.plan, move)
    assert "pupils_watched" in broken(solved.school, moved)
    found = repair(solved.school, moved, StoppingCriterion(seconds=None, deterministic=0.5), workers=1)
    assert found.report is not None and found.report.compliant and found.lessons == 0
    assert {p.slot for p in found.report.plan.placements} == {p.slot for p in moved.placements}
