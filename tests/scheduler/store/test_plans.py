from __future__ import annotations

import pytest

from constraints.audit import Report, audit
from scheduler.export.fairness import RangeBounds
from scheduler.plan import Plan
from scheduler.plan.changes import changes
from scheduler.store import NotFoundError, StaleError, Store
from tests.full_plans import full_plan
from tests.schools import bell, course, make_school, plan_of, slot
from tests.service_schools import service_school


def report_of(day: int) -> Report:
    return audit(make_school(), plan_of({"七(1)班|语文": [slot(day, 1)]}))


def days(plan: Plan) -> list[int]:
    return [placement.slot.day for placement in plan.placements]


def test_a_plan_comes_back_with_its_school(store: Store) -> None:
    school = service_school()
    report = audit(school, full_plan(school))
    school_id = store.schools.add(school)
    bounds = RangeBounds(20, 45)
    saved = store.plans.save(
        school_id, report, school_number=1, based_on=0, author="王", note="初排", bound=3, seconds=1.5, ranges=bounds
    )
    stored = store.plans.load(school_id)
    assert stored.school == school and changes(school, report.plan, stored.plan) == ()
    assert stored.version == saved == store.plans.history(school_id)[0]
    assert (saved.number, saved.school_number, saved.author, saved.note) == (1, 1, "王", "初排")
    assert (saved.cost, saved.compliant, saved.bound) == (report.cost, report.compliant, 3)
    assert (stored.document.seconds, stored.document.fairness and stored.document.fairness.service.range_bound) == (
        1.5,
        20,
    )


def test_versions_are_compared_and_gone_back_to(store: Store) -> None:
    school_id = store.schools.add(make_school())
    for number, day in enumerate((1, 2), 1):
        store.plans.save(school_id, report_of(day), school_number=1, based_on=number - 1, bound=number)
    [change] = store.plans.compare(school_id, 1, 2)
    assert change.moved and change.text.zh == "七(1)班语文（王芳）：周一第1节 → 周二第1节"
    back = store.plans.go_back(school_id, 1, based_on=2, note="还是第一版")
    assert (back.number, back.note, back.cost, back.bound) == (3, "还是第一版", report_of(1).cost, 1)
    assert [days(store.plans.load(school_id, number).plan) for number in (1, 2, 3)] == [[1], [2], [1]]
    assert store.plans.compare(school_id, 1, 3) == ()


def test_plans_of_different_versions_of_a_school_are_compared(store: Store) -> None:
    school_id = store.schools.add(make_school())
    store.plans.save(school_id, report_of(1), school_number=1, based_on=0)
    newer = make_school(courses=(course("七(1)班", "语文", "钱进", 5),))  # another teacher, no mathematics
    store.schools.save(school_id, newer, based_on=1)
    plan = plan_of({"七(1)班|语文": [slot(2, 1)]})
    store.plans.save(school_id, audit(newer, plan), school_number=2, based_on=1)
    assert [change.text.zh for change in store.plans.compare(school_id, 1, 2)] == [
        "七(1)班语文（钱进）：周一第1节 → 周二第1节"
    ]
    assert store.plans.load(school_id, 1).school == make_school()


def test_a_lesson_at_a_time_that_the_school_no_longer_has_is_no_change(store: Store) -> None:
    longer = make_school(schedules=(bell(afternoon=4),))
    school_id = store.schools.add(longer)
    late = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 8, bell(afternoon=4))]})
    store.plans.save(school_id, audit(longer, late), school_number=1, based_on=0)
    store.schools.save(school_id, make_school(), based_on=1)
    store.plans.save(school_id, report_of(1), school_number=2, based_on=1)
    assert store.plans.compare(school_id, 1, 2) == ()


def test_a_stale_plan_is_told_and_overwrites_nothing(store: Store) -> None:
    school_id = store.schools.add(make_school())
    theirs = store.plans.save(school_id, report_of(1), school_number=1, based_on=0, author="李")
    for refused in (
        lambda: store.plans.save(school_id, report_of(2), school_number=1, based_on=0),
        lambda: store.plans.go_back(school_id, 1, based_on=0),
    ):
        with pytest.raises(StaleError) as told:
            refused()
        assert told.value.latest.author == "李"
    assert store.plans.history(school_id) == [theirs]


def test_what_is_not_there_is_told(store: Store) -> None:
    school_id = store.schools.add(make_school())
    for refused in (
        lambda: store.plans.load(school_id),
        lambda: store.plans.go_back(school_id, 1, based_on=0),
        lambda: store.plans.save(school_id, report_of(1), school_number=2, based_on=0),
        lambda: store.plans.save(school_id, report_of(1), school_number=1, based_on=1),
    ):
        with pytest.raises(NotFoundError):
            refused()
