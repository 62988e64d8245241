"""Who teaches what: teachers are hired by department until every course has one, at the usual weekly loads."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, zip_longest
from typing import TypeVar

from sample_data import curriculum as c
from sample_data.offers import Offer
from scheduler.school import Course, StaffKind, Teacher

T = TypeVar("T")


@dataclass(frozen=True)
class Position:
    """A kind of position: its share of a full load and what is written of the teacher who holds it.

    `role` is what the wishes look for: leader, expecting, visitor, apprentice or part_time.
    """

    role: str = ""
    share: float = 1.0
    fte: int = 100
    kind: StaffKind = StaffKind.STAFF
    max_per_day: int | None = None
    max_in_row: int | None = None
    max_half_days: int | None = None
    max_days: int | None = None


FULL = Position()
PRINCIPAL = Position("leader", share=0.2)
DEPUTY = Position("leader", share=0.4)
EXPECTING = Position("expecting", share=0.5, max_per_day=3, max_in_row=2)
APPRENTICE = Position("apprentice", share=0.5)
PART_TIME = Position("part_time", share=0.5, fte=50, max_days=3, max_half_days=5)
VISITOR = Position("visitor", fte=20, kind=StaffKind.EXTERNAL, max_days=2)


@dataclass
class Staff:
    """The teachers and courses of a school as they grow; `homeroom` is class to teacher, `roles` teacher to role."""

    names: Iterator[str]
    teachers: list[Teacher] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    homeroom: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    def hire(self, department: str, position: Position = FULL, mentor: str | None = None) -> str:
        """Add a teacher to a department and return the name."""
        name = next(self.names)
        self.teachers.append(
            Teacher(
                id=name,
                subject_group=department,
                kind=position.kind,
                fte=position.fte,
                max_per_day=position.max_per_day,
                max_in_row=position.max_in_row,
                max_half_days=position.max_half_days,
                max_days=position.max_days,
                mentor=mentor,
            )
        )
        if position.role:
            self.roles[name] = position.role
        return name

    def teach(self, teacher: str, offers: Iterable[Offer]) -> None:
        """Give courses to a teacher."""
        self.courses += [offer.taught_by(teacher) for offer in offers]


@dataclass(frozen=True)
class Department:
    """Teachers of some subjects. `load` is a full position's lessons a week; `special` positions are used once each 36 classes."""

    name: str
    subjects: tuple[str, ...]
    load: int
    special: tuple[Position, ...] = ()
    first: tuple[Position, ...] = ()


PRIMARY_DEPARTMENTS = (
    Department("英语组", (c.ENGLISH,), 14, special=(EXPECTING,)),
    Department("科学组", (c.SCIENCE,), 15, special=(APPRENTICE,)),
    Department("道德与法治组", (c.MORALITY,), 14, first=(PRINCIPAL, DEPUTY)),
)
JUNIOR_DEPARTMENTS = (
    Department("政治组", (c.MORALITY,), 9, first=(PRINCIPAL, DEPUTY)),
    Department("历史组", (c.HISTORY,), 9, special=(EXPECTING,)),
    Department("地理组", (c.GEOGRAPHY,), 8, special=(PART_TIME,)),
    Department("生物组", (c.BIOLOGY,), 8),
    Department("物理组", (c.PHYSICS,), 9, special=(APPRENTICE,)),
    Department("化学组", (c.CHEMISTRY,), 10),
)
# In a nine-year school these teach both stages.
MIXED_DEPARTMENTS = (
    Department("体育组", (c.PE, c.SPORT_ACTIVITY), 14, special=(APPRENTICE,)),
    Department("音乐组", (c.MUSIC,), 14, special=(PART_TIME,)),
    Department("美术组", (c.ART,), 14),
    Department("信息科技组", (c.IT,), 12),
    Department("综合实践组", (c.LABOUR, c.PRACTICE), 9),
)
VISITORS = Department("外聘教师", (c.LOCAL,), 6)


def staff_school(offers: Sequence[Offer], names: Iterator[str]) -> Staff:
    """Return teachers for all courses: each class has a homeroom teacher who teaches it Chinese, maths or English."""
    staff = Staff(names)
    primary = [offer for offer in offers if offer.grade <= 6]
    junior = [offer for offer in offers if offer.grade >= 7]
    for grade in sorted({offer.grade for offer in offers}):
        in_grade = [offer for offer in offers if offer.grade == grade]
        if grade <= 4:
            _staff_small_children(staff, in_grade)
        else:
            _staff_core(staff, in_grade, (c.CHINESE, c.MATHS) if grade <= 6 else (c.CHINESE, c.MATHS, c.ENGLISH))
    taken = {(course.classes, course.subject) for course in staff.courses}
    for stage, departments in ((primary, PRIMARY_DEPARTMENTS), (junior, JUNIOR_DEPARTMENTS)):
        for department in departments:
            _staff_department(staff, department, [o for o in stage if (o.classes, o.subject) not in taken])
    for department in MIXED_DEPARTMENTS:
        _staff_department(staff, department, _mixed([o for o in offers if (o.classes, o.subject) not in taken]))
    _staff_visitors(staff, [o for o in offers if (o.classes, o.subject) not in taken])
    return staff


