from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from constraints.audit import audit
from sample_data.generator import make_school
from scheduler.cli.club_programme import SCHOOL_BOOK as PROPOSED_BOOK
from scheduler.cli.club_programme import WISHES_BOOK
from scheduler.cli.clubs import BOOK, DOCUMENT, SCHOOL_BOOK
from scheduler.export import write_plan_json
from scheduler.export.file_set import WORKBOOK_FILE
from scheduler.workbook import read_school, write_school
from scheduler.workbook.plan.reader import read_plan
from tests.full_plans import full_plan
from tests.scheduler.cli.conftest import run
from tests.scheduler.workbook.books import make

CLUBS = ("低段足球", "低段合唱")
WISHES = {
    "学生": [["学号", "姓名", "班级"], *([f"1{n:02d}", f"学生{n}", "一(1)班"] for n in range(1, 7))],
    "学生志愿": [["学号", "第一志愿", "第二志愿"], *([f"1{n:02d}", *CLUBS] for n in range(1, 7))],
    "选课社团": [["社团", "星期", "名额"], [CLUBS[0], "周二", 2], [CLUBS[1], "周三", 3]],
}


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clubs") / "学校.xlsx"
    write_school(make_school("primary", 12), path)
    return path


@pytest.fixture
def wishes(tmp_path: Path) -> Path:
    return make(tmp_path / "志愿.xlsx", **WISHES)


