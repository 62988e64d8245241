"""What counting calls short is: solving proves it, with the rules that are named alone; and the typical mistakes are found.

PAIKE_EXAMPLES sets the number of random schools (default: few), and has the largest samples looked at too.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from constraints.rule import ActiveRule
from sample_data.counted_mistakes import COUNTED
from sample_data.generator import StageName, make_school
from sample_data.hidden_mistakes import HIDDEN
from sample_data.mistake import Infeasible
from scheduler.engine.assemble import slot_model
from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.counting.shortage import Shortage
from scheduler.model.owner import Level, OwnerKind
from scheduler.school import MarkOwner, School
from tests.chance import SEEDS
from tests.random_schools import schools
from tests.scheduler.explanation.counting.counted import crowded_school, marked
from tests.schools import course, slot
from tests.schools import make_school as small_school

EXAMPLES = int(os.environ.get("PAIKE_EXAMPLES", "0"))
SAMPLES: tuple[tuple[StageName, int], ...] = (("primary", 36), ("junior", 36), ("nine-year", 54))
LARGE: tuple[tuple[StageName, int], ...] = (("primary", 120), ("junior", 120), ("nine-year", 120))

# What each mistake asks for and what there is, reckoned by hand; see its docstring.
NUMBERS = {
    "lab-forgotten": (72, (35 - 2 - 1 - 1) * 2),
    "sports-from-fourth-lesson": (120, (15 - 2) * 6),
    "squeezed-teacher": (6, 5),
    "two-locks": (1, 0),
    "sports-on-two-days": (4, 2),
    "instruments-shared": (40 + 1, 29),
    "leaders-meet-in-class-meeting": (1, 0),
    "all-staff-meeting": (29, 28),
    "homework-by-chinese-teachers": (48, 18),
    "one-evening-each": (16, 10),
    "two-people-patrol": (25, 20),
    "no-pair-for-a-double": (2, 0),
    "visitor-for-three-days-work": (4, 2),
    "layers-never-together": (5, 1),
    "labour-and-practice-apart": (2, 0),
    "mentor-without-time": (30, 28),
    "other-subjects-in-the-afternoon": (11, 9),
    "hall-closed-for-the-visitor": (1, 0),
}


def verdict(school: School, rules: list[ActiveRule]) -> str:
    """What solving says of a school under some of its rules."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = 30
    return solver.status_name(solver.solve(slot_model(school, rules, costs=False).model))


def assert_proven(school: School) -> int:
    """Assert that solving proves all that is short, each under the rules named for it alone; return how much that is."""
    found = shortages(school)
    musts = {active.rule.id: active for active in active_rules(school) if active.level is not Level.SOFT}
    for each in found:
        assert each.needs > each.has
        assert verdict(school, [musts[rule] for rule in each.rules]) == "INFEASIBLE", each
    return len(found)


few = settings(
    max_examples=EXAMPLES or 16,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_what_is_short_cannot_be_planned_under_the_rules_named() -> None:
    told: list[int] = []

    @few
    @given(school=st.one_of(schools(solvable=True, settings=True), schools(settings=True), schools()))
    def look_at(school: School) -> None:
        told.append(assert_proven(school))

    look_at()
    assert 0 < sum(count == 0 for count in told) < len(told)


def test_nor_where_hardly_a_slot_is_to_spare() -> None:
    told: list[int] = []

    @settings(few, max_examples=4 * EXAMPLES or 60)
    @given(seed=SEEDS)
    def look_at(seed: int) -> None:
        told.append(assert_proven(crowded_school(Random(seed))))

    look_at()
    assert 0 < sum(count == 0 for count in told) < len(told)


@pytest.mark.parametrize(("stage", "classes"), SAMPLES + (LARGE if EXAMPLES else ()))
def test_a_school_with_a_plan_is_short_of_nothing(stage: StageName, classes: int) -> None:
    assert shortages(make_school(stage, classes)) == ()


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: case.name)
def test_a_mistake_that_counting_shows(case: Infeasible) -> None:
    found = [each for each in shortages(case.make()) if (each.needs, each.has) == NUMBERS[case.name]]
    assert any(set(case.rules) <= set(each.rules) for each in found)
    owners = case.owners
    assert not owners or any(owner in owners for each in found for owner in (each.owner, *each.others))
    for each in found:
        numbers_are_told(each)


def numbers_are_told(each: Shortage) -> None:
    """A fixed lesson or a meeting without a time is told by the time; all else with both numbers."""
    if each.owner.kind is OwnerKind.MEETING or ("locks" in each.rules and "固定在" in each.text.zh):
        return
    for text in each.text:
        assert f" {each.needs} " in text
        assert str(each.has) in text


@pytest.mark.parametrize("case", HIDDEN if EXAMPLES else HIDDEN[::3], ids=lambda case: case.name)
def test_a_mistake_that_only_solving_shows(case: Infeasible) -> None:
    assert shortages(case.make()) == ()


def test_one_cause_is_told_once_with_all_whom_it_hits() -> None:
    closed = marked(MarkOwner.SUBJECT, "语文", *(slot(day, n) for day in range(1, 6) for n in (1, 2, 3, 4)))
    classes = [f"七({number})班" for number in range(1, 7)]
    courses = tuple(course(name, "语文", f"{name}的老师", 11) for name in classes)
    (found,) = shortages(small_school(courses, marks=closed))
    assert (found.owner.id, found.needs, found.has) == ("七(1)班|语文", 11, 10)
    assert [owner.id for owner in found.others] == [f"{name}|语文" for name in classes[1:]]
    assert found.text.zh.endswith("；七(2)班语文、七(3)班语文、七(4)班语文、七(5)班语文等 5 门课也是这样")
    assert found.text.en.endswith("; the same with 七(2)班 语文, 七(3)班 语文, 七(4)班 语文, 七(5)班 语文 and 1 more")


def test_two_causes_are_told_apart() -> None:
    closed = [slot(day, n) for day in range(1, 6) for n in (1, 2, 3, 4)]
    marks = (*marked(MarkOwner.TEACHER, "王芳", *closed), *marked(MarkOwner.TEACHER, "李强", *closed))
    courses = (course("七(1)班", "语文", "王芳", 11), course("七(2)班", "语文", "李强", 11))
    assert [each.others for each in shortages(small_school(courses, marks=marks))] == [(), ()]
