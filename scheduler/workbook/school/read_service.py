"""Reads 课后服务 and 参加人数: the stages of the after-school day and how many take part in them."""

from __future__ import annotations

import re
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.school import (
    CONTENT_NAMES,
    GROUPING_NAMES,
    STAGE_NAMES,
    Content,
    Enrolment,
    Grouping,
    SchoolClass,
    ServiceStage,
    StageKind,
)
from scheduler.school.service import FOR_ALL, may_be_in_free_order
from scheduler.text import Text
from scheduler.workbook.names import key, nearest, plain, split_names
from scheduler.workbook.notation import NotationError, read_percent, read_whole_number
from scheduler.workbook.school.counts import read_count
from scheduler.workbook.school.draft import ClassDraft, Draft, grade_text
from scheduler.workbook.school.periods import find_place, read_own_days, read_own_grades
from scheduler.workbook.school.read_subjects import TOTALS
from scheduler.workbook.school.read_wishes import is_new
from scheduler.workbook.school.service_layout import ENROLMENT, STAGES, YES_NO_WORDS
from scheduler.workbook.school.settled import find_members
from scheduler.workbook.tables import REMARKS, Cell, Row, is_titled, read_tables

MOST_CREDIT = 400
ABOUT_CLASSES = ("年级", "人数", "班额", "学生数", "班主任")  # columns that a list of classes has anyway
# What goes without saying for a kind of stage.
_USUAL_CONTENTS = {
    StageKind.HOMEWORK: (Content.HOMEWORK,),
    StageKind.TUTORING: (Content.TUTORING,),
    StageKind.EXTENDED_CARE: (Content.CARE,),
    StageKind.EVENING_STUDY: (Content.SELF_STUDY,),
}
_MORE_CONTENTS = {
    "作业": Content.HOMEWORK,
    "辅导答疑": Content.TUTORING,
    **dict.fromkeys(("文体", "体育活动", "体育锻炼", "体育活动课", "体锻", "阳光体育"), Content.SPORT),
    "科技": Content.SCIENCE,
    "社团活动": Content.CLUB,
    "自主学习": Content.SELF_STUDY,
}


def read_stages(book: Workbook, draft: Draft) -> None:
    """Put the stages of 课后服务 into the draft."""
    seen: dict[str, Cell] = {}
    for table in read_tables(book, STAGES, draft.report):
        for row in table.rows:
            stage = _stage(draft, row)
            if is_new(draft.report, row["stage"], seen):
                draft.service.stage_names[row["stage"].text] = row
                if stage is not None:
                    draft.service.stages[stage.id] = stage


def _stage(draft: Draft, row: Row) -> ServiceStage | None:
    """Return the stage in a row, or None, told, when something in it is missing or wrong."""
    problems = draft.report.tellings
    kind = _kind(draft, row["kind"])
    grouping = draft.report.word(row["grouping"], GROUPING_NAMES, Grouping.BY_CLASS)
    place = find_place(draft, row)
    contents = _contents(draft, row, kind, grouping) if kind is not None else ()
    free = draft.report.word(row["free_order"], YES_NO_WORDS, False)
    if free and kind is not None and not may_be_in_free_order(kind, grouping):
        _tell_no_order(draft, row)
    per_adult, group_size = _number(draft, row, "per_adult", 200), _number(draft, row, "group_size", 400)
    credit = read_credit(draft, row["credit"])
    candidates = find_members(draft, row["candidates"]) if row["candidates"].text else ()
    grades = read_own_grades(draft, row, place[0]) if place else ()
    if not grades or place is None or kind is None or candidates is None or draft.report.tellings > problems:
        return None
    return ServiceStage(
        id=row["stage"].text or "-",
        kind=kind,
        schedule=place[0],
        period=place[1],
        grades=grades,
        days=read_own_days(row),
        grouping=grouping,
        contents=contents,
        free_order=free,
        per_adult=per_adult,
        group_size=group_size,
        candidates=candidates,
        credit=credit,
    )


def _tell_no_order(draft: Draft, row: Row) -> None:
    draft.report.error(
        row["free_order"],
        Text(
            "只有类型为“活动”、按班或合班的时段，内容才能调换",
            "Only activities of classes have contents in a free order",
        ),
        Text("清空这一格，或改类型、组织方式", "Clear this cell, or change kind or grouping"),
    )


