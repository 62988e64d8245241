"""Tells what the law asks of breaks and sport that a school's day does not give, with the smallest change that does."""

from __future__ import annotations

from constraints.lawful_day import Lacking, lacking
from scheduler.school import SPORT_AREAS, School
from scheduler.text import Text
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import ASSIGNMENT, SCHEDULE
from scheduler.workbook.tables import Cell


def check_day(draft: Draft, school: School) -> None:
    """Warn of each bell schedule and grade that lacks something: there is no plan as it is, 找原因 offers the change at a click."""
    for each in lacking(school):
        draft.report.warning(_cell(draft, school, each), each.text, _cure(each))


def _cure(each: Lacking) -> Text:
    if each.edit is None:
        return each.why_not or Text("", "")
    words = each.edit.text
    return Text(
        f"改动最小的办法：{words.zh}（“找原因”和“准备清单”里可以一键改好）",
        f"The smallest change: {words.en} (找原因 and 准备清单 make it at a click)",
    )


def _cell(draft: Draft, school: School, each: Lacking) -> Cell:
    """Return where it is told: the first row of the bell schedule, the PE of the grade's first class."""
    if each.sheet == SCHEDULE.title:
        row = draft.period_rows.get((each.row, 0))
        if row is None:
            return Cell(SCHEDULE.title.zh, "")
        return row["schedule"] if row["schedule"].name else row["period"]
    sport = (c for c in school.class_courses[each.row] if school.area_of(c) in SPORT_AREAS)
    demands = (draft.demand_of[course.id].cell for course in sport if course.id in draft.demand_of)
    return next(demands, Cell(ASSIGNMENT.title.zh, ""))
