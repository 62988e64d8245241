"""今日: what is special on a date, who is away, what is done about it, who is free, what is printed."""

from __future__ import annotations

import calendar
import datetime

import streamlit as st

from scheduler.export.term.book import day_workbook
from scheduler.export.term.hours import hours_workbook
from scheduler.export.term.month import month_workbook
from scheduler.export.term.told import lines_of
from scheduler.school import Week
from scheduler.term.account import school_days
from scheduler.term.calendar import Calendar
from scheduler.term.day import Day
from scheduler.term.nouns import ItemKind
from scheduler.text import clock_text
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.day_forms import absence_form, absence_text, swap_form, take_back_absence, take_back_change
from scheduler.ui.day_plans import DayPlan
from scheduler.ui.day_proposal import proposal_view
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.terms import OpenTerm, book_bytes, history, open_term
from scheduler.ui.upload import file_name
from scheduler.ui.ways import way_to
from scheduler.ui.widgets import XLSX

JOINER = "\N{WORD JOINER}"  # keeps a name in one line


def day_page() -> None:
    """Show the page."""
    head = st.container(horizontal=True, vertical_alignment="center")
    found = session.demand()
    opened = open_term(found)
    with head:
        st.title(_("今日"), width="content")
        if opened is not None:
            date = _ask_date(opened)
    if opened is None:
        st.info(_("还没有校历：先在“校历”写学期从哪天到哪天。"))
        way_to("calendar", _("去“校历”"), ":material/calendar_month:")
        return
    plan = DayPlan(opened, date, _today())
    with head:
        _special(opened.term.calendar, plan.situation.day(date))
    left, right = st.columns([7, 4], gap="medium")
    with left:
        _away(opened, date)
        proposal_view(plan)
        _arranged(opened, date)
        history(opened)
    with right:
        _tools(plan)


def _today() -> datetime.date:
    return datetime.date.today()


def _ask_date(opened: OpenTerm) -> datetime.date:
    """Ask for the date: today, or the first school day where today is none of the term."""
    term, today = opened.term, _today()
    usual = today if today in term.calendar else next(school_days(term), term.calendar.first)
    chosen: datetime.date = st.date_input(
        _("日期"),
        usual,
        term.calendar.first,
        term.calendar.last,
        key=f"day-{opened.found.school_id}",
        label_visibility="collapsed",
        width=150,
    )
    return chosen


def _special(term: Calendar, day: Day) -> None:
    """Say which week it is and what is other than the week."""
    week = {Week.ODD: _("单周"), Week.EVEN: _("双周")}.get(day.week, "")
    when = _("第 {n} 周 {week} {day}")
    number, weekday = plain(term.week_number(day.date)), plain(_weekday(day.date.isoweekday()))
    st.markdown(when.format(n=number, week=plain(week), day=weekday), width="content")
    for special in day.specials:
        st.markdown(f"**{plain(say(special.text))}**", width="content")
    dropped = sum(1 for each in day.dropped if each.item.kind is ItemKind.LESSON and each.item.change is None)
    if dropped:
        st.markdown(_("{n} 节课不上").format(n=plain(dropped)), width="content")


def _weekday(number: int) -> str:
    return _("周一 周二 周三 周四 周五 周六 周日").split()[number - 1]


def _away(opened: OpenTerm, date: datetime.date) -> None:
    """List who is away, each with the way to take that back."""
    with st.container(gap=None):
        for absence in opened.term.away_on(date):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f":material/person_off: {plain(absence_text(absence))}", width="stretch")
                st.button(
                    _("销假"),
                    key=f"back-{absence.id}",
                    type="tertiary",
                    help=_("连同为它做的安排一起收回；可在下面的历次改动里撤销"),
                    on_click=once(take_back_absence, opened, absence),
                )


def _arranged(opened: OpenTerm, date: datetime.date) -> None:
    """List what was changed on the date, each with the way to take it back."""
    lines = lines_of(opened.term, date)
    if not lines:
        return
    st.subheader(_("已安排的"))
    with st.container(gap=None):
        for line in lines:
            words = f"{line.time} {line.classes} {line.item.title} {'、'.join(line.item.planned)}：{say(line.how)}"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(words), width="stretch")
                st.button(
                    _("收回"),
                    key=f"undo-{line.change.id}-{line.item.date}",
                    type="tertiary",
                    on_click=once(take_back_change, opened, line.change, words),
                )


def _tools(plan: DayPlan) -> None:
    """Offer what is entered, looked up and printed of the date."""
    away, swap, free, paper = st.tabs([_("登记请假"), _("两人对调"), _("空闲教师"), _("打印")])
    with away:
        absence_form(plan.opened, plan.date)
    with swap:
        swap_form(plan)
    with free:
        _free(plan)
    with paper:
        _papers(plan)


def _free(plan: DayPlan) -> None:
    """Show who has nothing at each lesson of the date."""
    situation, day = plan.situation, plan.situation.day(plan.date)
    times = sorted({(item.start, item.end) for item in day.items if item.kind is ItemKind.LESSON})
    if not times:
        st.caption(_("这一天没有课。"))
        return
    free = {time: [t.id for t in day.school.teachers if situation.free(t.id, plan.date, *time)] for time in times}
    chosen: tuple[int, int] = st.selectbox(
        _("时间"),
        times,
        format_func=lambda time: _("{time}（{n} 人空闲）").format(time=_span(time), n=len(free[time])),
        key=f"free-{plan.date}",
    )
    st.markdown(plain("　".join(JOINER.join(name) for name in free[chosen])))


def _span(time: tuple[int, int]) -> str:
    return f"{clock_text(time[0])}-{clock_text(time[1])}"


def _papers(plan: DayPlan) -> None:
    """Offer the day's list, slips and messages, the term's hours and the month's account."""
    term, date, words = plan.opened.term, plan.date, language()
    first = date.replace(day=1)
    last = date.replace(day=calendar.monthrange(date.year, date.month)[1])
    first, last = max(first, term.calendar.first), min(last, term.calendar.last)
    offered = {
        "day": (
            _("代课安排表、通知单、群消息"),
            _("代课安排") + f" {date}",
            lambda: day_workbook(term, date, language=words),
        ),
        "hours": (
            _("学期课时核对"),
            _("学期课时核对") + f" {date}",
            lambda: hours_workbook(term, date, language=words),
        ),
        "month": (
            _("{month} 月的课后服务、补助和代课").format(month=date.month),
            _("课后服务与代课") + f" {date:%Y-%m}",
            lambda: month_workbook(term, first, last, language=words),
        ),
    }
    for name, (label, title, make) in offered.items():
        st.download_button(
            plain(label),
            lambda make=make: book_bytes(make),  # type: ignore[misc]
            file_name(f"{title}.xlsx"),
            XLSX,
            key=f"take-{name}",
            icon=":material/print:" if name == "day" else ":material/table_view:",
            on_click="ignore",
        )
