"""The line above a plan: what of it to look at, and its versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from scheduler.ui.language import _
from scheduler.ui.markdown import plain
from scheduler.ui.plan_versions import versions_button
from scheduler.ui.session import Opened


def kind_choice(where: DeltaGenerator, label: str, kinds: Mapping[str, str], key: str) -> str:
    """Ask for one of `kinds`, whose values are words of the catalogue; return its key, that of the first at first."""
    first = next(iter(kinds))
    chosen = where.segmented_control(
        plain(label),
        list(kinds),
        default=first,
        format_func=lambda each: _(kinds[each]),
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    return chosen or first


def plan_head(
    found: Opened,
    label: str,
    kinds: Mapping[str, str],
    names: Callable[[str], Sequence[str]],
    *,
    key: str,
    widths: tuple[int, int],
) -> tuple[str, str]:
    """Ask for a kind of view and for one of the names that it has, beside the versions; return both, '' for no name.

    `key` begins the keys of what is asked, `widths` are those of the two questions where the versions take 6.
    """
    kind_at, name_at, versions = st.columns([*widths, 6], vertical_alignment="bottom", gap="small")
    kind = kind_choice(kind_at, label, kinds, f"{key}_kind")
    offered = names(kind)
    with name_at:
        name = st.selectbox(_("选一个"), offered, key=f"{key}_{kind}", label_visibility="collapsed") if offered else ""
    with versions:
        versions_button(found)
    return kind, name or ""
