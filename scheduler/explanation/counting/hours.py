"""Hours that cannot reach, or go beyond, what the regulation asks, whatever is planned."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from constraints.curriculum import hours_standard, no_added_lessons, weekly_total
from constraints.curriculum.hours import number_text
from constraints.curriculum.standard import requirements_of
from constraints.places.law import law_of
from constraints.service import club_places, homework_time, service_choice, service_days, service_minutes
from constraints.service.grade_service import WEEKDAYS, grade_text, judged_grades
from scheduler.explanation.counting.openings import Openings
from scheduler.explanation.counting.shortage import Shortage, hours_rules, shortage
from scheduler.model.owner import class_owner, grade_owner
from scheduler.school import Course
from scheduler.school.wording import days_text
from scheduler.text import Text, day_name


def count_hours(openings: Openings) -> Iterator[Shortage]:
    """Yield the classes with too few or too many lessons a week, and the grades with too little service."""
    yield from _standard(openings)
    yield from _totals(openings)
    yield from _days(openings)
    yield from _homework(openings)
    yield from _choice(openings)
    yield from _places(openings)


def _sum(courses: Iterable[Course]) -> float:
    return sum(course.attended for course in courses)


def _standard(openings: Openings) -> Iterator[Shortage]:
    """Yield what a class has too little of: lessons of the state's standard that its courses do not reach."""
    school = openings.school
    for klass in hours_standard.judged_classes(school):
        for requirement in requirements_of(law_of(school), klass.grade):
            has = _sum(hours_standard.courses_of(school, klass.id, requirement.areas))
            least = requirement.least(klass.grade, school.lesson_minutes(klass.id))
            if has < least:
                text = Text(
                    f"{klass.id}{requirement.name.zh}按标准一周至少 {least} 节，任课表里只有 {number_text(has)} 节",
                    f"{klass.id} {requirement.name.en}: {least} lessons a week by the standard, "
                    f"{number_text(has)} are given",
                )
                rules = (hours_standard.RULE.id, no_added_lessons.RULE.id)
                cause = (klass.grade, requirement.name, has)
                yield shortage(class_owner(klass.id), least, math.floor(has), text, rules, cause)


def _totals(openings: Openings) -> Iterator[Shortage]:
    """Yield the classes whose courses are more than the week may have."""
    school, parameters = openings.school, openings.parameters(weekly_total.RULE)
    for klass in school.classes:
        limit, courses = parameters.limit_of(school, klass.id), weekly_total.counted(school, klass.id)
        total = _sum(courses)
        if limit is not None and total > limit:
            text = Text(
                f"{klass.id}各科一周共 {number_text(total)} 节，{klass.grade} 年级最多 {limit} 节",
                f"{klass.id}: {number_text(total)} lessons a week, at most {limit} in grade {klass.grade}",
            )
            rules = (weekly_total.RULE.id, *hours_rules(school, courses))
            yield shortage(class_owner(klass.id), math.ceil(total), limit, text, rules, (klass.grade, total))


# Service.


def _days(openings: Openings) -> Iterator[Shortage]:
    """Yield the grades with no service, or too little, on some weekday even if all that is planned is held."""
    school = openings.school
    least = openings.parameters(service_minutes.RULE).least or 0
    for grade in judged_grades(school):
        name, owner = grade_text(grade), grade_owner(grade)
        none = service_days.days_without_service(school, grade)
        if none:
            when = days_text(none)
            text = Text(
                f"{name.zh}课后服务要周一至周五每天都有，{when.zh}没有安排", f"{name.en} has no service on {when.en}"
            )
            left = len(WEEKDAYS) - len(none)
            yield shortage(
                owner, len(WEEKDAYS), left, text, (service_days.RULE.id,), (service_days.RULE.id, tuple(none))
            )
        few: dict[int, list[int]] = defaultdict(list)
        for day in WEEKDAYS:
            minutes = service_minutes.minutes_planned(school, grade, day)
            if minutes < least and day not in none:
                few[minutes].append(day)
        for minutes, days in few.items():
            yield _minutes(grade, days, least, minutes)


