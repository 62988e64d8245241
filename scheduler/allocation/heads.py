"""The heads that service is staffed for, as an allocation has them: members and days of clubs, pupils of each class."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from scheduler.allocation.nouns import Allocation, Wishes
from scheduler.school import Club, Enrolment, School, ServiceStage, StageKind
from scheduler.school.service import FOR_ALL
from scheduler.school.stations import stage_slots
from scheduler.text import Text


class Staffed(NamedTuple):
    """A school with the heads of an allocation, and what changed in it."""

    school: School
    changes: tuple[Text, ...]


def with_heads(school: School, wishes: Wishes, allocation: Allocation) -> Staffed:
    """Return the school with these heads in 社团 and 参加人数; it is staffed for the most that come on any day.

    A club is held on the days on which somebody is in it, one that nobody is in is left out; one that was not offered stays as it is.
    In 参加人数 everybody counts who stays, in a club or not; extended care counts those marked for it, where any is.
    """
    clubs, changes = [], []
    for club in school.clubs:
        found = _club(club, wishes, allocation)
        if found is None:
            changes.append(Text(f"{club.id}：没有人，不开", f"{club.id}: nobody is in it, left out"))
        else:
            clubs.append(found)
            changes += _changed(club, found)
    enrolments = {(each.class_id, each.stage): each for each in school.enrolments}
    for (class_id, stage), pupils in _enrolled(school, wishes).items():
        old = enrolments.get((class_id, stage))
        if old is None or old.pupils != pupils:
            before = "—" if old is None else str(old.pupils)
            changes.append(
                Text(f"{class_id} {stage}：{before} → {pupils} 人", f"{class_id} {stage}: {before} → {pupils}")
            )
        joins = None if old is None else old.joins
        enrolments[class_id, stage] = Enrolment(class_id=class_id, stage=stage, pupils=pupils, joins=joins)
    return Staffed(school.renewed(clubs=tuple(clubs), enrolments=tuple(enrolments.values())), tuple(changes))


def _club(club: Club, wishes: Wishes, allocation: Allocation) -> Club | None:
    """Return a club as it is held; None where nobody is in it."""
    if club.id not in wishes.offer:
        return club
    heads = {seat.day: len(places) for seat, places in allocation.members.items() if seat.club == club.id}
    if not heads:
        return None
    most = max(heads.values())
    changed: dict[str, Any] = {"members": most, "days": tuple(sorted(heads)), "sessions": len(heads)}
    if club.capacity is not None and club.capacity < most:
        changed["capacity"] = most
    return club.model_copy(update=changed)


def _changed(old: Club, new: Club) -> list[Text]:
    if (old.members, old.days, old.sessions) == (new.members, new.days, new.sessions):
        return []
    days = "、".join("一二三四五六日"[day - 1] for day in new.days)
    return [
        Text(
            f"{old.id}：{old.members} → {new.members} 人，周{days}",
            f"{old.id}: {old.members} → {new.members} members, days {', '.join(map(str, new.days))}",
        )
    ]


def _enrolled(school: School, wishes: Wishes) -> dict[tuple[str, str], int]:
    """Return the pupils of each class who stay for each stage, on the day on which they are most."""
    stays: dict[tuple[str, int], int] = defaultdict(int)
    cares: dict[tuple[str, int], int] = defaultdict(int)
    for pupil in wishes.pupils:
        for day in pupil.days:
            stays[pupil.class_id, day] += 1
            cares[pupil.class_id, day] += pupil.care
    told = {pupil.class_id for pupil in wishes.pupils}
    found = {}
    for stage in school.stages:
        counted = stays if stage.kind in FOR_ALL else cares if _counts_care(stage, cares) else None
        days = {slot.day for slot in stage_slots(school, stage)}
        for klass in school.classes if counted is not None and days else ():
            if klass.id in told and klass.grade in stage.grades and klass.schedule == stage.schedule:
                found[klass.id, stage.id] = max(counted[klass.id, day] for day in days)  # type: ignore[index]
    return found


def _counts_care(stage: ServiceStage, cares: dict[tuple[str, int], int]) -> bool:
    return stage.kind is StageKind.EXTENDED_CARE and any(cares.values())
