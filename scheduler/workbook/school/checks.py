"""Checks what only the whole school shows: lessons that do not fit the week, or the time of a class or a teacher; locks
that stand where they must not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from constraints.curriculum.exam_calendar import LAST_JUDGED_GRADE, is_exam_lesson
from scheduler.school import (
    BellSchedule,
    Course,
    Mark,
    MarkLevel,
    MarkOwner,
    Slot,
    Teacher,
    Week,
    day_in_weeks,
)
from scheduler.text import Text
from scheduler.workbook.school.draft import Draft, grade_text
from scheduler.workbook.school.marks import check_marks
from scheduler.workbook.school.slots import schedules_of
from scheduler.workbook.tables import Cell


def check_times(draft: Draft, crowded: set[str]) -> None:
    """Tell of classes and teachers with more lessons than slots, and of locks in forbidden or taken slots.

    Nothing is told while the bell schedules themselves are wrong, nor of `crowded` classes and their teachers: it has
    been told that they have too many lessons.
    """
    check_marks(draft)
    if draft.schedules_broken:
        return
    forbidden = _Forbidden(draft)
    crowded = crowded | _check_classes(draft, forbidden, crowded)
    _check_teachers(draft, forbidden, crowded)
    _check_locks(draft, forbidden)
    _check_clashing_locks(draft)


class _Forbidden:
    """Who must have no lesson when."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.marks: dict[tuple[MarkOwner, str], list[Mark]] = defaultdict(list)
        for mark in draft.marks:
            if mark.level is MarkLevel.FORBIDDEN:
                self.marks[mark.owner_kind, mark.owner].append(mark)

    def touches(self, kind: MarkOwner, owner: str, slot: Slot) -> bool:
        """Tell whether some minute of a slot is forbidden to an owner."""
        period = self.draft.schedules[slot.schedule].periods[slot.period]
        marks = self.marks.get((kind, owner), ())
        return any(m.day == slot.day and m.start < period.end and period.start < m.end for m in marks)

    def free(self, kind: MarkOwner, owner: str, schedules: Iterable[BellSchedule]) -> list[Slot]:
        """Return the lesson slots of some schedules that are not forbidden to an owner, nor on a day on which a class has none."""
        slots = (slot for schedule in schedules for slot in self.draft.lesson_slots(schedule.id))
        return [slot for slot in slots if not self.touches(kind, owner, slot)]


def slots_needed(courses: Iterable[Course]) -> int:
    """Return the slots that courses take in the fuller of odd and even weeks; those that run together take one."""
    together: set[str] = set()
    needed = {Week.ODD: 0, Week.EVEN: 0}
    for course in courses:
        if course.together is None or course.together not in together:
            for week in needed:
                needed[week] += course.lessons if course.week.meets(week) else 0
        if course.together is not None:
            together.add(course.together)
    return max(needed.values())


def _tightest(draft: Draft, courses: Collection[Course], slots: Collection[Slot]) -> tuple[int, int]:
    """Return the lessons and the slots of the week that has least room: of odd weeks, of even ones, or of what is held in all."""
    held = [_week_at(draft, slot) for slot in slots]
    weekly = [course for course in courses if course.week is Week.EVERY]
    counts = [
        (slots_needed(weekly), held.count(Week.EVERY)),
        *(
            (
                slots_needed(course for course in courses if course.week.meets(week)),
                sum(each.meets(week) for each in held),
            )
            for week in (Week.ODD, Week.EVEN)
        ),
    ]
    return max(counts, key=lambda each: (each[0] - each[1], each[0]))


def _weeks_alone(draft: Draft, class_id: str) -> Text:
    """Return what to know of a class's days of odd or even weeks alone; nothing where it has none."""
    slots = {slot for each in schedules_of(draft, MarkOwner.CLASS, class_id) for slot in draft.lesson_slots(each.id)}
    some = sorted({(slot.day, _week_at(draft, slot)) for slot in slots if _week_at(draft, slot) is not Week.EVERY})
    names = [day_in_weeks(*each) for each in some]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    if not names:
        return Text("", "")
    return Text(f"；{zh}只能排只在这些周上的课", f"; {en} can have courses of these weeks alone")