def _minutes(grade: int, days: list[int], least: int, minutes: int) -> Shortage:
    name, when = grade_text(grade), days_text(days)
    text = Text(
        f"{name.zh}{when.zh}课后服务每天至少 {least} 分钟，全部开展也只有 {minutes} 分钟",
        f"{name.en}, {when.en}: at least {least} minutes of service a day, {minutes} if all that is planned is held",
    )
    cause = (service_minutes.RULE.id, tuple(days), minutes)
    return shortage(grade_owner(grade), least, minutes, text, (service_minutes.RULE.id,), cause)


def _homework(openings: Openings) -> Iterator[Shortage]:
    """Yield the grades whose supervised homework cannot reach its time."""
    school, parameters = openings.school, openings.parameters(homework_time.RULE)
    for grade in homework_time.judged(school, parameters):
        wanted = homework_time.minutes_wanted(grade, parameters)
        planned = homework_time.minutes_planned(school, grade)
        if planned < wanted:
            name = grade_text(grade)
            text = Text(
                f"{name.zh}作业辅导、答疑和晚自习一周至少 {wanted} 分钟，全部开展也只有 {planned} 分钟",
                f"{name.en}: {wanted} minutes of homework a week, {planned} if all that is planned is held",
            )
            cause = (homework_time.RULE.id, wanted, planned)
            yield shortage(grade_owner(grade), wanted, planned, text, (homework_time.RULE.id,), cause)


def _choice(openings: Openings) -> Iterator[Shortage]:
    """Yield the grades that are offered too few kinds of pursuit on some day or in the week."""
    school, parameters = openings.school, openings.parameters(service_choice.RULE)
    for grade in judged_grades(school):
        few: dict[int, list[int]] = defaultdict(list)
        for day in WEEKDAYS:
            kinds = len(service_choice.kinds_planned(school, grade, (day,)))
            if kinds < parameters.per_day:
                few[kinds].append(day)
        for kinds, days in few.items():
            yield _kinds(grade, tuple(days), parameters.per_day, kinds)
        kinds = len(service_choice.kinds_planned(school, grade))
        if kinds < parameters.per_week:
            yield _kinds(grade, (), parameters.per_week, kinds)


def _kinds(grade: int, days: tuple[int, ...], least: int, kinds: int) -> Shortage:
    """Return that a grade is offered too few kinds on each of some days, or in the whole week."""
    name = grade_text(grade)
    when = days_text(days) if days else Text("一周", "the week")
    each = Text("每天", " a day") if len(days) > 1 else Text("", "")
    text = Text(
        f"{name.zh}{when.zh}{each.zh}要有 {least} 类活动可选，安排的只有 {kinds} 类",
        f"{name.en}, {when.en}: {least} kinds{each.en} to choose from, {kinds} planned",
    )
    return shortage(
        grade_owner(grade), least, kinds, text, (service_choice.RULE.id,), (service_choice.RULE.id, days, kinds)
    )


def _places(openings: Openings) -> Iterator[Shortage]:
    """Yield the times at which all pupils of some grades go to clubs and these have too few places."""
    school = openings.school
    for need in club_places.needs(school) if openings.active(club_places.RULE.id) else ():
        room = sum(club_places.room(school, club) for club in need.clubs)
        if room < need.pupils:
            grades, day = "、".join(map(str, need.grades)), day_name(need.slot.day)
            text = Text(
                f"{day.zh}{grades} 年级走班 {need.pupils} 人，社团全部开展也只有 {room} 个名额",
                f"{day.en}, grades {grades.replace('、', ', ')}: {need.pupils} pupils, clubs have {room} places",
            )
            yield shortage(grade_owner(need.grades[0]), need.pupils, room, text, (club_places.RULE.id,))
