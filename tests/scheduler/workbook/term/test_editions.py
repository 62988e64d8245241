"""课表版本: another timetable takes over on a Monday, named by its file; names are those of the date."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from constraints.audit import audit
from scheduler.export import write_plan_json
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.term.day import day_of
from scheduler.workbook.school.writer import write_school
from scheduler.workbook.term.reader import TermReading, read_term
from scheduler.workbook.term.writer import write_term
from tests.schools import slot
from tests.terms import TUESDAY, on, small_plan, small_school


def later_school() -> School:
    """The small school after 孙悦 has left: 周宁 has music now."""
    courses = tuple(c.renewed(teachers=("周宁",)) if c.subject == "音乐" else c for c in small_school().courses)
    teachers = tuple(t.renewed(id="周宁") if t.id == "孙悦" else t for t in small_school().teachers)
    return small_school().renewed(courses=courses, teachers=teachers)


def later_plan() -> Plan:
    """Music of the first class stands on Friday."""
    moved = (p.renewed(slot=slot(5, 1)) if p.course == "三(1)班|音乐" else p for p in small_plan().placements)
    return small_plan().model_copy(update={"placements": tuple(moved)})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the second timetable."""
    path = tmp_path_factory.mktemp("term")
    write_school(later_school(), path / "新学校.xlsx")
    write_plan_json(audit(small_school(), later_plan()), path / "新课表.json")
    return path


def read(folder: Path, editions: list[list[str]], absences: list[list[str]] | None = None) -> TermReading:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in (
        ("校历", [["日期", "类型"], ["2026-09-01", "开学"], ["2027-01-22", "放假"]]),
        ("课表版本", [["从哪天起", "课表文件", "学校文件"], *editions]),
        ("请假", [["教师", "开始日期"], *(absences or [])]),
    ):
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(folder / "学期.xlsx")
    return read_term(folder / "学期.xlsx", small_school(), small_plan())


def test_another_timetable_holds_from_its_monday_on_and_the_past_stays(folder: Path, tmp_path: Path) -> None:
    reading = read(folder, [["2026-11-09", "新课表.json", ""]])
    term = reading.term
    assert term is not None, reading.problems

    assert [edition.first for edition in term.editions] == [on(9, 1), on(11, 9)]
    titles = [[i.title for i in day_of(term, date).of_class.get("三(1)班", ())] for date in (on(11, 6), on(11, 13))]
    assert titles == [[], ["音乐"]]
    write_term(term, tmp_path / "学期.xlsx")  # in another folder: the files are found from there
    assert read_term(tmp_path / "学期.xlsx", small_school(), small_plan()).term == term


def test_names_are_those_of_the_date(folder: Path) -> None:
    rows = [["2026-11-09", "新课表.json", "新学校.xlsx"]]

    told = read(folder, rows, [["孙悦", "2026-11-03"], ["周宁", str(TUESDAY)]])
    assert told.term is not None, told.problems
    [problem] = read(folder, rows, [["孙悦", str(TUESDAY)]]).problems
    assert (problem.sheet, problem.cell) == ("请假", "A2") and "孙悦" in problem.text.zh


@pytest.mark.parametrize(
    ("row", "cell", "said"),
    [
        (["2026-11-10", "新课表.json", ""], "A2", "不是星期一"),
        (["2027-03-01", "新课表.json", ""], "A2", "不在学期里"),
        (["", "新课表.json", ""], "A2", "没有写从哪天起"),
        (["2026-11-09", "", "新学校.xlsx"], "B2", "没有写课表文件"),
        (["2026-11-09", "没有.json", ""], "B2", "找不到"),
        (["2026-11-09", "学期.xlsx", ""], "B2", "要改"),
        (["2026-11-09", "新课表.json", "新课表.json"], "C2", "要改"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(folder: Path, row: list[str], cell: str, said: str) -> None:
    reading = read(folder, [row])

    assert reading.term is None
    assert [(p.sheet, p.cell) for p in reading.problems] == [("课表版本", cell)]
    assert said in reading.problems[0].text.zh


def test_timetables_take_over_one_after_another(folder: Path) -> None:
    reading = read(folder, [["2026-11-09", "新课表.json", ""], ["2026-11-02", "新课表.json", ""]])

    assert [(p.cell, p.text.zh) for p in reading.problems] == [("A3", "不晚于上一行")]
