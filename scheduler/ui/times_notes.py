"""What stands in small letters in the week that is painted: what the plan has there, and who of several has which mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from scheduler.export.lessons import Entry, Lessons
from scheduler.plan import Plan, PlanView
from scheduler.school import MarkLevel, MarkOwner, School, Slot
from scheduler.school.marking import levels_at
from scheduler.ui import session
from scheduler.ui.language import _, language, say
from scheduler.ui.session import Key, Opened
from scheduler.workbook.spelling import MARK_LEVEL_WORDS

NAMES = 6
Notes = dict[tuple[int, int], list[str]]
"""What is held, by day and the minute at which it begins."""


def plan_notes(found: Opened, kind: MarkOwner, owner: str) -> Notes:
    """Return what the opened plan has of somebody or something whose time is painted."""
    if found.plan is None:
        return {}
    return notes_of(_lessons(found.key, language(), found.school, found.plan), kind, owner)


def notes_of(lessons: Lessons, kind: MarkOwner, owner: str) -> Notes:
    """Return what a plan has of a teacher (lessons, meetings, duties, service), a class or a venue; nothing of a subject."""
    notes: Notes = defaultdict(list)
    told: dict[MarkOwner, Callable[[str, Slot], list[Entry]]] = {
        MarkOwner.TEACHER: lessons.of_teacher,
        MarkOwner.CLASS: lambda name, slot: lessons.of_class_in_short(name, slot) or lessons.of_class(name, slot),
        MarkOwner.VENUE: lessons.in_venue,
    }
    if kind not in told:
        return notes
    for slot in sorted(_slots(lessons, kind, owner)):
        day, start, _end = lessons.school.interval(slot)
        for entry in told[kind](owner, slot):
            if entry.heading not in notes[day, start]:
                notes[day, start].append(entry.heading)
    return notes


def _slots(lessons: Lessons, kind: MarkOwner, owner: str) -> set[Slot]:
    """Return the slots at which something is held of an owner; those of a teacher or class with no more than all lessons are among them."""
    view = lessons.view
    if kind is MarkOwner.TEACHER:
        meetings = {slot for _name, slot in view.meetings_of.get(owner, ())}
        held = {slot for slot, found in view.of_teacher.get(owner, {}).items() if found}
        return held | meetings | {each.slot for each in view.serving.get(owner, ())}
    if kind is MarkOwner.CLASS:
        held = {slot for slot, found in view.of_class.get(owner, {}).items() if found}
        return held | {slot for name, slot in (*lessons.served_classes, *lessons.strays) if name == owner}
    return set(lessons.of_venue.get(owner, {})) | {slot for name, slot in lessons.served_venues if name == owner}


@st.cache_resource(max_entries=session.VERSIONS_KEPT, show_spinner=False)
def _lessons(key: Key, language: str, _school: School, _plan: Plan) -> Lessons:
    return Lessons(PlanView(_school, _plan), language)


def who_differs(school: School, kind: MarkOwner, owners: Sequence[str], slot: Slot) -> str:
    """Return who of several has which marks at a slot: 禁：王芳、李强；没有标：孙悦."""
    groups: dict[tuple[MarkLevel, ...], list[str]] = defaultdict(list)
    for owner in owners:
        groups[tuple(sorted(levels_at(school, kind, owner, slot)))].append(owner)
    return "；".join(
        _("{marks}：{names}").format(marks=_marks(levels), names=_some(names))
        for levels, names in sorted(groups.items())
    )


def _marks(levels: Iterable[MarkLevel]) -> str:
    return "、".join(say(MARK_LEVEL_WORDS[level]) for level in levels) or _("没有标")


def _some(names: Sequence[str]) -> str:
    told = "、".join(names[:NAMES])
    return told if len(names) <= NAMES else _("{names}等 {n} 人").format(names=told, n=len(names))
