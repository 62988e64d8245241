"""What of a plan decides how a rule's verdict changes when something moves: told by each rule, so that moves are judged
without auditing the whole week again.

`tests/constraints/test_scopes.py` holds what each rule says of itself against its own check.
"""

from __future__ import annotations

from enum import Enum


class Scope(Enum):
    """What decides when some lessons of courses move to other lesson slots. WHOLE is always right, but slow."""

    NOTHING = "nothing: when lessons are held does not matter"
    COURSES = "these courses, and those that share their slots (单双周, 走班)"
    CLASSES = "all lessons of their classes"
    GRADES = "all lessons of the classes of their grades"
    TEACHERS = "all lessons, meetings and service of their teachers"
    PEERS = "the teachers and courses that exclude each other, mentors and apprentices"
    GROUPS = "the same subject in the same grade"
    VENUES = "the times at which lessons come and go, in venues of their kinds"
    WHOLE = "everything"


class ServiceScope(Enum):
    """What decides when sessions of service or flexible hours change. WHOLE is always right, but slow."""

    NOTHING = "nothing: it speaks of lessons alone"
    TIMES = "when and where sessions are held; who serves does not matter"
    TEACHERS = "each teacher apart"
    STATIONS = "each station apart"
    WHOLE = "everything"
