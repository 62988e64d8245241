from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.allocation import Companions, Listing, Wishes
from scheduler.school import Content, School, SchoolClass
from scheduler.workbook.wishes import WishesReading, read_wishes
from tests.scheduler.workbook.books import Rows, make
from tests.schools import SCHEDULE, make_school
from tests.service_schools import club, service_bell

PUPILS = [
    ["学号", "姓名", "班级", "星期", "延时托管", "欠分"],
    ["101", "王子涵", "三(1)班"],
    ["102", "王子涵", "三(1)班"],
    ["103", "李一诺", "三(1)班", "一至四", "是", 7],
    ["201", "张浩宇", "三(2)班"],
]


@pytest.fixture(scope="module")
def school() -> School:
    more = {"days": (2,)}
    return make_school(
        schedules=(service_bell(),),
        courses=(),
        teachers=make_school().teachers,
        classes=tuple(SchoolClass(id=f"三({n})班", grade=3, number=n, schedule=SCHEDULE) for n in (1, 2)),
        clubs=(
            club("中段足球", Content.SPORT, (3, 4), "王芳", capacity=20, **more),
            club("合唱", Content.ART, (3,), "李强", **more),
            club("高段足球", Content.SPORT, (5, 6), "王芳", **more),
            club("围棋", Content.INTEREST, (3,), "李强"),
        ),
    )


class Reader:
    def __init__(self, folder: Path, school: School) -> None:
        self.folder, self.school = folder, school

    def read(self, answers: dict[str, str] | None = None, **sheets: Rows) -> WishesReading:
        sheets.setdefault("选课社团", [["社团", "星期"], ["中段足球", None], ["合唱", None], ["围棋", "周三"]])
        sheets.setdefault("学生", PUPILS)
        return read_wishes(make(self.folder / "志愿.xlsx", **sheets), self.school, answers=answers)

    def wishes(self, **sheets: Rows) -> Wishes:
        reading = self.read(**sheets)
        assert [p.line.zh for p in reading.problems if p.blocks] == []
        assert reading.wishes is not None
        return reading.wishes

    def blocked(self, **sheets: Rows) -> list[tuple[str, str, str]]:
        reading = self.read(**sheets)
        assert reading.wishes is None
        return [(p.sheet, p.cell, p.text.zh) for p in reading.problems if p.blocks]


@pytest.fixture
def reader(tmp_path: Path, school: School) -> Reader:
    return Reader(tmp_path, school)


def wished(wishes: Wishes, pupil: str) -> list[tuple[int | None, int, str]]:
    return [(wish.day, wish.rank, wish.club) for wish in wishes.wishes_of[pupil]]


def test_the_export_of_a_form_tool_is_read(reader: Reader) -> None:
    wishes = reader.wishes(
        学生志愿=[
            [
                "序号",
                "提交答卷时间",
                "1、您的学号",
                "2、姓名",
                "3、班级（单选）",
                "4、第一志愿（下拉）",
                "5、第二志愿（下拉）",
            ],
            [1, "2026/9/3 19:00:01", 103, "李一诺", "3年级1班", "合唱(剩余3)", "中段足球"],
            [2, "2026/9/3 19:00:09", None, "张浩宇", "302", "足球", "(跳过)"],
        ]
    )
    assert wished(wishes, "103") == [(None, 1, "合唱"), (None, 2, "中段足球")]
    assert wished(wishes, "201") == [(None, 1, "中段足球")]
    assert wishes.first_come == ("103", "201")
    assert wishes.pupil["103"].days == (1, 2, 3, 4)
    assert (wishes.pupil["103"].care, wishes.pupil["103"].account) == (True, 7)
    assert wishes.offer["中段足球"].places == 20
    assert wishes.offer["围棋"].days == (3,)


def test_wishes_by_the_day_in_columns_and_in_rows_are_the_same(reader: Reader) -> None:
    wide = reader.wishes(
        学生志愿=[["学号", "周二志愿1", "周二志愿2", "周三第1志愿"], [201, "合唱", "中段足球", "围棋"]]
    )
    long = reader.wishes(
        学生志愿=[
            ["学号", "星期", "志愿序号", "社团"],
            [201, "周二", 2, "中段足球"],
            [201, "周二", 1, "合唱"],
            [201, "三", 1, "围棋"],
        ]
    )
    assert wide.wishes_of == long.wishes_of
    assert wished(wide, "201") == [(2, 1, "合唱"), (3, 1, "围棋"), (2, 2, "中段足球")]


