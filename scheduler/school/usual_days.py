"""The usual day of a stage, as it was in a school year: one line a period, `name kind begin end`.

2026: 15 minutes between lessons and a big break of organised sport of 30 minutes in each half of the day, as asked in all
provinces since March 2026, with 20 minutes of sport at the beginning of service. The day ends when it ended in 2021; what is longer is taken
from noon. Of senior grades nothing of this is asked.
"""

from __future__ import annotations

from typing import NamedTuple

from scheduler.school.people import Stage

NEWEST = 2026


class UsualDays(NamedTuple):
    """The usual days from a school year on; `recess` is how many minutes lie before a lesson that is added."""

    year: int
    recess: int
    days: dict[Stage, str]


_SENIOR = """
早读 morning_reading 07:20 07:50
第1节 lesson 08:00 08:40
第2节 lesson 08:50 09:30
大课间 big_break 09:30 10:00
第3节 lesson 10:00 10:40
第4节 lesson 10:50 11:30
第5节 lesson 11:40 12:20
午间 noon 12:20 14:00
第6节 lesson 14:10 14:50
第7节 lesson 15:00 15:40
第8节 lesson 15:50 16:30
第9节 lesson 16:40 17:20
晚自习1 evening_study 19:00 20:00
晚自习2 evening_study 20:10 21:10
"""

_DAYS_2021 = UsualDays(
    2021,
    10,
    {
        Stage.PRIMARY: """
晨读 morning_reading 08:05 08:18
第1节 lesson 08:20 09:00
第2节 lesson 09:10 09:50
大课间 big_break 09:50 10:20
第3节 lesson 10:20 11:00
第4节 lesson 11:10 11:50
午间 noon 11:50 14:00
第5节 lesson 14:10 14:50
第6节 lesson 15:00 15:40
课后服务1 service 15:50 16:50
课后服务2 service 17:00 18:00
延时托管 extended_care 18:00 18:30
""",
        Stage.JUNIOR: """
晨读 morning_reading 07:45 07:58
第1节 lesson 08:00 08:45
第2节 lesson 08:55 09:40
大课间 big_break 09:40 10:10
第3节 lesson 10:10 10:55
第4节 lesson 11:05 11:50
午间 noon 11:50 13:40
午自习 self_study 13:45 14:10
第5节 lesson 14:20 15:05
第6节 lesson 15:15 16:00
第7节 lesson 16:10 16:55
课后服务1 service 17:10 18:10
课后服务2 service 18:10 19:10
晚自习 evening_study 19:15 20:00
""",
        Stage.SENIOR: _SENIOR,
    },
)

_DAYS_2026 = UsualDays(
    2026,
    15,
    {
        Stage.PRIMARY: """
晨读 morning_reading 08:05 08:18
第1节 lesson 08:20 09:00
第2节 lesson 09:15 09:55
上午大课间 big_break 09:55 10:25
第3节 lesson 10:25 11:05
第4节 lesson 11:20 12:00
午间 noon 12:00 13:40
第5节 lesson 13:50 14:30
下午大课间 big_break 14:30 15:00
第6节 lesson 15:00 15:40
体育锻炼 service 15:50 16:10
课后服务1 service 16:15 17:15
课后服务2 service 17:20 18:00
延时托管 extended_care 18:00 18:30
""",
        Stage.JUNIOR: """
晨读 morning_reading 07:45 07:58
第1节 lesson 08:00 08:45
第2节 lesson 09:00 09:45
上午大课间 big_break 09:45 10:15
第3节 lesson 10:15 11:00
第4节 lesson 11:15 12:00
午间 noon 12:00 13:20
午自习 self_study 13:25 13:50
第5节 lesson 13:55 14:40
第6节 lesson 14:55 15:40
下午大课间 big_break 15:40 16:10
第7节 lesson 16:10 16:55
体育锻炼 service 17:10 17:30
课后服务1 service 17:30 18:20
课后服务2 service 18:20 19:10
晚自习 evening_study 19:15 20:00
""",
        Stage.SENIOR: _SENIOR,
    },
)

_BY_YEAR = (_DAYS_2026, _DAYS_2021)


def usual_days(year: int | None = None) -> UsualDays:
    """Return the usual days of a school year, 2025 those of 2021; the newest where no year is told."""
    return next((days for days in _BY_YEAR if year is None or days.year <= year), _BY_YEAR[-1])
