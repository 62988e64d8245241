"""What a plan breaks: as a list, and by the cells of a grid that are to be marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import streamlit as st

from constraints.audit import Report
from constraints.catalogue import is_of_service
from constraints.rule import ActiveRule, Violation
from scheduler.model.owner import Level
from scheduler.school import Slot
from scheduler.text import Text
from scheduler.ui.language import _, say

Marks = Mapping[tuple[str, Slot], list[Text]]
"""What is broken at a slot, by class or teacher."""
LEVEL_NAMES = {
    Level.REGULATION: Text("法规", "regulation"),
    Level.HARD: Text("硬规则", "hard"),
    Level.SOFT: Text("软规则", "soft"),
}
SHOWN = 300


def broken_cells(report: Report, *, absence: bool = True) -> Marks:
    """Return what regulations and hard rules say, by the class or teacher and the slot where it is; what only lacks lessons with `absence`."""
    found: dict[tuple[str, Slot], list[Text]] = defaultdict(list)
    for _active, violation in report.violations(Level.REGULATION, Level.HARD):
        if violation.of_absence and not absence:
            continue
        for name in {*violation.classes, *violation.teachers}:
            for slot in violation.slots:
                found[name, slot].append(violation.text)
    return found


def broken_list(report: Report, *, service: bool) -> None:
    """List what is broken (of lessons, or of service and flexible hours first), then what costs most."""
    broken = list(report.violations(Level.REGULATION, Level.HARD))
    broken.sort(key=lambda each: is_of_service(each[0].rule) is not service)
    soft = [each for each in report.violations(Level.SOFT) if is_of_service(each[0].rule) is service]
    if broken:
        st.error(_("有 {n} 处违反法规或硬规则，格子里用红框标出：").format(n=len(broken)))
        _table(broken)
    words = _("课后服务软规则扣分 {cost}，{n} 处") if service else _("课表软规则扣分 {cost}，{n} 处")
    label = words.format(cost=sum(_cost(*each) for each in soft), n=len(soft))
    with st.expander(label, expanded=False):
        if soft:
            _table(sorted(soft, key=lambda each: -_cost(*each)))
        else:
            st.caption(_("没有扣分。"))


def _cost(active: ActiveRule, violation: Violation) -> int:
    return violation.amount * active.weight if active.level is Level.SOFT else 0


def _table(found: Sequence[tuple[ActiveRule, Violation]]) -> None:
    level, rule, where, cost = _("级别"), _("规则"), _("哪里"), _("扣分")
    rows = []
    for active, violation in found[:SHOWN]:
        row: dict[str, object] = {
            level: say(LEVEL_NAMES[active.level]),
            rule: say(active.rule.title),
            where: say(violation.text),
        }
        if active.level is Level.SOFT:
            row[cost] = _cost(active, violation)
        rows.append(row)
    st.dataframe(rows, hide_index=True, height=min(400, 38 + 35 * len(rows)))
    if len(found) > SHOWN:
        st.caption(_("……另有 {n} 处").format(n=len(found) - SHOWN))
