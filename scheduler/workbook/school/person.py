"""Reads a cell that names one person: the name, and what is said beside it that changes nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

from scheduler.school.defaults import tells_area
from scheduler.workbook.names import plain, without_brackets
from scheduler.workbook.people import is_like_a_name, is_remark, without_marks, without_title

_POST = re.compile(r"[\u3400-\u9fff]{1,6}(?:组|组长|科|室|处|部|级)")


class Person(NamedTuple):
    """A name, and the remark beside it, empty where there is none."""

    name: str
    remark: str = ""


def read_person(text: str) -> Person | None:
    """Return whom 孙丽老师, 孙丽(代), 孙丽(语文组), 孙丽 兼 or 孙丽* names; None where what stands beside the name may matter.

    Whether there is such a person is not asked.
    """
    said = plain(text)
    outside, brackets = without_brackets(said)
    words = [word for inside in brackets for word in re.split(r"[\s,、/:;]+", inside) if word]
    if not all(_changes_nothing(word) for word in words):
        return None
    kept = [word for word in outside.split(" ") if not is_remark(word)]
    name = " ".join(kept)
    if not is_like_a_name(name):
        name = without_title(plain(without_marks(name)))
    if not name or (len(kept) < len(outside.split(" ")) and len(name) < 2):
        return None
    return Person(name, said if name != said else "")


def _changes_nothing(word: str) -> bool:
    post = _POST.fullmatch(word) is not None and not is_like_a_name(without_title(word))
    return is_remark(word) or not without_marks(word) or post or tells_area(word)
