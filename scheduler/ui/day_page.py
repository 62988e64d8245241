"""今日: what is special on a date, who is away, what is done about it, who is free, what is printed."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence

import streamlit as st

from scheduler.export.table import Page
from scheduler.export.term.book import day_workbook, messages
from scheduler.export.term.hours import hours_workbook
from scheduler.export.term.month import month_workbook
from scheduler.export.term.told import lines_of
from scheduler.school import Week
from scheduler.term.account import school_days
from scheduler.term.calendar import Calendar, date_text, monday_of
from scheduler.term.day import Day, day_of
from scheduler.term.nouns import ItemKind, Term
from scheduler.term.now import free_teachers, free_venues
from scheduler.text import clock_text
from scheduler.ui import session, staffroom
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
    """Show the page, or the screen of the staff room."""
    found = session.demand()
    if staffroom.is_asked_for():
        _screen()
        return
    head = st.container(horizontal=True, vertical_alignment="center")
    opened = open_term(found)
    with head:
        st.title(_("今日"), width="content")
        if opened is not None:
            date = _ask_date(opened)
            last = _ask_last(opened, date)
    if opened is None:
        st.info(_("还没有校历：先在“校历”写学期从哪天到哪天。"))
        way_to("calendar", _("去“校历”"), ":material/calendar_month:")
        return
    plan = DayPlan(opened, tuple(opened.term.calendar.dates(date, last)), _today())
    with head:
        _special(opened.term.calendar, plan.situation.day(date))
        st.button(
            _("大屏"),
            key="show-screen",
            type="tertiary",
            icon=":material/fullscreen:",
            on_click=staffroom.show,
            help=_("办公室的屏幕或手机：谁不在、谁代课、现在谁有空、哪里空着"),
        )
    left, right = st.columns([7, 4], gap="medium")
    with left:
        _away(opened, plan.dates)
        proposal_view(plan)
        for each in plan.dates if not plan.in_weeks else (date,):
            _arranged(opened, each, len(plan.dates) > 1)
        history(opened)
    with right:
        _tools(plan)


@st.fragment(run_every=staffroom.EVERY)
def _screen() -> None:
    """Show the screen of the staff room by what is stored now and what the clock says."""
    opened = open_term(session.demand())
    if opened is None:
        st.info(_("还没有校历：先在“校历”写学期从哪天到哪天。"))
        return
    now = _now()
    today = now.date()
    if today in opened.term.calendar:
        staffroom.staffroom_page(opened, today, now.hour * 60 + now.minute)
    else:
        staffroom.staffroom_page(opened, _usual(opened), None)


def _now() -> datetime.datetime:
    return datetime.datetime.now()


def _usual(opened: OpenTerm) -> datetime.date:
    """Return today, or the first school day where today is none of the term."""
    term, today = opened.term, _today()
    return today if today in term.calendar else next(school_days(term), term.calendar.first)


def _today() -> datetime.date:
    return datetime.date.today()


def _ask_date(opened: OpenTerm) -> datetime.date:
    """Ask for the date: today, or the first school day where today is none of the term."""
    chosen: datetime.date = st.date_input(
        _("日期"),
        _usual(opened),
        opened.term.calendar.first,
        opened.term.calendar.last,
        key=f"day-{opened.found.school_id}",
        label_visibility="collapsed",
        width=150,
    )
    return chosen


def _ask_last(opened: OpenTerm, date: datetime.date) -> datetime.date:
    """Ask up to which day is to be planned at once, where somebody is away on later days too."""
    term = opened.term
    sunday = monday_of(date) + datetime.timedelta(days=6)
    this_week = [min(a.last, sunday) for a in term.absences if a.first <= sunday and a.last > date]
    ends = {date, _last_held(term, date, max(this_week, default=date))}
    ends |= {a.last for a in term.away_on(date) if a.last > sunday}
    if len(ends) == 1:
        return date
    chosen: datetime.date = st.selectbox(
        _("安排到哪天"),
        sorted(ends),
        format_func=lambda end: _("只这一天") if end == date else _("到{last}").format(last=say(date_text(end))),
        key=f"last-{opened.found.school_id}-{date}-{len(ends)}",
        label_visibility="collapsed",
        width=170,
    )
    return chosen


def _last_held(term: Term, first: datetime.date, last: datetime.date) -> datetime.date:
    """Return the last date from one to another on which something is held; the first where nothing is."""
    dates = reversed(list(term.calendar.dates(first, last)))
    return next((date for date in dates if day_of(term, date).items), first)


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


def _away(opened: OpenTerm, dates: Sequence[datetime.date]) -> None:
    """List who is away on some dates, each with the way to take that back."""
    with st.container(gap=None):
        for absence in dict.fromkeys(absence for date in dates for absence in opened.term.away_on(date)):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f":material/person_off: {plain(absence_text(absence))}", width="stretch")
                st.button(
                    _("销假"),
                    key=f"back-{absence.id}",
                    type="tertiary",
                    help=_("连同为它做的安排一起收回；可在下面的历次改动里撤销"),
                    on_click=once(take_back_absence, opened, absence),
                )


def _arranged(opened: OpenTerm, date: datetime.date, is_dated: bool) -> None:
    """List what was changed on a date, each with the way to take it back."""
    lines = lines_of(opened.term, date)
    if not lines:
        return
    st.subheader(_("已安排的") + (" " + plain(say(date_text(date))) if is_dated else ""))
    with st.container(gap=None):
        for line in lines:
            words = f"{line.time} {line.classes} {line.item.title} {'、'.join(line.item.planned)}：{say(line.how)}"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(words), width="stretch")
                st.button(
                    _("收回"),
                    key=f"undo-{date}-{line.change.id}",
                    type="tertiary",
                    on_click=once(take_back_change, opened, line.change, words),
                )


def _tools(plan: DayPlan) -> None:
    """Offer what is entered, looked up and printed of the date."""
    away, swap, free, told, paper = st.tabs([_("登记请假"), _("两人对调"), _("空闲"), _("通知"), _("打印")])
    with away:
        absence_form(plan.opened, plan.date)
    with swap:
        swap_form(plan)
    with free:
        _free(plan)
    with told:
        _messages(plan)
    with paper:
        _papers(plan)


def _free(plan: DayPlan) -> None:
    """Show who has nothing at each lesson of the date, and which places are free."""
    day, term = plan.situation.day(plan.date), plan.opened.term
    times = sorted({(item.start, item.end) for item in day.items if item.kind is ItemKind.LESSON})
    if not times:
        st.caption(_("这一天没有课。"))
        return
    free = {time: free_teachers(term, day, *time) for time in times}
    chosen: tuple[int, int] = st.selectbox(
        _("时间"),
        times,
        format_func=lambda time: _("{time}（{n} 人空闲）").format(time=_span(time), n=len(free[time])),
        key=f"free-{plan.date}",
    )
    st.markdown(plain("　".join(JOINER.join(name) for name in free[chosen])))
    if day.school.venues:
        venues = free_venues(term, day, *chosen)
        st.markdown(_("空着的场地：{names}").format(names=plain("、".join(venues) or _("无"))))


def _messages(plan: DayPlan) -> None:
    """Show the texts of the date for everybody and each teacher concerned, to be copied into WeChat or DingTalk."""
    term, date = plan.opened.term, plan.date
    page = Page(term.edition_on(date).school, language())
    found = messages(page, date, lines_of(term, date))
    if not found:
        st.caption(_("这一天没有已安排的代课、调课。"))
        return
    who: str = st.selectbox(
        _("发给"),
        list(found),
        format_func=lambda name: name or _("全体（{n} 人有变动）").format(n=len(found) - 1),
        key=f"told-{date}-{len(found)}",
    )
    st.code(found[who], language=None, wrap_lines=True)
    st.caption(_("点右上角复制，粘贴到微信或钉钉。"))


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
