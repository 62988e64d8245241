"""What was done to a school and its plan, in the order in which it was done, and where one is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scheduler.store.errors import Version
from scheduler.store.plans import PlanVersion

State = tuple[int, int]
"""The versions of the school and of its plan, 0 for no plan; each the one that first had this content."""


class Step(NamedTuple):
    """Something that was done: the version that it made, of the plan or of the school, and what there was after it."""

    version: Version
    of_plan: bool
    state: State


@dataclass(frozen=True)
class History:
    """All steps that one can go through, the first is how the school began; `position` is the one after which one is.

    A step of which another was made after going back is no longer there; its version is.
    """

    steps: tuple[Step, ...] = ()
    position: int = -1

    @property
    def undone_next(self) -> Step | None:
        """The step that can be taken back; None at the beginning, and where there would be no plan before it."""
        if self.position < 1:
            return None
        step, before = self.steps[self.position], self.steps[self.position - 1]
        return None if step.of_plan and not before.state[1] else step

    @property
    def done_next(self) -> Step | None:
        """The step that was taken back and can be done again."""
        return self.steps[self.position + 1] if self.position + 1 < len(self.steps) else None

    def target(self, direction: int) -> State:
        """Return what there is after a step back (-1) or forth (1)."""
        return self.steps[self.position + direction].state


def history_of(schools: Sequence[Version], plans: Sequence[PlanVersion]) -> History:
    """Return the history that all versions of a school and of its plan tell, in any order.

    A version that stands for an earlier one leads back or forth where the step next to it had just this content; every other
    version is a step of its own.
    """
    steps: list[Step] = []
    position, state = -1, (0, 0)
    for version, of_plan in _in_order(schools, plans):
        content = content_of(version)
        state = (state[0], content) if of_plan else (content, state[1])
        near = [at for at in (position - 1, position + 1) if 0 <= at < len(steps) and steps[at].state == state]
        if near and content != version.number:
            position = near[0]
        else:
            position += 1
            steps[position:] = [Step(version, of_plan, state)]
    return History(tuple(steps), position)


def content_of(version: Version) -> int:
    """Return the version that first had the content of this one."""
    earlier = version.stands_for
    return earlier if earlier is not None and 0 < earlier < version.number else version.number


def _in_order(schools: Sequence[Version], plans: Sequence[PlanVersion]) -> Iterator[tuple[Version, bool]]:
    """Yield versions as they were made, and whether they are of the plan: each line by its numbers, both by the clock."""
    left, right = sorted(schools, key=lambda each: each.number), sorted(plans, key=lambda each: each.number)
    while left or right:
        if not right or (left and _is_before(left[0], right[0])):
            yield left.pop(0), False
        else:
            yield right.pop(0), True


def _is_before(school: Version, plan: PlanVersion) -> bool:
    """Tell whether a version of the school was there before one of the plan: in any case if that was made for it."""
    if plan.school_number is not None and plan.school_number >= school.number:
        return True
    return school.at is None or plan.at is None or school.at <= plan.at
