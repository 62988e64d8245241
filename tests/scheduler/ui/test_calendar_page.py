"""校历, run without a browser: a grid's edits are put where the browser puts them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.plan import Plan
from scheduler.school import Week
from scheduler.store import EditionMark, Store, TermRecord
from scheduler.term.calendar import SpecialKind
from scheduler.term.nouns import Term
from scheduler.workbook.term.writer import write_term
from tests.conftest import PATIENCE
from tests.scheduler.workbook.books import make
from tests.terms import FIRST, LAST, TUESDAY, absent, off, on, small_plan, small_school, term_of


def script() -> None:
    from scheduler.ui.calendar_page import calendar_page
    from scheduler.ui.frame import frame

    frame()
    calendar_page()


def school_stored(*plans: Plan) -> Store:
    store, school = Store(), small_school(term_start=FIRST, term_end=LAST)
    school_id = store.schools.add(school)
    for number, plan in enumerate(plans or (small_plan(),)):
        store.plans.save(school_id, audit(school, plan), school_number=1, based_on=number)
    return store


def stored(term: Term, *plans: Plan) -> Store:
    store = school_stored(*plans)
    mark = EditionMark(first=FIRST, school_number=1, plan_number=1)
    store.terms.save(1, TermRecord(calendar=term.calendar, editions=(mark,)).with_events(term), based_on=0)
    return store


def opened() -> AppTest:
    return run(AppTest.from_function(script, default_timeout=PATIENCE))


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def edit(page: AppTest, *added: dict[str, Any], rows: dict[int, dict[str, Any]] | None = None) -> None:
    state = {"edited_rows": rows or {}, "added_rows": list(added), "deleted_rows": []}
    page.session_state[page.data_editor[0].key] = state
    run(page)


def table(page: AppTest, column: str) -> Any:
    """The table that has a column."""
    return next(each.value for each in page.dataframe if column in each.value)


def text_of(page: AppTest) -> str:
    told = (*page.markdown, *page.error, *page.success, *page.info, *page.warning)
    return "\n".join(str(each.value) for each in told)


def test_a_school_without_a_timetable_is_told_so() -> None:
    Store().schools.add(small_school())
    assert "还没有课表" in opened().info[0].value


def test_days_that_are_special_are_entered_and_stored() -> None:
    store = school_stored()
    page = opened()
    assert store.terms.latest(1) is None  # nothing is stored that nobody saved
    trip = {"date": "2026-11-11", "name": "研学", "kind": "停课", "classes": "三(2)班"}
    swap = {"date": "2026-10-10", "kind": "调休", "follows": "周三"}
    edit(page, trip, swap)
    page.button(key="save-calendar").click()
    run(page)
    stored_term = store.terms.load(1)
    assert stored_term.record.editions == (EditionMark(first=FIRST, school_number=1, plan_number=1),)
    calendar = stored_term.term.calendar
    assert (calendar.first, calendar.last, calendar.first_week) == (FIRST, LAST, Week.ODD)
    exchanged, away = calendar.specials
    assert (exchanged.date, exchanged.kind, exchanged.follows) == (on(10, 10), SpecialKind.FOLLOWS, 3)
    assert (away.date, away.classes) == (on(11, 11), ("三(2)班",))
    assert page.button(key="save-calendar").disabled
    assert page.data_editor[0].value["name"].tolist() == ["调休", "研学"]


def test_what_is_wrong_is_told_by_its_row_and_not_stored() -> None:
    store = school_stored()
    page = opened()
    edit(
        page,
        {"date": "2026-11-11", "name": "研学", "kind": "停课", "classes": "三(9)班"},
        {"date": "2026-10-14", "kind": "调休", "follows": "周三"},
        {"date": "2027-05-01", "kind": "停课"},
    )
    told = table(page, "行")
    assert set(told["行"]) >= {"1", "2"}
    first = told[told["行"] == "1"].iloc[0]
    assert first["栏"] == "班级" and "三(9)班" in first["问题"] and first["怎么改"]
    assert not [button for button in page.button if button.key == "save-calendar"]
    edit(page, {"date": "2027-05-01", "kind": "停课"})
    assert "不在学期里" in table(page, "问题")["问题"][0]
    assert store.terms.latest(1) is None


def test_public_holidays_are_proposed_and_a_year_that_is_unknown_is_said() -> None:
    store = school_stored()
    page = opened()
    edit(page, {"date": "2026-10-01", "name": "校庆", "kind": "停课"})
    page.date_input(key="term-last-0").set_value(datetime.date(2027, 6, 30))
    run(page)
    page.button(key="propose-days").click()
    run(page)
    names = page.data_editor[0].value["name"].tolist()
    assert "国庆节" in names and "校庆" in names  # what was said already stays
    assert any("2027" in each.value for each in page.warning)
    page.button(key="save-calendar").click()
    run(page)
    assert [special.name for special in store.terms.load(1).term.calendar.on(on(10, 1))] == ["校庆"]


def test_a_calendar_that_takes_the_day_of_what_was_arranged_is_refused() -> None:
    store = stored(term_of(absences=(absent("王芳"),)))
    page = opened()
    page.date_input(key="term-last-1").set_value(on(12, 1))
    run(page)
    page.button(key="save-calendar").click()
    run(page)
    assert "1 条请假不在新的学期里" in text_of(page)
    assert store.terms.load(1).version.number == 1


def test_a_workbook_is_read_stored_and_handed_out(tmp_path: Path) -> None:
    store = school_stored()
    page = opened()
    path = tmp_path / "学期.xlsx"
    wanted = term_of(specials=(off(on(11, 11)),), absences=(absent("王芳"),))
    write_term(wanted, path)
    page.file_uploader[0].set_value(("学期.xlsx", path.read_bytes(), ""))
    run(page)
    assert "1 天特殊的日子、1 条请假、0 处变动" in text_of(page)
    page.button(key="keep-upload").click()
    run(page)
    found = store.terms.load(1).term
    assert (found.calendar, found.absences[0].teachers) == (wanted.calendar, ("王芳",))


def test_a_workbook_with_faults_is_told_and_not_stored(tmp_path: Path) -> None:
    store = stored(term_of())
    page = opened()
    rows = [["日期", "类型"], ["2026-09-01", "开学"], ["2027-01-22", "放假"]]
    away = [["教师", "开始日期"], ["王方", "2026-12-08"]]
    path = make(tmp_path / "学期.xlsx", 校历=rows, 请假=away)
    page.file_uploader[0].set_value(("学期.xlsx", path.read_bytes(), ""))
    run(page)
    told = table(page, "单元格")
    assert told["单元格"][0] == "A2" and "王芳" in told["怎么改"][0]
    assert "什么也没有存" in text_of(page)
    assert store.terms.load(1).version.number == 1


def test_another_timetable_begins_on_a_monday_and_keeps_the_past() -> None:
    other = small_plan().model_copy(update={"placements": small_plan().placements[1:]})
    store = stored(term_of(), small_plan(), other)
    page = opened()
    page.date_input(key="edition-first").set_value(TUESDAY)
    run(page)
    page.button(key="edition-add").click()
    run(page)
    assert "从星期一开始用" in text_of(page) and store.terms.load(1).version.number == 1
    page.date_input(key="edition-first").set_value(on(12, 7))
    run(page)
    page.button(key="edition-add").click()
    run(page)
    marks = store.terms.load(1).record.editions
    assert [(mark.first, mark.plan_number) for mark in marks] == [(FIRST, 1), (on(12, 7), 2)]
    assert not [button for button in page.button if button.key == "edition-add"]
