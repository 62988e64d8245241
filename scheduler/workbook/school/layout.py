"""The sheets and columns of the school workbook: one table that the template, the writer and the reader share."""

from __future__ import annotations

from scheduler.school import tables
from scheduler.workbook.school.service_layout import SERVICE_SHEETS
from scheduler.workbook.sheet import Sheet
from scheduler.workbook.sheet import column as _column
from scheduler.workbook.tables import LESSONS_ALIASES, TEACHER_ALIASES

GUIDE = Sheet("guide", tables.GUIDE, (), ("填写说明", "Readme"))

SCHOOL = Sheet(
    "school",
    tables.SCHOOL,
    (
        _column("name", "学校名称", "School", "印在每张课表上", "Printed on every timetable", "校名", "学校"),
        _column("term", "学期", "Term", "如 2026-2027学年第一学期", "Such as autumn 2026"),
        _column(
            "term_start", "开学日期", "Term from", "如 2026-09-01", "Such as 2026-09-01", "学期开始", "开学", "开始日期"
        ),
        _column(
            "term_end", "放假日期", "Term to", "如 2027-01-29", "Such as 2027-01-29", "学期结束", "放假", "结束日期"
        ),
        _column(
            "place",
            "所在地",
            "Place",
            "如 河南省郑州市金水区；按它的规定核查，见“规则”。不填即金水区",
            "Such as 广东省广州市: what its documents ask is checked, see 规则. Empty: Jinshui",
            "地区",
            "省市区",
            "学校所在地",
        ),
        _column(
            "year",
            "学年",
            "School year",
            "如 2026（2026—2027学年）；不填按开学日期",
            "Such as 2026, for 2026/27; empty: that of the term's first day",
            "学年度",
        ),
        _column("boarding", "寄宿制", "Boarding", "是 或 否；不填即否", "yes or no; empty: no", "寄宿", "是否寄宿"),
        _column(
            "longest_gap",
            "连堂间隔",
            "Longest gap",
            "两节课之间最多隔几分钟仍算前后相连（连堂、相邻学科），不填即 20",
            "Minutes between two lessons that still follow each other, for doubles and neighbours; empty: 20",
            "课间上限",
        ),
        _column(
            "evening",
            "晚间起点",
            "Evening from",
            "结束晚于几点的服务算晚间（免晚间、晚间均摊、晚归次日），晚自习都算；不填即 18:30",
            "Service that ends later is in the evening, and so is evening study; empty: 18:30",
        ),
        _column(
            "watched",
            "空课看护",
            "Watched",
            "自习和上完课等课后服务的空课由本校教师轮流看护；否 即学校另有安排。不填即是",
            "Pupils in self-study, or free before service, are watched by the staff in turn; no: seen to otherwise. Empty: yes",
        ),
        _column(
            "campus_way",
            "校区路程",
            "Way between campuses",
            "教师从一个校区到另一个校区要几分钟，不填即 30",
            "Minutes that a teacher needs from one campus to another; empty: 30",
        ),
    ),
    ("学校信息",),
)

SCHEDULE = Sheet(
    "schedule",
    tables.SCHEDULE,
    (
        _column("schedule", "作息表", "Schedule", "一校多套作息时各取一名", "One name for each bell schedule", "作息"),
        _column("period", "节次", "Period", "如 第1节、大课间", "Such as Lesson 1", "名称", required=True),
        _column("kind", "类型", "Kind", "从下拉表选", "Choose from the list", required=True),
        _column("start", "开始", "Start", "如 08:20", "Such as 08:20", "开始时间", required=True),
        _column("end", "结束", "End", "如 09:00", "Such as 09:00", "结束时间", required=True),
        _column(
            "days",
            "星期",
            "Days",
            "如 一至五，或 一至五、单周六；不填即周一至周五",
            "Such as 1-5, or 一至五、单周六; empty means Mon-Fri",
            "周几",
        ),
        _column(
            "campus",
            "校区",
            "Campus",
            "用这套作息的班所在的校区，如 东校区；只有一个校区不用填",
            "Where the classes of this schedule are; empty with one campus",
        ),
    ),
    ("作息时间", "作息时间表", "Bell schedule"),
)