def _check_classes(draft: Draft, forbidden: _Forbidden, excused: set[str]) -> set[str]:
    """Tell of classes with more lessons than slots, and return them."""
    crowded = set()
    short: dict[tuple[int, int], list[str]] = defaultdict(list)
    for class_id, courses in draft.class_courses.items():
        if class_id in excused:
            continue
        slots = forbidden.free(MarkOwner.CLASS, class_id, schedules_of(draft, MarkOwner.CLASS, class_id))
        needed, free = _tightest(draft, courses, slots)
        if needed > free:
            crowded.add(class_id)
            short[needed, free].append(class_id)
    for (needed, free), names in short.items():
        alone = _weeks_alone(draft, names[0])
        draft.report.error(
            draft.mark_cells.get((MarkOwner.CLASS, names[0])) or draft.class_names.cells[names[0]],
            Text(
                f"{'、'.join(names)}一周 {needed} 节课，只有 {free} 个可排时段",
                f"{', '.join(names)}: {needed} lessons a week and {free} slots",
            ),
            Text(
                "减少课时或禁排时段，或在“作息”表里增加节次" + alone.zh,
                "Take lessons or forbidden slots away, or add lessons to 作息" + alone.en,
            ),
        )
    return crowded


def _check_teachers(draft: Draft, forbidden: _Forbidden, crowded: set[str]) -> None:
    """Tell of teachers with more lessons than they can hold; not when their classes have too many already."""
    for name, courses in draft.teacher_courses.items():
        if any(not crowded.isdisjoint(course.classes) for course in courses):
            continue
        needed = slots_needed(courses)
        free = _most_lessons(draft, draft.teachers[name], forbidden)
        if needed <= free:
            continue
        marked = draft.mark_cells.get((MarkOwner.TEACHER, name))
        draft.report.error(
            marked or draft.teacher_names.cells[name],
            Text(
                f"{name}一周要上 {needed} 节课，最多能排 {free} 节",
                f"{name} has {needed} lessons a week and can hold {free}",
            ),
            Text(
                "减少禁排时段或任课，或放宽每天节数、天数、半天数的限制",
                "Take forbidden slots or lessons away, or relax the limits a day, of days or of half-days",
            ),
        )


def _most_lessons(draft: Draft, teacher: Teacher, forbidden: _Forbidden) -> int:
    """Return the most lessons that a teacher can hold by the clock, forbidden slots and own limits."""
    schedules = schedules_of(draft, MarkOwner.TEACHER, teacher.id)
    halves: dict[int, dict[int, list[Slot]]] = defaultdict(lambda: defaultdict(list))
    for slot in forbidden.free(MarkOwner.TEACHER, teacher.id, schedules):
        halves[slot.day][draft.schedules[slot.schedule].part(slot.period)].append(slot)
    most_a_day = teacher.max_per_day or 99
    days = [min(most_a_day, sum(_disjoint(draft, part) for part in parts.values())) for parts in halves.values()]
    found = sum(sorted(days, reverse=True)[: teacher.max_days])
    parts = [min(most_a_day, _disjoint(draft, part)) for day in halves.values() for part in day.values()]
    return min(found, sum(sorted(parts, reverse=True)[: teacher.max_half_days]))


def _disjoint(draft: Draft, slots: list[Slot]) -> int:
    """Return how many of some slots of a day can be held by one person."""
    periods = [draft.schedules[slot.schedule].periods[slot.period] for slot in slots]
    count, end = 0, 0
    for period in sorted(periods, key=lambda period: period.end):
        if period.start >= end:
            count, end = count + 1, period.end
    return count


# Locks.


def _check_locks(draft: Draft, forbidden: _Forbidden) -> None:
    """Tell of locks in slots that are forbidden to their teacher, class, subject or venue, once for each cell and owner."""
    courses = {course.id: course for course in draft.courses}
    found: dict[tuple[Cell, str, Slot], list[Course]] = defaultdict(list)
    weekends: dict[tuple[Cell, Slot], list[Course]] = defaultdict(list)
    other_weeks: dict[tuple[Cell, Slot], list[Course]] = defaultdict(list)
    for lock, cell in draft.locks.items():
        course = courses[lock.course]
        owners = [(MarkOwner.TEACHER, name) for name in course.teachers]
        owners += [(MarkOwner.CLASS, name) for name in course.classes]
        owners += [(MarkOwner.SUBJECT, course.subject), (MarkOwner.COURSE, course.id)]
        owners += [(MarkOwner.VENUE, course.venue)] if course.venue is not None else []
        owner = next((owner for kind, owner in owners if forbidden.touches(kind, owner, lock.slot)), None)
        if owner is not None:
            found[cell, owner, lock.slot].append(course)
        elif lock.slot not in draft.lesson_slots(lock.slot.schedule):
            weekends[cell, lock.slot].append(course)
        elif not _week_at(draft, lock.slot).covers(course.week):
            other_weeks[cell, lock.slot].append(course)
    for (cell, owner, slot), locked in found.items():
        _tell_forbidden(draft, cell, locked, slot, owner)
    for (cell, slot), locked in weekends.items():
        what, where = _fixed(locked), _where(draft, slot)
        draft.report.error(
            cell,
            Text(
                f"{what.zh}固定在{where.zh}，一至九年级周末不上课",
                f"{what.en} is fixed at {where.en}: grades 1 to 9 have no lessons at weekends",
            ),
            Text("换到周一至周五", "Choose a day from Monday to Friday"),
        )
    for (cell, slot), locked in other_weeks.items():
        _tell_other_weeks(draft, cell, locked, slot)


