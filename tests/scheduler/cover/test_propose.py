"""What is proposed for absences: the right choice by hand-made cases, the least by trying everything, legal by the audit."""

from __future__ import annotations

import itertools
from functools import cache
from random import Random

import pytest
from hypothesis import given

from sample_data import sample_path
from scheduler.cover.audit import audit_cover
from scheduler.cover.propose import NoProposalError, propose, ranked
from scheduler.plan import Plan
from scheduler.school import RuleSetting, School, Teacher
from scheduler.term.day import day_of
from scheduler.term.nouns import Change, ItemKind, Key, Way
from scheduler.term.options import Situation, changes_of
from scheduler.workbook import read_school
from scheduler.workbook.plan.reader import read_plan
from tests.chance import SEEDS, examples
from tests.schools import course, slot
from tests.terms import TUESDAY, absent, off, on, random_absences, small_school, term_of


def chosen(term, *dates) -> list[tuple[str, str, Way | None, tuple[str, ...]]]:
    """Class, subject, way and who comes in, of everything that is proposed."""
    proposal = propose(Situation(term, dates or (TUESDAY,)))
    assert proposal.report.legal
    assert proposal.bound == proposal.cost
    return [(c.hit.item.classes[0], c.hit.item.title, c.option.way, c.option.teachers) for c in proposal.choices]


def with_rules(school: School, **settings) -> School:
    return school.renewed(
        rule_settings=(*school.rule_settings, *(RuleSetting(rule=r, **s) for r, s in settings.items()))
    )


def test_who_teaches_the_subject_comes_before_who_only_watches():
    school = small_school()
    more = course("三(2)班", "语文", "钱多", 1, id="阅读")
    school = school.renewed(courses=(*school.courses, more), teachers=(*school.teachers, Teacher(id="钱多")))
    rules = with_rules(school, cover_exchange={"level": "hard"})

    found = chosen(term_of(rules, absences=(absent("王芳", end=9 * 60 - 10),)))

    assert found == [("三(1)班", "语文", Way.COVER, ("钱多",))]


def test_a_protected_lesson_is_exchanged_rather_than_lost():
    found = chosen(term_of(absences=(absent("赵军"),)))

    assert [(subject, way) for _, subject, way, _ in found] == [("体育", Way.EXCHANGE)] * 2


def test_a_partner_carries_a_lesson_of_two_teachers():
    school = small_school()
    shared = [
        c.model_copy(update={"teachers": ("王芳", "孙悦")}) if c.id == "三(1)班|语文" else c for c in school.courses
    ]
    term = term_of(school.renewed(courses=tuple(shared)), absences=(absent("王芳", end=9 * 60 - 10),))

    assert chosen(term) == [("三(1)班", "语文", Way.PARTNER, ())]


def test_nobody_who_is_left_is_said_and_not_made_up():
    school = with_rules(
        small_school(),
        cover_exchange={"level": "hard"},
        cover_taught={"level": "hard"},
        cover_protected={"level": "hard"},
    )

    proposal = propose(Situation(term_of(school, absences=(absent("孙悦"),)), (TUESDAY,)))

    assert [choice.option.way for choice in proposal.choices] == [None, None]
    assert proposal.changes == ()
    assert {active.rule.id for active, _ in proposal.report.violations()} == {"cover_found"}


def test_who_is_freed_by_a_day_off_stands_in_first():
    trip = off(TUESDAY, "三(2)班")
    school = with_rules(small_school(), cover_exchange={"level": "hard"})

    monday = Key(ItemKind.LESSON, "三(2)班|语文", slot(1, 2))
    before = Change(id=1, date=on(12, 7), key=monday, way=Way.SELF_STUDY, without=("王芳",), teachers=("李强",))

    found = chosen(term_of(school, specials=[trip], absences=(absent("王芳"),), changes=(before,)))

    assert found == [("三(1)班", "语文", Way.SELF_STUDY, ("李强",))]  # his maths in 三(2)班 is not held


def test_a_decision_by_hand_stands_and_the_rest_is_planned_around_it():
    situation = Situation(term_of(absences=(absent("赵军"),)), (TUESDAY,))
    mine = next(o for o in situation.options if o.way is Way.SELF_STUDY)

    proposal = propose(situation, fixed=[mine])

    assert mine in [choice.option for choice in proposal.choices]
    assert proposal.cost > propose(situation).cost


