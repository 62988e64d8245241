"""Lessons that are parked and placed again: what a whole board changes is what the audit of the changed plan says.

PAIKE_EXAMPLES sets the number of random schools.
"""

from collections import Counter
from random import Random

from hypothesis import given

from constraints.audit import audit
from scheduler.engine.differences import difference
from scheduler.engine.parking import Board, Parking
from scheduler.plan import Plan
from scheduler.school import Lock, School
from tests.chance import SEEDS, examples
from tests.random_plans import random_plan
from tests.random_schools import random_school
from tests.schools import course, make_school, plan_of, slot

ONE, TWO = "七(1)班", "七(2)班"
COURSES = tuple(
    course(name, subject, teacher, 1)
    for name in (ONE, TWO)
    for subject, teacher in (("语文", "王芳"), ("数学", "李强"), ("英语", "孙悦"))
)
PLAN = plan_of({f"{ONE}|语文": [slot(1, 1)], f"{ONE}|数学": [slot(1, 2)], f"{TWO}|语文": [slot(2, 1)]})


def broken_more(school: School, before: Plan, after: Plan) -> tuple[int, Counter[tuple[str, object]]]:
    """The change of cost between two plans and what is broken more, by rule and owner, from two whole audits; rooms by rule alone."""
    cost, broken = 0, Counter[tuple[str, object]]()
    for one, two in zip(audit(school, before).findings, audit(school, after).findings, strict=True):
        found = difference(one.active, one.verdict, two.verdict)
        cost += found.cost
        broken.update({_named(active.rule.id, v.owner): 1 for active, v in found.broken})
    return cost, Counter(dict.fromkeys(broken, 1))


def _named(rule: str, owner: object) -> tuple[str, object]:
    return rule, None if rule == "venue_capacity" else owner


@examples(8)
@given(seed=SEEDS)
def test_a_whole_board_changes_what_the_audit_says(seed: int) -> None:
    rng = Random(seed)
    school = random_school(rng)
    plan = random_plan(rng, school)
    if not plan.placements:
        return
    parking, board = Parking(school, plan), Board()
    lesson = rng.choice(plan.placements)
    name = (lesson.classes or school.course[lesson.course].classes)[0]
    bundle = parking.bundle_at(board, name, lesson.slot)
    for _round in range(3):
        offered = parking.places(board, bundle, name)
        for placing in offered if not board.moved else ():
            if not placing.board.parked:
                after = placing.watches.apply(parking.plan(placing.board))
                cost, broken = broken_more(school, plan, after)
                found = Counter({_named(a.rule.id, v.owner): 1 for a, v in placing.broken})
                assert found == broken
                assert broken or placing.cost_change == cost
        if not offered:
            return
        board = rng.choice(offered).board
        assert parking.fits(board)
        off = {index for each in board.parked for index in each}
        assert len(parking.plan(board).placements) == len(plan.placements) - len(off)
        if not board.parked:
            return
        bundle = board.parked[0]
        name = parking.attending(bundle)[0]


def test_a_lesson_takes_off_what_stands_where_it_comes() -> None:
    parking = Parking(make_school(COURSES), PLAN)
    parked = parking.park(Board(), parking.bundle_at(Board(), ONE, slot(1, 1)))
    assert parking.plan(parked).slots_of(f"{ONE}|语文") == ()
    (bundle,) = parked.parked
    placing = next(each for each in parking.places(parked, bundle, ONE) if each.to == slot(1, 2))
    assert placing.legal
    assert placing.board.parked == (placing.displaced,)
    assert parking.plan(placing.board).slots_of(f"{ONE}|语文") == (slot(1, 2),)
    assert parking.plan(placing.board).slots_of(f"{ONE}|数学") == ()


def test_back_where_it_was_nothing_has_changed() -> None:
    parking = Parking(make_school(COURSES), PLAN)
    parked = parking.park(Board(), parking.bundle_at(Board(), ONE, slot(1, 1)))
    placing = next(each for each in parking.places(parked, parked.parked[0], ONE) if each.to == slot(1, 1))
    assert placing.board == Board()
    assert placing.legal and placing.cost_change == 0
    assert parking.complete(placing) == PLAN


def test_the_lessons_that_are_parked_are_not_called_missing_but_a_clash_is_named() -> None:
    parking = Parking(make_school(COURSES), PLAN)
    board = parking.park(Board(), parking.bundle_at(Board(), ONE, slot(1, 1)))
    board = parking.park(board, parking.bundle_at(board, ONE, slot(1, 2)))
    found = {each.to: each for each in parking.places(board, board.parked[0], ONE)}
    assert found[slot(3, 1)].legal
    assert {active.rule.id for active, _ in found[slot(2, 1)].broken} == {"teacher_clash"}  # 王芳 is in the other class


def test_a_locked_lesson_may_be_parked_but_only_its_own_place_is_legal() -> None:
    school = make_school(COURSES, locks=(Lock(course=f"{ONE}|语文", slot=slot(1, 1)),))
    parking = Parking(school, PLAN)
    board = parking.park(Board(), parking.bundle_at(Board(), ONE, slot(1, 1)))
    assert [each.to for each in parking.places(board, board.parked[0], ONE) if each.legal] == [slot(1, 1)]


def test_a_board_of_another_plan_is_told() -> None:
    parking = Parking(make_school(COURSES), PLAN)
    assert parking.fits(Board(frozenset({(0, slot(3, 1))}), ((1,),)))
    for board in (
        Board(parked=((9,),)),
        Board(frozenset({(0, slot(3, 1))}), ((0,),)),
        Board(parked=((),)),
        Board(frozenset({(0, slot(3, 1)._replace(schedule="别的"))})),
    ):
        assert not parking.fits(board)
