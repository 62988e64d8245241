"""What people typed, put into Streamlit's texts and labels as it is: these are all Markdown, which makes pictures and links of it."""

from __future__ import annotations

import re

_JOINER = "\N{WORD JOINER}"  # neither seen nor printed
_BREAKS = re.compile(r"[\r\n\t\v\f\x1c-\x1f\x85\u2028\u2029]+")
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|$~&]|:(?!\d)")
_BEGINNING = re.compile(r"^(\d*)([#+\-=]|[.)](?=\s|$))")  # of a heading, a list, a line below a heading
# What Streamlit finds in the finished text, where a backslash is gone already: addresses, icons and emoji, arrows.
_FOUND_LATER = re.compile(
    r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)|(?<=:)(?=(?!\d\d:)[\w+-]+(?:/\w+)?:)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE
)


def plain(text: object) -> str:
    """Return a text, or a number, such that Markdown shows it as it is, in one line."""
    line = _FOUND_LATER.sub(_JOINER, _BREAKS.sub(" ", str(text)).strip(" "))
    escaped = _SPECIAL.sub(r"\\\g<0>", line)
    return _BEGINNING.sub(r"\g<1>\\\g<2>", escaped)
