"""Random days with random absences: what is proposed is legal, is taken back without a trace, and does not hang on the order."""

from __future__ import annotations

import datetime
from functools import cache
from random import Random

import pytest
from hypothesis import given

from scheduler.cover.propose import propose
from scheduler.cover.weeks import audit_standing
from scheduler.term.account import HoursAccount, hours
from scheduler.term.day import day_of
from scheduler.term.nouns import Absence, Term
from scheduler.term.options import Situation
from tests.chance import SEEDS, examples
from tests.full_plans import full_plan
from tests.service_schools import service_school
from tests.terms import TUESDAY, random_absences, term_of


@cache
def plain(kind: str) -> Term:
    """A term of the small school, or of one with service."""
    if kind == "small":
        return term_of()
    school = service_school()
    return term_of(school, full_plan(school))


def some_absences(rng: Random, term: Term) -> tuple[datetime.date, tuple[Absence, ...]]:
    date = TUESDAY + datetime.timedelta(days=rng.randrange(-1, 4))
    school = term.editions[0].school
    most = min(3, sum(bool(school.teacher_courses[t.id]) for t in school.teachers))
    return date, random_absences(rng, school, date, rng.randint(1, most))


@pytest.mark.parametrize("kind", ["small", "service"])
@given(seed=SEEDS)
@examples(6)
def test_what_is_proposed_is_legal_and_is_taken_back_without_a_trace(kind: str, seed: int) -> None:
    bare = plain(kind)
    date, absences = some_absences(Random(seed), bare)
    term = bare.renewed(absences=absences)

    proposal = propose(Situation(term, (date,)), runner_ups=False)
    after = term.changed(proposal.changes)

    assert proposal.report.legal
    assert proposal.cost == proposal.bound
    assert audit_standing(after, (date,)).cost == proposal.cost
    touched = {date, *(c.date for c in after.changes), *(c.moved_to[0] for c in after.changes if c.moved_to)}
    undone = after.renewed(changes=(), absences=())
    for each in touched:
        assert day_of(undone, each) == day_of(bare, each)


@given(seed=SEEDS)
@examples(4)
def test_the_order_in_which_absences_are_entered_changes_nothing(seed: int) -> None:
    rng = Random(seed)
    bare = plain("small")
    date, absences = some_absences(rng, bare)
    shuffled = tuple(rng.sample(absences, len(absences)))
    found = []
    for order in (absences, shuffled):
        term = bare.renewed(absences=order)
        proposal = propose(Situation(term, (date,)), runner_ups=False)
        found.append((proposal.cost, counted(term.changed(proposal.changes))))

    assert found[0] == found[1]


def counted(term: Term) -> dict[tuple[str, str], HoursAccount]:
    return hours(term, TUESDAY + datetime.timedelta(days=6))
