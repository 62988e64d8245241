"""What the law asks of a school's day that it does not give, by article, and the smallest changes that do.

Breaks, big breaks and minutes of sport are judged by rules like all others; here they are put together, so that one change of a
bell schedule answers all. What is changed is an edit like any other, and can be offered as a cure.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from constraints.catalogue import active_rules
from constraints.curriculum import big_breaks, break_minutes, first_lesson, weekly_total
from constraints.curriculum.sport import LAST_JUDGED_GRADE, big_break_minutes
from constraints.rule import ActiveRule
from constraints.service.sport_minutes import is_service_told
from scheduler.edits.bell_change import STEP, BellNeeds
from scheduler.edits.bell_edits import longer_breaks
from scheduler.edits.edit import Edit
from scheduler.edits.sport_edits import DAYS, daily_sport, sport_lessons
from scheduler.school import School, tables
from scheduler.text import Text, clock_text, minutes_of

LONGEST_BIG_BREAK = 45  # minutes: what is longer is no break
LATEST = 20 * 60  # where no evening study is limited


class Lacking(NamedTuple):
    """Something that the day of a bell schedule or a grade lacks, said with its article, and the edit that gives it.

    `place` is the sheet and `row` where it stands; `why_not` says why there is no such edit.
    """

    sheet: Text
    row: str
    text: Text
    edit: Edit | None
    why_not: Text | None = None


def lacking(school: School) -> list[Lacking]:
    """Return what the law asks of a school's bells and sport that it does not give; each edit fits the school that those before it
    have made. Raises ValueError when a rule setting cannot be used."""
    rules = {active.rule.id: active for active in active_rules(school)}
    found: list[Lacking] = []
    now = school
    for name in dict.fromkeys(k.schedule for k in school.classes if k.grade <= LAST_JUDGED_GRADE):
        said = _of_bells(now, name, rules)
        if said is not None:
            found.append(said)
            now = said.edit.apply(now) if said.edit is not None else now
    for grade in school.grades:
        short = _of_lessons(now, grade, rules) if grade <= LAST_JUDGED_GRADE else None
        if short is not None:
            found.append(short)
            now = short.edit.apply(now) if short.edit is not None else now
    return found


def edits_asked(school: School) -> tuple[Edit, ...]:
    """Return the changes that give what the law asks, in the order in which they are made; none where something has no such change."""
    found = lacking(school)
    return tuple(each.edit for each in found if each.edit is not None) if all(each.edit for each in found) else ()


# Bells.


def _of_bells(school: School, name: str, rules: dict[str, ActiveRule]) -> Lacking | None:
    said = [*_breaks_said(school, name, rules), *_sport_said(school, name, rules)]
    if not said:
        return None
    text = Text(
        f"作息“{name}”：{'；'.join(each.zh for each in said)}",
        f"Bell schedule {name}: {'; '.join(each.en for each in said)}",
    )
    needs = _needs(school, name, rules)
    edit = longer_breaks(school, name, needs) if needs is not None else None
    return Lacking(tables.SCHEDULE, name, text, edit, None if edit is not None else _no_change(needs))


def _no_change(needs: BellNeeds | None) -> Text:
    if needs is None:
        return Text(
            f"只靠大课间做不到（每次要超过 {LONGEST_BIG_BREAK} 分钟），请在课后服务里每天给全班安排体育",
            f"big breaks alone do not do (more than {LONGEST_BIG_BREAK} minutes each): plan sport for all pupils in service",
        )
    return Text(
        f"课长不变、午间不少于 60 分钟、不晚于 {clock_text(needs.latest)} 结束，没有改得成的作息：要减少每天的节次或另排作息",
        f"no change does that keeps the lessons, an hour at noon and ends by {clock_text(needs.latest)}: hold fewer periods a day",
    )


def _breaks_said(school: School, name: str, rules: dict[str, ActiveRule]) -> list[Text]:
    found = []
    active = rules.get("break_minutes")
    if active is not None:
        short = [each for each in break_minutes.broken(school, active.parameters) if each[2].schedule == name]  # type: ignore[arg-type]
        if short:
            minutes, least = min(each[2].minutes for each in short), max(each[1] for each in short)
            found.append(
                Text(
                    f"课间只有 {minutes} 分钟，应不少于 {least} 分钟{_cited(active).zh}",
                    f"breaks of {minutes} minutes, at least {least} asked for{_cited(active).en}",
                )
            )
    active = rules.get("first_lesson")
    if active is not None:
        parameters: Any = active.parameters
        early = [each for each in first_lesson.broken(school, parameters) if each.schedule == name]
        if early:
            starts, asked = clock_text(min(f.start for f in early)), clock_text(max(f.earliest for f in early))
            found.append(
                Text(
                    f"第一节课 {starts} 开始，不得早于 {asked}{_cited(active).zh}",
                    f"the first lesson begins at {starts}, not before {asked}{_cited(active).en}",
                )
            )
    active = rules.get("big_breaks")
    if active is not None:
        parameters = active.parameters
        days = [each for each in big_breaks.broken(school, parameters) if each.schedule == name]
        if days:
            most, number, minutes = min(len(d.long) for d in days), parameters.number or 0, parameters.minutes or 0
            found.append(
                Text(
                    f"够 {minutes} 分钟的大课间每天 {most} 次，应有 {number} 次{_cited(active).zh}",
                    f"{most} big breaks of {minutes} minutes a day, {number} asked for{_cited(active).en}",
                )
            )
    return found


def _cited(active: ActiveRule) -> Text:
    return (
        Text("", "")
        if active.article is None
        else Text(f"（{active.article.dated.zh}）", f" ({active.article.dated.en})")
    )


def _needs(school: School, name: str, rules: dict[str, ActiveRule]) -> BellNeeds | None:
    """Return what a bell schedule must have, big breaks so long that with a lesson of sport a day they are enough; None where they
    would be too long."""
    grades = {k.grade for k in school.classes if k.schedule == name and k.grade <= LAST_JUDGED_GRADE}
    breaks: Any = rules["break_minutes"].parameters if "break_minutes" in rules else None
    first: Any = rules["first_lesson"].parameters if "first_lesson" in rules else None
    big: Any = rules["big_breaks"].parameters if "big_breaks" in rules else None
    number, minutes = (big.number or 0, big.minutes or 0) if big is not None else (0, 0)
    missing = _sport_missing(school, name, rules)
    if missing is not None:
        number = max(number, 2)
        minutes = max(minutes, -(-missing // (number * STEP)) * STEP)
    if minutes > LONGEST_BIG_BREAK:
        return None
    return BellNeeds(
        recess=max((breaks.least(grade) or 0 for grade in grades), default=0) if breaks is not None else 0,
        first_lesson=max((first.earliest(grade) or 0 for grade in grades), default=0) if first is not None else 0,
        big_breaks=number,
        big_break=minutes,
        latest=_latest(school, rules),
    )


def _latest(school: School, rules: dict[str, ActiveRule]) -> int:
    evening: Any = rules["evening_study"].parameters if "evening_study" in rules else None
    return LATEST if evening is None or evening.latest is None or school.boarding else minutes_of(evening.latest)


# Sport.


def _least_sport(school: School, rules: dict[str, ActiveRule]) -> int:
    """Return the least minutes of sport a day; 0 where nothing is asked, or service is not told and so they are not judged."""
    parameters: Any = rules["sport_minutes"].parameters if "sport_minutes" in rules else None
    return 0 if parameters is None or not is_service_told(school) else parameters.least or 0


def _sport_missing(school: School, name: str, rules: dict[str, ActiveRule]) -> int | None:
    """Return the minutes of big breaks a day that a bell schedule needs beside a lesson of sport and the sport in service; None where
    it has them."""
    least = _least_sport(school, rules)
    if not least:
        return None
    classes = [k.id for k in school.classes if k.schedule == name and k.grade <= LAST_JUDGED_GRADE]
    lesson = min(school.schedule[name].periods[i].minutes for i in school.schedule[name].lesson_periods)
    wanted = [
        least - lesson - _in_service(school, class_id, day) for class_id in classes for day in _days(school, name)
    ]
    has = [big_break_minutes(school, class_id, day) for class_id in classes for day in _days(school, name)]
    return max(wanted) if any(w > h for w, h in zip(wanted, has, strict=True)) else None


def _days(school: School, name: str) -> list[int]:
    return [day for day in school.schedule[name].days if day <= DAYS and school.schedule[name].lessons_on(day)]


def _in_service(school: School, class_id: str, day: int) -> int:
    return sum(school.period(time.slot).minutes for time in school.sport_times[class_id] if time.slot.day == day)


def _sport_said(school: School, name: str, rules: dict[str, ActiveRule]) -> list[Text]:
    if _sport_missing(school, name, rules) is None:
        return []
    klass = next(k.id for k in school.classes if k.schedule == name and k.grade <= LAST_JUDGED_GRADE)
    day = min(
        _days(school, name), key=lambda each: big_break_minutes(school, klass, each) + _in_service(school, klass, each)
    )
    lesson = min(school.schedule[name].periods[i].minutes for i in school.schedule[name].lesson_periods)
    big, service = big_break_minutes(school, klass, day), _in_service(school, klass, day)
    active = rules["sport_minutes"]
    return [
        Text(
            f"有体育课的日子体育也只有 {lesson + big + service} 分钟（课 {lesson}、大课间 {big}、课后服务 {service}），"
            f"应不少于 {_least_sport(school, rules)} 分钟{_cited(active).zh}",
            f"{lesson + big + service} minutes of sport on a day with PE (lesson {lesson}, big breaks {big}, service {service}), "
            f"at least {_least_sport(school, rules)} asked for{_cited(active).en}",
        )
    ]


def _of_lessons(school: School, grade: int, rules: dict[str, ActiveRule]) -> Lacking | None:
    """Return what the hours of a grade lack: a lesson of sport a day, where that is asked for or the minutes need it."""
    classes = [klass for klass in school.classes if klass.grade == grade]
    lessons = min(sport_lessons(school, klass.id) for klass in classes)
    daily: Any = rules["sport_daily"].parameters if "sport_daily" in rules else None
    asked = bool(daily is not None and daily.lessons)
    active = rules["sport_daily"] if asked else rules.get("sport_minutes")
    if active is None or lessons >= DAYS or not (asked or _needs_lessons(school, [k.id for k in classes], rules)):
        return None
    text = Text(
        f"{grade} 年级一周只有 {lessons} 节体育课、体育活动课，没有体育课的日子体育时间不够{_cited(active).zh}",
        f"grade {grade} has {lessons} lessons of sport a week: too little sport on days without{_cited(active).en}",
    )
    edit = daily_sport(school, grade, _room(school, grade))
    why_not = Text(
        f"{grade} 年级没有可以调出的课时（地方、校本、综合实践之外各科都不多于常用课时），请在“课程计划”和“任课”里调出",
        f"no subject of grade {grade} has lessons to spare: exchange them in 课程 and 任课",
    )
    return Lacking(tables.ASSIGNMENT, classes[0].id, text, edit, None if edit is not None else why_not)


def _room(school: School, grade: int) -> int:
    """Return how many lessons a week each class of a grade may have beyond those that it has."""
    active = next(active for active in active_rules(school) if active.rule is weekly_total.RULE)
    limits: Any = active.parameters
    room = []
    for klass in school.classes:
        if klass.grade == grade:
            courses = school.occupying_courses[klass.id]
            lessons = sum(course.weekly for course in courses)
            counted = sum(course.attended for course in courses if school.subject[course.subject].counts)
            most = limits.limit_of(school, klass.id)
            free = len(school.class_slots(klass.id)) - lessons
            room.append(free if most is None else min(free, most - counted))
    return max(0, int(min(room, default=0)))


def _needs_lessons(school: School, classes: list[str], rules: dict[str, ActiveRule]) -> bool:
    """Tell whether a day without a lesson of sport has too little of it."""
    least = _least_sport(school, rules)
    return any(
        big_break_minutes(school, class_id, day) + _in_service(school, class_id, day) < least
        for class_id in classes
        for day in _days(school, school.school_class[class_id].schedule)
    )
