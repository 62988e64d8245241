"""开始, run without a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from scheduler.school import School
from scheduler.store import Store, Typed
from scheduler.ui.saved_schools import school_bytes
from scheduler.ui.session import REACHED, Reached
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


def test_a_new_school_with_the_number_of_a_removed_one_shows_itself() -> None:
    page = page_with(FIRST, SECOND)
    assert "**另一所**" in head(page)
    page.checkbox(key="sure-2").check().run()
    page.button(key="remove-2").click().run()
    assert Store().schools.add(make_school(name="第三所")) == 2
    page.run()
    page.button(key="open-2").click().run()
    assert "**第三所**" in head(page)


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


def upload(page: AppTest, name: str, data: bytes) -> AppTest:
    """Upload a workbook; the page goes on with it."""
    page.file_uploader[0].upload(name, data).run()
    assert not page.exception and not page.file_uploader
    return page


def type_into(page: AppTest, *cells: tuple[str, str], sheet: str = "任课") -> AppTest:
    """Type into cells of a sheet, at once, as the browser's grid does."""
    drafts = Store().drafts
    draft = drafts.load(drafts.entries()[0].id)
    drafts.save(replace(draft, steps=(*draft.steps, tuple(Typed(sheet, cell, text) for cell, text in cells))))
    return page.run()


def listed(page: AppTest) -> list[tuple[str, str]]:
    """What is wrong, by severity and place."""
    return list(zip(page.dataframe[0].value["级别"], page.dataframe[0].value["在哪里"], strict=True))


def test_a_workbook_becomes_a_new_school_or_a_new_version(tmp_path: Path) -> None:
    path = tmp_path / "学校.xlsx"
    write_school(FIRST.model_copy(update={"term": "下学期"}), path)
    page = upload(page_with(FIRST), "学校.xlsx", path.read_bytes())
    assert page.radio[0].value == 1  # of the same name, so most likely the same school
    page.button(key="take-upload").click().run()
    assert not page.exception and page.title[0].value == "准备清单"
    assert [version.note for version in Store().schools.history(1)] == ["上传 学校.xlsx", ""]
    assert Store().schools.load(1)[1].term == "下学期"

    upload(turn_to(page, "start"), "学校.xlsx", path.read_bytes())
    page.radio[0].set_value(0).run()
    page.text_input[0].set_value("新学校").run()
    page.button(key="take-upload").click().run()
    assert [(entry.id, entry.name) for entry in Store().schools.entries()] == [(2, "新学校"), (1, "测试学校")]
    assert not Store().drafts.entries()


def test_the_same_file_name_proposes_the_school_that_came_from_it(tmp_path: Path) -> None:
    path = make(tmp_path / "任课.xlsx", 任课=GOOD)
    page = upload(page_with(FIRST), "任课.xlsx", path.read_bytes())
    page.button(key="take-upload").click().run()
    page.session_state[REACHED] = Reached(1)  # another school is open by now
    upload(turn_to(page, "start"), "任课.xlsx", path.read_bytes())
    assert page.radio[0].value == 2 and "上次也是这个文件名" in page.radio[0].options[0]


ROWS = [["班级", "班主任", "语文", "数学"], ["三(1)班", "孙丽", "孙丽", "孔浩"], ["三(2)班", "王芳", "王芳", "孔皓"]]
GOOD = [*ROWS[:2], ["三(2)班", "王芳", "王芳", "柳青"]]
WRONG = [
    ["班级", "语文", "数学"],
    ["三(1)班", "王芳 7", "李强 5 @画室"],
    ["三(2)班", "王芳 4+x", "李强 5"],
]


def test_a_question_is_answered_on_the_page(tmp_path: Path) -> None:
    page = upload(page_with(), "学校.xlsx", make(tmp_path / "学校.xlsx", 任课=ROWS).read_bytes())
    assert "take-upload" not in [button.key for button in page.button]
    question = page.radio[0]
    assert [plain_text(option) for option in question.options] == ["孔浩（同一位）", "孔皓（是另一位）"]
    question.set_value("孔浩").run()
    page.button(key="take-upload").click().run()
    assert not page.exception
    new = Store().schools.load(Store().schools.entries()[0].id)[1]
    assert {course.teachers for course in new.courses if course.subject == "数学"} == {("孔浩",)}


def test_each_problem_is_gone_when_it_is_mended_and_nothing_is_opened_before(tmp_path: Path) -> None:
    page = upload(page_with(FIRST), "坏的.xlsx", make(tmp_path / "坏的.xlsx", 任课=WRONG).read_bytes())
    assert listed(page)[:2] == [("错误", "任课 C2"), ("错误", "任课 B3")]
    type_into(page, ("C2", "李强 5"))
    assert not page.exception and ("错误", "任课 C2") not in listed(page)
    assert "take-upload" not in [button.key for button in page.button]
    page.button(key="mend-undo").click().run()
    assert ("错误", "任课 C2") in listed(page)
    type_into(page, ("C2", "李强 5"), ("B3", "王芳 7"))
    page.text_input[0].set_value("青禾小学").run()
    page.button(key="take-upload").click().run()
    assert not page.exception
    school = Store().schools.load(2)[1]
    assert school.name == "青禾小学" and school.course["三(2)班|语文"].lessons == 7