def _week_at(draft: Draft, slot: Slot) -> Week:
    return draft.schedules[slot.schedule].periods[slot.period].week_on(slot.day)


def _tell_other_weeks(draft: Draft, cell: Cell, locked: list[Course], slot: Slot) -> None:
    what, where = _fixed(locked), _where(draft, slot)
    draft.report.error(
        cell,
        Text(
            f"{what.zh}固定在{where.zh}，这天不是这门课的每一周都上课",
            f"{what.en} is fixed at {where.en}, which is not held in all weeks of the course",
        ),
        Text(
            "换一天，或在“任课明细”的“单双周”列写明只在这些周上",
            "Choose another day, or say in 任课明细 that the course is held in these weeks alone",
        ),
    )


def _fixed(courses: list[Course]) -> Text:
    subject, names = courses[0].subject, list(dict.fromkeys(name for course in courses for name in course.classes))
    return Text(f"{'、'.join(names)}的{subject}", f"{subject} of {', '.join(names)}")


def _where(draft: Draft, slot: Slot) -> Text:
    number = draft.schedules[slot.schedule].lesson_number(slot.day, slot.period)
    day = day_in_weeks(slot.day, _week_at(draft, slot))
    return Text(f"{day.zh}第{number}节", f"{day.en} lesson {number}")


def _tell_forbidden(draft: Draft, cell: Cell, courses: list[Course], slot: Slot, owner: str) -> None:
    where, what = _where(draft, slot), _fixed(courses)
    draft.report.error(
        cell,
        Text(
            f"{what.zh}固定在{where.zh}，而{owner}这时不排课",
            f"{what.en} is fixed at {where.en}, which is forbidden to {owner}",
        ),
        Text("换一个时间，或去掉那里的“禁”", "Choose another time, or take the mark away"),
    )


def _check_clashing_locks(draft: Draft) -> None:
    """Tell of classes with two fixed lessons at one time, and of courses with more fixed lessons than lessons."""
    courses = {course.id: course for course in draft.courses}
    taken: dict[tuple[str, Slot], list[Course]] = defaultdict(list)
    held: dict[str, int] = defaultdict(int)
    clashes: dict[tuple[Cell, str, str, Slot], list[str]] = defaultdict(list)
    for lock, cell in draft.locks.items():
        course = courses[lock.course]
        held[course.id] += 1
        if held[course.id] == course.lessons + 1:
            _tell_too_many(draft, cell, course)
        for name in course.classes:
            other = next((other for other in taken[name, lock.slot] if _clash(course, other)), None)
            if other is not None:
                clashes[cell, course.subject, other.subject, lock.slot].append(name)
            taken[name, lock.slot].append(course)
    for (cell, subject, before, slot), names in clashes.items():
        _tell_taken(draft, cell, (subject, before), slot, names)


def _clash(course: Course, other: Course) -> bool:
    together = course.together is not None and course.together == other.together
    return course.week.meets(other.week) and not together


def _tell_taken(draft: Draft, cell: Cell, subjects: tuple[str, str], slot: Slot, names: list[str]) -> None:
    where = _where(draft, slot)
    subject, before = subjects
    draft.report.error(
        cell,
        Text(
            f"{'、'.join(names)}{where.zh}已经固定了{before}，又固定了{subject}",
            f"{', '.join(names)}: {before} and {subject} are both fixed at {where.en}",
        ),
        Text("其中一节换一个时间", "Move one of them"),
    )


def _tell_too_many(draft: Draft, cell: Cell, course: Course) -> None:
    name = "、".join(course.classes)
    draft.report.error(
        cell,
        Text(
            f"{name}的{course.subject}一周 {course.lessons} 节，固定的比这还多",
            f"{course.subject} of {name} has {course.lessons} lessons a week and more of them are fixed",
        ),
        Text("删去多出的固定课，或增加课时", "Delete a fixed lesson, or add lessons"),
    )


def check_exam_lessons(draft: Draft) -> None:
    """Tell of subjects that are exams: the week holds none."""
    for name in draft.subjects:
        grades = sorted({draft.classes[c.classes[0]].grade for c in draft.courses if c.subject == name})
        if is_exam_lesson(name) and grades and grades[0] <= LAST_JUDGED_GRADE:
            grade = grade_text(grades[0])
            draft.report.error(
                draft.subject_names.cells[name],
                Text(f"“{name}”是考试，不得排进{grade.zh}的课表", f"“{name}” is an exam and no lesson of {grade.en}"),
                Text("删去这门课", "Delete this subject"),
            )
