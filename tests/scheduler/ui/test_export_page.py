"""导出, run without a browser; what its buttons hand out is asked for as they do."""

from __future__ import annotations

import io
from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.allocation.allocate import allocate
from scheduler.export.calendars import Term
from scheduler.export.fairness import NOTHING_PROVEN
from scheduler.plan.document import PlanDocument
from scheduler.school import School
from scheduler.store import Store
from scheduler.ui.club_lists import club_lists
from scheduler.ui.export_page import document_bytes, everything_bytes, inspector_bytes, workbook_bytes
from scheduler.ui.session import Opened, Reached
from tests.conftest import PATIENCE
from tests.scheduler.allocation.cases import club, pupil, week, wishes_of
from tests.schools import make_school, plan_of, slot
from tests.terms import term_of

PLAN = plan_of({"七(1)班|语文": [slot(day, 1) for day in range(1, 6)]})
TERM = Term(date(2026, 9, 1), date(2027, 1, 29))
CHARTS = ["班级课表", "教师课表", "年级课表", "总课表", "教师总表", "场地课表"]


def script() -> None:
    from scheduler.ui.export_page import export_page
    from scheduler.ui.frame import frame

    frame()
    export_page()


def page_of(school: School, *, planned: bool = True) -> AppTest:
    store = Store()
    school_id = store.schools.add(school)
    if planned:
        store.plans.save(school_id, audit(school, PLAN), school_number=1, based_on=0)
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not page.exception
    return page


def files(page: AppTest) -> list[str]:
    return [button.proto.label for button in page.get("download_button")]


@pytest.fixture
def opened() -> Opened:
    school = make_school()
    return Opened(1, 1, school, 1, audit(school, PLAN), 7, NOTHING_PROVEN, 1, 1, Reached(1, 1, 1))


def test_without_a_plan_it_says_what_to_do() -> None:
    page = page_of(make_school(), planned=False)
    assert "生成" in page.info[0].value and not files(page)


def test_everything_is_offered() -> None:
    page = page_of(make_school(term_start=TERM.first, term_end=TERM.last))
    found = files(page)
    assert found[:6] == ["课表.xlsx", "合规报告.pdf", "督学报告.pdf", "督学报告.xlsx", "plan.json", "日历.zip"]
    assert found[6:] == [f"{name}.pdf" for name in CHARTS] + ["全部文件.zip"]
    assert "不合规" in page.warning[0].value
    assert "22 周" in "".join(caption.value for caption in page.caption)


def test_the_term_is_asked_for_where_it_is_not_known() -> None:
    page = page_of(make_school())
    assert "日历.zip" not in files(page)
    page.date_input(key="first_day").set_value(TERM.first)
    page.run()
    assert "日历.zip" in files(page)
    page.selectbox(key="whose").select("王芳")
    page.run()
    assert "王芳.ics" in files(page) and "日历.zip" not in files(page)


def test_a_paper_for_all_charts() -> None:
    page = page_of(make_school())
    assert [c.value[-2:] for c in page.caption if " · A" in c.value] == ["A4", "A4", "A3", "A3", "A3", "A4"]
    page.segmented_control(key="paper").select("A3")
    page.run()
    assert {c.value[-2:] for c in page.caption if " · A" in c.value} == {"A3"}


def test_what_the_files_hold(opened: Opened) -> None:
    assert opened.report is not None
    assert workbook_bytes(opened, opened.report, "zh")[:2] == b"PK"
    document = PlanDocument.model_validate_json(document_bytes(opened, opened.report))
    assert (document.bound, len(document.lessons)) == (7, 5)


def test_all_in_one_archive(opened: Opened) -> None:
    assert opened.report is not None
    with ZipFile(io.BytesIO(everything_bytes(opened, opened.report, TERM, "zh", None))) as archive:
        names = archive.namelist()
        assert {
            "课表.xlsx",
            "plan.json",
            "合规报告.pdf",
            "督学报告.pdf",
            "日历/班级/七(1)班.ics",
            "日历/教师/王芳.ics",
        } <= set(names)
        assert {f"{name}.pdf" for name in CHARTS} - set(names) == {"场地课表.pdf"}  # nothing is held in any
        assert archive.read("班级课表.pdf").startswith(b"%PDF")


def test_the_lists_of_clubs_are_in_the_workbook_unless_they_are_not_wanted(opened: Opened) -> None:
    wishes = wishes_of([pupil("1", class_id="七(1)班", name="甲甲")], [club("足球", 1)], week("1", "足球"))
    store = Store()
    store.schools.add(opened.school)
    store.plans.save(1, audit(opened.school, PLAN), school_number=1, based_on=0)
    assert not AppTest.from_function(script, default_timeout=PATIENCE).run().checkbox
    store.allocations.save(1, wishes, allocate(wishes), based_on=0)
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert page.checkbox(key="with-clubs").value and not page.checkbox(key="export-anonymous").value
    stored = store.allocations.load(1)
    assert opened.report is not None
    for anonymous in (False, True):
        data = workbook_bytes(
            opened, opened.report, "zh", lambda hide=anonymous: club_lists(stored, None, anonymous=hide)
        )
        book = load_workbook(io.BytesIO(data))
        said = [cell for row in book["社团名单"].iter_rows(values_only=True) for cell in row]
        assert ("甲甲" in said) is not anonymous
        assert {"总课表", "选课报告", "班级去向", "学生通知单"} <= set(book.sheetnames)


def test_the_inspectors_report_tells_what_was_held_where_the_term_is_known(opened: Opened) -> None:
    assert opened.report is not None
    book = load_workbook(io.BytesIO(inspector_bytes(opened.report, term_of(), "zh", ".xlsx")))
    held = next(row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "“阴阳课表”")
    assert "至" in str(held[4])
    assert inspector_bytes(opened.report, None, "en", ".pdf").startswith(b"%PDF")
