"""What a school cannot bear of its shared teachers' absence, on its way from the worker: a file in the school's folder."""

from __future__ import annotations

import json
from pathlib import Path

from scheduler.district.sharing.blocked import Blocked
from scheduler.school import Slot
from scheduler.text import Text

BLOCKED_FILE = "blocked.json"


def blocked_text(found: Blocked) -> str:
    """Return it as JSON."""
    closed = sorted([teacher, *slot] for teacher, slot in found.closed)
    return json.dumps({"closed": closed, "cause": found.cause}, ensure_ascii=False)


def read_blocked(path: Path, school: str) -> Blocked | None:
    """Return what a file says of a school; None where there is none that can be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        closed = frozenset(
            (str(teacher), Slot(str(bell), int(day), int(row))) for teacher, bell, day, row in told["closed"]
        )
        return Blocked(school, closed, None if told["cause"] is None else Text(*told["cause"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None
