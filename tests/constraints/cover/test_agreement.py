"""Every rule of cover says the same twice: what is posted costs what is checked, for choices that are legal and others."""

from __future__ import annotations

import datetime
from functools import cache
from random import Random

import pytest
from hypothesis import given
from ortools.sat.python import cp_model

from constraints.catalogue import cover_catalogue
from constraints.rule import ActiveCoverRule
from sample_data import sample_path
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Postings
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.term.calendar import SpecialDay
from scheduler.term.nouns import Change, Occasion, Term
from scheduler.term.options import Option, Situation, changes_of
from scheduler.term.view import CoverView
from scheduler.workbook import read_school
from scheduler.workbook.plan.reader import read_plan
from tests.chance import SEEDS, examples
from tests.terms import off, on, random_absences, term_of


@cache
def primary() -> tuple[School, Plan]:
    school = read_school(sample_path("primary-36.xlsx")).school
    assert school is not None
    plan = read_plan(sample_path("primary-36.plan.json"), school).plan
    assert plan is not None
    return school, plan


def situation(rng: Random) -> Situation:
    """Some away on a day of the sample, some classes out, with covers and an exchange that were there before."""
    school, plan = primary()
    date = on(12, rng.randint(7, 11))
    trip = rng.choice([(), (off(date, *(c.id for c in school.classes if c.grade == rng.randint(1, 6))),)])
    specials: tuple[SpecialDay, ...] = tuple(each for each in trip if each.classes)
    term = term_of(school, plan, specials, absences=random_absences(rng, school, date, rng.randint(2, 6)))
    before = Situation(term.renewed(absences=random_absences(rng, school, date, 3)), (date,))
    kept = changes_of(_random_choice(rng, before)[:4], 1)
    own = {hit.item.occasion for hit in Situation(term, (date,)).hits}
    covers = tuple(c for c in kept if c.pair is None and c.occasion not in own)
    changed = own | {change.occasion for change in covers}
    return Situation(term.renewed(changes=(*covers, *_exchange(rng, term, date, changed))), (date,))


def _exchange(rng: Random, term: Term, date: datetime.date, own: set[Occasion]) -> tuple[Change, ...]:
    """A lesson that was brought to a date on which its teacher is away now, from the day before or after."""
    bare = term.renewed(absences=())
    other = date + datetime.timedelta(days=rng.choice([-1, 1]))
    before = Situation(bare, (other,), earliest=date - datetime.timedelta(days=1), reach=1)
    names = [t for a in term.absences for t in a.teachers]
    for item in (i for name in names for i in before.day(other).of_teacher.get(name, ())):
        for option in before.exchanges(item):
            assert option.other is not None
            if option.other.date == date and option.other.occasion not in own:
                return changes_of([option], 100)
    return ()


def _random_choice(rng: Random, found: Situation) -> list[Option]:
    """One option of each hit, no lesson exchanged or joined twice."""
    picked, used = [], set()
    for hit in found.hits:
        own = [o for o in found.options if o.hit is hit and (o.other is None or o.other.occasion not in used)]
        kinds = sorted({str(o.way) for o in own})
        kind = rng.choice(kinds)
        option = rng.choice([o for o in own if str(o.way) == kind])
        used |= {option.other.occasion} if option.other else set()
        picked.append(option)
    return picked


def posted(found: Situation, picked: list[Option], rule: ActiveCoverRule) -> int | None:
    """What a choice costs by what the rule posts; None where it is forbidden."""
    model = cp_model.CpModel()
    variables = CoverVariables(found, model)
    postings = Postings(model)
    rule.rule.post(rule.poster(postings), variables, rule.parameters)
    postings.minimize()
    taken = {id(option) for option in picked}
    for literal, option in zip(variables.chosen, variables.options, strict=True):
        model.add(literal == (id(option) in taken))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return round(solver.objective_value) if solver.solve(model) == cp_model.OPTIMAL else None


@pytest.mark.parametrize("rule", cover_catalogue(), ids=lambda rule: rule.id)
@examples(4)
@given(SEEDS)
def test_what_is_posted_is_what_is_checked(rule, seed):
    rng = Random(seed)
    found = situation(rng)
    picked = _random_choice(rng, found)
    view = CoverView(found.term, changes_of(picked, found.term.next_id()), found.dates)
    for level in {rule.level, *rule.levels}:
        active = ActiveCoverRule(rule, level, 7, rule.parameters())
        verdict = active.check(view)
        wanted = active.cost(verdict) if level is Level.SOFT or not verdict.violations else None
        assert posted(found, picked, active) == wanted, [v.text.zh for v in verdict.violations]
