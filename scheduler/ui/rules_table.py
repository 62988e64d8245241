"""The table of rules in which switches, levels and weights are changed; each change names its rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from scheduler.school.wishes import MOST_WEIGHT
from scheduler.ui.language import _

_HERE = Path(__file__).parent
_show = st.components.v2.component(
    "paike_rules_table",
    html='<div class="rules"></div>',
    css=(_HERE / "rules_table.css").read_text(encoding="utf-8"),
    js=(_HERE / "rules_table.js").read_text(encoding="utf-8"),
)


class Action(NamedTuple):
    """What was done in the table: a rule picked (`pick`), or its `enabled`, `level` or `weight` changed."""

    rule: str
    what: str
    value: Any


@dataclass(frozen=True)
class RuleRow:
    """A row: what the rule is called, `levels` between which one may choose as (value, word), `weight` None where none counts.

    A `locked` rule cannot be switched off; one that is `unsaved` was changed and not saved, one that is `own` differs from its default.
    """

    rule: str
    title: str
    enabled: bool
    locked: bool
    level: str
    levels: Sequence[tuple[str, str]]
    weight: int | None
    cost: int | None
    parameters: str
    own: bool = False
    unsaved: bool = False
    picked: bool = False


@dataclass
class Taken:
    """The number of the last action that was answered."""

    number: int = 0


def rules_table(rows: Sequence[RuleRow], *, key: str, tall: int, on_action: Callable[[Action], None]) -> None:
    """Show the rules, `tall` pixels high; `on_action` is called for each thing that was done before the next run of the page."""
    taken: Taken = st.session_state.setdefault(f"{key}-taken", Taken())

    def changed() -> None:
        for action in st.session_state[key].get("actions") or ():
            if action["number"] > taken.number:
                taken.number = action["number"]
                on_action(Action(action["rule"], action["what"], action["value"]))

    _show(
        key=key,
        data={
            "rows": [vars(row) for row in rows],
            "taken": taken.number,
            "tall": tall,
            "most": MOST_WEIGHT,
            "words": {
                "table": _("规则"),
                "heads": [_("启用"), _("规则"), _("级别"), _("权重"), _("扣分"), _("参数")],
                "titles": ["", "", "", _("违反一个单位扣多少分"), _("现在的课表因这条规则扣的分"), ""],
                "own": _("改过"),
                "unsaved": _("未保存"),
                "enabled": _("启用"),
                "level": _("级别"),
                "weight": _("权重"),
            },
        },
        on_actions_change=changed,
    )