def test_a_workbook_that_is_mended_survives_a_reload_and_is_put_aside_or_thrown_away(tmp_path: Path) -> None:
    page = upload(page_with(FIRST), "坏的.xlsx", make(tmp_path / "坏的.xlsx", 任课=WRONG).read_bytes())
    type_into(page, ("C2", "李强 5"))
    page.button(key="mend-aside").click().run()
    assert not page.exception and page.title[0].value == "开始"
    again = turn_to(app().run(), "start")
    again.button(key="draft-1").click().run()
    assert listed(again)[0] == ("错误", "任课 B3") and ("错误", "任课 C2") not in listed(again)
    again.button(key="mend-discard").click().run()
    assert not again.exception and not Store().drafts.entries()


def test_a_missing_sheet_is_added_with_its_headings(tmp_path: Path) -> None:
    page = upload(page_with(FIRST), "坏的.xlsx", make(tmp_path / "坏的.xlsx", 任课=WRONG).read_bytes())
    page.selectbox(key="mend-new-sheet").set_value("场地").run()
    page.button(key="mend-add-sheet").click().run()
    assert page.pills(key="mend-sheet").value == "场地"
    type_into(page, ("A2", "画室"), sheet="场地")
    assert not page.exception and ("错误", "任课 C2") not in listed(page)


def test_a_new_version_keeps_what_the_workbook_does_not_speak_of(tmp_path: Path) -> None:
    first = [*ROWS[:2], ["三(2)班", "王芳", "王芳", "孔浩"]]
    school = Books(tmp_path).school(
        任课=first, 教师时间=[["名称", "周一1"], ["孔浩", "禁"]], 学校=[["学校名称"], ["青禾小学"]]
    )
    second = [*ROWS[:2], ["三(2)班", "王芳", "王芳", "柳青青"]]
    page = upload(page_with(school), "新.xlsx", make(tmp_path / "新.xlsx", 任课=second).read_bytes())
    assert page.radio[0].value == 1  # it has the same classes and people
    listed_changes = "".join(each.value for each in page.markdown)
    assert "新的教师：柳青青" in listed_changes
    assert "三(2)班 数学：孔浩 4 → 柳青青 4" in plain_text(listed_changes)
    page.button(key="take-upload").click().run()
    assert not page.exception
    new = Store().schools.load(1)[1]
    assert (new.name, new.marks) == ("青禾小学", school.marks)
    assert new.course["三(2)班|数学"].teachers == ("柳青青",)


def test_a_school_with_the_same_classes_and_other_people_is_another_one(tmp_path: Path) -> None:
    school = Books(tmp_path).school(任课=[*ROWS[:2], ["三(2)班", "王芳", "王芳", "柳青"]])
    other = [ROWS[0], ["三(1)班", "甲甲", "甲甲", "乙乙"], ["三(2)班", "丙丙", "丙丙", "丁丁"]]
    page = upload(page_with(school), "别校.xlsx", make(tmp_path / "别校.xlsx", 任课=other).read_bytes())
    assert page.radio[0].value == 0


def test_a_file_that_is_no_workbook_is_told_and_not_kept() -> None:
    page = page_with(FIRST)
    page.file_uploader[0].upload("坏的.xlsx", b"no workbook").run()
    assert not page.exception and "这个文件打不开" in page.error[0].value
    assert "不是 xlsx" in page.dataframe[0].value["问题"][0] and not Store().drafts.entries()


def test_a_school_is_renamed_copied_and_made_this_terms() -> None:
    page = page_with(FIRST, SECOND)
    page.text_input(key="name-2").set_value("第二小学").run()
    page.button(key="rename-2").click().run()
    assert not page.exception and Store().schools.load(2)[1].name == "第二小学"
    page.button(key="copy-2").click().run()
    assert next(entry.name for entry in Store().schools.entries()) == "第二小学（副本）"
    page.button(key="current-1").click().run()
    assert [entry.id for entry in Store().schools.entries() if entry.current] == [1]
    fresh = turn_to(app().run(), "start")  # who comes without an address gets this term's
    assert fresh.button(key="open-1").disabled


def test_versions_of_a_school_are_compared() -> None:
    Store().schools.add(FIRST)
    Store().schools.save(1, make_school(name="改名", term="秋"), based_on=1)
    page = page_with()
    told = [each.value for each in page.markdown]
    assert "第 1 版到第 2 版：2 处不同" in told
    assert any("学校：学校名称 测试学校 → 改名" in each for each in told)


def test_names_of_files_are_such_as_every_system_can_store() -> None:
    assert file_name('..\\a/b:"学校*".xlsx') == ".._a_b__学校__.xlsx"
    assert len(file_name("学" * 300 + ".xlsx")) == 80
