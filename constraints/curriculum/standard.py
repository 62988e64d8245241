"""The least lessons a week of each area in grades 1 to 9, as the school's place asks. Grades 10 to 12 have no standard here."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from constraints.places.law import Law
from scheduler.school.curriculum import Area
from scheduler.school.standard import LAST_GRADE, least_lessons
from scheduler.text import Text


class Requirement(NamedTuple):
    """At least `lessons` a week of some areas together, in some grades. The figure of the law is that of its `key`."""

    key: str
    areas: frozenset[Area]
    grades: range
    name: Text
    lessons: int = 0

    def least(self, grade: int, minutes: Fraction) -> int:
        """Return how many lessons of a length are enough in a grade."""
        return least_lessons(self.lessons, grade, minutes)


def _required(key: str, zh: str, en: str, areas: tuple[Area, ...], first: int, last: int) -> Requirement:
    return Requirement(f"lessons_{key}", frozenset(areas), range(first, last + 1), Text(zh, en))


# A junior school may teach science as one course instead of its parts.
REQUIREMENTS = (
    _required("morality", "道德与法治", "morality and law", (Area.MORALITY,), 1, 9),
    _required("chinese", "语文", "Chinese", (Area.CHINESE,), 1, 9),
    _required("maths", "数学", "maths", (Area.MATHS,), 1, 9),
    _required("foreign", "外语", "foreign language", (Area.FOREIGN,), 3, 9),
    _required("science", "科学", "science", (Area.SCIENCE,), 1, 6),
    _required("history", "历史", "history", (Area.HISTORY,), 7, 9),
    _required("geography", "地理", "geography", (Area.GEOGRAPHY,), 7, 8),
    _required("biology", "生物（或科学）", "biology (or science)", (Area.BIOLOGY, Area.SCIENCE), 7, 8),
    _required("physics", "物理（或科学）", "physics (or science)", (Area.PHYSICS, Area.SCIENCE), 8, 9),
    _required("chemistry", "化学（或科学）", "chemistry (or science)", (Area.CHEMISTRY, Area.SCIENCE), 9, 9),
    _required("it", "信息科技", "IT", (Area.IT,), 3, 8),
    _required("pe_1_2", "体育与健康", "PE", (Area.PE,), 1, 2),
    _required("pe_3_9", "体育与健康", "PE", (Area.PE,), 3, 9),
    _required("art", "音乐、美术（艺术）", "music and art", (Area.MUSIC, Area.ART), 1, 9),
    _required("labour", "劳动", "labour", (Area.LABOUR,), 1, 9),
    _required("practice", "综合实践", "integrated practice", (Area.PRACTICE,), 3, 9),
    _required("class_meeting", "班队", "class meeting", (Area.CLASS_MEETING,), 1, 9),
)


def requirements_of(at: Law, grade: int) -> tuple[Requirement, ...]:
    """Return what the law asks of a grade; nothing for grades 10 to 12."""
    asked = ((each, at.number(each.key)) for each in REQUIREMENTS if grade in each.grades)
    return tuple(each._replace(lessons=lessons) for each, lessons in asked if lessons is not None)


def total_lessons(at: Law, grade: int) -> int | None:
    """Return the most lessons a week that the law allows a grade, None where it has no standard."""
    span = "1_2" if grade <= 2 else "3_6" if grade <= 6 else "7_9"
    return at.number(f"weekly_total_{span}") if grade <= LAST_GRADE else None
