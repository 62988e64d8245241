"""What was mended is hit again, exams without who watches over them, places that are closed: still mended, still proven."""

from __future__ import annotations

import pytest

from scheduler.cover.audit import audit_cover
from scheduler.cover.propose import Proposal, propose
from scheduler.school import School, StationKind, Venue
from scheduler.term.absences import hits
from scheduler.term.calendar import SpecialDay, SpecialDuty, SpecialKind
from scheduler.term.day import day_of
from scheduler.term.nouns import OWN_ROOM, Absence, Change, ItemKind, Key, Term, Way
from scheduler.term.options import Situation
from scheduler.workbook.term.reader import read_term
from scheduler.workbook.term.writer import write_term
from tests.full_plans import full_plan
from tests.schools import slot
from tests.service_schools import service_school
from tests.terms import TUESDAY, absent, on, small_plan, small_school, term_of

CHINESE = Key(ItemKind.LESSON, "三(1)班|语文", slot(2, 1))


def proposed(term: Term) -> Proposal:
    proposal = propose(Situation(term, (TUESDAY,)), runner_ups=False)
    assert proposal.report.legal
    assert proposal.bound == proposal.cost
    return proposal


@pytest.mark.parametrize("way", [Way.COVER, Way.SELF_STUDY])
def test_who_stands_in_falls_ill_too_and_another_takes_his_place(way):
    first = Change(id=1, date=TUESDAY, key=CHINESE, way=way, without=("王芳",), teachers=("孙悦",))
    ill = absent("孙悦", end=9 * 60 - 10).model_copy(update={"id": 2})
    term = term_of(absences=(absent("王芳", end=9 * 60 - 10), ill), changes=(first,))

    after = term.changed(proposed(term).changes)

    assert hits(after, TUESDAY) == ()
    (found,) = after.changes
    assert found.occasion == first.occasion
    assert set(found.without) >= {"王芳"}
    assert not {"王芳", "孙悦"} & set(day_of(after, TUESDAY).of[first.occasion].teachers)


def test_who_makes_up_falls_ill_and_the_lesson_goes_on_without():
    lost = Change(
        id=1,
        date=TUESDAY.replace(day=1),
        key=Key(ItemKind.LESSON, "三(1)班|体育", slot(2, 3)),
        way=Way.SELF_STUDY,
        without=("赵军",),
        teachers=("王芳",),
    )
    made_up = Change(
        id=2,
        date=TUESDAY,
        key=CHINESE,
        way=Way.MAKE_UP,
        without=("王芳",),
        teachers=("赵军",),
        makes_up=lost.occasion,
    )
    term = term_of(absences=(absent("赵军", end=9 * 60 - 10),), changes=(lost, made_up))

    after = term.changed(proposed(term).changes)

    assert hits(after, TUESDAY) == ()


def test_somebody_else_watches_over_an_exam():
    duty = SpecialDuty(name="期中", start=480, end=520, classes=("三(1)班",), adults=("李强",), venue=None)
    exam = SpecialDay(
        date=TUESDAY,
        name="期中",
        kind=SpecialKind.EXAM,
        classes=("三(1)班", "三(2)班"),
        start=480,
        end=520,
        duties=(duty,),
    )
    term = term_of(specials=(exam,), absences=(absent("李强", end=520),))

    after = term.changed(proposed(term).changes)

    (item,) = (i for i in day_of(after, TUESDAY).items if i.kind is ItemKind.EXAM)
    assert item.teachers not in ((), ("李强",))
    assert hits(after, TUESDAY) == ()


def closed(school: School, *venues: str) -> Term:
    return term_of(school, absences=(Absence(id=1, first=TUESDAY, last=TUESDAY, venues=venues),))


def with_places(*names: str) -> School:
    school = small_school()
    places = tuple(Venue(id=name, kind="操场", capacity=1) for name in names)
    courses = tuple(c.renewed(venue="操场") if c.subject == "体育" else c for c in school.courses)
    return school.renewed(venues=places, courses=courses)


def test_lessons_of_a_closed_place_go_to_one_of_its_kind_or_to_their_own_rooms(tmp_path):
    alone = closed(with_places("操场"), "操场")
    other = closed(with_places("操场", "风雨操场"), "操场")

    for term, wanted in ((alone, OWN_ROOM), (other, "风雨操场")):
        after = term.changed(proposed(term).changes)
        places = {i.venue for i in day_of(after, TUESDAY).items if i.title == "体育"}
        assert hits(after, TUESDAY) == ()
        assert places == {wanted}
        write_term(after, tmp_path / "学期.xlsx")
        assert read_term(tmp_path / "学期.xlsx", after.editions[0].school, small_plan()).term == after


def test_who_stands_by_comes_in_though_somebody_else_who_stood_by_is_away():
    school = service_school()
    plan = full_plan(school)
    term = term_of(school, plan)
    stations = school.service.stations
    by, served = next(
        (i, other)
        for date in term.calendar.dates(TUESDAY, on(12, 11))
        for i in day_of(term, date).items
        if i.kind is ItemKind.SERVICE and stations[i.key.id].kind is StationKind.SUBSTITUTE and i.teachers
        for other in day_of(term, date).items
        if other.kind is ItemKind.SERVICE and other.overlaps(i) and other.key.id != i.key.id and other.teachers
    )
    cover = Change(id=1, date=by.date, key=served.key, way=Way.COVER, without=served.teachers, teachers=by.teachers[:1])
    goes_on = Change(id=2, date=by.date, key=by.key, way=Way.PARTNER)

    report = audit_cover(term.renewed(changes=(cover,)), (goes_on,), (by.date,))

    assert [a.rule.id for a, _ in report.violations() if a.rule.id == "cover_clash"] == []
