"""What is entered on a date: who is away, a swap that two teachers agreed on; and how it is taken back."""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from scheduler.cover.audit import audit_cover
from scheduler.model.owner import Level
from scheduler.school import School
from scheduler.term.absences import clashing, hits_something
from scheduler.term.calendar import MIDNIGHT, date_text
from scheduler.term.day import Dropped, day_of, plain_items
from scheduler.term.nouns import ABSENCE_NAMES, Absence, Change, ItemKind, Term, Way
from scheduler.term.options import Option, changes_of
from scheduler.text import clock_text
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.day_plans import DayPlan
from scheduler.ui.day_proposal import item_label
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.terms import OpenTerm, signature
from scheduler.workbook.term.stretches import read_stretch

OPEN = "cover_found"  # what nobody holds yet is no fault of a swap


# Who is away.


def absence_form(opened: OpenTerm, date: datetime.date) -> None:
    """Ask who is away when, and why; what does not fit is told and not stored."""
    calendar, school = opened.term.calendar, opened.term.edition_on(date).school
    number = opened.stored.version.number  # so that the form is empty once it was stored
    form = f"{date}-{number}"
    with st.form(f"absence-{form}", border=False):
        st.multiselect(_("谁不在"), [t.id for t in school.teachers], key=f"away-{form}", placeholder="")
        left, right = st.columns(2)
        left.date_input(_("从"), date, calendar.first, calendar.last, key=f"away-first-{form}")
        right.date_input(_("到"), date, calendar.first, calendar.last, key=f"away-last-{form}")
        left.text_input(_("第几节（不填即整天）"), placeholder=_("1-3，或 8:00-10:00"), key=f"away-time-{form}")
        right.selectbox(
            _("类别"),
            list(ABSENCE_NAMES),
            format_func=lambda each: say(ABSENCE_NAMES[each]),
            key=f"away-kind-{form}",
        )
        names = [klass.id for klass in school.classes]
        left.multiselect(_("不在校的班"), names, key=f"away-classes-{form}", placeholder="")
        venues = [venue.id for venue in school.venues]
        right.multiselect(_("停用的场地"), venues, key=f"away-venues-{form}", placeholder="")
        st.text_input(_("备注"), key=f"away-note-{form}")
        enter = once(_enter, opened, school, form)
        st.form_submit_button(_("登记"), type="primary", icon=":material/person_off:", on_click=enter)


def _enter(opened: OpenTerm, school: School, form: str) -> None:
    """Store what is filled in in a form; what does not fit is told."""

    def filled(name: str) -> Any:
        return st.session_state[f"away-{name}{form}"]

    who, places, classes = filled(""), filled("venues-"), filled("classes-")
    first, last = filled("first-"), filled("last-")
    stretch = _stretch(school, opened.term.calendar.weekday_of(first), filled("time-"))
    wrong = _wrong(who or places or classes, first, last, stretch)
    if wrong or stretch is None:
        session.inform(wrong)
        return
    absence = Absence(
        id=opened.term.next_id(),
        first=first,
        last=last,
        start=stretch[0],
        end=stretch[1],
        teachers=tuple(who),
        venues=tuple(places),
        classes=tuple(classes),
        kind=filled("kind-"),
        note=filled("note-").strip(),
    ).model_copy(update=signature())
    known = clashing(opened.term, absence)
    if known:
        words = _("这段时间已经登记过：{what}。先销假，或改日期。")
        session.inform(words.format(what="；".join(absence_text(each) for each in known)))
        return
    if not hits_something(opened.term, absence):
        session.inform(_("这几天这段时间学校没有课也没有值班：请核对日期和校历。"))
        return
    note = _("登记：{what}").format(what=absence_text(absence))
    opened.keep(opened.term.renewed(absences=(*opened.term.absences, absence)), note)


def _stretch(school: School, weekday: int, said: str) -> tuple[int, int] | None:
    return read_stretch(school, weekday, said.strip()) if said.strip() else (0, MIDNIGHT)


def _wrong(who: object, first: datetime.date, last: datetime.date, stretch: tuple[int, int] | None) -> str:
    """Return what is wrong with what was entered, with its cure; '' for nothing."""
    if not who:
        return _("没有写谁不在：请选教师、班级或场地。")
    if last < first:
        return _("“到”早于“从”：请改日期。")
    return "" if stretch is not None else _("看不懂是哪几节：写 1-3，或 8:00-10:00；整天就不填。")


def absence_text(absence: Absence) -> str:
    """Return who is away when and why, in one line."""
    who = "、".join((*absence.teachers, *absence.venues, *absence.classes))
    days = say(date_text(absence.first))
    if absence.last != absence.first:
        days = _("{first}到{last}").format(first=days, last=say(date_text(absence.last)))
    clock = clock_words(absence.start, absence.end)
    return f"{who}　{say(ABSENCE_NAMES[absence.kind])}　{days}{clock}" + (f"　{absence.note}" if absence.note else "")


def clock_words(start: int, end: int) -> str:
    """Return from when to when, after a blank; nothing for the whole day."""
    if start == 0:
        return "" if end == MIDNIGHT else _(" {time} 前").format(time=clock_text(end))
    return (
        _(" {time} 起").format(time=clock_text(start)) if end == MIDNIGHT else f" {clock_text(start)}-{clock_text(end)}"
    )


