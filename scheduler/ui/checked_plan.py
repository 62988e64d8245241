"""A plan that is checked: the opened one or a file, what was read of it, its verdict, its marked workbook."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from constraints.audit import Report, audit
from scheduler.export import write_marked_plan
from scheduler.export.check import Check
from scheduler.plan import Plan
from scheduler.plan.layout import tells_service
from scheduler.school import School
from scheduler.ui import session
from scheduler.ui.session import Opened
from scheduler.workbook.plan.reader import read_plan, with_meetings
from scheduler.workbook.plan.reading import PlanReading

OPENED = "plan.json"  # what the opened plan is called where a file is wanted


@dataclass(frozen=True)
class Checked:
    """A plan with what was read and its verdict; `check` is None where the file holds no plan. `data` is the file, if there is one."""

    name: str
    reading: PlanReading
    check: Check | None
    data: bytes | None = None


def checked_opened(report: Report) -> Checked:
    """Return the opened plan with its verdict."""
    reading = PlanReading(report.plan)
    return Checked(OPENED, reading, Check(reading, report))


def checked_file(found: Opened, data: bytes, name: str) -> Checked:
    """Return the plan in a file with its verdict by the opened school."""
    return _checked_file((session.owner(), found.school_id, found.number), data, name, found.school)


@st.cache_resource(max_entries=4, show_spinner="正在读取和核查…… / Reading and checking …")
def _checked_file(key: tuple[str, int, int], data: bytes, name: str, _school: School) -> Checked:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        reading = read_plan(file, _school)
    if reading.plan is None:
        return Checked(name, reading, None, data)
    return Checked(name, reading, Check(reading, audit(_school, reading.plan, reading.omissions)), data)


def as_version(found: Opened, checked: Checked) -> Plan:
    """Return what is stored of a file: meetings that it does not tell are placed, service that it does not tell stays as it is."""
    plan = with_meetings(found.school, checked.reading).plan
    assert plan is not None
    if found.plan is not None and not tells_service(plan):
        plan = plan.model_copy(update={"sessions": found.plan.sessions, "grants": found.plan.grants})
    return plan


def marked_bytes(checked: Checked, language: str) -> bytes:
    """Return a copy of the plan's workbook with what is broken marked and listed."""
    assert checked.check is not None
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / checked.name, Path(folder) / "marked.xlsx"
        if checked.data is not None:
            file.write_bytes(checked.data)
        write_marked_plan(file, checked.reading, checked.check.report, out, language=language)
        return out.read_bytes()
