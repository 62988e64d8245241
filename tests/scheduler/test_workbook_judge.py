"""Weeks are judged by the cells of two workbooks alone, and what is wrong in a cell is found there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook

from sample_data.generator import StageName, make_school
from scheduler.engine.repair import repair
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.export import write_plan_workbook
from scheduler.workbook import write_school
from tests.judged_weeks import weeks_to_judge
from tests.scheduler.engine.test_repair import small_plan, small_school
from tests.workbook_judge import judge

Books = tuple[Workbook, Workbook]  # of the school and of a plan


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """A primary school of 12 classes and a week of it."""
    return _books(tmp_path_factory.mktemp("books"), "primary")


def _books(folder: Path, stage: StageName) -> Books:
    school = make_school(stage, 12)
    report = solve(school, StoppingCriterion(seconds=None, deterministic=0.5), workers=1).report
    assert report is not None and report.compliant
    write_school(school, folder / "学校.xlsx")
    write_plan_workbook(report, folder / "课表.xlsx")
    return openpyxl.load_workbook(folder / "学校.xlsx"), openpyxl.load_workbook(folder / "课表.xlsx")


def test_a_week_as_it_should_be(books: Books) -> None:
    assert judge(*books) == []


@pytest.mark.parametrize("stage", ["junior", "nine-year"])
def test_weeks_of_other_schools(tmp_path: Path, stage: StageName) -> None:
    assert judge(*_books(tmp_path, stage)) == []


# Changes of the plan's workbook.


def cells(book: Workbook, sheet: str, word: str) -> Iterator[Cell]:
    """The cells of a sheet that begin with a word."""
    yield from (
        c for row in book[sheet].iter_rows() for c in row if isinstance(c, Cell) and str(c.value).startswith(word)
    )


def below(book: Workbook, sheet: str, row: int, heading: str) -> Cell:
    """The first cell with something in it below a heading."""
    (column,) = (c.column for c in book[sheet][row] if str(c.value).split("\n")[0] == heading)
    cell = next(c for (c,) in book[sheet].iter_rows(min_row=row + 1, min_col=column, max_col=column) if c.value)
    assert isinstance(cell, Cell)
    return cell


def one_teacher_twice(book: Workbook) -> None:
    """All classes have the first class's first lesson of 语文 at its time."""
    first = next(cells(book, "班级课表", "语文"))
    time = book["班级课表"].cell(first.row, 2).value
    for row in book["班级课表"].iter_rows():
        if row[1].value == time and row[first.column - 1].value:
            row[first.column - 1].value = first.value


def a_lesson_less(book: Workbook) -> None:
    next(cells(book, "班级课表", "数学")).value = None


def a_hole(book: Workbook) -> None:
    """The second lesson of all classes on Monday is no more."""
    for row in book["班级课表"].iter_rows():
        if str(row[1].value).startswith("第2节"):
            row[2].value = None


def a_double_parted(book: Workbook) -> None:
    """美术 of a grade with doubles, and a lesson at the same time of another day."""
    sheet = book["班级课表"]
    first, second = next(
        (c, below)
        for c in cells(book, "班级课表", "美术")
        if str((below := sheet.cell(c.row + 1, c.column)).value).startswith("美术")
    )
    other = next(
        sheet.cell(second.row, n) for n in range(3, 8) if n != second.column and sheet.cell(second.row, n).value
    )
    assert first.value
    second.value, other.value = other.value, second.value


def nobody_watches(book: Workbook) -> None:
    next(cells(book, "班级课表", "看护")).value = None


def a_group_without_a_name(book: Workbook) -> None:
    next(cells(book, "班级课表", "作业辅导")).value = "作业辅导"


def a_day_without_service(book: Workbook) -> None:
    next(cells(book, "班级课表", "作业辅导")).value = None


def everybody_comes_late(book: Workbook) -> None:
    for row in book["弹性上下班"].iter_rows(min_row=4, min_col=3, max_col=7):
        for cell in row:
            cell.value = "晚到"


def a_bank_that_does_not_add_up(book: Workbook) -> None:
    below(book, "弹性上下班", 3, "结余").value += 1


def minutes_that_nobody_served(book: Workbook) -> None:
    below(book, "服务台账", 3, "服务分钟").value += 30


def added(sheet: str, heading: str, amount: float) -> Callable[[Workbook], None]:
    """The first figure below a heading is another."""

    def change(book: Workbook) -> None:
        below(book, sheet, 3, heading).value += amount

    change.__name__ = f"{sheet}_{heading}"
    return change


def a_session_of_another_kind(book: Workbook) -> None:
    """The first who serves at 班级活动 is said to have done so once more, and as much less at 作业辅导 or a club."""
    cell = below(book, "服务台账", 3, "班级活动")
    sessions, minutes = map(int, str(cell.value).split("/"))
    cell.value = f"{sessions + 1}/{minutes}"


