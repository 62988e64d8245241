"""After-school service and flexible hours for random schools: right in most things, wrong in some."""

from __future__ import annotations

import datetime
from random import Random

from scheduler.school import (
    BellSchedule,
    Club,
    Content,
    Contract,
    Duty,
    DutyKind,
    Enrolment,
    Grouping,
    Mark,
    MarkLevel,
    MarkOwner,
    PayRate,
    Period,
    PeriodKind,
    School,
    SchoolClass,
    ServiceDuty,
    ServiceStage,
    StaffKind,
    StageKind,
    StationKind,
    Teacher,
    WorkingHours,
)
from scheduler.school.service import FOR_ALL, may_be_in_free_order
from tests.chance import chance, some
from tests.random_bells import WEEKDAYS, with_service_periods

# The periods of service of a day: enough for homework and for a choice of other things, and all sorts of too little.
CHOICES = (Content.SCIENCE, Content.SPORT, Content.ART, Content.LABOUR, Content.READING, Content.INTEREST, Content.CLUB)
CONTENTS = {
    StageKind.HOMEWORK: (Content.HOMEWORK,),
    StageKind.TUTORING: (Content.TUTORING,),
    StageKind.ACTIVITY: (*CHOICES, Content.PLAY),
    StageKind.EXTENDED_CARE: (Content.CARE, Content.READING),
    StageKind.EVENING_STUDY: (Content.SELF_STUDY, Content.TUTORING),
    StageKind.WEEKEND_CARE: CHOICES,
}
CLUB_NAMES = ("合唱团", "足球队", "编程", "剪纸", "阅读社", "航模")
LESSON_NAMES = ("数学新课", "语文补课", "物理", "英语提前学", "数学", "集体补课")
TERM = datetime.date(2025, 9, 1), datetime.date(2026, 1, 23)


def with_service(rng: Random, school: School, *, solvable: bool = False) -> School:
    """Return a school with an after-school day added to it; `solvable` keeps it right and light."""
    return _Builder(rng, school, solvable).extended()


