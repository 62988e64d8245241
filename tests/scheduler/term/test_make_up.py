"""A lesson that is owed is made up in another subject's lesson: the account follows, and what cannot be is refused."""

from __future__ import annotations

import datetime

import pytest

from scheduler.export.term.book import LIST, day_workbook
from scheduler.export.term.hours import HOURS, OWED, hours_workbook
from scheduler.term.account import hours, make_up_refusal, owed
from scheduler.term.day import day_of
from scheduler.term.nouns import Change, ItemKind, Key, Occasion, Term, Way
from scheduler.workbook.term.reader import read_term
from scheduler.workbook.term.writer import write_term
from tests.schools import slot
from tests.terms import TUESDAY, on, small_plan, small_school, term_of

PE = Occasion(TUESDAY, Key(ItemKind.LESSON, "三(1)班|体育", slot(2, 3)))
LATER = on(12, 14)
CHINESE, MATHS = "三(1)班|语文", "三(1)班|数学"


def lost(**more) -> Change:
    """PE of 8 December is only supervised."""
    said = {"way": Way.SELF_STUDY, "without": ("赵军",), "teachers": ("王芳",), **more}
    return Change(id=1, date=PE.date, key=PE.key, **said)


def make_up(number: int = 2, date: datetime.date = LATER, course: str = CHINESE, day: int = 1, **more) -> Change:
    """PE is held in Chinese of Monday 14 December."""
    key = Key(ItemKind.LESSON, course, slot(day, 1))
    said = {"teachers": ("赵军",), "without": ("王芳",), "makes_up": PE, **more}
    return Change(id=number, date=date, key=key, way=Way.MAKE_UP, **said)


def test_what_is_made_up_is_owed_no_longer_and_the_other_lesson_was_given():
    term = term_of(changes=(lost(), make_up()))

    assert make_up_refusal(term, term.changes[1]) is None
    assert [each.subject for each in owed(term, on(12, 13))] == ["体育"]
    assert owed(term) == ()
    before, after = hours(term_of()), hours(term)
    pe, chinese = after["三(1)班", "体育"], after["三(1)班", "语文"]
    assert (pe.lost, pe.made_up, pe.planned) == (1, 1, before["三(1)班", "体育"].planned)
    assert (chinese.given, chinese.held) == (1, before["三(1)班", "语文"].held - 1)
    for each in after.values():
        assert each.planned + each.early == each.off + each.held + each.lost + each.given + each.ahead


def test_the_date_has_the_subject_that_is_made_up_and_its_teacher():
    term = term_of(changes=(lost(), make_up()))

    held = day_of(term, on(12, 14)).of[term.changes[1].occasion]

    assert (held.title, held.teachers, held.planned) == ("体育", ("赵军",), ("王芳",))
    cells = [c.value for row in day_workbook(term, on(12, 14))[LIST.zh].iter_rows() for c in row]
    assert "由赵军补12月8日周二欠的体育" in cells


def test_the_account_prints_what_was_given_and_made_up():
    book = hours_workbook(term_of(changes=(lost(), make_up())))

    rows = {row[:2]: row for row in book[HOURS.zh].iter_rows(values_only=True)}
    heads = next(row for row in rows.values() if "让出" in row)
    assert rows["三(1)班", "语文"][heads.index("让出")] == 1
    assert rows["三(1)班", "体育"][heads.index("其中已补")] == 1
    assert not any("四(一)1" in str(value) for row in book[OWED.zh].iter_rows(values_only=True) for value in row)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((make_up(),), "不欠"),
        ((lost(), make_up(makes_up=Occasion(on(12, 1), PE.key))), "不欠"),
        ((lost(), make_up(teachers=("李强",))), "不教体育"),
        ((lost(), make_up(course="三(2)班|语文")), "不欠"),
        ((lost(), make_up(course="三(1)班|音乐", day=2)), "体音美劳"),
    ],
)
def test_what_cannot_be_is_refused(changes, said):
    *rest, last = changes
    if last.key.id == "三(2)班|语文":
        last = last.model_copy(update={"key": Key(ItemKind.LESSON, "三(2)班|语文", slot(1, 2))})
    if last.key.id == "三(1)班|音乐":
        last = last.model_copy(update={"date": on(12, 15), "key": Key(ItemKind.LESSON, "三(1)班|音乐", slot(2, 4))})

    refused = make_up_refusal(term_of(changes=(*rest, last)), last)

    assert refused is not None
    assert said in refused[0].zh


def test_nothing_is_made_up_twice_nor_before_it_was_lost():
    with pytest.raises(ValueError, match="twice"):
        term_of(changes=(lost(), make_up(), make_up(3, on(12, 21))))
    with pytest.raises(ValueError, match="after it was lost"):
        make_up(date=on(12, 7))
    other = make_up(3, on(12, 16), MATHS, 3).model_copy(update={"key": Key(ItemKind.LESSON, MATHS, slot(3, 2))})
    term = term_of(changes=(lost(), make_up(), other))

    refused = make_up_refusal(term, other)

    assert refused is not None
    assert "补过" in refused[0].zh
    assert hours(term)["三(1)班", "体育"].made_up == 1


def test_a_protected_lesson_that_somebody_of_another_subject_holds_is_lost():
    maths = lost(way=Way.COVER, teachers=("李强",))

    assert [each.subject for each in owed(term_of(changes=(maths,)))] == ["体育"]


def test_it_is_written_and_read_back(tmp_path):
    term: Term = term_of(changes=(lost(), make_up()))
    write_term(term, tmp_path / "学期.xlsx")

    reading = read_term(tmp_path / "学期.xlsx", small_school(), small_plan())

    assert [p.line.zh for p in reading.problems] == []
    assert reading.term == term
