"""今日, run without a browser, on a date of a small school."""

from __future__ import annotations

import datetime
import io

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.cover.propose import propose
from scheduler.export.term.book import day_workbook
from scheduler.store import EditionMark, Store, TermRecord
from scheduler.term.absences import hits
from scheduler.term.day import day_of
from scheduler.term.nouns import Absence, Term, Way
from scheduler.term.options import Situation
from scheduler.ui import day_page as page_module
from scheduler.ui.terms import book_bytes
from tests.conftest import PATIENCE
from tests.schools import slot
from tests.terms import FIRST, TUESDAY, absent, exchange, lesson, off, small_plan, small_school, term_of


def script() -> None:
    from scheduler.ui.day_page import day_page
    from scheduler.ui.frame import frame

    frame()
    day_page()


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "_today", lambda: TUESDAY)


def stored(*absences: Absence, **more: object) -> Store:
    """A store with a term of the small school."""
    store, school = Store(), small_school()
    school_id = store.schools.add(school)
    store.plans.save(school_id, audit(school, small_plan()), school_number=1, based_on=0)
    mark = EditionMark(first=FIRST, school_number=1, plan_number=1)
    term = term_of(absences=absences, **more)
    record = TermRecord(calendar=term.calendar, editions=(mark,), absences=absences)
    store.terms.save(school_id, record, based_on=0)
    return store


def opened() -> AppTest:
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not page.exception
    return page


def term(store: Store) -> Term:
    return store.terms.load(1).term


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def text_of(page: AppTest) -> str:
    told = (*page.markdown, *page.error, *page.success, *page.info, *page.warning, *page.caption)
    return "\n".join(str(each.value) for each in told)


def decide(page: AppTest, hit: int, option: int) -> None:
    """Choose what is done about something."""
    box(page, "改哪一处").select_index(hit)
    run(page)
    box(page, "怎么办").select_index(option)
    run(page)


def box(page: AppTest, label: str):
    return next(each for each in page.selectbox if label in each.label)


def enter(page: AppTest, *who: str, **more: object) -> None:
    page.multiselect[0].set_value(list(who))
    for label, value in more.items():
        next(each for each in (*page.text_input, *page.date_input) if each.label.startswith(label)).set_value(value)
    next(each for each in page.button if each.label == "登记").click()
    run(page)


def test_a_school_without_a_calendar_is_led_to_it() -> None:
    Store().schools.add(small_school())
    assert "还没有校历" in opened().info[0].value


def test_an_absence_is_entered_proposed_and_adopted_and_next_week_stays() -> None:
    store = stored()
    page = opened()
    assert "没有缺人" in text_of(page)
    enter(page, "王芳", 第几节="1-1")
    [absence] = term(store).absences
    assert (absence.teachers, absence.first, absence.end) == (
        ("王芳",),
        TUESDAY,
        day_of(term(store), TUESDAY).items[0].end,
    )
    [row] = page.dataframe[0].value.to_dict("records")
    assert row["谁不在"] == "王芳" and row["怎么办"] and row["其次"]
    page.button(key="adopt").click()
    run(page)
    [change, *_rest] = term(store).changes
    assert change.key.id == "三(1)班|语文" and change.entered_at is not None
    assert "没有缺人" in text_of(page) and "已安排的" in [each.value for each in page.subheader]
    assert [v.note.split("：")[0] for v in store.terms.history(1)[:2]] == ["12月8日周二", "登记"]


def test_a_choice_by_hand_stays_and_the_cost_is_told_at_once() -> None:
    store = stored(absent("赵军"))
    page = opened()
    before = next(each.value for each in page.markdown if "处，扣分" in each.value)
    options = box(page, "怎么办").options
    number = next(n for n, words in enumerate(options) if "看护自习" in words)
    assert options[number].endswith("）")  # it costs more
    decide(page, 0, number)
    after = next(each.value for each in page.markdown if "处，扣分" in each.value)
    assert before != after and "指定 1 处" in after
    assert page.dataframe[0].value["怎么办"][0].startswith("📌")
    enter(page, "孙悦")  # the rest is planned anew, the choice stays
    assert sum(words.startswith("📌") for words in page.dataframe[0].value["怎么办"]) == 1
    page.button(key="adopt").click()
    run(page)
    [own] = [c for c in term(store).changes if c.key.id == "三(1)班|体育"]
    assert own.way is Way.SELF_STUDY
    assert "指定" not in text_of(page)