CLASSES = Sheet(
    "classes",
    tables.CLASSES,
    (
        _column("class", "班级", "Class", "如 三(1)班", "Such as 三(1)班", "班名", "行政班", required=True),
        _column(
            "grade", "年级", "Grade", "1 至 12；班名看得出年级时可不填", "1 to 12; may be empty when the name tells"
        ),
        _column("size", "人数", "Pupils", "不填按 45 人", "Empty means 45", "学生数", "班额"),
        _column("homeroom", "班主任", "Homeroom teacher", "须在教师表或任课表里", "A teacher of this school"),
        _column(
            "deputy",
            "副班主任",
            "Deputy",
            "可以替班主任看早读；没有就不填",
            "Can take the homeroom teacher's morning duty",
            "配班教师",
        ),
        _column("schedule", "作息表", "Schedule", "不填按学段取", "Empty: the schedule of the stage", "作息"),
        _column("room", "教室", "Home room", "本班教室", "The class's own room", "固定教室"),
    ),
)

SUBJECTS = Sheet(
    "subjects",
    tables.SUBJECTS,
    (
        _column("subject", "学科", "Subject", "任课表里用的名称", "As written in 任课", "课程", "科目", required=True),
        _column("area", "领域", "Area", "规则按领域识别学科，从下拉表选", "Rules know subjects by area", "类别"),
        _column("short", "简称", "Short", "窄格里显示", "Shown in narrow cells"),
        _column("venue_kind", "场地类型", "Venue kind", "如 操场；不填在本班教室", "Empty: the home room", "场地"),
        _column("max_per_day", "每天最多节数", "Most a day", "不填按规则", "Empty: as the rule says", "每天最多"),
    ),
    ("课程", "科目"),
)

CURRICULUM = Sheet(
    "curriculum",
    tables.CURRICULUM,
    (
        _column(
            "grade",
            "年级",
            "Grade",
            "一行一个年级，后面每列一门学科，格里填周课时",
            "A row a grade, a column a subject",
            required=True,
        ),
    ),
    ("课时计划", "课程设置", "Curriculum plan"),
)

TEACHERS = Sheet(
    "teachers",
    tables.TEACHERS,
    (
        _column(
            "teacher",
            "姓名",
            "Teacher",
            "同名的加数字区分，如 刘洋1、刘洋2",
            "Unique names",
            "教师",
            "教师姓名",
            "老师",
            required=True,
        ),
        _column("group", "教研组", "Group", "如 语文组", "Such as 语文组", "学科组", "组别"),
        _column("kind", "性质", "Kind", "在编 或 外聘", "staff or external", "身份"),
        _column("fte", "工作量%", "FTE %", "100 为全职", "100 is a full post", "工作量"),
        _column("max_per_day", "每天最多节数", "Most a day", "不填不限", "Empty: no limit", "每天最多"),
        _column(
            "max_in_row",
            "连上最多节数",
            "Most in a row",
            "不填按规则",
            "Empty: as the rule says",
            "连上最多",
            "连续最多",
        ),
        _column("max_half_days", "每周最多半天数", "Half-days a week", "不填不限", "Empty: no limit", "最多半天数"),
        _column("max_days", "每周最多天数", "Days a week", "不填不限", "Empty: no limit", "最多天数"),
        _column(
            "mentor", "师父", "Mentor", "徒弟上课时师父须有空去听课", "Free while this teacher teaches", "指导教师"
        ),
        _column(
            "service",
            "课后服务",
            "Service",
            "参加、不上晚自习、免（孕期、哺乳期）；不填即参加",
            "full, no evening, none; empty: full",
            "参加课后服务",
        ),
        _column("max_service", "每周最多服务次数", "Service a week", "不填不限", "Empty: no limit", "最多服务次数"),
        _column("max_evenings", "每周最多晚自习", "Evenings a week", "不填不限", "Empty: no limit", "最多晚自习"),
        _column(
            "max_span",
            "每天最长在岗分钟",
            "Longest day",
            "从第一项到最后一项工作，如 600；不填不限",
            "Minutes from first to last duty; empty: no limit",
            "最长在岗",
        ),
        _column(
            "balance", "弹性余额", "Balance", "本周开始时结余的分钟，可为负", "Minutes in the time bank", "弹性结余"
        ),
    ),
    ("教师信息",),
)

