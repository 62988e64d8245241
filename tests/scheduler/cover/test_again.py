"""What was mended is hit again, exams without who watches over them, places that are closed: still mended, still proven."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from scheduler.cover.audit import audit_cover
from scheduler.cover.propose import Proposal, propose
from scheduler.cover.weeks import audit_standing
from scheduler.export.term.told import lines_of
from scheduler.school import School, StationKind, Venue
from scheduler.term.absences import hits
from scheduler.term.account import hours, owed
from scheduler.term.calendar import SpecialDay, SpecialDuty, SpecialKind
from scheduler.term.day import day_of
from scheduler.term.nouns import OWN_ROOM, Absence, Change, ItemKind, Key, Occasion, Term, Way
from scheduler.term.options import Situation
from scheduler.workbook.term.reader import read_term
from scheduler.workbook.term.writer import write_term
from tests.full_plans import full_plan
from tests.schools import slot
from tests.service_schools import service_school
from tests.terms import TUESDAY, WEDNESDAY, absent, exchange, on, small_plan, small_school, term_of

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


PE = Key(ItemKind.LESSON, "三(1)班|体育", slot(2, 3))
CHINESE_ON_WEDNESDAY = Key(ItemKind.LESSON, "三(1)班|语文", slot(3, 1))


def mended_again(reach: int) -> tuple[Term, Proposal]:
    """PE of a Tuesday stands on the Wednesday, where its teacher is ill: what is proposed within so many days."""
    term = term_of(changes=exchange(PE, CHINESE_ON_WEDNESDAY), absences=(absent("赵军", first=WEDNESDAY),))
    (hit,) = hits(term, WEDNESDAY)
    assert hit.item.key == PE

    proposal = propose(Situation(term, (WEDNESDAY,), reach=reach), runner_ups=False)
    after = term.changed(proposal.changes)

    assert proposal.report.legal
    assert proposal.bound == proposal.cost
    assert hits(after, WEDNESDAY) == ()
    assert audit_standing(after, (WEDNESDAY,)).legal
    return after, proposal


def read_again(term: Term, path: Path) -> Term | None:
    write_term(term, path)
    return read_term(path, term.editions[0].school, term.editions[0].plan).term


def test_an_exchanged_lesson_that_is_hit_again_is_held_by_another_where_it_stands_now(tmp_path):
    after, _ = mended_again(reach=0)

    lost = Occasion(TUESDAY, PE)
    held = day_of(after, WEDNESDAY).of[lost]
    assert (held.slot, held.change.pair) == (CHINESE_ON_WEDNESDAY.slot, 1)
    assert "赵军" not in held.teachers and held.teachers == held.change.teachers
    # PE that is only watched is owed; what came in its place on the Tuesday is held all the same
    assert [each.occasion for each in owed(after)] == [lost]
    assert hours(after)["三(1)班", "语文"].moved == 1
    told = {line.change.id: line.how.zh for line in lines_of(after, WEDNESDAY)}
    assert "调到12月9日周三" in told[held.change.id] and f"由{held.teachers[0]}" in told[held.change.id]
    assert held.change.unmended().model_copy(update={"id": 1}) == exchange(PE, CHINESE_ON_WEDNESDAY)[0]
    assert read_again(after, tmp_path / "学期.xlsx") == after


def test_a_protected_lesson_that_is_hit_again_is_exchanged_again_and_three_go_round(tmp_path):
    after, proposal = mended_again(reach=14)

    assert [choice.option.way for choice in proposal.choices] == [Way.EXCHANGE]
    assert owed(after) == ()
    assert {c.pair for c in after.changes} == {1} and len(after.changes) == 3
    account = hours(after)["三(1)班", "体育"]
    assert account.planned + account.early == account.off + account.held + account.lost + account.ahead
    for date in {d for c in after.changes for d in (c.date, c.held_on)}:
        times = [(i.start, i.classes) for i in day_of(after, date).items if "三(1)班" in i.classes]
        plain = [(i.start, i.classes) for i in day_of(term_of(), date).items if "三(1)班" in i.classes]
        assert times == plain  # every time of the class is taken as before, once
    assert read_again(after, tmp_path / "学期.xlsx") == after


def test_half_an_exchange_is_refused():
    with pytest.raises(ValueError, match="all its halves"):
        term_of(changes=exchange(PE, CHINESE_ON_WEDNESDAY)[:1])


def test_a_row_of_an_exchange_that_was_deleted_is_told_by_its_cell(tmp_path):
    term = term_of(changes=exchange(PE, CHINESE_ON_WEDNESDAY))
    write_term(term, tmp_path / "学期.xlsx")
    book = openpyxl.load_workbook(tmp_path / "学期.xlsx")
    book["变动"].delete_rows(4)
    book.save(tmp_path / "学期.xlsx")

    reading = read_term(tmp_path / "学期.xlsx", term.editions[0].school, term.editions[0].plan)

    assert reading.term is None
    (problem,) = reading.problems
    assert (problem.sheet, problem.cell) == ("变动", "J3") and "另一半" in problem.text.zh
