"""After-school service as far as it has been read, and the rows in which its parts stand."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.school import (
    BellSchedule,
    Club,
    Contract,
    CoverRate,
    CoverWork,
    Duty,
    DutyKind,
    Enrolment,
    PayRate,
    ServiceStage,
    StaffKind,
    StationKind,
    WorkingHours,
)
from scheduler.workbook.tables import Cell, Row

Place = tuple[str, int]  # a bell schedule and the position of a period in it


@dataclass
class ServiceDraft:
    """What 学校, 课后服务, 参加人数, 社团, 外聘, 巡查, 弹性上下班 and 补助 say, each with where it stands.

    `stage_names` and `club_names` hold the rows of those that could not be read too.
    """

    term_start: datetime.date | None = None
    term_end: datetime.date | None = None
    boarding: bool = False
    stages: dict[str, ServiceStage] = field(default_factory=dict)
    stage_names: dict[str, Row] = field(default_factory=dict)
    enrolments: dict[tuple[str, str], tuple[Enrolment, Cell]] = field(default_factory=dict)
    clubs: dict[str, Club] = field(default_factory=dict)
    club_names: dict[str, Row] = field(default_factory=dict)
    contracts: dict[str, tuple[Contract, Row]] = field(default_factory=dict)
    duties: list[tuple[Duty, Row]] = field(default_factory=list)
    duties_given: bool = False
    working: WorkingHours | None = None
    working_row: Row | None = None
    pay_rates: dict[tuple[StationKind, StaffKind], PayRate] = field(default_factory=dict)
    cover_rates: dict[tuple[CoverWork, StaffKind], CoverRate] = field(default_factory=dict)

    def served_places(self, schedules: Mapping[str, BellSchedule]) -> dict[Place, tuple[int, ...]]:
        """Return the periods of some bell schedules in which pupils are served, with the days where these are not all."""
        days: dict[Place, set[int]] = {}
        serving: tuple[ServiceStage | Club, ...] = (*self.stages.values(), *self.clubs.values())
        for each in serving:
            if each.schedule in schedules:
                held = schedules[each.schedule].periods[each.period].days
                days.setdefault((each.schedule, each.period), set()).update(each.days or held)
        found = {}
        for name, schedule in schedules.items():
            for index, period in enumerate(schedule.periods):
                if (name, index) in days:
                    served = tuple(sorted(days[name, index] & set(period.days)))
                    found[name, index] = () if served == tuple(sorted(period.days)) else served
        return found

    def duties_or_usual(self, schedules: Mapping[str, BellSchedule]) -> list[Duty]:
        """Return the duties; where 巡查 has none, one of the staff on patrol whenever pupils are served."""
        if self.duties_given or not self.stages:
            return [duty for duty, _ in self.duties]
        return [
            Duty(kind=DutyKind.PATROL, schedule=schedule, period=period, days=days)
            for (schedule, period), days in self.served_places(schedules).items()
        ]
