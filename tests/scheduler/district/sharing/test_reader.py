"""Sheet 共享教师: every row is understood or told, by its cell, and nobody is named in a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.district.sharing import SharedReading, SharedTeacher, read_shared
from scheduler.school import RuleSetting, School, Teacher
from tests.scheduler.workbook.books import Rows, make
from tests.schools import course, make_school
from tests.service_schools import service_school

HEADS = ("教师", "学校", "每周节数", "可到半天", "路上分钟", "本校", "课后服务")


def school(name: str, *courses: tuple[str, int], **more: object) -> School:
    found = tuple(course("七(1)班", f"{'语数英'[n]}{'文学语'[n]}", who, many) for n, (who, many) in enumerate(courses))
    return make_school(found, name=name, **more)


SCHOOLS = {
    "东校": school("东城实验小学", ("王芳", 4), ("李强", 3)),
    "西校": school("西城小学", ("王芳", 2), ("陈磊", 3)),
    "南校": school("南城小学", ("赵军", 2), ("陈磊", 3)),
}


class Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, *rows: Rows, schools: dict[str, School] = SCHOOLS, heads: tuple[str, ...] = HEADS) -> SharedReading:
        path = make(self.folder / "区域.xlsx", 共享教师=[heads, *rows])
        return read_shared(path, schools, unread=("北校",))

    def teachers(self, *rows: Rows, schools: dict[str, School] = SCHOOLS) -> tuple[SharedTeacher, ...]:
        reading = self.read(*rows, schools=schools)
        assert [problem.line.zh for problem in reading.problems if problem.blocks] == []
        assert reading.shared is not None
        return reading.shared.teachers

    def told(self, *rows: Rows, schools: dict[str, School] = SCHOOLS) -> list[tuple[str, str]]:
        reading = self.read(*rows, schools=schools)
        assert reading.shared is None
        found = [problem for problem in reading.problems if problem.blocks]
        for problem in found:
            assert not any(name in problem.text.zh + problem.text.en for name in ("王芳", "李强", "陈磊", "赵军"))
            assert problem.cure.zh and problem.cure.en and problem.text.en
        return [(problem.cell, problem.text.zh) for problem in found]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def test_a_teacher_of_two_schools(reader: Reader) -> None:
    (found,) = reader.teachers(
        ["王芳", "东城实验小学", 4, None, 25], [" 王 芳", "西校.xlsx", None, "周一全天、周三上午", "20分钟", None, "是"]
    )
    home, guest = found.places
    assert (found.name, home.school, home.home, home.serves, home.minutes, home.row) == (
        "王芳",
        "东校",
        True,
        True,
        25,
        2,
    )
    assert (guest.school, guest.home, guest.serves, guest.minutes) == ("西校", False, True, 20)
    assert [tuple(half) for half in guest.halves] == [(1, 0), (1, 1), (3, 0)]
    assert (found.way("西校"), found.way("东校")) == (20, 25)


def test_home_is_where_most_lessons_are_unless_it_is_said(reader: Reader) -> None:
    reading = reader.read(["王芳", "西校", None, None, 20], ["王芳", "东校"])
    assert reading.shared is not None
    assert reading.shared.teachers[0].home.school == "东校"
    assert "第 2、3 行没有写本校" in reading.notes[0].text.zh
    (found,) = reader.teachers(["王芳", "西校", None, None, 20, "是"], ["王芳", "东校"])
    assert (found.home.school, found.at["东校"].serves, found.way("东校")) == ("西校", False, 20)


def test_a_merged_name_is_said_of_all_its_rows(reader: Reader, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = make(tmp_path / "区.xlsx", 走教=[HEADS, ["王芳", "东校", None, None, 20], [None, "西校", None, None, 20]])
    book = load_workbook(path)
    book["走教"].merge_cells("A2:A3")
    book.save(path)
    shared = read_shared(path, SCHOOLS).shared
    assert shared is not None
    assert set(shared.teachers[0].at) == {"东校", "西校"}


@pytest.mark.parametrize(
    ("rows", "cell", "text"),
    [
        ([["王芳", "东校区", 4, None, 20], ["王芳", "西校", 2]], "B2", "文件夹里没有这所学校"),
        ([["王芳", None, 4, None, 20], ["王芳", "西校", 2]], "B2", "没有写学校"),
        ([["王芳", "东校", None, None, 20], [None, "西校"]], "A3", "没有写教师"),
        ([["王芳", "东校", None, None, 20], ["王芳", "南校"]], "A3", "“南校”的工作簿里没有这位教师"),
        ([["王芳", "东校", 5, None, 20], ["王芳", "西校"]], "C2", "该校工作簿里他每周上 4 节，这里写的是 5 节"),
        ([["王芳", "东校", "许多", None, 20], ["王芳", "西校"]], "C2", "“许多”：看不懂的课时写法"),
        ([["王芳", "东校", None, "有空", 20], ["王芳", "西校"]], "D2", "“有空”：看不懂的星期"),
        ([["王芳", "东校", None, None, "远"], ["王芳", "西校"]], "E2", "“远”：不是整数"),
        ([["王芳", "东校"], ["王芳", "西校"]], "E2", "没有写路上要几分钟"),
        ([["王芳", "东校", None, None, 20]], "A2", "这位教师只写了一所学校"),
        (
            [["王芳", "东校", None, None, 20, "是"], ["王芳", "西校", None, None, 20, "是"]],
            "F3",
            "这位教师写了几所本校",
        ),
        ([["王芳", "东校", None, None, 20], ["王芳", "西校"], ["王芳", "东城实验小学"]], "B4", "写了两行"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(reader: Reader, rows: list[Rows], cell: str, text: str) -> None:
    assert any(where == cell and text in said for where, said in reader.told(*rows))


def test_of_three_schools_each_way_is_needed(reader: Reader) -> None:
    schools = {**SCHOOLS, "中校": school("中城小学", ("王芳", 1))}
    rows = [["王芳", "东校", None, None, 20], ["王芳", "西校"], ["王芳", "中校"]]
    assert [cell for cell, _ in reader.told(*rows, schools=schools)] == ["E3"]
    reading = reader.read(*rows, schools=schools)
    assert "共享教师 E4" in reading.problems[0].text.zh


def test_a_name_of_two_schools_is_asked_by_file(reader: Reader) -> None:
    schools = {"一": SCHOOLS["东校"], "二": SCHOOLS["东校"], "西校": SCHOOLS["西校"]}
    told = reader.told(["王芳", "东城实验小学", None, None, 20], ["王芳", "西校"], schools=schools)
    assert told == [("B2", "有 2 所学校叫这个名字")]


def test_a_teacher_without_lessons_there(reader: Reader) -> None:
    south = SCHOOLS["南校"]
    schools = {**SCHOOLS, "南校": south.model_copy(update={"teachers": (*south.teachers, Teacher(id="王芳"))})}
    told = reader.told(["王芳", "东校", None, None, 20], ["王芳", "南校"], schools=schools)
    assert told == [("A3", "这位教师在“南校”的任课里没有课")]


def test_namesakes_are_said_and_never_one_person(reader: Reader) -> None:
    reading = reader.read(["王芳", "东校", None, None, 20], ["王芳", "西校"])
    (warning,) = reading.problems
    assert (warning.severity, warning.cell, warning.value) == ("warning", "", "陈磊:西校、南校")
    assert "有 1 个姓名" in warning.text.zh
    assert reading.shared is not None
    assert [each.name for each in reading.shared.teachers] == ["王芳"]


def test_a_school_that_cannot_be_read_is_left_and_the_others_are_not(reader: Reader) -> None:
    reading = reader.read(["王芳", "东校", None, None, 20], ["王芳", "西校"], ["王芳", "北校", None, None, 20])
    assert reading.shared is not None
    assert set(reading.shared.teachers[0].at) == {"东校", "西校"}
    assert ("warning", "B4") in [(problem.severity, problem.cell) for problem in reading.problems]
    alone = reader.read(["王芳", "东校", None, None, 20], ["王芳", "北校", None, None, 20])
    assert alone.shared is not None
    assert alone.shared.teachers == ()


def test_service_that_names_him_where_he_does_not_serve(reader: Reader) -> None:
    schools = {"东校": SCHOOLS["东校"], "三校": service_school()}
    schools["东校"] = school("东校", ("王芳", 9))
    named = schools["三校"].clubs[0].instructors
    schools["东校"] = school("东校", (named[0], 9))
    rows = [[named[0], "东校", None, None, 20], [named[0], "三校", None, None, 20, None, None]]
    told = reader.read(*rows, schools=schools)
    assert [(p.cell, p.severity) for p in told.problems if p.blocks] == [("G3", "error")]
    rows[1][6] = "是"
    assert reader.read(*rows, schools=schools).shared is not None


def test_a_school_that_has_switched_off_closed_times(reader: Reader) -> None:
    off = (RuleSetting(rule="unavailable", enabled=False),)
    schools = {**SCHOOLS, "东校": SCHOOLS["东校"].model_copy(update={"rule_settings": off})}
    told = reader.told(["王芳", "东校", None, None, 20], ["王芳", "西校"], schools=schools)
    assert told == [("B2", "这所学校停用了规则“避开禁排时间”，他在外校的时间就排不开")]


def test_a_workbook_without_the_sheet_shares_nobody(tmp_path: Path) -> None:
    reading = read_shared(make(tmp_path / "区.xlsx", 别的=[["甲"]]), SCHOOLS)
    assert reading.shared is not None
    assert reading.shared.teachers == ()
    assert read_shared(tmp_path / "没有.xlsx", SCHOOLS).shared is None


def test_missing_columns_are_told(tmp_path: Path) -> None:
    reading = read_shared(make(tmp_path / "区.xlsx", 共享教师=[["教师", "节数"], ["王芳", 3]]), SCHOOLS)
    assert reading.shared is None
    assert "学校" in reading.problems[0].text.zh
