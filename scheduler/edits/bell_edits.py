"""The change of a bell schedule with all that stands at its periods: marks move with the clock, the rest with its period."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise

from scheduler.edits import costs
from scheduler.edits.bell_change import BellChange, BellNeeds, changed_bells
from scheduler.edits.edit import Edit, changed
from scheduler.school import (
    AFTER_SCHOOL,
    BellSchedule,
    Mark,
    MarkOwner,
    PeriodKind,
    School,
    Slot,
    tables,
)
from scheduler.text import Text, clock_text


def longer_breaks(school: School, schedule_id: str, needs: BellNeeds) -> Edit | None:
    """Return the edit that changes a bell schedule as little as can be so that it meets what is asked; None where none does, or none
    is needed."""
    schedule = school.schedule[schedule_id]
    found = changed_bells(schedule, needs)
    if found is None or found.schedule == schedule:
        return None
    return Edit(
        "longer_breaks",
        costs.LONGER_BREAKS,
        tables.SCHEDULE,
        schedule_id,
        what_moves(schedule, found, needs),
        lambda school: with_bells(school, found),
    )


def with_bells(school: School, change: BellChange) -> School:
    """Return the school with a changed bell schedule, checked again: what was at a period is at it still."""
    name, places = change.schedule.id, change.places

    def slot(old: Slot) -> Slot:
        return old._replace(period=places[old.period]) if old.schedule == name else old

    def placed(items: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(
            item.renewed(period=places[item.period]) if item.schedule == name else item  # type: ignore[attr-defined]
            for item in items
        )

    clock = _clock(school.schedule[name], change)
    return changed(
        school,
        schedules=tuple(change.schedule if each.id == name else each for each in school.schedules),
        stages=placed(school.stages),
        clubs=placed(school.clubs),
        duties=placed(school.duties),
        locks=tuple(lock.renewed(slot=slot(lock.slot)) for lock in school.locks),
        meetings=tuple(
            meeting.renewed(slot=slot(meeting.slot)) if meeting.slot is not None else meeting
            for meeting in school.meetings
        ),
        marks=tuple(_moved(school, mark, name, clock) for mark in school.marks),
    )


Clock = Callable[[int, bool], int]
"""From a minute of the former day, and whether something ends then, to one of the changed day."""


def _clock(old: BellSchedule, change: BellChange) -> Clock:
    """Return how times move: the ends of a period with it, what is between two periods with the former."""
    moved = [(period, change.schedule.periods[change.places[place]]) for place, period in enumerate(old.periods)]
    starts = {before.start: after.start for before, after in moved}
    ends = {before.end: after.end for before, after in moved}
    times = sorted(starts)

    def clock(minute: int, is_end: bool) -> int:
        exact = ends if is_end else starts
        if minute in exact:
            return exact[minute]
        index = bisect_right(times, minute) - 1
        shift = starts[times[index]] - times[index] if index >= 0 else 0
        return min(24 * 60, max(0, minute + shift))

    return clock


def _moved(school: School, mark: Mark, name: str, clock: Clock) -> Mark:
    """Return a mark at the time at which it is meant now, where it is one of this schedule."""
    if name not in _schedules_of(school, mark):
        return mark
    start, end = clock(mark.start, False), clock(mark.end, True)
    return mark.renewed(start=start, end=end) if start < end else mark


def _schedules_of(school: School, mark: Mark) -> set[str]:
    """Return the bell schedules by whose clock a mark is meant: those in which it is a period, else all that its owner may be at."""
    exact = {
        each.id
        for each in school.schedules
        for period in each.periods
        if (period.start, period.end) == (mark.start, mark.end) and mark.day in period.days
    }
    if exact or mark.owner_kind is not MarkOwner.CLASS:
        return exact or {each.id for each in school.schedules}
    return {school.school_class[mark.owner].schedule}


# In words.


def what_moves(old: BellSchedule, change: BellChange, needs: BellNeeds) -> Text:
    """Return what a change does to a day: breaks of 15 minutes, a new big break, a shorter noon, when pupils go home."""
    new = change.schedule
    parts = [*_breaks(old, change, needs), *_shifts(old, change)]
    zh, en = "，".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    return Text(f"作息“{old.id}”：{zh}", f"bell schedule {new.id}: {en}")


def _breaks(old: BellSchedule, change: BellChange, needs: BellNeeds) -> list[Text]:
    new = change.schedule
    found = []
    if _shortest(new) > _shortest(old):
        found.append(Text(f"课间至少 {needs.recess} 分钟", f"breaks of at least {needs.recess} minutes"))
    for place, period in enumerate(old.periods):
        now = new.periods[change.places[place]]
        if now.kind is PeriodKind.BIG_BREAK and (now.minutes, now.kind) != (period.minutes, period.kind):
            found.append(
                Text(
                    f"{now.name} {now.minutes} 分钟（类型“大课间”）"
                    if now.kind is not period.kind
                    else f"{now.name}延长到 {now.minutes} 分钟",
                    f"{now.name} lasts {now.minutes} minutes",
                )
            )
    for place in sorted(set(range(len(new.periods))) - set(change.places)):
        period = new.periods[place]
        when = f"{clock_text(period.start)}–{clock_text(period.end)}"
        found.append(Text(f"加{period.name} {when}", f"a new {period.name} {when}"))
    return found


def _shortest(schedule: BellSchedule) -> int:
    gaps = [
        schedule.periods[later].start - schedule.periods[earlier].end
        for day in schedule.days
        for earlier, later in pairwise(schedule.lessons_on(day))
        if schedule.part(earlier) == schedule.part(later)
    ]
    return min(gaps, default=0)


def _shifts(old: BellSchedule, change: BellChange) -> list[Text]:
    """Return how noon, the end of lessons, service and the rest move."""
    pairs = [(period, change.schedule.periods[change.places[place]]) for place, period in enumerate(old.periods)]
    found = []
    for before, after in pairs:
        if before.kind is PeriodKind.NOON and before.minutes != after.minutes:
            found.append(
                Text(
                    f"{before.name}由 {before.minutes} 分钟变为 {after.minutes} 分钟",
                    f"{before.name}: {after.minutes} minutes",
                )
            )
    lessons = [pair for pair in pairs if pair[0].kind is PeriodKind.LESSON]
    if lessons:
        found.append(_moved_text(Text("第一节课", "the first lesson"), lessons[0][1].start - lessons[0][0].start))
        found.append(_moved_text(Text("下午放学", "the end of lessons"), lessons[-1][1].end - lessons[-1][0].end))
    after_school = [pair for pair in pairs if pair[0].kind in AFTER_SCHOOL]
    late = max((after.end - before.end for before, after in after_school), default=0)
    if late:
        found.append(_moved_text(Text("课后服务", "service"), late))
    return [text for text in found if text.zh] or [Text("上下学时间不变", "pupils come and go as before")]


def _moved_text(what: Text, minutes: int) -> Text:
    if minutes == 0 and what.zh != "下午放学":
        return Text("", "")
    if minutes == 0:
        return Text(f"{what.zh}时间不变", f"{what.en} stays")
    how = Text("晚", "later") if minutes > 0 else Text("早", "earlier")
    return Text(f"{what.zh}{how.zh} {abs(minutes)} 分钟", f"{what.en} {abs(minutes)} minutes {how.en}")
