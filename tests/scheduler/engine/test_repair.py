"""Repair: the nearest legal plan. PAIKE_EXAMPLES sets the number of random schools."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from ortools.sat.python import cp_model

from constraints.audit import Report, audit
from scheduler.engine import assemble as assemble_module
from scheduler.engine import repair as repair_module
from scheduler.engine.assemble import slot_model
from scheduler.engine.repair import Repair, repair
from scheduler.engine.result import Status
from scheduler.engine.solve import UnsoundPlanError, solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.engine.subsolve import Answer
from scheduler.plan import Plan, StrayLesson
from scheduler.plan.changes import ChangeKind
from scheduler.plan.layout import tells_service
from scheduler.school import Lock, Mark, MarkLevel, MarkOwner, School, SchoolClass, Slot
from tests.chance import SEEDS, examples
from tests.random_plans import odd_plan
from tests.random_schools import random_school
from tests.schools import SCHEDULE, course, make_school, plan_of, slot
from tests.unposted import rules_without

CLASSES = ("高一(1)班", "高一(2)班")  # of a senior grade, which needs no full curriculum
few_examples = examples(5)


def stop(work: float = 3.0) -> StoppingCriterion:
    return StoppingCriterion(seconds=None, deterministic=work)


def small_school(**more: Any) -> School:
    courses = tuple(
        course(name, subject, teacher, 1)
        for name in CLASSES
        for subject, teacher in (("语文", "王芳"), ("数学", "李强"), ("英语", "孙悦"))
    )
    classes = tuple(
        SchoolClass(id=name, grade=10, number=number, schedule=SCHEDULE) for number, name in enumerate(CLASSES, 1)
    )
    return make_school(more.pop("courses", courses), classes=classes, **more)


MONDAY = [slot(1, number) for number in (1, 2, 3)]


def small_plan(**more: Any) -> Plan:
    """Chinese, maths, English on Monday in one class, maths, English, Chinese in the other."""
    subjects = ("语文", "数学", "英语")
    held = {f"{CLASSES[0]}|{name}": [at] for name, at in zip(subjects, MONDAY, strict=True)}
    later = zip(subjects, [MONDAY[2], MONDAY[0], MONDAY[1]], strict=True)
    return plan_of(held | {f"{CLASSES[1]}|{name}": [at] for name, at in later}, **more)


def away(teacher: str, *slots: Slot) -> tuple[Mark, ...]:
    school = small_school()
    times = (school.interval(each) for each in slots)
    return tuple(
        Mark(owner_kind=MarkOwner.TEACHER, owner=teacher, day=day, start=start, end=end, level=MarkLevel.FORBIDDEN)
        for day, start, end in times
    )


def lessons(found: Repair) -> list[tuple[str, Slot | None, Slot | None]]:
    return [
        (c.id, c.before.slot if c.before else None, c.after.slot if c.after else None)
        for c, _ in found.changes
        if c.kind is ChangeKind.LESSON
    ]


def test_a_legal_plan_stays() -> None:
    found = repair(small_school(), small_plan(), stop(), workers=1)
    assert found.changes == () and found.status is Status.OPTIMAL and found.lessons_proven
    assert found.report is not None and set(found.report.plan.placements) == set(small_plan().placements)


def test_one_lesson_moves_when_its_teacher_is_away_and_says_why() -> None:
    school = small_school(marks=away("王芳", MONDAY[0]))
    found = repair(school, small_plan(), stop(), workers=1)
    assert [(name, before) for name, before, _ in lessons(found)] == [("高一(1)班|语文", MONDAY[0])]
    assert "王芳此时标了“禁”" in found.changes[0].reason.zh
    assert found.lessons == 1 and found.lessons_proven


def test_who_makes_room_is_told() -> None:
    free = [each for each in small_school().class_slots(CLASSES[0]) if each not in MONDAY]
    marks = (*away("王芳", MONDAY[0], *free), *away("李强", *free[1:]), *away("孙悦", *free))
    found = repair(small_school(marks=marks), small_plan(), stop(), workers=1)
    moved = {c.id: (c, reason) for c, reason in found.changes}
    assert set(moved) == {"高一(1)班|语文", "高一(1)班|数学"}
    assert moved["高一(1)班|数学"][1].zh == "给高一(1)班语文（王芳）让位"


def test_locked_lessons_stay() -> None:
    locks = (Lock(course="高一(2)班|语文", slot=MONDAY[2]),)
    clash = {f"{CLASSES[0]}|语文": [MONDAY[2]], f"{CLASSES[1]}|语文": [MONDAY[2]]}
    others = {
        name: [at]
        for name, at in zip(
            (f"{c}|{s}" for c in CLASSES for s in ("数学", "英语")),
            (slot(3, 1), slot(3, 2), slot(4, 1), slot(4, 2)),
            strict=True,
        )
    }
    found = repair(small_school(locks=locks), plan_of(clash | others), stop(), workers=1)
    assert [name for name, _, _ in lessons(found)] == ["高一(1)班|语文"]


def test_a_new_teacher_is_no_move_and_more_or_fewer_lessons_are_added_or_dropped() -> None:
    names = (("语文", "赵军", 1), ("数学", "李强", 2))
    school = small_school(courses=tuple(course(name, *each) for name in CLASSES for each in names))
    held = {f"{c}|数学": [slot(2, n)] for n, c in enumerate(CLASSES, 1)}
    strays = tuple(
        StrayLesson(class_id=c, slot=slot(day, n), subject=subject, teacher=teacher)
        for n, c in enumerate(CLASSES, 1)
        for day, subject, teacher in ((1, "语文", "王芳"), (3, "语文", "王芳"), (4, "英语", "孙悦"))
    )
    found = repair(school, plan_of(held, strays=strays), stop(), workers=1)
    assert found.lessons == 0 and found.lessons_proven
    assert found.report is not None and found.report.compliant
    added = [name for name, before, _ in lessons(found) if before is None]
    dropped = [before for name, before, after in lessons(found) if before is not None and after is None]
    assert added == [f"{c}|数学" for c in CLASSES]
    assert sorted(dropped) == sorted(slot(day, n) for n in (1, 2) for day in (3, 4))


def test_a_school_without_a_plan_is_infeasible() -> None:
    school = small_school(marks=away("王芳", *small_school().class_slots(CLASSES[0])))
    found = repair(school, small_plan(), stop(), workers=1)
    assert found.status is Status.INFEASIBLE and found.report is None


def test_a_cancelled_repair_returns_what_it_has() -> None:
    cancel = Cancel()
    cancel.cancel()
    found = repair(small_school(), small_plan(), StoppingCriterion(seconds=3600, cancel=cancel), workers=1)
    assert found.interrupted and (found.report is None or found.report.compliant)


def fewest_lost(school: School, plan: Plan) -> int | None:
    """The fewest lessons of a plan that leave their place in a legal plan, by another solve: as the model's counts, from above."""
    built = slot_model(school, costs=False)
    held = {(p.course, p.slot) for p in plan.placements}
    kept = [x for c in school.courses for at, x in built.variables.lessons(c.id).items() if (c.id, at) in held]
    built.model.maximize(sum(kept))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.interleave_search = True
    solver.parameters.max_deterministic_time = 5
    status = solver.solve(built.model)
    return len(held) - round(solver.objective_value) if status == cp_model.OPTIMAL else None


