"""Pages over a store of which one value is damaged: nothing fails, what is damaged is told, and the way on is offered."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from scheduler.store import Store
from scheduler.store.database import VARIABLE, open_database
from tests.damaged_stores import COLUMNS, DAMAGED, WHOLE, damage, make_store
from tests.scheduler.ui.conftest import app, head, turn_to

SILENT = {
    "author", "note", "name", "at", "cost", "compliant", "bound", "workers", "pid", "ended", "stop", "outcome", "saved_as", "failure",
    "plan_number",
    "current", "file", "stands_for", "data", "steps",
}  # fmt: skip
"""Columns of which the damage shows where the value would stand, and matters nowhere else."""
PUBLISHED = {"publications", "links"}
SHOWN_ON = {
    "allocation_versions": "clubs", "term_versions": "day", "runs": "solve", "run_progress": "solve", "assumptions": "solve",
    **dict.fromkeys(PUBLISHED, "publish"),
}  # fmt: skip
"""The page of what a table keeps, beside 开始 and 课表, which every damaged value is shown to."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "paike.db"
    make_store(path)
    return path


@pytest.fixture
def store_file(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(sound, tmp_path / "damaged.db"))
    monkeypatch.setenv(VARIABLE, f"sqlite:///{path}")
    return path


def opened(school_id: int = 2) -> AppTest:
    page = app()
    page.query_params["school"] = str(school_id)
    page.run()
    return page


def told(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(each.value for kind in (page.error, page.warning) for each in kind)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_page_works_and_says_what_is_damaged(store_file: Path, table: str, column: str) -> None:
    damage(store_file, table, column, "no text")
    page = opened()
    words = told(page)
    for url in ("start", SHOWN_ON.get(table, "check")):
        words += told(turn_to(page, url))
        if url == "start":
            assert any(WHOLE in each.value for each in page.markdown)
    silent = SILENT - {"plan_number"} if table in PUBLISHED else SILENT
    assert "损坏" in words or column in silent or table == "run_progress"


@pytest.mark.parametrize(("table", "column"), [("publications", "key"), ("links", "who")])
def test_what_is_published_and_damaged_is_told_until_it_is_published_again(
    store_file: Path, table: str, column: str
) -> None:
    damage(store_file, table, column, "nothing")
    page = turn_to(opened(), "publish")
    assert "损坏" in told(page)
    next(each for each in page.button if each.label == "发布课表第 2 版").click().run()
    assert "损坏" not in told(page)


def test_a_damaged_school_does_not_bar_the_way_to_its_other_versions(store_file: Path) -> None:
    damage(store_file, "school_versions", "document", "cut JSON")
    page = opened()
    assert "学校（编号 2）第 2 版在数据库里已损坏" in told(page)
    assert page.selectbox(key="undamaged").options == [f"第 1 版 {_moment(2, 1)} "]
    page.button(key="undamage").click().run()
    assert "损坏" not in told(page)
    assert DAMAGED in head(page)
    assert Store("", open_database()).schools.load(2)[0].number == 3


def test_beside_a_damaged_school_another_can_be_opened(store_file: Path) -> None:
    damage(store_file, "school_versions", "document", "nothing")
    page = turn_to(opened(), "start")
    page.button(key="open-1").click().run()
    assert "损坏" not in told(page) and WHOLE in head(page)


def test_a_damaged_plan_leaves_the_school_open_and_offers_the_version_before(store_file: Path) -> None:
    damage(store_file, "plan_versions", "document", "words")
    page = opened()
    assert "课表第 2 版在数据库里已损坏" in told(page)
    assert "课表已损坏" in head(page)
    page.button(key="undamage").click().run()
    assert "损坏" not in told(page)
    assert Store("", open_database()).plans.load(2).version.number == 3


def test_a_school_of_which_nothing_is_left_is_listed_and_can_be_removed(store_file: Path) -> None:
    with sqlite3.connect(store_file) as raw:
        raw.execute("DELETE FROM school_versions WHERE school_id = 2")
    raw.close()
    page = opened()
    assert "损坏" in told(page)
    turn_to(page, "start")
    assert any("已损坏的学校（编号 2）" in each.value for each in page.markdown)
    page.checkbox(key="sure-2").check().run()
    page.button(key="remove-2").click().run()
    assert "损坏" not in told(page)
    assert [entry.id for entry in Store("", open_database()).schools.entries()] == [1]


def test_a_damaged_run_does_not_keep_another_from_being_started(store_file: Path) -> None:
    damage(store_file, "runs", "status", "words")
    page = turn_to(opened(), "solve")
    assert "排课记录（编号 2）在数据库里已损坏" in told(page)
    assert "开始排课" in [button.label for button in page.button]


def test_a_damaged_allocation_is_told_and_the_version_before_comes_back(store_file: Path) -> None:
    damage(store_file, "allocation_versions", "document", "words")
    page = turn_to(opened(), "clubs")
    assert "选课第 2 版在数据库里已损坏" in told(page)
    page.button(key="club-back").click().run()
    assert "损坏" not in told(page)
    assert Store("", open_database()).allocations.load(2).version.number == 3


@pytest.mark.parametrize("column", ["data", "steps"])
def test_a_damaged_workbook_is_told_when_it_is_taken_up_and_can_be_removed(store_file: Path, column: str) -> None:
    damage(store_file, "drafts", column, "nothing")
    page = turn_to(opened(), "start")
    page.button(key="draft-2").click().run()
    assert "未完成的工作簿（编号 2）在数据库里已损坏" in told(page)
    page.button(key="discard-2").click().run()
    assert "损坏" not in told(page)
    assert [entry.id for entry in Store("", open_database()).drafts.entries()] == [1]


def test_a_file_that_is_no_database_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "none.db"
    path.write_text("这不是数据库" * 99, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, f"sqlite:///{path}")
    page = app().run()
    assert str(tmp_path.name) in told(page).replace("\\", "")


def _moment(school_id: int, number: int) -> str:
    versions = Store("", open_database()).schools.history(school_id)
    at = next(version.at for version in versions if version.number == number)
    assert at is not None
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
