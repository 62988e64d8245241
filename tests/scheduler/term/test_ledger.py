"""What really happened, against an independent recount, and against the week's own ledger where nothing happened."""

from __future__ import annotations

import datetime
from collections import Counter
from fractions import Fraction
from functools import cache

import pytest

from scheduler.cover.propose import propose
from scheduler.export.term.month import COVERS, EACH, GROUPS, month_workbook
from scheduler.plan import Plan, PlanView
from scheduler.plan.ledger import accounts
from scheduler.school import CoverRate, CoverWork, School, Teacher
from scheduler.term.day import day_of
from scheduler.term.ledger import ledgers
from scheduler.term.nouns import Absence, Change, Edition, ItemKind, Key, Term, Way
from scheduler.term.options import Situation
from tests.full_plans import full_plan
from tests.schools import slot
from tests.service_schools import service_school
from tests.terms import FIRST, LAST, TUESDAY, absent, off, on, small_school, term_of

MONDAY, FRIDAY = on(12, 7), on(12, 11)


@cache
def school_and_plan() -> tuple[School, Plan]:
    school = service_school()
    return school, full_plan(school)


def term(**more) -> Term:
    school, plan = school_and_plan()
    return term_of(school, plan, **more)


def test_a_week_in_which_nothing_happens_is_the_plans():
    school, plan = school_and_plan()
    week = accounts(PlanView(school, plan))

    for name, ledger in ledgers(term(), MONDAY, FRIDAY).items():
        assert ledger.minutes == Counter(week[name].minutes)
        assert ledger.sessions == Counter(week[name].sessions)
        assert ledger.pay == pytest.approx(week[name].pay)
        assert round(ledger.earned) == week[name].earned
        assert ledger.granted == week[name].granted


def test_the_balance_of_last_week_opens_this_one():
    whole = ledgers(term(), FIRST, on(9, 30))
    second = ledgers(term(), on(9, 14), on(9, 30))
    first = ledgers(term(), FIRST, on(9, 13))

    for name, ledger in whole.items():
        assert first[name].closing == second[name].opening
        assert second[name].closing == ledger.closing
        assert ledger.closing == ledger.opening + ledger.earned - ledger.granted


def test_who_stands_in_earns_and_who_is_away_does_not():
    _, plan = school_and_plan()
    busiest = Counter(a for s in plan.sessions if s.slot.day == 2 for a in s.adults).most_common(1)[0][0]
    absence = absent(busiest)
    bare = term(absences=(absence,))
    found = bare.renewed(changes=propose(Situation(bare, (on(12, 8),)), runner_ups=False).changes)

    before, after = ledgers(term(), MONDAY, FRIDAY), ledgers(found, MONDAY, FRIDAY)

    assert after[busiest].service_minutes < before[busiest].service_minutes
    assert after[busiest].absent_days == 1
    recount: Counter[str] = Counter()
    for date in (MONDAY + datetime.timedelta(days=n) for n in range(5)):
        for item in day_of(found, date).items:
            if item.kind is ItemKind.SERVICE:
                for teacher in item.teachers:
                    if not (teacher == busiest and date == absence.first):
                        recount[teacher] += item.end - item.start
    assert {n: sum(e.minutes.values()) for n, e in after.items() if e.minutes} == dict(recount)


def test_a_holiday_earns_and_grants_nothing():
    found = ledgers(term(specials=[off(MONDAY + datetime.timedelta(days=n)) for n in range(5)]), MONDAY, FRIDAY)

    assert all((e.earned, e.granted, e.lessons, e.pay) == (Fraction(0), 0, 0, 0.0) for e in found.values())


def test_flexible_time_of_who_is_away_lapses():
    _, plan = school_and_plan()
    grant = plan.grants[0]
    date = MONDAY + datetime.timedelta(days=grant.day - 1)
    away = Absence(id=1, first=date, last=date, teachers=(grant.teacher,))

    found, plain = ledgers(term(absences=(away,)), MONDAY, FRIDAY), ledgers(term(), MONDAY, FRIDAY)

    assert found[grant.teacher].granted < plain[grant.teacher].granted


def test_dates_outside_of_the_term_have_no_ledger():
    with pytest.raises(ValueError, match="outside"):
        ledgers(term(), LAST.replace(month=3), LAST.replace(month=4))


def paid_school() -> School:
    rates = (
        CoverRate(work=CoverWork.COVER, yuan=20.5),
        CoverRate(work=CoverWork.SELF_STUDY, yuan=10),
        CoverRate(work=CoverWork.MERGE, yuan=15),
    )
    return small_school(cover_rates=rates)


def lesson(id: str, day: int, period: int) -> Key:
    return Key(ItemKind.LESSON, id, slot(day, period))


def test_lessons_in_anothers_place_pay_by_what_is_done():
    changes = (
        Change(
            id=1, date=TUESDAY, key=lesson("三(1)班|语文", 2, 1), way=Way.COVER, without=("王芳",), teachers=("赵军",)
        ),
        Change(
            id=2,
            date=TUESDAY,
            key=lesson("三(2)班|语文", 2, 2),
            way=Way.SELF_STUDY,
            without=("王芳",),
            teachers=("赵军",),
        ),
        Change(
            id=3,
            date=TUESDAY,
            key=lesson("三(1)班|音乐", 2, 4),
            way=Way.MERGE,
            without=("孙悦",),
            joins=lesson("三(2)班|体育", 2, 4),
        ),
    )
    found = ledgers(term_of(paid_school(), absences=(absent("王芳", "孙悦"),), changes=changes), MONDAY, FRIDAY)

    assert found["赵军"].cover_pay == 45.5
    assert found["赵军"].covers == {Way.COVER: 1, Way.SELF_STUDY: 1, Way.MERGE: 1}
    assert found["赵军"].lessons == 2 + 2  # two classes together are one lesson
    assert found["王芳"].cover_pay == 0

    book = month_workbook(term_of(paid_school(), absences=(absent("王芳", "孙悦"),), changes=changes), MONDAY, FRIDAY)
    rows = [[cell for cell in row if cell is not None] for row in book[EACH.zh].iter_rows(values_only=True)]
    paid = [row for row in rows if row and row[-1] in (20.5, 10, 15)]
    assert [(row[4], row[5], row[6], row[7]) for row in paid] == [
        ("王芳", "病假", "代课", "赵军"),
        ("王芳", "病假", "看护自习", "赵军"),
        ("孙悦", "病假", "合班", "赵军"),
    ]
    department = list(book[GROUPS.zh].iter_rows(values_only=True))[-1]
    assert department[-1] == 45.5 and department[4] == 3
    total = list(book[COVERS.zh].iter_rows(values_only=True))[-1]
    assert total[0] == "合计" and total[-1] == sum(row[-1] for row in paid)


def test_who_left_within_the_term_keeps_his_ledger():
    school = small_school()
    bare = term_of(school.renewed(teachers=(*school.teachers, Teacher(id="钱多", balance=90))))
    later = Edition(first=on(12, 7), school=school, plan=bare.editions[0].plan)
    cover = Change(
        id=1, date=FIRST, key=lesson("三(1)班|语文", 2, 1), way=Way.COVER, without=("王芳",), teachers=("钱多",)
    )
    term = bare.renewed(editions=(*bare.editions, later), changes=(cover,))

    found = ledgers(term, FIRST, LAST)

    assert found["钱多"].covers == {Way.COVER: 1}
    assert found["钱多"].closing == 90
    assert "钱多" in [row[0] for row in month_workbook(term, FIRST, LAST)[COVERS.zh].iter_rows(values_only=True)]
