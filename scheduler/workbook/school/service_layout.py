"""The sheets of after-school service and flexible hours, and the words of their closed columns."""

from __future__ import annotations

from scheduler.school import STATION_NAMES, DutyKind, ServiceDuty, StationKind, tables
from scheduler.text import Text
from scheduler.workbook.sheet import Sheet, column

STAGES = Sheet(
    "stages",
    tables.STAGES,
    (
        column("stage", "时段名称", "Stage", "如 作业辅导", "A name for it", "名称", "服务时段", required=True),
        column("kind", "类型", "Kind", "从下拉表选", "Choose from the list", "服务类型", required=True),
        column("schedule", "作息表", "Schedule", "只有一套作息时不用填", "Only with several schedules", "作息"),
        column("period", "节次", "Period", "“作息”表里的节次名称", "The period's name in 作息", "时段", required=True),
        column("grades", "年级", "Grades", "如 3-6；不填即这套作息的全部年级", "Such as 3-6; empty: all grades"),
        column("days", "星期", "Days", "不填即该节次的每一天", "Empty: every day of the period", "周几"),
        column("grouping", "组织方式", "Grouping", "按班、合班、走班；不填即按班", "Empty: by class", "分组方式"),
        column(
            "contents",
            "内容",
            "Contents",
            "几项用、隔开，按天轮换，如 阅读、体育、艺术",
            "Several take turns day by day, such as reading, sport",
            "服务内容",
        ),
        column(
            "free_order",
            "内容可调换",
            "Free order",
            "是 或 否；填 是，各项次数不变，哪天做哪项由程序给每个班组排；不填即否",
            "yes or no; yes: each content as often, on the days that the plan chooses; empty: no",
            "可调换",
        ),
        column("per_adult", "每位教师带学生数", "Pupils an adult", "不填按 60 人", "Empty means 60", "师生比"),
        column("group_size", "合班人数上限", "Most in a merged group", "不填按 45 人", "Empty means 45", "合班上限"),
        column(
            "candidates",
            "可安排教师",
            "Candidates",
            "教师姓名或教研组名；不填由程序在任课教师中选",
            "Teachers or groups; empty: those near the classes",
            "教师",
            "负责教师",
        ),
        column(
            "credit",
            "弹性计时%",
            "Credit %",
            "下班后服务的分钟按此折算进弹性余额，不填 100",
            "Rate at which minutes after work count in the time bank; empty means 100",
            "弹性折算%",
        ),
    ),
    ("课后服务时段", "课后服务安排", "After-school service"),
)

ENROLMENT = Sheet(
    "enrolment",
    tables.ENROLMENT,
    (
        column(
            "class",
            "班级",
            "Class",
            "一行一个班，后面每列一个时段，格里填人数；并入别的班写 12→三(2)班",
            "A row a class, a column a stage, cells give pupils; 12→三(2)班 joins another class",
            "班名",
            required=True,
        ),
    ),
    ("课后服务人数", "报名人数"),
)

CLUBS = Sheet(
    "clubs",
    tables.CLUBS,
    (
        column("club", "名称", "Club", "如 合唱团", "Such as choir", "社团", "社团名称", "兴趣班", required=True),
        column("content", "内容", "Content", "不填按 社团", "Empty means club", "类别", "类型"),
        column("schedule", "作息表", "Schedule", "只有一套作息时不用填", "Only with several schedules", "作息"),
        column("period", "节次", "Period", "“作息”表里的节次名称", "The period's name in 作息", "时段", required=True),
        column("grades", "年级", "Grades", "如 3-4；不填即这套作息的全部年级", "Such as 3-4; empty: all grades"),
        column(
            "instructors",
            "指导教师",
            "Instructors",
            "可担任的教师，用、隔开；外聘人员也写在这里",
            "Who can lead it, separated by 、",
            "教师",
            "负责教师",
            required=True,
        ),
        column("members", "人数", "Members", "不填按 25 人", "Empty means 25", "参加人数"),
        column("capacity", "容量", "Capacity", "最多收多少人，不填不限", "Empty: no limit", "人数上限", "名额"),
        column("adults", "每次教师数", "Adults each time", "不填 1 位", "Empty means 1", "教师数"),
        column("days", "星期", "Days", "可在哪几天，不填不限", "On which it may be; empty: any", "周几"),
        column("sessions", "每周次数", "Times a week", "不填 1 次", "Empty means 1", "次数"),
        column("venue", "场地", "Venue", "具体场地或场地类型；不填不占场地", "A venue or a kind; empty: none", "地点"),
    ),
    ("社团课程", "兴趣班", "社团活动"),
)

