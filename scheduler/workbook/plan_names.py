"""Tiny normalising of names."""

from __future__ import annotations

import re
import unicodedata

_CLASS = re.compile(
    r"(?:高)?([一二三四五六七八九]|\d{1,2}|初一|初二|初三|高一|高二|高三)(?:年级)?[(\[]?(\d{1,2})[)\]]?班?"
)


def plain(text: str) -> str:
    """Return a text with half-width characters and single spaces."""
    return re.sub(r"[ \t\u3000\xa0]+", " ", unicodedata.normalize("NFKC", text)).strip()


def class_name(text: str) -> tuple[int, int] | None:
    """Return grade and number of a class name, or None."""
    found = re.fullmatch(r"([1-9]|1[0-2])(\d\d)班?", plain(text))
    if found:
        return int(found[1]), int(found[2])
    found = _CLASS.fullmatch(plain(text).replace(" ", ""))
    if not found:
        return None
    names = {"初一": 7, "初二": 8, "初三": 9, "高一": 10, "高二": 11, "高三": 12}
    grade = names.get(found[1]) or (int(found[1]) if found[1].isdigit() else "〇一二三四五六七八九".index(found[1]))
    return grade, int(found[2])
