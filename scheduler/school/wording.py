"""What people call things of a school in a sentence: teachers, courses, classes, and times of the week in few words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from scheduler.school import Course, MarkOwner, School, Slot, Week, day_in_weeks
from scheduler.text import Text, day_name, grade_name

WHOLE_SCHOOL = "全校"
NAMES_SHOWN = 4
PARTS = (Text("上午", "morning"), Text("下午", "afternoon"))


def names(items: Collection[str], counter: str = "") -> Text:
    """Return some names, the first few where they are many."""
    shown = list(dict.fromkeys(items))
    zh, en = "、".join(shown[:NAMES_SHOWN]), ", ".join(shown[:NAMES_SHOWN])
    rest = len(shown) - NAMES_SHOWN
    return Text(f"{zh}等 {len(shown)} {counter or '个'}", f"{en} and {rest} more") if rest > 0 else Text(zh, en)


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


def mark_owner_text(school: School, kind: MarkOwner, owner: str) -> Text:
    """Return whose mark it is: a name, or a course with its teachers."""
    return course_text(school.course[owner]) if kind is MarkOwner.COURSE else Text(owner, owner)


def lessons_of(courses: Collection[Course]) -> int:
    """Return the lessons of some courses in a week in which all are held."""
    return sum(course.lessons for course in courses)


def classes_text(school: School, classes: Iterable[str]) -> str:
    """Return 全校, or whole grades and single classes: 七年级、八(1)班."""
    wanted = set(classes)
    if len(wanted) == len(school.classes) > 1:
        return WHOLE_SCHOOL
    parts = []
    for grade in school.grades:
        members = [klass.id for klass in school.classes if klass.grade == grade]
        if len(members) > 1 and wanted.issuperset(members):
            parts.append(f"{grade_name(grade)}年级" if grade <= 9 else grade_name(grade))
        else:
            parts += [name for name in members if name in wanted]
    return "、".join(parts)


# Times of the week: 周一至周三上午、周五第5节.


def times_text(school: School, slots: Iterable[Slot]) -> Text:
    """Return lesson slots in words: whole days and half-days as such, days with the same times together."""
    held: dict[str, dict[int, set[Slot]]] = defaultdict(lambda: defaultdict(set))
    for slot in slots:
        held[slot.schedule][slot.day].add(slot)
    found: dict[Text, list[int]] = defaultdict(list)
    for schedule, days in sorted(held.items()):
        for day, taken in sorted(days.items()):
            found[_within_day(school, schedule, day, taken)].append(day)
    parts = [Text(days_text(days).zh + times.zh, f"{days_text(days).en} {times.en}") for times, days in found.items()]
    return Text("、".join(part.zh for part in parts), ", ".join(part.en.strip() for part in parts))


def days_text(days: Iterable[int], weeks: Mapping[int, Week] | None = None) -> Text:
    """Return weekdays in words: three or more in a row as 周一至周四; those of odd or even weeks alone apart, as `weeks` says."""
    some = {day: week for day, week in (weeks or {}).items() if week is not Week.EVERY}
    runs: list[list[int]] = []
    for day in sorted(set(days) - set(some)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = [name for run in runs for name in _run_names(run)]
    names += [day_in_weeks(day, week) for day, week in sorted(some.items())]
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def _run_names(run: list[int]) -> list[Text]:
    if len(run) < 3:
        return [day_name(day) for day in run]
    first, last = day_name(run[0]), day_name(run[-1])
    return [Text(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")]


def _within_day(school: School, schedule: str, day: int, taken: set[Slot]) -> Text:
    """Return the times of one day: nothing for the whole of it, its halves, and what is left one by one."""
    today = [slot for slot in school.lesson_slots[schedule] if slot.day == day]
    if set(today) <= taken:
        return Text("", "")
    halves = [[slot for slot in today if school.half_day(slot).part == part] for part in (0, 1)]
    whole = [part for part, slots in enumerate(halves) if slots and set(slots) <= taken]
    rest = [slot for slot in today if slot in taken and school.half_day(slot).part not in whole]
    names = [PARTS[part] for part in whole]
    if rest:
        names.append(_periods(school, rest))
    return Text("和".join(name.zh for name in names), " and ".join(name.en for name in names))


def _periods(school: School, slots: list[Slot]) -> Text:
    numbers = [school.schedule[slot.schedule].lesson_number(slot.day, slot.period) for slot in slots]
    joined = "、".join(map(str, numbers))
    return Text(f"第{joined}节", f"{'lesson' if len(numbers) == 1 else 'lessons'} {joined.replace('、', ', ')}")
