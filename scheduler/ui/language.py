"""The language of the pages: what the code says is Chinese; English is in a gettext catalogue (`locale/`, made by `make catalogue`)."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

import streamlit as st

from scheduler.text import Text, grade_name

LANGUAGES = {"zh": "中文", "en": "English"}
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "pages"
KEY = "language"


def language() -> str:
    """Return the language of this session: zh or en."""
    chosen: str = st.session_state.get(KEY) or st.query_params.get("lang") or "zh"
    return chosen if chosen in LANGUAGES else "zh"


def _(message: str) -> str:
    """Return a message of the pages in the session's language; one without a translation stays as it is."""
    return message if language() == "zh" else _catalogue(language()).gettext(message)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools know
    """Mark a message for the catalogue that is said later, by `_`."""
    return message


def say(text: Text) -> str:
    """Return what the rest of the program says in the session's language."""
    return text.zh if language() == "zh" else text.en


def grade_label(grade: int) -> str:
    """Return what a grade is called: 三年级, Grade 3."""
    return _("{grade}年级").format(grade=grade_name(grade) if language() == "zh" else grade)


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [name], fallback=True)
