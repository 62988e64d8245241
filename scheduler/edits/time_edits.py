"""The changes of when somebody or something is free or fixed: marks, meetings, fixed lessons."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.edits import costs
from scheduler.edits.edit import Edit, changed, with_item
from scheduler.school import (
    AFTER_SCHOOL,
    RECESSES,
    Interval,
    Lock,
    Mark,
    MarkLevel,
    MarkOwner,
    Period,
    School,
    Slot,
    tables,
)
from scheduler.school.wording import PARTS, classes_text, mark_owner_text
from scheduler.text import Text, day_name

COMMON = 3  # classes with the same subject fixed at the same time: it is a custom of the school
AFTER = 2  # school, as a part of the day
PARTS_OF_DAY = (*PARTS, Text("放学后", "after school"))


def part_of(school: School, slot: Slot) -> int:
    """Return 0 for a slot in the morning, 1 in the afternoon, 2 after school."""
    if school.period(slot).kind in AFTER_SCHOOL:
        return AFTER
    return school.half_day(slot).part


def free_time(school: School, kind: MarkOwner, owner: str, day: int, part: int) -> Edit:
    """Return the edit that takes away what is marked 禁 in a part of a day: of a teacher, class, subject, venue or course."""
    when = Text(f"{day_name(day).zh}{PARTS_OF_DAY[part].zh}", f"on {day_name(day).en} {PARTS_OF_DAY[part].en}")
    return _freed(school, kind, owner, (day,), part, when, costs.FREE[kind])


def free_every_day(school: School, kind: MarkOwner, owner: str, part: int) -> Edit:
    """Return the edit that takes away what is marked 禁 in a part of all days."""
    when = Text(
        f"每天{PARTS_OF_DAY[part].zh}",
        f"in any {PARTS_OF_DAY[part].en}" if part < AFTER else f"{PARTS_OF_DAY[part].en} on any day",
    )
    return _freed(school, kind, owner, school.days, part, when, costs.FREE_EVERY_DAY[kind])


def _freed(
    school: School, kind: MarkOwner, owner: str, days: tuple[int, ...], part: int, when: Text, cost: int
) -> Edit:
    def concerned(mark: Mark) -> bool:
        mine = (mark.owner_kind, mark.owner, mark.level) == (kind, owner, MarkLevel.FORBIDDEN)
        return mine and mark.day in days and mark.elsewhere is None

    def change(school: School) -> School:
        marks: list[Mark] = []
        for mark in school.marks:
            marks += _cut(school, mark, *_stretch(school, mark.day, part)) if concerned(mark) else [mark]
        return changed(school, marks=tuple(marks))

    lessons = {school.interval(slot) for slots in school.lesson_slots.values() for slot in slots}
    by_lesson = any(concerned(mark) and Interval(mark.day, mark.start, mark.end) in lessons for mark in school.marks)
    sheet = tables.TIMES if by_lesson and part < AFTER else tables.TIME_LIST
    name = mark_owner_text(school, kind, owner)
    text = Text(f"{name.zh} {when.zh}不再标“禁”", f"{name.en} is no longer marked 禁 {when.en}")
    return Edit("free_time", cost, sheet, name.zh, text, change)


def _stretch(school: School, day: int, part: int) -> tuple[int, int]:
    """Return from when to when a part of a day lasts; 0 to 0 where it has no periods."""
    times = [
        (period.start, period.end)
        for schedule in school.schedules
        for index, period in enumerate(schedule.periods)
        if day in period.days and period.kind not in RECESSES
        if part_of(school, Slot(schedule.id, day, index)) == part
    ]
    return min((start for start, _ in times), default=0), max((end for _, end in times), default=0)


def _cut(school: School, mark: Mark, start: int, end: int) -> Iterator[Mark]:
    """Yield what is left of a mark outside of a stretch of time, as far as something could be held there."""
    for first, last in ((mark.start, min(mark.end, start)), (max(mark.start, end), mark.end)):
        if any(period.start < last and first < period.end for period in _periods(school, mark.day)):
            yield mark.renewed(start=first, end=last)


def _periods(school: School, day: int) -> Iterator[Period]:
    """Yield the periods of a day, of all bell schedules, but breaks."""
    for schedule in school.schedules:
        for period in schedule.periods:
            if day in period.days and period.kind not in RECESSES:
                yield period


def move_meeting(school: School, meeting_id: str, slot: Slot) -> Edit:
    """Return the edit that fixes a meeting at another time."""
    meeting = next(m for m in school.meetings if m.id == meeting_id)
    where = school.slot_text(slot)
    same_day = meeting.slot is not None and meeting.slot.day == slot.day
    return Edit(
        "move_meeting",
        costs.MOVE_ON_THE_DAY if same_day else costs.MOVE_MEETING,
        tables.MEETINGS,
        meeting_id,
        Text(f"{meeting_id}改在{where.zh}", f"hold {meeting_id} at {where.en}"),
        lambda school: with_item(school, "meetings", meeting_id, slot=slot, days=(), parts=()),
    )


def excuse(teacher_id: str, meeting_id: str) -> Edit:
    """Return the edit that takes one member out of a meeting."""

    def change(school: School) -> School:
        meeting = next(m for m in school.meetings if m.id == meeting_id)
        left = tuple(t for t in meeting.teachers if t != teacher_id)
        if left:
            return with_item(school, "meetings", meeting_id, teachers=left)
        return changed(school, meetings=tuple(m for m in school.meetings if m.id != meeting_id))

    text = Text(f"{teacher_id} 不参加{meeting_id}", f"{teacher_id} does not come to {meeting_id}")
    return Edit("excuse", costs.EXCUSE, tables.MEETINGS, meeting_id, text, change)


def meet_after_school(meeting_id: str) -> Edit:
    """Return the edit that takes a meeting out of the lessons' time, and so out of the workbook."""
    text = Text(
        f"{meeting_id}改到放学以后，不占上课时间，从表中删去",
        f"hold {meeting_id} after school and delete it from the sheet",
    )
    return Edit(
        "meet_after_school",
        costs.MEET_AFTER_SCHOOL,
        tables.MEETINGS,
        meeting_id,
        text,
        lambda school: changed(school, meetings=tuple(m for m in school.meetings if m.id != meeting_id)),
    )


def release_lock(school: School, lock: Lock) -> Edit:
    """Return the edit that lets the solver place a fixed lesson."""
    course, where = school.course[lock.course], school.slot_text(lock.slot)
    names, alike = "、".join(course.classes), _fixed_alike(school, lock)
    return Edit(
        "release_lock",
        costs.RELEASE_LOCK if len(alike) < COMMON else costs.RELEASE_COMMON_LOCK,
        tables.LOCKS,
        classes_text(school, alike),
        Text(
            f"{names} {where.zh}的{course.subject}不再固定",
            f"{names} {course.subject} is no longer fixed at {where.en}",
        ),
        lambda school: changed(school, locks=tuple(x for x in school.locks if x != lock)),
    )


def _fixed_alike(school: School, lock: Lock) -> list[str]:
    """Return the classes that have the same subject fixed at the same time: they share a row of the workbook."""
    subject = school.course[lock.course].subject
    return [
        name
        for other in school.locks
        if other.slot == lock.slot and school.course[other.course].subject == subject
        for name in school.course[other.course].classes
    ]
