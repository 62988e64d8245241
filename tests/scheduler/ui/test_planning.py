"""The page, run without a browser: a school is chosen, planned in a process of its own, and the results are on disk."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sample_data import sample_path
from sample_data.generator import make_school
from scheduler.plan.document import PlanDocument
from scheduler.ui.solver_process import SCHOOL_FILE, new_folder, start_solver
from scheduler.workbook import write_school

APP = Path(__file__).parents[3] / "app_streamlit.py"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAIKE_HOME", str(tmp_path))
    return tmp_path


def test_the_first_look_is_a_sample_school() -> None:
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not page.exception
    assert any("36 个班" in text.value for text in page.markdown)
    assert [button.label for button in page.button] == ["开始排课", "准备模板"]


def test_problems_of_a_workbook_are_a_table() -> None:
    page = AppTest.from_file(str(APP), default_timeout=60)
    page.run()
    page.selectbox[0].select("自己的工作簿").run()
    file = sample_path("faults/unknown-teacher.xlsx")
    page.get("file_uploader")[0].upload(file.name, file.read_bytes()).run()
    assert not page.exception
    assert "1 处需要改正" in page.error[0].value
    assert "查无此人" in page.dataframe[0].value.to_string()
    assert "开始排课" not in [button.label for button in page.button]


def test_stopping_keeps_the_best_plan(home: Path) -> None:
    school = make_school("primary", 12)
    folder = new_folder(school.name)
    write_school(school, folder / SCHOOL_FILE)
    solver = start_solver(folder, 120)
    deadline = time.monotonic() + 60
    while solver.best() is None and solver.running and time.monotonic() < deadline:
        time.sleep(0.1)
    solver.stop()
    assert solver.process.wait(30) == 130, solver.log()
    assert PlanDocument.model_validate(solver.best()).compliant
    assert (folder / "课表.xlsx").is_file()
    assert folder.parent == home


def test_two_results_of_one_second_have_two_folders() -> None:
    assert new_folder("一小: 甲/乙") != new_folder("一小: 甲/乙")


def test_planning_ends_with_the_results_to_take(home: Path) -> None:
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    page.number_input[0].set_value(5)
    page.button[0].click().run()
    assert page.button[0].disabled
    assert "停止并保留最好的方案" in [button.label for button in page.button]
    deadline = time.monotonic() + 60
    while not page.get("download_button") and time.monotonic() < deadline:
        time.sleep(0.5)
        page.run()
    assert not page.exception
    assert [item.proto.label for item in page.get("download_button")] == ["下载课表.xlsx", "下载 plan.json"]
    assert not page.button[0].disabled
    assert str(home) in page.success[0].value
    assert page.metric[2].value == "是"


def test_a_template_is_prepared() -> None:
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    page.selectbox[1].select("初中")
    page.button[-1].click().run()
    assert not page.exception
    assert [item.proto.label for item in page.get("download_button")] == ["下载模板"]
