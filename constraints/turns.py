"""What the rules on single teachers' service share."""

from __future__ import annotations

from collections.abc import Container, Iterable

from ortools.sat.python import cp_model

from scheduler.engine.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import PostKind


def any_of(poster: Poster, literals: Iterable[cp_model.IntVar]) -> cp_model.IntVar:
    """Return a Boolean that is true when some literal is; with none true it is free, so that rules can only limit it."""
    items = list(literals)
    if len(items) == 1:
        return items[0]
    found = poster.count(1)
    for literal in items:
        poster.define(found >= literal)
    return found


def turns_of(view: PlanView, teacher_id: str, kinds: Container[PostKind] = frozenset(PostKind)) -> list[ServiceSession]:
    """Return the sessions of a teacher at posts of some kinds; one that is noted several times, or names him twice, once."""
    found = {(s.post, s.slot): s for s in view.sessions_of(teacher_id, kinds)}
    return list(found.values())
