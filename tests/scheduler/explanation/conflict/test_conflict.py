"""A conflict is one, and a minimal one: no plan keeps all of it, and for each of its members some plan breaks this one alone.

PAIKE_EXAMPLES sets the number of schools (default: few).
"""

import os
from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from ortools.sat.python import cp_model

from constraints.catalogue import active_rules
from constraints.rule import ActiveRule
from sample_data.infeasible import INFEASIBLE
from sample_data.mistake import Infeasible
from scheduler.cli.explain import conflict_lines
from scheduler.engine.assemble import SlotModel
from scheduler.engine.result import Status
from scheduler.explanation.conflict.conflict import Conflict, seek_conflict
from scheduler.explanation.conflict.requirements import Requirement
from scheduler.explanation.counting.counting import shortages
from scheduler.model.lessons import LessonVariables, meeting_starts
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.model.poster import Postings
from scheduler.plan import MeetingPlacement, Placement, Plan, PlanView
from scheduler.school import (
    Exclusion,
    Lock,
    Mark,
    MarkLevel,
    MarkOwner,
    Meeting,
    RuleSetting,
    School,
    SchoolClass,
    Slot,
    Teacher,
    Venue,
)
from tests import schools as small
from tests.chance import SEEDS, chance, some
from tests.random_schools import random_school
from tests.smaller import described

EXAMPLES = int(os.environ.get("PAIKE_EXAMPLES", "0"))
LONG = 600.0  # seconds, of which a fraction is used


def some_schools(number: int) -> settings:
    return settings(
        max_examples=EXAMPLES or number,
        deadline=None,
        phases=(Phase.generate,),
        database=None,
        suppress_health_check=list(HealthCheck),
    )


# Schools so small that every plan can be looked at.


def tiny_school(rng: Random) -> School:
    """Two or three courses of a class or two, a week of few lessons; wishes and limits that rarely leave a plan."""
    days, lessons, number = rng.choice(((2, 2, 3), (1, 4, 3), (4, 1, 3), (2, 3, 2), (3, 2, 2)))
    bell = small.bell(morning=lessons, afternoon=0, days=days)
    slots = [Slot(bell.id, day, period) for day in range(1, days + 1) for period in bell.lesson_periods]
    names = ["高一(1)班", "高一(2)班"]
    places = [(name, subject) for name in names for subject in ("语文", "数学", "体育")]
    courses = tuple(
        small.course(name, subject, rng.choice(("王芳", "李强")), rng.randint(1, 3))
        for name, subject in some(rng, places, 2, number)
    )
    owners = [(MarkOwner.TEACHER, "王芳"), (MarkOwner.TEACHER, "李强"), (MarkOwner.SUBJECT, courses[0].subject)]
    marks = tuple(
        Mark(
            owner_kind=kind,
            owner=owner,
            day=slot.day,
            start=bell.periods[slot.period].start,
            end=bell.periods[slot.period].end,
            level=MarkLevel.FORBIDDEN,
        )
        for kind, owner in owners
        for slot in some(rng, slots, 0, 2)
        if chance(rng, 60)
    )
    meetings = (Meeting(id="教研", teachers=("王芳", "李强"), schedule=bell.id),) if chance(rng, 50) else ()
    limits = [rng.choice((None, None, 1)) for _ in range(4)]
    return small.make_school(
        courses,
        schedules=(bell,),
        classes=tuple(
            SchoolClass(id=name, grade=10, number=number, schedule=bell.id)
            for number, name in enumerate(dict.fromkeys(x for each in courses for x in each.classes), 1)
        ),
        teachers=(
            Teacher(id="王芳", max_per_day=limits[0], max_days=limits[1]),
            Teacher(id="李强", max_in_row=limits[2], max_half_days=limits[3]),
        ),
        venues=(Venue(id="操场", kind="操场", capacity=1),),
        marks=marks,
        meetings=meetings,
        locks=tuple(Lock(course=each.id, slot=rng.choice(slots)) for each in courses if chance(rng, 8)),
        exclusions=(Exclusion(id="互斥", courses=tuple(each.id for each in courses[:2])),) if chance(rng, 30) else (),
        rule_settings=(RuleSetting(rule="subject_spread", level="hard"),) if chance(rng, 20) else (),
    )


def every_plan(school: School) -> Iterator[Plan]:
    """Yield each way to hold any lessons at any times, legal or not."""
    lessons = [(each.id, slot) for each in school.courses for slot in school.course_slots(each)]
    meetings = [
        [(), *((MeetingPlacement(meeting=each.id, slot=slot),) for slot in meeting_starts(school, each))]
        for each in school.meetings
    ]
    for held in product((False, True), repeat=len(lessons)):
        placements = tuple(
            Placement(course=name, slot=slot) for (name, slot), on in zip(lessons, held, strict=True) if on
        )
        for chosen in product(*meetings):
            yield Plan(placements=placements, meetings=tuple(m for each in chosen for m in each))


def broken(view: PlanView, rules: list[ActiveRule]) -> set[Requirement]:
    """Return what the checks of some rules find broken, as (rule, whom)."""
    return {(each.rule.id, whom(violation.owner)) for each in rules for violation in each.check(view).violations}


def whom(owner: Owner) -> Owner:
    """Return the owner; of places only that they are places: the model speaks of a kind where the check knows the venue."""
    return Owner(owner.kind, "") if owner.kind is OwnerKind.VENUE else owner


def members_of(conflict: Conflict) -> set[Requirement]:
    return {(member.rule.rule.id, whom(member.owner)) for member in conflict.members}


def musts(school: School) -> list[ActiveRule]:
    return [active for active in active_rules(school) if active.level is not Level.SOFT]


