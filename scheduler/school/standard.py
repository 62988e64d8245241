"""What the state asks of grades 1 to 9: lessons a week in all, and the least of each area. Grades 10 to 12 have no standard here.

Totals and minima: 义务教育课程方案 (2022), 河南省义务教育课程实施办法（试行）(2023).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from scheduler.school.curriculum import Area
from scheduler.text import Text

# A school may choose other lengths within the same minutes a week.
STANDARD_MINUTES = {**dict.fromkeys(range(1, 7), 40), **dict.fromkeys(range(7, 10), 45)}
TOTAL_LESSONS = {1: 26, 2: 26, **dict.fromkeys(range(3, 7), 30), **dict.fromkeys(range(7, 10), 34)}


def most_lessons(lessons: int, grade: int, minutes: Fraction) -> int:
    """Return how many lessons of a length a class may have where the standard allows `lessons` of its own length: these, or as
    many as take no more minutes."""
    return max(lessons, math.floor(lessons * STANDARD_MINUTES[grade] / minutes))


def least_lessons(lessons: int, grade: int, minutes: Fraction) -> int:
    """Return how many lessons of a length are enough where the standard asks for `lessons` of its own length: these, or as many
    as take the same minutes."""
    return min(lessons, math.ceil(lessons * STANDARD_MINUTES[grade] / minutes))


class Requirement(NamedTuple):
    """At least `lessons` a week of some areas together, in some grades."""

    areas: frozenset[Area]
    grades: range
    lessons: int
    name: Text

    def least(self, grade: int, minutes: Fraction) -> int:
        """Return how many lessons of a length are enough in a grade."""
        return least_lessons(self.lessons, grade, minutes)


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
