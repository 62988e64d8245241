"""What the rules share that want a post held at each of its slots with enough adults: patrols, substitutes, morning reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ortools.sat.python import cp_model

from constraints.rule import Violation, post_owner
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables
from scheduler.plan import PlanView
from scheduler.school import Post, PostKind, School, Slot
from scheduler.text import Text, day_name


def posts_of_kind(school: School, *kinds: PostKind) -> list[Post]:
    """Return the posts of some kinds, in the school's order."""
    return [each for each in school.posts.values() if each.kind in kinds]


def post_adults(poster: Poster, variables: LessonVariables, each: Post) -> None:
    """Ensure that a post has its adults at each of its slots."""
    for slot in each.slots:
        serving = list(variables.service.serve(each.id, slot).values())
        poster.require(cp_model.LinearExpr.sum(serving) >= each.adults, post_owner(each.id))


def adults_at(view: PlanView, each: Post) -> dict[Slot, set[str]]:
    """Return who is at a post, by slot; slots without a session are left out."""
    found: dict[Slot, set[str]] = defaultdict(set)
    for session in view.of_post[each.id]:
        found[session.slot].update(session.adults)
    return dict(found)


def adults_missing(each: Post, present: Mapping[Slot, set[str]]) -> Iterator[Violation]:
    """Yield every slot of a post at which too few adults are present; the amount is the adults missing."""
    for slot in each.slots:
        missing = each.adults - len(present.get(slot, ()))
        if missing > 0:
            day = day_name(slot.day)
            text = Text(
                f"{day.zh} {each.title}：要 {each.adults} 人，安排了 {each.adults - missing} 人",
                f"{day.en} {each.title}: {each.adults - missing} of {each.adults} adults are named",
            )
            adults = tuple(sorted(present.get(slot, ())))
            yield Violation(post_owner(each.id), missing, text, each.classes, adults, (slot,))
