"""The columns of lists in a plan: 社团 and 其他安排 of our workbook, and somebody's list of lessons, a row each."""

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
LESSON_COLUMNS = (
    _column(
        "class",
        Text("班级", "Class"),
        "班名",
        "班",
        "上课班级",
        "行政班",
        "班级名称",
        "教学班",
        "Classes",
        "Form",
        "Group",
    ),
    _column("day", Text("星期", "Day"), "周几", "星期几", "上课星期", "Weekday", "Day of week"),
    _column(
        "period",
        Text("节次", "Period"),
        "节",
        "第几节",
        "课节",
        "节数",
        "上课节次",
        "时段",
        "Lesson",
        "Lesson no",
        "Slot",
        "Periods",
    ),
    _column("when", Text("上课时间", "When"), "时间", "课时时间", "Time"),
    _column("subject", Text("学科", "Subject"), "课程", "科目", "课程名称", "学科名称", "课名", "Course"),
    _column(
        "teacher",
        Text("教师", "Teacher"),
        "任课教师",
        "任课老师",
        "老师",
        "姓名",
        "教师姓名",
        "授课教师",
        "上课教师",
        "Teachers",
        "Name",
    ),
    _column("week", Text("周次", "Week"), "单双周", "周别", "周", "上课周次", "Weeks"),
    _column("venue", Text("场地", "Room"), "地点", "教室", "上课地点", "上课教室", "Venue", "Place"),
)
