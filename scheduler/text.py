"""A sentence in the two languages that a user may read."""

from __future__ import annotations

from typing import NamedTuple


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


def counted(number: int, noun: str) -> str:
    """Return a number with its English noun: `1 lesson`, `2 classes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}{'es' if noun.endswith('s') else 's'}"