def credit_that_nobody_earned(book: Workbook) -> None:
    """The account adds up, but the sessions did not earn it."""
    for sheet in ("弹性上下班", "服务台账"):
        for heading in ("存入", "结余"):
            below(book, sheet, 3, heading).value += 15


def another_rate(book: Workbook) -> None:
    """One who goes by 补助 is paid by another rate."""
    row = next(cells(book, "补助", "标准")).row
    cell = book["补助"].cell(row, 3)
    cell.value = int(str(cell.value)) + 5


def a_session_less_to_pay(book: Workbook) -> None:
    first = next(cells(book, "补助", "标准")).row + 1
    cell = next(c for row in book["补助"].iter_rows(min_row=first, min_col=3) for c in row if isinstance(c.value, int))
    cell.value -= 1


FAULTS: list[tuple[Callable[[Workbook], None], str]] = [
    (one_teacher_twice, "同时在两处"),
    (a_lesson_less, "数学：应有"),
    (a_hole, "课中间有空"),
    (a_double_parted, "美术：应有 1 次连堂"),
    (nobody_watches, "没有课也没有人看护"),
    (a_group_without_a_name, "没有负责人"),
    (a_day_without_service, "课后服务只有"),
    (everybody_comes_late, "晚到，却有"),
    (a_bank_that_does_not_add_up, "加不起来"),
    (minutes_that_nobody_served, "的台账写"),
    (a_session_of_another_kind, "的台账写班级活动"),
    (credit_that_nobody_earned, "的存入写"),
    (added("服务台账", "补助", 10), "按岗位和标准是"),
    (added("服务台账", "支取", 30), "的支取写"),
    (another_rate, "补助的标准"),
    (a_session_less_to_pay, "次，课表上是"),
    (added("公平性明细", "应承担", 100), "与别人的比例不同"),
    (added("公平性明细", "应承担", -100), "与别人的比例不同"),
    (added("公平性明细", "已承担", 60), "已承担写"),
    (added("公平性明细", "相差", -5), "相差写"),
    (added("公平性", "平均", 1), "平均写"),
    (added("公平性", "极差", -60), "极差写"),
    (added("公平性", "标准差", -1), "标准差写"),
]


@pytest.fixture
def changed(books: Books) -> Iterator[Books]:
    """Both workbooks, as they were again afterwards."""
    was = {cell: cell.value for cell in _cells(books)}
    yield books
    for cell in _cells(books):
        if cell.value != was.get(cell):
            cell.value = was.get(cell)


def _cells(books: Books) -> list[Cell]:
    return [c for book in books for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c, Cell)]


@pytest.mark.parametrize(("change", "words"), FAULTS)
def test_faults_in_the_plan(changed: Books, change: Callable[[Workbook], None], words: str) -> None:
    change(changed[1])
    found = judge(*changed)
    assert any(words in each for each in found), found


def test_a_way_that_is_too_long(changed: Books) -> None:
    """The first class of 二年级 is in the west and follows bells of that name; its teachers have lessons in the east as well."""
    school = changed[0]
    campus = next(cell.column for cell in school["作息"][2] if cell.value == "校区")
    bells = [[cell.value for cell in row] for row in school["作息"].iter_rows(min_row=3) if row[0].value]
    for number, row in enumerate(bells, 3):
        school["作息"].cell(number, campus).value = "东校区"
        for column, value in enumerate(["西作息", *row[1:]], 1):
            school["作息"].cell(number + len(bells), column).value = value
        school["作息"].cell(number + len(bells), campus).value = "西校区"
    schedule = next(cell.column for cell in school["班级"][2] if cell.value == "作息表")
    (row,) = (cells[0].row for cells in school["班级"].iter_rows(min_row=3) if cells[0].value == "二(1)班")
    school["班级"].cell(row, schedule).value = "西作息"
    assert any("来不及换校区" in each for each in judge(*changed))


def test_who_comes_on_more_days_than_the_school_allows(changed: Books) -> None:
    sheet = changed[0]["教师"]
    (column,) = (cell.column for cell in sheet[2] if cell.value == "每周最多天数")
    for row in range(3, 6):
        sheet.cell(row, column).value = 1
    assert any("一周来" in each for each in judge(*changed))


def test_every_week_that_is_found_is_judged_once() -> None:
    school, stop = small_school(), StoppingCriterion(seconds=None, deterministic=0.1)
    found = solve(school, stop, workers=1).report
    assert found is not None
    mended = repair(school, small_plan(), stop, workers=1).report
    again = repair(school, small_plan(), stop, workers=1).report
    assert mended is not None and again is not None and mended.plan == again.plan != found.plan
    assert [report.plan for report in weeks_to_judge()] == [found.plan, mended.plan]
    assert weeks_to_judge() == ()
