"""The tables in which a school tells of itself, by the names that people know: the sheets of its workbook."""

from __future__ import annotations

from scheduler.text import Text

GUIDE = Text("说明", "Guide")
ANSWERS = Text("确认", "Answers")
SCHOOL = Text("学校", "School")
SCHEDULE = Text("作息", "Bells")
CLASSES = Text("班级", "Classes")
SUBJECTS = Text("学科", "Subjects")
CURRICULUM = Text("课程计划", "Curriculum")
TEACHERS = Text("教师", "Teachers")
ASSIGNMENT = Text("任课", "Assignment")
ASSIGNMENT_LIST = Text("任课明细", "Courses")
TIMES = Text("教师时间", "Times")
TIME_LIST = Text("时间段", "Time ranges")
VENUES = Text("场地", "Venues")
MEETINGS = Text("教研", "Meetings")
LOCKS = Text("固定课", "Locks")
EXCLUSIONS = Text("互斥", "Exclusions")
EXAMS = Text("考试", "Exams")
RULES = Text("规则", "Rules")
STAGES = Text("课后服务", "Service")
ENROLMENT = Text("参加人数", "Enrolment")
CLUBS = Text("社团", "Clubs")
CONTRACTS = Text("外聘", "External staff")
DUTIES = Text("巡查", "Patrols")
WORKING = Text("弹性上下班", "Flexible hours")
PAY = Text("补助", "Allowances")
