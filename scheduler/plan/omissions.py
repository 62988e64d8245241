"""What somebody's plan does not tell, so that no rule is said to be kept or broken for want of it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from scheduler.text import Text


class PlanPart(StrEnum):
    """A part of a plan that a file may leave out."""

    MEETINGS = "meetings"
    VENUES = "venues"
    GROUPS = "groups"
    CLUBS = "clubs"
    DUTIES = "duties"
    GRANTS = "grants"


PART_NAMES: dict[PlanPart, Text] = {
    PlanPart.MEETINGS: Text("教研时间", "the times of meetings"),
    PlanPart.VENUES: Text("上课场地", "the venues of lessons"),
    PlanPart.GROUPS: Text("课后服务", "after-school service"),
    PlanPart.CLUBS: Text("社团", "clubs"),
    PlanPart.DUTIES: Text("巡查", "patrols and other duties"),
    PlanPart.GRANTS: Text("弹性上下班", "flexible hours"),
}


class Omissions(NamedTuple):
    """The parts that a plan leaves out, the classes of which it tells nothing, and the courses that its form cannot tell."""

    parts: frozenset[PlanPart] = frozenset()
    classes: frozenset[str] = frozenset()
    courses: frozenset[str] = frozenset()


NOTHING_OMITTED = Omissions()
