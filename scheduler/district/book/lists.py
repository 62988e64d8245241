"""The other lists of the bureau's report: subjects, schools without a plan, what changed, and people where they are asked for."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook

from scheduler.district.book.articles import schools_text
from scheduler.district.book.page import BAD, BAD_TEXT, NAME, NOT_KNOWN, UNKNOWN, DistrictPage
from scheduler.district.book.values import listed
from scheduler.district.nouns import STATUS_WORDS, SchoolStatus
from scheduler.district.report import Comparison, DistrictReport, SchoolChange, SchoolEntry
from scheduler.export.styles import CellStyle
from scheduler.export.table import SMALL_TEXT, Column, TableSheet, Value
from scheduler.text import Text

SUBJECTS = Text("师资（按学科）", "Staff by subject")
WITHOUT_PLAN = Text("没有课表的学校", "Without a plan")
COMPARED = Text("与上期比较", "Against last term")
PEOPLE = Text("教师", "Teachers")
PROBLEMS_SHOWN = 5
NORM_NOTE = Text(
    "“至少缺”由清点得出，是确定的：没有教师的课，加上现有教师的时段容不下的课。"
    "“按标准”是估算：小学语数 14 节、其他 18 节，初中语数外 12 节、政史地理化生体 14 节、其他 16 节为一个满工作量"
    "（国家没有统一数字，这是一个县 2024 年公布的标准，可换成本区的）；高中没有依据，不估",
    "“Lacking at least” is counted and certain: lessons with nobody, and those for which their teachers have no time. “By the norm” is "
    "an estimate: a full post is 14 lessons of Chinese or maths or 18 of others in primary, 12, 14 or 16 in junior grades (there is no "
    "figure of the state; these are one county's of 2024); of senior grades nothing is known",
)


def add_subjects(book: Workbook, page: DistrictPage, report: DistrictReport) -> TableSheet:
    """Add 师资（按学科）: what all schools have of each subject, and where teachers are lacking."""
    columns = [
        Column(Text("学科", "Subject"), 14, NAME),
        Column(Text("周课时", "Lessons a week"), 10),
        Column(Text("任课教师", "Teachers"), 10),
        Column(Text("折合满工作量（人）", "Full posts"), 12),
        Column(Text("按标准要（人）", "By the norm"), 12),
        Column(Text("按标准缺（人）", "Short by the norm"), 12),
        Column(Text("没有教师的课（节）", "Lessons with nobody"), 12),
        Column(Text("超出能上的课（节）", "Beyond what can be held"), 12),
        Column(Text("至少缺（人）", "Lacking at least"), 10),
        Column(Text("缺在哪些学校", "Where"), 46, SMALL_TEXT),
    ]
    table = TableSheet(book, page, SUBJECTS, columns, page.text(NORM_NOTE), landscape=True)
    for each in report.subjects:
        unknown = page.text(UNKNOWN)
        norm, short = (unknown if value is None else value for value in (each.norm, each.short))
        where = [f"{school} {count}" for school, count in each.lacking.items()]
        numbers: list[Value] = [page.value(each.lessons), each.teachers, each.posts, norm, short]
        looks: dict[int, CellStyle] = {8: BAD, 9: BAD_TEXT} if each.lacks else {}
        looks |= {4: NOT_KNOWN, 5: NOT_KNOWN} if each.norm is None else {}
        counted: list[Value] = [page.value(each.vacant), each.beyond, each.lacks, page.text(schools_text(where))]
        table.add([each.subject, *numbers, *counted], looks)
    table.finish()
    return table


def add_without_plan(book: Workbook, page: DistrictPage, report: DistrictReport) -> None:
    """Add 没有课表的学校: why, and the cheapest change that makes a plan possible; none where all have one."""
    schools = [school for school in report.schools if school.status is not SchoolStatus.PLANNED]
    if not schools:
        return
    columns = [
        Column(Text("学校", "School"), 20, NAME),
        Column(Text("文件", "File"), 20, SMALL_TEXT),
        Column(Text("状态", "Status"), 10),
        Column(Text("原因", "Why"), 60, SMALL_TEXT),
        Column(Text("改动最小的办法", "The cheapest change that helps"), 46, SMALL_TEXT),
    ]
    note = Text("办法都试过，改了就排得出", "Each change was tried: with it there is a plan")
    table = TableSheet(book, page, WITHOUT_PLAN, columns, page.text(note), landscape=True)
    for school in schools:
        words = page.text(STATUS_WORDS[school.status])
        cure = UNKNOWN if school.status is SchoolStatus.INFEASIBLE and school.cure is None else school.cure
        table.add([school.name, school.file, words, _why(page, school), "" if cure is None else page.text(cure)])
    table.finish()


def _why(page: DistrictPage, school: SchoolEntry) -> str:
    told = [*([school.cause] if school.cause is not None else []), *school.problems[:PROBLEMS_SHOWN]]
    if not told and school.summary is not None:
        told = list(school.summary.short[:PROBLEMS_SHOWN])
    more = len(school.problems) - PROBLEMS_SHOWN
    lines = [page.text(each) for each in told] or [page.text(UNKNOWN)]
    return "\n".join([*lines, page.text(Text(f"……另有 {more} 处", f"… and {more} more"))] if more > 0 else lines)


def add_comparison(book: Workbook, page: DistrictPage, comparison: Comparison) -> None:
    """Add 与上期比较: what each school has mended and what it breaks newly."""
    columns = [
        Column(Text("学校", "School"), 22, NAME),
        Column(Text("上期", "Then"), 11),
        Column(Text("本期", "Now"), 11),
        Column(Text("已改正", "Mended"), 56, SMALL_TEXT),
        Column(Text("新出现", "New"), 56, SMALL_TEXT),
    ]
    note = Text(f"对比：{comparison.term or '上期'}；按校名对应", f"Against {comparison.term or 'last term'}; by name")
    table = TableSheet(book, page, COMPARED, columns, page.text(note), landscape=True)
    for each in comparison.schools:
        _add_change(table, page, each)
    table.finish()


def _add_change(table: TableSheet, page: DistrictPage, change: SchoolChange) -> None:
    absent = page.text(Text("没有", "absent"))
    statuses = [absent if s is None else page.text(STATUS_WORDS[s]) for s in (change.before, change.now)]
    cells, looks = [], {}
    for index, texts in enumerate((change.mended, change.newly_broken), 3):
        cells.append(page.text(UNKNOWN if texts is None else listed(texts)))
        if texts is None:
            looks[index] = NOT_KNOWN
        elif texts and index == 4:
            looks[index] = BAD_TEXT
    table.add([change.name, *statuses, *cells], looks)


def add_people(book: Workbook, page: DistrictPage, schools: Iterable[SchoolEntry]) -> None:
    """Add 教师, where names were asked for: who teaches and serves how much."""
    named = [(school, school.summary.people) for school in schools if school.summary is not None]
    if not any(people for _, people in named):
        return
    columns = [
        Column(Text("学校", "School"), 22, NAME),
        Column(Text("教师", "Teacher"), 14),
        Column(Text("主教", "Subject"), 14),
        Column(Text("工作量 %", "FTE %"), 10),
        Column(Text("外聘", "From outside"), 9),
        Column(Text("周课时", "Lessons"), 10),
        Column(Text("服务分钟", "Service (min)"), 11),
        Column(Text("弹性支取", "Granted (min)"), 11),
        Column(Text("弹性结余", "Balance (min)"), 11),
    ]
    note = Text("含姓名，仅供内部使用", "With names: for internal use only")
    table = TableSheet(book, page, PEOPLE, columns, page.text(note), landscape=True)
    for school, people in named:
        for each in people:
            outside = page.text(Text("是", "yes")) if each.external else ""
            numbers: list[Value] = [page.value(each.lessons), each.service_minutes, each.granted, each.closing]
            table.add([school.name, each.teacher, each.subject, each.fte, outside, *numbers])
    table.finish()
