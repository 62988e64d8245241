"""The parts of a school that can be filled in as schools of its stage usually have them: what that is, and how it is kept apart
from what the school has said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from constraints.lawful_day import edits_asked
from scheduler.edits.usual import FILLS
from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.cures.cures import Cure
from scheduler.school import School
from scheduler.store import Assumption
from scheduler.text import Text
from scheduler.ui import session
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Opened
from scheduler.workbook.school.edited import read_forms
from scheduler.workbook.school.form import Form
from scheduler.workbook.school.renewal import said_row
from scheduler.workbook.school.writer import school_forms

WITH = {"stages": ("stages", "enrolment", "duties"), "venues": ("venues",), "clubs": ("clubs",)}
"""The sheets that are filled in together with one of them."""
TOLD = Text("常用安排，不是学校写的", "usual, not said by the school")


class Filled(NamedTuple):
    """A school with parts filled in, and what of it was filled in; `refused` says why a part was not."""

    school: School
    keys: tuple[str, ...]
    assumed: tuple[Assumption, ...]
    refused: tuple[str, ...] = ()


@st.cache_resource(max_entries=8, show_spinner="正在核对能不能填…… / Checking …")
def fillable(url: str, owner: str, school_id: int, number: int, _school: School) -> frozenset[str]:
    """Return the keys of the parts of a version that can be filled in, each on top of those before it."""
    found, school = set(), _school
    for key, fill in FILLS.items():
        filled = fill(school)
        if filled is not school:
            found.add(key)
        school = filled
    return frozenset(found)


def fill_in(found: Opened, keys: Sequence[str]) -> None:
    """Fill in some parts and store the school, if all of it can be read and nothing new is short; tell what was not filled."""
    filled = _filled(found.school, found.number + 1, keys)
    if filled.keys:
        titles = "、".join(titles_of(found.school, filled.keys))
        if session.save_school(found, filled.school, _("填入常用安排：{sheets}").format(sheets=titles)) is None:
            return
        session.store().assumptions.add(found.school_id, filled.assumed)
        st.toast(_("已填入：{sheets}。都能改；没有核对的在“准备清单”里标着。").format(sheets=plain(titles)))
    if filled.refused:
        st.session_state[session.NOTICE] = "；".join(filled.refused)


def _filled(school: School, number: int, keys: Sequence[str]) -> Filled:
    now, done, refused = school, [], []
    assumed: list[Assumption] = []
    short = {each.text for each in shortages(school)}
    for key in FILLS:
        if key not in keys:
            continue
        then = FILLS[key](now)
        if then is now:
            continue
        why = _against(then, short)
        if why:
            refused.append(_("没有填“{sheet}”：{why}").format(sheet=titles_of(school, (key,))[0], why=why))
            continue
        done.append(key)
        assumed += _assumed(key, now, then, number)
        now = then
    return Filled(now, tuple(done), tuple(assumed), tuple(refused))


def _against(school: School, short: set[Text]) -> str:
    """Return what speaks against a school as it was filled in: what its sheets get wrong, or what would be short."""
    reading = read_forms(school_forms(school), "school.xlsx")
    wrong = [say(problem.text) for problem in reading.problems if problem.blocks]
    lawful = Cure(edits_asked(school)).apply(school)  # what the law asks of the day is told and mended beside
    wrong += [say(each.text) for each in shortages(lawful) if each.text not in short]
    return "；".join(wrong[:2])


def _assumed(key: str, before: School, after: School, number: int) -> list[Assumption]:
    """Return the rows that were filled in, by sheet."""
    old, new = forms_of(before), forms_of(after)
    found = []
    for name in WITH.get(key, (key,)):
        known = set(said_rows(old[name]))
        rows = tuple(row for row in said_rows(new[name]) if row not in known)
        if rows:
            found.append(assumption_of(new[name], number, rows))
    return found


def assumption_of(form: Form, number: int, rows: tuple[str, ...] | None = None) -> Assumption:
    """Return that a sheet, or some of its rows, is not what the school has said."""
    title = form.sheet.title
    text = Text(f"{title.zh}：{TOLD.zh}", f"{title.en}: {TOLD.en}")
    return Assumption(number, text, form.sheet.key, tuple(said_rows(form)) if rows is None else rows)


def titles_of(school: School, keys: Sequence[str]) -> list[str]:
    """Return what the sheets of some parts are called."""
    forms = forms_of(school)
    return [say(forms[key].sheet.title) for key in keys]


def forms_of(school: School) -> dict[str, Form]:
    """Return the sheets of a school by their keys."""
    return {form.sheet.key: form for form in school_forms(school)}


def said_rows(form: Form) -> list[str]:
    """Return what each row of a sheet says."""
    return [said_row(row) for row in form.rows]
