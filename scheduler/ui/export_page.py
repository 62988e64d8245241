"""导出: the plan as workbook, wall charts, compliance report, calendars and for programs."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import streamlit as st

from constraints.audit import Report
from scheduler.engine.bounds import Bounds
from scheduler.export.allocation.book import ClubLists
from scheduler.export.calendars import (
    Term,
    calendars_zip,
    class_calendar,
    file_name,
    teacher_calendar,
    term_of,
    term_of_weeks,
)
from scheduler.export.charts import PAPER, TITLES, Chart, chart_pdf
from scheduler.export.document import plan_document
from scheduler.export.file_set import PLAN_FILE, WORKBOOK_FILE
from scheduler.export.folder import write_exports
from scheduler.export.inspector import INSPECTOR, write_inspector
from scheduler.export.lessons import Lessons
from scheduler.export.two_timetables import held_in_term
from scheduler.export.workbook import write_plan_workbook
from scheduler.model.owner import Level
from scheduler.plan import PlanView
from scheduler.term.nouns import Term as SchoolTerm
from scheduler.ui import session
from scheduler.ui.club_lists import club_lists, latest_allocation
from scheduler.ui.guide_page import reminder
from scheduler.ui.held import term_held, today
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.ui.widgets import XLSX
from scheduler.workbook.spreadsheet import A3, A4

PDF, ZIP, JSON, CALENDAR = "application/pdf", "application/zip", "application/json", "text/calendar"
USUAL_WEEKS = 20


def export_page() -> None:
    """Show the page."""
    st.title(_("导出"))
    found = session.demand()
    report = found.report
    if report is None:
        st.info(_("还没有课表。先到“生成”排一份，再来导出。"))
        return
    broken = sum(1 for _each in report.violations(Level.REGULATION, Level.HARD))
    if broken:
        st.warning(_("这一版课表有 {n} 处不合规，导出的文件会照样写出。").format(n=broken), icon=":material/warning:")
    reminder(found)
    left, right = st.columns(2, gap="large")
    with left:
        clubs = _workbook(found, report)
        term = _calendars(found, report)
    with right:
        paper = _charts(found, report)
        _everything(found, report, term, paper, clubs)


# What a download holds is made when it is asked for, in a thread that has no session: language and paper are taken before.


def _club_lists(found: Opened) -> Callable[[], ClubLists] | None:
    """Offer to have the lists of clubs in the workbook where pupils were allocated; return what makes them."""
    stored = latest_allocation(found.school_id)
    if stored is None or not st.checkbox(_("工作簿里加上选课的名单、签到表和报告"), value=True, key="with-clubs"):
        return None
    anonymous = st.checkbox(_("只写学号，不写姓名"), key="export-anonymous")
    return lambda: club_lists(stored, None, anonymous=anonymous)


def _workbook(found: Opened, report: Report) -> Callable[[], ClubLists] | None:
    words = language()
    st.subheader(_("工作簿和报告"))
    clubs = _club_lists(found)
    compliance = _chart(report, Chart.COMPLIANCE, None, found.bound)
    with st.container(gap="xsmall"):
        _file(
            found,
            WORKBOOK_FILE,
            _("全部工作表；改好后可在“检查”里读回"),
            XLSX,
            lambda: workbook_bytes(found, report, words, clubs),
            primary=True,
        )
        _file(found, f"{say(TITLES[Chart.COMPLIANCE])}.pdf", _("每条规则的依据、结论和未满足之处"), PDF, compliance)
        _inspector(found, report)
        _file(found, PLAN_FILE, _("给其他程序用的数据"), JSON, lambda: document_bytes(found, report))
    return clubs


def _inspector(found: Opened, report: Report) -> None:
    """Offer the report for the inspector; where the term is kept here it says whether lessons were held as they are posted."""
    words, known = language(), term_held(found)
    of_school = None if known is None else known[1]
    kinds = ((".pdf", _("逐条：要求、查到、证明；签字栏"), PDF), (".xlsx", _("同一份，在 Excel 里填意见"), XLSX))
    for suffix, about, kind in kinds:
        make = partial(inspector_bytes, report, of_school, words, suffix, found.bound)
        _file(found, f"{say(INSPECTOR)}{suffix}", about, kind, make)


def _charts(found: Opened, report: Report) -> int | None:
    """Offer wall charts; return the paper that was chosen for all of them."""
    st.subheader(_("挂图（PDF）"))
    names = {"": _("各用合适的纸"), "A4": _("全部 A4"), "A3": _("全部 A3")}
    chosen = st.segmented_control(
        _("纸张"), list(names), default="", format_func=names.__getitem__, key="paper", label_visibility="collapsed"
    )
    paper = {"A4": A4, "A3": A3}.get(chosen or "")
    words = {
        Chart.CLASSES: _("每班一页"),
        Chart.TEACHERS: _("每位教师半页"),
        Chart.GRADES: _("每个年级一张"),
        Chart.SCHOOL: _("全校各班在一张表上"),
        Chart.STAFF: _("全体教师在一张表上"),
        Chart.VENUES: _("每个场地半页"),
    }
    with st.container(gap="xsmall"):
        for chart, about in words.items():
            size = {A4: "A4", A3: "A3"}[paper or PAPER[chart]]
            _file(found, f"{say(TITLES[chart])}.pdf", f"{about} · {size}", PDF, _chart(report, chart, paper))
    return paper


def _chart(report: Report, chart: Chart, paper: int | None, bound: int | None = None) -> Callable[[], bytes]:
    words = language()
    return lambda: chart_pdf(report, chart, language=words, paper=paper, bound=bound) or b""


def _calendars(found: Opened, report: Report) -> Term | None:
    """Offer calendars; return the term that they are for."""
    st.subheader(_("日历"))
    term = term_of(found.school)
    if term is None:
        st.caption(_("“学校”里没有填学期的起止日期，请在这里填："))
        day, count = st.columns(2)
        first = day.date_input(_("开学第一天"), value=None, format="YYYY-MM-DD", key="first_day")
        weeks = count.number_input(_("共几周"), min_value=1, max_value=60, value=USUAL_WEEKS, key="weeks")
        if not isinstance(first, date):
            return None
        term = term_of_weeks(first, int(weeks))
    words = _("{first} 至 {last}，共 {weeks} 周；第一周为单周。节假日和调休请导入后自行删改。")
    st.caption(words.format(first=term.first, last=term.last, weeks=term.weeks))
    school, lessons = found.school, Lessons(PlanView(found.school, report.plan), language())
    classes, teachers = [klass.id for klass in school.classes], [teacher.id for teacher in school.teachers]
    who = st.selectbox(
        _("哪个班或哪位教师"), [*classes, *teachers], index=None, placeholder=_("全部，打成一个压缩包"), key="whose"
    )
    if who is None:
        _file(
            found,
            _("日历") + ".zip",
            _("每班、每位教师一份，手机也能导入"),
            ZIP,
            lambda: calendars_zip(lessons, term),
        )
    else:
        write = class_calendar if who in school.school_class else teacher_calendar
        _file(found, f"{who}.ics", _("每周的课、教研和课后服务"), CALENDAR, lambda: write(lessons, who, term))
    return term


def _everything(
    found: Opened,
    report: Report,
    term: Term | None,
    paper: int | None,
    clubs: Callable[[], ClubLists] | None,
) -> None:
    st.subheader(_("全部"))
    about = _("本页所有文件，打成一个压缩包") if term else _("本页所有文件（没有日历），打成一个压缩包")
    words, known = language(), term_held(found)
    of_school = None if known is None else known[1]
    make = partial(everything_bytes, found, report, term, words, paper, clubs, of_school)
    _file(found, _("全部文件") + ".zip", about, ZIP, make)


def _file(found: Opened, name: str, about: str, kind: str, data: Callable[[], bytes], *, primary: bool = False) -> None:
    """Offer a file: its button, and what it is for."""
    button, words = st.columns([2, 3], vertical_alignment="center")
    button.download_button(
        plain(name),
        data,
        file_name(f"{found.school.name} {name}"),
        kind,
        key=f"file-{name}",
        icon=":material/download:",
        type="primary" if primary else "secondary",
        on_click="ignore",
        width="stretch",
    )
    words.caption(plain(about))


def workbook_bytes(found: Opened, report: Report, words: str, clubs: Callable[[], ClubLists] | None = None) -> bytes:
    """Return the plan workbook, with the lists of `clubs` in it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / WORKBOOK_FILE
        write_plan_workbook(
            report,
            file,
            language=words,
            bound=found.bound,
            fairness_bound=found.ranges.service,
            balance_bound=found.ranges.balance,
            unavoidable=found.ranges.unavoidable,
            clubs=None if clubs is None else clubs(),
        )
        return file.read_bytes()


