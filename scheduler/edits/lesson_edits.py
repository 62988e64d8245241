"""The changes of a school that may make its timetable possible, beside those of times: people, courses, places."""

from __future__ import annotations

from scheduler.edits import costs
from scheduler.edits.edit import Edit, changed, with_item
from scheduler.school import Course, School, Venue, tables
from scheduler.text import Text

LIMITS = {
    "max_per_day": Text("每天最多节数", "most lessons a day"),
    "max_in_row": Text("连上最多节数", "most lessons in a row"),
    "max_half_days": Text("每周最多半天数", "most half-days a week"),
    "max_days": Text("每周最多天数", "most days a week"),
    "max_service": Text("每周最多服务次数", "most sessions of service a week"),
    "max_evenings": Text("每周最多晚自习晚数", "most evenings a week"),
    "max_span": Text("一天首尾最长（分钟）", "longest day in minutes"),
}


# People.


def raise_limit(teacher_id: str, limit: str, value: int, units: int = 1) -> Edit:
    """Return the edit that gives a teacher a limit of his own; `limit` is one of LIMITS, `units` how many steps it rises."""
    name = LIMITS[limit]
    return Edit(
        "raise_limit",
        costs.RAISE_LIMIT * units,
        tables.TEACHERS,
        teacher_id,
        Text(f"{teacher_id} {name.zh}放宽到 {value}", f"{teacher_id}: {name.en} raised to {value}"),
        lambda school: with_item(school, "teachers", teacher_id, **{limit: value}),
    )


def no_mentor(school: School, teacher_id: str) -> Edit:
    """Return the edit that no longer asks the mentor of a teacher to be free for every lesson of his."""
    mentor = school.teacher[teacher_id].mentor
    text = Text(
        f"不要求师父 {mentor} 每节都能听 {teacher_id} 的课",
        f"{mentor} need not be free for every lesson of {teacher_id}",
    )
    return Edit(
        "no_mentor",
        costs.NO_MENTOR,
        tables.TEACHERS,
        teacher_id,
        text,
        lambda school: with_item(school, "teachers", teacher_id, mentor=None),
    )


def give_course(school: School, course_id: str, old: str, new: str) -> Edit:
    """Return the edit that gives a course of one teacher to another."""
    course = school.course[course_id]
    names = "、".join(course.classes)

    def change(school: School) -> School:
        teachers = tuple(new if t == old else t for t in school.course[course_id].teachers)
        return with_item(school, "courses", course_id, teachers=tuple(dict.fromkeys(teachers)))

    text = Text(
        f"{names} {course.subject}由 {old} 改为 {new} 任教", f"{names} {course.subject}: {new} instead of {old}"
    )
    return Edit("give_course", costs.GIVE_COURSE, _assignment(course), names, text, change)


# Courses and subjects.


def fewer_doubles(school: School, course_id: str, by: int) -> Edit:
    """Return the edit that asks for fewer double lessons of a course."""
    course = school.course[course_id]
    names, left = "、".join(course.classes), course.doubles - by
    fewer = Text(f"的连堂减到 {left} 次", f": {left} doubles instead of {course.doubles}")
    none = Text("不再连堂", " without double lessons")
    told = fewer if left else none
    text = Text(f"{names} {course.subject}{told.zh}", f"{names} {course.subject}{told.en}")
    return Edit(
        "fewer_doubles",
        costs.FEWER_DOUBLES * by,
        _assignment(course),
        names,
        text,
        lambda school: with_item(school, "courses", course_id, doubles=max(0, school.course[course_id].doubles - by)),
    )


