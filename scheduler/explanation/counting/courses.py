"""Courses, fixed lessons and meetings that by themselves have too few slots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from constraints.curriculum import no_added_lessons
from constraints.staff import teacher_days, teacher_per_day
from constraints.timetable import double_lessons, locks, meetings, subject_per_day
from constraints.timetable.double_lessons import paired
from scheduler.explanation.counting.openings import Openings, locked_wrongly
from scheduler.explanation.counting.shortage import (
    Losses,
    Shortage,
    because,
    hours_rules,
    lost_slots,
    sentence,
    shortage,
)
from scheduler.model.owner import Owner, OwnerKind, course_owner
from scheduler.school import Course, Meeting, Slot, Week
from scheduler.school.wording import times_text
from scheduler.text import Text

WEEKS = {
    Week.EVERY: Text("一周", "a week"),
    Week.ODD: Text("单周", "in odd weeks"),
    Week.EVEN: Text("双周", "in even weeks"),
}


def count_courses(openings: Openings) -> Iterator[Shortage]:
    """Yield the courses with more lessons, or doubles, than slots, locks that cannot be kept and meetings without a time."""
    misplaced = list(_locks(openings))
    yield from misplaced
    told = {found.owner.id for found in misplaced}
    for course in openings.school.courses:
        found = None if course.id in told else _lessons(openings, course) or _doubles(openings, course)
        if found is not None:
            yield found
    for meeting in openings.school.meetings if openings.active(meetings.RULE.id) else ():
        found = _meeting(openings, meeting)
        if found is not None:
            yield found


def course_name(course: Course) -> Text:
    """Return how people name a course: 三(1)班数学."""
    classes = "+".join(course.classes)
    return Text(f"{classes}{course.subject}", f"{classes} {course.subject}")


def week_words(course: Course) -> Text:
    """Return in which weeks a course has its lessons."""
    return WEEKS[course.week]


# One course.


class Days:
    """The most lessons of a course on each day, and the most days on which its teachers come; None without such a limit."""

    def __init__(self, openings: Openings, course: Course) -> None:
        teachers = [openings.school.teacher[name] for name in course.teachers]
        self.rules: list[str] = []
        self.words: list[Text] = []
        limits = [(openings.caps[course.id], subject_per_day.RULE.id)] if course.id in openings.caps else []
        a_day = openings.lessons_a_day
        limits += [(a_day[t.id], teacher_per_day.RULE.id) for t in teachers if t.id in a_day]
        self.most: tuple[int, str] | None = min(limits, default=None)
        asked = [(t.max_days, t.id) for t in teachers if t.max_days is not None]
        self.days: tuple[int, str] | None = min(asked, default=None) if openings.active(teacher_days.RULE.id) else None

    def room(self, slots: Iterable[Slot]) -> int:
        """Return how many lessons some slots hold, and note the limits by which that is less than the slots."""
        self.rules, self.words = [], []
        held = list(Counter(slot.day for slot in slots).values())
        if self.most is not None and max(held, default=0) > self.most[0]:
            held = [min(count, self.most[0]) for count in held]
            self.rules.append(self.most[1])
            self.words.append(Text(f"每天最多 {self.most[0]} 节", f"at most {self.most[0]} a day"))
        if self.days is not None and len(held) > self.days[0]:
            held = sorted(held, reverse=True)[: self.days[0]]
            self.rules.append(teacher_days.RULE.id)
            days, who = self.days
            self.words.append(Text(f"{who}一周最多来 {days} 天", f"{who} comes on {days} days at most"))
        return sum(held)


def _lessons(openings: Openings, course: Course) -> Shortage | None:
    """Return that a course has too few slots: because of limits a day or of days alone, or of what closes slots, too."""
    free, days = openings.open(course), Days(openings, course)
    fixed, has = len(openings.locks.get(course.id, ())), days.room(free)
    name, week = course_name(course), week_words(course)
    if fixed > course.lessons:
        text = Text(
            f"{name.zh}{week.zh} {course.lessons} 节，却固定了 {fixed} 节",
            f"{name.en}: {course.lessons} lessons {week.en}, {fixed} are fixed",
        )
        return shortage(course_owner(course.id), fixed, course.lessons, text, (locks.RULE.id, no_added_lessons.RULE.id))
    if has >= course.lessons:
        return None
    universe = openings.school.course_slots(course)
    losses, left = Losses(), Text("", "")
    if days.room(universe) < course.lessons:
        has = days.room(universe)
    else:
        losses, left = lost_slots([openings.closed(course)], universe, free), open_words(openings, free)
        has = days.room(free)
    head = Text(
        f"{name.zh}{week.zh}要上 {course.lessons} 节，最多能排 {has} 节",
        f"{name.en}: {course.lessons} lessons {week.en}, room for {has}",
    )
    text = sentence([head, left, *days.words, because(losses)])
    rules = [*losses.rules, *days.rules, *hours_rules(openings.school, [course])]
    cause = (course.subject, tuple(days.words), losses.causes)
    return shortage(course_owner(course.id), course.lessons, has, text, rules, cause)


def open_words(openings: Openings, free: tuple[Slot, ...] | list[Slot]) -> Text:
    """Return which slots are left, as a part of a sentence."""
    if not free:
        return Text("一个能排的时段也没有", "no slot is left")
    if len(free) > 12:
        return Text(f"能排的时段 {len(free)} 个", f"slots left: {len(free)}")
    where = times_text(openings.school, free)
    return Text(f"能排的时段 {len(free)} 个（{where.zh}）", f"slots left: {len(free)} ({where.en})")


def _doubles(openings: Openings, course: Course) -> Shortage | None:
    if not course.doubles or not openings.active(double_lessons.RULE.id):
        return None
    free = openings.open(course)
    cap = openings.caps.get(course.id)
    pairs = Counter(first.day for first, _ in paired(openings.school, list(free)))
    has = sum(n if cap is None else min(n, cap // 2) for n in pairs.values())
    if has >= course.doubles:
        return None
    losses = lost_slots([openings.closed(course)], openings.school.course_slots(course), free)
    name, week = course_name(course), week_words(course)
    head = Text(
        f"{name.zh}{week.zh}要 {course.doubles} 次连堂，最多能排 {has} 次",
        f"{name.en}: {course.doubles} doubles {week.en}, room for {has}",
    )
    text = sentence([head, open_words(openings, free), because(losses)])
    rules = [double_lessons.RULE.id, *losses.rules]
    if has < sum(pairs.values()):
        rules.append(subject_per_day.RULE.id)
    return shortage(
        course_owner(course.id), course.doubles, has, text, rules, ("doubles", course.subject, losses.causes)
    )


# Fixed lessons and meetings.


def _locks(openings: Openings) -> Iterator[Shortage]:
    for lock, reason in locked_wrongly(openings):
        course = openings.school.course[lock.course]
        name, where = course_name(course), openings.school.slot_text(lock.slot)
        why = Text("这个班没有课", "its class has no lessons") if reason is None else reason.text
        text = Text(f"{name.zh}固定在{where.zh}，而这时{why.zh}", f"{name.en} is fixed at {where.en}, when {why.en}")
        rules = reason.rules if reason is not None else ()
        cause = (lock.slot, reason[:2]) if reason is not None and reason.kind != "lock" else None
        yield shortage(course_owner(course.id), 1, 0, text, (locks.RULE.id, *rules), cause)


def _meeting(openings: Openings, meeting: Meeting) -> Shortage | None:
    """Return that a meeting has no time at which all can come."""
    choices, losses = openings.meeting_reasons[meeting.id], Losses()
    reasons = [reason for _, reason in choices if reason is not None]
    if len(reasons) < len(choices):
        return None
    for reason in reasons:
        losses.add([reason])
    many = len(meeting.teachers)
    if len(choices) == 1:
        where, why = openings.school.slot_text(choices[0][0][0]), reasons[0].text
        head = Text(
            f"{meeting.id}要 {many} 人一起空着，只能在{where.zh}",
            f"{meeting.id} wants {many} people free together, at {where.en}",
        )
        why = Text(f"而这时{why.zh}", f"when {why.en}")
    else:
        head = Text(
            f"{meeting.id}要 {many} 人一起空着，可选的 {len(choices)} 个时间都不行",
            f"{meeting.id} wants {many} people free together; none of its {len(choices)} times will do",
        )
        why = losses.text(Text("个", ""))
    if not choices:
        why = Text("没有够长的时段", "there is no time long enough")
    owner = Owner(OwnerKind.MEETING, meeting.id)
    return shortage(owner, 1, 0, sentence([head, why]), (meetings.RULE.id, *losses.rules))
