"""Thirty mistakes in a legal plan: exactly these are found, each where it stands."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest

from constraints.audit import Report, audit
from constraints.catalogue import active_rules
from constraints.rule import ActiveRule, Violation
from sample_data.generator import make_school
from scheduler.engine.result import Progress
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.export import write_plan_workbook
from scheduler.model.owner import Level
from scheduler.plan import Plan, PlanView
from scheduler.school import School
from scheduler.workbook.plan.places import places_of
from scheduler.workbook.plan.reader import read_plan
from tests.schools import with_easy_days
from tests.seeded_faults import FAULTS, Seen, pair_up

TRIES = 400
WITHOUT_PLACE = {"meetings"}  # one that is not held stands nowhere


@pytest.fixture(scope="module")
def legal() -> Report:
    """The first plan of a school of 12 classes with service."""
    cancel = Cancel()

    def stop(step: Progress, report: Report | None) -> None:
        if report is not None:
            cancel.cancel()

    stopping = StoppingCriterion(seconds=3600, cancel=cancel)
    school = make_school("primary", 12, year=2021)
    # A lesson that is gone or moved makes a day uneven too: these rules have tests of their own.
    easy = school.model_copy(update={"rule_settings": with_easy_days(school.rule_settings)})
    report = solve(easy, stopping, workers=1, listener=stop).report
    assert report is not None and report.compliant
    return report


def breaks_just(expected: Iterable[Seen], rules: Iterable[ActiveRule], view: PlanView) -> bool:
    """Tell whether these and no other violations are in a plan: rule by rule, until one says something else."""
    seen: dict[str, list[Seen]] = {}
    for each in expected:
        seen.setdefault(each.rule, []).append(each)
    return all(
        pair_up(seen.get(rule.rule.id, []), [(rule.rule.id, violation) for violation in rule.check(view).violations])
        for rule in rules
    )


def seeded(school: School, plan: Plan) -> tuple[Plan, tuple[Seen, ...]]:
    """Return a plan with every fault, and the violations that they must lead to."""
    expected: tuple[Seen, ...] = ()
    rules = [active for active in active_rules(school) if active.level is not Level.SOFT]
    for fault in FAULTS:
        edits = islice(fault(school, plan), TRIES)
        plan, expected = next(
            (edited, (*expected, *seen))
            for edited, seen in edits
            if breaks_just((*expected, *seen), rules, PlanView(school, edited))
        )
    return plan, expected


def test_thirty_faults_are_found_and_nothing_else(legal: Report, tmp_path: Path) -> None:
    school = legal.school
    plan, expected = seeded(school, legal.plan)
    assert len(FAULTS) == 30 and len({seen.rule for seen in expected}) >= 28
    write_plan_workbook(audit(school, plan), tmp_path / "课表.xlsx")
    reading = read_plan(tmp_path / "课表.xlsx", school)
    assert reading.plan is not None and not reading.problems
    report = audit(school, reading.plan, reading.omissions)
    found = [(active.rule.id, violation) for active, violation in report.violations(Level.REGULATION, Level.HARD)]
    assert pair_up(expected, found), sorted(_texts(found))
    view = PlanView(school, reading.plan)
    for active, violation in report.violations(Level.REGULATION, Level.HARD):
        places = places_of(view, reading, active, violation)
        assert places or active.rule.id in WITHOUT_PLACE, violation.text.zh
        assert all(violation.text)


def _texts(found: Iterable[tuple[str, Violation]]) -> list[str]:
    return [f"{rule}: {violation.text.zh}" for rule, violation in found]