def take_back_absence(opened: OpenTerm, absence: Absence) -> None:
    """Store the term without an absence and without what was arranged for it alone."""
    bare = opened.term.renewed(absences=tuple(a for a in opened.term.absences if a.id != absence.id))
    gone = _made_for(opened.term, absence)
    kept = [change for change in bare.changes if change.id not in gone]
    kept = [change.unmended() if _mended_for(opened.term, change, absence) else change for change in kept]
    note = _("销假：{what}，连同 {n} 处安排").format(
        what=absence_text(absence), n=len(bare.changes) - sum(each in bare.changes for each in kept)
    )
    opened.keep(bare.renewed(changes=tuple(kept)), note)


def _made_for(term: Term, absence: Absence) -> frozenset[int]:
    """Return the ids of the changes that are there because of an absence: those that speak of what it hits, with their other halves."""
    found: set[int] = set()
    for change in term.changes:
        if not absence.first <= change.date <= absence.last:
            continue
        held = plain_items(term, change.date).get(change.occasion)
        item = held.item if isinstance(held, Dropped) else held
        if item is None or not absence.touches(change.date, item.start, item.end):
            continue
        instead = () if change.moved_to is not None else change.without  # what was exchanged may be hit again elsewhere
        away = set(instead or item.planned) & set(absence.teachers)
        if (away and not set(instead) - set(absence.teachers)) or item.venue in absence.venues:
            found |= {each.id for each in (change, *_halves(term, change))}
    return frozenset(found)


def _mended_for(term: Term, change: Change, absence: Absence) -> bool:
    """Tell whether somebody else holds a lesson that was exchanged because an absence hit it at its new time."""
    if change.moved_to is None or not change.without or not set(change.without) <= set(absence.teachers):
        return False
    held = day_of(term, change.held_on).of.get(change.occasion)
    return held is not None and absence.touches(held.date, held.start, held.end)


def _halves(term: Term, change: Change) -> list[Change]:
    return [each for each in term.changes if change.pair is not None and each.pair == change.pair]


def take_back_change(opened: OpenTerm, change: Change, words: str) -> None:
    """Store the term without a change, of an exchange without both halves; one that somebody else holds is his again first."""
    again = change.moved_to is not None and change.way is not Way.EXCHANGE
    gone = set() if again else {change.id, *(each.id for each in _halves(opened.term, change))}
    kept = tuple(
        each.unmended() if again and each.id == change.id else each
        for each in opened.term.changes
        if each.id not in gone
    )
    opened.keep(opened.term.renewed(changes=kept), _("收回：{what}").format(what=words))


# Two teachers agreed.


def swap_form(plan: DayPlan) -> None:
    """Let two lessons of a class be chosen that change places; offered is what the clock allows, stored what the rules do."""
    situation, day = plan.situation, plan.situation.day(plan.date)
    lessons = {
        class_id: [item for item in items if item.kind is ItemKind.LESSON and item.change is None]
        for class_id, items in day.of_class.items()
    }
    names = [klass.id for klass in day.school.classes if lessons.get(klass.id)]
    if not names:
        st.caption(_("这一天没有课。"))
        return
    left, right = st.columns([1, 2])
    class_key = f"swap-class-{plan.date}"
    name = left.selectbox(_("班级"), names, key=class_key)
    one_key = f"swap-one-{plan.date}-{name}"
    own = lessons[name]
    number: int = right.selectbox(
        _("这一天的课"), range(len(own)), format_func=lambda n: item_label(own[n]), key=one_key
    )
    options = situation.exchanges(own[number])
    if not options:
        st.caption(_("没有能和它对调的课：另一位教师那时有课或不在。"))
        return
    other_key = f"swap-two-{plan.date}-{name}-{number}"
    other: int = st.selectbox(
        _("和哪节课对调（前后两周）"),
        range(len(options)),
        format_func=lambda n: _other_label(options[n]),
        key=other_key,
    )
    option = options[other]
    changes = changes_of([option], plan.opened.term.next_id())
    report = audit_cover(plan.opened.term, changes, (plan.date,))
    broken = [
        say(violation.text)
        for active, violation in report.violations()
        if active.level is not Level.SOFT and active.rule.id != OPEN
    ]
    if broken:
        st.error(plain("；".join(broken)))
    st.button(
        _("记下对调"),
        key="swap",
        icon=":material/swap_horiz:",
        disabled=bool(broken),
        on_click=once(_swap, plan, name, option, changes, under=[class_key, one_key, other_key]),
    )


def _other_label(option: Option) -> str:
    assert option.other is not None
    other = option.other
    teachers = "、".join(other.teachers)
    return f"{say(date_text(other.date))} {clock_text(other.start)} {other.title} {teachers}"


def _swap(plan: DayPlan, name: str, option: Option, changes: tuple[Change, ...]) -> None:
    mine = tuple(change.model_copy(update=signature()) for change in changes)
    term, words = plan.opened.term, f"{option.hit.item.title} ⇄ {_other_label(option)}"
    note = _("对调：{name} {what}").format(name=name, what=words)
    plan.opened.keep(term.changed(mine), note)