class _Builder:
    """Adds the parts of the after-school day one after the other.

    `slips` is how likely each of them is to be wrong, in percent.
    """

    def __init__(self, rng: Random, school: School, solvable: bool) -> None:
        self.rng = rng
        self.school = school
        self.solvable = solvable
        self.slips = 0 if solvable else rng.choice((0, 10, 40))
        self.teachers = self._teachers()
        self.staff = [t.id for t in self.teachers if t.kind is StaffKind.STAFF]
        self.schedules = {s.id: self._schedule(s) for s in school.schedules}
        self.classes = tuple(self._class(c) for c in school.classes)

    def extended(self) -> School:
        stages = self._stages()
        enrolments = self._enrolments(stages)
        fields = {name: getattr(self.school, name) for name in School.model_fields}
        start, end = TERM if not self._wild(20) else self.rng.choice(((None, None), (TERM[0], None), (None, TERM[1])))
        return School(
            **{
                **fields,
                "schedules": tuple(self.schedules.values()),
                "classes": self.classes,
                "teachers": self.teachers,
                "marks": (*self.school.marks, *self._marks()),
                "year": 2021 if start is None else None,
                "term_start": start,
                "term_end": end,
                "boarding": chance(self.rng, 20),
                "watched": chance(self.rng, 50),
                "stages": stages,
                "enrolments": enrolments,
                "clubs": self._clubs(stages, enrolments),
                "duties": self._duties(),
                "contracts": self._contracts(),
                "working": self._working(),
                "pay_rates": self._pay_rates(),
            }
        )

    def _slip(self) -> bool:
        """Chance of something that the regulation forbids."""
        return chance(self.rng, self.slips)

    def _wild(self, percent: int) -> bool:
        """Chance of something that makes plans rare: smaller where the school is to be solved."""
        return chance(self.rng, percent // 4 if self.solvable else percent)

    def _periods(self, *kinds: PeriodKind) -> list[tuple[str, int, Period]]:
        """Return where service can be held: schedule, position, period."""
        return [
            (schedule.id, index, period)
            for schedule in self.schedules.values()
            for index, period in enumerate(schedule.periods)
            if period.kind in kinds
        ]

    def _schedule(self, schedule: BellSchedule) -> BellSchedule:
        junior = any(7 <= klass.grade <= 9 for klass in self.school.classes if klass.schedule == schedule.id)
        return with_service_periods(
            self.rng, schedule, junior=junior, solvable=self.solvable, slip=self._slip, wild=self._wild
        )

    # People.

    def _teachers(self) -> tuple[Teacher, ...]:
        """Return the school's teachers as they serve, and some who do nothing else."""
        rng = self.rng
        found = [self._serving(teacher) for teacher in self.school.teachers]
        names = some(rng, ("周老师", "吴老师", "郑老师", "冯老师"), 4 if self.solvable else 0, 4)
        found += [self._serving(Teacher(id=name)) for name in names]
        for name in some(rng, ("马教练", "许师傅"), 0, 2):
            found.append(self._serving(Teacher(id=name, kind=StaffKind.EXTERNAL)))
        if all(teacher.kind is StaffKind.EXTERNAL for teacher in found):
            found.append(Teacher(id="钱老师"))
        return tuple(found)

    def _serving(self, teacher: Teacher) -> Teacher:
        rng = self.rng
        update: dict[str, object] = {
            "balance": rng.choice((0, 0, 30, 60, 240, -30)),
            "max_service": rng.randint(1, 5) if self._wild(25) else None,
            "max_evenings": rng.randint(0, 2) if self._wild(25) else None,
            "max_span": rng.choice((120, 300, 540, 600)) if self._wild(25) else None,
        }
        if self._wild(20):
            update["service"] = rng.choice((ServiceDuty.NONE, ServiceDuty.NO_EVENING))
        return teacher.model_copy(update=update)

    def _class(self, klass: SchoolClass) -> SchoolClass:
        rng = self.rng
        homeroom = klass.homeroom_teacher or (rng.choice(self.staff) if chance(rng, 60) else None)
        deputy = rng.choice(self.staff) if chance(rng, 40) else None
        return klass.model_copy(update={"homeroom_teacher": homeroom, "deputy_teacher": deputy})

    def _candidates(self, percent: int) -> tuple[str, ...]:
        """Return who may do something: now and then just a few, and people from outside among them."""
        if not chance(self.rng, percent):
            return ()
        if self._slip():
            return tuple(t.id for t in some(self.rng, self.teachers, 1, 3))
        return tuple(some(self.rng, self.staff, 4 if self.solvable else 1, 5))

    def _marks(self) -> list[Mark]:
        """Return wishes of teachers at the times of service."""
        rng, periods = self.rng, self._periods(PeriodKind.SERVICE, PeriodKind.EVENING_STUDY)
        found = []
        for _ in range(rng.randint(0, 1 if self.solvable else 5)):
            _, _, period = rng.choice(periods)
            end = rng.choice((period.end, period.start + 10))
            level = rng.choice((MarkLevel.FORBIDDEN, MarkLevel.AVOIDED, MarkLevel.PREFERRED))
            owner, day = rng.choice(self.teachers).id, rng.choice(period.days)
            found.append(
                Mark(owner_kind=MarkOwner.TEACHER, owner=owner, day=day, start=period.start, end=end, level=level)
            )
        return found

    def _contracts(self) -> tuple[Contract, ...]:
        external = [t.id for t in self.teachers if t.kind is StaffKind.EXTERNAL]
        return tuple(self._contract(name) for name in external if self.solvable or chance(self.rng, 85))

    def _contract(self, name: str) -> Contract:
        """Return a contract over the term; a slip makes it end early, start late, or leaves something unsaid."""
        rng, (start, end), month = self.rng, TERM, datetime.timedelta(days=30)
        return Contract(
            teacher=name,
            starts=rng.choice((start + month, None)) if self._slip() else rng.choice((start, start - month)),
            ends=rng.choice((end - month, None)) if self._slip() else rng.choice((end, end + month)),
            qualification=None if self._slip() else "教练证",
            qualified_until=rng.choice((end - month, start - month, None))
            if self._slip()
            else rng.choice((end, end + month)),
            pay=rng.choice((None, 80, 120.5)),
        )

    # What is held.

    def _stages(self) -> tuple[ServiceStage, ...]:
        """Return the stages of each bell schedule: for its grades together, by stage of schooling, or for each grade apart."""
        rng, found = self.rng, list[ServiceStage]()
        for schedule in self.schedules.values():
            grades = sorted({c.grade for c in self.classes if c.schedule == schedule.id})
            parts = [tuple(grades)] if self._slip() else [(grade,) for grade in grades]
            if chance(rng, 50):
                parts = [
                    tuple(g for g in grades if part[0] <= g <= part[1]) for part in ((1, 2), (3, 6), (7, 9), (10, 12))
                ]
            for part in filter(None, parts):
                if chance(rng, 90):
                    found += self._programme(schedule, part)
        return tuple(found)

    def _programme(self, schedule: BellSchedule, grades: tuple[int, ...]) -> list[ServiceStage]:
        """Return the stages of a day: homework first, as long as it may take these grades."""
        found: list[ServiceStage] = []
        homework = 0 if max(grades) <= 2 else 60 if max(grades) <= 6 else 90
        for index, period in enumerate(schedule.periods):
            kind = self._stage_kind(period, grades, homework)
            if kind is not None and not self._slip():
                homework -= period.minutes if kind in (StageKind.HOMEWORK, StageKind.TUTORING) else 0
                found.append(self._stage(schedule, index, kind, grades))
        return found

    def _stage_kind(self, period: Period, grades: tuple[int, ...], homework: int) -> StageKind | None:
        """Return what a period is for; None where it is not for these grades."""
        rng = self.rng
        if period.kind is PeriodKind.EXTENDED_CARE:
            return StageKind.EXTENDED_CARE if chance(rng, 85) else None
        if period.kind is PeriodKind.EVENING_STUDY:
            return StageKind.EVENING_STUDY if min(grades) >= 7 or self._slip() else None
        if period.kind is not PeriodKind.SERVICE:
            return None
        if self._slip():
            return rng.choice(tuple(StageKind))
        if set(period.days) <= {6, 7}:
            return StageKind.WEEKEND_CARE
        if homework > 0:
            return StageKind.HOMEWORK if chance(rng, 80) else StageKind.TUTORING
        return StageKind.ACTIVITY

    def _stage(self, schedule: BellSchedule, period: int, kind: StageKind, grades: tuple[int, ...]) -> ServiceStage:
        rng = self.rng
        contents = tuple(Content) if self._slip() else CONTENTS[kind]
        grouping = rng.choice((Grouping.BY_CLASS, Grouping.BY_CLASS, Grouping.MERGED))
        if (kind is StageKind.ACTIVITY and self._wild(30)) or self._slip():
            grouping = Grouping.CLUBS
        name = f"{schedule.periods[period].name}{kind.value}{'-'.join(map(str, grades))}{schedule.id}"
        own = Random(f"{name} {contents} {len(self.classes)}")  # leaves the other choices as they are
        return ServiceStage(
            id=name,
            free_order=may_be_in_free_order(kind, grouping) and chance(own, 30),
            kind=kind,
            schedule=schedule.id,
            period=period,
            grades=grades,
            days=tuple(sorted(some(rng, WEEKDAYS, 2, 4))) if self._slip() else (),
            grouping=grouping,
            contents=tuple(some(rng, contents, 1 if self._slip() else 4, 5)),
            per_adult=60 if self.solvable else rng.choice((60, 60, 30, 15)),
            group_size=rng.choice((45, 60, 120)),
            candidates=self._candidates(20),
            credit=rng.choice((100, 100, 50, 150)),
        )

    def _enrolments(self, stages: tuple[ServiceStage, ...]) -> tuple[Enrolment, ...]:
        """Return how many take part: nobody, a few or all; some classes join others."""
        rng, found = self.rng, []
        for stage in stages:
            near = [c for c in self.classes if c.grade in stage.grades and c.schedule == stage.schedule]
            near += [c for c in self.classes if self._slip() and c not in near]
            for klass in near:
                if chance(rng, 50 if stage.kind in FOR_ALL else 90):
                    some_of_them = (
                        (klass.size // 2, klass.size) if self.solvable else (0, 3, klass.size // 2, klass.size)
                    )
                    pupils = klass.size + 5 if self._slip() else rng.choice(some_of_them)
                    joins = rng.choice(near).id if chance(rng, 20) else None
                    found.append(Enrolment(class_id=klass.id, stage=stage.id, pupils=pupils, joins=joins))
        return tuple(found)

    def _clubs(self, stages: tuple[ServiceStage, ...], enrolments: tuple[Enrolment, ...]) -> tuple[Club, ...]:
        count = self.rng.randint(0, min(1, len(stages)) if self.solvable else 3)
        names = [LESSON_NAMES if self._slip() else CLUB_NAMES for _ in range(count)]
        clubs = [self._club(self.rng.choice(each), stages) for each in names]
        for stage in stages:
            if stage.kind is StageKind.ACTIVITY and not self._slip() and (self.solvable or chance(self.rng, 70)):
                clubs += self._daily_clubs(stage, enrolments)
        return tuple({club.id: club for club in clubs}.values())

    def _daily_clubs(self, stage: ServiceStage, enrolments: tuple[Enrolment, ...]) -> list[Club]:
        """Return a club for each day of a stage, so that there is a choice; where all pupils go to clubs, enough for all."""
        told = {enrolment.class_id: enrolment.pupils for enrolment in enrolments if enrolment.stage == stage.id}
        near = [c for c in self.classes if c.grade in stage.grades and c.schedule == stage.schedule]
        pupils = sum(told.get(klass.id, klass.size) for klass in near)
        contents = CHOICES[:4] if stage.grouping is Grouping.CLUBS else (Content.PLAY,)
        return [
            Club(
                id=f"每日{content.value}{stage.id}",
                content=content,
                schedule=stage.schedule,
                period=stage.period,
                grades=stage.grades,
                instructors=tuple(some(self.rng, self.staff, 3, 6)),
                members=max(1, min(10, pupils // 2) if len(contents) == 1 else pupils // len(contents)),
                capacity=None if len(contents) == 1 else pupils // len(contents) + 4,
                sessions=5,
            )
            for content in contents
        ]

    def _club(self, name: str, stages: tuple[ServiceStage, ...]) -> Club:
        """Return a club of some grades of a stage; a slip puts it anywhere."""
        rng = self.rng
        schedule, period, _ = rng.choice(self._periods(*PeriodKind))
        grades = sorted({klass.grade for klass in self.classes})
        for_all = [stage for stage in stages if stage.kind in FOR_ALL]
        if for_all and not self._slip():
            stage = rng.choice(for_all)
            schedule, period, grades = stage.schedule, stage.period, list(stage.grades)
        members = 5 if self.solvable else rng.choice((3, 8, 15, 25))
        venue = rng.choice(self.school.venues) if self.school.venues and chance(rng, 60) else None
        named = chance(rng, 40)
        club = Club(
            id=name,
            content=rng.choice(tuple(Content)) if self._slip() else rng.choice(CHOICES),
            schedule=schedule,
            period=period,
            grades=tuple(sorted(some(rng, grades, 1, 2))),
            instructors=tuple(t.id for t in some(rng, self.teachers, 1, 3)),
            members=members,
            capacity=max(1, members - 5) if self._slip() else rng.choice((None, members, members + 10)),
            adults=2 if self._wild(15) else 1,
            days=tuple(sorted(some(rng, WEEKDAYS, 2, 4))) if chance(rng, 30) else (),
            sessions=rng.randint(1, 3),
            venue=venue.id if venue is not None and named else None,
            venue_kind=venue.kind if venue is not None and not named else None,
        )
        if not self.solvable:
            return club
        held = set(self.schedules[schedule].periods[period].days) & set(club.days or WEEKDAYS)
        return club.model_copy(update={"sessions": max(1, min(club.sessions, len(held)))})

    def _duties(self) -> tuple[Duty, ...]:
        """Return patrols, in most periods of service, and now and then substitutes."""
        rng, found = self.rng, []
        kinds = (PeriodKind.SERVICE, PeriodKind.EXTENDED_CARE, PeriodKind.EVENING_STUDY)
        for schedule, period, _ in self._periods(*kinds):
            for kind, percent in (
                (DutyKind.PATROL, 15 if self._slip() else 99),
                (DutyKind.SUBSTITUTE, 5 if self.solvable else 20),
            ):
                if chance(rng, percent):
                    duty = Duty(
                        kind=kind,
                        schedule=schedule,
                        period=period,
                        days=tuple(sorted(some(rng, WEEKDAYS, 2, 4))) if self._slip() else (),
                        adults=2 if self._wild(15) else 1,
                        candidates=self._candidates(50),
                        credit=rng.choice((100, 50)),
                    )
                    found.append(duty)
        return tuple(found)

    # Hours and pay.

    def _working(self) -> WorkingHours | None:
        rng = self.rng
        if chance(rng, 20):
            return None
        core = rng.choice(((None, None), (None, None), (540, 960), (600, 990), (500, 1050)))
        ends: dict[str, int] = {}
        for schedule, _, period in self._periods(PeriodKind.SERVICE):
            ends[schedule] = (
                period.end if period.days != (6,) and period.days != (7,) else ends.get(schedule, period.end)
            )
        latest = min(ends.values())
        return WorkingHours(
            start=rng.choice((450, 470, 480, 500)),
            end=rng.choice((latest + 30, 1110)) if self._slip() else min(latest, rng.choice((1020, 1050, latest))),
            core_start=core[0],
            core_end=core[1],
            late_minutes=rng.choice((60, 30, 90)),
            early_minutes=rng.choice((60, 30, 90)),
            half_days=chance(rng, 40),
        )

    def _pay_rates(self) -> tuple[PayRate, ...]:
        rng = self.rng
        kinds = some(rng, tuple(StationKind), 0, 4)
        return tuple(
            PayRate(station=kind, staff=rng.choice(tuple(StaffKind)), yuan=rng.choice((30, 50, 62.5))) for kind in kinds
        )
