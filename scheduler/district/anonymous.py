"""Sentences without the names of a school's teachers: what is handed on names nobody unless that is asked for."""

from __future__ import annotations

import re

from scheduler.school import School
from scheduler.text import Text

SOMEBODY = Text("某教师", "a teacher")


class Anonymous:
    """Takes the names of a school's teachers out of sentences, or leaves them where names are wanted.

    A name is replaced wherever its letters stand: rather a word too many than a name.
    """

    def __init__(self, school: School, *, names: bool = False) -> None:
        found = {teacher.id for teacher in school.teachers} if not names else set()
        longest_first = sorted(found, key=lambda name: (-len(name), name))
        self._names = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def text(self, text: Text) -> Text:
        """Return a sentence without names."""
        if self._names is None:
            return text
        return Text(self._names.sub(SOMEBODY.zh, text.zh), self._names.sub(SOMEBODY.en, text.en))