ASSIGNMENT = Sheet(
    "assignment",
    tables.ASSIGNMENT,
    (
        _column(
            "class",
            "班级",
            "Class",
            "一行一个班，后面每列一门学科，格里填教师；课时取自课程计划，也可写在格里，如 王芳 4+1",
            "A row a class, a column a subject, cells name the teacher; lessons from 课程计划 or in the cell: 王芳 4+1",
            "班名",
            required=True,
        ),
    ),
    ("任课表", "任课安排", "教师任课", "Teaching"),
)

# How lists that schools write call their columns.
CLASS_TITLES = ("班名", "任教班级", "任课班级", "授课班级", "所教班级", "教学班")
SUBJECT_TITLES = ("课程", "科目", "任教学科", "任课学科", "课程名称")

ASSIGNMENT_LIST = Sheet(
    "assignment_list",
    tables.ASSIGNMENT_LIST,
    (
        _column(
            "class",
            "班级",
            "Class",
            "合班写多个班，用、隔开",
            "Several for a joint class",
            *CLASS_TITLES,
            required=True,
        ),
        _column("subject", "学科", "Subject", "学科名称", "The subject", *SUBJECT_TITLES, required=True),
        _column("teacher", "教师", "Teacher", "多位教师用、隔开", "Several are separated by 、", *TEACHER_ALIASES),
        _column(
            "lessons",
            "课时",
            "Lessons",
            "如 5、4+1（4 节单课加 1 次两节连堂）",
            "Such as 5, 4+1 (a double)",
            *LESSONS_ALIASES,
        ),
        _column("week", "单双周", "Week", "单、双；不填每周上", "odd, even; empty: every week", "周次"),
        _column("venue", "场地", "Venue", "具体场地或场地类型", "A venue or a kind of venue"),
        _column("together", "走班组", "Together", "同组的课同时上", "Courses of a group run at the same time", "走班"),
        _column(
            "halves",
            "半班组",
            "Half class",
            "一个班分成几组轮流上的课同组；课时写每个学生的",
            "Courses that groups of a class take in turns; the lessons are each pupil's",
            "半班",
        ),
        _column("pair", "轮换组", "Pair", "单双周轮换、共用时段的课同组", "Odd and even courses sharing slots", "轮换"),
        _column("note", "备注", "Note", "不影响排课", "Changes nothing", "说明", "remark", "remarks", "notes"),
    ),
    ("任课列表", "课程任务", "教学任务"),
)

_WHOSE_KIND = ("教师、班级、学科、场地、任课；不填即教师", "teacher, class, subject, venue, course")
_WHOSE = ("教师姓名、班级、学科、场地，或 七(1)班 数学", "Whose time this is; a course is such as 七(1)班 数学")
TIMES = Sheet(
    "times",
    tables.TIMES,
    (
        _column("kind", "类别", "Kind", *_WHOSE_KIND),
        _column("owner", "名称", "Name", *_WHOSE, "姓名", "教师", required=True),
        _column("schedule", "作息表", "Schedule", "只有一套作息时不用填", "Only with several schedules", "作息"),
    ),
    ("时间要求", "不可用时间", "Availability"),
)

TIME_LIST = Sheet(
    "time_list",
    tables.TIME_LIST,
    (
        _column("kind", "类别", "Kind", *_WHOSE_KIND),
        _column("owner", "名称", "Name", *_WHOSE, "姓名", required=True),
        _column("days", "星期", "Days", "如 三 或 一至五", "Such as 3 or 1-5", required=True),
        _column("start", "开始", "Start", "如 14:00", "Such as 14:00", required=True),
        _column("end", "结束", "End", "如 18:00", "Such as 18:00", required=True),
        _column("level", "标记", "Mark", "禁、避、优", "forbidden, avoided, preferred", required=True),
    ),
)

VENUES = Sheet(
    "venues",
    tables.VENUES,
    (
        _column("venue", "场地", "Venue", "名称", "Its name", "名称", required=True),
        _column(
            "kind",
            "类型",
            "Kind",
            "同类场地可互换，如 操场、实验室",
            "Venues of a kind are interchangeable",
            "场地类型",
        ),
        _column("capacity", "容纳班数", "Classes at once", "同时可上几个班，不填 1", "Empty means 1", "容量"),
        _column("seats", "座位", "Seats", "不填不限", "Empty: enough", "座位数"),
        _column(
            "campus",
            "校区",
            "Campus",
            "只给这个校区的班用；任课里指定了这个场地的课除外",
            "For the classes of this campus alone, and courses that name the venue",
        ),
    ),
    ("教室场地", "功能室"),
)

