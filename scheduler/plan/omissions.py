"""What somebody's plan does not tell, so that no rule is said to be kept or broken for want of it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from scheduler.text import Text


class Part(StrEnum):
    """A part of a plan that a file may leave out."""

    MEETINGS = "meetings"
    VENUES = "venues"
    GROUPS = "groups"
    CLUBS = "clubs"
    DUTIES = "duties"
    GRANTS = "grants"


PART_NAMES: dict[Part, Text] = {
    Part.MEETINGS: Text("教研时间", "the times of meetings"),
    Part.VENUES: Text("上课场地", "the venues of lessons"),
    Part.GROUPS: Text("课后服务", "after-school service"),
    Part.CLUBS: Text("社团", "clubs"),
    Part.DUTIES: Text("巡查", "patrols and other duties"),
    Part.GRANTS: Text("弹性上下班", "flexible hours"),
}


class Omissions(NamedTuple):
    """The parts that a plan leaves out, the classes of which it tells nothing, and the courses that its form cannot tell."""

    parts: frozenset[Part] = frozenset()
    classes: frozenset[str] = frozenset()
    courses: frozenset[str] = frozenset()


NOTHING_OMITTED = Omissions()
