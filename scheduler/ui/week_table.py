"""The week of a class as a table to look at."""

from __future__ import annotations

from html import escape

import streamlit as st

from scheduler.export.lessons import Entry, Lessons
from scheduler.export.styles import SHADES
from scheduler.school import PeriodKind, Slot
from scheduler.ui.language import _, say

STYLE = """<style>
.week-table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 0.8rem; line-height: 1.25; }
.week-table th, .week-table td { border: 1px solid var(--st-border-color, #ccc); padding: 2px 4px; text-align: center; }
.week-table th:first-child { width: 5.5rem; font-weight: 500; }
.week-table td.lesson { color: #1b1b1b; }
.week-table small { display: block; font-size: 0.7rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
</style>"""


def week_table(lessons: Lessons, class_id: str) -> None:
    """Show a class's lessons and what is held with it after school."""
    school = lessons.school
    schedule = school.schedule[school.school_class[class_id].schedule]
    heads = "".join(f"<th scope='col'>{escape(say(schedule.day_text(day)))}</th>" for day in schedule.days)
    rows = []
    for index, period in enumerate(schedule.periods):
        cells = {day: lessons.of_class(class_id, Slot(schedule.id, day, index)) for day in period.days}
        if period.kind is PeriodKind.LESSON or any(cells.values()):
            row = "".join(_cell(cells.get(day, [])) for day in schedule.days)
            rows.append(f"<tr><th scope='row'>{escape(period.name)}</th>{row}</tr>")
    corner = escape(_("节次"))
    st.html(
        f"{STYLE}<table class='week-table'><thead><tr><th>{corner}</th>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(entries: list[Entry]) -> str:
    if not entries:
        return "<td></td>"
    area = entries[0].area
    look = "" if area is None else f" class='lesson' style='background:#{SHADES[area].fill}'"
    words = "".join(f"{escape(e.heading)}<small>{escape(' '.join(e.details))}</small>" for e in entries)
    return f"<td{look}>{words}</td>"
