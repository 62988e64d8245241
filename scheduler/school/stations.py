"""What the after-school day asks of adults: the stations that follow from stages, enrolment, clubs and duties."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from math import gcd
from typing import Self

from scheduler.school.bell import PeriodKind, Slot, Week
from scheduler.school.data import SchoolData
from scheduler.school.even_days import least_lessons_a_day, open_slots
from scheduler.school.people import StaffKind
from scheduler.school.service import (
    CONTENT_NAMES,
    FOR_ALL,
    STATION_NAMES,
    Club,
    Duty,
    Grouping,
    ServiceStage,
    StationKind,
)
from scheduler.school.station import SERVICE, Station

WATCHERS = 6
ENOUGH = 10  # teachers of a group's classes, so that those of the whole grade need not be thought of


class ServiceWeek:
    """What the after-school day of a school asks of adults, and of how many pupils. A part of it has fewer stations."""

    def __init__(self, school: SchoolData) -> None:
        self.school = school
        self._outside: dict[Slot, int] = {}

    def part(self, stations: Mapping[str, Station]) -> Self:
        """Return the same week with these stations alone."""
        found = type(self)(self.school)
        found.__dict__.update(self.__dict__, parts=self.parts, stations=dict(stations))
        return found

    @cached_property
    def stations(self) -> dict[str, Station]:
        """What the after-school day asks of adults, by id."""
        return {station.id: station for station in _stations_of(self)}

    @cached_property
    def teacher_stations(self) -> dict[str, tuple[Station, ...]]:
        """The stations that each teacher may take."""
        found: dict[str, list[Station]] = {t.id: [] for t in self.school.teachers}
        for station in self.stations.values():
            for teacher_id in station.pool:
                found[teacher_id].append(station)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def choices(self) -> dict[str, tuple[Station, ...]]:
        """The stations of each choice, in their order."""
        found: dict[str, list[Station]] = defaultdict(list)
        for station in self.stations.values():
            if station.choice is not None:
                found[station.choice].append(station)
        return {key: tuple(value) for key, value in found.items()}

    def alike(self, station: Station) -> tuple[Station, ...]:
        """Return the stations of a station's choice, itself among them; itself alone where it is of none."""
        return (station,) if station.choice is None else self.choices[station.choice]

    @cached_property
    def of_class(self) -> dict[str, tuple[Station, ...]]:
        """The stations that pupils of each class may be at."""
        found: dict[str, list[Station]] = defaultdict(list)
        for station in self.stations.values():
            for class_id in station.classes:
                found[class_id].append(station)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def _enrolment(self) -> dict[tuple[str, str], int]:
        return {(e.class_id, e.stage): e.pupils for e in self.school.enrolments}

    def enrolled(self, class_id: str, stage: ServiceStage) -> int:
        """Return how many pupils of a class take part in a stage, none where the stage is not for its grade.

        Where nothing is said: all of them in homework, tutoring and activity, none in the other kinds.
        """
        klass = self.school.school_class[class_id]
        if klass.grade not in stage.grades or klass.schedule != stage.schedule:
            return 0
        usual = klass.size if stage.kind in FOR_ALL else 0
        return self._enrolment.get((class_id, stage.id), usual)

    @cached_property
    def stage_slots(self) -> dict[str, tuple[Slot, ...]]:
        """The slots of each stage."""
        return {stage.id: stage_slots(self.school, stage) for stage in self.school.stages}

    @cached_property
    def _enrolled_at(self) -> dict[tuple[str, Slot], int]:
        found: dict[tuple[str, Slot], int] = defaultdict(int)
        for stage in self.school.stages:
            for klass in self.school.classes:
                for slot in self.stage_slots[stage.id]:
                    found[klass.id, slot] += self.enrolled(klass.id, stage)
        return dict(found)

    def enrolled_at(self, class_id: str, slot: Slot) -> int:
        """Return how many pupils of a class are at school for service at a slot."""
        return self._enrolled_at.get((class_id, slot), 0)

    @cached_property
    def served_grades(self) -> tuple[int, ...]:
        """The grades of which some pupil takes part in service, in order."""
        return tuple(
            sorted({c.grade for c in self.school.classes for stage in self.school.stages if self.enrolled(c.id, stage)})
        )

    def is_evening(self, kind: StationKind, slot: Slot) -> bool:
        """Tell whether service at a station of a kind is in the evening: evening study, and what ends after the school's hour."""
        late = kind is StationKind.EVENING_STUDY or self.school.interval(slot).end > self.school.evening
        return kind in SERVICE and late

    @cached_property
    def parts(self) -> int:
        """In how many parts of a minute the time bank counts, so that every session earns a whole number of them: 45 minutes at
        150 % are 135 halves."""
        percents = {self._beyond(slot) * station.credit for station in self.stations.values() for slot in station.slots}
        return 100 // gcd(100, *percents)

    def credit(self, station: Station, slot: Slot) -> int:
        """Return what a session earns in the time bank, in `parts` of a minute: its minutes beyond working hours at the
        station's rate."""
        return self._beyond(slot) * station.credit * self.parts // 100

    def _beyond(self, slot: Slot) -> int:
        """Return the minutes of a slot outside of working hours; none where there are none."""
        if slot not in self._outside:
            working, (day, start, end) = self.school.working, self.school.interval(slot)
            if working is None:
                return 0
            inside = max(0, min(end, working.end) - max(start, working.start)) if day <= 5 else 0
            self._outside[slot] = end - start - inside
        return self._outside[slot]


