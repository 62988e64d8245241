"""One spelling for what people type in many."""

import pytest

from scheduler.workbook.names import (
    class_name,
    excel_date,
    grades,
    key,
    lost_zero,
    nearest,
    plain,
    school_name,
    split_classes,
    split_names,
    standard_class_name,
)


@pytest.mark.parametrize(
    ("text", "grade", "number"),
    [
        ("三(1)班", 3, 1),
        ("三（1）班", 3, 1),
        ("三1班", 3, 1),
        ("三年级1班", 3, 1),
        ("三年级(1)班", 3, 1),
        ("九年级 1 班", 9, 1),
        ("301", 3, 1),
        (301, 3, 1),
        (301.0, 3, 1),
        ("1012班", 10, 12),
        (3.1, 3, 1),
        ("3.1", 3, 1),
        ("3-1", 3, 1),
        ("３－１", 3, 1),
        ("3(1)", 3, 1),
        ("七(12)班", 7, 12),
        ("初一(2)班", 7, 2),
        ("高一3班", 10, 3),
        ("高三（12）班", 12, 12),
        ("一年级一班", 1, 1),
        ("三年级十二班", 3, 12),
        ("三一班", 3, 1),
        (" 八（1）班\u200b", 8, 1),
        ("Grade 7 Class 2", 7, 2),
        ("10(3)班", 10, 3),
        ("七.1", 7, 1),
        ("7.10", 7, 10),
        ("七(1)班（实验）", 7, 1),
        ("七年级(1)班 (实验班)", 7, 1),
    ],
)
def test_class_names(text: object, grade: int, number: int) -> None:
    assert class_name(text) == (grade, number)


@pytest.mark.parametrize(
    "text",
    [
        "2024级3班",
        "",
        None,
        "三年级",
        "3班",
        "十一班",
        "二十班",
        "31班",
        "300",
        "徐志强",
        "语文",
        "三(0)班",
        "十三(1)班",
        "7A",
        "七A班",
        "七(1)班（停课）",
        "七(1)班(2人)",
        "七(1)班（与2班合）",
        "七1-2班",
        "七(1)-(3)班",
    ],
)
def test_what_is_no_class_name(text: object) -> None:
    assert class_name(text) is None


def test_a_standard_class_name_reads_back() -> None:
    assert standard_class_name(3, 1) == "三(1)班"
    assert standard_class_name(10, 2) == "高一(2)班"
    for grade in range(1, 13):
        for number in (1, 9, 10, 25):
            assert class_name(standard_class_name(grade, number)) == (grade, number)


def test_plain_text() -> None:
    assert plain("\u3000４＋１ \xa0\n（单）\u200b ") == "4+1 (单)"
    assert plain(None) == ""
    assert plain(5.0) == "5"
    assert plain(0.5) == "0.5"


def test_names_of_people_are_compared_without_spaces_and_case() -> None:
    assert key("张 三 ") == key("张\u3000三") == key("张三")
    assert key("Li Lei") == key("li  LEI") != key("lilei")
    assert key("阿依古丽•买买提") == key("阿依古丽·买买提")
    assert key("刘洋1") != key("刘洋2")


def test_lists_of_names() -> None:
    assert split_names("王芳、李强，赵军;孙悦/周洋\n吴 磊") == ("王芳", "李强", "赵军", "孙悦", "周洋", "吴磊")
    assert split_names("王芳 李强") == ("王芳", "李强")
    assert split_names("欧阳 娜娜") == ("欧阳娜娜",)
    assert split_names("Li Lei, Han Meimei") == ("Li Lei", "Han Meimei")
    assert split_names(None) == split_names(" 、 ") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-6", (3, 4, 5, 6)),
        ("一至三", (1, 2, 3)),
        ("一至三年级", (1, 2, 3)),
        ("七、八年级", (7, 8)),
        ("初一", (7,)),
        ("高一到高三", (10, 11, 12)),
        (9, (9,)),
        ("全校", tuple(range(1, 13))),
        ("6-3", None),
        ("13", None),
        ("王芳", None),
        ("", None),
    ],
)
def test_grades(text: object, expected: tuple[int, ...] | None) -> None:
    assert grades(text) == expected


def test_the_nearest_known_name() -> None:
    assert nearest("王方", ["王芳", "李强"]) == "王芳"
    assert nearest("道德与法制", ["道德与法治", "语文"]) == "道德与法治"
    assert nearest("abc", ["王芳"]) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("七1-2班", (1, 2)),
        ("七1－3班", (1, 2, 3)),
        ("七(1)-(3)班", (1, 2, 3)),
        ("七(1-3)班", (1, 2, 3)),
        ("七(1、3)班", (1, 3)),
        ("七(1)(3)班", (1, 3)),
        ("七1、2班", (1, 2)),
        ("七1、2", (1, 2)),
        ("701-703", (1, 2, 3)),
        ("701～702", (1, 2)),
        ("七年级1—4班", (1, 2, 3, 4)),
        ("七年级1班至3班", (1, 2, 3)),
        ("七(1)班到七(3)班", (1, 2, 3)),
        ("初一一至三班", (1, 2, 3)),
        ("7-1至7-3", (1, 2, 3)),
        ("七1班和七3班", (1, 3)),
        ("七1班 七3班", (1, 3)),
        ("七(1)班\n七(3)班", (1, 3)),
        ("七一班、三班", (1, 3)),
        ("701、703班", (1, 3)),
        ("7-2", (2,)),
        ("七(2)班（实验）", (2,)),
    ],
)
def test_several_classes_in_a_cell(text: str, numbers: tuple[int, ...]) -> None:
    assert [class_name(name) for name in split_classes(text)] == [(7, number) for number in numbers]


@pytest.mark.parametrize(
    "text", ["七1-八2班", "七(3)-(1)班", "7-1-3", "七(1)班、八年级", "一、二班", "2024级1-2班", "七年级"]
)
def test_what_is_no_range_of_classes_stays_as_it_is(text: str) -> None:
    assert list(split_classes(text)) == text.split("、")


def test_what_excel_made_of_a_class() -> None:
    assert excel_date("2026-07-01 00:00:00") == "7-1"
    assert [excel_date(text) for text in ("2026/7/1", "7月1日", "Jul-1", "1-Jul")] == ["7-1"] * 4
    assert excel_date("2024级3班") is None
    assert lost_zero(7.1) == ((7, 1), (7, 10))
    assert lost_zero(7.4) is None
    assert lost_zero(7.0) is None
    assert lost_zero("7.1") is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("样例市青禾小学2026—2027学年第一学期教师任课一览表", "样例市青禾小学"),
        (" 青禾中学 任课表", "青禾中学"),
        ("师大附中初中部", "师大附中"),
        ("教师任课一览表", None),
        ("2026学年任课表", None),
        ("小学任课表", None),
    ],
)
def test_the_name_of_a_school_is_known_at_the_beginning_of_a_title(title: str, name: str | None) -> None:
    assert school_name(title) == name
