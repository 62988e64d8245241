"""Lessons held against those assigned, the curriculum and the state's standard: by grade, then by class."""

from __future__ import annotations

from statistics import fmean
from typing import NamedTuple

import pandas as pd
import streamlit as st

from constraints.audit import Report
from constraints.curriculum.standard import total_lessons
from constraints.places.law import law_of
from scheduler.export.hours import Hours, hours_of, off_prescription, shortfalls
from scheduler.plan import PlanView
from scheduler.school import School, SchoolClass
from scheduler.text import Text
from scheduler.ui import session
from scheduler.ui.fairness_charts import heat, number
from scheduler.ui.language import _, grade_label, say
from scheduler.ui.markdown import plain
from scheduler.ui.session import Key

LINE = 27


class ClassHours(NamedTuple):
    """The lessons a week of a class by subject, and what the state asks more of it: name, planned, required."""

    klass: SchoolClass
    by_subject: dict[str, Hours]
    counted: float
    short: list[tuple[Text, float, int]]
    off: int | None  # the lessons a week that the state prescribes where these are others
    prescribed: int | None

    @property
    def agrees(self) -> bool:
        """Tell whether everything is as it should be."""
        return not self.short and self.off is None and not any(hours.differs for hours in self.by_subject.values())


@st.cache_resource(max_entries=session.VERSIONS_KEPT, show_spinner=False)
def class_hours(key: Key, _report: Report) -> tuple[ClassHours, ...]:
    """Return the hours of every class; subjects that nobody has are left out."""
    school, view = _report.school, PlanView(_report.school, _report.plan)
    named = {course.subject for course in school.courses} | {item.subject for item in school.curriculum}
    return tuple(_class_hours(school, view, klass, named) for klass in school.classes)


def _class_hours(school: School, view: PlanView, klass: SchoolClass, named: set[str]) -> ClassHours:
    subjects = [subject for subject in school.subjects if subject.id in named]
    found = {subject.id: hours_of(view, klass, subject) for subject in subjects}
    counted = sum(found[subject.id].planned for subject in subjects if subject.counts)
    kept = {name: hours for name, hours in found.items() if hours.planned or hours.held or hours.standard}
    return ClassHours(
        klass,
        kept,
        counted,
        shortfalls(view, klass),
        off_prescription(school, klass, counted),
        total_lessons(law_of(school), klass.grade),
    )


def show_hours(school: School, found: tuple[ClassHours, ...], grade: int | None) -> None:
    """Show the lessons a week by grade and subject, of one grade by class; then what differs, class by class."""
    chosen = [each for each in found if grade in (None, each.klass.grade)]
    wrong = [each for each in chosen if not each.agrees]
    if wrong:
        words = _("{n} 个班的课时与任课、课程计划或国家规定不一致（橙色）").format(n=len(wrong))
    else:
        words = _("{n} 个班的课时与任课、课程计划和国家规定全部一致").format(n=len(chosen))
    st.markdown(f"##### {plain(words)}")
    st.markdown(_("**每周已排课时**") if grade is not None else _("**每班每周已排课时，各年级平均**"))
    _chart(school, chosen, grade)
    problems = [row for each in wrong for row in _differences(each)]
    if problems:
        st.dataframe(pd.DataFrame(problems), hide_index=True, height=min(320, 38 + 35 * len(problems)))
    with st.expander(_("各班各科课时"), expanded=not problems):
        names = _subjects(school, chosen)
        st.dataframe(pd.DataFrame([_row(each, names) for each in chosen]), hide_index=True, height=320)


def _chart(school: School, chosen: list[ClassHours], grade: int | None) -> None:
    parts: dict[str, list[ClassHours]] = {}
    for each in chosen:
        name = each.klass.id if grade is not None else grade_label(each.klass.grade)
        parts.setdefault(name, []).append(each)
    subjects = _subjects(school, chosen)
    short = {subject.id: subject.short or subject.id for subject in school.subjects}
    cells = pd.DataFrame([_cell(row, name, part) for row, part in parts.items() for name in subjects])
    cells["subject"], cells["column"] = cells["column"], cells["column"].map(short)
    heat(
        cells,
        "hours-heat",
        rows=list(parts),
        columns=[short[name] for name in subjects],
        line=LINE,
        tip={"row": _("班级"), "subject": _("学科"), "told": _("课时")},
    )


def _subjects(school: School, chosen: list[ClassHours]) -> list[str]:
    taught = {name for each in chosen for name in each.by_subject}
    return [subject.id for subject in school.subjects if subject.id in taught]


def _cell(row: str, subject: str, part: list[ClassHours]) -> dict[str, object]:
    """Return the cell of a grade or class in a subject; how many of its classes differ stands behind the lessons."""
    hours = [each.by_subject[subject] for each in part if subject in each.by_subject]
    wrong = [each for each in hours if each.differs]
    words = number(fmean(each.held for each in hours)) if hours else ""
    if wrong and len(part) > 1:
        words += _("（{n}班）").format(n=len(wrong))
    told = _words(wrong[0] if wrong else hours[0]) if hours else _("没有这一科")
    side = "above" if wrong else "even"
    return {"row": row, "column": subject, "words": words, "shade": 1.0 if wrong else 0.0, "side": side, "told": told}


def _words(hours: Hours) -> str:
    words = _("已排 {held}，任课 {planned}").format(held=number(hours.held), planned=number(hours.planned))
    if hours.standard is None:
        return words
    return words + _("，课程计划 {standard}").format(standard=number(hours.standard))


def _differences(each: ClassHours) -> list[dict[str, object]]:
    rows = [
        _difference(each, name, hours.held, hours.planned, hours.standard)
        for name, hours in each.by_subject.items()
        if hours.differs
    ]
    if each.off is not None:
        rows.append(_difference(each, _("周总课时（国家规定）"), None, each.counted, each.off))
    for name, planned, required in each.short:
        rows.append(_difference(each, _("{area}（国家规定不少于）").format(area=say(name)), None, planned, required))
    return rows


def _difference(
    each: ClassHours, what: str, held: float | None, planned: float, wanted: float | None
) -> dict[str, object]:
    return {_("班级"): each.klass.id, _("学科"): what, _("已排"): held, _("任课"): planned, _("计划或规定"): wanted}


def _row(each: ClassHours, subjects: list[str]) -> dict[str, object]:
    lessons = {name: number(each.by_subject[name].held) if name in each.by_subject else "" for name in subjects}
    totals = {_("任课合计"): each.counted, _("规定周课时"): each.prescribed}
    return {_("班级"): each.klass.id, **totals, **lessons}
