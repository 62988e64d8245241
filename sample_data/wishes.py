"""What a sample school asks for besides its lessons: marks, fixed lessons, meetings, exclusions, exams, settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from sample_data import curriculum as c
from sample_data.staffing import Staff
from scheduler.school import (
    BellSchedule,
    Course,
    Exam,
    Exclusion,
    Lock,
    Mark,
    MarkLevel,
    MarkOwner,
    Meeting,
    PeriodKind,
    SchoolClass,
    Slot,
    Stage,
    Venue,
    stage_of,
)

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(1, 6)
_VISITING_DAYS = (TUESDAY, THURSDAY)


def marks_of(
    staff: Staff,
    classes: Sequence[SchoolClass],
    venues: Sequence[Venue],
    bells: dict[str, BellSchedule],
    random: Random,
) -> tuple[Mark, ...]:
    """Return the forbidden, avoided and preferred times of teachers, classes, subjects and venues."""
    found: list[Mark] = []
    for teacher, schedules in _schedules_of_teachers(staff, classes).items():
        chance = random.random()
        for schedule in schedules:
            found += _teacher_marks(teacher, staff.roles.get(teacher, ""), bells[schedule], chance)
    for klass in classes:
        if klass.grade == 1:  # the smallest go home early on Wednesdays
            found += _marks(
                MarkOwner.CLASS, klass.id, MarkLevel.FORBIDDEN, [_last(bells[klass.schedule], WEDNESDAY)], bells
            )
    earliest = min(bells.values(), key=lambda bell: bell.periods[bell.lesson_periods[0]].start)
    first = [_lesson(earliest, day, 1) for day in earliest.days]
    found += _marks(MarkOwner.SUBJECT, c.PE, MarkLevel.AVOIDED, first, bells)
    if any(venue.id == c.HALL for venue in venues):
        meeting = [slot for bell in bells.values() for slot in _afternoon(bell, MONDAY)]
        found += _marks(MarkOwner.VENUE, c.HALL, MarkLevel.FORBIDDEN, meeting, bells)
    return tuple(found)


def _teacher_marks(teacher: str, role: str, bell: BellSchedule, chance: float) -> Iterator[Mark]:
    """Yield a teacher's marks in one bell schedule: those of the role, or a wish that one in eight teachers has."""
    lessons = bell.slots(PeriodKind.LESSON)
    early = [_lesson(bell, day, 1) for day in bell.days]
    mornings = [slot for slot in lessons if bell.part(slot.period) == 0]
    level, slots = MarkLevel.AVOIDED, [slot for slot in early if slot.day == MONDAY]
    if role == "visitor":
        level, slots = MarkLevel.FORBIDDEN, [slot for slot in lessons if slot.day not in _VISITING_DAYS]
    elif role == "leader":
        level, slots = MarkLevel.FORBIDDEN, [slot for slot in mornings if slot.day == WEDNESDAY]
    elif role == "expecting" or chance < 0.06:  # has a small child to bring to nursery
        slots = early
    elif chance < 0.10:
        level, slots = MarkLevel.PREFERRED, mornings
    elif chance < 0.12:  # in-service training on Friday afternoons
        level, slots = MarkLevel.FORBIDDEN, [slot for slot in _afternoon(bell, FRIDAY) if slot != _last(bell, FRIDAY)]
    elif role != "part_time":
        return
    yield from _marks(MarkOwner.TEACHER, teacher, level, slots, {bell.id: bell})


def _marks(
    kind: MarkOwner, owner: str, level: MarkLevel, slots: Iterable[Slot], bells: dict[str, BellSchedule]
) -> Iterator[Mark]:
    for slot in slots:
        period = bells[slot.schedule].periods[slot.period]
        yield Mark(owner_kind=kind, owner=owner, day=slot.day, start=period.start, end=period.end, level=level)


def locks_of(
    courses: Sequence[Course], classes: Sequence[SchoolClass], bells: dict[str, BellSchedule]
) -> tuple[Lock, ...]:
    """Return the class meetings on Friday's last lesson and the flag ceremonies on Monday's first."""
    schedule_of = {klass.id: bells[klass.schedule] for klass in classes}
    found = []
    for course in courses:
        bell = schedule_of[course.classes[0]]
        if course.subject == c.CLASS_MEETING:
            found.append(Lock(course=course.id, slot=_last(bell, FRIDAY)))
        elif course.subject == c.FLAG:
            found.append(Lock(course=course.id, slot=_lesson(bell, MONDAY, 1)))
    return tuple(found)


# Department, days, fixed or left to the solver, lessons in a row. Each meets in an afternoon.
_MEETINGS: tuple[tuple[str, tuple[int, ...], bool, int], ...] = (
    ("数学组", (TUESDAY,), True, 2),
    ("英语组", (WEDNESDAY,), True, 2),
    ("体育组", (THURSDAY,), True, 1),
    ("科学组", (MONDAY, THURSDAY), False, 1),
    ("道德与法治组", (TUESDAY, THURSDAY), False, 1),
    ("政治组", (TUESDAY, THURSDAY), False, 1),
    ("历史组", (MONDAY, FRIDAY), False, 1),
    ("地理组", (MONDAY, WEDNESDAY), False, 1),
    ("生物组", (TUESDAY, WEDNESDAY), False, 1),
    ("物理组", (THURSDAY,), True, 2),
    ("化学组", (MONDAY, THURSDAY), False, 1),
    ("音乐组", (MONDAY, TUESDAY), False, 1),
    ("美术组", (MONDAY, TUESDAY), False, 1),
    ("综合实践组", (), False, 1),
)
_CHINESE_BANDS = {
    "低段语文备课": (1, 2),
    "中段语文备课": (3, 4),
    "高段语文备课": (5, 6),
    "七年级语文备课": (7,),
    "八年级语文备课": (8,),
    "九年级语文备课": (9,),
}