def inspector_bytes(
    report: Report, term: SchoolTerm | None, words: str, suffix: str, bound: int | None = None
) -> bytes:
    """Return the report for the inspector as a file of a kind, with what was held by the term up to today."""
    held = None if term is None else held_in_term(term, today())
    with tempfile.TemporaryDirectory() as folder:
        bounds = None if bound is None else Bounds(bound)
        files = write_inspector(report, Path(folder), language=words, bounds=bounds, held=held)
        return next(file for file in files if file.suffix == suffix).read_bytes()


def document_bytes(found: Opened, report: Report) -> bytes:
    """Return `plan.json`."""
    return plan_document(report, bound=found.bound, ranges=found.ranges).model_dump_json(indent=2).encode()


def everything_bytes(
    found: Opened,
    report: Report,
    term: Term | None,
    words: str,
    paper: int | None,
    clubs: Callable[[], ClubLists] | None = None,
    school_term: SchoolTerm | None = None,
) -> bytes:
    """Return all files in one archive; `school_term` tells what was held."""
    written = io.BytesIO()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        files, _ = write_exports(
            report,
            folder,
            language=words,
            paper=paper,
            term=term,
            bound=found.bound,
            ranges=found.ranges,
            clubs=None if clubs is None else clubs(),
        )
        held = None if school_term is None else held_in_term(school_term, today())
        bounds = None if found.bound is None else Bounds(found.bound)
        files = [*files, *write_inspector(report, folder, language=words, bounds=bounds, held=held)]
        with ZipFile(written, "w", ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.relative_to(folder).as_posix())
    return written.getvalue()
