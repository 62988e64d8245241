"""A morning in the office: somebody is ill, the proposal is taken with one change, slips are downloaded; next week stays as it was."""

from __future__ import annotations

import datetime
from pathlib import Path

from openpyxl import load_workbook

from constraints.audit import audit
from scheduler.store import EditionMark, Store, TermRecord
from scheduler.term.calendar import Calendar
from scheduler.term.day import day_of
from scheduler.term.nouns import Way
from tests.browser.pages import Pages
from tests.terms import small_plan, small_school

TUESDAY = datetime.date(2024, 9, 3)  # the first day of a term that is over: the page begins with it
NEXT_WEEK = TUESDAY + datetime.timedelta(days=7)


def test_from_the_call_in_the_morning_to_the_slips(user: Pages, store: Store, tmp_path: Path) -> None:
    school = small_school(name="代课小学")
    school_id = store.schools.add(school)
    store.plans.save(school_id, audit(school, small_plan()), school_number=1, based_on=0)
    mark = EditionMark(first=TUESDAY, school_number=1, plan_number=1)
    calendar = Calendar(first=TUESDAY, last=datetime.date(2025, 1, 17))
    store.terms.save(school_id, TermRecord(calendar=calendar, editions=(mark,)), based_on=0)
    before = day_of(store.terms.load(school_id).term, NEXT_WEEK).items

    user.open(school_id)
    user.turn_to("今日")
    user.see("没有缺人的课和值班")
    user.page.get_by_role("combobox", name="谁不在").fill("王芳")
    user.page.get_by_role("option", name="王芳").click()
    user.page.get_by_label("第几节（不填即整天）").fill("1-1")
    user.press("登记")
    user.see("已证明不能再少")
    user.choose("怎么办（扣分少的在前）", _other(user))
    user.see("指定 1 处")
    with user.asking():
        user.page.get_by_role("button", name="采用", exact=True).click()
    user.see("没有缺人的课和值班")

    term = store.terms.load(school_id).term
    [change] = term.changes
    assert change.way is Way.SELF_STUDY
    user.page.get_by_role("tab", name="打印").click()
    book = load_workbook(user.take("代课安排表、通知单、群消息", tmp_path / "代课安排.xlsx"))
    for sheet in ("代课安排表", "通知单"):
        told = "\n".join(str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell)
        assert change.teachers[0] in told and "语文" in told
    assert day_of(term, NEXT_WEEK).items == before


def _other(user: Pages) -> str:
    """The last of the ways to supervise self-study that are offered, which is not what is proposed."""
    user.settle()
    user.page.get_by_role("combobox", name="怎么办（扣分少的在前）").click()
    names = user.page.get_by_role("option").all_inner_texts()
    user.page.keyboard.press("Escape")
    return next(name for name in reversed(names) if "看护自习" in name)
