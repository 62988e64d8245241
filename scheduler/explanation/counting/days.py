"""Teachers whose lessons do not fit the days and half-days that they come, with so many lessons a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from constraints.staff import teacher_days, teacher_half_days, teacher_per_day
from constraints.timetable import subject_per_day, teacher_clash
from scheduler.explanation.counting.courses import WEEKS
from scheduler.explanation.counting.flow import PLENTY, Network
from scheduler.explanation.counting.items import SlotDemand, stabs
from scheduler.explanation.counting.openings import Openings
from scheduler.explanation.counting.shortage import (
    Losses,
    Shortage,
    because,
    hours_rules,
    lost_slots,
    partly_lost,
    sentence,
    shortage,
)
from scheduler.model.owner import teacher_owner
from scheduler.school import Course, School, Slot, Teacher, Week
from scheduler.text import Text


def count_days(
    openings: Openings, teacher: Teacher, weeks: Iterable[tuple[Week, Sequence[SlotDemand]]]
) -> Iterator[Shortage]:
    """Yield that a teacher's lessons of some week do not fit the days and half-days that he comes; once at most."""
    limits = Limits(openings, teacher)
    for week, items in weeks if limits.own else ():
        if limits.room(openings.school, items) < sum(item.needs for item in items):
            yield _tell_days(openings, teacher, limits, week, items)
            return


def _tell_days(
    openings: Openings, teacher: Teacher, limits: Limits, week: Week, items: Sequence[SlotDemand]
) -> Shortage:
    """Put in words that a teacher's lessons do not fit his days: because of his limits alone, or of what closes slots, too."""
    school, needs, when = openings.school, sum(item.needs for item in items), WEEKS[week]
    courses = [item.what for item in items if isinstance(item.what, Course)]
    losses, partly = Losses(), Losses()
    has = limits.room(
        school, [item._replace(slots=school.course_slots(x)) for item, x in zip(items, courses, strict=True)]
    )
    if has >= needs:
        closed, free = [item.closed for item in items], {slot for item in items for slot in item.slots}
        losses = lost_slots(closed, {slot for course in courses for slot in school.course_slots(course)}, free)
        partly = partly_lost(closed, free)
        has = limits.room(school, items)
    head = Text(
        f"{teacher.id}{when.zh}要上 {needs} 节，最多能排 {has} 节",
        f"{teacher.id}: {needs} lessons {when.en}, room for {has}",
    )
    rules = [*limits.rules, *losses.rules, *partly.rules, *hours_rules(school, courses)]
    rules += [subject_per_day.RULE.id] if any(item.cap is not None for item in items) else []
    rules += [teacher_clash.RULE.id] if limits.one_at_a_time else []
    text = sentence([head, *limits.words, because(losses, partly)])
    return shortage(teacher_owner(teacher.id), needs, has, text, rules)


class Limits:
    """The limits that a teacher has of his own, as far as they bind."""

    def __init__(self, openings: Openings, teacher: Teacher) -> None:
        self.days = teacher.max_days if openings.active(teacher_days.RULE.id) else None
        self.halves = teacher.max_half_days if openings.active(teacher_half_days.RULE.id) else None
        self.a_day = openings.lessons_a_day.get(teacher.id) if teacher.max_per_day is not None else None
        self.one_at_a_time = openings.active(teacher_clash.RULE.id)
        told = (
            (self.days, teacher_days.RULE.id, "一周最多来 {} 天", "comes on {} days at most"),
            (self.halves, teacher_half_days.RULE.id, "一周最多来 {} 个半天", "comes on {} half-days at most"),
            (self.a_day, teacher_per_day.RULE.id, "每天最多 {} 节", "at most {} lessons a day"),
        )
        used = [each for each in told if each[0] is not None]
        self.own = bool(used)
        self.rules = [rule for _, rule, _, _ in used]
        self.words = [Text(zh.format(n), en.format(n)) for n, _, zh, en in used]

    def room(self, school: School, items: Sequence[SlotDemand]) -> int:
        """Return how many of some lessons can be held at most on the best days."""
        slots = {slot for item in items for slot in item.slots}
        days = sorted({slot.day for slot in slots})
        least = min(len(days), self.days) if self.days is not None else len(days)
        best = max((self._on(school, items, slots, set(chosen)) for chosen in combinations(days, least)), default=0)
        if self.halves is None:
            return best
        by_half: dict[Hashable, set[Slot]] = {}
        for slot in slots:
            by_half.setdefault(school.half_day(slot), set()).add(slot)
        halves = sorted((self._most(school, within) for within in by_half.values()), reverse=True)
        return min(best, sum(halves[: self.halves]))

    def _most(self, school: School, slots: set[Slot]) -> int:
        """Return how many lessons some slots of a day hold."""
        free = len(set(stabs(school, slots).values())) if self.one_at_a_time else PLENTY
        return free if self.a_day is None else min(free, self.a_day)

    def _on(self, school: School, items: Sequence[SlotDemand], slots: set[Slot], days: set[int]) -> int:
        """Return how many of the lessons some days hold."""
        network = Network()
        for item in items:
            network.add(None, item.key, item.needs)
            for day, count in Counter(slot.day for slot in item.slots if slot.day in days).items():
                network.add(item.key, ("on", day), count if item.cap is None else min(count, item.cap))
        for day in days:
            network.add(("on", day), ..., self._most(school, {slot for slot in slots if slot.day == day}))
        return network.fill()