def _stations_of(week: ServiceWeek) -> Iterator[Station]:
    """Yield every station of a school, groups first, in the order of stages, clubs and duties; ids are unique."""
    school = week.school
    for stage in school.stages:
        if stage.grouping is not Grouping.CLUBS:
            yield from _group_stations(week, stage)
    for club in school.clubs:
        yield _club_station(school, club)
    for number, duty in enumerate(school.duties, 1):
        yield from _duty_stations(school, duty, number)
    if school.stages and school.working is not None:
        yield from _morning_stations(school, school.working.morning_credit)
    if school.stages and school.watched:
        yield from _watch_stations(week)


def slots_at(school: SchoolData, schedule: str, period: int, days: Iterable[int]) -> tuple[Slot, ...]:
    """Return the slots of a period on those of some days (none given: all) on which it is held in every week: service is the
    same in odd and even weeks."""
    held, wanted = school.schedule[schedule].periods[period].weekly_days, set(days)
    return tuple(Slot(schedule, day, period) for day in held if not wanted or day in wanted)


def stage_slots(school: SchoolData, stage: ServiceStage) -> tuple[Slot, ...]:
    """Return the slots of a stage."""
    return slots_at(school, stage.schedule, stage.period, stage.days)


def _group_stations(week: ServiceWeek, stage: ServiceStage) -> Iterator[Station]:
    school = week.school
    slots = stage_slots(school, stage)
    contents = {slot: stage.contents[index % len(stage.contents)] for index, slot in enumerate(slots)}
    for classes in _groups(week, stage):
        pupils = sum(week.enrolled(class_id, stage) for class_id in classes)
        name = "+".join(classes)
        group = Station(
            id=f"{stage.id}|{name}",
            kind=StationKind(stage.kind),
            slots=slots,
            sessions=len(slots),
            adults=-(-pupils // stage.per_adult),
            pool=stage.candidates or _pool(school, classes),
            title=f"{name} {stage.id}",
            classes=classes,
            grades=tuple(sorted({school.school_class[c].grade for c in classes})),
            pupils=pupils,
            contents=contents,
            stage=stage.id,
            credit=stage.credit,
            anybody=not stage.candidates,
        )
        yield from _by_content(group) if stage.free_order else (group,)


def _by_content(group: Station) -> Iterator[Station]:
    """Yield a station for each content of a group that may do its contents in any order; the group where there is one only."""
    often = Counter(group.contents.values())
    if len(often) < 2:
        yield group
        return
    for content, sessions in often.items():
        yield replace(
            group,
            id=f"{group.id}|{content.value}",
            sessions=sessions,
            title=f"{group.title}（{CONTENT_NAMES[content].zh}）",
            contents=dict.fromkeys(group.slots, content),
            choice=group.id,
        )


def _groups(week: ServiceWeek, stage: ServiceStage) -> list[tuple[str, ...]]:
    """Return the classes of each group: those with pupils in the stage, joined as the school says or while there is room."""
    school = week.school
    joins = {e.class_id: e.joins for e in school.enrolments if e.stage == stage.id and e.joins}
    found: dict[str, list[str]] = {}
    for klass in school.classes:
        if klass.grade in stage.grades and klass.schedule == stage.schedule and week.enrolled(klass.id, stage):
            found.setdefault(joins.get(klass.id) or klass.id, []).append(klass.id)
    if stage.grouping is Grouping.BY_CLASS:
        return [tuple(classes) for classes in found.values()]
    merged: list[list[str]] = []
    room = 0
    for classes in found.values():
        pupils = sum(week.enrolled(class_id, stage) for class_id in classes)
        if merged and pupils <= room:
            merged[-1] += classes
            room -= pupils
        else:
            merged.append(list(classes))
            room = stage.group_size - pupils
    return [tuple(classes) for classes in merged]


def _pool(school: SchoolData, classes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the staff among whom the adults of a group are chosen.

    They teach or lead its classes; where these are few also the others of its grades; and those who teach nobody. All staff where
    there are none.
    """
    staff = [teacher.id for teacher in school.teachers if teacher.kind is StaffKind.STAFF]
    near = own_teachers(school, classes) & set(staff)
    if len(near) < ENOUGH:
        grades = {school.school_class[c].grade for c in classes}
        near |= own_teachers(school, {klass.id for klass in school.classes if klass.grade in grades})
    near |= {teacher.id for teacher in school.teachers if not school.teacher_courses[teacher.id]}
    return tuple(t for t in staff if t in near) or tuple(staff)


def own_teachers(school: SchoolData, classes: Collection[str]) -> set[str]:
    """Return who teaches or leads one of some classes."""
    found = {t for class_id in classes for course in school.class_courses[class_id] for t in course.teachers}
    leaders = ((school.school_class[c].homeroom_teacher, school.school_class[c].deputy_teacher) for c in classes)
    return found | {t for both in leaders for t in both if t}


def _club_station(school: SchoolData, club: Club) -> Station:
    slots = slots_at(school, club.schedule, club.period, club.days)
    return Station(
        id=f"社团|{club.id}",
        kind=StationKind.CLUB,
        slots=slots,
        sessions=min(club.sessions, len(slots)),
        adults=club.adults,
        pool=club.instructors,
        title=club.id,
        classes=tuple(k.id for k in school.classes if k.grade in club.grades and k.schedule == club.schedule),
        grades=club.grades,
        pupils=club.members,
        contents=dict.fromkeys(slots, club.content),
        club=club.id,
        venue=club.venue,
        venue_kind=school.venue[club.venue].kind if club.venue is not None else club.venue_kind,
        credit=next((s.credit for s in school.stages if (s.schedule, s.period) == (club.schedule, club.period)), 100),
    )


def _duty_stations(school: SchoolData, duty: Duty, number: int) -> Iterator[Station]:
    """Yield the station of a duty, or one for each class of its bell schedule."""
    slots = slots_at(school, duty.schedule, duty.period, duty.days)
    kind = StationKind(duty.kind)
    name = school.schedule[duty.schedule].periods[duty.period].name
    place = f"{duty.schedule} {name}" if len(school.schedules) > 1 else name
    near = _staff_on(school, school.campus_of(duty.schedule))
    whole = Station(
        id=f"{STATION_NAMES[kind].zh}|{place}|{number}",
        kind=kind,
        slots=slots,
        sessions=len(slots),
        adults=duty.adults,
        pool=duty.candidates or near,
        title=f"{place} {STATION_NAMES[kind].zh}",
        credit=duty.credit,
        anybody=not duty.candidates and near != _staff_on(school, None),
    )
    if not duty.each_class:
        yield whole
        return
    for klass in school.classes:
        if klass.schedule == duty.schedule:
            yield replace(
                whole,
                id=f"{whole.id}|{klass.id}",
                pool=duty.candidates or _pool(school, (klass.id,)),
                title=f"{klass.id} {name} {STATION_NAMES[kind].zh}",
                classes=(klass.id,),
                grades=(klass.grade,),
                pupils=klass.size,
                anybody=not duty.candidates,
            )


def _staff_on(school: SchoolData, campus: str | None) -> tuple[str, ...]:
    """Return the staff who teach or lead a class of a campus, or teach nobody; all where there is no such campus or person."""
    staff = tuple(teacher.id for teacher in school.teachers if teacher.kind is StaffKind.STAFF)
    if campus is None:
        return staff
    here = own_teachers(school, {klass.id for klass in school.classes if school.campus_of(klass.schedule) == campus})
    return tuple(t for t in staff if t in here or not school.teacher_courses[t]) or staff


def duty_number(station: Station) -> int:
    """Return the number of the duty, from 1, that a station of one comes from."""
    return int(station.id.split("|")[2])


def _watch_stations(week: ServiceWeek) -> Iterator[Station]:
    """Yield for each class its self-study, and the lesson periods at which it may have no lesson while it stays for service."""
    school = week.school
    for klass in school.classes:
        schedule = school.schedule[klass.schedule]
        free = free_before_service(week, klass.id)
        for number, period in enumerate(schedule.periods):
            study = period.kind is PeriodKind.SELF_STUDY
            slots = slots_at(school, schedule.id, number, ()) if study else free.get(number, ())
            if slots:
                yield Station(
                    id=f"看护|{klass.id}|{period.name}|{number}",
                    kind=StationKind.WATCH,
                    slots=slots,
                    sessions=len(slots),
                    adults=1,
                    pool=_watchers(school, klass.id) if study else _pool(school, (klass.id,)),
                    title=f"{klass.id} {period.name} {STATION_NAMES[StationKind.WATCH].zh}",
                    classes=(klass.id,),
                    grades=(klass.grade,),
                    pupils=klass.size,
                    anybody=True,
                    optional=not study,
                )


def _watchers(school: SchoolData, class_id: str) -> tuple[str, ...]:
    """Return the staff among whom who watches a class is sought: its leaders and those who teach it most; where these are few
    those of any group of it."""
    klass = school.school_class[class_id]
    lessons: dict[str, int] = defaultdict(int)
    for course in school.class_courses[class_id]:
        for teacher_id in course.teachers:
            lessons[teacher_id] += course.lessons
    leaders = [name for name in (klass.homeroom_teacher, klass.deputy_teacher) if name]
    near = dict.fromkeys([*leaders, *sorted(lessons, key=lambda name: -lessons[name])])
    staff = [name for name in near if school.teacher[name].kind is StaffKind.STAFF]
    return tuple(staff[:WATCHERS]) if len(staff) >= WATCHERS else _pool(school, (class_id,))


def free_before_service(week: ServiceWeek, class_id: str) -> dict[int, tuple[Slot, ...]]:
    """Return the lesson slots, by period, that even days may leave free after a class's last lesson and before service; those
    closed to its lessons among them."""
    school, found = week.school, defaultdict[int, list[Slot]](list)
    for day, least in least_lessons_a_day(school, class_id).items():
        lessons = open_slots(school, class_id, day)
        certain = lessons[least - 1] if least else None
        for slot in school.class_slots(class_id):
            after = certain is None or slot.period > certain.period
            if slot.day == day and after and stays_after(week, class_id, slot):
                found[slot.period].append(slot)
    return {period: tuple(slots) for period, slots in found.items()}


def free_lessons(week: ServiceWeek, class_id: str) -> int:
    """Return how many lesson periods a week a class has free before service, if its days are even; in the fuller week."""
    school, courses = week.school, week.school.occupying_courses[class_id]
    fullest = max((sum(c.lessons for c in courses if c.week.meets(each)) for each in school.weeks(courses)), default=0)
    certain = sum(least_lessons_a_day(school, class_id).values())
    return max(0, sum(map(len, free_before_service(week, class_id).values())) - (fullest - certain))


def stays_after(week: ServiceWeek, class_id: str, slot: Slot) -> bool:
    """Tell whether pupils of a class have service on the day of a slot that begins when the slot ends or later."""
    end = week.school.interval(slot).end
    schedule = week.school.schedule[slot.schedule]
    return any(
        period.start >= end and week.enrolled_at(class_id, slot._replace(period=number)) > 0
        for number, period in enumerate(schedule.periods)
    )


def _morning_stations(school: SchoolData, credit: int) -> Iterator[Station]:
    """Yield the morning reading of each class that has one and somebody to be there: the homeroom teacher or the deputy."""
    for klass in school.classes:
        reading = school.schedule[klass.schedule].slots(PeriodKind.MORNING_READING)
        slots = tuple(slot for slot in reading if school.week_at(slot) is Week.EVERY)
        pool = tuple(dict.fromkeys(t for t in (klass.homeroom_teacher, klass.deputy_teacher) if t))
        if slots and pool:
            yield Station(
                id=f"早读|{klass.id}",
                kind=StationKind.MORNING,
                slots=slots,
                sessions=len(slots),
                adults=1,
                pool=pool,
                title=f"{klass.id} 早读",
                classes=(klass.id,),
                grades=(klass.grade,),
                pupils=klass.size,
                credit=credit,
            )
