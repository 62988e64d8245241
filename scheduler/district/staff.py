"""What a bureau is told of a school's staff: lessons by subject, posts, what is lacking, flexible hours."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scheduler.district.figures import Flexible, Person, SpreadFigures, SubjectLoad
from scheduler.explanation.counting.shortage import Shortage
from scheduler.model.owner import OwnerKind
from scheduler.plan import PlanView
from scheduler.plan.fairness import Measure, fairness
from scheduler.plan.ledger import Account, accounts
from scheduler.school import Area, Course, School, StaffKind, Stage, stage_of
from scheduler.school.base import FrozenModel
from scheduler.school.shares import flexible_staff

CORE = frozenset({Area.CHINESE, Area.MATHS, Area.FOREIGN})
SECOND = frozenset(
    {
        *(Area.MORALITY, Area.HISTORY, Area.GEOGRAPHY, Area.BIOLOGY, Area.PHYSICS, Area.CHEMISTRY, Area.SCIENCE),
        Area.PE,
    }
)


class Norms(FrozenModel):
    """The lessons a week of a full post. There is no figure of the state: these are one county's published standard of 2024, which a
    bureau replaces by its own. Of grades 10 to 12 it says nothing."""

    primary_chinese_maths: float = 14
    primary: float = 18
    junior_core: float = 12
    junior_second: float = 14
    junior: float = 16

    def lessons(self, stage: Stage, area: Area) -> float | None:
        """Return the lessons of a full post; None where nothing is known."""
        if stage is Stage.PRIMARY:
            return self.primary_chinese_maths if area in (Area.CHINESE, Area.MATHS) else self.primary
        if stage is Stage.JUNIOR:
            return self.junior_core if area in CORE else self.junior_second if area in SECOND else self.junior
        return None


USUAL = Norms()


@dataclass
class _Load:
    """What is gathered of a subject; `norm` is None once some lesson has none."""

    lessons: float = 0.0
    posts: float = 0.0
    norm: float | None = 0.0
    vacant: float = 0.0
    beyond: int = 0
    teachers: set[str] = field(default_factory=set)


def subject_loads(school: School, short: Iterable[Shortage], norms: Norms = USUAL) -> tuple[SubjectLoad, ...]:
    """Return the load of each subject that has lessons; `short` is what counting found.

    A lesson with several teachers is one of each; a joint one is one lesson.
    """
    found: dict[str, _Load] = defaultdict(_Load)
    given = {t.id: sum(course.weekly for course in _taught(school, t.id)) for t in school.teachers}
    for course in school.courses:
        if school.subject[course.subject].counts:
            _add(school, found[course.subject], course, given, norms)
    for teacher, lessons in _beyond(short):
        subject = _main_subject(school, teacher)
        if subject is not None:
            found[subject].beyond += lessons
    return tuple(_figures(school, subject.id, found[subject.id]) for subject in school.subjects if subject.id in found)


def _beyond(short: Iterable[Shortage]) -> Iterator[tuple[str, int]]:
    """Yield the teachers who have more lessons than they can hold, with the least number too many."""
    for each in short:
        if each.owner.kind is OwnerKind.TEACHER and each.needs > each.has:
            yield each.owner.id, each.needs - each.has
            yield from ((other.id, 1) for other in each.others)


def _taught(school: School, teacher: str) -> list[Course]:
    return [course for course in school.teacher_courses[teacher] if school.subject[course.subject].counts]


def _add(school: School, load: _Load, course: Course, given: dict[str, float], norms: Norms) -> None:
    heads = max(1, len(course.teachers))
    lessons = course.weekly * heads
    usual = norms.lessons(stage_of(school.grade_of(course)), school.area_of(course))
    load.lessons += lessons
    load.norm = None if load.norm is None or usual is None else load.norm + lessons / usual
    if not course.teachers:
        load.vacant += course.weekly
    for teacher in course.teachers:
        load.teachers.add(teacher)
        load.posts += school.teacher[teacher].fte / 100 * course.weekly / given[teacher]


def _main_subject(school: School, teacher: str) -> str | None:
    """Return the subject of which a teacher gives most lessons."""
    counts: Counter[str] = Counter()
    for course in _taught(school, teacher):
        counts[course.subject] += course.lessons
    return max(counts, key=lambda name: counts[name], default=None)


def _figures(school: School, subject: str, load: _Load) -> SubjectLoad:
    room = len(school.moments)  # somebody holds at most one lesson in each
    return SubjectLoad(
        subject=subject,
        area=school.subject[subject].area,
        lessons=load.lessons,
        teachers=len(load.teachers),
        posts=round(load.posts, 2),
        norm=None if load.norm is None else round(load.norm, 2),
        vacant=load.vacant,
        beyond=load.beyond,
        lacks=math.ceil((load.vacant + load.beyond) / room) if room else 0,
    )


# Flexible hours.


def flexible_of(view: PlanView) -> Flexible:
    """Return what flexible hours a plan grants, and how fair they and service are."""
    school, found = view.school, fairness(view)
    kinds = Counter(str(grant.kind) for grant in view.plan.grants)
    return Flexible(
        staff=len(flexible_staff(school)),
        with_grant=sum(bool(view.grants_of[teacher.id]) for teacher in flexible_staff(school)),
        grants=dict(sorted(kinds.items())),
        minutes=sum(school.grant_minutes(g.kind) for g in view.plan.grants if g.kind in school.grant_kinds),
        service=_spread(found.service),
        granted=_spread(found.granted),
        balance=_spread(found.balance),
    )


def _spread(measure: Measure) -> SpreadFigures:
    every = measure.everybody
    return SpreadFigures(people=every.people, mean=round(every.mean, 1), range=every.range, gini=round(every.gini, 4))


# People.


def people_of(view: PlanView) -> tuple[Person, ...]:
    """Return each of the teachers by name."""
    ledger = accounts(view)
    return tuple(_person(view.school, ledger[teacher.id]) for teacher in view.school.teachers)


def _person(school: School, account: Account) -> Person:
    teacher = school.teacher[account.teacher]
    return Person(
        teacher=teacher.id,
        subject=_main_subject(school, teacher.id) or "",
        fte=teacher.fte,
        external=teacher.kind is StaffKind.EXTERNAL,
        lessons=account.lessons,
        service_minutes=account.service_minutes,
        granted=account.granted,
        closing=account.closing,
    )
