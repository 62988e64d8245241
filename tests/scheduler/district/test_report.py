"""The bureau's report: sums over what is known, the unknown said, changes since last term, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from constraints.articles import Result
from constraints.audit import audit
from scheduler.district.book import district_workbook, write_district_pdf, write_district_workbook
from scheduler.district.book.articles import BY_ARTICLE, BY_SCHOOL
from scheduler.district.book.lists import COMPARED, PEOPLE, WITHOUT_PLAN
from scheduler.district.nouns import SchoolResult, SchoolStatus
from scheduler.district.report import DistrictReport, district_report, read_district_json, write_district_json
from scheduler.district.summary import summary_of
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.text import Text
from tests.full_plans import full_plan
from tests.scheduler.export.reading_pdf import pages_of, words
from tests.schools import course, make_school
from tests.service_schools import service_school, without

BAD, CRASHED = "坏文件.xlsx", "断.xlsx"


def result_of(name: str, school: School, plan: Plan, *, names: bool = False) -> SchoolResult:
    report = audit(school, plan)
    return SchoolResult(
        file=f"{name}.xlsx",
        content="",
        status=SchoolStatus.PLANNED,
        school=name,
        cost=report.cost,
        compliant=report.compliant,
        summary=summary_of(school, plan, report, names=names).model_dump(mode="json"),
    )


def _without_tuesday(school: School, plan: Plan) -> Plan:
    for klass in school.classes:
        plan = without(plan, school, f"作业辅导|{klass.id}", 2)
    return plan


@pytest.fixture(scope="module")
def results() -> tuple[SchoolResult, ...]:
    school = service_school()
    plan = full_plan(school)
    lone = make_school((course("七(1)班", "体育", None, 3), course("七(1)班", "语文", "王芳", 5)))
    return (
        result_of("甲校", school, plan),
        result_of("乙校", school, _without_tuesday(school, plan)),
        result_of("丙校", school, plan.model_copy(update={"sessions": (), "grants": ()})),
        SchoolResult(
            file="丁校.xlsx",
            content="",
            status=SchoolStatus.INFEASIBLE,
            school="丁校",
            cause=Text("某教师的课排不下", "too many lessons"),
            cure=Text("换一位教师", "another teacher"),
            summary=summary_of(lone).model_dump(mode="json"),
        ),
        SchoolResult(
            file=BAD, content="", status=SchoolStatus.BAD_FILE, problems=(Text("任课!C7 没有这个班", "任课!C7: no"),)
        ),
        SchoolResult(file=CRASHED, content="", status=SchoolStatus.CRASHED, summary={"format": 99}),
    )


@pytest.fixture(scope="module")
def report(results: tuple[SchoolResult, ...]) -> DistrictReport:
    return district_report(results, "样例区")


def test_every_school_stands_in_it_once(report: DistrictReport) -> None:
    assert {school.name for school in report.schools} == {"甲校", "乙校", "丙校", "丁校", "坏文件", "断"}
    assert report.statuses[SchoolStatus.PLANNED] == 3 and report.statuses[SchoolStatus.BAD_FILE] == 1
    unreadable = next(school for school in report.schools if school.file == CRASHED)
    assert unreadable.summary is None and "读不出来" in unreadable.problems[-1].zh


def test_an_article_counts_each_school_once_and_the_unknown_apart(report: DistrictReport) -> None:
    for article in report.articles:
        assert sum(article.results.values()) + article.unknown == 6 and article.unknown == 3
    minutes = next(a for a in report.articles if any(rule.zh == "每天至少两小时" for rule in a.rules))
    assert minutes.broken_by == ("乙校",)
    assert (minutes.results[Result.BROKEN], minutes.results[Result.UNJUDGED]) == (1, 1)


def test_shortage_is_summed_by_subject_with_where(report: DistrictReport) -> None:
    found = {each.subject: each for each in report.subjects}
    assert (found["体育"].vacant, found["体育"].lacks, found["体育"].lacking) == (3, 1, {"丁校": 1})
    assert found["体育"].lessons == 3 * 6 + 3
    assert found["语文"].lacks == 0 and found["语文"].lacking == {}


def test_a_former_report_says_what_was_mended(results: tuple[SchoolResult, ...], report: DistrictReport) -> None:
    now = [r.model_copy(update={"school": "乙校", "file": "乙校.xlsx"}) for r in results if r.school == "甲校"]
    found = district_report([*now, results[2]], "样例区", before=report).comparison
    assert found is not None and found.counts == (6, 2)
    changes = {change.name: change for change in found.schools}
    mended = changes["乙校"].mended
    assert mended is not None and [text.zh for text in mended] and changes["乙校"].newly_broken == ()
    assert changes["甲校"].now is None and changes["甲校"].mended is None
    assert changes["坏文件"].before is SchoolStatus.BAD_FILE


def test_the_document_is_read_back(report: DistrictReport, tmp_path: Path) -> None:
    path = tmp_path / "district.json"
    write_district_json(report, path)
    assert read_district_json(path) == report
    path.write_text('{"format": 2}', encoding="utf-8")
    assert read_district_json(path) is None


# On paper.


def _rows(book: Workbook, title: Text) -> dict[str, list[object]]:
    sheet = book[title.zh]
    return {str(row[0]): list(row[1:]) for row in sheet.iter_rows(min_row=4, values_only=True)}


def test_the_unknown_is_written_as_unknown(report: DistrictReport) -> None:
    book = district_workbook(report)
    rows = _rows(book, Text("课后服务", ""))
    assert rows["甲校"][:5] == ["完成", 90, 1, 5, 120]
    assert set(rows["丙校"][1:]) == {"未知"} and set(rows["坏文件"][1:]) == {"未知"}
    assert rows["全区"][1] == 180
    assert rows["乙校"][4] == 60
    by_school = _rows(book, BY_SCHOOL)
    assert set(by_school["坏文件"]) == {"未知"} and any(str(cell).startswith("违反") for cell in by_school["乙校"])
    assert len(by_school["甲校"]) == len(report.articles)
    whole = _rows(book, Text("各校总览", ""))
    assert whole["丁校"][4] == "未知" and whole["甲校"][0] == "完成"


def test_why_there_is_no_plan_stands_with_its_cure(report: DistrictReport) -> None:
    rows = _rows(district_workbook(report), WITHOUT_PLAN)
    assert rows["丁校"] == ["丁校.xlsx", "排不出", "某教师的课排不下", "换一位教师"]
    assert rows["坏文件"][2] == "任课!C7 没有这个班"


def test_people_are_there_only_when_asked_for(results: tuple[SchoolResult, ...], report: DistrictReport) -> None:
    assert PEOPLE.zh not in district_workbook(report).sheetnames
    school = service_school()
    named = district_report([result_of("甲校", school, full_plan(school), names=True)], "样例区")
    rows = district_workbook(named)[PEOPLE.zh].iter_rows(min_row=4, min_col=2, max_col=2, values_only=True)
    assert {row[0] for row in rows} == {teacher.id for teacher in school.teachers}
    assert COMPARED.zh not in district_workbook(named).sheetnames


def test_the_workbook_opens_with_its_charts(report: DistrictReport, tmp_path: Path) -> None:
    path = tmp_path / "district.xlsx"
    write_district_workbook(report, path, language="en")
    book = load_workbook(path)
    assert book.sheetnames[0] == "Overview" and "By article" in book.sheetnames
    assert len(book["Overview"]._charts) == 2  # type: ignore[attr-defined]
    assert book[BY_ARTICLE.en].cell(4, 1).value == report.articles[0].cited.en


def test_the_pdf_tells_the_same_with_its_charts(report: DistrictReport, tmp_path: Path) -> None:
    path = tmp_path / "district.pdf"
    write_district_pdf(report, path)
    pages = pages_of(path.read_bytes())
    first = "".join(word.text for page in pages[:2] for word in words(page))
    assert "6 所学校" in first and "各条规定：多少学校符合" in first
    assert "课程开齐开足" in first and "按标准要" in first  # a name beside a bar, and of a legend
    assert len(pages) >= len(district_workbook(report).sheetnames)
