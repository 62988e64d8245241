"""Why a school has no plan and what would help: shortages by counting, a conflict by solving, cures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scheduler.engine.result import Status
from scheduler.engine.stopping import Cancel, attended
from scheduler.explanation.conflict.conflict import Conflict, Member, seek_conflict
from scheduler.explanation.counting.counting import Shortage, shortages
from scheduler.explanation.cures.cures import Cure, find_cures
from scheduler.school import School
from scheduler.text import Text

CONFLICT_SECONDS = 60.0
CONFLICT_SHARE = 0.5  # of the time, at most, as long as cures are wanted too

COUNTING = Text("正在清点课时、时段和人手……", "Counting lessons, slots and people …")
SEEKING = Text("正在找互相矛盾的要求……", "Looking for requirements that cannot all hold …")
CURING = Text("正在找改动最小的办法……", "Looking for the smallest changes that help …")


@dataclass(frozen=True)
class Explanation:
    """What was found. `status` is FEASIBLE where there is a plan, INFEASIBLE where proven that there is none, or UNKNOWN."""

    status: Status
    shortages: tuple[Shortage, ...] = ()
    conflict: Conflict | None = None
    cures: tuple[Cure, ...] = ()
    seconds: float = 0.0

    def record(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return {
            "status": str(self.status),
            "seconds": round(self.seconds, 2),
            "shortages": [_shortage_record(each) for each in self.shortages],
            "conflict": None if self.conflict is None else _conflict_record(self.conflict),
            "cures": [_cure_record(each) for each in self.cures],
        }


def explain(
    school: School,
    *,
    seconds: float = 120.0,
    workers: int | None = None,
    seed: int = 1,
    cures: bool = True,
    cancel: Cancel | None = None,
    listener: Callable[[Text], None] = lambda step: None,
) -> Explanation:
    """Tell why a school has no plan and what would help, within some seconds; `listener` is told each step.

    The search for cures can be left out. Raises ValueError when a rule setting cannot be used.
    """
    cancel = cancel or Cancel()

    def run() -> Explanation:
        return _explain(school, seconds, workers, seed, cures, cancel, listener)

    return attended(run, cancel)


def _explain(
    school: School,
    seconds: float,
    workers: int | None,
    seed: int,
    cures: bool,
    cancel: Cancel,
    listener: Callable[[Text], None],
) -> Explanation:
    began = time.monotonic()
    listener(COUNTING)
    short = shortages(school)
    listener(SEEKING)
    share = min(CONFLICT_SECONDS, CONFLICT_SHARE * seconds) if cures else seconds
    found = seek_conflict(school, seconds=share, workers=workers, seed=seed, cancel=cancel, short=short)
    status = Status.INFEASIBLE if short else found.status
    helping: tuple[Cure, ...] = ()
    left = seconds - (time.monotonic() - began)
    if cures and status is Status.INFEASIBLE and left > 0 and not cancel.asked:
        listener(CURING)
        helping = find_cures(school, seconds=left, workers=workers, seed=seed, cancel=cancel)
    return Explanation(status, short, found.conflict, helping, time.monotonic() - began)


def _shortage_record(shortage: Shortage) -> dict[str, Any]:
    return {
        "kind": str(shortage.owner.kind),
        "whom": shortage.owner.id,
        "others": [owner.id for owner in shortage.others],
        "needs": shortage.needs,
        "has": shortage.has,
        "rules": list(shortage.rules),
        "text": shortage.text.zh,
        "text_en": shortage.text.en,
    }


def _conflict_record(conflict: Conflict) -> dict[str, Any]:
    return {
        "minimal": conflict.minimal,
        "text": conflict.text.zh,
        "text_en": conflict.text.en,
        "members": [_member_record(member) for member in conflict.members],
    }


def _member_record(member: Member) -> dict[str, Any]:
    rule, article = member.rule.rule, member.rule.article
    return {
        "rule": rule.id,
        "title": rule.title.zh,
        "title_en": rule.title.en,
        "level": str(member.rule.level),
        "relaxable": member.relaxable,
        "article": article.cited.zh if article is not None else None,
        "kind": str(member.owner.kind),
        "whom": member.owner.id,
        "text": member.text.zh,
        "text_en": member.text.en,
        "sheet": member.place.sheet.zh,
        "sheet_en": member.place.sheet.en,
        "row": member.place.row,
    }


def _cure_record(cure: Cure) -> dict[str, Any]:
    return {
        "cost": cure.cost,
        "text": cure.text.zh,
        "text_en": cure.text.en,
        "edits": [
            {
                "kind": edit.kind,
                "text": edit.text.zh,
                "text_en": edit.text.en,
                "cost": edit.cost,
                "sheet": edit.sheet.zh,
                "sheet_en": edit.sheet.en,
                "row": edit.row,
            }
            for edit in cure.edits
        ],
    }
