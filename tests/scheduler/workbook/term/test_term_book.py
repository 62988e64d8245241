"""The term's workbook: what is written is read back, what is typed is understood or refused by its cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from scheduler.cover.propose import propose
from scheduler.school import Venue, Week
from scheduler.term.calendar import SpecialDay, SpecialDuty, SpecialKind
from scheduler.term.day import day_of
from scheduler.term.nouns import Absence, Way
from scheduler.term.options import Situation
from scheduler.workbook.term.reader import TermReading, read_term
from scheduler.workbook.term.writer import write_term
from tests.schools import slot
from tests.terms import TUESDAY, absent, off, on, small_plan, small_school, term_of

TERM_ROWS = [["2026-09-01", "", "", "开学"], ["2027-01-22", "", "", "放假"]]
CALENDAR = ["日期", "到", "名称", "类型", "班级", "从", "至几点", "上周几的课", "作息", "教师"]
ABSENCES = ["教师", "开始日期", "结束日期", "节次", "类别", "场地", "班级"]
CHANGES = ["日期", "班级", "节次", "方式", "代课教师", "调到日期", "调到节次", "并入", "补哪天", "补哪节"]
LOST = ["2026-12-08", "三(1)班", "3", "看护自习", "王芳"]
MADE_UP = ["三(1)班", "1", "补课", "赵军", "", "", "", "2026-12-08", "3"]


def book(tmp_path: Path, calendar=(), absences=(), changes=(), term_rows=TERM_ROWS) -> TermReading:
    """What is read of a workbook with these rows."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, headings, rows in (
        ("校历", CALENDAR, [*term_rows, *calendar]),
        ("请假", ABSENCES, absences),
        ("变动", CHANGES, changes),
    ):
        sheet = made.create_sheet(title)
        for row in (headings, *rows):
            sheet.append(list(row))
    path = tmp_path / "学期.xlsx"
    made.save(path)
    return read_term(path, small_school(), small_plan())


def test_a_term_is_written_and_read_back(tmp_path):
    specials = (
        *(off(on(10, day), start=0) for day in (1, 2, 3)),
        SpecialDay(date=on(10, 10), name="调休", kind=SpecialKind.FOLLOWS, follows=3, week=Week.ODD),
        off(on(11, 3), "三(1)班", start=8 * 60, end=12 * 60),
        SpecialDay(
            date=on(11, 4),
            name="期中",
            kind=SpecialKind.EXAM,
            classes=("三(1)班",),
            start=480,
            end=570,
            duties=(
                SpecialDuty(name="期中", start=480, end=570, classes=("三(1)班",), adults=("李强",), venue="操场"),
            ),
        ),
    )
    term = term_of(specials=specials, absences=(absent("王芳", "赵军", note="发烧", entered_by="张"),))
    proposal = propose(Situation(term, (TUESDAY,)), runner_ups=False)
    assert {change.way for change in proposal.changes} >= {Way.EXCHANGE}
    term = term.renewed(changes=proposal.changes)

    write_term(term, tmp_path / "学期.xlsx")
    reading = read_term(tmp_path / "学期.xlsx", small_school(), small_plan())

    assert reading.problems == ()
    assert reading.term == term


def test_changes_that_somebody_typed_are_understood(tmp_path):
    reading = book(
        tmp_path,
        absences=[["王芳", "2026-12-08", "", "", "病假"]],
        changes=[
            ["2026-12-08", "三1班", "1", "代课", "孙悦"],
            ["2026/12/8", "三年级2班", "第2节", "调课", "", "2026-12-14", "2"],
        ],
    )

    assert [p.line.zh for p in reading.problems] == []
    assert reading.term is not None
    cover, *halves = reading.term.changes
    assert (cover.key.id, cover.without, cover.teachers) == ("三(1)班|语文", ("王芳",), ("孙悦",))
    assert [(h.date, h.key.slot, h.moved_to) for h in halves] == [
        (TUESDAY, slot(2, 2), (on(12, 14), slot(1, 2))),
        (on(12, 14), slot(1, 2), (TUESDAY, slot(2, 2))),
    ]