CONTRACTS = Sheet(
    "contracts",
    tables.CONTRACTS,
    (
        column(
            "teacher", "姓名", "Name", "不在教师表的会自动加上", "Who is not in 教师 is added", "教师", required=True
        ),
        column(
            "starts", "合同开始", "Contract from", "如 2026-09-01", "Such as 2026-09-01", "合同起始", "合同开始日期"
        ),
        column("ends", "合同结束", "Contract to", "如 2027-01-31", "Such as 2027-01-31", "合同终止", "合同结束日期"),
        column("qualification", "资质", "Qualification", "证书或身份，如 非遗传承人", "A certificate", "资格", "证书"),
        column(
            "qualified_until",
            "资质有效期至",
            "Qualified until",
            "如 2028-12-31；没有期限写 长期",
            "Such as 2028-12-31, or 长期 without a last day",
            "资质到期",
            "有效期至",
        ),
        column("pay", "每次报酬", "Pay a session", "元", "In yuan", "报酬", "课时费", "单次报酬"),
    ),
    ("外聘人员", "外聘教师"),
)

DUTIES = Sheet(
    "duties",
    tables.DUTIES,
    (
        column(
            "kind",
            "岗位",
            "Duty",
            "巡查、替补、午间看护、课间值守；不填即巡查",
            "patrol, substitute, noon care, break duty; empty: patrol",
            "类型",
        ),
        column("schedule", "作息表", "Schedule", "不填即有这个节次的作息", "Empty: those with the period", "作息"),
        column(
            "period",
            "节次",
            "Period",
            "“作息”表里的节次名称；全部 即每个有课后服务的时段",
            "The period's name in 作息; 全部: all with service",
            "时段",
            required=True,
        ),
        column("days", "星期", "Days", "不填即该节次的每一天", "Empty: every day of the period", "周几"),
        column("adults", "人数", "Adults", "不填 1 位", "Empty means 1"),
        column(
            "candidates",
            "人员",
            "Candidates",
            "姓名或教研组名；不填即全体在编教师",
            "Teachers or groups; empty: all staff",
            "教师",
            "巡查人员",
            "值班人员",
        ),
        column("credit", "弹性计时%", "Credit %", "不填 100", "Empty means 100", "弹性折算%"),
        column(
            "each_class",
            "每班一组",
            "For each class",
            "是 即每个班各要这么多人（如午间看护）；不填即全校",
            "yes: so many for each class, as noon care has it; empty: for the whole school",
        ),
    ),
    ("巡查安排", "巡查值班", "值守", "值班"),
)

WORKING = Sheet(
    "working",
    tables.WORKING,
    (
        column("start", "上班", "Start", "如 08:00", "Such as 08:00", "上班时间", required=True),
        column("end", "下班", "End", "如 17:30", "Such as 17:30", "下班时间", required=True),
        column("core_start", "核心开始", "Core from", "此后人人在岗；不填没有核心时间", "Empty: no core hours"),
        column("core_end", "核心结束", "Core to", "在此之前人人在岗", "Until then everyone is present"),
        column(
            "late_minutes", "晚到分钟", "Late start", "晚到一次多少分钟，不填 60", "Minutes; empty means 60", "晚到"
        ),
        column(
            "early_minutes", "早走分钟", "Early leave", "早走一次多少分钟，不填 60", "Minutes; empty means 60", "早走"
        ),
        column("half_days", "可整半天", "Half-days", "是 或 否；不填即否", "yes or no; empty: no", "可休半天"),
        column(
            "morning_credit",
            "早读计时%",
            "Morning credit %",
            "班主任上班前的早读看护按几成计时，不填 100",
            "Of morning reading before working hours; empty means 100",
        ),
    ),
    ("弹性", "弹性工作"),
)

PAY = Sheet(
    "pay",
    tables.PAY,
    (
        column("post", "岗位", "Post", "从下拉表选", "Choose from the list", "类型", required=True),
        column("staff", "在编", "Staff", "元/次", "Yuan a session", "在编教师"),
        column("external", "外聘", "External", "元/次", "Yuan a session", "外聘人员"),
    ),
    ("补助标准", "课后服务补助"),
)

SERVICE_SHEETS = (STAGES, ENROLMENT, CLUBS, CONTRACTS, DUTIES, WORKING, PAY)

SERVICE_DUTY_WORDS: dict[ServiceDuty, Text] = {
    ServiceDuty.FULL: Text("参加", "full"),
    ServiceDuty.NO_EVENING: Text("不上晚自习", "no evening"),
    ServiceDuty.NONE: Text("免", "none"),
}
DUTY_WORDS: dict[DutyKind, Text] = {kind: STATION_NAMES[StationKind(kind)] for kind in DutyKind}
YES_NO_WORDS: dict[bool, Text] = {True: Text("是", "yes"), False: Text("否", "no")}
ALL_PERIODS = Text("全部", "all")
FOREVER = Text("长期", "for good")
