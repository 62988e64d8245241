"""What the state asks of grades 1 to 9: lessons a week in all, and the least of each area. Grades 10 to 12 have no standard here.

Totals and minima: 义务教育课程方案 (2022), 河南省义务教育课程实施办法（试行）(2023).
"""

from __future__ import annotations

from typing import NamedTuple

from scheduler.school.curriculum import Area
from scheduler.text import Text

TOTAL_LESSONS = {1: 26, 2: 26, **dict.fromkeys(range(3, 7), 30), **dict.fromkeys(range(7, 10), 34)}


class Requirement(NamedTuple):
    """At least `lessons` a week of some areas together, in some grades."""

    areas: frozenset[Area]
    grades: range
    lessons: int
    name: Text


def _required(zh: str, en: str, areas: tuple[Area, ...], first: int, last: int, lessons: int = 1) -> Requirement:
    return Requirement(frozenset(areas), range(first, last + 1), lessons, Text(zh, en))


# A junior school may teach science as one course instead of its parts.
REQUIREMENTS = (
    _required("道德与法治", "morality and law", (Area.MORALITY,), 1, 9),
    _required("语文", "Chinese", (Area.CHINESE,), 1, 9),
    _required("数学", "maths", (Area.MATHS,), 1, 9),
    _required("外语", "foreign language", (Area.FOREIGN,), 3, 9),
    _required("科学", "science", (Area.SCIENCE,), 1, 6),
    _required("历史", "history", (Area.HISTORY,), 7, 9),
    _required("地理", "geography", (Area.GEOGRAPHY,), 7, 8),
    _required("生物（或科学）", "biology (or science)", (Area.BIOLOGY, Area.SCIENCE), 7, 8),
    _required("物理（或科学）", "physics (or science)", (Area.PHYSICS, Area.SCIENCE), 8, 9),
    _required("化学（或科学）", "chemistry (or science)", (Area.CHEMISTRY, Area.SCIENCE), 9, 9),
    _required("信息科技", "IT", (Area.IT,), 3, 8),
    _required("体育与健康", "PE", (Area.PE,), 1, 2, 4),
    _required("体育与健康", "PE", (Area.PE,), 3, 9, 3),
    _required("音乐、美术（艺术）", "music and art", (Area.MUSIC, Area.ART), 1, 9, 2),
    _required("劳动", "labour", (Area.LABOUR,), 1, 9),
    _required("综合实践", "integrated practice", (Area.PRACTICE,), 3, 9),
    _required("班队", "class meeting", (Area.CLASS_MEETING,), 1, 9),
)


def requirements_of(grade: int) -> tuple[Requirement, ...]:
    """Return what is asked of a grade; nothing for grades 10 to 12."""
    return tuple(requirement for requirement in REQUIREMENTS if grade in requirement.grades)