def test_what_is_taken_back_gives_the_plain_week() -> None:
    store = stored(absent("赵军"))
    page = opened()
    page.button(key="adopt").click()
    run(page)
    assert len(term(store).changes) == 4  # two exchanges
    next(each for each in page.button if each.label == "收回").click()
    run(page)
    assert len(term(store).changes) == 2
    page.button(key="back-1").click()
    run(page)
    assert not term(store).changes and not term(store).absences
    assert day_of(term(store), TUESDAY).items == day_of(term_of(), TUESDAY).items
    page.button(key="term-back").click()  # by default the version before
    run(page)
    assert term(store).absences and len(term(store).changes) == 2


def test_who_comes_back_holds_what_was_exchanged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    wednesday = TUESDAY + datetime.timedelta(days=1)
    monkeypatch.setattr(page_module, "_today", lambda: wednesday)
    one, other = exchange(lesson("三(1)班|体育", slot(2, 3)), lesson("三(1)班|语文", slot(3, 1)))
    mended = one.renewed(way=Way.SELF_STUDY, without=("赵军",), teachers=("孙悦",))
    ill = absent("赵军", first=wednesday)
    store = stored(ill)
    record = store.terms.load(1).record.renewed(changes=(mended, other))
    store.terms.save(1, record, based_on=1)
    page = opened()
    page.button(key="back-1").click()
    run(page)
    assert term(store).changes == (one, other) and not term(store).absences


def test_what_does_not_fit_is_told_and_not_stored() -> None:
    store = stored(absent("王芳"))
    page = opened()
    enter(page)
    assert "没有写谁不在" in text_of(page)
    enter(page, "李强", 第几节="下午")
    assert "看不懂是哪几节" in text_of(page)
    enter(page, "李强", 第几节="", 到=TUESDAY - datetime.timedelta(days=1))
    assert "早于" in text_of(page)
    enter(page, "王芳", 到=TUESDAY)
    assert "已经登记过" in text_of(page)
    assert term(store).absences == (absent("王芳"),)


def test_two_teachers_swap_in_their_class() -> None:
    store = stored()
    page = opened()
    assert box(page, "这一天的课").options[0].endswith("语文 王芳")
    page.button(key="swap").click()
    run(page)
    one, other = term(store).changes
    assert one.way is other.way is Way.EXCHANGE and one.pair == other.pair
    assert one.moved_to == (other.date, other.key.slot) and other.moved_to == (one.date, one.key.slot)
    assert "三(1)班" in store.terms.history(1)[0].note


def test_somebody_who_was_faster_is_not_overwritten() -> None:
    store = stored(absent("赵军"))
    page = opened()
    faster = store.terms.load(1).record.renewed(absences=())
    store.terms.save(1, faster, based_on=1, author="王")
    page.button(key="adopt").click()
    run(page)
    assert store.terms.load(1).version.number == 2 and not term(store).changes
    assert "王已在" in text_of(page)


def test_who_is_free_and_what_is_special_is_told() -> None:
    stored(specials=(off(TUESDAY, "三(2)班"),))
    page = opened()
    times = box(page, "时间")
    assert times.options[0] == "08:00-08:40（3 人空闲）"
    told = (each.value.replace(page_module.JOINER, "") for each in page.markdown)
    free = next(words for words in told if "孙悦" in words)
    assert "李强" in free and "王芳" not in free  # his maths in 三(2)班 is not held
    assert "停课" in text_of(page) and "4 节课不上" in text_of(page)


def test_a_holiday_of_which_is_no_term_begins_with_the_first_school_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "_today", lambda: datetime.date(2027, 8, 1))
    stored()
    assert opened().date_input[0].value == FIRST


