import threading
from itertools import pairwise

import pytest

from constraints.audit import Report, audit
from scheduler.engine import search as search_module
from scheduler.engine.result import Progress, Status
from scheduler.engine.solve import UnsoundPlanError, solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.model.owner import Level
from scheduler.school import Lock, Mark, MarkLevel, MarkOwner, School
from tests.schools import bell, course, make_school, slot
from tests.unposted import rules_without


def work(deterministic: float) -> StoppingCriterion:
    """A limit that ends a search at the same point on every machine."""
    return StoppingCriterion(seconds=None, deterministic=deterministic)


def full_school(classes: int = 6) -> School:
    """Classes with 22 lessons on 30 slots; each teacher has two or more of them."""
    wanted = (("语文", 6, 1), ("数学", 5, 0), ("英语", 5, 0), ("体育", 3, 0), ("音乐", 2, 0), ("班会", 1, 0))
    return make_school(
        tuple(
            course(f"七({k})班", subject, f"{subject}{k // (2 if lessons > 3 else 6)}", lessons, doubles=doubles)
            for k in range(1, classes + 1)
            for subject, lessons, doubles in wanted
        )
    )


def test_best_plan_is_audited_and_bounded() -> None:
    school = full_school()
    steps: list[Progress] = []
    result = solve(school, work(0.3), workers=2, listener=lambda step, _: steps.append(step))
    assert result.report is not None
    assert result.report.compliant
    assert result.report.cost == audit(school, result.report.plan).cost
    assert result.bound <= result.report.cost
    costs = [step.cost for step in steps if step.cost is not None]
    assert costs == sorted(costs, reverse=True)
    assert sum(steps[-1].cost_by_rule.values()) == steps[-1].cost
    assert result.history == tuple(steps)


def test_the_best_plan_of_a_small_school_is_proven_best() -> None:
    """Six lessons and five slots that the teacher does not avoid: half-days alone do not see that one is too many."""
    courses = (course("七(1)班", "语文", "王芳", 3), course("七(1)班", "数学", "王芳", 3))
    plain = make_school(courses)
    avoided = [plain.interval(slot) for slot in plain.class_slots("七(1)班") if plain.period(slot).name != "第4节"]
    marks = tuple(
        Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=day, start=start, end=end, level=MarkLevel.AVOIDED)
        for day, start, end in avoided
    )
    school = make_school(courses, marks=marks)
    result = solve(school, work(5), workers=1)
    assert result.status is Status.OPTIMAL
    assert result.cost == result.bound > 0


def test_infeasible_is_proven() -> None:
    school = make_school((course("七(1)班", "语文", "王芳", 20), course("七(2)班", "语文", "王芳", 20)))
    result = solve(school, work(20), workers=1)
    assert result.status is Status.INFEASIBLE
    assert result.report is None


def test_same_seed_and_work_give_the_same_plan() -> None:
    school = full_school(4)
    results = [solve(school, work(0.2), workers=1, seed=7) for _ in range(2)]
    first, second = (result.report for result in results)
    assert first is not None
    assert second is not None
    assert first.plan == second.plan


def test_cancel_returns_the_best_plan() -> None:
    cancel = Cancel()

    def stop_at_first_plan(step: Progress, report: Report | None) -> None:
        if report is not None:
            cancel.cancel()

    stop = StoppingCriterion(seconds=3600, cancel=cancel)
    result = solve(full_school(), stop, workers=1, listener=stop_at_first_plan)
    assert result.report is not None
    assert result.interrupted or result.status is Status.OPTIMAL


def test_keyboard_interrupt_returns_the_best_plan() -> None:
    raised = threading.Event()

    def interrupt_once(step: Progress, report: Report | None) -> None:
        if report is not None and not raised.is_set():
            raised.set()
            raise KeyboardInterrupt

    result = solve(full_school(), StoppingCriterion(seconds=3600), workers=1, listener=interrupt_once)
    assert result.interrupted
    assert result.report is not None


def test_failing_listener_ends_the_search() -> None:
    def fail(step: Progress, report: Report | None) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        solve(full_school(), StoppingCriterion(seconds=3600), workers=1, listener=fail)


def test_failing_search_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no parts")

    monkeypatch.setattr(search_module, "Links", fail)
    with pytest.raises(RuntimeError, match="no parts"):
        solve(full_school(2), work(20), workers=1)


def test_a_plan_that_breaks_a_hard_rule_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    locks = tuple(Lock(course=f"七(1)班|{subject}", slot=slot(1, 1)) for subject in ("语文", "数学"))
    school = full_school(2).model_copy(update={"locks": locks})
    assert solve(school, work(20), workers=1).status is Status.INFEASIBLE
    monkeypatch.setattr(search_module, "active_rules", rules_without("class_clash"))
    shown: list[Report] = []
    with pytest.raises(UnsoundPlanError, match="class_clash"):
        solve(
            school,
            work(20),
            workers=1,
            listener=lambda _, report: shown.extend([report] * bool(report)),
        )
    assert not shown


def test_a_time_limit_ends_a_search_that_proves_nothing() -> None:
    result = solve(full_school(), StoppingCriterion(seconds=0.5), workers=1)
    assert result.status in (Status.FEASIBLE, Status.UNKNOWN) and not result.interrupted


def test_several_schedules_are_compared_by_the_clock() -> None:
    early, late = bell("早"), bell("晚", begin=8 * 60 + 20)
    school = make_school(
        (course("七(1)班", "语文", "王芳", 6), course("八(1)班", "语文", "王芳", 6)), schedules=(early, late)
    )
    classes = (school.classes[0], school.classes[1].model_copy(update={"schedule": "晚"}))
    school = School(**{**dict(school), "classes": classes})
    result = solve(school, work(0.1), workers=1)
    assert result.report is not None
    taught = sorted(school.interval(p.slot) for p in result.report.plan.placements)
    assert all(not a.overlaps(b) for a, b in pairwise(taught))


@pytest.mark.parametrize("limit", [{"seconds": 0}, {"seconds": None}, {"seconds": 1, "deterministic": -1}])
def test_criterion_needs_a_positive_limit(limit: dict[str, float | None]) -> None:
    with pytest.raises(ValueError, match="limit"):
        StoppingCriterion(**limit)  # type: ignore[arg-type]


def test_soft_rules_never_decide_compliance() -> None:
    marks = tuple(
        Mark(owner_kind=MarkOwner.TEACHER, owner="语文0", day=day, start=0, end=1440, level=MarkLevel.AVOIDED)
        for day in range(1, 6)
    )
    school = full_school(2)
    school = School(**{**dict(school), "marks": marks})
    result = solve(school, work(0.5), workers=1)
    assert result.report is not None
    assert result.report.compliant
    assert all(f.active.level is Level.SOFT for f in result.report.findings if not f.kept)


def test_a_halted_solver_may_have_paid_too_much_and_the_audit_corrects_it() -> None:
    incumbent = search_module.Incumbent()
    values, later = [1, 0], [0, 1]
    incumbent.offer(values, 104)
    incumbent.correct(values, 103)
    assert incumbent.cost == 103
    incumbent.offer(later, 90)
    incumbent.correct(values, 50)  # of a plan that is the best no more
    assert incumbent.cost == 90
