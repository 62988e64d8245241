"""The sample schools on the pages."""

from __future__ import annotations

import streamlit as st

from constraints.audit import audit
from sample_data import sample_path
from scheduler.plan.document import PlanDocument
from scheduler.school import School
from scheduler.ui import session
from scheduler.ui.clicks import uninterrupted
from scheduler.ui.language import N_, _
from scheduler.ui.session import Opened
from scheduler.workbook import read_school
from scheduler.workbook.plan.json import plan_of_document

SAMPLES = {
    "primary-36": N_("小学，36 班"),
    "junior-36": N_("初中，36 班"),
    "nine-year-54": N_("一贯制，54 班"),
}
FIRST = "primary-36"


def open_first() -> None:
    """Open this term's school, else the one that was saved last; where there is none the sample with its finished week, so that the first look is not empty."""
    entries = session.store().schools.entries()
    if entries:
        sound = [entry for entry in entries if entry.latest is not None]
        current = [entry for entry in sound if entry.current]
        session.open_school((current or sound or entries)[0].id)
    else:
        with uninterrupted():
            open_sample(FIRST)
        _welcome()


def open_sample(name: str) -> None:
    """Store a sample school, with a finished week where the samples have one, and open it. Raises StoreError."""
    school = _school(name)
    school_id = session.add_school(school, _("样例"))
    _add_week(school_id, name, school)


def finish_first(found: Opened) -> bool:
    """Give the sample its finished week where a first visit was broken off before it had one; tell whether that was to be done."""
    if found.latest > 1 or found.latest_plan or found.school != _school(FIRST):
        return False
    if session.store().runs.latest(found.school_id) is not None:
        return False
    _add_week(found.school_id, FIRST, found.school)
    found.reached.plan_number = None
    _welcome()
    return True


def _welcome() -> None:
    words = _("这是一所样例学校排好的一周，点一节课试试。自己的任课表从“开始”上传。")
    session.announce(words, "", "long")


@st.cache_resource(show_spinner=False)
def _school(name: str) -> School:
    school = read_school(sample_path(f"{name}.xlsx")).school
    assert school is not None
    return school


def _add_week(school_id: int, name: str, school: School) -> None:
    """Store the finished week of a sample, if it has one."""
    plan = sample_path(f"{name}.xlsx").with_suffix(".plan.json")
    if not plan.is_file():
        return
    document = PlanDocument.model_validate_json(plan.read_text(encoding="utf-8"))
    found = plan_of_document(document, school).plan
    assert found is not None
    session.store().plans.save(
        school_id,
        audit(school, found),
        school_number=1,
        based_on=0,
        note=_("样例的课表"),
        bound=document.bound,
        ranges=session.proven_ranges(document),
    )
