"""What the tests of counting share."""

from __future__ import annotations

from random import Random

from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.counting.shortage import Shortage
from scheduler.model.owner import OwnerKind
from scheduler.school import Course, Mark, MarkLevel, MarkOwner, Meeting, Period, School, Slot, Teacher, Venue, Week
from tests.chance import chance, some
from tests.schools import SUBJECTS, bell, course, make_school, slot


def marked(kind: MarkOwner, owner: str, *slots: Slot, periods: tuple[Period, ...] = bell().periods) -> tuple[Mark, ...]:
    """Marks 禁 at some slots, of the usual bell schedule unless other periods are given."""
    return tuple(
        Mark(
            owner_kind=kind,
            owner=owner,
            day=slot.day,
            start=periods[slot.period].start,
            end=periods[slot.period].end,
            level=MarkLevel.FORBIDDEN,
        )
        for slot in slots
    )


def only(school: School, kind: OwnerKind) -> Shortage:
    """The one thing that a school is short of, which is about somebody or something of a kind."""
    (found,) = shortages(school)
    assert found.owner.kind is kind, found
    return found


def told(found: Shortage) -> tuple[str, int, int]:
    """Whose shortage it is, how much is needed and how much there is."""
    return found.owner.id, found.needs, found.has


def crowded_school(rng: Random) -> School:
    """A few classes whose lessons leave hardly a slot of a week of nine, with few teachers, one small place, and times closed."""
    week = bell(morning=2, afternoon=1, days=3)
    slots = [slot(day, number, week) for day in (1, 2, 3) for number in (1, 2, 3)]
    teachers = [f"{name}老师" for name in "甲乙丙丁"[: rng.randint(2, 4)]]
    courses: list[Course] = []
    for number in range(1, rng.randint(2, 4) + 1):
        left = rng.choice((9, 9, 8, 5))
        for subject in ("语文", "数学", "体育", "美术"):
            lessons = min(left, rng.randint(1, 4)) if subject != "美术" else left
            left -= lessons
            parity = rng.choice((Week.ODD, Week.EVEN)) if chance(rng, 10) else Week.EVERY
            kind = "操场" if chance(rng, 40) else None
            if lessons:
                who = tuple(some(rng, teachers, 1, 1)) if chance(rng, 90) else ()
                courses.append(course(f"七({number})班", subject, who, lessons, venue_kind=kind, week=parity))
    owners = [(MarkOwner.TEACHER, name) for name in teachers] + [(MarkOwner.SUBJECT, "语文"), (MarkOwner.VENUE, "操场")]
    marks = tuple(
        mark
        for owner in some(rng, owners, 0, 3)
        for mark in marked(*owner, *some(rng, slots, 1, 4), periods=week.periods)
    )
    meeting = Meeting(id="教研", teachers=tuple(some(rng, teachers, 1, 3)), schedule=week.id, slot=rng.choice(slots))
    return make_school(
        tuple(courses),
        schedules=(week,),
        subjects=tuple(s.model_copy(update={"max_per_day": rng.choice((None, 1, 2))}) for s in SUBJECTS),
        teachers=tuple(Teacher(id=name, max_days=2 if chance(rng, 15) else None) for name in teachers),
        venues=(Venue(id="操场", kind="操场", capacity=rng.randint(1, 2)),),
        marks=marks,
        meetings=(meeting,) if chance(rng, 40) else (),
    )
