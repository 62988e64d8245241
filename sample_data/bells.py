"""The clock times of a sample school's day."""

from __future__ import annotations

from scheduler.school import BellSchedule, Stage
from scheduler.school.defaults import default_schedule

PRIMARY, JUNIOR = "小学作息", "初中作息"


def primary_bells(year: int) -> BellSchedule:
    """Six lessons of 40 minutes from 08:20, a big break in each half of the day, service to 18:00."""
    return default_schedule(Stage.PRIMARY, PRIMARY, year=year)


def junior_bells(year: int) -> BellSchedule:
    """Seven lessons of 45 minutes from 08:00, a big break in each half of the day, evening study to 20:00."""
    return default_schedule(Stage.JUNIOR, JUNIOR, year=year)
