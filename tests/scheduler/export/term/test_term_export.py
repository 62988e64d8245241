"""What goes out of a day: everybody concerned is told, by the list, a slip and a text that say the same."""

from __future__ import annotations

import pytest

from scheduler.cover.propose import propose
from scheduler.export.term.book import LIST, MESSAGES, SLIPS, day_workbook
from scheduler.export.term.hours import HOURS, OWED, hours_workbook
from scheduler.export.term.told import by_class, by_teacher, lines_of
from scheduler.school import RuleSetting
from scheduler.term.account import hours, owed
from scheduler.term.calendar import SpecialDay, SpecialKind
from scheduler.term.day import unfitting
from scheduler.term.nouns import Change, ItemKind, Key, Term, Way
from scheduler.term.options import Situation
from tests.schools import slot
from tests.terms import TUESDAY, absent, off, on, small_school, term_of


@pytest.fixture(scope="module")
def mended() -> Term:
    term = term_of(absences=(absent("王芳", "赵军"),))
    return term.renewed(changes=propose(Situation(term, (TUESDAY,)), runner_ups=False).changes)


def texts(book, title) -> str:
    sheet = book[title.zh]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_everybody_whose_day_changes_is_told(mended):
    lines = lines_of(mended, TUESDAY)
    book = day_workbook(mended, TUESDAY)

    assert set(by_class(small_school(), lines)) == {"三(1)班", "三(2)班"}
    assert {"王芳", "赵军"} < set(by_teacher(lines))
    for sheet in (SLIPS, MESSAGES):
        for teacher in by_teacher(lines):
            assert teacher in texts(book, sheet)
    assert "不在：王芳、赵军（病假）" in texts(book, LIST)


def test_an_exchange_is_told_on_both_of_its_dates(mended):
    moved = next(c for c in mended.changes if c.way is Way.EXCHANGE and c.date == TUESDAY and c.moved_to[0] != TUESDAY)

    assert [line.change.pair for line in lines_of(mended, moved.moved_to[0])].count(moved.pair) == 2
    assert f"调到{moved.moved_to[0].month}月" in texts(day_workbook(mended, TUESDAY), LIST)


def test_what_has_nobody_stands_in_the_list():
    assert "没有人上：待定" in texts(day_workbook(term_of(absences=(absent("王芳"),)), TUESDAY), LIST)


def test_english_is_english(mended):
    book = day_workbook(mended, TUESDAY, language="en")

    assert book.sheetnames == ["Cover list", "Slips", "Messages"]


def test_lessons_add_up_over_the_term(mended):
    found = hours(mended)

    for account in found.values():
        assert account.planned + account.early == account.off + account.held + account.lost + account.ahead
    plain = hours(term_of())
    assert {key: each.planned for key, each in found.items()} == {key: each.planned for key, each in plain.items()}
    assert plain["三(1)班", "体育"].held == 21  # Tuesdays from 1 September to 19 January


def test_an_exchange_loses_nothing_by_the_end_and_is_still_to_come_until_then(mended):
    moved = next(
        c for c in mended.changes if c.way is Way.EXCHANGE and c.date == TUESDAY and c.moved_to[0] > on(12, 13)
    )
    subject = moved.key.id.split("|")[1]
    class_id = moved.key.id.split("|")[0]

    assert hours(mended, on(12, 11))[class_id, subject].ahead == 1
    assert hours(mended)[class_id, subject].ahead == 0


def test_a_day_off_is_no_loss_but_is_counted():
    found = hours(term_of(specials=[off(TUESDAY)]))

    assert (found["三(1)班", "体育"].off, found["三(1)班", "体育"].lost) == (1, 0)


def test_a_protected_lesson_that_is_only_supervised_is_owed_with_its_article():
    key = Key(ItemKind.LESSON, "三(1)班|体育", slot(2, 3))
    change = Change(id=1, date=TUESDAY, key=key, way=Way.SELF_STUDY, without=("赵军",), teachers=("王芳",))
    chinese = change.model_copy(
        update={"id": 2, "key": Key(ItemKind.LESSON, "三(1)班|语文", slot(2, 1)), "teachers": ("孙悦",)}
    )
    term = term_of(changes=(change, chinese))

    assert [(each.class_id, each.subject) for each in owed(term)] == [("三(1)班", "体育")]
    assert owed(term, on(12, 7)) == ()
    book = hours_workbook(term)
    assert "四(一)1" in texts(book, OWED)
    assert "体育" in texts(book, HOURS)


def test_rules_of_cover_can_be_set_like_the_others():
    school = small_school().renewed(rule_settings=(RuleSetting(rule="cover_per_day", parameters={"lessons": "0"}),))
    term = term_of(school, absences=(absent("王芳"),))

    proposal = propose(Situation(term, (TUESDAY,)), runner_ups=False)

    assert {choice.option.way for choice in proposal.choices} <= {Way.EXCHANGE, Way.MERGE, None}


def test_four_slips_fill_a_page_and_none_is_cut(mended):
    sheet = day_workbook(mended, TUESDAY)[SLIPS.zh]
    heads = [row for row in range(1, sheet.max_row + 1) if "调代课通知" in str(sheet.cell(row, 2).value)]
    breaks = [each.id for each in sheet.row_breaks.brk]

    assert len(heads) > 4
    pages = [
        sum(1 for head in heads if low < head <= high) for low, high in zip([0, *breaks], [*breaks, 9999], strict=True)
    ]
    assert max(pages) == 4
    assert all(row + 1 in heads for row in breaks)


def test_what_did_not_happen_stays_empty_in_the_account(mended):
    rows = list(hours_workbook(mended)[HOURS.zh].iter_rows(values_only=True))
    pe = next(row for row in rows if row[:2] == ("三(1)班", "体育"))

    assert pe[2] == 21
    assert 0 not in pe


def test_what_a_calendar_took_away_since_is_left_out_and_the_rest_is_told(mended):
    follows = SpecialDay(date=TUESDAY, name="调休", kind=SpecialKind.FOLLOWS, follows=1)
    term = mended.renewed(calendar=mended.calendar.renewed(specials=(follows,)))
    gone = unfitting(term)

    assert gone and {c.date for c in gone} == {TUESDAY}
    assert not {line.change for line in lines_of(term, TUESDAY)} & set(gone)
    day_workbook(term, TUESDAY)
    hours_workbook(term)
