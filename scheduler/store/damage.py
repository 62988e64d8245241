"""What of the database no list can show, because it is damaged just where it says whose it is or which version."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.store.models import (
    UNREADABLE,
    AllocationVersionRow,
    AssumptionsRow,
    DraftRow,
    LinkRow,
    PlanVersionRow,
    PublicationRow,
    RunRow,
    SchoolRow,
    SchoolVersionRow,
    TermVersionRow,
)
from scheduler.store.rows import sound_number
from scheduler.text import Text

Versions: TypeAlias = type[SchoolVersionRow] | type[PlanVersionRow] | type[AllocationVersionRow] | type[TermVersionRow]
Table: TypeAlias = Versions | type[RunRow] | type[PublicationRow] | type[LinkRow] | type[AssumptionsRow]
TABLES: dict[Table, Text] = {
    SchoolVersionRow: Text("学校的版本", "versions of schools"),
    PlanVersionRow: Text("课表的版本", "versions of plans"),
    AllocationVersionRow: Text("选课的版本", "versions of allocations"),
    TermVersionRow: Text("学期的版本", "versions of terms"),
    RunRow: Text("排课记录", "runs of the solver"),
    PublicationRow: Text("发布", "publications"),
    LinkRow: Text("发布的链接", "links of publications"),
    AssumptionsRow: Text("读入时的理解", "lists of what was assumed"),
}
_CURE = Text(
    "其余的照样能用；要找回它们，换回备份的数据库文件。",
    "All else can be used as before; to have them back put back a copy of the database file.",
)


def damage(session: Session, owner: str) -> list[Text]:
    """Return what cannot be shown to an owner, a sentence for each kind; whose a thing is that belongs to nobody, only the
    user of the machine is told."""
    versions = (SchoolVersionRow, PlanVersionRow, AllocationVersionRow, TermVersionRow)
    found = [_unnumbered(session, owner, table) for table in versions]
    if owner == "":
        found += [_alone(session, table) for table in TABLES]
        found.append(_lost(_without_owner(session, SchoolRow), Text("所学校", "schools")))
        found.append(_lost(_without_owner(session, DraftRow), Text("份未完成的工作簿", "unfinished workbooks")))
    return [text for text in found if text is not None]


def _unnumbered(session: Session, owner: str, table: Versions) -> Text | None:
    query = select(func.count()).select_from(table).join(SchoolRow, SchoolRow.id == table.school_id)
    without = ~func.coalesce(sound_number(table.number), False)
    many = session.scalar(query.where(SchoolRow.owner == owner, without))
    return _told(many or 0, table, Text("没有版本号", "have no number"))


def _alone(session: Session, table: Table) -> Text | None:
    query = select(func.count()).select_from(table).outerjoin(SchoolRow, SchoolRow.id == table.school_id)
    return _told(session.scalar(query.where(SchoolRow.id.is_(None))) or 0, table, Text("找不到学校", "have no school"))


def _told(many: int, table: Table, why: Text) -> Text | None:
    if not many:
        return None
    what = TABLES[table]
    return Text(
        f"数据库里有 {many} 个{what.zh}已损坏（{why.zh}），打不开。{_CURE.zh}",
        f"{many} {what.en} are damaged in the database ({why.en}) and cannot be opened. {_CURE.en}",
    )


def _without_owner(session: Session, table: type[SchoolRow] | type[DraftRow]) -> int:
    return sum(1 for each in session.scalars(select(table.owner)) if UNREADABLE in each)


def _lost(many: int, what: Text) -> Text | None:
    if not many:
        return None
    return Text(
        f"数据库里有 {many} {what.zh}已损坏（不知道是谁的），打不开。{_CURE.zh}",
        f"{many} {what.en} are damaged in the database (nobody knows whose they are) and cannot be opened. {_CURE.en}",
    )