def test_a_ranking_question_gives_the_wishes_in_its_order(reader: Reader) -> None:
    wishes = reader.wishes(学生志愿=[["学号", "志愿排序"], [201, "围棋→合唱→中段足球"]])
    assert wished(wishes, "201") == [(None, 1, "围棋"), (None, 2, "合唱"), (None, 3, "中段足球")]


def test_the_last_of_several_answers_counts_by_its_time_and_is_said(reader: Reader) -> None:
    reading = reader.read(
        学生志愿=[
            ["提交时间", "学号", "第一志愿"],
            ["2026-09-03 20:00", 201, "合唱"],
            ["2026-09-03 19:00", 201, "围棋"],
        ]
    )
    assert reading.wishes is not None
    assert wished(reading.wishes, "201") == [(None, 1, "合唱")]
    assert any("第 3 行" in note.text.zh for note in reading.notes)


def test_two_namesakes_of_a_class_are_told_apart_by_the_number_alone(reader: Reader) -> None:
    rows = [["姓名", "班级", "第一志愿"], ["王子涵", "三1班", "合唱"]]
    reading = reader.read(学生志愿=rows)
    assert reading.wishes is None
    (question,) = [problem for problem in reading.problems if problem.severity == "question"]
    assert (question.cell, question.candidates) == ("A2", ("101", "102", "不读"))
    answered = reader.read(answers={question.value: "102"}, 学生志愿=rows)
    assert answered.wishes is not None
    assert wished(answered.wishes, "102") == [(None, 1, "合唱")]


def test_a_mistyped_name_and_one_with_another_number_are_asked_about(reader: Reader) -> None:
    found = reader.blocked(
        学生志愿=[
            ["学号", "姓名", "班级", "第一志愿"],
            [None, "张好宇", "三(2)班", "合唱"],
            [201, "李一诺", None, "合唱"],
        ]
    )
    assert [(cell, text) for _, cell, text in found] == [
        ("B2", "“学生”表里没有这位学生"),
        ("A3", "学号和姓名不是同一位学生"),
    ]


def test_no_message_names_a_pupil(reader: Reader) -> None:
    names = ("王子涵", "张好宇", "李一诺", "无名氏")
    reading = reader.read(
        学生志愿=[
            ["学号", "姓名", "班级", "第一志愿"],
            *([None, name, "三(2)班", "合唱"] for name in names),
            [999, "李一诺", "三(9)班", "滑雪"],
        ]
    )
    told = "".join(part for p in reading.problems for part in (p.line.zh, p.line.en, *p.candidates))
    assert reading.wishes is None
    assert not any(name in told for name in names)


def test_an_unknown_club_is_asked_about_once_and_can_be_left_out(reader: Reader) -> None:
    rows = [["学号", "第一志愿", "第二志愿"], [201, "滑雪", "合唱"], [103, "滑雪", "合昌"]]
    asked = [p for p in reader.read(学生志愿=rows).problems if p.severity == "question"]
    assert [(p.cell, p.value) for p in asked] == [("B2", "滑雪"), ("C3", "合昌")]
    answered = reader.read(answers={"滑雪": "不读", "合昌": "合唱"}, 学生志愿=rows).wishes
    assert answered is not None
    assert wished(answered, "103") == [(None, 1, "合唱")]


def test_lists_and_companions_are_read(reader: Reader) -> None:
    wishes = reader.wishes(
        学生志愿=[["学号", "第一志愿"], [201, "合唱"]],
        选课名单=[["社团", "学号", "类别"], ["中段足球", 103, "校队"], ["合唱", 201, "入选"]],
        同伴=[["学号1", "姓名2", "班级2", "关系"], [103, "张浩宇", "三(2)班", "分开"]],
    )
    assert wishes.listings == (
        Listing(pupil="103", club="中段足球", promised=True),
        Listing(pupil="201", club="合唱", promised=False),
    )
    assert wishes.companions == (Companions(one="103", other="201", together=False),)


