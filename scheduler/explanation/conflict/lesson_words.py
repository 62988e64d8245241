"""What the rules on lessons ask of an owner, with the school's figures."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from constraints.curriculum import exam_calendar, hours_standard, weekly_total
from constraints.rule import OwnerKind
from constraints.staff import teacher_per_day
from constraints.timetable import alternating_pairs, meetings, parallel_groups, subject_per_day
from constraints.timetable.class_subjects import courses_by_subject, days_of
from constraints.timetable.unavailable import OWNERS
from constraints.timetable.venue_demand import Demand, demands
from scheduler.explanation.counting.shortage import names
from scheduler.school import Course, MarkLevel, MarkOwner, School, Slot, Venue
from scheduler.school.standard import requirements_of
from scheduler.school.wording import times_text
from scheduler.text import Text, counted


def teacher_text(school: School, teacher_id: str) -> Text:
    """Return a teacher with what he teaches: 王芳（语文）."""
    subjects = list(dict.fromkeys(course.subject for course in school.teacher_courses[teacher_id]))
    if not subjects:
        return Text(teacher_id, teacher_id)
    return Text(f"{teacher_id}（{'、'.join(subjects)}）", f"{teacher_id} ({', '.join(subjects)})")


def course_text(course: Course) -> Text:
    """Return a course with its teachers: 三(1)班数学（王芳）."""
    zh, en = "、".join(course.classes) + course.subject, f"{', '.join(course.classes)} {course.subject}"
    if course.teachers:
        zh, en = f"{zh}（{'、'.join(course.teachers)}）", f"{en} ({', '.join(course.teachers)})"
    return Text(zh, en)


def lessons_of(courses: Collection[Course]) -> int:
    """Return the lessons of some courses in a week in which all are held."""
    return sum(course.lessons for course in courses)


def _hours(school: School, parameters: Any, course_id: str) -> Text:
    course = school.course[course_id]
    name, week = course_text(course), {"odd": Text("单周", "odd weeks"), "even": Text("双周", "even weeks")}
    when = week.get(course.week, Text("每周", "a week"))
    return Text(
        f"{name.zh}{when.zh}要上满 {course.lessons} 节", f"{name.en}: {counted(course.lessons, 'lesson')} {when.en}"
    )


def _no_more(school: School, parameters: Any, course_id: str) -> Text:
    course = school.course[course_id]
    name = course_text(course)
    return Text(
        f"{name.zh}每周不多于 {course.lessons} 节", f"{name.en}: at most {counted(course.lessons, 'lesson')} a week"
    )


def _standard(school: School, parameters: Any, class_id: str) -> Text:
    asked: list[Text] = []
    absent: list[Text] = []
    for each in requirements_of(school.school_class[class_id].grade):
        courses = hours_standard.courses_of(school, class_id, each.areas)
        (asked if courses else absent).append(
            Text(f"{each.name.zh} {each.lessons} 节", f"{each.name.en} {each.lessons}")
        )
    zh, en = "、".join(text.zh for text in absent or asked), ", ".join(text.en for text in absent or asked)
    if absent:
        return Text(
            f"{class_id}按国家标准每周至少{zh}，却没有开课",
            f"{class_id} needs by the standard {en}, and has no such course",
        )
    return Text(f"{class_id}每周课时不少于国家标准：{zh}", f"{class_id}: at least the lessons of the standard: {en}")


def _total(school: School, parameters: weekly_total.Parameters, class_id: str) -> Text:
    limit, planned = parameters.limit(school.school_class[class_id].grade), weekly_total.counted(school, class_id)
    lessons = f"{sum(course.weekly for course in planned):g}"
    return Text(
        f"{class_id}每周总课时不超过 {limit} 节（任课表里有 {lessons} 节）",
        f"{class_id}: at most {limit} lessons a week (it has {lessons})",
    )


def _exams(school: School, parameters: Any, grade: str) -> Text:
    faults = [text for each, text in exam_calendar.broken(school) if str(each) == grade]
    return Text("；".join(text.zh for text in faults), "; ".join(text.en for text in faults))


def _exam_lesson(school: School, parameters: Any, course_id: str) -> Text:
    name = course_text(school.course[course_id])
    return Text(f"课表里不得安排考试：{name.zh}", f"{name.en}: no exams in the timetable")


def _lock(school: School, parameters: Any, course_id: str) -> Text:
    name = course_text(school.course[course_id])
    slots = [lock.slot for lock in dict.fromkeys(school.locks) if lock.course == course_id]
    where = times_text(school, slots)
    usable = set(school.course_slots(school.course[course_id]))
    zh = "" if usable.issuperset(slots) else "（其中有的不是该班的上课时间）"
    en = "" if not zh else " (not all of them lesson times of the class)"
    return Text(f"{name.zh}固定在{where.zh}{zh}", f"{name.en} is fixed on {where.en}{en}")


def _unavailable(kind: MarkOwner) -> Callable[[School, Any, str], Text]:
    def found(school: School, parameters: Any, name: str) -> Text:
        slots = _slots_of(school, kind, name)
        closed = [slot for slot in slots if school.marked(kind, name, slot, MarkLevel.FORBIDDEN)]
        who = teacher_text(school, name) if kind is MarkOwner.TEACHER else Text(name, name)
        times, left = times_text(school, closed), len(slots) - len(closed)
        return Text(
            f"{who.zh}{times.zh}不能上课（标了“禁”，剩 {left} 个时段）",
            f"{who.en}: closed on {times.en} ({counted(left, 'slot')} left)",
        )

    return found


def _slots_of(school: School, kind: MarkOwner, name: str) -> list[Slot]:
    """Return the lesson slots that somebody could use by the clock."""
    if kind is MarkOwner.CLASS:
        return list(school.class_slots(name))
    courses = school.teacher_courses[name] if kind is MarkOwner.TEACHER else school.courses
    used = {
        school.school_class[c.classes[0]].schedule for c in courses if kind is MarkOwner.TEACHER or c.subject == name
    }
    if kind is MarkOwner.TEACHER:
        used |= {meeting.schedule for meeting in school.teacher_meetings[name]}
    return [slot for schedule in sorted(used) for slot in school.lesson_slots[schedule]]


def _meeting(school: School, parameters: Any, meeting_id: str) -> Text:
    meeting = next(each for each in school.meetings if each.id == meeting_id)
    starts = times_text(school, meetings.possible_starts(school, meeting))
    number, long = len(meeting.teachers), meeting.length
    periods = Text(f"连开 {long} 节，", f"{long} periods, ") if long > 1 else Text("", "")
    if meeting.slot is not None:
        return Text(
            f"{meeting_id}（{number} 位教师）{periods.zh}固定在{starts.zh}",
            f"{meeting_id} ({counted(number, 'teacher')}), {periods.en}is fixed on {starts.en}",
        )
    return Text(
        f"{meeting_id}（{number} 位教师）{periods.zh}每周一次，可在{starts.zh or '（没有可用的时段）'}开始",
        f"{meeting_id} ({counted(number, 'teacher')}), {periods.en}once a week, to begin on {starts.en or 'no slot at all'}",
    )


def _teacher_clash(school: School, parameters: Any, teacher_id: str) -> Text:
    name, courses = teacher_text(school, teacher_id), school.teacher_courses[teacher_id]
    lessons, held = lessons_of(courses), len(school.teacher_meetings[teacher_id])
    zh, en = (f"、{held} 次教研", f" and {counted(held, 'meeting')}") if held else ("", "")
    return Text(
        f"{name.zh}同一时间只能在一处（每周 {lessons} 节课{zh}）",
        f"{name.en} is in one place at a time ({counted(lessons, 'lesson')}{en} a week)",
    )


def _class_clash(school: School, parameters: Any, class_id: str) -> Text:
    slots, lessons = len(school.class_slots(class_id)), lessons_of(school.occupying_courses[class_id])
    return Text(
        f"{class_id}同一时间只上一节课（每周 {slots} 个上课时段，{lessons} 节课）",
        f"{class_id} has one lesson at a time ({slots} lesson slots a week, {lessons} lessons)",
    )


def _per_day(school: School, parameters: subject_per_day.Parameters, class_id: str) -> Text:
    days = len(days_of(school, class_id))
    limits = {
        subject: subject_per_day.limit(school, courses, days, parameters)
        for subject, courses in courses_by_subject(school, class_id).items()
    }
    usual = min(limits.values())
    more = [(subject, limit) for subject, limit in limits.items() if limit > usual]
    zh, en = "、".join(f"{s} {n} 节" for s, n in more), ", ".join(f"{s} {n}" for s, n in more)
    return Text(
        f"{class_id}同一学科一天最多 {usual} 节" + (f"（{zh}）" if more else ""),
        f"{class_id}: at most {counted(usual, 'lesson')} of a subject a day" + (f" ({en})" if more else ""),
    )


def _teacher_per_day(school: School, parameters: teacher_per_day.Parameters, teacher_id: str) -> Text:
    most = teacher_per_day.limit(school, school.teacher[teacher_id], parameters)
    return _teacher_limit(school, teacher_id, Text(f"一天最多 {most} 节课", f"at most {counted(most, 'lesson')} a day"))


def _teacher_limit(school: School, teacher_id: str, limit: Text) -> Text:
    name, lessons = teacher_text(school, teacher_id), lessons_of(school.teacher_courses[teacher_id])
    return Text(
        f"{name.zh}{limit.zh}（每周 {lessons} 节）", f"{name.en}: {limit.en} ({counted(lessons, 'lesson')} a week)"
    )


def _days(school: School, parameters: Any, teacher_id: str) -> Text:
    most = school.teacher[teacher_id].max_days or 0
    return _teacher_limit(
        school, teacher_id, Text(f"每周最多来 {most} 天", f"comes on at most {counted(most, 'day')} a week")
    )


def _half_days(school: School, parameters: Any, teacher_id: str) -> Text:
    most = school.teacher[teacher_id].max_half_days or 0
    return _teacher_limit(
        school, teacher_id, Text(f"每周最多来 {most} 个半天", f"at most {counted(most, 'half-day')} a week")
    )


def _in_row(school: School, parameters: Any, teacher_id: str) -> Text:
    most = school.teacher[teacher_id].max_in_row or 0
    return _teacher_limit(
        school, teacher_id, Text(f"最多连上 {most} 节", f"at most {counted(most, 'lesson')} in a row")
    )


def _mentor(school: School, parameters: Any, teacher_id: str) -> Text:
    name, mentor = teacher_text(school, teacher_id), school.teacher[teacher_id].mentor or ""
    own, his = (lessons_of(school.teacher_courses[each]) for each in (teacher_id, mentor))
    return Text(
        f"{name.zh}上课时（{own} 节），师父 {mentor} 要有空听课（自己有 {his} 节课）",
        f"mentor {mentor} ({his} lessons) is free while {name.en} teaches ({own} lessons)",
    )


def _exclusion(school: School, parameters: Any, name: str) -> Text:
    each = next(each for each in school.exclusions if each.id == name)
    if each.teachers:
        who, courses = names(each.teachers, "位"), {c.id: c for t in each.teachers for c in school.teacher_courses[t]}
    else:
        courses = {c: school.course[c] for c in each.courses}
        texts = [course_text(course) for course in courses.values()]
        who = Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))
    lessons = lessons_of(courses.values())
    return Text(
        f"互斥“{name}”：{who.zh}不能同时上课（共 {lessons} 节）", f"{name}: {who.en} never at once ({lessons} lessons)"
    )


def _venue(school: School, parameters: Any, name: str) -> Text:
    named = [each for each in demands(school) if name in (each.name, *(venue.id for venue in each.venues))]
    if not named:
        return Text(f"{name}不超容量", f"{name}: room for all that is held there")
    demand = named[0]
    venues = [venue for venue in demand.venues if name in (demand.name, venue.id)]
    zh, en = "；".join(_room(demand, v).zh for v in venues), "; ".join(_room(demand, v).en for v in venues)
    lessons = lessons_of(demand.courses)
    what = Text("", "")
    if [venue.id for venue in venues] != [name]:
        what = Text(f"{name}共 {len(venues)} 处：", f"{name}, {counted(len(venues), 'place')}: ")
    return Text(f"{what.zh}{zh}；要在此上 {lessons} 节课", f"{what.en}{en}; {counted(lessons, 'lesson')} to hold there")


def _room(demand: Demand, venue: Venue) -> Text:
    at_once = Text(f"{venue.id}同时 {venue.capacity} 个班", f"{venue.id} {counted(venue.capacity, 'class')} at once")
    slots = demand.open_slots[venue.id]
    if len({slot.schedule for slot in slots}) > 1:  # slots of several schedules overlap: their number says nothing
        return at_once
    return Text(f"{at_once.zh}、可用 {len(slots)} 个时段", f"{at_once.en} in {counted(len(slots), 'slot')}")


def _parallel(school: School, parameters: Any, course_id: str) -> Text:
    link = next(each for each in parallel_groups.links(school) if each.follower.id == course_id)
    lead, follower = course_text(link.lead), course_text(link.follower)
    return Text(
        f"走班组“{link.follower.together}”：{follower.zh}与{lead.zh}同时上",
        f"{link.follower.together}: {follower.en} together with {lead.en}",
    )


def _pair(school: School, parameters: Any, course_id: str) -> Text:
    link = next(each for each in alternating_pairs.links(school) if each.follower.id == course_id)
    lead, follower = course_text(link.lead), course_text(link.follower)
    return Text(f"{follower.zh}与{lead.zh}单双周轮换、共用时段", f"{follower.en} and {lead.en} share slots in turn")


def _doubles(school: School, parameters: Any, course_id: str) -> Text:
    course = school.course[course_id]
    name = course_text(course)
    return Text(
        f"{name.zh}每周 {course.lessons} 节中有 {course.doubles} 次连堂",
        f"{name.en}: {counted(course.doubles, 'double lesson')} among {course.lessons} a week",
    )


LESSON_WORDS: dict[tuple[str, OwnerKind], Callable[[School, Any, str], Text]] = {
    ("hours_in_full", OwnerKind.COURSE): _hours,
    ("protected_subjects", OwnerKind.COURSE): _hours,
    ("no_added_lessons", OwnerKind.COURSE): _no_more,
    ("hours_standard", OwnerKind.CLASS): _standard,
    ("weekly_total", OwnerKind.CLASS): _total,
    ("exam_calendar", OwnerKind.GRADE): _exams,
    ("exam_calendar", OwnerKind.COURSE): _exam_lesson,
    ("locks", OwnerKind.COURSE): _lock,
    **{("unavailable", owner): _unavailable(kind) for kind, owner in OWNERS.items()},
    ("meetings", OwnerKind.MEETING): _meeting,
    ("teacher_clash", OwnerKind.TEACHER): _teacher_clash,
    ("class_clash", OwnerKind.CLASS): _class_clash,
    ("subject_per_day", OwnerKind.CLASS): _per_day,
    ("teacher_per_day", OwnerKind.TEACHER): _teacher_per_day,
    ("teacher_days", OwnerKind.TEACHER): _days,
    ("teacher_half_days", OwnerKind.TEACHER): _half_days,
    ("teacher_in_row", OwnerKind.TEACHER): _in_row,
    ("mentor_free", OwnerKind.TEACHER): _mentor,
    ("exclusions", OwnerKind.EXCLUSION): _exclusion,
    ("venue_capacity", OwnerKind.VENUE): _venue,
    ("parallel_groups", OwnerKind.COURSE): _parallel,
    ("alternating_pairs", OwnerKind.COURSE): _pair,
    ("double_lessons", OwnerKind.COURSE): _doubles,
}
