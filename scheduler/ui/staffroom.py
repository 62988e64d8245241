"""今日 on the screen in the staff room, and on a phone: who is away, who stands in, who and what is free now. It follows the clock."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from scheduler.school import Week
from scheduler.term.absences import hits
from scheduler.term.calendar import date_text
from scheduler.term.day import Day, Item, day_of
from scheduler.term.nouns import WAY_NAMES, Absence, ItemKind, Term, Way
from scheduler.term.now import free_teachers, free_venues, stretch_at
from scheduler.text import clock_text
from scheduler.ui.day_forms import clock_words
from scheduler.ui.language import _, say
from scheduler.ui.terms import OpenTerm

PARAMETER = "screen"
EVERY = 30  # seconds
MOST_NAMED = 3  # classes
_STYLE = f"<style>{Path(__file__).with_suffix('.css').read_text(encoding='utf-8')}</style>"


def is_asked_for() -> bool:
    """Tell whether the page is to be the screen of the staff room: its address says so, so that it stays after a reload."""
    return bool(st.query_params.get(PARAMETER))


def show() -> None:
    """Make the page the screen of the staff room."""
    st.query_params[PARAMETER] = "1"


def _leave() -> None:
    st.query_params.pop(PARAMETER, None)


def staffroom_page(opened: OpenTerm, date: datetime.date, minute: int | None) -> None:
    """Show a date as the screen does; `minute` is what the clock says, None on a date that is not today."""
    term = opened.term
    st.html(_STYLE + board(opened.found.school.name, term, date, minute))
    st.button(_("退出大屏"), key="leave-screen", type="tertiary", icon=":material/fullscreen_exit:", on_click=_leave)


def board(name: str, term: Term, date: datetime.date, minute: int | None) -> str:
    """Return a date of a school as HTML; nothing in it is taken for markup."""
    day = day_of(term, date)
    stretch = stretch_at(day, 0 if minute is None else minute)
    parts = [
        _section(_("不在"), [_absence(each) for each in term.away_on(date)], "away"),
        _changes(term, day, minute),
    ]
    if stretch is not None:
        teachers, venues = free_teachers(term, day, *stretch[:2]), free_venues(term, day, *stretch[:2])
        when = f"{clock_text(stretch.start)}-{clock_text(stretch.end)}"
        parts.append(_section(_("空闲教师（{time}）").format(time=when), teachers, "free"))
        if day.school.venues:
            parts.append(_section(_("空着的场地（{time}）").format(time=when), venues, "free"))
    return f"<div class='staffroom'>{_head(name, term, day, minute)}{''.join(parts)}</div>"


def _head(name: str, term: Term, day: Day, minute: int | None) -> str:
    week = {Week.ODD: _("单周"), Week.EVEN: _("双周")}.get(day.week, "")
    told = [
        say(date_text(day.date)),
        _("第 {n} 周").format(n=term.calendar.week_number(day.date)),
        week,
        *(say(special.text) for special in day.specials),
    ]
    clock = "" if minute is None else f"<time>{clock_text(minute)}</time>"
    words = "　".join(escape(each) for each in told if each)
    return f"<header><b>{escape(name)}</b><span>{words}</span>{clock}</header>"


def _section(title: str, names: Sequence[str], kind: str) -> str:
    told = "".join(f"<li>{escape(name)}</li>" for name in names) or f"<li class='none'>{escape(_('无'))}</li>"
    return f"<section class='{kind}'><h2>{escape(title)}<i>{len(names)}</i></h2><ul>{told}</ul></section>"


def _absence(absence: Absence) -> str:
    """Say who is away and when; why is for the office alone."""
    who = "、".join((*absence.teachers, *absence.venues, *absence.classes))
    return who + clock_words(absence.start, absence.end)


def _changes(term: Term, day: Day, minute: int | None) -> str:
    """Show what is held otherwise than in the week, and what has nobody yet: what is over comes last."""
    open_items = {hit.item.occasion for hit in hits(term, day.date, day)}
    held = [
        (item, _how(item, item.occasion in open_items), item.occasion in open_items)
        for item in day.items
        if item.change is not None or item.occasion in open_items
    ]
    held += [
        (each.item, say(each.why), False)
        for each in day.dropped
        if each.item.change is not None and each.item.change.way is Way.CANCEL
    ]
    held.sort(key=lambda each: (minute is not None and each[0].end <= minute, each[0].start, each[0].end))
    rows = [_row(item, words, minute, is_open) for item, words, is_open in held]
    title, none = escape(_("代课、调课")), escape(_("无"))
    body = f"<table>{''.join(rows)}</table>" if rows else f"<ul><li class='none'>{none}</li></ul>"
    return f"<section class='changes'><h2>{title}<i>{len(rows)}</i></h2>{body}</section>"


def _row(item: Item, how: str, minute: int | None, is_open: bool) -> str:
    looks = ["open"] if is_open else []
    if minute is not None:
        looks += ["past"] if item.end <= minute else ["running"] if item.start <= minute else []
    cells = (
        clock_text(item.start),
        _classes(item.classes),
        item.title,
        how,
        item.venue or "",
    )
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr class='{' '.join(looks)}'>{told}</tr>"


def _classes(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return "、".join(names)
    return _("{first}等{n}个班").format(first=names[0], n=len(names))


def _how(item: Item, is_open: bool) -> str:
    """Say who holds something, and in whose place."""
    change, who = item.change, _names(item.teachers)
    if is_open:
        return _("还没有人（{who}不在）").format(who=_names(item.planned))
    assert change is not None
    way = say(WAY_NAMES[change.way])
    if change.way in (Way.COVER, Way.SELF_STUDY) and item.kind is ItemKind.LESSON:
        return _("{who}（{way}，原{planned}）").format(who=who, way=way, planned=_names(item.planned))
    return f"{who}（{way}）"


def _names(names: Iterable[str]) -> str:
    return "、".join(names)