def meetings_of(staff: Staff, classes: Sequence[SchoolClass], bells: dict[str, BellSchedule]) -> tuple[Meeting, ...]:
    """Return the leaders' meeting and those of the subject groups; the Chinese teachers meet by grades.

    A group of more than one schedule meets by the schedule of most of its members.
    """
    schedules = _schedules_of_teachers(staff, classes)
    members = {name: [t.id for t in staff.teachers if t.subject_group == name] for name, *_ in _MEETINGS}
    found = []
    leaders = [teacher for teacher, role in staff.roles.items() if role == "leader"]
    if len(leaders) > 1:
        bell = _usual(leaders, schedules, bells)
        found.append(Meeting(id="行政例会", teachers=tuple(leaders), schedule=bell.id, slot=_last(bell, MONDAY)))
    for name, days, fixed, length in _MEETINGS:
        if len(members[name]) < 2:
            continue
        bell = _usual(members[name], schedules, bells)
        first = _afternoon(bell, days[0])[0] if fixed else None
        found.append(
            Meeting(
                id=f"{name.removesuffix('组')}教研",
                teachers=tuple(members[name]),
                schedule=bell.id,
                length=length,
                slot=first,
                days=() if fixed else days,
                parts=(1,) if days and not fixed else (),
            )
        )
    return (*found, *_chinese_meetings(staff, classes))


def _chinese_meetings(staff: Staff, classes: Sequence[SchoolClass]) -> Iterator[Meeting]:
    by_id = {klass.id: klass for klass in classes}
    for name, grades in _CHINESE_BANDS.items():
        taught = [x for x in staff.courses if x.subject == c.CHINESE and by_id[x.classes[0]].grade in grades]
        teachers = tuple(dict.fromkeys(teacher for course in taught for teacher in course.teachers))
        if len(teachers) > 1:
            yield Meeting(id=name, teachers=teachers, schedule=by_id[taught[0].classes[0]].schedule)


def exclusions_of(staff: Staff, courses: Sequence[Course]) -> tuple[Exclusion, ...]:
    """Return two teachers who stand in for each other, and two courses that share one set of instruments."""
    found = []
    leaders = [teacher for teacher, role in staff.roles.items() if role == "leader"]
    if len(leaders) > 1:
        found.append(Exclusion(id="行政值班AB角", teachers=tuple(leaders[:2])))
    for subject in (c.SCIENCE, c.PHYSICS):
        alike = [course for course in courses if course.subject == subject]
        if alike and alike[0].teachers != alike[-1].teachers:
            found.append(Exclusion(id=f"{subject}共用器材", courses=(alike[0].id, alike[-1].id)))
    return tuple(found)


def exams_of(grades: tuple[int, ...]) -> tuple[Exam, ...]:
    """Return the exams that the regulation allows: one final a term, one mid-term in junior grades, none on paper in 1-2."""
    small, written = tuple(g for g in grades if g <= 2), tuple(g for g in grades if g >= 3)
    junior = tuple(g for g in grades if stage_of(g) is Stage.JUNIOR)
    found = []
    if small:
        found.append(Exam(name="期末非纸笔乐考", grades=small, week=20))
    if written:
        found.append(Exam(name="期末考试", grades=written, week=20))
    if junior:
        found.append(Exam(name="期中考试", grades=junior, week=10))
    return tuple(found)


def _schedules_of_teachers(staff: Staff, classes: Sequence[SchoolClass]) -> dict[str, list[str]]:
    """Return the bell schedules that each teacher teaches in, the one with most lessons first."""
    schedule_of = {klass.id: klass.schedule for klass in classes}
    counts: dict[str, Counter[str]] = {teacher.id: Counter() for teacher in staff.teachers}
    for course in staff.courses:
        for teacher in course.teachers:
            counts[teacher][schedule_of[course.classes[0]]] += course.lessons
    return {teacher: [name for name, _ in count.most_common()] for teacher, count in counts.items()}


def _usual(teachers: Sequence[str], schedules: dict[str, list[str]], bells: dict[str, BellSchedule]) -> BellSchedule:
    """Return the bell schedule of most of the teachers."""
    return bells[Counter(schedules[teacher][0] for teacher in teachers).most_common(1)[0][0]]


def _lesson(bell: BellSchedule, day: int, number: int) -> Slot:
    return Slot(bell.id, day, bell.lesson_periods[number - 1])


def _last(bell: BellSchedule, day: int) -> Slot:
    return _lesson(bell, day, len(bell.lesson_periods))


def _afternoon(bell: BellSchedule, day: int) -> list[Slot]:
    return [s for s in bell.slots(PeriodKind.LESSON) if s.day == day and bell.part(s.period) == 1]
