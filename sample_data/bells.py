"""The clock times of a sample school's day."""

from __future__ import annotations

from scheduler.school import BellSchedule, Stage
from scheduler.school.defaults import default_schedule

PRIMARY, JUNIOR = "小学作息", "初中作息"


def primary_bells() -> BellSchedule:
    """Six lessons of 40 minutes from 08:20, the big break after the second, service to 18:00."""
    return default_schedule(Stage.PRIMARY, PRIMARY)


def junior_bells() -> BellSchedule:
    """Seven lessons of 45 minutes from 08:00, the big break after the second, evening study to 20:00."""
    return default_schedule(Stage.JUNIOR, JUNIOR)
