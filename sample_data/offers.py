"""What is to be taught: every course of a sample school before it has a teacher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sample_data import curriculum as c
from scheduler.school import Course, SchoolClass, Week

_DOUBLES: dict[str, tuple[int, ...]] = {
    c.CHINESE: (3, 4, 5, 6, 7, 8, 9),
    c.ART: (5, 6),
    c.PHYSICS: (9,),
    c.CHEMISTRY: (9,),
}
_ROTATING_GRADES = (5, 6, 8)
_JOINT_GRADES = (5, 6, 7)
_LAYERED_GRADES = (8, 7, 9)
_LAYERS = 3


@dataclass(frozen=True)
class Offer:
    """A course without its teacher. `grade` is that of its classes, the other fields are those of Course."""

    classes: tuple[str, ...]
    grade: int
    subject: str
    lessons: int
    doubles: int = 0
    week: Week = Week.EVERY
    venue_kind: str | None = None
    together: str | None = None
    pair: str | None = None

    @property
    def weekly(self) -> float:
        """Lessons a week on average over odd and even weeks."""
        return self.lessons if self.week is Week.EVERY else self.lessons / 2

    def taught_by(self, teacher: str) -> Course:
        """Return the course with its teacher; classes that meet a subject with several teachers name the teacher."""
        name = f"{'+'.join(self.classes)}|{self.subject}"
        return Course(
            id=f"{name}|{teacher}" if self.together else name,
            classes=self.classes,
            subject=self.subject,
            teachers=(teacher,),
            lessons=self.lessons,
            doubles=self.doubles,
            week=self.week,
            venue_kind=self.venue_kind,
            together=self.together,
            pair=self.pair,
        )


def offers_of(classes: Iterable[SchoolClass], year: int) -> tuple[Offer, ...]:
    """Return every course of the classes in a school year, by grade and class in the order of the curriculum."""
    by_grade: dict[int, list[str]] = defaultdict(list)
    for klass in classes:
        by_grade[klass.grade].append(klass.id)
    layered = next((grade for grade in _LAYERED_GRADES if len(by_grade.get(grade, ())) > 1), None)
    found: list[Offer] = []
    for grade, ids in sorted(by_grade.items()):
        layers = tuple(ids[:_LAYERS]) if grade == layered else ()
        found += _layered(grade, layers, year)
        for class_id in ids:
            found += _of_class(grade, class_id, year, skip_english=class_id in layers)
        found += _local(grade, ids, year)
    return tuple(found)


def _of_class(grade: int, class_id: str, year: int, *, skip_english: bool) -> Iterator[Offer]:
    apart = {c.LOCAL, *((c.ENGLISH,) if skip_english else ())}
    if grade in _ROTATING_GRADES:
        apart |= {c.LABOUR, c.PRACTICE}
        pair = f"{class_id}|{c.LABOUR}/{c.PRACTICE}"
        for subject, week in ((c.LABOUR, Week.ODD), (c.PRACTICE, Week.EVEN)):
            yield Offer((class_id,), grade, subject, 2, doubles=1, week=week, pair=pair)
    for subject in c.LESSONS:
        count = c.lessons(grade, subject, year)
        if count and subject not in apart:
            doubles = int(grade in _DOUBLES.get(subject, ()))
            yield Offer((class_id,), grade, subject, count, doubles, venue_kind=_venue_kind(subject))
    if grade >= 7:
        yield Offer((class_id,), grade, c.FLAG, 1)


def _venue_kind(subject: str) -> str | None:
    return next(s.venue_kind for s in c.SUBJECTS if s.id == subject)


def _layered(grade: int, classes: tuple[str, ...], year: int) -> Iterator[Offer]:
    """Yield the English of classes that are taught in layers: as many courses as classes, all at the same time."""
    group = f"{grade}年级英语走班"
    for _ in classes:
        yield Offer(classes, grade, c.ENGLISH, c.lessons(grade, c.ENGLISH, year), together=group)


def _local(grade: int, ids: list[str], year: int) -> Iterator[Offer]:
    """Yield the school's own course: two neighbouring classes together in the hall, or each class by itself."""
    count = c.lessons(grade, c.LOCAL, year)
    if not count:
        return
    size = 2 if grade in _JOINT_GRADES else 1
    for start in range(0, len(ids), size):
        joined = tuple(ids[start : start + size])
        yield Offer(joined, grade, c.LOCAL, count, venue_kind=c.HALL if len(joined) > 1 else None)
