"""The words of the plan workbook that both its writer and its reader must know."""

from __future__ import annotations

from scheduler.school import Week
from scheduler.text import Text

OVERVIEW = Text("总课表", "Timetable")
CLASS_PAGES = Text("班级课表", "Class pages")
TEACHER_OVERVIEW = Text("教师总表", "Teachers")
TEACHER_PAGES = Text("教师课表", "Teacher pages")
VENUE_PAGES = Text("场地课表", "Venue pages")
HOURS = Text("课时核对", "Hours")
COMPLIANCE = Text("合规报告", "Compliance")
PROBLEMS = Text("问题清单", "Problems")
MEETINGS = Text("教研", "Meetings")

WEEK_WORDS: dict[Week, Text] = {Week.ODD: Text("单", "odd"), Week.EVEN: Text("双", "even")}
