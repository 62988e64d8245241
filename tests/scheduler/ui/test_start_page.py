"""开始, run without a browser."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from scheduler.school import School
from scheduler.store import Store
from scheduler.ui.saved_schools import school_bytes
from scheduler.ui.upload import file_name
from scheduler.workbook import read_school, write_school
from tests.scheduler.ui.conftest import app, head, turn_to
from tests.scheduler.workbook.books import Books, make
from tests.schools import make_school

FIRST, SECOND = make_school(), make_school(name="另一所")


def plain_text(markdown: str) -> str:
    """What a reader sees of a text that was made safe for Markdown."""
    return markdown.replace("\\", "").replace("\N{WORD JOINER}", "")


def page_with(*schools: School) -> AppTest:
    """Return the page of somebody who has some more schools, the last one open."""
    for school in schools:
        Store().schools.add(school)
    page = app()
    page.query_params["school"] = str(len(Store().schools.entries()))
    return turn_to(page.run(), "start")


def test_a_saved_school_is_opened() -> None:
    page = page_with(FIRST, SECOND)
    assert "**另一所**" in head(page)
    assert page.button(key="open-2").disabled
    page.button(key="open-1").click().run()
    assert not page.exception
    assert "**测试学校**" in head(page)


def test_a_school_is_removed_only_by_who_is_sure() -> None:
    page = page_with(FIRST, SECOND)
    assert page.button(key="remove-2").disabled
    page.checkbox(key="sure-2").check().run()
    page.button(key="remove-2").click().run()
    assert not page.exception
    assert [entry.name for entry in Store().schools.entries()] == ["测试学校"]
    assert "**另一所**" not in head(page)


def test_an_earlier_version_comes_back_as_the_newest() -> None:
    Store().schools.add(FIRST)
    Store().schools.save(1, make_school(name="改名"), based_on=1)
    page = page_with()
    page.button(key="go-back").click().run()
    assert not page.exception
    history = Store().schools.history(1)
    assert [version.number for version in history] == [3, 2, 1] and history[0].note == "回到第 1 版"
    assert Store().schools.load(1)[1] == FIRST


def test_a_school_is_taken_home_as_a_workbook(tmp_path: Path) -> None:
    school_id = Store().schools.add(FIRST)
    path = tmp_path / "taken.xlsx"
    path.write_bytes(school_bytes(school_id))
    assert read_school(path).school is not None


def test_a_workbook_becomes_a_new_school_or_a_new_version(tmp_path: Path) -> None:
    path = tmp_path / "学校.xlsx"
    write_school(FIRST.model_copy(update={"term": "下学期"}), path)
    page = page_with(FIRST)
    page.file_uploader[0].upload("学校.xlsx", path.read_bytes()).run()
    assert page.radio[0].value is True  # of the same name, so most likely the same school
    page.button(key="take-upload").click().run()
    assert not page.exception and not page.radio
    assert [version.note for version in Store().schools.history(1)] == ["上传 学校.xlsx", ""]
    assert Store().schools.load(1)[1].term == "下学期"

    page.file_uploader[0].upload("学校.xlsx", path.read_bytes()).run()
    page.radio[0].set_value(False).run()
    page.button(key="take-upload").click().run()
    assert [entry.id for entry in Store().schools.entries()] == [2, 1]


ROWS = [["班级", "班主任", "语文", "数学"], ["三(1)班", "孙丽", "孙丽", "孔浩"], ["三(2)班", "王芳", "王芳", "孔皓"]]


def test_a_question_is_answered_on_the_page(tmp_path: Path) -> None:
    page = page_with()
    page.file_uploader[0].upload("学校.xlsx", make(tmp_path / "学校.xlsx", 任课=ROWS).read_bytes()).run()
    assert not page.exception and "take-upload" not in [button.key for button in page.button]
    question = next(radio for radio in page.radio if "孔皓" in radio.label)
    assert [plain_text(option) for option in question.options] == ["孔浩（同一位）", "孔皓（是另一位）"]
    question.set_value("孔浩").run()
    page.button(key="take-upload").click().run()
    assert not page.exception
    new = Store().schools.load(Store().schools.entries()[0].id)[1]
    assert {course.teachers for course in new.courses if course.subject == "数学"} == {("孔浩",)}


def test_a_new_version_keeps_what_the_workbook_does_not_speak_of(tmp_path: Path) -> None:
    first = [*ROWS[:2], ["三(2)班", "王芳", "王芳", "孔浩"]]
    school = Books(tmp_path).school(
        任课=first, 教师时间=[["名称", "周一1"], ["孔浩", "禁"]], 学校=[["学校名称"], ["青禾小学"]]
    )
    page = page_with(school)
    second = [*ROWS[:2], ["三(2)班", "王芳", "王芳", "柳青青"]]
    page.file_uploader[0].upload("新.xlsx", make(tmp_path / "新.xlsx", 任课=second).read_bytes()).run()
    assert page.radio(key="upload-as").value is True  # it has the same classes
    listed = "".join(each.value for each in page.markdown)
    assert "新的教师：柳青青" in listed and "三(2)班 数学：孔浩 4 → 柳青青 4" in plain_text(listed)
    page.button(key="take-upload").click().run()
    assert not page.exception
    new = Store().schools.load(1)[1]
    assert (new.name, new.marks) == ("青禾小学", school.marks)
    assert new.course["三(2)班|数学"].teachers == ("柳青青",)


def test_all_problems_of_a_workbook_are_in_a_table(tmp_path: Path) -> None:
    path = tmp_path / "学校.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "任课"
    for row in (["班级", "语文", "数学"], ["三(1)班", "王芳 7", "李强 5"], ["三(1)班", "王芳 七节", "李强 5"]):
        sheet.append(row)
    book.save(path)
    page = page_with(FIRST)
    page.file_uploader[0].upload("坏的.xlsx", path.read_bytes()).run()
    table = page.dataframe[0].value
    problems = read_school(path).problems
    assert len(problems) > 1 and sorted(table["单元格"]) == sorted(problem.cell for problem in problems)
    assert {"工作表", "现在的内容", "问题", "怎么改"} <= set(table.columns)
    assert "take-upload" not in [button.key for button in page.button]


def test_names_of_files_are_such_as_every_system_can_store() -> None:
    assert file_name('..\\a/b:"学校*".xlsx') == ".._a_b__学校__.xlsx"
    assert len(file_name("学" * 300 + ".xlsx")) == 80