MEETINGS = Sheet(
    "meetings",
    tables.MEETINGS,
    (
        _column("meeting", "名称", "Meeting", "如 语文教研", "Such as Chinese group", "教研活动", required=True),
        _column(
            "members",
            "成员",
            "Members",
            "教师姓名或教研组名，用、隔开",
            "Teachers or groups",
            "教师",
            "参加教师",
            required=True,
        ),
        _column("schedule", "作息表", "Schedule", "只有一套作息时不用填", "Only with several schedules", "作息"),
        _column("length", "连续节数", "Length", "不填 1 节", "Empty means 1 lesson", "节数"),
        _column(
            "slot", "固定时间", "Fixed time", "如 周三第5节；不填由程序安排", "Such as 周三第5节; empty: free", "时间"
        ),
        _column("days", "可选星期", "Days", "如 二、三；不填不限", "Empty: any"),
        _column("parts", "可选时段", "Part", "上午 或 下午；不填不限", "morning or afternoon; empty: any"),
    ),
    ("集体备课", "教研活动"),
)

LOCKS = Sheet(
    "locks",
    tables.LOCKS,
    (
        _column(
            "class",
            "班级",
            "Class",
            "多个班用、隔开；全校、全年级也可",
            "Several, a grade, or 全校",
            "班名",
            required=True,
        ),
        _column("subject", "学科", "Subject", "学科名称", "The subject", *SUBJECT_TITLES, required=True),
        _column(
            "teacher", "教师", "Teacher", "同一班一门学科有几位教师时才需填", "Only when a class has several", "姓名"
        ),
        _column("day", "星期", "Day", "一 至 五", "1 to 5", "周几", required=True),
        _column("period", "节次", "Period", "当天第几节课", "Number of the lesson", "第几节", required=True),
    ),
    ("固定课程", "锁定课"),
)

EXCLUSIONS = Sheet(
    "exclusions",
    tables.EXCLUSIONS,
    (
        _column("exclusion", "名称", "Name", "如 夫妻轮流看孩子", "A name for it", required=True),
        _column("teachers", "教师", "Teachers", "这些教师不同时有课", "No two of them at the same time"),
        _column("courses", "课程", "Courses", "如 七(1)班 体育、七(2)班 体育", "Class and subject, separated by 、"),
    ),
)

EXAMS = Sheet(
    "exams",
    tables.EXAMS,
    (
        _column("exam", "考试", "Exam", "如 期末", "Such as final", "名称", "考试名称", required=True),
        _column("grades", "年级", "Grades", "如 3-6", "Such as 3-6", required=True),
        _column("week", "周次", "Week", "第几教学周", "Teaching week"),
    ),
    ("考试安排",),
)

RULES = Sheet(
    "rules",
    tables.RULES,
    (
        _column("rule", "规则编号", "Rule", "不要改", "Do not change", "编号", "规则", required=True),
        _column("title", "名称", "Title", "不要改", "Do not change"),
        _column("enabled", "启用", "Enabled", "是 或 否；法规不能停用", "yes or no; regulations stay on", "是否启用"),
        _column("level", "级别", "Level", "法规、硬性、软性", "regulation, hard, soft"),
        _column("weight", "权重", "Weight", "软性要求每违反一个单位的扣分", "Cost of one unit of a soft rule"),
        _column("parameter", "参数", "Parameter", "一行一个参数", "A row each"),
        _column("value", "参数值", "Value", "可改", "May be changed", "值"),
        _column("unit", "单位", "Unit", "不要改", "Do not change"),
        _column("article", "依据", "Article", "文件与条款", "Document and article"),
        _column("words", "说明", "Meaning", "规则的意思", "What the rule means"),
    ),
)

SHEETS = (
    GUIDE,
    SCHOOL,
    SCHEDULE,
    CLASSES,
    SUBJECTS,
    CURRICULUM,
    TEACHERS,
    ASSIGNMENT,
    ASSIGNMENT_LIST,
    TIMES,
    TIME_LIST,
    VENUES,
    MEETINGS,
    LOCKS,
    EXCLUSIONS,
    EXAMS,
    *SERVICE_SHEETS,
    RULES,
)
