"""Moves of one lesson: what they change is what the audit of the changed plan says.

PAIKE_EXAMPLES sets the number of random schools.
"""

from collections import Counter
from random import Random

import pytest
from hypothesis import given

from constraints.audit import Report, audit
from constraints.rule import ActiveRule, Violation
from scheduler.engine.differences import difference
from scheduler.engine.moves import Move, MoveKind, apply, moves
from scheduler.plan import Placement, Plan
from scheduler.school import Lock, Mark, MarkLevel, MarkOwner, School, Slot
from tests.chance import SEEDS, examples
from tests.random_plans import odd_plan, random_plan
from tests.random_schools import random_school
from tests.schools import course, make_school, plan_of, slot

LOOKED_AT = 6  # moves of each plan


def shifted(plan: Plan, move: Move) -> Plan:
    """The plan with the lessons of a move at their new times and its watch, and nothing else done."""
    goes = {(shift.course, shift.before): shift.after for shift in move.shifts}
    placements = tuple(
        Placement(course=p.course, slot=goes[p.course, p.slot], classes=p.classes) if (p.course, p.slot) in goes else p
        for p in plan.placements
    )
    return move.watches.apply(plan.model_copy(update={"placements": placements}))


def audited(before: Report, after: Plan) -> tuple[int, Counter[tuple[str, object]]]:
    """The change of cost between two plans, and what is broken more, by rule and owner, from two whole audits."""
    cost, broken = 0, list[tuple[ActiveRule, Violation]]()
    for one, two in zip(before.findings, audit(before.school, after).findings, strict=True):
        found = difference(one.active, one.verdict, two.verdict)
        cost += found.cost
        broken += found.broken
    return cost, counted(broken)


def counted(broken: list[tuple[ActiveRule, Violation]]) -> Counter[tuple[str, object]]:
    """What is broken, by rule and owner; which of several lessons has no room is chance, and with it the owner."""
    rooms = "venue_capacity"
    return Counter({(a.rule.id, None if a.rule.id == rooms else v.owner): 1 for a, v in broken})


def without_rooms(broken: Counter[tuple[str, object]]) -> Counter[tuple[str, object]]:
    return Counter({key: count for key, count in broken.items() if key[0] != "venue_capacity"})


@examples(10)
@given(seed=SEEDS)
def test_a_move_changes_what_the_whole_audit_says(seed: int) -> None:
    rng = Random(seed)
    school = random_school(rng, settings=True)
    plan = rng.choice((random_plan, odd_plan))(rng, school)
    held = [(c, p.slot) for p in plan.placements for c in p.classes or school.course[p.course].classes]
    if not held:
        return
    found = moves(school, plan, *rng.choice(held))
    before = audit(school, plan)
    all_have_room = all(f.kept for f in before.findings if f.active.rule.id == "venue_capacity")
    for move in rng.sample(found, min(LOOKED_AT, len(found))):
        cost, broken = audited(before, shifted(plan, move))
        told = counted(list(move.broken))
        if not all_have_room:  # which lessons are left without one is chance before and after
            told, broken = without_rooms(told), without_rooms(broken)
        assert (move.cost_change, told) == (cost, broken), move


CLASSES = ("高一(1)班", "高一(2)班")


@pytest.fixture
def school() -> School:
    return make_school(
        tuple(
            course(name, subject, teacher, 1)
            for name in CLASSES
            for subject, teacher in (("语文", "王芳"), ("数学", "李强"), ("英语", "孙悦"))
        )
    )


def lessons(first: list[Slot], second: list[Slot]) -> dict[str, list[Slot]]:
    subjects = ("语文", "数学", "英语")
    return {
        f"{c}|{s}": [at]
        for c, times in zip(CLASSES, (first, second), strict=True)
        for s, at in zip(subjects, times, strict=True)
    }


def test_a_lesson_goes_to_a_free_time_or_is_exchanged(school: School) -> None:
    plan = plan_of(lessons([slot(1, 1), slot(1, 2), slot(1, 3)], [slot(2, 1), slot(2, 2), slot(2, 3)]))
    found = {move.to: move for move in moves(school, plan, CLASSES[0], slot(1, 1), chains=False)}
    assert set(found) == set(school.class_slots(CLASSES[0])) - {slot(1, 1)}
    assert found[slot(1, 2)].kind is MoveKind.SWAP and found[slot(1, 2)].legal
    assert found[slot(3, 1)].kind is MoveKind.FREE and found[slot(3, 1)].legal
    assert [v.text.zh for _, v in found[slot(2, 1)].broken] == ["王芳 周二第1节 同时要去 高一(1)班语文、高一(2)班语文"]
    after = apply(school, plan, found[slot(1, 2)])
    assert after.slots_of("高一(1)班|语文") == (slot(1, 2),) and after.slots_of("高一(1)班|数学") == (slot(1, 1),)


def test_rings_and_chains_go_where_an_exchange_cannot(school: School) -> None:
    one, two = slot(1, 1), slot(1, 2)
    plan = plan_of(lessons([one, two, slot(1, 3)], [two, one, slot(1, 4)]))
    swap = next(m for m in moves(school, plan, CLASSES[0], one) if m.kind is MoveKind.SWAP and m.to == two)
    assert not swap.legal
    chain = next(m for m in moves(school, plan, CLASSES[0], one) if m.kind is MoveKind.CHAIN)
    assert chain.legal and len(chain.shifts) == 4
    after = apply(school, plan, chain)
    assert audit(school, after).cost == audit(school, plan).cost + chain.cost_change
    assert all(m.legal for m in moves(school, plan, CLASSES[0], one) if m.kind is MoveKind.RING)


def test_locked_lessons_and_closed_times_say_why(school: School) -> None:
    plan = plan_of(lessons([slot(1, 1), slot(1, 2), slot(1, 3)], [slot(2, 1), slot(2, 2), slot(2, 3)]))
    start, end = school.interval(slot(4, 1))[1:]
    mark = Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=4, start=start, end=end, level=MarkLevel.FORBIDDEN)
    strict = school.model_copy(update={"locks": (Lock(course="高一(1)班|数学", slot=slot(1, 2)),), "marks": (mark,)})
    strict = strict.renewed()
    found = {m.to: m for m in moves(strict, plan, CLASSES[0], slot(1, 1), chains=False)}
    assert {a.rule.id for a, _ in found[slot(1, 2)].broken} == {"locks"}
    assert {a.rule.id for a, _ in found[slot(4, 1)].broken} == {"unavailable"}


def test_no_lesson_no_moves_and_unknown_class(school: School) -> None:
    assert moves(school, Plan(), CLASSES[0], slot(1, 1)) == ()
    with pytest.raises(ValueError, match="unknown class"):
        moves(school, Plan(), "九(9)班", slot(1, 1))
