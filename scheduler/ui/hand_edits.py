"""Plans changed by hand: each step is a version of the plan, so that it can be undone, done again and seen by others."""

from __future__ import annotations

from constraints.audit import audit
from scheduler.plan import Plan
from scheduler.ui import session
from scheduler.ui.language import _
from scheduler.ui.session import Key, Opened


def keep(plan: Plan, note: str) -> bool:
    """Store the opened plan as changed by hand; tell whether that worked (otherwise the page says why)."""
    found = session.demand()
    before = found.report
    words = _("{note}（扣分 {cost}，{change:+d}）")
    report = audit(found.school, plan)
    version = session.save_plan(found, report, note, bound=found.bound)
    if version is None:
        return False
    change = report.cost - (before.cost if before else 0)
    session.note_step(words.format(note=note, cost=report.cost, change=change))
    return True


def is_current(found: Opened, key: Key) -> bool:
    """Tell whether what was found for some versions may be done with those that are open; where not, tell the user too."""
    if found.key != key:
        session.announce(_("课表刚刚变了，这一下没有做。请再看一看。"), ":material/info:")
    return found.key == key
