"""What a run found beside a plan, as stored JSON: what is taken from it must be there and of the right kind."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scheduler.model.owner import Level
from scheduler.plan.changes import ChangeKind


class _Told(BaseModel):
    model_config = ConfigDict(extra="allow")

    text: str
    text_en: str


class _Member(_Told):
    title: str
    title_en: str
    level: Level
    article: str | None
    sheet: str
    sheet_en: str
    row: str | int | None


class _Conflict(_Told):
    members: list[_Member]


class _Explained(BaseModel):
    shortages: list[_Told] = []
    cures: list[_Told] = []
    conflict: _Conflict | None = None


class _SlotRecord(BaseModel):
    model_config = ConfigDict(extra="forbid")

    schedule: str
    day: int
    period: int


class _Spot(_Told):
    slot: _SlotRecord | None


class _Change(BaseModel):
    kind: ChangeKind
    id: str
    title: str
    classes: list[str]
    before: _Spot | None = Field(alias="from")
    after: _Spot | None = Field(alias="to")
    why: str
    why_en: str

    @model_validator(mode="after")
    def _lessons_have_a_slot(self) -> _Change:
        if self.kind is ChangeKind.LESSON and self.after is not None and self.after.slot is None:
            raise ValueError("a lesson without a slot")
        return self


class _Proven(BaseModel):
    lessons: bool


class _Repaired(BaseModel):
    moved_lessons: int
    moved_lessons_bound: int
    proven: _Proven
    counts: dict[ChangeKind, int]
    changes: list[_Change]


def read_outcome(text: str, *, explained: bool) -> dict[str, Any]:
    """Return the record of an explanation, or else of a repair, as it was stored. Raises ValueError where it is damaged."""
    shape = _Explained if explained else _Repaired
    try:
        shape.model_validate_json(text)
    except ValidationError:
        raise ValueError from None  # its message would have names
    found: dict[str, Any] = json.loads(text)
    return found
