"""Settles what 任课 asks for into courses: merges what was named twice, finds the lessons, pairs odd and even weeks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from scheduler.school import Course, Week
from scheduler.text import Text
from scheduler.workbook.notation import WeeklyLessons
from scheduler.workbook.school.draft import CourseDraft, Draft
from scheduler.workbook.school.halves import settle_halves
from scheduler.workbook.school.hours import fill_lessons

_WEEK_WORDS = {Week.EVERY: "每周", Week.ODD: "单周", Week.EVEN: "双周"}


def settle_courses(draft: Draft) -> None:
    """Put a course for each demand into the draft; what cannot be settled is told."""
    draft.demands = _merged(draft)
    _tell_twice(draft)
    fill_lessons(draft)
    settle_halves(draft)
    parts = [(demand, lessons) for demand in draft.demands for lessons in demand.lessons]
    parts = _paired(draft, parts)
    kinds = {venue.kind for venue in draft.venues.values()}
    for (demand, lessons), course_id in zip(parts, _ids(parts), strict=True):
        if not _is_mixed(draft, demand):
            draft.add_course(_course(draft, demand, lessons, course_id, kinds), demand)
    _tell_lone_pairs(draft)


# What was named twice.


def _merged(draft: Draft) -> list[CourseDraft]:
    """Return the demands with their classes in the school's order, each course once.

    A joint class may be named from the rows of all its classes, from some, or with the teacher's name alone in the
    others; 任课明细 may repeat a course of the matrix to say more about it.
    """
    order = {name: index for index, name in enumerate(draft.classes)}
    demands = [replace(d, classes=tuple(sorted(d.classes, key=order.__getitem__))) for d in draft.demands]
    by_subject: dict[str, list[CourseDraft]] = defaultdict(list)
    for demand in demands:
        by_subject[demand.subject].append(demand)
    absorbed: set[int] = set()
    for alike in by_subject.values():
        _link_chains(draft, alike, order)
        for wide in sorted(alike, key=lambda d: (not d.listed, -len(d.classes))):
            if (wide.listed or len(wide.classes) > 1) and id(wide) not in absorbed:
                for other in alike:
                    if id(other) not in absorbed and _absorbs(wide, other):
                        absorbed.add(id(other))
                        _take_over(wide, other)
    return [demand for demand in demands if id(demand) not in absorbed]


def _link_chains(draft: Draft, alike: list[CourseDraft], order: dict[str, int]) -> None:
    """Let the joint classes of a subject that have one in common be one: 七(1)班 with 七(2)班, which is with 七(3)班; that is said."""
    linked: dict[tuple[str, ...], str] = {}
    joint = [demand for demand in alike if len(demand.classes) > 1 and not demand.listed]
    for demand in joint:
        for other in joint:
            both = {*demand.classes, *other.classes}
            if both > set(demand.classes) and _overlap(demand, other):
                demand.classes = tuple(sorted(both, key=order.__getitem__))
                linked[demand.classes] = demand.subject
        for other in joint:
            if set(other.classes) < set(demand.classes) and _overlap(demand, other):
                other.classes = demand.classes
    for classes, subject in linked.items():
        if not any(set(classes) < set(others) for others in linked):
            names = "、".join(classes)
            draft.report.note(
                f"合班一个接一个的，算一起上：{names}的{subject}",
                f"Joined one with another, so taught together: {subject} of {names}",
            )


def _overlap(one: CourseDraft, other: CourseDraft) -> bool:
    """Tell whether two joint classes have a class in common and nothing that tells them apart."""
    return (
        not set(one.classes).isdisjoint(other.classes)
        and (not one.teachers or not other.teachers or set(one.teachers) == set(other.teachers))
        and one.week == other.week
        and (not one.lessons or not other.lessons or one.lessons == other.lessons)
    )


def _absorbs(wide: CourseDraft, other: CourseDraft) -> bool:
    """Tell whether `other`, from the matrix, is the same course as `wide`, which may say more."""
    if other is wide or other.listed or not set(other.classes) <= set(wide.classes):
        return False
    if other.teachers and wide.teachers and set(other.teachers) != set(wide.teachers):
        return False
    if not wide.listed and (other.week, other.lessons or wide.lessons) != (wide.week, wide.lessons or other.lessons):
        return False
    return not wide.listed or bool(wide.teachers) or len(wide.classes) == 1


def _take_over(wide: CourseDraft, other: CourseDraft) -> None:
    """Let a course keep what only the demand that it stands for says."""
    wide.teachers = wide.teachers or other.teachers
    if not wide.lessons:
        wide.lessons, wide.lessons_cell = other.lessons, other.lessons_cell
    if wide.venue is None and wide.venue_kind is None and not wide.own_room:
        wide.venue, wide.venue_kind, wide.own_room = other.venue, other.venue_kind, other.own_room
    wide.pair, wide.week = wide.pair or other.pair, wide.week or other.week
    wide.note = wide.note or other.note


def _tell_twice(draft: Draft) -> None:
    """Tell of each demand that stands twice, and leave the second out."""
    first: dict[tuple[object, ...], CourseDraft] = {}
    kept = []
    for demand in draft.demands:
        weeks = frozenset(lessons.week for lessons in demand.lessons)
        mark = (
            demand.classes,
            demand.subject,
            frozenset(demand.teachers),
            demand.together,
            demand.halves,
            demand.week,
            weeks,
        )
        if first.setdefault(mark, demand) is demand:
            kept.append(demand)
            continue
        cell = first[mark].cell
        draft.report.error(
            demand.cell,
            Text(
                f"{'、'.join(demand.classes)}的{demand.subject}重复，{cell.sheet} {cell.name} 已经有了",
                f"{demand.subject} of {', '.join(demand.classes)} stands twice, first in {cell.sheet} {cell.name}",
            ),
            Text("删去一处", "Delete one of them"),
        )
    draft.demands = kept


def _is_mixed(draft: Draft, demand: CourseDraft) -> bool:
    """Tell whether the classes of a joint course follow different bell schedules, which is told."""
    schedules = {draft.classes[name].schedule for name in demand.classes}
    if len(schedules) > 1:
        draft.report.error(
            demand.cell,
            Text(
                f"{'、'.join(demand.classes)}用不同的作息表，不能合班",
                f"{', '.join(demand.classes)} have different bell schedules and cannot be joined",
            ),
            Text("分开上课，或让这些班用同一套作息", "Teach them apart, or give them one bell schedule"),
        )
    return len(schedules) > 1


# Odd and even weeks.


def _paired(draft: Draft, parts: list[tuple[CourseDraft, WeeklyLessons]]) -> list[tuple[CourseDraft, WeeklyLessons]]:
    """Give each half lesson the odd or the even weeks; two of one class share a slot."""
    waiting: dict[tuple[str, ...], int] = {}
    found: list[tuple[CourseDraft, WeeklyLessons]] = []
    for demand, lessons in parts:
        if lessons.week is not None:
            found.append((demand, lessons))
            continue
        partner = waiting.pop(demand.classes, None)
        if partner is None:
            waiting[demand.classes] = len(found)
            found.append((demand, lessons._replace(week=Week.ODD)))
            continue
        other = found[partner][0]
        pair = other.pair or demand.pair or f"{'+'.join(demand.classes)}|{other.subject}/{demand.subject}"
        found[partner] = (replace(other, pair=pair), found[partner][1])
        found.append((replace(demand, pair=pair), lessons._replace(week=Week.EVEN)))
    for index in waiting.values():
        demand = found[index][0]
        draft.report.note(
            f"{'、'.join(demand.classes)}的{demand.subject}隔周一节，排在单周",
            f"{demand.subject} of {', '.join(demand.classes)} is held in odd weeks",
        )
    return found


def _tell_lone_pairs(draft: Draft) -> None:
    """Tell of each group of alternating courses that does not alternate."""
    groups: dict[str, list[Course]] = defaultdict(list)
    for course in draft.courses:
        if course.pair is not None:
            groups[course.pair].append(course)
    for name, courses in groups.items():
        weeks = {course.week for course in courses}
        wrong = next((c for c in courses if c.week is Week.EVERY), None if len(weeks) == 2 else courses[0])
        if wrong is not None:
            draft.report.warning(
                draft.demand_of[wrong.id].cell,
                Text(
                    f"轮换组“{name}”要有单周的课和双周的课，{wrong.classes[0]}的{wrong.subject}不轮换",
                    f"The pair “{name}” needs a course of odd and one of even weeks",
                ),
                Text(
                    "一门写单周，一门写双周；不轮换就清空轮换组", "Give one odd and one even weeks, or clear the pair"
                ),
            )


# Courses.


def _ids(parts: Iterable[tuple[CourseDraft, WeeklyLessons]]) -> list[str]:
    """Return an id for each course: 七(1)班|语文, with teachers and weeks as far as it takes to tell them apart."""
    names = [
        (f"{'+'.join(d.classes)}|{d.subject}", "+".join(d.teachers), _WEEK_WORDS[w.week or Week.EVERY])
        for d, w in parts
    ]
    plain = Counter(name for name, _, _ in names)
    taught = Counter((name, teachers) for name, teachers, _ in names)
    found: list[str] = []
    used: Counter[str] = Counter()
    for name, teachers, week in names:
        words = [name]
        if plain[name] > 1:
            words += [teachers or "-"]
        if taught[name, teachers] > 1:
            words += [week]
        course_id = "|".join(words)
        used[course_id] += 1
        found.append(course_id if used[course_id] == 1 else f"{course_id}|{used[course_id]}")
    return found


def _course(draft: Draft, demand: CourseDraft, lessons: WeeklyLessons, course_id: str, kinds: set[str]) -> Course:
    kind = None if demand.own_room or demand.venue else demand.venue_kind or draft.subjects[demand.subject].venue_kind
    return Course(
        id=course_id,
        classes=demand.classes,
        subject=demand.subject,
        teachers=demand.teachers,
        lessons=lessons.lessons * demand.groups,
        doubles=lessons.doubles,
        week=lessons.week or Week.EVERY,
        venue=demand.venue,
        venue_kind=kind if kind in kinds else None,
        together=demand.together,
        groups=demand.groups,
        pair=demand.pair,
        note=demand.note,
    )
