"""校历: from when to when the term is, the days that are other than the week, which timetable is valid from when."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from scheduler.school import School, Week
from scheduler.store import EditionMark, TermRecord
from scheduler.term.calendar import LONGEST_TERM, Calendar, date_text, monday_of
from scheduler.term.day import unfitting
from scheduler.term.nouns import Change, Edition, Term
from scheduler.ui import session
from scheduler.ui.calendar_draft import CalendarDraft, column_config, draft_of
from scheduler.ui.clicks import once
from scheduler.ui.language import N_, _, say
from scheduler.ui.markdown import plain
from scheduler.ui.problem_table import problem_table
from scheduler.ui.session import Opened
from scheduler.ui.terms import OpenTerm, file_bytes, history, keep, open_term
from scheduler.ui.upload import LARGEST, file_name
from scheduler.ui.ways import way_to
from scheduler.ui.widgets import XLSX
from scheduler.workbook.term.calendar_grid import GridProblem, read_grid
from scheduler.workbook.term.reader import TermReading, read_term
from scheduler.workbook.term.writer import write_term

GRID_HEIGHT = 320
MOST_NAMED = 3  # changes that are in the way
WEEKS = {Week.ODD: N_("单周"), Week.EVEN: N_("双周")}


def calendar_page() -> None:
    """Show the page."""
    head = st.container(horizontal=True, vertical_alignment="center")
    found = session.demand()
    with head:
        st.title(_("校历"), width="content")
        st.caption(
            _("课表排的是一周；哪几天和课表不一样，写在这里。整学期的代课、调课、课时和补助都按它算。"), width="stretch"
        )
    if found.plan is None:
        st.info(_("还没有课表。先到“生成”排一份，再来写校历。"))
        return
    opened = open_term(found)
    draft = draft_of(found.school_id, opened)
    calendar = _edit(found, opened, draft)
    if opened is not None:
        _editions(opened)
    _files(found, opened, calendar)
    if opened is not None:
        history(opened)
        way_to("day", _("去“今日”：登记请假、安排代课"), ":material/today:")


def _edit(found: Opened, opened: OpenTerm | None, draft: CalendarDraft) -> Calendar | None:
    """Let the calendar be edited, tell what is wrong with it, store it; return it, None where something is wrong."""
    assert found.plan is not None
    known = None if opened is None else opened.term.calendar
    top = st.container(horizontal=True, vertical_alignment="bottom")
    first, last, week = _span(top, found.school, known, draft.number)
    if first is None or last is None:
        st.info(_("请写开学和放假的日期。"))
        return None
    with top:
        st.button(
            _("填入法定节假日"),
            key="propose-days",
            icon=":material/celebration:",
            on_click=once(draft.propose, first, last, under=_span_keys(draft.number)),
            help=_("国务院公布的放假和调休，是建议：请按教育局的校历核对，调休日上周几的课尤其要看"),
        )
    name = f"calendar-{found.school_id}-{draft.number}-{draft.mounts}"
    edited = st.data_editor(
        draft.frame,
        key=name,
        num_rows="dynamic",
        column_config=column_config(found.school),
        height=GRID_HEIGHT if len(draft.frame) > 1 else "auto",
        placeholder="",
    )
    draft.take(edited)
    for year in draft.unknown_years:
        st.warning(_("{year} 年的放假安排还没有公布（本程序不知道），请自己填写。").format(year=plain(year)))
    reading = read_grid(first, last, week, draft.rows, found.school, found.plan)
    _show(reading.problems)
    if reading.calendar is not None:
        with top:
            st.button(
                _("保存校历"),
                type="primary",
                key="save-calendar",
                icon=":material/save:",
                disabled=reading.calendar == known,
                on_click=once(_save, found, opened, reading.calendar, under=[name, *_span_keys(draft.number)]),
            )
    return reading.calendar


def _span_keys(number: int) -> tuple[str, str, str]:
    """Return the keys of what `_span` asks."""
    return f"term-first-{number}", f"term-last-{number}", f"term-week-{number}"


def _span(
    where: st.delta_generator.DeltaGenerator, school: School, known: Calendar | None, number: int
) -> tuple[datetime.date | None, datetime.date | None, Week]:
    """Ask for the first and the last day and whether the first week is odd."""
    first = school.term_start if known is None else known.first
    last = school.term_end if known is None else known.last
    first_key, last_key, week_key = _span_keys(number)
    begins: datetime.date | None = where.date_input(_("开学"), first, key=first_key, width=150)
    ends: datetime.date | None = where.date_input(_("放假前最后一天"), last, key=last_key, width=150)
    week = where.selectbox(
        _("第一周是"),
        list(WEEKS),
        index=0 if known is None else list(WEEKS).index(known.first_week),
        format_func=lambda each: _(WEEKS[each]),
        key=week_key,
        width=110,
    )
    if begins is not None and ends is not None and not 0 <= (ends - begins).days <= LONGEST_TERM:
        st.error(_("开学在放假之后，或学期超过一年：请核对两个日期。"))
        return None, None, week
    return begins, ends, week


def _show(problems: Sequence[GridProblem]) -> None:
    """List what is wrong by row; nothing is stored while there is something."""
    if not problems:
        return
    st.error(_("有 {n} 处要改，改好才能保存：").format(n=len(problems)))
    st.dataframe(
        [
            {
                _("行"): str(each.row or "—"),
                _("栏"): say(each.column),
                _("现在的内容"): each.problem.value,
                _("问题"): say(each.problem.text),
                _("怎么改"): say(each.problem.cure),
            }
            for each in problems
        ],
        hide_index=True,
    )


def _save(found: Opened, opened: OpenTerm | None, calendar: Calendar) -> None:
    """Store a calendar, unless absences or changes would be left without their day."""
    note = _("校历：{n} 天和课表不一样").format(n=len({special.date for special in calendar.specials}))
    if opened is None:
        mark = EditionMark(first=calendar.first, school_number=found.number, plan_number=found.plan_number)
        keep(found, TermRecord(calendar=calendar, editions=(mark,)), note, based_on=0)
        return
    record = opened.stored.record
    begun, *later = record.editions
    marks = (begun.model_copy(update={"first": min(begun.first, calendar.first)}), *later)
    outside = [a for a in record.absences if a.first not in calendar or a.last not in calendar]
    if outside:
        session.inform(_("有 {n} 条请假不在新的学期里，没有保存：先改请假或日期。").format(n=len(outside)))
        return
    _keep_fitting(opened, record.renewed(calendar=calendar, editions=marks), note)


def _keep_fitting(opened: OpenTerm, record: TermRecord, note: str) -> None:
    """Store a term, unless what was changed on some date would speak of lessons that the date has no more."""
    term = session.store().terms.term_of(opened.found.school_id, record)
    lost = unfitting(term)
    if lost:
        words = _("有 {n} 处代课、调课说的课那天就没有了（{some}），没有保存：先到“今日”收回它们。")
        session.inform(words.format(n=len(lost), some=_some(lost)))
        return
    opened.keep_record(record, note)


def _some(changes: Sequence[Change]) -> str:
    dates = list(dict.fromkeys(say(date_text(change.date)) for change in changes))
    return "、".join(dates[:MOST_NAMED]) + ("…" if len(dates) > MOST_NAMED else "")


# Which timetable is valid from when.


def _editions(opened: OpenTerm) -> None:
    found, marks = opened.found, opened.stored.record.editions
    valid = "；".join(
        _("{date}起：课表第 {n} 版").format(date=say(date_text(mark.first)), n=mark.plan_number) for mark in marks
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(f":material/calendar_view_week: {plain(valid)}", width="content")
        if (marks[-1].plan_number, marks[-1].school_number) == (found.plan_number, found.number):
            return
        calendar = opened.term.calendar
        monday = monday_of(datetime.date.today()) + datetime.timedelta(days=7)
        usual = min(max(monday, calendar.first), calendar.last)
        first = st.date_input(
            _("从哪天起用现在打开的课表（第 {n} 版）").format(n=found.plan_number),
            usual,
            min_value=calendar.first,
            max_value=calendar.last,
            key="edition-first",
            width=260,
        )
        st.button(_("从这天起用"), key="edition-add", on_click=once(_begin, opened, first, under=["edition-first"]))


def _begin(opened: OpenTerm, first: datetime.date) -> None:
    """Let the timetable that is open be valid from a day on; what was before stays."""
    found, record = opened.found, opened.stored.record
    if first.isoweekday() != 1 and first > opened.term.calendar.first:
        session.inform(_("新课表从星期一开始用（或从开学那天），没有保存：请改日期。"))
        return
    mark = EditionMark(first=first, school_number=found.number, plan_number=found.plan_number)
    kept = tuple(each for each in record.editions if each.first < first)
    note = _("{date}起用课表第 {n} 版").format(date=say(date_text(first)), n=found.plan_number)
    _keep_fitting(opened, record.renewed(editions=(*kept, mark)), note)


# The term's workbook.


def _files(found: Opened, opened: OpenTerm | None, calendar: Calendar | None) -> None:
    """Take the workbook of a term, and hand it out."""
    with st.expander(_("学期工作簿：上传、下载（校历、请假、变动）"), icon=":material/table_view:"):
        if opened is not None:
            term = opened.term
            st.download_button(
                _("下载学期工作簿"),
                lambda: file_bytes(lambda path: write_term(term, path)),
                file_name(f"{found.school.name} {_('学期')}.xlsx"),
                XLSX,
                key="take-term",
                icon=":material/download:",
                on_click="ignore",
            )
        label = _("学期工作簿（.xlsx，不超过 {n} MB）").format(n=LARGEST)
        uploaded = st.file_uploader(label, type="xlsx", key="term-upload", max_upload_size=LARGEST)
        if uploaded is None:
            return
        reading = _read(found, opened, uploaded.getvalue(), file_name(uploaded.name))
        if reading.problems:
            problem_table(reading.problems)
        if reading.term is None:
            st.error(_("有要改的地方，什么也没有存。"))
            return
        for note in reading.notes:
            st.info(plain(say(note.text)))
        term = reading.term
        words = _("读到 {d} 天特殊的日子、{a} 条请假、{c} 处变动。存下后代替现在的校历、请假和变动。")
        days = len({special.date for special in term.calendar.specials})
        st.success(words.format(d=days, a=len(term.absences), c=len(term.changes)))
        st.button(_("存下这份"), type="primary", key="keep-upload", on_click=once(_keep_read, found, opened, term))


def _read(found: Opened, opened: OpenTerm | None, data: bytes, name: str) -> TermReading:
    assert found.plan is not None
    own = Edition(first=datetime.date.min, school=found.school, plan=found.plan)
    editions: Sequence[Edition] = (own,) if opened is None else opened.term.editions
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_term(path, found.school, found.plan, editions)


def _keep_read(found: Opened, opened: OpenTerm | None, term: Term) -> None:
    note = _("读入学期工作簿")
    if opened is not None:
        begun, *later = opened.stored.record.editions
        marks = (begun.model_copy(update={"first": min(begun.first, term.calendar.first)}), *later)
        opened.keep_record(opened.stored.record.with_events(term).renewed(editions=marks), note)
        return
    mark = EditionMark(first=term.calendar.first, school_number=found.number, plan_number=found.plan_number)
    keep(found, TermRecord(calendar=term.calendar, editions=(mark,)).with_events(term), note, based_on=0)