@pytest.mark.parametrize("teachers", [("赵军",), ("王芳", "孙悦")])
def test_what_can_be_done_is_ranked_as_the_audit_counts_it(teachers):
    term = term_of(absences=(absent(*teachers),))
    situation = Situation(term, (TUESDAY,))
    proposal = propose(situation)
    taken = [choice.option for choice in proposal.choices]
    for hit in situation.hits:
        found = {id(each.option): each.more for each in ranked(situation, taken, hit, most=len(situation.options))}
        for option in (each for each in situation.options if each.hit is hit):
            others = [option if each.hit is hit else each for each in taken]
            report = audit_cover(term, changes_of(others, term.next_id()), (TUESDAY,))
            assert (id(option) in found) == report.legal
            assert not report.legal or found[id(option)] == report.cost - proposal.cost
        assert list(found.values()) == sorted(found.values())


def test_of_many_the_best_are_ranked_with_what_is_chosen():
    situation = Situation(term_of(absences=(absent("赵军"),)), (TUESDAY,))
    worst = next(o for o in situation.options if o.way is Way.SELF_STUDY)
    taken = [c.option for c in propose(situation, fixed=[worst]).choices]

    found = ranked(situation, taken, worst.hit, most=1)

    assert [each.option.way for each in found] == [Way.EXCHANGE, Way.SELF_STUDY]
    assert found[0].more < found[1].more == 0


def test_two_decisions_that_exclude_each_other_are_refused():
    situation = Situation(term_of(absences=(absent("王芳", "李强"),)), (TUESDAY,))
    first, second = situation.hits[:2]  # both at 8:00
    mine = [next(o for o in situation.options if o.hit is hit and o.teachers == ("孙悦",)) for hit in (first, second)]

    with pytest.raises(NoProposalError):
        propose(situation, fixed=mine)


def test_next_week_is_untouched_and_taking_all_back_gives_the_plain_week():
    term = term_of(absences=(absent("王芳", "赵军"),))
    situation = Situation(term, (TUESDAY,), reach=3)
    after = term.renewed(changes=propose(situation).changes)

    assert day_of(after, on(12, 15)).items == day_of(term_of(), on(12, 15)).items
    assert day_of(after.renewed(changes=(), absences=()), TUESDAY).items == day_of(term_of(), TUESDAY).items


def test_the_runner_up_is_the_best_of_what_is_left():
    situation = Situation(term_of(absences=(absent("赵军"),)), (TUESDAY,))
    proposal = propose(situation)

    for choice in proposal.choices:
        others = [c.option for c in proposal.choices if c is not choice]
        costs = {}
        for option in (o for o in situation.options if o.hit is choice.hit and o is not choice.option):
            report = audit_cover(situation.term, changes_of([*others, option], 1), situation.dates)
            if report.legal:
                costs[id(option)] = report.cost
        assert choice.runner_up is not None
        assert costs[id(choice.runner_up)] == min(costs.values()) == proposal.cost + choice.more


# Against trying everything, and on a whole school.


@examples(6)
@given(SEEDS)
def test_nothing_that_is_legal_costs_less(seed):
    rng = Random(seed)
    names = rng.sample(["王芳", "李强", "赵军", "孙悦"], 1)
    situation = Situation(
        term_of(absences=(absent(*names, end=rng.choice([9 * 60, 10 * 60, 24 * 60])),)), (TUESDAY,), reach=4
    )
    of_hit = [[o for o in situation.options if o.hit is hit] for hit in situation.hits]

    costs = []
    for picked in itertools.product(*of_hit):
        try:
            report = audit_cover(situation.term, changes_of(picked, 1), situation.dates)
        except ValueError:  # one lesson exchanged twice
            continue
        if report.legal:
            costs.append(report.cost)

    assert min(costs) == propose(situation, runner_ups=False).cost


@cache
def primary() -> tuple[School, Plan]:
    school = read_school(sample_path("primary-36.xlsx")).school
    assert school is not None
    plan = read_plan(sample_path("primary-36.plan.json"), school).plan
    assert plan is not None
    return school, plan


@examples(3)
@given(SEEDS)
def test_ten_absences_of_a_large_school_are_mended_legally_and_proven(seed):
    rng = Random(seed)
    school, plan = primary()
    date = on(12, rng.randint(7, 11))
    term = term_of(school, plan, absences=random_absences(rng, school, date, 10))

    proposal = propose(Situation(term, (date,)), runner_ups=False)

    assert proposal.report.legal
    assert proposal.bound == proposal.cost
    assert {c.hit.item.occasion for c in proposal.choices if c.option.way} == {
        c.occasion
        for c in proposal.changes
        if c.date == date and c.key in {h.item.key for h in Situation(term, (date,)).hits}
    }
