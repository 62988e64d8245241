"""How long a lesson of the state's standard is, and how many others are as much. Grades 10 to 12 have no standard here."""

from __future__ import annotations

import math
from fractions import Fraction

# A school may choose other lengths within the same minutes a week.
STANDARD_MINUTES = {**dict.fromkeys(range(1, 7), 40), **dict.fromkeys(range(7, 10), 45)}
LAST_GRADE = max(STANDARD_MINUTES)  # that the standard speaks of


def most_lessons(lessons: int, grade: int, minutes: Fraction) -> int:
    """Return how many lessons of a length a class may have where the standard allows `lessons` of its own length: these, or as
    many as take no more minutes."""
    return max(lessons, math.floor(lessons * STANDARD_MINUTES[grade] / minutes))


def least_lessons(lessons: int, grade: int, minutes: Fraction) -> int:
    """Return how many lessons of a length are enough where the standard asks for `lessons` of its own length: these, or as many
    as take the same minutes."""
    return min(lessons, math.ceil(lessons * STANDARD_MINUTES[grade] / minutes))
