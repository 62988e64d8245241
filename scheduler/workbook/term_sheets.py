"""The sheets of a term's workbook: its calendar, absences, what was changed on which date."""

from __future__ import annotations

from scheduler.school import tables
from scheduler.term.calendar import SPECIAL_NAMES, SpecialKind
from scheduler.term.nouns import ABSENCE_NAMES, WAY_NAMES, AbsenceKind, Way
from scheduler.text import Text
from scheduler.workbook.sheet import Sheet, column

BEGINS, ENDS = Text("开学", "begins"), Text("放假", "ends")
_ENDS: dict[SpecialKind | str, Text] = {"begins": BEGINS, "ends": ENDS}
_SPECIALS: dict[SpecialKind | str, Text] = {kind: SPECIAL_NAMES[kind] for kind in SpecialKind}
KIND_WORDS = _ENDS | _SPECIALS
ABSENCE_WORDS: dict[AbsenceKind, Text] = ABSENCE_NAMES
WAY_WORDS: dict[Way, Text] = WAY_NAMES

CALENDAR = Sheet(
    "calendar",
    tables.CALENDAR,
    (
        column("date", "日期", "Date", "如 2026-10-01", "Such as 2026-10-01", "开始日期", required=True),
        column("to", "到", "To", "连着几天时写最后一天", "The last day, where it is several", "结束日期", "至"),
        column("name", "名称", "Name", "国庆节、秋季运动会", "National Day, sports day", "事项", "内容"),
        column(
            *("kind", "类型", "Kind", "开学、放假、停课、调休、换作息、考试"),
            *("begins, ends, off, follows another day, another bell, exams", "类别"),
            required=True,
        ),
        column("classes", "班级", "Classes", "年级或班；不填即全校", "Grades or classes; empty: all", "年级"),
        column("from", "从", "From", "几点起；不填即整天", "From when; empty: all day", "开始时间"),
        column("until", "至几点", "Until", "到几点", "Until when", "结束时间"),
        column("follows", "上周几的课", "Follows", "调休：上星期几的课", "Which weekday's lessons", "按周几"),
        column("week", "单双周", "Week", "开学行：第一周是单周还是双周", "At 开学: whether week 1 is odd or even"),
        column("schedule", "作息", "Bells", "换作息：用哪套作息", "Another bell: which one"),
        column(
            "adults",
            "教师",
            "Adults",
            "监考或带队的教师",
            "Who watches over an exam or goes with the classes",
            "监考教师",
            "监考",
            "带队教师",
        ),
        column("venue", "地点", "Place", "在哪里考试", "Where it is held", "考场", "场地"),
    ),
    ("学期校历",),
)
ABSENCES = Sheet(
    "absences",
    tables.ABSENCES,
    (
        column("id", "编号", "Number", "程序编号，不用填", "Given by the program"),
        column("teachers", "教师", "Teachers", "谁请假；几位用顿号", "Who is away", "请假教师", "姓名", "老师"),
        column("venues", "场地", "Venues", "哪个场地停用", "Which place is closed"),
        column("classes", "班级", "Classes", "哪些班不在校", "Which classes are away"),
        column("first", "开始日期", "First day", "2026-12-08", "2026-12-08", "日期", required=True),
        column("last", "结束日期", "Last day", "不填即当天", "Empty: that day alone"),
        column(
            "time",
            "节次",
            "When",
            "1-3 节，或 8:00-10:00；不填即整天",
            "Lessons 1-3 or 8:00-10:00; empty: all day",
            "时间",
        ),
        column(
            "kind", "类别", "Kind", "病假、事假、公差、培训、产假、其他", "Sick, private, business …", "假别", "类型"
        ),
        column("note", "备注", "Note", "", ""),
        column("by", "登记人", "Entered by", "", "", "填写人"),
        column("at", "登记时间", "Entered at", "", ""),
    ),
    ("请假登记",),
)
CHANGES = Sheet(
    "changes",
    tables.CHANGES,
    (
        column("id", "编号", "Number", "程序编号，不用填", "Given by the program"),
        column("date", "日期", "Date", "2026-12-08", "2026-12-08", required=True),
        column("classes", "班级", "Classes", "哪个班", "Which class"),
        column("slot", "节次", "Lesson", "当天第几节，或名称", "The number of the lesson, or its name"),
        column("title", "课程", "What", "学科、课后服务或活动", "Subject or session", "学科"),
        column(
            "way",
            "方式",
            "Way",
            "代课、调课、合班、看护自习、同堂教师带班、取消、补课",
            "How it is held",
            required=True,
        ),
        column("without", "原教师", "Instead of", "谁不上", "Who does not hold it"),
        column("teachers", "代课教师", "By", "谁来上", "Who comes in", "代课人"),
        column("joins", "并入", "Joins", "合班：并到哪个班", "Which class it joins"),
        column("to_date", "调到日期", "To date", "调课：调到哪天", "Exchange: to which date"),
        column("to_slot", "调到节次", "To lesson", "调课：调到第几节", "Exchange: to which lesson"),
        column("owed_date", "补哪天", "Makes up", "补课：补哪天欠的课", "Make-up: for a lesson of which date"),
        column("owed_slot", "补哪节", "Lesson owed", "补课：那天第几节", "Make-up: which lesson of that date"),
        column("venue", "场地", "Venue", "换到哪里", "Another place"),
        column("note", "备注", "Note", "", ""),
        column("by", "登记人", "Entered by", "", "", "填写人"),
        column("at", "登记时间", "Entered at", "", ""),
        column("code", "程序用", "Code", "程序填写，请勿改", "Written by the program", "code"),
    ),
    ("调代课登记", "代课登记", "调课登记"),
)
EDITIONS = Sheet(
    "editions",
    tables.EDITIONS,
    (
        column(
            "first",
            "从哪天起",
            "From",
            "一个星期一，如 2026-11-09",
            "A Monday, such as 2026-11-09",
            "日期",
            required=True,
        ),
        column("plan", "课表文件", "Timetable", "和这个工作簿放在一起", "Beside this workbook", "课表", required=True),
        column("school", "学校文件", "School", "不填即和以前一样", "Empty: the same as before", "任课表", "学校"),
    ),
    ("课表更换",),
)
PURPOSES: dict[str, Text] = {
    "calendar": Text(
        "学期从哪天到哪天，哪些天和课表不一样。", "The term's first and last day, and the days unlike the week."
    ),
    "absences": Text("谁、哪个场地、哪个班，哪几天不在。", "Who, which place or class is away, and when."),
    "editions": Text(
        "学期中换了课表才填：从哪天起用哪份；命令里写的是开学用的那份。",
        "Only where another timetable takes over: from when, which; the command names that of the first day.",
    ),
    "changes": Text(
        "哪天哪节课改由谁上、调到哪里。程序写，也可以手写。", "Who holds what instead on which date, or when."
    ),
}
