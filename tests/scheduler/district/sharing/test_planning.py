"""The loop: shared out, planned apart, repaired by what schools cannot bear, at last as one; against one joint model of the district."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from constraints.audit import audit
from scheduler.district.sharing import Attempt, SharedPlans, Task, audit_shared, blocked_by, planned_together, share
from scheduler.district.sharing.joint import joint_plans
from scheduler.district.sharing.planning import _Group
from scheduler.engine.result import Status
from scheduler.school import Mark, RuleSetting, School, Slot
from tests.chance import SEEDS, examples
from tests.random_districts import one_school, random_district
from tests.scheduler.district.sharing.cases import EAST, WEST, closed, school, shared, sharer, week
from tests.scheduler.district.sharing.planners import LONG, any_plan, attempt, plan_all
from tests.service_schools import FEW_KINDS, service_school

ONE_A_DAY = (RuleSetting(rule="subject_per_day", enabled=True, level="hard", parameters={"most": "1"}),)


class Planner:
    """Plans schools and remembers which, round by round."""

    def __init__(self, *silent: str) -> None:
        self.calls: list[list[str]] = []
        self.silent = silent

    def __call__(self, tasks: Mapping[str, Task]) -> dict[str, Attempt]:
        self.calls.append(sorted(tasks))
        return {name: found for name, found in plan_all(tasks).items() if name not in self.silent}


def legal(found: SharedPlans, schools: Mapping[str, School]) -> bool:
    """Every school has a plan that is legal with its marks and without them, and nobody is in two places."""
    assert found.clashes == ()
    plans = {name: each.plan for name, each in found.attempts.items() if each.plan is not None}
    for name, plan in plans.items():
        assert audit(found.schools[name], plan).compliant
        assert audit(schools[name], plan).compliant
    return len(plans) == len(schools)


def monday_taken() -> dict[str, School]:
    """东校 has music on four days, so that Monday is best for 西校, whose class is full on Mondays: one of its teachers has no other day."""
    full = closed("陈磊", *[(d, n) for d, n in week() if d > 1])
    east = school(EAST, 4, rule_settings=ONE_A_DAY, marks=closed("王芳", *[(1, n) for n in range(1, 7)]))
    return {EAST: east, WEST: school(WEST, 2, ("语文", "陈磊", 6), marks=full)}


def test_what_a_school_cannot_bear_is_repaired() -> None:
    schools, planner = monday_taken(), Planner()
    first = share(schools, shared())
    blocked = blocked_by(WEST, first.schools[WEST], seconds=LONG, workers=1)
    assert {slot.day for _, slot in blocked.closed} <= {2, 3, 4, 5}
    assert 0 < len(blocked.closed) <= 24
    assert blocked.cause is not None
    assert "东校小学" in blocked.cause.zh
    found = planned_together(schools, shared(), planner)
    assert legal(found, schools)
    assert (found.rounds, found.as_one) == (len(planner.calls), ())
    assert planner.calls[0] == [EAST, WEST]
    assert found.rounds > 1


def test_the_least_that_is_to_blame() -> None:
    """Where one half-day more is enough, what is told is that each of them is closed."""
    schools = monday_taken()
    marked = share(schools, shared()).schools[WEST]
    blocked = blocked_by(WEST, marked, seconds=LONG, workers=1)
    for teacher, slot in sorted(blocked.closed):
        away = [m for m in marked.marks if m.elsewhere is None or not _touches(m, marked, slot)]
        assert teacher == "王芳"
        if any_plan(marked.model_copy(update={"marks": tuple(away)})) is not None:
            return
    raise AssertionError("no single time makes a plan possible")


def _touches(mark: Mark, school: School, slot: Slot) -> bool:
    day, start, end = school.interval(slot)
    return mark.day == day and mark.start < end and start < mark.end


def there_and_back() -> dict[str, School]:
    """On Monday morning alone: 西校, 东校, 西校, which no stretch at 西校 leaves room for."""
    east = closed("王芳", *[each for each in week() if each != (1, 2)])
    west = closed("王芳", *[each for each in week() if each not in ((1, 1), (1, 3))])
    return {EAST: school(EAST, 1, marks=east), WEST: school(WEST, 2, marks=west)}


@pytest.mark.parametrize("silent", [(), (EAST, WEST)])
def test_schools_that_are_coupled_too_tightly_are_planned_as_one(silent: tuple[str, ...]) -> None:
    """Where planning apart finds nothing better, or nothing at all, the plans that were found together stand."""
    schools, planner = there_and_back(), Planner(*silent)
    found = planned_together(schools, shared(sharer(10)), planner)
    assert legal(found, schools)
    assert found.as_one == (EAST, WEST)
    assert planner.calls == [[EAST, WEST]]


def test_what_cannot_be_planned_at_all_says_so() -> None:
    schools = there_and_back() | {"南校": school("南校", 3, teacher="赵六")}
    found = planned_together(schools, shared(sharer(11)), Planner())
    without = {name for name, each in found.attempts.items() if each.plan is None}
    assert len(without) == 1
    assert without < {EAST, WEST}
    (name,) = without
    assert found.attempts[name].status is Status.INFEASIBLE
    assert found.causes.keys() == without
    assert "分开排不出，一起排也排不出" in found.causes[name].zh
    assert not legal(found, schools)


def test_a_school_without_a_plan_of_its_own_stops_nobody() -> None:
    schools = {EAST: school(EAST, 3), WEST: school(WEST, 3, ("语文", "陈磊", 10), marks=closed("陈磊", *week()[:21]))}
    schools[WEST] = schools[WEST].model_copy(update={"marks": closed("陈磊", *week()[:21])})
    planner = Planner()
    found = planned_together(schools, shared(), planner)
    assert found.attempts[EAST].plan is not None
    assert found.attempts[WEST].status is Status.INFEASIBLE
    assert len(planner.calls) == 1


def test_schools_that_share_nobody_are_planned_once_and_as_they_are() -> None:
    schools = monday_taken() | {"南校": school("南校", 3, teacher="赵六")}
    planner = Planner("南校")
    found = planned_together(schools, shared(), planner)
    assert [("南校" in call) for call in planner.calls] == [True, *([False] * (len(planner.calls) - 1))]
    assert found.schools["南校"] == schools["南校"]
    assert found.attempts["南校"] == Attempt(Status.UNKNOWN)


def test_no_answer_in_time_is_no_proof() -> None:
    schools = {EAST: school(EAST, 3), WEST: school(WEST, 3)}
    found = planned_together(schools, shared(), Planner(WEST))
    assert found.attempts[WEST] == Attempt(Status.UNKNOWN)
    assert found.attempts[EAST].plan is not None
    assert (found.rounds, found.causes) == (1, {})


def test_a_plan_that_still_holds_is_kept() -> None:
    schools = monday_taken()
    group = _Group(schools, shared())
    asked = group.tasks(LONG, 1, 1)
    assert set(asked) == {EAST, WEST}
    group.take({name: attempt(name, task.school) for name, task in asked.items()})
    assert group.attempts[EAST].plan is not None
    assert set(group.tasks(LONG, 1, 1)) <= {EAST, WEST}
    assert group.attempts[EAST].plan is not None


def test_of_three_schools_the_one_that_cannot_be_served_is_given_up() -> None:
    """王芳 cannot be at 东校 and 西校, whatever 李强 does, whom 西校 and 北校 share: 北校 and one of the two have plans."""
    schools = there_and_back()
    schools[WEST] = school(WEST, 2, ("美术", "李强", 3), marks=schools[WEST].marks)
    schools["北校"] = school("北校", 3, teacher="李强")
    other = sharer(teacher="李强")
    places = tuple(p.renewed(school=name) for p, name in zip(other.places, ("北校", WEST), strict=True))
    found = planned_together(schools, shared(sharer(11), other.renewed(places=places)), Planner())
    assert {name for name, each in found.attempts.items() if each.plan is None} == found.causes.keys()
    assert len(found.causes) == 1
    assert found.causes.keys() < {EAST, WEST}
    legal(found, schools)


def test_service_and_flexible_hours_are_at_home() -> None:
    schools = {name: service_school(name=f"{name}小学", rule_settings=FEW_KINDS) for name in (EAST, WEST)}
    found = planned_together(schools, shared(sharer(teacher="赵军")), plan_all)
    assert legal(found, schools)
    plans = {name: each.plan for name, each in found.attempts.items() if each.plan is not None}
    assert not any("赵军" in session.adults for session in plans[WEST].sessions)
    assert not any(grant.teacher == "赵军" for grant in plans[WEST].grants)


def test_a_planner_that_does_not_say_what_is_to_blame() -> None:
    def without_blame(tasks: Mapping[str, Task]) -> dict[str, Attempt]:
        return {name: found._replace(blocked=None) for name, found in plan_all(tasks).items()}

    schools = monday_taken()
    assert legal(planned_together(schools, shared(), without_blame), schools)


# Against the district as one school of several campuses.


@examples(2)
@given(SEEDS)
def test_whatever_one_model_finds_is_found_by_sharing(seed: int) -> None:
    district = random_district(seed)
    possible = any_plan(one_school(district)) is not None
    found = planned_together(district.schools, district.shared, plan_all)
    assert legal(found, district.schools) == possible
    if not possible:
        assert any(each.status is Status.INFEASIBLE for each in found.attempts.values())


@examples(2)
@given(SEEDS)
def test_planned_as_one_agrees_with_the_campuses(seed: int) -> None:
    district = random_district(seed)
    joint = joint_plans(district.schools, district.shared, seconds=LONG)
    assert (joint.status is Status.FEASIBLE) == (any_plan(one_school(district)) is not None)
    assert audit_shared(district.schools, joint.plans, district.shared) == ()
