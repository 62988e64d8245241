"""What schools of a stage usually have, filled in where a school has said nothing: places, groups, meetings, service, clubs, duties.

None of it is known of the school. So each part is for a person to ask for, and to look through; what the school has said stays.
How many places, clubs and adults are proposed is this project's choice, such that a week with them can be planned.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from typing import NamedTuple

from scheduler.school import (
    AREA_NAMES,
    SPORT_AREAS,
    Area,
    BellSchedule,
    Club,
    Content,
    Duty,
    DutyKind,
    Meeting,
    PeriodKind,
    School,
    ServiceStage,
    StaffKind,
    Stage,
    Subject,
    Teacher,
    Venue,
    stage_of,
)
from scheduler.school.defaults import DEFAULT_SUBJECTS
from scheduler.school.service_defaults import DEFAULT_HOURS, default_duties, default_enrolments, default_stages

GROUND_HOLDS = 6  # classes at once on a sports ground
USED = 0.7  # share of a venue's lessons that is planned for
CLASSES_A_CLUB = 2
CLUB_MEMBERS, INSTRUCTORS = 25, 3
CLASSES_AT_NOON, CLASSES_AT_BREAK = 8, 12  # for each adult
LEAST_MEETING = 2  # members of a group that meets
_STAGE_NAMES = {Stage.PRIMARY: "小学", Stage.JUNIOR: "初中"}


class Offer(NamedTuple):
    """A club that schools usually offer: teachers of which area lead it."""

    name: str
    content: Content
    area: Area


OFFERS = (
    Offer("足球", Content.SPORT, Area.PE),
    Offer("合唱", Content.ART, Area.MUSIC),
    Offer("国画", Content.ART, Area.ART),
    Offer("趣味编程", Content.SCIENCE, Area.IT),
    Offer("名著共读", Content.READING, Area.CHINESE),
    Offer("围棋", Content.INTEREST, Area.MATHS),
    Offer("科学小实验", Content.SCIENCE, Area.SCIENCE),
    Offer("篮球", Content.SPORT, Area.PE),
    Offer("竖笛", Content.ART, Area.MUSIC),
    Offer("剪纸", Content.ART, Area.ART),
    Offer("演讲与口才", Content.CLUB, Area.CHINESE),
    Offer("英语戏剧", Content.CLUB, Area.FOREIGN),
    Offer("数独与魔方", Content.INTEREST, Area.MATHS),
    Offer("田径", Content.SPORT, Area.PE),
    Offer("诗词吟诵", Content.READING, Area.CHINESE),
    Offer("跳绳", Content.SPORT, Area.PE),
)


Fill = Callable[[School], School]
"""Returns a school with a part filled in; the same school where nothing is missing or nothing is usual."""


def usual_venues(school: School) -> School:
    """Add places of the usual kinds for the lessons that are usually held there, as many as these lessons need."""
    kinds = {subject.area: subject.venue_kind for subject in DEFAULT_SUBJECTS if subject.venue_kind is not None}
    known = {venue.kind for venue in school.venues}
    taught = {course.subject for course in school.courses if course.venue is None}
    without = [subject for subject in school.subjects if subject.id in taught]
    missing = {subject.id: kind for subject in without if (kind := _kind_missing(subject, kinds, known))}
    if not missing:
        return school
    subjects = [
        subject.model_copy(update={"venue_kind": missing[subject.id]}) if subject.id in missing else subject
        for subject in school.subjects
    ]
    venues = tuple(_venues(school, missing))
    return school.model_copy(update={"subjects": tuple(subjects), "venues": (*school.venues, *venues)})


def _kind_missing(subject: Subject, kinds: dict[Area, str], known: set[str]) -> str | None:
    """Return the kind of place that lessons of a subject usually have, where neither they nor the school have one."""
    kind = kinds.get(subject.area)
    return kind if subject.venue_kind is None and kind not in known else None


def _venues(school: School, kind_of: dict[str, str]) -> Iterator[Venue]:
    needed: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for course in school.courses:
        if course.subject in kind_of and course.venue is None:
            needed[kind_of[course.subject]][school.school_class[course.classes[0]].schedule] += course.lessons
    grounds = {subject.venue_kind for subject in DEFAULT_SUBJECTS if subject.area in SPORT_AREAS}
    for kind, lessons_of in needed.items():
        at_once = sum(
            math.ceil(lessons / (len(school.schedule[name].slots(PeriodKind.LESSON)) * USED))
            for name, lessons in lessons_of.items()
        )
        holds = GROUND_HOLDS if kind in grounds else 1
        count = math.ceil(at_once / holds)
        names = [kind] if count == 1 else [f"{kind}{number}" for number in range(1, count + 1)]
        yield from (Venue(id=name, kind=kind, capacity=holds) for name in names)


def usual_groups(school: School) -> School:
    """Put each teacher into the group of what he teaches most, where no teacher has a group."""
    if any(teacher.subject_group for teacher in school.teachers):
        return school
    group_of = {teacher.id: _group_of(school, teacher) for teacher in school.teachers}
    if not any(group_of.values()):
        return school
    teachers = tuple(t.model_copy(update={"subject_group": group_of[t.id]}) for t in school.teachers)
    return school.model_copy(update={"teachers": teachers})


def _group_of(school: School, teacher: Teacher) -> str | None:
    lessons: Counter[str] = Counter()
    for course in school.teacher_courses[teacher.id]:
        subject = school.subject[course.subject]
        if subject.area is not Area.CLASS_MEETING:
            lessons[AREA_NAMES[subject.area].zh if subject.area is not Area.OTHER else subject.id] += course.lessons
    return f"{lessons.most_common(1)[0][0]}组" if lessons else None


def usual_meetings(school: School) -> School:
    """Let each group meet for a lesson of an afternoon, where the school has no meetings; each on one bell schedule."""
    if school.meetings or not school.teachers:
        return school
    members: dict[str, list[str]] = defaultdict(list)
    for teacher in school.teachers:
        group = teacher.subject_group or _group_of(school, teacher)
        if group is not None and teacher.kind is StaffKind.STAFF:
            members[group].append(teacher.id)
    found = tuple(
        Meeting(
            id=f"{group.removesuffix('组')}教研",
            teachers=tuple(names),
            schedule=_schedule_of(school, names),
            parts=(1,),
        )
        for group, names in members.items()
        if len(names) >= LEAST_MEETING
    )
    return school.model_copy(update={"meetings": found}) if found else school


def _schedule_of(school: School, names: Iterable[str]) -> str:
    """Return the bell schedule on which some teachers teach most."""
    lessons: Counter[str] = Counter()
    for name in names:
        for course in school.teacher_courses[name]:
            lessons[school.school_class[course.classes[0]].schedule] += course.lessons
    return lessons.most_common(1)[0][0] if lessons else school.schedules[0].id


def usual_service(school: School) -> School:
    """Add the usual stages of the after-school day with who takes part, where the school has none of them."""
    if school.stages:
        return school
    days = list(_days(school))
    stages = [each for schedule, stage, grades in days for each in _stages(school, schedule, stage, grades)]
    if not stages:
        return school
    enrolments = tuple(default_enrolments(stages, school.classes))
    duties = school.duties or tuple(default_duties(stages))
    return school.model_copy(update={"stages": tuple(stages), "enrolments": enrolments, "duties": duties})


def _stages(school: School, schedule: BellSchedule, stage: Stage, grades: list[int]) -> list[ServiceStage]:
    several = len(list(_days(school))) > 1
    return default_stages(stage, schedule, grades, _STAGE_NAMES[stage] if several else "")


def _days(school: School) -> Iterator[tuple[BellSchedule, Stage, list[int]]]:
    """Yield the bell schedules with the primary or junior grades that go by them."""
    for schedule in school.schedules:
        grades = sorted({klass.grade for klass in school.classes if klass.schedule == schedule.id})
        for stage in _STAGE_NAMES:
            theirs = [grade for grade in grades if stage_of(grade) is stage]
            if theirs:
                yield schedule, stage, theirs


def usual_clubs(school: School) -> School:
    """Add a club for every two classes, led by teachers of its area in the last period of service, where the school has none."""
    if school.clubs or not school.stages:
        return school
    found = [club for schedule, stage, grades in _days(school) for club in _clubs(school, schedule, stage, grades)]
    return school.model_copy(update={"clubs": tuple(found)}) if found else school


def _clubs(school: School, schedule: BellSchedule, stage: Stage, grades: list[int]) -> Iterator[Club]:
    periods = [index for index, period in enumerate(schedule.periods) if period.kind is PeriodKind.SERVICE]
    classes = sum(klass.schedule == schedule.id and klass.grade in grades for klass in school.classes)
    if not periods:
        return
    kinds = {subject.area: subject.venue_kind for subject in school.subjects if subject.venue_kind is not None}
    places = {venue.kind for venue in school.venues}
    able = _teachers_of(school, set(grades))
    turns = {area: cycle(names) for area, names in able.items()}
    offers = [offer for offer in OFFERS if offer.area in able]
    prefix = _STAGE_NAMES[stage] if len(list(_days(school))) > 1 else ""
    for offer in offers[: max(2, classes // CLASSES_A_CLUB)]:
        kind = kinds.get(offer.area)
        yield Club(
            id=prefix + offer.name,
            content=offer.content,
            schedule=schedule.id,
            period=periods[-1],
            grades=tuple(grades),
            instructors=tuple(dict.fromkeys(islice(turns[offer.area], INSTRUCTORS))),
            members=CLUB_MEMBERS,
            venue_kind=kind if kind in places else None,
        )


def _teachers_of(school: School, grades: set[int]) -> dict[Area, list[str]]:
    """Return the staff who teach some grades, by the area of their lessons."""
    found: dict[Area, dict[str, None]] = defaultdict(dict)
    for course in school.courses:
        if school.school_class[course.classes[0]].grade in grades:
            staff = [name for name in course.teachers if school.teacher[name].kind is StaffKind.STAFF]
            found[school.subject[course.subject].area].update(dict.fromkeys(staff))
    return {area: list(names) for area, names in found.items() if names}


def usual_duties(school: School) -> School:
    """Add who stands by in service, watches at noon (meals among it) and in the long break, where no such duty is told."""
    kinds = {duty.kind for duty in school.duties}
    if kinds - {DutyKind.PATROL} or not school.stages:
        return school
    patrols = school.duties or tuple(default_duties(school.stages))
    served = sorted({(stage.schedule, stage.period) for stage in school.stages})
    found = [
        Duty(kind=DutyKind.SUBSTITUTE, schedule=schedule, period=period)
        for schedule, period in served
        if school.schedule[schedule].periods[period].kind is PeriodKind.SERVICE
    ]
    for schedule, _stage, _grades in _days(school):
        classes = sum(klass.schedule == schedule.id for klass in school.classes)
        for index, period in enumerate(schedule.periods):
            watch = _WATCHES.get(period.kind)
            if watch is not None:
                kind, share = watch
                found.append(Duty(kind=kind, schedule=schedule.id, period=index, adults=math.ceil(classes / share)))
    return school.model_copy(update={"duties": tuple(dict.fromkeys([*patrols, *found]))})


_WATCHES = {
    PeriodKind.NOON: (DutyKind.NOON, CLASSES_AT_NOON),
    PeriodKind.BREAK: (DutyKind.BREAK, CLASSES_AT_BREAK),
    PeriodKind.BIG_BREAK: (DutyKind.BREAK, CLASSES_AT_BREAK),
}


def usual_hours(school: School) -> School:
    """Add the usual working hours with flexible ones, where none are told and service lasts until their end."""
    if school.working is not None or not school.stages:
        return school
    ends = [school.schedule[stage.schedule].periods[stage.period].end for stage in school.stages]
    return school if max(ends) < DEFAULT_HOURS.end else school.model_copy(update={"working": DEFAULT_HOURS})


FILLS: dict[str, Fill] = {
    "venues": usual_venues,
    "teachers": usual_groups,
    "meetings": usual_meetings,
    "stages": usual_service,
    "clubs": usual_clubs,
    "duties": usual_duties,
    "working": usual_hours,
}
"""By the key of the sheet that is filled in, in the order in which they build on each other."""
