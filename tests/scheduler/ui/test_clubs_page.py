"""选课, run without a browser; the workbook that its button hands out is asked for as it does."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from scheduler.allocation import Wishes
from scheduler.allocation.allocate import allocate
from scheduler.school import Content, School
from scheduler.store import Store
from scheduler.ui.clubs_page import book_bytes
from tests.conftest import PATIENCE
from tests.scheduler.allocation.cases import club as offer
from tests.scheduler.allocation.cases import pupil, week, wishes_of
from tests.scheduler.workbook.books import make
from tests.schools import make_school
from tests.service_schools import club, service_school


def script() -> None:
    from scheduler.ui.clubs_page import clubs_page
    from scheduler.ui.frame import frame

    frame()
    clubs_page()


@pytest.fixture
def school() -> School:
    return service_school(
        clubs=(
            club("足球", Content.SPORT, (3,), "王芳", days=(2,), capacity=1),
            club("合唱", Content.ART, (3,), "王芳", days=(2,)),
        )
    )


def wishes() -> Wishes:
    pupils = [pupil(number, 1, 2, name=name) for number, name in (("1", "甲甲"), ("2", "乙乙"))]
    offers = [offer("足球", 1, 2), offer("合唱", 12, 2)]
    return wishes_of(pupils, offers, week("1", "足球", "合唱"), week("2", "足球", "合唱"))


def allocated(school: School) -> tuple[Store, int, AppTest]:
    store = Store()
    school_id = store.schools.add(school)
    found = wishes()
    store.allocations.save(school_id, found, allocate(found), based_on=0)
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not page.exception
    return store, school_id, page


def text_of(page: AppTest) -> str:
    return "\n".join(str(each.value) for each in (*page.markdown, *page.error, *page.success, *page.info))


def test_a_school_without_clubs_is_told_so() -> None:
    Store().schools.add(make_school())
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert "没有填社团" in page.info[0].value


def test_wishes_are_uploaded_asked_about_and_allocated(school: School, tmp_path: Path) -> None:
    store = Store()
    school_id = store.schools.add(school)
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    path = make(
        tmp_path / "志愿.xlsx",
        学生=[["学号", "姓名", "班级"], ["1", "甲甲", "三(1)班"], ["2", "乙乙", "三(1)班"]],
        学生志愿=[["学号", "第一志愿", "第二志愿"], [1, "足球", "合唱"], [2, "足求", "合唱"]],
    )
    page.file_uploader[0].set_value(("志愿.xlsx", path.read_bytes(), "")).run()
    (question,) = [each for each in page.radio if "足求" in each.label]
    question.set_value("足球").run()
    assert "读到 2 名学生、4 个志愿" in text_of(page)
    page.button(key="allocate").click().run()
    assert not page.exception
    stored = store.allocations.latest(school_id)
    assert stored is not None
    assert {place.club for place in stored.allocation.places} == {"足球", "合唱"}
    assert "已证明没有更好的分配" in text_of(page)


def test_each_wish_is_answered_and_a_full_club_takes_nobody_by_hand(school: School) -> None:
    store, school_id, page = allocated(school)
    stored = store.allocations.load(school_id)
    out = next(each for each in stored.wishes.pupils if stored.allocation.of[each.id][2].club == "合唱")
    page.selectbox(key="club-pupil-三(1)班").set_value(out).run()
    assert "1 个名额，2 人想去" in text_of(page)
    page.selectbox(key=f"club-day-{out.id}").set_value(2).run()
    page.selectbox(key=f"club-to-{out.id}-2").set_value("足球").run()
    page.button(key="club-move").click().run()
    assert "名额只有 1" in text_of(page)
    assert store.allocations.load(school_id).version.number == 1


def test_two_swap_and_the_version_before_comes_back(school: School) -> None:
    store, school_id, page = allocated(school)
    first = store.allocations.load(school_id).allocation
    page.text_input(key="club-other-1").set_value("2").run()
    page.button(key="club-swap").click().run()
    assert not page.exception
    swapped = store.allocations.load(school_id).allocation
    assert swapped.of["1"][2].club == first.of["2"][2].club
    page.button(key="club-back").click().run()
    assert store.allocations.load(school_id).allocation == first


def test_the_heads_go_back_into_the_school_in_one_click(school: School) -> None:
    store, school_id, page = allocated(school)
    page.button(key="clubs-heads").click().run()
    assert not page.exception
    assert {each.id: each.members for each in store.schools.load(school_id)[1].clubs} == {"足球": 1, "合唱": 1}
    assert "已与选课一致" in "".join(each.value for each in page.caption)


def test_the_workbook_is_handed_out(school: School) -> None:
    store, school_id, _ = allocated(school)
    data = book_bytes(school, store.allocations.load(school_id), "zh", None, anonymous=False)
    assert "社团名单" in load_workbook(io.BytesIO(data)).sheetnames


def test_a_pupil_leaves_and_who_waited_moves_up_and_one_joins(school: School) -> None:
    store, school_id, page = allocated(school)
    first = store.allocations.load(school_id).allocation
    (inside,) = [place.pupil for place in first.places if place.club == "足球"]
    chosen = store.allocations.load(school_id).wishes.pupil[inside]
    page.selectbox(key="club-pupil-三(1)班").set_value(chosen).run()
    page.button(key="club-leave").click().run()
    assert not page.exception
    after = store.allocations.load(school_id)
    assert [p.id for p in after.wishes.pupils] == [each for each in "12" if each != inside]
    assert "刚才的变动：1 处" in text_of(page)  # who is left keeps his place: a move is not worth a better rank
    page.text_input(key="join-number").set_value("03")
    page.text_input(key="join-name").set_value("丙丙")
    page.multiselect(key="join-clubs-3").set_value(["足球"])
    page.button(key="join").click().run()
    assert not page.exception
    assert store.allocations.load(school_id).allocation.of["03"][2].club == "足球"
    page.text_input(key="join-number").set_value("03")
    page.button(key="join").click().run()
    assert "已经有了" in text_of(page)


def test_the_next_who_waits_is_put_into_a_place_that_became_free(school: School) -> None:
    store, school_id, page = allocated(school)
    (inside,) = [p.pupil for p in store.allocations.load(school_id).allocation.places if p.club == "足球"]
    chosen = store.allocations.load(school_id).wishes.pupil[inside]
    page.selectbox(key="club-pupil-三(1)班").set_value(chosen).run()
    page.selectbox(key=f"club-day-{inside}").set_value(2).run()
    page.selectbox(key=f"club-to-{inside}-2").set_value("合唱").run()
    page.button(key="club-move").click().run()
    assert not page.exception
    (seat,) = [each for each in page.selectbox(key="club-seat").options if "合唱" in each]
    assert "2/12" in seat


def test_a_programme_is_proposed_and_adopted_in_one_click() -> None:
    built = service_school(clubs=(club("足球", Content.SPORT, (3,), "王芳", days=()),))
    pupils = [pupil(str(number), 1, 2, name=f"甲{number}") for number in range(1, 5)]
    found = wishes_of(pupils, [offer("足球", 2, 1)], *(week(each.id, "足球") for each in pupils))
    store = Store()
    school_id = store.schools.add(built)
    store.allocations.save(school_id, found, allocate(found), based_on=0)
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    page.button(key="club-propose").click().run()
    assert not page.exception
    assert "足球 每周多开 1 次" in text_of(page)
    page.button(key="club-adopt").click().run()
    assert not page.exception
    assert store.schools.load(school_id)[1].club["足球"].days == (1, 2)
    assert len(store.allocations.load(school_id).allocation.of) == 4


def test_wishes_for_clubs_without_days_are_taken_for_a_programme(tmp_path: Path) -> None:
    store = Store()
    store.schools.add(service_school(clubs=(club("足球", Content.SPORT, (3,), "王芳", days=()),)))
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    path = make(
        tmp_path / "志愿.xlsx",
        学生=[["学号", "姓名", "班级"], ["1", "甲甲", "三(1)班"]],
        学生志愿=[["学号", "第一志愿"], [1, "足球"]],
    )
    page.file_uploader[0].set_value(("志愿.xlsx", path.read_bytes(), "")).run()
    assert "还不知道社团在哪几天开" in text_of(page)
    page.button(key="club-propose").click().run()
    assert not page.exception
    assert "足球 每周多开 1 次" in text_of(page)
