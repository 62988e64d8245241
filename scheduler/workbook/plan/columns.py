"""The columns of the lists of a plan workbook that are read back: 社团 and 其他安排."""

from __future__ import annotations

from scheduler.plan.layout import STATION_HEADING
from scheduler.text import Text
from scheduler.workbook.sheet import Column

_NO_NOTE = Text("", "")


def _column(key: str, title: Text, *aliases: str, required: bool = False) -> Column:
    return Column(key, title, _NO_NOTE, aliases, required)


CLUB_COLUMNS = (
    _column("club", Text("社团", "Club"), "社团名称", required=True),
    _column("content", Text("活动内容", "Activity"), "内容", "类型"),
    _column("grades", Text("年级", "Grades")),
    _column("members", Text("人数", "Pupils")),
    _column("days", Text("星期", "Days"), "周几", required=True),
    _column("period", Text("时段", "Time"), "节次", "时间", "Period"),
    _column("adults", Text("教师", "Instructors"), "指导教师", "负责教师", "Teachers", required=True),
    _column("venue", Text("场地", "Place"), "地点", "Venue"),
)
OTHER_COLUMNS = (
    _column("post", STATION_HEADING, required=True),
    _column("content", Text("内容", "Activity")),
    _column("day", Text("星期", "Day"), required=True),
    _column("schedule", Text("作息表", "Schedule")),
    _column("period", Text("时段", "Time"), required=True),
    _column("adults", Text("教师", "Teachers")),
    _column("venue", Text("场地", "Place")),
)
