"""Sentences in the two languages that a user may read, and the words that many of them need."""

from __future__ import annotations

import re
from typing import NamedTuple

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?")


class Text(NamedTuple):
    """Ensures that whatever a user reads exists in Chinese and in English."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        """Return the sentence in `language`, "zh" or "en"."""
        return self.en if language == "en" else self.zh


DAY_NAMES = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)


def day_name(day: int) -> Text:
    """Return the name of an ISO weekday, 1 (Monday) to 7."""
    return DAY_NAMES[day - 1]


def clock_text(minutes: int) -> str:
    """Return minutes since midnight as `08:05`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def minutes_of(clock: str) -> int:
    """Return a clock time such as 18:00 in minutes since midnight. Raises ValueError when it is none."""
    found = _CLOCK.fullmatch(clock.strip())
    if found is None or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) > 24 * 60:
        raise ValueError(f"{clock} is no time of day such as 18:00")
    return int(found[1]) * 60 + int(found[2])


DIGITS = "〇一二三四五六七八九"


def grade_name(grade: int) -> str:
    """Return the short name of a grade, 1 to 12: 三, 七, 高一."""
    return DIGITS[grade] if grade <= 9 else f"高{DIGITS[grade - 9]}"


def counted(number: int, noun: str) -> str:
    """Return a number with its English noun: `1 lesson`, `2 classes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}{'es' if noun.endswith('s') else 's'}"