def test_clubs_are_allocated_and_the_heads_go_into_the_school(school: Path, wishes: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, said, errors = run("clubs", school, "--wishes", wishes, "--out", out, "--seed", "4", "--why", "101")
    assert status == 0, errors
    assert "1 人一个志愿也没有" in said
    assert "已证明没有更好的分配" in said
    assert "学生1" not in said + errors
    assert {file.name for file in out.iterdir()} == {BOOK, DOCUMENT, SCHOOL_BOOK}
    heads = read_school(out / SCHOOL_BOOK).school
    assert heads is not None
    assert [(heads.club[name].members, heads.club[name].days) for name in CLUBS] == [(2, (2,)), (3, (3,))]
    assert "学生1" not in (out / DOCUMENT).read_text(encoding="utf-8")
    assert load_workbook(out / BOOK).sheetnames[0] == "选课报告"


def test_the_accounts_of_the_last_time_are_carried(school: Path, wishes: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run("clubs", school, "--wishes", wishes, "--out", first, "--seed", "4")
    owed = json.loads((first / DOCUMENT).read_text(encoding="utf-8"))["accounts"]
    run("clubs", school, "--wishes", wishes, "--out", second, "--seed", "4", "--accounts", first / DOCUMENT)
    (worst,) = [pupil for pupil, points in owed.items() if points == 10]
    places = json.loads((second / DOCUMENT).read_text(encoding="utf-8"))["places"]
    assert [place for place in places if place[0] == worst]


def test_programs_get_one_document_without_names(school: Path, wishes: Path, tmp_path: Path) -> None:
    arguments = ("--wishes", wishes, "--out", tmp_path, "--json", "--lang", "en", "--mode", "lottery", "--why", "101")
    status, said, _ = run("clubs", school, *arguments)
    record = json.loads(said)
    assert (status, record["status"], record["without"], record["proven"]) == (0, "allocated", 1, False)
    assert len(record["why"]) == 2
    assert "学生1" not in said


def test_wishes_may_stand_in_the_school_workbook_itself(school: Path, tmp_path: Path) -> None:
    book = load_workbook(school)
    for title, rows in WISHES.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "学校.xlsx"
    book.save(path)
    status, said, errors = run("clubs", path, "--out", tmp_path / "out")
    assert status == 0, errors
    assert "6 名学生" in said
    assert "由 paike clubs 读" in errors


def test_in_the_term_a_pupil_leaves_and_only_who_waited_moves(school: Path, wishes: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run("clubs", school, "--wishes", wishes, "--out", first, "--seed", "4")
    places = json.loads((first / DOCUMENT).read_text(encoding="utf-8"))["places"]
    gone, waiting = places[0][0], ({f"1{n:02d}" for n in range(1, 7)} - {place[0] for place in places}).pop()
    fewer = {title: [row for row in rows if row[0] != gone] for title, rows in WISHES.items()}
    path = make(tmp_path / "志愿2.xlsx", **fewer)
    status, said, errors = run("clubs", school, "--wishes", path, "--out", second, "--current", first / DOCUMENT)
    assert status == 0, errors
    assert "共 2 处变动" in said
    after = json.loads((second / DOCUMENT).read_text(encoding="utf-8"))["places"]
    assert {place[0] for place in after} == {place[0] for place in places} - {gone} | {waiting}


def test_a_programme_is_proposed_with_its_gain_and_what_is_proposed_can_be_allocated(
    school: Path, wishes: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    status, said, errors = run("clubs", school, "--wishes", wishes, "--out", out, "--propose")
    assert status == 0, errors
    assert "低段足球 每周多开 1 次" in said
    assert "一个也没有 1 → 0 人" in said
    assert said.startswith("低段足球")  # the solver prints nothing of its own
    proposed = read_school(out / PROPOSED_BOOK).school
    assert proposed is not None
    assert proposed.club[CLUBS[0]].sessions == 2
    status, said, errors = run("clubs", school, "--wishes", out / WISHES_BOOK, "--out", tmp_path / "next")
    assert status == 0, errors
    assert "0 人一个志愿也没有" in said


def test_a_proposal_for_programs_where_no_change_is_worth_it(school: Path, wishes: Path, tmp_path: Path) -> None:
    arguments = ("--wishes", wishes, "--out", tmp_path / "out", "--propose", "--changes", "0", "--json")
    status, said, errors = run("clubs", school, *arguments)
    assert status == 0, errors
    record = json.loads(said)
    assert (record["status"], record["opened"], record["first"]) == ("no_change", [], [2, 2])
    assert "上限" in "".join(record["limits"])
    assert not (tmp_path / "out").exists()


def test_before_term_a_programme_is_made_from_wishes_for_clubs_without_days(school: Path, tmp_path: Path) -> None:
    book = make(tmp_path / "志愿.xlsx", **{**WISHES, "选课社团": [["社团", "名额"], *([club, 3] for club in CLUBS)]})
    assert run("clubs", school, "--wishes", book, "--out", tmp_path / "refused")[0] == 2
    status, said, errors = run("clubs", school, "--wishes", book, "--out", tmp_path / "out", "--propose")
    assert status == 0, errors
    assert "一个也没有 6 → 0 人" in said


def test_two_pupils_swap_by_the_command(school: Path, wishes: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run("clubs", school, "--wishes", wishes, "--out", first)
    places = json.loads((first / DOCUMENT).read_text(encoding="utf-8"))["places"]
    one, other = (next(p[0] for p in places if p[1] == name) for name in CLUBS)
    more = ("--wishes", wishes, "--out", second, "--current", first / DOCUMENT, "--swap", f"{one},{other}")
    status, said, errors = run("clubs", school, *more)
    assert status == 0, errors
    assert f"{one} 周二：低段足球 → —" in said
    assert run("clubs", school, *more[:-1], "101")[0] == 2


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--mode", "fast"), "--mode"),
        (("--month", "九月"), "--month"),
        (("--why", "999"), "--why"),
        (("--accounts", "missing.json"), "allocation.json"),
        (("--swap", "101,102"), "--current"),
    ],
)
def test_options_that_cannot_be_meant(
    school: Path, wishes: Path, tmp_path: Path, options: tuple[str, str], word: str
) -> None:
    status, _, errors = run("clubs", school, "--wishes", wishes, "--out", tmp_path / "out", *options)
    assert status == 2
    assert word in errors


def test_bad_wishes_are_told_and_nothing_is_written(school: Path, tmp_path: Path) -> None:
    bad = make(tmp_path / "志愿.xlsx", **{**WISHES, "学生志愿": [["学号", "第一志愿"], ["999", CLUBS[0]]]})
    status, _, errors = run("clubs", school, "--wishes", bad, "--out", tmp_path / "out")
    assert status == 2
    assert "学生志愿!A2" in errors
    assert not (tmp_path / "out").exists()


def test_the_lists_are_in_the_workbook_of_the_plan(school: Path, wishes: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("clubs", school, "--wishes", wishes, "--out", out)[0] == 0
    plan = tmp_path / "课表.json"
    found = read_school(school).school
    assert found is not None
    report = audit(found, full_plan(found))
    write_plan_json(report, plan)
    given = ("--wishes", wishes, "--allocation", out / DOCUMENT, "--month", "2026-09", "--anonymous")
    status, _, errors = run("export", school, plan, "--out", tmp_path / "all", *given)
    assert status == 0, errors
    path = tmp_path / "all" / WORKBOOK_FILE
    book = load_workbook(path)
    assert {"选课报告", "社团名单", "班级去向", "学生通知单", "候补名单", "分配结果"} <= set(book.sheetnames)
    told = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "9/30" in told  # a Wednesday
    assert not any("学生1" in each for each in told)
    assert run("export", school, plan, "--out", tmp_path / "bare")[0] == 0
    assert read_plan(path, found) == read_plan(tmp_path / "bare" / WORKBOOK_FILE, found)  # lists are no lessons


@pytest.mark.parametrize("options", [("--wishes", "志愿.xlsx"), ("--allocation", "allocation.json")])
def test_lists_need_wishes_and_their_allocation(school: Path, tmp_path: Path, options: tuple[str, str]) -> None:
    status, _, errors = run("solve", school, "--out", tmp_path / "out", *options)
    assert status == 2
    assert "--wishes" in errors


def test_an_allocation_of_other_pupils_is_refused(school: Path, wishes: Path, tmp_path: Path) -> None:
    run("clubs", school, "--wishes", wishes, "--out", tmp_path / "out")
    fewer = {title: [row for row in rows if row[0] not in ("101", "102", "103")] for title, rows in WISHES.items()}
    other = make(tmp_path / "志愿2.xlsx", **fewer)
    given = ("--current", tmp_path / "out" / DOCUMENT, "--swap", "104,105")
    status, _, errors = run("clubs", school, "--wishes", other, "--out", tmp_path / "out2", *given)
    assert status == 2
    assert "allocation.json" in errors


def test_a_club_that_closed_and_left_the_school_is_no_question_afterwards(school: Path, tmp_path: Path) -> None:
    offers = [["社团", "星期", "名额", "最少人数"], [CLUBS[0], "周二", 9, None], [CLUBS[1], "周三", 9, 7]]
    pupils = [*WISHES["学生志愿"][:6], ["106", CLUBS[1], CLUBS[0]]]
    book = make(tmp_path / "志愿.xlsx", **{**WISHES, "选课社团": offers, "学生志愿": pupils})
    out = tmp_path / "out"
    assert run("clubs", school, "--wishes", book, "--out", out)[0] == 0
    after = read_school(out / SCHOOL_BOOK).school
    assert after is not None
    assert CLUBS[1] not in after.club
    given = ("--wishes", book, "--current", out / DOCUMENT, "--why", "106")
    status, said, errors = run("clubs", out / SCHOOL_BOOK, *given, "--out", tmp_path / "next")
    assert status == 0, errors
    assert "这学期不开" in said
