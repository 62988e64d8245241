"""Half-days in a cell: 周一、周三上午, 一至三上午, 周五."""

from __future__ import annotations

import re

from scheduler.school import HalfDay
from scheduler.text import Text
from scheduler.workbook.names import plain
from scheduler.workbook.notation import HALVES, NotationError, no_days, read_days

_PART = re.compile(r"(.*?)\s*(上午|下午|全天|整天|\bam|\bpm)?")
_WHOLE = ("全天", "整天")


def read_half_days(value: object) -> tuple[HalfDay, ...]:
    """Return the half-days that a text names; days without 上午 or 下午 are whole. None for an empty cell.

    Raises NotationError where a day is not named, and where it is not plain to which days a half belongs: in 周一、周三上午
    Monday may be meant whole or not.
    """
    if not isinstance(value, str):
        return tuple(HalfDay(day, part) for day in read_days(value) for part in (0, 1))
    found: set[HalfDay] = set()
    pieces = [piece for piece in re.split(r"[、,;/\n]+", plain(value).casefold().replace("和", "、")) if piece.strip()]
    said = [_PART.fullmatch(piece.strip()) for piece in pieces]
    halves = [match[2] for match in said if match]
    if any(half is None for half in halves[:-1]) and any(half is not None for half in halves):
        raise NotationError(
            Text("看不出每一天是上午、下午还是全天", "It is not plain which half of each day is meant"),
            Text(
                "每一天都写清楚，如 周一全天、周三上午",
                "Say it for each day, such as Mon, Wed am as 周一全天、周三上午",
            ),
        )
    for match in said:
        days = read_days(match[1]) if match else ()
        if match is None or not days:
            raise no_days()
        parts = (0, 1) if match[2] is None or match[2] in _WHOLE else (HALVES[match[2]],)
        found |= {HalfDay(day, part) for day in days for part in parts}
    return tuple(sorted(found))
