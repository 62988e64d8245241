"""Which timetable is whose: certain where two things agree, asked where not, never guessed."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from scheduler.district.pairing import PlanSign, SchoolSign, pair
from scheduler.district.pairs_book import PAIRS_FILE, read_pairs, write_pairs
from scheduler.district.peek import Peek, _peeked, peek

NORTH = SchoolSign("北校.xlsx", "样例市北街小学", ("王芳", "李强", "赵军", "孙悦", "刘敏"))
SOUTH = SchoolSign("南校.xlsx", "样例市南街小学", ("陈磊", "何静", "郭涛", "林红", "徐亮"))
BOTH = (NORTH, SOUTH)


def plan(file: str, *texts: str) -> PlanSign:
    return PlanSign(file, _peeked((), "\n".join(texts)))


def teachers(school: SchoolSign, count: int = 5) -> tuple[str, ...]:
    return tuple(f"语文\n{name}" for name in school.teachers[:count])


def owners(*plans: PlanSign, schools: tuple[SchoolSign, ...] = BOTH) -> dict[str, str | None]:
    return {each.school: each.plan for each in pair(schools, plans, {}).pairs}


def test_teachers_tell_whatever_the_files_are_called() -> None:
    found = owners(plan("a.xlsx", *teachers(SOUTH)), plan("b.xlsx", *teachers(NORTH)))
    assert found == {"北校.xlsx": "b.xlsx", "南校.xlsx": "a.xlsx"}


def test_names_tell_where_a_timetable_names_no_teachers() -> None:
    found = owners(plan("2026年南校课表.xlsx", "语文", "数学"), plan("x.xlsx", "样例市北街小学总课程表", "语文"))
    assert found == {"北校.xlsx": "x.xlsx", "南校.xlsx": "2026年南校课表.xlsx"}


def test_a_name_against_the_teachers_is_asked_about() -> None:
    """The file is called like one school and holds the teachers of the other."""
    found = pair(BOTH, (plan("北校课表.xlsx", *teachers(SOUTH, 3)),), {})
    by_school = {each.school: each for each in found.pairs}
    assert by_school["北校.xlsx"].plan is None and by_school["北校.xlsx"].candidates == ("北校课表.xlsx",)
    assert by_school["南校.xlsx"].plan is None and "60%" in by_school["南校.xlsx"].why.zh
    assert found.left == ()


def test_few_of_the_teachers_and_no_name_is_asked_about() -> None:
    found = pair(BOTH, (plan("x.xlsx", *teachers(NORTH, 2)),), {})
    assert [(each.plan, each.candidates) for each in found.pairs] == [(None, ("x.xlsx",)), (None, ())]


def test_a_longer_name_of_another_school_is_not_mistaken() -> None:
    branch = SOUTH._replace(file="东.xlsx", name="样例市北街小学东校区")
    found = owners(plan("x.xlsx", "样例市北街小学东校区课表"), schools=(NORTH, branch))
    assert found == {"北校.xlsx": None, "东.xlsx": "x.xlsx"}


def test_one_folder_a_school() -> None:
    schools = (NORTH._replace(file="北/学校.xlsx"), SOUTH._replace(file="南/学校.xlsx"))
    found = owners(plan("北/课表.xlsx", "语文"), plan("南/课表.xlsx", "语文"), schools=schools)
    assert found == {"北/学校.xlsx": "北/课表.xlsx", "南/学校.xlsx": "南/课表.xlsx"}


def test_of_two_forms_of_one_plan_the_workbook_is_taken_and_said() -> None:
    found = pair(BOTH, (plan("a.json", *teachers(NORTH)), plan("a.xlsx", *teachers(NORTH))), {})
    assert found.pairs[0].plan == "a.xlsx" and "a.json" in found.pairs[0].why.zh and found.left == ()


def test_two_workbooks_of_one_school_are_asked_about() -> None:
    found = pair(BOTH, (plan("旧.xlsx", *teachers(NORTH)), plan("新.xlsx", *teachers(NORTH))), {})
    assert found.pairs[0].plan is None and set(found.pairs[0].candidates) == {"旧.xlsx", "新.xlsx"}


def test_schools_with_the_same_teachers_are_told_apart_by_name_alone() -> None:
    twin = NORTH._replace(file="东校.xlsx", name="样例市东街小学")
    plans = (plan("东校课表.xlsx", *teachers(NORTH)), plan("x.xlsx", *teachers(NORTH)))
    found = {each.school: each for each in pair((NORTH, twin), plans, {}).pairs}
    assert found["东校.xlsx"].plan == "东校课表.xlsx"
    assert found["北校.xlsx"].plan is None and found["北校.xlsx"].candidates == ("x.xlsx",)


def test_a_timetable_of_nobody_is_left_over() -> None:
    found = pair(BOTH, (plan("z.xlsx", "语文\n钱多多"),), {})
    assert found.left == ("z.xlsx",) and {each.plan for each in found.pairs} == {None}
    assert pair((), (plan("z.xlsx", "语文"),), {}).left == ("z.xlsx",)


def test_answers_are_written_filled_in_and_read(tmp_path: Path) -> None:
    asked = pair(BOTH, (plan("旧.xlsx", *teachers(NORTH)), plan("新.xlsx", *teachers(NORTH))), {}).pairs
    path = tmp_path / PAIRS_FILE
    write_pairs(asked, path)
    assert read_pairs(path) == {"南校.xlsx": ""}
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book.worksheets[0]
    row = next(row for row in range(1, 9) if sheet.cell(row, 1).value == "北校.xlsx")
    sheet.cell(row, 2).value = "新.xlsx"
    book.save(path)
    assert read_pairs(path) == {"北校.xlsx": "新.xlsx", "南校.xlsx": ""}
    plans = (plan("旧.xlsx", *teachers(NORTH)), plan("新.xlsx", *teachers(NORTH)))
    found = pair(BOTH, plans, read_pairs(path))
    assert found.pairs[0].plan == "新.xlsx" and found.left == ("旧.xlsx",)
    assert read_pairs(tmp_path / "nothing.xlsx") == {}


def test_a_file_is_looked_into_without_being_read(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "课表 & 班级"
    book.worksheets[0].append(["语文王芳", "刘洋1", "Smith"])
    book.save(tmp_path / "a.xlsx")
    found = peek(tmp_path / "a.xlsx")
    assert found.titles == ("课表 & 班级",)
    assert found.names("王芳") and found.names("刘洋1") and found.names("Smith") and not found.names("李强")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert peek(tmp_path / "b.xlsx").titles == () and peek(tmp_path / "none.xlsx") == Peek((), "", frozenset())
