"""The sheets from which clubs are allocated to pupils; they stand in the school's workbook or in one of their own."""

from __future__ import annotations

from scheduler.school import tables
from scheduler.text import Text
from scheduler.workbook.sheet import Column, Sheet, column

NUMBER_ALIASES = ("学籍号", "学生编号", "学生学号", "编号")
NAME_ALIASES = ("学生姓名", "学生", "名字", "孩子姓名")
CLASS_ALIASES = ("班名", "所在班级", "学生班级", "年级班级")


def _person(mark: str = "", english: str = "") -> tuple[Column, Column, Column]:
    """Return the columns that say who a pupil is."""
    return (
        column(
            f"id{mark}",
            f"学号{mark}",
            f"Number{english}",
            "同班有同名的必须写",
            "Needed where two of a class have one name",
            *(f"{alias}{mark}" for alias in NUMBER_ALIASES),
        ),
        column(
            f"name{mark}",
            f"姓名{mark}",
            f"Name{english}",
            "学生姓名",
            "The pupil",
            *(f"{a}{mark}" for a in NAME_ALIASES),
        ),
        column(
            f"class{mark}",
            f"班级{mark}",
            f"Class{english}",
            "如 三(1)班，各种写法都可以",
            "Such as 三(1)班, in any spelling",
            *(f"{alias}{mark}" for alias in CLASS_ALIASES),
        ),
    )


_ID, _NAME, _CLASS = _person()
PUPILS = Sheet(
    "pupils",
    tables.PUPILS,
    (
        _ID,
        _NAME._replace(required=True),
        _CLASS._replace(required=True),
        column(
            "days",
            "星期",
            "Days",
            "参加课后服务的日子；不填即每天",
            "On which he stays; empty: every day",
            "参加星期",
            "周几",
        ),
        column("care", "延时托管", "Extended care", "是 或 否", "yes or no", "延时"),
        column(
            "account", "欠分", "Account", "上次分配后的欠分，程序算好", "What earlier allocations owe, as told by paike"
        ),
    ),
    ("学生名单", "学生名册"),
)
WISHES = Sheet(
    "wishes",
    tables.WISHES,
    (
        _ID,
        _NAME,
        _CLASS,
        column(
            "time",
            "提交时间",
            "Time",
            "同一学生几次填报，以最后一次为准",
            "The last of several answers counts",
            "提交答卷时间",
            "填写时间",
            "时间",
            "答题时间",
            "创建时间",
            "更新时间",
            "开始时间",
        ),
        column("day", "星期", "Day", "按天填报时写；不填即全周", "For one day; empty: for the week", "周几"),
        column("rank", "志愿序号", "Rank", "1 为最想去", "1 is liked best", "志愿顺序", "第几志愿", "顺序"),
        column("club", "社团", "Club", "社团名称", "The club", "社团名称", "课程", "课程名称", "志愿社团"),
    ),
    ("志愿", "选课志愿", "社团志愿", "志愿填报", "选课结果", "报名表"),
)
OFFERS = Sheet(
    "offers",
    tables.OFFERS,
    (
        column("club", "社团", "Club", "“社团”表里的名称", "As in 社团", "名称", "社团名称", required=True),
        column("days", "星期", "Days", "在哪几天开；不填按课表", "Its days; empty: as planned", "周几"),
        column(
            "places",
            "名额",
            "Places",
            "每天最多收多少人；不填按“社团”表的容量",
            "On each day; empty: as in 社团",
            "容量",
            "人数上限",
        ),
        column(
            "minimum",
            "最少人数",
            "At least",
            "少于这么多就不开；不填不限",
            "Fewer, and it is not held",
            "开班人数",
            "最低人数",
        ),
        column("grades", "年级", "Grades", "不填按“社团”表", "Empty: as in 社团"),
        column(
            "kind", "同类", "Kind", "同类的社团每人最多选一个", "Of one kind a pupil has at most one", "互斥类", "类别"
        ),
        column(
            "whole",
            "每次都来",
            "All days",
            "是 即入选的学生这几天都来；不填即各天分别选",
            "yes: who is in it comes on all its days",
            "整周",
        ),
        column(
            "audition",
            "选拔",
            "Audition",
            "是 即只收“选课名单”上的学生",
            "yes: only those in 选课名单",
            "需选拔",
            "面试",
        ),
    ),
    ("选课", "社团名额"),
)
LISTINGS = Sheet(
    "listings",
    tables.LISTINGS,
    (
        column("club", "社团", "Club", "社团名称", "The club", "社团名称", "名称", required=True),
        _ID,
        _NAME,
        _CLASS,
        column(
            "promised", "类别", "As", "保证（校队、续报，一定有名额）或 入选（可以选）", "promised, or admitted", "类型"
        ),
        column("day", "星期", "Day", "只保证某一天时写", "Where it is promised for one day", "周几"),
    ),
    ("校队名单", "选拔名单", "保证名单"),
)
COMPANIONS = Sheet(
    "companions",
    tables.COMPANIONS,
    (
        *_person("1", " 1"),
        *_person("2", " 2"),
        column("together", "关系", "As", "一起 或 分开；不填即一起", "together or apart; empty: together", "要求"),
    ),
    ("同伴要求",),
)
WISH_SHEETS = (PUPILS, WISHES, OFFERS, LISTINGS, COMPANIONS)

PROMISE_WORDS: dict[bool, Text] = {True: Text("保证", "promised"), False: Text("入选", "admitted")}
MORE_PROMISE_WORDS = {
    "校队": True,
    "续报": True,
    "老队员": True,
    "留队": True,
    "通过": False,
    "录取": False,
    "合格": False,
}
TOGETHER_WORDS: dict[bool, Text] = {True: Text("一起", "together"), False: Text("分开", "apart")}