def _kind(draft: Draft, cell: Cell) -> StageKind | None:
    if not cell.text:
        draft.report.error(
            cell,
            Text("没有写类型", "No kind given"),
            Text("从下拉表选，如 作业辅导、活动", "Choose one, such as homework or activity"),
        )
    return draft.report.word(cell, STAGE_NAMES, None)


def _number(draft: Draft, row: Row, column: str, most: int) -> int:
    """Return a number of a stage, the usual one where nothing is said."""
    usual = int(ServiceStage.model_fields[column].default)
    return draft.report.read(row[column], lambda value: read_whole_number(value, 1, most), usual)


def read_credit(draft: Draft, cell: Cell) -> int:
    """Return the rate of the time bank in percent; 100 where nothing is said."""
    return draft.report.read(cell, lambda value: read_percent(value, 0, MOST_CREDIT), 100)


def _contents(draft: Draft, row: Row, kind: StageKind, grouping: Grouping) -> tuple[Content, ...]:
    """Return what pupils do in a stage; what goes without saying where nothing is written."""
    cell = row["contents"] if row["contents"].name else row["kind"]
    names = split_names(row["contents"].value)
    if names:
        found = [read_content(draft, cell, name) for name in names]
        return tuple(content for content in found if content is not None)
    usual = (Content.CLUB,) if grouping is Grouping.CLUBS else _USUAL_CONTENTS.get(kind, ())
    if not usual and "体育" in row["stage"].text:
        return (Content.SPORT,)
    if not usual:
        draft.report.error(
            cell,
            Text(f"没有写{STAGE_NAMES[kind].zh}的内容", f"No contents given for {STAGE_NAMES[kind].en}"),
            Text(
                "如 阅读、体育、艺术、劳动、科普，按天轮换", "Such as reading, sport, art; they take turns day by day"
            ),
        )
    return usual


def read_content(draft: Draft, cell: Cell, name: str) -> Content | None:
    """Return the content of a name that stands in a cell; None, told, for a word that is none."""
    return draft.report.word(cell._replace(value=name), CONTENT_NAMES, None, _MORE_CONTENTS)


# How many take part.


class EnrolmentCell(NamedTuple):
    """What a cell of 参加人数 says: pupils (None: as usual), and the class that they join."""

    pupils: int | None
    joins: str | None = None


_JOINS = re.compile(r"(?:(\d+)人?)?(?:→|⇒|->|=>|-->|并入|并到|合到|合入)(.+)")


def read_share(value: object) -> EnrolmentCell:
    """Return what `38`, `12→三(2)班` or `并入三(2)班` says; 无 and — mean nobody, 全部 everybody."""
    text = plain(value).replace(" ", "")
    if text in ("无", "-", "—", "/", "不参加"):
        return EnrolmentCell(0)
    if text in ("全部", "全班", "全体"):
        return EnrolmentCell(None)
    found = _JOINS.fullmatch(text)
    if found:
        return EnrolmentCell(int(found[1]) if found[1] else None, found[2])
    try:
        return EnrolmentCell(read_whole_number(value, 0, 200))
    except NotationError as error:
        raise NotationError(
            error.text,
            Text("写参加人数；并入别的班写 12→三(2)班", "Type how many; 12→三(2)班 where they join another class"),
        ) from None


def read_enrolments(book: Workbook, draft: Draft) -> None:
    """Put the head counts of 参加人数 into the draft; once all are read, tell of classes joined to none."""
    for table in read_tables(book, ENROLMENT, draft.report, open_ended=True):
        columns = {}
        for column, cell in table.others.items():
            if not is_titled(cell.text, (*TOTALS, *REMARKS, *ABOUT_CLASSES)):
                columns[column] = _stage_of_heading(draft, cell)
        seen: dict[str, Cell] = {}
        for row in table.rows:
            _read_class(draft, row, columns, seen)
    for (class_id, stage), (enrolment, cell) in draft.service.enrolments.items():
        if enrolment.joins is not None and stage in draft.service.stages:
            _check_join(draft, cell, class_id, enrolment, draft.service.stages[stage])


def _stage_of_heading(draft: Draft, cell: Cell) -> str | None:
    """Return the stage that a heading names; None, told, for one that 课后服务 does not have."""
    names = {key(name): name for name in draft.service.stage_names}
    if key(cell.text) in names:
        return names[key(cell.text)]
    like = nearest(cell.text, names.values())
    draft.report.error(
        cell,
        Text(f"“课后服务”里没有时段“{cell.text}”", f"No stage “{cell.text}” in Service"),
        Text(
            f"是不是“{like}”？改成它，或在“课后服务”表里加上" if like else "删去这一列，或在“课后服务”表里加上它",
            f"Is it “{like}”? Otherwise add it to 课后服务" if like else "Delete the column, or add it to 课后服务",
        ),
    )
    return None