def fewer_lessons(school: School, course_id: str, by: int) -> Edit:
    """Return the edit that plans fewer lessons of a course; that the standard is still reached is the regulation's care."""
    course = school.course[course_id]
    names, left = "、".join(course.classes), course.lessons - by

    def change(school: School) -> School:
        course = school.course[course_id]
        left = course.lessons - by
        return with_item(school, "courses", course_id, lessons=left, doubles=min(course.doubles, left // 2))

    text = Text(
        f"{names} {course.subject}每周由 {course.lessons} 节减到 {left} 节",
        f"{names} {course.subject}: {left} lessons instead of {course.lessons}",
    )
    return Edit("fewer_lessons", costs.FEWER_LESSONS * by, tables.ASSIGNMENT, names, text, change)


def untie(school: School, course_id: str, tie: str) -> Edit:
    """Return the edit that takes a course out of its group; `tie` is `together` (走班组, 半班组) or `pair` (单双周).

    A half class is whole again: all its courses leave.
    """
    course = school.course[course_id]
    names = "、".join(course.classes)

    def change(school: School) -> School:
        course = school.course[course_id]
        if tie == "pair" or course.groups == 1:
            return with_item(school, "courses", course_id, **{tie: None})
        whole = {"together": None, "groups": 1, "lessons": course.lessons // course.groups}
        return changed(
            school,
            courses=tuple(c.renewed(**whole) if c.together == course.together else c for c in school.courses),
        )

    if tie == "pair":
        text = Text(
            f"{names} {course.subject}不再单双周轮换",
            f"{names} {course.subject} no longer alternates with another subject",
        )
    elif course.groups > 1:
        text = Text(f"{names} 不分半班组“{course.group_name}”", f"{names} is not divided for {course.group_name}")
    else:
        who = "、".join(course.teachers)
        text = Text(
            f"{names} {course.subject}（{who}）退出“{course.group_name}”，不必同时上",
            f"{names} {course.subject} ({who}) no longer runs with {course.group_name}",
        )
    return Edit(
        "untie",
        costs.UNTIE,
        _assignment(course),
        names,
        text,
        change,
    )


def more_a_day(subject_id: str, value: int, units: int = 1) -> Edit:
    """Return the edit that lets a class have more lessons of a subject on one day."""
    return Edit(
        "more_a_day",
        costs.MORE_A_DAY * units,
        tables.SUBJECTS,
        subject_id,
        Text(f"{subject_id}一天最多可排 {value} 节", f"up to {value} lessons of {subject_id} a day"),
        lambda school: with_item(school, "subjects", subject_id, max_per_day=value),
    )


def drop_exclusion(exclusion_id: str) -> Edit:
    """Return the edit that lets what was kept apart be held at the same time."""
    return Edit(
        "drop_exclusion",
        costs.DROP_EXCLUSION,
        tables.EXCLUSIONS,
        exclusion_id,
        Text(f"取消互斥“{exclusion_id}”", f"drop the exclusion {exclusion_id}"),
        lambda school: changed(school, exclusions=tuple(x for x in school.exclusions if x.id != exclusion_id)),
    )


def leave_exclusion(exclusion_id: str, teacher_id: str) -> Edit:
    """Return the edit that takes one of three or more teachers out of an exclusion."""

    def change(school: School) -> School:
        exclusion = next(x for x in school.exclusions if x.id == exclusion_id)
        return with_item(
            school, "exclusions", exclusion_id, teachers=tuple(t for t in exclusion.teachers if t != teacher_id)
        )

    text = Text(f"{teacher_id} 退出互斥“{exclusion_id}”", f"{teacher_id} is no longer part of {exclusion_id}")
    return Edit("leave_exclusion", costs.LEAVE_EXCLUSION, tables.EXCLUSIONS, exclusion_id, text, change)


# Places.


def more_room(school: School, venue_id: str, by: int) -> Edit:
    """Return the edit that lets a venue hold more classes at once."""
    venue = school.venue[venue_id]
    seats = None if venue.seats is None else venue.seats * (venue.capacity + by) // venue.capacity
    cost = (costs.MORE_ROOM if venue.capacity > 1 else costs.ROOM_FOR_TWO) * by
    text = Text(
        f"{venue_id}同时容纳 {venue.capacity + by} 个班", f"{venue_id} holds {venue.capacity + by} classes at once"
    )
    return Edit(
        "more_room",
        cost,
        tables.VENUES,
        venue_id,
        text,
        lambda school: with_item(school, "venues", venue_id, capacity=venue.capacity + by, seats=seats),
    )


def more_seats(venue_id: str, seats: int) -> Edit:
    """Return the edit that gives a venue more seats."""
    return Edit(
        "more_seats",
        costs.MORE_SEATS,
        tables.VENUES,
        venue_id,
        Text(f"{venue_id}座位增加到 {seats} 个", f"{venue_id} has {seats} seats"),
        lambda school: with_item(school, "venues", venue_id, seats=seats),
    )


def another_venue(school: School, kind: str, campus: str | None = None) -> Edit:
    """Return the edit that adds a venue of a kind, on a campus, like the largest that there is."""
    alike = [v for v in school.venues if v.kind == kind and v.campus == campus] or [
        v for v in school.venues if v.kind == kind
    ]
    like = max(alike, key=lambda v: (v.seats is None, v.seats or 0, v.capacity))
    name = f"{campus or ''}{kind}"
    where = Text(campus or "", f" on {campus}" if campus else "")
    text = Text(f"{where.zh}增加一处{kind}", f"one more {kind}{where.en}")

    def change(school: School) -> School:
        taken, number = {venue.id for venue in school.venues}, 2
        while f"{name}{number}" in taken:
            number += 1
        venue = Venue(id=f"{name}{number}", kind=kind, capacity=like.capacity, seats=like.seats, campus=campus)
        return changed(school, venues=(*school.venues, venue))

    return Edit("another_venue", costs.ANOTHER_VENUE, tables.VENUES, kind, text, change)


def _assignment(course: Course) -> Text:
    """Return the sheet that a course stands in: what several classes share stands in the list."""
    shared = len(course.classes) > 1 or course.together is not None
    return tables.ASSIGNMENT_LIST if shared else tables.ASSIGNMENT


def subjects_taught(school: School, teacher_id: str) -> set[str]:
    """Return the subjects that a teacher teaches."""
    return {course.subject for course in school.teacher_courses[teacher_id]}


def substitutes_for(school: School, course: Course, old: str) -> list[str]:
    """Return who could take over a course: teachers of its subject, those of its grade and with few lessons first."""

    def key(teacher_id: str) -> tuple[bool, float]:
        mine = school.teacher_courses[teacher_id]
        far = all(school.grade_of(other) != school.grade_of(course) for other in mine)
        return far, sum(other.weekly for other in mine)

    able = [t.id for t in school.teachers if t.id != old and t.id not in course.teachers]
    return sorted((t for t in able if course.subject in subjects_taught(school, t)), key=key)
