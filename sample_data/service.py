"""The after-school programme of a sample school: stages, enrolment, clubs, patrols, people from outside, working hours."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle
from random import Random
from typing import Any, NamedTuple

from sample_data import curriculum as c
from sample_data.bells import JUNIOR, PRIMARY
from sample_data.staffing import Staff
from scheduler.school import (
    BellSchedule,
    Club,
    Content,
    Contract,
    Duty,
    DutyKind,
    Enrolment,
    Grouping,
    PayRate,
    PeriodKind,
    SchoolClass,
    ServiceDuty,
    ServiceStage,
    StaffKind,
    StageKind,
    StationKind,
    Teacher,
    Venue,
    WorkingHours,
)

EXTERNAL_GROUP = "外聘指导"
SPORT_NAMES = {PRIMARY: "体育锻炼", JUNIOR: "初中体育锻炼"}
TUTORING_DAYS, ACTIVITY_DAYS, EVENING_DAYS = (1, 3, 4), (2, 5), (1, 2, 3, 4)


class ClubOffer(NamedTuple):
    """A club that schools offer: who leads it and where. One `outside` is led by somebody from outside."""

    name: str
    content: Content
    group: str
    venue_kind: str | None = None
    outside: bool = False


OFFERS = (
    ClubOffer("足球", Content.SPORT, "体育组", c.SPORTS_GROUND),
    ClubOffer("合唱", Content.ART, "音乐组", c.MUSIC_ROOM),
    ClubOffer("国画", Content.ART, "美术组", c.ART_ROOM),
    ClubOffer("趣味编程", Content.SCIENCE, "信息科技组", c.COMPUTER_ROOM),
    ClubOffer("绘本与名著共读", Content.READING, "语文组"),
    ClubOffer("围棋", Content.INTEREST, "数学组"),
    ClubOffer("武术", Content.SPORT, "体育组", c.SPORTS_GROUND, outside=True),
    ClubOffer("种植与编织", Content.LABOUR, "综合实践组"),
    ClubOffer("篮球", Content.SPORT, "体育组", c.SPORTS_GROUND),
    ClubOffer("剪纸", Content.ART, "美术组", c.ART_ROOM, outside=True),
    ClubOffer("竖笛", Content.ART, "音乐组", c.MUSIC_ROOM),
    ClubOffer("演讲与口才", Content.CLUB, "语文组"),
    ClubOffer("田径", Content.SPORT, "体育组", c.SPORTS_GROUND),
    ClubOffer("机器人", Content.SCIENCE, "信息科技组", c.COMPUTER_ROOM),
    ClubOffer("舞蹈", Content.ART, "音乐组", c.MUSIC_ROOM, outside=True),
    ClubOffer("数独与魔方", Content.INTEREST, "数学组"),
    ClubOffer("诗词吟诵", Content.READING, "语文组"),
    ClubOffer("英语戏剧", Content.CLUB, "英语组"),
    ClubOffer("跳绳", Content.SPORT, "体育组", c.SPORTS_GROUND),
    ClubOffer("小记者", Content.CLUB, "语文组"),
    ClubOffer("书法", Content.ART, "语文组"),
    ClubOffer("科学小实验", Content.SCIENCE, "科学组"),
)
_RATES = {
    StationKind.HOMEWORK: 50,
    StationKind.TUTORING: 50,
    StationKind.ACTIVITY: 50,
    StationKind.CLUB: 60,
    StationKind.EXTENDED_CARE: 30,
    StationKind.EVENING_STUDY: 60,
    StationKind.PATROL: 40,
}


class Programme:
    """Makes the parts of one programme; `fields` are those of the School, `teachers` and `classes` with what service adds."""

    def __init__(
        self,
        staff: Staff,
        classes: Sequence[SchoolClass],
        venues: Sequence[Venue],
        bells: dict[str, BellSchedule],
        random: Random,
        year: int,
    ) -> None:
        self.term_start, self.term_end = datetime.date(year, 9, 1), datetime.date(year + 1, 1, 29)
        self.staff = staff
        self.random = random
        self.bells = bells
        self.kinds = {venue.kind for venue in venues}
        self.classes = tuple(self._with_deputy(klass) for klass in classes)
        self.outside: list[Teacher] = []
        self.contracts: list[Contract] = []
        self.serving = tuple(self._with_service(teacher) for teacher in staff.teachers)
        self.stages = [stage for name in bells for stage in self._stages(name)]
        self.clubs = [club for name in bells for club in self._clubs(name)]
        self.teachers = (*self.serving, *self.outside)

    def fields(self) -> dict[str, Any]:
        """Return the fields of the School that service adds."""
        return {
            "term_start": self.term_start,
            "term_end": self.term_end,
            "stages": tuple(self.stages),
            "enrolments": tuple(self._enrolments()),
            "clubs": tuple(self.clubs),
            "duties": tuple(duty for name in self.bells for duty in self._duties(name)),
            "contracts": tuple(self.contracts),
            "working": self._working(),
            "pay_rates": tuple(
                PayRate(station=station, staff=kind, yuan=yuan if kind is StaffKind.STAFF else 2 * yuan)
                for station, yuan in _RATES.items()
                for kind in (StaffKind.STAFF, *([StaffKind.EXTERNAL] if station is StationKind.CLUB else []))
            ),
        }

    # People.

    def _with_deputy(self, klass: SchoolClass) -> SchoolClass:
        """Give two classes of three a deputy: another teacher of theirs, not from outside."""
        mine = [t for x in self.staff.courses if klass.id in x.classes for t in x.teachers]
        kinds = {t.id: t.kind for t in self.staff.teachers}
        others = [t for t in dict.fromkeys(mine) if t != klass.homeroom_teacher and kinds[t] is StaffKind.STAFF]
        deputy = others[0] if others and klass.number % 3 else None
        return klass.model_copy(update={"deputy_teacher": deputy})

    def _with_service(self, teacher: Teacher) -> Teacher:
        """Exempt who is expecting a child, free one in fifteen from evenings; some bring minutes over from the week before."""
        chance = self.random.random()
        duty = ServiceDuty.NO_EVENING if chance < 0.06 else ServiceDuty.FULL
        if self.staff.roles.get(teacher.id) == "expecting":
            duty = ServiceDuty.NONE
        balance = self.random.choice((0, 0, 0, 15, 30, 45)) if teacher.kind is StaffKind.STAFF else 0
        return teacher.model_copy(update={"service": duty, "balance": balance})

    def _hire_outside(self) -> str:
        """Engage somebody for clubs, under contract and qualified for the whole term."""
        name = next(self.staff.names)
        self.outside.append(
            Teacher(id=name, subject_group=EXTERNAL_GROUP, kind=StaffKind.EXTERNAL, fte=20, max_service=4)
        )
        self.contracts.append(
            Contract(
                teacher=name,
                starts=self.term_start,
                ends=datetime.date(self.term_end.year, 1, 31),
                qualification=self.random.choice(
                    ("社会体育指导员证", "非遗传承人", "高级教师（退休）", "艺术指导资格证")
                ),
                qualified_until=datetime.date(self.term_end.year + 1, 12, 31),
                pay=self.random.choice((100, 120, 150)),
            )
        )
        return name

    # What is offered.

    def _periods(self, schedule: str, kind: PeriodKind) -> list[int]:
        return [i for i, period in enumerate(self.bells[schedule].periods) if period.kind is kind]

    def _grades(self, schedule: str) -> tuple[int, ...]:
        return tuple(sorted({k.grade for k in self.classes if k.schedule == schedule}))

    def _stages(self, schedule: str) -> Iterator[ServiceStage]:
        *sport, first, second = self._periods(schedule, PeriodKind.SERVICE)
        yield from (_sport_stage(schedule, self._grades(schedule), period) for period in sport)
        if schedule == PRIMARY:
            care = self._periods(schedule, PeriodKind.EXTENDED_CARE)[0]
            yield from _primary_stages(self._grades(schedule), first, second, care)
        else:
            evening = self._periods(schedule, PeriodKind.EVENING_STUDY)[0]
            yield from _junior_stages(self._grades(schedule), first, second, evening)

    def _enrolments(self) -> Iterator[Enrolment]:
        """All stay for sport, almost everybody for service, a few for extended care, a quarter for evening study."""
        for stage in self.stages:
            for klass in self.classes:
                if klass.grade in stage.grades:
                    if stage.id in SPORT_NAMES.values():
                        yield Enrolment(class_id=klass.id, stage=stage.id, pupils=klass.size)
                        continue
                    few = {StageKind.EXTENDED_CARE: (3, 8), StageKind.EVENING_STUDY: (8, 13)}.get(stage.kind)
                    pupils = self.random.randint(*few) if few else klass.size - self.random.randint(0, 3)
                    yield Enrolment(class_id=klass.id, stage=stage.id, pupils=pupils)

    def _clubs(self, schedule: str) -> Iterator[Club]:
        """Yield the clubs of a bell schedule: in primary grades about five for three classes, by bands of two grades."""
        second = self._periods(schedule, PeriodKind.SERVICE)[-1]
        bands = {"低段": (1, 2), "中段": (3, 4), "高段": (5, 6)} if schedule == PRIMARY else {"": self._grades(JUNIOR)}
        able = [teacher for teacher in self.serving if teacher.service is ServiceDuty.FULL]
        members = {name: [t.id for t in able if t.subject_group == name] for name in _groups(able)}
        next_of = {name: cycle(people) for name, people in members.items()}
        guests: Iterator[str] = cycle(())
        for band, grades in bands.items():
            classes = sum(k.grade in grades for k in self.classes)
            least = 5 if schedule == PRIMARY else 10  # two kinds to choose from on each day, none of them in tutoring
            count = max(least, round(classes * (5 / 3 if schedule == PRIMARY else 7 / 6)))
            offers = [o for o in OFFERS if o.group in members or o.outside]
            guests = cycle([self._hire_outside() for _ in range(max(1, count // 8))])
            for number in range(count):
                offer = offers[number % len(offers)]
                turn = "" if number < len(offers) else str(1 + number // len(offers))
                people = [next(guests)] if offer.outside else [next(next_of[offer.group]) for _ in range(2)]
                yield Club(
                    id=f"{band}{offer.name}{turn}",
                    content=offer.content,
                    schedule=schedule,
                    period=second,
                    grades=grades,
                    instructors=tuple(dict.fromkeys(people)),
                    members=self.random.randint(16, 26),
                    capacity=30,
                    venue_kind=offer.venue_kind if offer.venue_kind in self.kinds else None,
                )

    def _duties(self, schedule: str) -> Iterator[Duty]:
        """Yield two on patrol and two standing by in the stages of service, one on patrol later."""
        heads = [next(t.id for t in self.serving if t.subject_group == name) for name in _groups(self.serving)]
        leaders = [name for name, role in self.staff.roles.items() if role == "leader"]
        known = {t.id: t for t in self.staff.teachers}
        patrol = [t for t in dict.fromkeys((*leaders, *heads)) if known[t].kind is StaffKind.STAFF]
        able = tuple(t for t in patrol if self.staff.roles.get(t) != "expecting")
        for kind in (PeriodKind.SERVICE, PeriodKind.EXTENDED_CARE, PeriodKind.EVENING_STUDY):
            for period in self._periods(schedule, kind):
                many = 2 if kind is PeriodKind.SERVICE and len(self.classes) >= 24 else 1
                days = EVENING_DAYS if kind is PeriodKind.EVENING_STUDY else ()
                yield Duty(
                    kind=DutyKind.PATROL, schedule=schedule, period=period, adults=many, candidates=able, days=days
                )
                if kind is PeriodKind.SERVICE:
                    yield Duty(kind=DutyKind.SUBSTITUTE, schedule=schedule, period=period, adults=many)

    def _working(self) -> WorkingHours:
        start = 8 * 60 if list(self.bells) == [PRIMARY] else 7 * 60 + 50
        return WorkingHours(start=start, end=17 * 60 + 30, core_start=9 * 60 + 50, core_end=15 * 60 + 40)


def _sport_stage(schedule: str, grades: tuple[int, ...], period: int) -> ServiceStage:
    return ServiceStage(
        id=SPORT_NAMES[schedule],
        kind=StageKind.ACTIVITY,
        schedule=schedule,
        period=period,
        grades=grades,
        contents=(Content.SPORT,),
    )


def _primary_stages(grades: tuple[int, ...], first: int, second: int, care: int) -> Iterator[ServiceStage]:
    small, large = tuple(g for g in grades if g <= 2), tuple(g for g in grades if g >= 3)
    reading, play, sport = Content.READING, Content.PLAY, Content.SPORT
    if small:
        contents = (reading, play, sport, reading, play)
        yield ServiceStage(
            id="阅读游戏", kind=StageKind.ACTIVITY, schedule=PRIMARY, period=first, grades=small, contents=contents
        )
    yield ServiceStage(
        id="作业辅导",
        kind=StageKind.HOMEWORK,
        schedule=PRIMARY,
        period=first,
        grades=large,
        contents=(Content.HOMEWORK,),
    )
    contents = (sport, reading, Content.LABOUR, Content.ART, Content.SCIENCE)
    yield ServiceStage(
        id="班级活动", kind=StageKind.ACTIVITY, schedule=PRIMARY, period=second, grades=grades, contents=contents
    )
    yield ServiceStage(
        id="延时托管",
        kind=StageKind.EXTENDED_CARE,
        schedule=PRIMARY,
        period=care,
        grades=grades,
        contents=(Content.CARE,),
        grouping=Grouping.MERGED,
        group_size=40,
        credit=150,
    )


def _junior_stages(grades: tuple[int, ...], first: int, second: int, evening: int) -> Iterator[ServiceStage]:
    yield ServiceStage(
        id="初中作业辅导",
        kind=StageKind.HOMEWORK,
        schedule=JUNIOR,
        period=first,
        grades=grades,
        contents=(Content.HOMEWORK,),
    )
    yield ServiceStage(
        id="分层答疑",
        kind=StageKind.TUTORING,
        schedule=JUNIOR,
        period=second,
        grades=grades,
        days=TUTORING_DAYS,
        contents=(Content.TUTORING,),
    )
    yield ServiceStage(
        id="体艺活动",
        kind=StageKind.ACTIVITY,
        schedule=JUNIOR,
        period=second,
        grades=grades,
        days=ACTIVITY_DAYS,
        contents=(Content.SPORT, Content.ART),
    )
    yield ServiceStage(
        id="晚自习",
        kind=StageKind.EVENING_STUDY,
        schedule=JUNIOR,
        period=evening,
        grades=grades,
        days=EVENING_DAYS,
        contents=(Content.SELF_STUDY,),
        grouping=Grouping.MERGED,
        credit=150,
    )


def _groups(teachers: Iterable[Teacher]) -> list[str]:
    return [name for name in dict.fromkeys(t.subject_group for t in teachers) if name]