def test_repair_of_damaged_plans_moves_the_fewest_lessons() -> None:
    repaired: list[Repair] = []

    @few_examples
    @given(seed=SEEDS)
    def look_at(seed: int) -> None:
        rng = Random(seed)
        best = solved(rng)
        school = best.school
        plan = odd_plan(rng, school) if rng.randrange(2) else damaged(rng, school, best.plan)
        found = repair(school, plan, stop(), workers=1)
        if found.report is None:
            assert found.status is not Status.INFEASIBLE
            return
        assert found.report.compliant and audit(school, found.report.plan).compliant
        assert all((lock.course, lock.slot) in places(found.report.plan) for lock in school.locks)
        timetable = school if tells_service(found.before.plan) else school.without_service()
        fewest = fewest_lost(timetable, found.before.plan)
        if fewest is not None and found.lessons_proven:
            repaired.append(found)
            assert len(places(found.before.plan) - places(found.report.plan)) == fewest

    look_at()
    assert repaired


def solved(rng: Random) -> Report:
    """A plan of the next random school that is easy to solve."""
    while True:
        school = random_school(rng, solvable=True)
        best = solve(school, StoppingCriterion(seconds=None, deterministic=0.1), workers=1).report
        if best is not None:
            return best


def places(plan: Plan) -> set[tuple[str, Slot]]:
    return {(p.course, p.slot) for p in plan.placements}


def damaged(rng: Random, school: School, plan: Plan) -> Plan:
    """A plan of which a few lessons stand elsewhere."""
    placements = list(plan.placements)
    for index in rng.sample(range(len(placements)), min(3, len(placements))):
        old = placements[index]
        goes_to = rng.choice(school.course_slots(school.course[old.course]))
        placements[index] = old.model_copy(update={"slot": goes_to, "venue": None})
    return plan.model_copy(update={"placements": tuple(placements)})


def test_a_plan_that_breaks_a_hard_rule_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    locks = tuple(Lock(course=f"{CLASSES[0]}|{subject}", slot=slot(2, 1)) for subject in ("语文", "数学"))
    school = small_school(locks=locks)
    monkeypatch.setattr(assemble_module, "active_rules", rules_without("class_clash"))
    with pytest.raises(UnsoundPlanError, match="class_clash"):
        repair(school, small_plan(), stop(), workers=1)


def test_what_was_not_searched_to_the_end_is_not_called_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    school = small_school(locks=(Lock(course=f"{CLASSES[0]}|语文", slot=slot(2, 1)),))
    assert repair(school, small_plan(), stop(), workers=1).status is Status.OPTIMAL
    whole = repair_module._Search._then

    def broken_off(*asked: Any) -> Answer:
        return replace(whole(*asked), status=cp_model.FEASIBLE)

    monkeypatch.setattr(repair_module._Search, "_then", broken_off)
    found = repair(school, small_plan(), stop(), workers=1)
    assert found.lessons_proven and found.status is Status.FEASIBLE
    assert not found.others_proven and not found.cost_proven