def _read_class(draft: Draft, row: Row, columns: dict[int, str | None], seen: dict[str, Cell]) -> None:
    cell = row["class"]
    if not cell.text or is_titled(cell.text, TOTALS):
        return
    class_id = draft.class_names.find(cell, cell.text)
    if class_id is None:
        return
    first = seen.setdefault(class_id, cell)
    if first is not cell:
        draft.report.error(
            cell,
            Text(f"{class_id}重复，{first.name} 已经有一行", f"A second row for {class_id}, the first is {first.name}"),
            Text("一个班只留一行", "Keep one row a class"),
        )
        return
    for column, name in columns.items():
        stage = draft.service.stages.get(name) if name is not None else None
        if stage is not None and row.at(column).text:
            _read_share(draft, row, column, class_id, stage)


def _read_share(draft: Draft, row: Row, column: int, class_id: str, stage: ServiceStage) -> None:
    cell = row.at(column)
    number = any(character.isdigit() for character in cell.text)  # 全部 and 无 are said of each class
    report = draft.report
    share = read_count(report, row, column, read_share, None) if number else report.read(cell, read_share, None)
    if share is None:
        return
    klass = draft.classes[class_id]
    pupils = _usual(klass, stage) if share.pupils is None else share.pupils
    if share.joins is not None and share.pupils is None and not pupils:
        draft.report.error(
            cell,
            Text("没有写并入的人数", "It does not say how many join"),
            Text(f"写成 12→{share.joins}", f"Type such as 12→{share.joins}"),
        )
        return
    if not _is_for(klass, stage):
        if pupils:
            _tell_not_for(draft, cell, class_id, stage)
        return
    if pupils > _size(klass):
        draft.report.error(
            cell,
            Text(
                f"{class_id}有 {_size(klass)} 人，参加“{stage.id}”的却有 {pupils} 人",
                f"{class_id} has {_size(klass)} pupils and {pupils} in {stage.id}",
            ),
            Text("核对人数，或改“班级”表的人数", "Check the number, or that in 班级"),
        )
        return
    joins = draft.class_names.find(cell, share.joins) if share.joins is not None else None
    if share.joins is not None and joins is None:
        return
    enrolment = Enrolment(class_id=class_id, stage=stage.id, pupils=pupils, joins=joins)
    draft.service.enrolments[class_id, stage.id] = enrolment, cell


def _size(klass: ClassDraft) -> int:
    return klass.size or int(SchoolClass.model_fields["size"].default)


def _usual(klass: ClassDraft, stage: ServiceStage) -> int:
    return _size(klass) if stage.kind in FOR_ALL else 0


def _is_for(klass: ClassDraft, stage: ServiceStage) -> bool:
    return klass.grade in stage.grades and klass.schedule == stage.schedule


def _tell_not_for(draft: Draft, cell: Cell, class_id: str, stage: ServiceStage) -> None:
    grade = grade_text(draft.classes[class_id].grade)
    draft.report.error(
        cell,
        Text(
            f"“{stage.id}”不是{grade.zh}的时段，{class_id}不能参加",
            f"{stage.id} is not for {grade.en}: not for {class_id}",
        ),
        Text("清空这一格，或在“课后服务”表里给这个时段加上年级", "Clear the cell, or add the grade to the stage"),
    )


def _check_join(draft: Draft, cell: Cell, class_id: str, enrolment: Enrolment, stage: ServiceStage) -> None:
    """Tell of a class that joins itself, one without pupils there, or one that joins another itself."""
    target = enrolment.joins or ""
    klass = draft.classes[target]
    there = draft.service.enrolments.get((target, stage.id))
    pupils = there[0].pupils if there is not None else _usual(klass, stage)
    if target == class_id:
        text = Text(f"{class_id}并入了自己", f"{class_id} joins itself")
    elif not _is_for(klass, stage) or not pupils:
        text = Text(
            f"{target}没有学生参加“{stage.id}”，{class_id}无处可并", f"{target} has nobody in {stage.id} to join"
        )
    elif there is not None and there[0].joins not in (None, target):
        text = Text(f"{target}自己也并入了{there[0].joins}", f"{target} joins {there[0].joins} itself")
    else:
        return
    draft.report.error(
        cell, text, Text("并入一个自己不并出、有学生参加的班", "Join a class that stays and has pupils there")
    )