def test_every_plan_of_a_tiny_school_breaks_some_member_and_each_member_is_the_only_one_of_some_plan() -> None:
    seen: list[int] = []

    @some_schools(5)
    @given(seed=SEEDS)
    def look_at(seed: int) -> None:
        school = tiny_school(Random(seed))
        found = seek_conflict(school, workers=1, seconds=LONG)
        if found.conflict is None:
            assert found.status is Status.FEASIBLE
            assert any(not broken(PlanView(school, plan), musts(school)) for plan in every_plan(school)), school
            return
        assert found.conflict.minimal
        members = members_of(found.conflict)
        rules = list({member.rule.rule.id: member.rule for member in found.conflict.members}.values())
        kinds = {frozenset(members & broken(PlanView(school, plan), rules)) for plan in every_plan(school)}
        assert frozenset() not in kinds, (members, described(school, Plan()))
        assert kinds >= {frozenset({member}) for member in members}, (members, described(school, Plan()))
        seen.append(len(members))

    look_at()
    assert len(seen) * 2 >= (EXAMPLES or 5) and max(seen) >= 3, seen


# Richer schools, whose plans are too many to look at: the members are posted anew, in a model of their own.


def some_school(rng: Random) -> School:
    """Return a random school without exams and of senior grades, for which there is no standard: such conflicts are of one rule."""
    school = random_school(rng, settings=True)
    if EXAMPLES and chance(rng, 50):
        return school
    classes = tuple(each.model_copy(update={"grade": 10}) for each in school.classes)
    return school.without_service().model_copy(update={"classes": classes, "exams": (), "curriculum": ()})


def plan_that_keeps(school: School, rules: list[ActiveRule], wanted: set[Requirement]) -> Plan | None:
    """Return a plan that keeps what is wanted of some owners by some rules, None where there is none."""
    model = cp_model.CpModel()
    built = SlotModel(model, LessonVariables(school, model), Postings(model, only=wanted), tuple(rules))
    built.post(Level.REGULATION, Level.HARD)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.interleave_search = True  # one strategy alone may dig for ever where lessons outnumber slots
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE), solver.status_name(status)
    return None if status == cp_model.INFEASIBLE else built.read(solver.response_proto.solution)


def test_without_any_one_member_a_plan_keeps_the_others_as_their_checks_say() -> None:
    seen: list[int] = []

    @some_schools(12)
    @given(seed=SEEDS)
    def look_at(seed: int) -> None:
        school = some_school(Random(seed))
        conflict = seek_conflict(school, workers=1, seconds=LONG).conflict
        if conflict is None:
            return
        members = {(member.rule.rule.id, member.owner) for member in conflict.members}
        rules = list({member.rule.rule.id: member.rule for member in conflict.members}.values())
        assert plan_that_keeps(school, rules, members) is None
        for member in sorted(members) if conflict.minimal else ():
            others = members - {member}
            plan = plan_that_keeps(school, rules, others)
            assert plan is not None, (member, members, described(school, Plan()))
            left = broken(PlanView(school, plan), rules) & {(rule, whom(owner)) for rule, owner in others}
            assert left <= {(member[0], whom(member[1]))}, (member, left, described(school, plan))
        seen.append(len(members))

    look_at()
    assert len(seen) * 2 >= (EXAMPLES or 12) and max(seen) >= 3, seen


# The infeasible samples: whole schools, each with a mistake that is known.

QUICK = ("no-club-leader-on-monday", "two-locks")
SAMPLES = INFEASIBLE if EXAMPLES else tuple(case for case in INFEASIBLE if case.name in QUICK)


@pytest.mark.parametrize("case", SAMPLES, ids=lambda case: case.name)
def test_the_mistake_is_in_the_conflict_of_a_sample(case: Infeasible) -> None:
    school = case.make()
    conflict = seek_conflict(school, workers=2, seconds=LONG, short=shortages(school)).conflict
    assert conflict is not None and conflict.minimal
    assert case.rules[0] in {member.rule.rule.id for member in conflict.members}
    assert not case.owners or {member.owner for member in conflict.members} & set(case.owners)
    for member in conflict.members:
        assert member.text.zh and member.text.en and "|" not in member.text.zh + member.text.en
    assert len(list(conflict_lines(conflict))) <= 20


# Whom it is about.


@pytest.mark.parametrize("fixed", [False, True])
def test_a_conflict_begins_with_the_subject_that_has_no_room(fixed: bool) -> None:
    """Music cannot be held on another day than Monday, or only where Chinese is fixed; Chinese, more a day, is not the matter."""
    courses = (small.course("七(1)班", "语文", "王芳", 6), small.course("七(1)班", "音乐", "孙悦", 2))
    teachers = (Teacher(id="王芳"), Teacher(id="孙悦", max_days=None if fixed else 1))
    left = [small.slot(1, 1), small.slot(2, 1)]
    marks = tuple(
        Mark(owner_kind=MarkOwner.SUBJECT, owner="音乐", day=day, start=first, end=last, level=MarkLevel.FORBIDDEN)
        for day in range(1, 6)
        for first, last in (((520, 1440),) if day <= 2 else ((0, 1440),))
    )
    locks = tuple(Lock(course="七(1)班|语文", slot=slot) for slot in left)
    school = small.make_school(courses, teachers=teachers, **({"marks": marks, "locks": locks} if fixed else {}))
    conflict = seek_conflict(school, workers=1, seconds=LONG).conflict
    assert conflict is not None and conflict.minimal
    first = conflict.members[0].text.zh
    assert "音乐" in first and "语文" not in first
    limits = [member.text.zh for member in conflict.members if member.rule.rule.id == "subject_per_day"]
    assert limits == ([] if fixed else ["七(1)班音乐一天最多 1 节"])