def test_promises_that_cannot_be_kept_are_told_by_their_cell(reader: Reader) -> None:
    found = reader.blocked(
        学生志愿=[["学号", "第一志愿"], [201, "合唱"]],
        选课社团=[["社团", "星期", "名额"], ["中段足球", "周二", 1], ["合唱", "周二", 9], ["围棋", "周五", 9]],
        选课名单=[["社团", "学号"], ["中段足球", 101], ["中段足球", 102], ["合唱", 101], ["围棋", 103]],
    )
    assert found == [
        ("选课名单", "A4", "这位学生同一天已经保证了一个社团"),
        ("选课名单", "A5", "这位学生在社团开的日子不参加课后服务"),
        ("选课名单", "A3", "保证的比名额（1）多"),
    ]


@pytest.mark.parametrize(
    ("sheets", "cell", "text"),
    [
        ({"学生": [["学号", "姓名", "班级"], ["1", "甲", "九(9)班"]]}, "C2", "学校没有“九(9)班”这个班"),
        (
            {"学生": [["学号", "姓名", "班级"], ["1", "李雷", "三(1)班"], ["1", "韩梅", "三(1)班"]]},
            "A3",
            "这个学号写了两次",
        ),
        (
            {"学生": [["姓名", "班级"], ["李雷", "三(1)班"], ["李雷", "三(1)班"]]},
            "A2",
            "这个班有同名的学生，要写学号才分得清",
        ),
        ({"选课社团": [["社团", "名额"], ["合唱", "很多"]]}, "B2", ""),
        ({"选课社团": [["社团", "星期"], ["围棋", None]]}, "A2", "还不知道社团在哪几天开"),
    ],
)
def test_a_wrong_cell_is_told(reader: Reader, sheets: dict[str, Rows], cell: str, text: str) -> None:
    found = reader.blocked(学生志愿=[["学号", "第一志愿"]], **sheets)
    assert any(place == cell and text in said for _, place, said in found), found


def test_without_wishes_the_pupils_alone_are_read(reader: Reader) -> None:
    assert reader.wishes().wishes == ()


def test_what_is_no_workbook_is_told(tmp_path: Path, school: School) -> None:
    path = tmp_path / "志愿.xlsx"
    path.write_bytes(b"no workbook")
    reading = read_wishes(path, school)
    assert reading.wishes is None
    assert reading.problems


def test_a_pupil_without_a_number_gets_one_that_does_not_tell_the_name(reader: Reader) -> None:
    wishes = reader.wishes(
        学生=[["姓名", "班级"], ["李雷", "三(1)班"], ["韩梅", "三(1)班"]],
        学生志愿=[["姓名", "班级", "第一志愿"], ["李 雷", "3.1班", "合唱"]],
    )
    (mine,) = [pupil for pupil in wishes.pupils if pupil.name == "李雷"]
    assert wished(wishes, mine.id) == [(None, 1, "合唱")]
    assert "李雷" not in mine.id
    assert mine.id.startswith("三(1)班-")


@pytest.mark.parametrize(
    "value", ["", "；；", "=1/0", "#N/A", "王子涵、李一诺", -1, 2.5, "99999999999", "周八", "→→", "（）", True]
)
def test_whatever_stands_in_a_cell_is_read_or_told(reader: Reader, value: object) -> None:
    sheets: dict[str, list[list[object]]] = {
        "学生": [list(row) for row in PUPILS],
        "学生志愿": [
            ["提交时间", "学号", "姓名", "班级", "第一志愿", "志愿"],
            ["2026-09-01", 201, "张浩宇", "302", "合唱", "围棋"],
        ],
        "选课社团": [
            ["社团", "星期", "名额", "最少人数", "年级", "同类", "每次都来", "选拔"],
            ["合唱", "二", 5, 2, "3", "", "", ""],
            ["围棋", "三"],
        ],
        "选课名单": [["社团", "学号", "姓名", "班级", "类别", "星期"], ["合唱", 201, "张浩宇", "三2班", "校队", ""]],
        "同伴": [["学号1", "学号2", "关系"], [201, 103, "一起"]],
    }
    for title, rows in sheets.items():
        for column in range(len(rows[1])):
            changed = {**sheets, title: [rows[0], [*rows[1][:column], value, *rows[1][column + 1 :]], *rows[2:]]}
            reading = reader.read(**changed)
            assert reading.wishes is not None or any(problem.blocks for problem in reading.problems), (title, column)


