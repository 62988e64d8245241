"""Working hours and flexible hours (弹性上下班): a time bank in minutes. Clock times are minutes since midnight."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from scheduler.school.base import FrozenModel
from scheduler.text import Text


class GrantKind(StrEnum):
    """How a teacher spends his credit on a day."""

    LATE_START = "late_start"
    EARLY_LEAVE = "early_leave"
    MORNING_OFF = "morning_off"
    AFTERNOON_OFF = "afternoon_off"


GRANT_NAMES: dict[GrantKind, Text] = {
    GrantKind.LATE_START: Text("晚到", "late start"),
    GrantKind.EARLY_LEAVE: Text("早走", "early leave"),
    GrantKind.MORNING_OFF: Text("上午休", "morning off"),
    GrantKind.AFTERNOON_OFF: Text("下午休", "afternoon off"),
}
HALF_DAYS_OFF = frozenset({GrantKind.MORNING_OFF, GrantKind.AFTERNOON_OFF})


class WorkingHours(FrozenModel):
    """Normal hours from `start` to `end`; within the core hours everyone is present (None: no core hours).

    A late start lasts `late_minutes`, an early leave `early_minutes`; `half_days` allows whole half-days off. `morning_credit` is
    the time-bank rate, in percent, of morning reading before `start`.
    """

    start: int = Field(ge=0, lt=24 * 60)
    end: int = Field(gt=0, le=24 * 60)
    core_start: int | None = None
    core_end: int | None = None
    late_minutes: int = Field(default=60, ge=5, le=240)
    early_minutes: int = Field(default=60, ge=5, le=240)
    half_days: bool = False
    morning_credit: int = Field(default=100, ge=0, le=400)

    @model_validator(mode="after")
    def _forwards(self) -> WorkingHours:
        if self.end <= self.start:
            raise ValueError("working hours end before they start")
        if (self.core_start is None) != (self.core_end is None):
            raise ValueError("core hours need a start and an end")
        if self.core_start is not None and self.core_end is not None and self.core_end <= self.core_start:
            raise ValueError("core hours end before they start")
        return self