def test_one_thing_is_adopted_and_the_rest_waits() -> None:
    store = stored(absent("赵军"))
    page = opened()
    page.button(key="adopt-one").click()
    run(page)
    assert {c.occasion.key.id for c in term(store).changes if c.date == TUESDAY} >= {"三(1)班|体育"}
    [row] = page.dataframe[0].value.to_dict("records")
    assert row["班级"] == "三(2)班"


def test_the_days_of_a_week_are_planned_at_once() -> None:
    store = stored(absent("王芳", last=TUESDAY + datetime.timedelta(days=1)))
    page = opened()
    assert "日期" not in page.dataframe[0].value
    days = next(each for each in page.selectbox if each.label == "安排到哪天")
    assert days.options == ["只这一天", "到12月9日周三"]
    days.select_index(1)
    run(page)
    rows = page.dataframe[0].value
    assert set(rows["日期"]) == {"12月8日周二", "12月9日周三"} and len(rows) == 4
    page.button(key="adopt").click()
    run(page)
    after = term(store)
    assert not [hit for n in (0, 1) for hit in hits(after, TUESDAY + datetime.timedelta(days=n))]
    assert "12月8日周二到12月9日周三" in store.terms.history(1)[0].note
    assert "没有缺人" in text_of(page)


def test_weeks_are_planned_one_after_another() -> None:
    last = TUESDAY + datetime.timedelta(days=8)
    store = stored(absent("王芳", last=last))
    page = opened()
    days = next(each for each in page.selectbox if each.label == "安排到哪天")
    assert len(days.options) == 3
    days.select_index(2)
    run(page)
    assert len(page.dataframe[0].value) == 2 * 2 + 3 * 2 and "其次" not in page.dataframe[0].value
    assert "一周一周安排" in text_of(page)
    page.button(key="adopt").click()
    run(page)
    assert not [hit for date in term(store).calendar.dates(TUESDAY, last) for hit in hits(term(store), date)]


def test_a_class_that_is_away_frees_its_teachers() -> None:
    store = stored()
    page = opened()
    next(each for each in page.multiselect if each.label == "不在校的班").set_value(["三(2)班"])
    enter(page)
    assert term(store).absences[0].classes == ("三(2)班",)
    assert "4 节课不上" in text_of(page)


def test_texts_are_there_to_be_copied() -> None:
    after = term_of(absences=(absent("王芳", end=9 * 60 - 10),))
    after = after.renewed(changes=propose(Situation(after, (TUESDAY,))).changes)
    store = stored(*after.absences)
    record = store.terms.load(1).record.with_events(after)
    store.terms.save(1, record, based_on=1)
    page = opened()
    told = page.code[0].value
    assert told.startswith("【12月8日周二 调代课】") and "语文" in told
    box(page, "发给").select_index(1)
    run(page)
    assert page.code[0].value.startswith("【12月8日周二 ") and "调代课" not in page.code[0].value


def test_the_screen_of_the_staff_room_says_what_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    morning = datetime.datetime.combine(TUESDAY, datetime.time(8, 10))
    monkeypatch.setattr(page_module, "_now", lambda: morning)
    stored(absent("王芳"))
    page = opened()
    page.button(key="show-screen").click()
    run(page)
    assert "screen" in page.query_params  # so that it stays after a reload
    board = next(each.proto.body for each in page.get("html") if "class='staffroom'" in each.proto.body)
    assert "<time>08:10</time>" in board and "还没有人（王芳不在）" in board
    assert not page.dataframe
    page.button(key="leave-screen").click()
    run(page)
    assert page.dataframe


def test_what_is_printed_says_what_was_arranged() -> None:
    found = term_of(absences=(absent("赵军"),))
    after = found.renewed(changes=propose(Situation(found, (TUESDAY,))).changes)
    book = load_workbook(io.BytesIO(book_bytes(lambda: day_workbook(after, TUESDAY))))
    told = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    assert any("体育" in words for words in told)
