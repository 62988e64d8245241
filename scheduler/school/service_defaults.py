"""The after-school programme that a template proposes: sport, homework, then a choice between two or three things, and patrols.

It satisfies the regulation with no more adults than classes: pupils who choose the same thing come together from several
classes. How many choose what, and every part of it, is for the school to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.school.bell import BellSchedule, PeriodKind
from scheduler.school.flex import WorkingHours
from scheduler.school.people import SchoolClass, Stage
from scheduler.school.service import (
    Content,
    Duty,
    DutyKind,
    Enrolment,
    Grouping,
    ServiceStage,
    StageKind,
)

DEFAULT_HOURS = WorkingHours(start=8 * 60, end=17 * 60 + 30, core_start=9 * 60 + 50, core_end=15 * 60 + 40)
FIRST_HOMEWORK_GRADE = 3
LONGEST_SPORT = 30  # minutes: a first period of service that is so short, with others after it, is the day's sport
_EARLY = (Content.READING, Content.PLAY, Content.SPORT, Content.READING, Content.PLAY)
_ACTIVE = (Content.SPORT, Content.ART, Content.LABOUR, Content.SPORT, Content.ART)
_QUIET = (Content.SCIENCE, Content.READING, Content.INTEREST, Content.SCIENCE, Content.READING)
_LATER = {
    PeriodKind.EXTENDED_CARE: ("延时托管", StageKind.EXTENDED_CARE, Content.CARE),
    PeriodKind.EVENING_STUDY: ("晚自习", StageKind.EVENING_STUDY, Content.SELF_STUDY),
}


def default_stages(stage: Stage, schedule: BellSchedule, grades: Iterable[int], prefix: str = "") -> list[ServiceStage]:
    """Return the stages of primary or junior grades in a bell schedule such as the usual one; names begin with `prefix`.

    What the schedule has no period for is left out.
    """
    wanted = tuple(grades)
    periods = [index for index, p in enumerate(schedule.periods) if p.kind is PeriodKind.SERVICE]
    sport = [index for index in periods[:1] if periods[1:] and schedule.periods[index].minutes <= LONGEST_SPORT]
    first, second = (*periods[len(sport) :], None, None)[:2]
    found: list[ServiceStage] = []

    def add(
        name: str, kind: StageKind, period: int | None, theirs: Sequence[int], *contents: Content, most: int = 0
    ) -> None:
        """Add a stage, with groups of several classes where it says how large they are at most."""
        if theirs and period is not None:
            found.append(
                ServiceStage(
                    id=prefix + name,
                    kind=kind,
                    schedule=schedule.id,
                    period=period,
                    grades=tuple(theirs),
                    contents=contents,
                    **({"grouping": Grouping.MERGED, "group_size": most} if most else {}),
                )
            )

    for index in sport:
        add("体育锻炼", StageKind.ACTIVITY, index, wanted, Content.SPORT)
    older = [grade for grade in wanted if grade >= FIRST_HOMEWORK_GRADE]
    add("阅读游戏", StageKind.ACTIVITY, first, [grade for grade in wanted if grade not in older], *_EARLY)
    add("作业辅导", StageKind.HOMEWORK, first, older, Content.HOMEWORK)
    most = 45 if stage is Stage.JUNIOR else 46  # thirds of three classes, halves of two
    if stage is Stage.JUNIOR:
        add("答疑", StageKind.TUTORING, second, wanted, Content.TUTORING, most=most)
    add("体艺劳动", StageKind.ACTIVITY, second, wanted, *_ACTIVE, most=most)
    add("科普阅读", StageKind.ACTIVITY, second, wanted, *_QUIET, most=most)
    for index, period in enumerate(schedule.periods):
        if period.kind in _LATER:
            name, kind, content = _LATER[period.kind]
            add(name, kind, index, wanted, content, most=most)
    return found


def default_enrolments(stages: Sequence[ServiceStage], classes: Iterable[SchoolClass]) -> list[Enrolment]:
    """Return how the pupils of each class divide among the stages between which they choose: as evenly as can be."""
    found = []
    for klass in classes:
        choices = [
            stage
            for stage in stages
            if klass.grade in stage.grades
            and klass.schedule == stage.schedule
            and stage.grouping is Grouping.MERGED
            and stage.kind in (StageKind.ACTIVITY, StageKind.TUTORING)
        ]
        for position, stage in enumerate(choices):
            each, rest = divmod(klass.size, len(choices))
            found.append(Enrolment(class_id=klass.id, stage=stage.id, pupils=each + (position < rest)))
    return found


def default_duties(stages: Iterable[ServiceStage]) -> list[Duty]:
    """Return one on patrol in each period of some stages."""
    places = dict.fromkeys((stage.schedule, stage.period) for stage in stages)
    return [Duty(kind=DutyKind.PATROL, schedule=schedule, period=period) for schedule, period in sorted(places)]