def test_rows_without_a_rank_are_wishes_in_their_order(reader: Reader) -> None:
    rows = [["学号", "社团"], *([201, name] for name in ("合唱", "围棋", "中段足球"))]
    assert [rank for _, rank, _ in wished(reader.wishes(学生志愿=rows), "201")] == [1, 2, 3]


def test_wishes_for_a_club_whose_row_is_wrong_are_not_told_as_well(reader: Reader) -> None:
    found = reader.blocked(
        选课社团=[["社团", "星期", "名额"], ["中段足球", None, None], ["合唱", None, "2:00"], ["围棋", "隔周三", None]],
        学生志愿=[["学号", "第一志愿", "第二志愿"], [201, "合唱", "围棋"], [103, "围棋", "合唱"]],
        选课名单=[["社团", "学号"], ["合唱", 103]],
    )
    assert [(sheet, cell) for sheet, cell, _ in found] == [("选课社团", "C3"), ("选课社团", "B4")]


def test_a_remark_behind_a_club_is_asked_about_and_what_forms_write_there_is_not(reader: Reader) -> None:
    form = ["合唱（周二）", "合唱(还剩 3 个名额)", "合唱（3/20）", "合唱(16:30-17:30)"]
    for said in form:
        assert wished(reader.wishes(学生志愿=[["学号", "第一志愿"], [201, said]]), "201")[0][2] == "合唱"
    for said in ("合唱（已报校外）", "合唱(不去)", "合唱（只要李老师）"):
        sheets = {"学生志愿": [["学号", "第一志愿"], [201, said]]}
        assert [(s, c) for s, c, _ in reader.blocked(**sheets)] == [("学生志愿", "B2")]
        taken = reader.read({said: "合唱"}, **sheets).wishes
        assert taken is not None and wished(taken, "201") == [(None, 1, "合唱")]
        left = reader.read({said: "不读"}, **sheets).wishes
        assert left is not None and wished(left, "201") == []


ZEROS = [["学号", "姓名", "班级"], ["0012", "甲甲", "三(1)班"], ["0013", "乙乙", "三(1)班"], ["13", "丙丙", "三(2)班"]]


def test_a_number_that_lost_its_leading_zeros_is_known_where_only_one_can_be_meant(reader: Reader) -> None:
    reading = reader.read(学生=ZEROS, 学生志愿=[["学号", "第一志愿"], [12, "合唱"], ["0013", "合唱"], ["13", "合唱"]])
    assert reading.wishes is not None
    assert [wish.pupil for wish in reading.wishes.wishes] == ["0012", "0013", "13"]
    assert any("少了前面的 0" in note.text.zh and "1 处" in note.text.zh for note in reading.notes)


def test_a_number_that_may_have_lost_zeros_is_asked_about_unless_the_name_decides(reader: Reader) -> None:
    answers = [["学号", "姓名", "第一志愿"], [13, None, "合唱"]]
    (problem,) = [p for p in reader.read(学生=ZEROS, 学生志愿=answers).problems if p.blocks]
    assert (problem.sheet, problem.cell, problem.severity) == ("学生志愿", "A2", "question")
    named = reader.wishes(学生=ZEROS, 学生志愿=[answers[0], [13, "乙乙", "合唱"]])
    assert [wish.pupil for wish in named.wishes] == ["0013"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2026/9/3 9:05:01", "2026/9/3 10:00"),
        ("2026年9月3日 19:05", "2026年9月3日 19:06"),
        ("2026-09-03 下午7:05", "2026-09-03 20:00"),
        ("2026-09-03 11:00", "2026-09-03 7:05 PM"),
        ("2026-09-03T19:05:00", "2026-09-04"),
    ],
)
def test_the_later_time_counts_in_whatever_way_it_is_written(reader: Reader, earlier: str, later: str) -> None:
    rows = [["学号", "提交时间", "第一志愿"], ["201", later, "合唱"], ["201", earlier, "中段足球"]]
    assert [wish.club for wish in reader.wishes(学生志愿=rows).wishes] == ["合唱"]


def test_what_is_no_time_is_told(reader: Reader) -> None:
    rows = [["学号", "提交时间", "第一志愿"], ["201", "9月4日", "合唱"]]
    assert reader.blocked(学生志愿=rows) == [("学生志愿", "B2", "读不出提交时间")]
