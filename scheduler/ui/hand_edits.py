"""Plans changed by hand: each step is a version of the plan, so that it can be undone, done again and seen by others."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from constraints.audit import audit
from scheduler.plan import Plan
from scheduler.store import StoreError
from scheduler.ui import session
from scheduler.ui.language import _
from scheduler.ui.session import Key, Opened

KEY = "trail"


@dataclass
class Trail:
    """The versions that one can step through, the earliest first; `position` is where one is.

    What lies behind the position can be undone, what lies before it done again. A step back stores the old content as a new
    version, which then stands here in its place. `last` is what was done last. As `session.Reached` it is changed in place.
    """

    school_id: int
    versions: list[int]
    position: int
    last: str = ""
    origin: dict[int, int] = field(default_factory=dict)  # of a version that stands for an earlier one

    @property
    def current(self) -> int:
        """The version that one is at."""
        return self.versions[self.position]

    def made(self, position: int) -> int:
        """Return the version that the step to a position made, whichever stands there now."""
        version = self.versions[position]
        return self.origin.get(version, version)


def keep(plan: Plan, note: str) -> bool:
    """Store the opened plan as changed by hand; tell whether that worked (otherwise the page says why)."""
    found = session.demand()
    steps, before = trail(found), found.report
    words = _("{note}（扣分 {cost}，{change:+d}）")
    report = audit(found.school, plan)
    version = session.save_plan(found, report, note, bound=found.bound)
    if version is None:
        return False
    steps.versions[steps.position + 1 :] = [version.number]
    steps.position += 1
    change = report.cost - (before.cost if before else 0)
    steps.last = words.format(note=note, cost=report.cost, change=change)
    return True


def is_current(found: Opened, key: Key) -> bool:
    """Tell whether what was found for some versions may be done with those that are open; where not, tell the user too."""
    if found.key != key:
        st.toast(_("课表刚刚变了，这一下没有做。请再看一看。"), icon=":material/info:")
    return found.key == key


def last_step(found: Opened) -> str:
    """Return what was done last by hand in this session, empty where something else has happened to the plan since."""
    return trail(found).last


def trail(found: Opened) -> Trail:
    """Return where one is in the versions of the opened plan; where somebody else has gone on, at the end of all of them."""
    known = st.session_state.get(KEY)
    if isinstance(known, Trail) and (known.school_id, known.current) == (found.school_id, found.plan_number):
        return known
    numbers = sorted(version.number for version in session.store().plans.history(found.school_id))
    versions = [number for number in numbers if number <= found.plan_number]
    made = Trail(found.school_id, versions, len(versions) - 1)
    st.session_state[KEY] = made
    return made


def undo_buttons(found: Opened) -> None:
    """Show the buttons for a step back and forth."""
    steps = trail(found)
    back, forth = st.columns(2, gap="small")
    back.button(
        _("撤销"),
        icon=":material/undo:",
        key="undo",
        disabled=steps.position == 0,
        on_click=_step,
        args=(-1,),
        width="stretch",
        help=_("回到上一步；做过的都留在“版本”里"),
    )
    forth.button(
        _("重做"),
        icon=":material/redo:",
        key="redo",
        disabled=steps.position + 1 == len(steps.versions),
        on_click=_step,
        args=(1,),
        width="stretch",
    )


def _step(direction: int) -> None:
    found = session.demand()
    steps = trail(found)
    position = steps.position + direction
    if not 0 <= position < len(steps.versions):
        return
    undone = steps.made(max(position, steps.position))
    try:
        notes = {version.number: version.note for version in session.store().plans.history(found.school_id)}
    except StoreError as error:
        session.tell(error)
        return
    words = _("撤销：{note}") if direction < 0 else _("重做：{note}")
    note, cost = words.format(note=bare(notes.get(undone, ""))), _("{note}（扣分 {cost}）")
    version = session.go_back_to_plan(found, steps.versions[position], note)
    if version is not None:
        steps.origin[version.number] = steps.made(position)
        steps.versions[position], steps.position = version.number, position
        steps.last = cost.format(note=note, cost=version.cost)


def bare(note: str) -> str:
    """Return what a note speaks of, without that it was undone or done again."""
    prefixes = tuple(word.format(note="") for word in (_("撤销：{note}"), _("重做：{note}")))
    while note.startswith(prefixes):
        note = next(note.removeprefix(prefix) for prefix in prefixes if note.startswith(prefix))
    return note
