"""The report for the inspector: by article, short, nothing kept that was not judged, with lines to sign on."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from constraints.articles import by_article
from constraints.audit import Report, audit
from scheduler.engine.bounds import Bounds
from scheduler.export.inspector import inspector_workbook, write_inspector
from scheduler.export.two_timetables import held_in_plan
from scheduler.text import Text
from tests.full_plans import full_plan
from tests.scheduler.export.reading_pdf import pages_of, text
from tests.service_schools import service_school


@pytest.fixture(scope="module")
def found() -> Report:
    school = service_school()
    return audit(school, full_plan(school))


def rows(sheet: Worksheet) -> list[tuple[str, ...]]:
    return [tuple(str(value or "") for value in row) for row in sheet.iter_rows(min_row=7, values_only=True)]


def test_the_articles_stand_in_their_order_with_what_proves_them(found: Report) -> None:
    told = rows(inspector_workbook(found).worksheets[0])
    articles = by_article(found)
    assert all(row[0].startswith(each.article.dated.zh) for row, each in zip(told, articles, strict=False))
    minutes = next(row for row in told if "每天至少2小时" in row[1])
    assert minutes[2] == "符合" and "每天至少两小时：5 处全部符合" in minutes[4]
    assert told[len(articles)][0] == "“阴阳课表”" and told[len(articles)][2] == "无法判断"
    assert any("责任督学（签字）" in row[0] and "日期" in row[0] for row in told[-2:])


def test_what_is_broken_says_where(found: Report) -> None:
    school = found.school
    plan = found.plan.model_copy(
        update={"placements": tuple(p for p in found.plan.placements if "体育" not in p.course)}
    )
    sheet = inspector_workbook(audit(school, plan), unread=2).worksheets[0]
    broken = next(row for row in rows(sheet) if "严禁挪用" in row[1])
    assert broken[2] == "不符合" and "体育被挤占" in broken[3] and "2 处不符" in broken[4]
    head = str(sheet.cell(3, 1).value)
    assert "不符合" in head and "2 处没有读懂" in head


def test_what_the_plan_does_not_tell_is_not_called_kept(found: Report) -> None:
    silent = audit(found.school, found.plan.model_copy(update={"sessions": (), "grants": ()}))
    told = rows(inspector_workbook(silent).worksheets[0])
    service = [row for row in told if "四(五)" in row[0] and "周末" not in row[1]]
    assert service and {row[2] for row in service} <= {"无法判断"} and all(row[3] for row in service)


def test_a_wish_stands_beside_its_proven_bound(found: Report) -> None:
    wish = next(f for f in found.findings if f.cost and f.active.article is not None)
    sheet = inspector_workbook(found, bounds=Bounds(9, {wish.active.rule.id: 7})).worksheets[0]
    assert any(f"扣分 {wish.cost}，已证明任何课表不低于 7" in row[4] for row in rows(sheet))
    assert f"愿望扣分 {found.cost}，已证明任何课表不低于 9" in str(sheet.cell(2, 1).value)


def test_the_two_timetables_are_answered_where_they_were_compared(found: Report) -> None:
    school, plan = found.school, found.plan
    held = plan.model_copy(update={"placements": tuple(p for p in plan.placements if "体育" not in p.course)})
    two = held_in_plan(school, plan, held, Text("与实际比对", "against"))
    row = next(row for row in rows(inspector_workbook(found, held=two).worksheets[0]) if row[0] == "“阴阳课表”")
    assert row[2] == "不符合" and "没有上 6 节" in row[4] and "另有 3 节" in row[3]
    same = held_in_plan(school, plan, plan, Text("与实际比对", "against"))
    row = next(row for row in rows(inspector_workbook(found, held=same).worksheets[0]) if row[0] == "“阴阳课表”")
    assert row[2] == "符合"


def test_it_is_short_and_the_same_on_both(found: Report, tmp_path: Path) -> None:
    files = write_inspector(found, tmp_path / "督学", language="zh")
    assert [file.name for file in files] == ["督学报告.xlsx", "督学报告.pdf"]
    pages = pages_of(files[1].read_bytes())
    assert len(pages) <= 2
    words = text(pages[0]).replace("\n", "")
    assert "督学报告" in words and "课表指纹" in words