def _staff_small_children(staff: Staff, offers: Sequence[Offer]) -> None:
    """Grades 1 to 4: the Chinese teacher is with one class alone; a maths teacher has three classes of the grade."""
    with_homeroom = {c.CHINESE, c.CLASS_MEETING, c.LOCAL, c.LABOUR, c.SPORT_ACTIVITY}
    if offers[0].grade <= 2:
        with_homeroom.add(c.MORALITY)
    for class_id in _classes(offers):
        teacher = staff.hire("语文组")
        staff.homeroom[class_id] = teacher
        staff.teach(teacher, [o for o in offers if o.classes == (class_id,) and o.subject in with_homeroom])
    for group in _chunks(_classes(offers), 3):
        teacher = staff.hire("数学组")
        staff.teach(teacher, [o for o in offers if o.classes[0] in group and o.subject in (c.MATHS, c.PRACTICE)])


def _staff_core(staff: Staff, offers: Sequence[Offer], subjects: tuple[str, ...]) -> None:
    """From grade 5: a core teacher has two classes of the grade and leads one of them where it has no leader yet."""
    for subject in subjects:
        for group in _pairs([o for o in offers if o.subject == subject]):
            teacher = staff.hire(f"{subject}组")
            staff.teach(teacher, group)
            alone = [o.classes[0] for o in group if o.together is None and o.classes[0] not in staff.homeroom]
            if alone:
                staff.homeroom[alone[0]] = teacher
    for class_id in _classes(offers):
        own = [o for o in offers if o.classes == (class_id,) and o.subject in (c.CLASS_MEETING, c.FLAG)]
        staff.teach(staff.homeroom[class_id], own)


def _pairs(offers: Sequence[Offer]) -> list[list[Offer]]:
    """Return the courses in twos; of those that run together each has a different teacher."""
    layered = [o for o in offers if o.together]
    others = [o for o in offers if not o.together]
    found = [[o for o in both if o] for both in zip_longest(layered, others[: len(layered)])]
    return found + [list(group) for group in _chunks(others[len(layered) :], 2)]


def _staff_department(staff: Staff, department: Department, offers: Sequence[Offer]) -> None:
    """Share a department's courses out, neighbouring classes to one teacher, in proportion to the positions."""
    mine = [offer for offer in offers if offer.subject in department.subjects]
    if not mine:
        return
    shares = _positions(department, sum(offer.weekly for offer in mine), len(_classes(offers)))
    previous = None
    for position, group in zip(shares, _shared_out(mine, [position.share for position in shares]), strict=True):
        if group:
            mentor = previous if position.role == "apprentice" else None
            previous = staff.hire(department.name, position, mentor)
            staff.teach(previous, group)


def _positions(department: Department, lessons: float, classes: int) -> list[Position]:
    """Return the positions of a department: leaders first, special positions last, enough full ones between to bear the load."""
    special = list(department.special) * max(1, round(classes / 36))
    positions = [*department.first, *special]
    full = math.ceil(lessons / department.load - sum(position.share for position in positions))
    if full < len(special) or full < 1:
        return [FULL] * math.ceil(lessons / department.load)
    found: list[Position] = [FULL] * full
    for index, position in enumerate(special):
        found.insert(full - index, position)
    return [*department.first, *found]


def _shared_out(offers: Sequence[Offer], shares: Sequence[float]) -> list[list[Offer]]:
    """Split the courses, in order, into parts that are as near to the shares as whole courses allow."""
    total = sum(offer.weekly for offer in offers)
    ends = [end / sum(shares) * total for end in accumulate(shares)]
    found: list[list[Offer]] = [[] for _ in shares]
    done = 0.0
    for offer in offers:
        middle = done + offer.weekly / 2
        found[min(bisect_right(ends, middle), len(shares) - 1)].append(offer)
        done += offer.weekly
    return found


def _mixed(offers: Sequence[Offer]) -> list[Offer]:
    """Order the courses so that grades 6 and 7 alternate: the teachers between the stages then belong to both."""
    sixth = [o for o in offers if o.grade == 6]
    seventh = [o for o in offers if o.grade == 7]
    between = [o for both in zip_longest(sixth, seventh) for o in both if o]
    return [*(o for o in offers if o.grade < 6), *between, *(o for o in offers if o.grade > 7)]


def _staff_visitors(staff: Staff, offers: Sequence[Offer]) -> None:
    """The school's own course from grade 5 is taught by visitors from outside who come on two days."""
    for group in _chunks([o for o in offers if o.subject == c.LOCAL], VISITORS.load):
        staff.teach(staff.hire(VISITORS.name, VISITOR), group)


def _classes(offers: Sequence[Offer]) -> list[str]:
    return list(dict.fromkeys(class_id for offer in offers for class_id in offer.classes))


def _chunks(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