def test_a_make_up_that_somebody_typed_is_understood(tmp_path):
    reading = book(tmp_path, changes=[LOST, ["2026-12-14", *MADE_UP]])

    assert [p.line.zh for p in reading.problems] == []
    assert reading.term is not None
    lost, made_up = reading.term.changes
    assert made_up.makes_up == lost.occasion
    assert (made_up.teachers, made_up.without) == (("赵军",), ("王芳",))


def test_lessons_are_told_by_number_or_by_the_clock(tmp_path):
    reading = book(
        tmp_path,
        absences=[["王芳", "2026-12-08", "", "1-2节", "病假"], ["李强", "2026-12-08", "", "8:00-8:30", "事假"]],
    )

    assert reading.term is not None
    assert [(a.start, a.end) for a in reading.term.absences] == [(480, 570), (480, 510)]


@pytest.mark.parametrize(
    ("sheets", "where", "said"),
    [
        ({"term_rows": TERM_ROWS[:1]}, "校历", "不知道学期"),
        ({"calendar": [["2026-10-10", "", "调休", "调休", "", "", "", "周六"]]}, "校历!H4", "本来就是"),
        ({"calendar": [["2026-10-10", "", "调休", "调休"]]}, "校历", "上周几的课"),
        ({"calendar": [["2026-10-10", "", "某日", "放松"]]}, "校历!D4", "放松"),
        (
            {"calendar": [["2026-10-10", "", "考", "考试", "三(1)班", "8:00", "9:00", "", "", "李墙"]]},
            "校历!J4",
            "李强",
        ),
        ({"calendar": [["2026-10-10", "", "短", "换作息", "", "", "", "", "夏季"]]}, "校历!I4", "没有这套作息"),
        ({"calendar": [["2027-03-01", "", "春", "停课"]]}, "校历!A4", "不在学期里"),
        ({"absences": [["王芳", "2027-03-01"]]}, "请假!B2", "不在学期里"),
        ({"absences": [["王方", "2026-12-08"]]}, "请假!A2", "王芳"),
        ({"absences": [["王芳", "2026-12-06"]]}, "请假!B2", "没有课也没有值班"),
        ({"absences": [["王芳", "2026-12-07", "2026-12-09", "2:00-4:00"]]}, "请假!B2", "没有课也没有值班"),
        ({"absences": [["王芳", "2026-12-08"], ["王芳", "2026-12-07", "2026-12-09"]]}, "请假!B3", "已经登记"),
        ({"absences": [["王芳", "2026-12-08", "2026-12-07"]]}, "请假!C2", "早于"),
        ({"absences": [["", "2026-12-08", "", "", "病假"]]}, "请假", "没有写谁"),
        ({"calendar": [["2026-10-10", "", "补", "调休", "", "", "", "周三"]] * 2}, "校历!A5", "已经写了"),
        ({"term_rows": [["2027-09-01", "", "", "开学"], TERM_ROWS[1]]}, "校历!A2", "开学在放假之后"),
        ({"absences": [["王芳", "2026-12-08", "", "上午吧"]]}, "请假!D2", "哪几节"),
        ({"absences": [["王芳", "2026-12-08", "", "9"]]}, "请假!D2", "哪几节"),
        ({"changes": [["2026-12-08", "三(1)班", "1", "代课"]]}, "变动", "由谁来上"),
        ({"changes": [["2026-12-08", "三(1)班", "6", "取消"]]}, "变动!C2", "没有这样的课"),
        ({"changes": [["2026-12-08", "", "1", "取消"]]}, "变动!C2", "有 2 样都符合"),
        ({"changes": [["2026-12-08", "三(1)班", "1", "取消"]] * 2}, "变动!A3", "已经有一条变动"),
        ({"changes": [["2026-12-08", "三(1)班", "1", "调课", "", "2026-12-13", "1"]]}, "变动!G2", "没有这节课"),
        ({"changes": [["2026-12-08", "三(1)班", "1", "调课", "", "2026-12-08", "1"]]}, "变动!G2", "没有这节课"),
        ({"changes": [["2026-12-08", "三(1)班", "1", "合班", "", "", "", "三(3)班"]]}, "变动!H2", "三(3)班"),
        ({"changes": [["2027-12-08", "三(1)班", "1", "取消"]]}, "变动!A2", "不在学期里"),
        ({"changes": [["2026-12-14", *MADE_UP]]}, "变动!I2", "不欠"),
        ({"changes": [LOST, ["2026-12-14", *MADE_UP], ["2026-12-21", *MADE_UP]]}, "变动!I4", "补过"),
        ({"changes": [LOST, ["2026-12-07", *MADE_UP]]}, "变动!I3", "之后"),
        ({"changes": [LOST, ["2026-12-14", *MADE_UP[:-2]]]}, "变动!I3", "没有写补哪天"),
        ({"changes": [LOST, ["2026-12-14", *MADE_UP[:-1], "7"]]}, "变动!J3", "没有这节课"),
        ({"changes": [LOST, ["2026-12-14", *MADE_UP[:3], "", *MADE_UP[4:]]]}, "变动", "由谁来上"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell_with_the_cure(tmp_path, sheets, where, said):
    reading = book(tmp_path, **sheets)

    assert reading.term is None
    lines = [problem.line.zh for problem in reading.problems if problem.blocks]
    assert any(line.startswith(where) and said in line for line in lines), lines
    assert all(problem.cure.zh and problem.cure.en for problem in reading.problems)


def test_places_and_classes_that_are_away_are_read_back(tmp_path):
    places = tuple(Venue(id=name, kind="操场") for name in ("操场", "风雨操场"))
    school = small_school(venues=places)
    away = Absence(id=1, first=TUESDAY, last=TUESDAY, venues=("操场", "风雨操场"), classes=("三(1)班", "三(2)班"))
    term = term_of(school, absences=(away,))
    write_term(term, tmp_path / "学期.xlsx")

    assert read_term(tmp_path / "学期.xlsx", school, small_plan()).term == term


def test_a_class_that_is_away_twice_at_once_is_told(tmp_path):
    row = ["", "2026-12-08", "", "", "", "", "三(1)班"]

    assert [p.cell for p in book(tmp_path, absences=[row, row]).problems] == ["B3"]


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    reading = book(tmp_path, absences=[["王方", "2026-12-08"]], changes=[["2026-12-08", "三(1)班", "1", "代课"]])

    assert {problem.sheet for problem in reading.problems} == {"请假", "变动"}


def test_a_row_whose_date_was_changed_under_its_code_is_refused(tmp_path):
    term = term_of(absences=(absent("王芳"),))
    term = term.renewed(changes=propose(Situation(term, (TUESDAY,)), runner_ups=False).changes)
    path = tmp_path / "学期.xlsx"
    write_term(term, path)
    from openpyxl import load_workbook

    made = load_workbook(path)
    sheet = made["变动"]
    sheet["D3"] = "第4节"
    made.save(path)

    reading = read_term(path, small_school(), small_plan())

    assert reading.term is None
    assert [(p.cell, "程序用" in p.text.zh) for p in reading.problems] == [("D3", True)]


def test_a_file_that_is_none_is_told(tmp_path):
    path = tmp_path / "学期.xlsx"
    path.write_bytes(b"nothing")

    assert read_term(path, small_school(), small_plan()).term is None


def test_nothing_typed_changes_another_day(tmp_path):
    reading = book(tmp_path, changes=[["2026-12-08", "三(1)班", "1", "取消"]])

    assert reading.term is not None
    assert day_of(reading.term, on(12, 15)).items == day_of(term_of(), on(12, 15)).items
