"""The clock times of a sample school's day. Minutes are since midnight."""

from __future__ import annotations

from scheduler.school import BellSchedule, Period, PeriodKind

PRIMARY, JUNIOR = "小学作息", "初中作息"

_PRIMARY_DAY = """
晨读 morning_reading 08:05 08:18
第1节 lesson 08:20 09:00
第2节 lesson 09:10 09:50
大课间 break_ 09:50 10:20
第3节 lesson 10:20 11:00
第4节 lesson 11:10 11:50
午间 noon 11:50 14:00
第5节 lesson 14:10 14:50
第6节 lesson 15:00 15:40
课后服务1 service 15:50 16:50
课后服务2 service 17:00 18:00
延时托管 extended_care 18:00 18:30
"""
_JUNIOR_DAY = """
晨读 morning_reading 07:45 07:58
第1节 lesson 08:00 08:45
第2节 lesson 08:55 09:40
大课间 break_ 09:40 10:10
第3节 lesson 10:10 10:55
第4节 lesson 11:05 11:50
午间 noon 11:50 13:40
午自习 self_study 13:45 14:10
第5节 lesson 14:20 15:05
第6节 lesson 15:15 16:00
第7节 lesson 16:10 16:55
课后服务1 service 17:10 18:10
课后服务2 service 18:10 19:00
晚自习 evening_study 19:10 20:00
"""


def primary_bells() -> BellSchedule:
    """Six lessons of 40 minutes from 08:20, the big break after the second, service to 18:00."""
    return _bells(PRIMARY, _PRIMARY_DAY)


def junior_bells() -> BellSchedule:
    """Seven lessons of 45 minutes from 08:00, the big break after the second, evening study to 20:00."""
    return _bells(JUNIOR, _JUNIOR_DAY)


def _bells(name: str, day: str) -> BellSchedule:
    lines = [line.split() for line in day.split("\n") if line]
    return BellSchedule(
        id=name,
        periods=tuple(
            Period(name=period, kind=PeriodKind(kind), start=_minutes(start), end=_minutes(end))
            for period, kind, start, end in lines
        ),
    )


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
