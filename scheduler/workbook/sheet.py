"""What a sheet and its columns are."""

from __future__ import annotations

from typing import NamedTuple

from scheduler.text import Text


class Column(NamedTuple):
    """A column: its heading, other headings that mean the same, and what is shown when the mouse rests on it."""

    key: str
    title: Text
    note: Text
    aliases: tuple[str, ...] = ()
    required: bool = False


class Sheet(NamedTuple):
    """A sheet with a heading row. Matrices (课程计划, 任课, 教师时间, 参加人数) have further columns of their own after these."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()


def column(key: str, zh: str, en: str, note: str, note_en: str, *aliases: str, required: bool = False) -> Column:
    """Return a column from its words in both languages."""
    return Column(key, Text(zh, en), Text(note, note_en), aliases, required)
