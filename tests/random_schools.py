"""Small random schools, rich in all that a rule may speak of; for hypothesis (`schools`) and plain seeds."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from constraints.curriculum.standard import requirements_of
from constraints.places.law import law
from scheduler.model.lessons import meeting_starts
from scheduler.school import (
    Area,
    BellSchedule,
    Course,
    CurriculumItem,
    Exam,
    Exclusion,
    Lock,
    Mark,
    MarkLevel,
    MarkOwner,
    Meeting,
    PeriodKind,
    RuleSetting,
    School,
    SchoolClass,
    Slot,
    StaffKind,
    Subject,
    Teacher,
    Venue,
    Week,
)
from tests.chance import SEEDS, chance, some
from tests.random_bells import random_bell
from tests.random_rules import random_settings
from tests.random_service import with_service
from tests.schools import EASY_DAYS

SUBJECTS = (
    ("语文", Area.CHINESE, None),
    ("数学", Area.MATHS, None),
    ("英语", Area.FOREIGN, None),
    ("体育", Area.PE, "操场"),
    ("音乐", Area.MUSIC, None),
    ("美术", Area.ART, None),
    ("物理", Area.PHYSICS, "实验室"),
    ("信息科技", Area.IT, "机房"),
    ("劳动", Area.LABOUR, None),
    ("综合实践", Area.PRACTICE, None),
    ("班会", Area.CLASS_MEETING, None),
    ("升旗", Area.ACTIVITY, "操场"),
    ("书法", Area.LOCAL, None),
    ("道德与法治", Area.MORALITY, None),
    ("科学", Area.SCIENCE, "实验室"),
)
CAMPUSES = ("东校区", "西校区")
OF_THE_DAY = {"sport_daily", "sport_minutes", "break_minutes", "big_breaks", "first_lesson"}
EXAM_NAMES = ("期中考试", "期末考试", "第一次月考", "周考", "单元测验", "质量检测")


def schools(*, solvable: bool = False, settings: bool = False, service: bool = False) -> st.SearchStrategy[School]:
    """Small random schools."""
    return SEEDS.map(lambda seed: random_school(Random(seed), solvable=solvable, settings=settings, service=service))


def random_school(rng: Random, *, solvable: bool = False, settings: bool = False, service: bool = False) -> School:
    """Return a small school, in more than half of cases, or always, with after-school service.

    `solvable` keeps wishes and limits modest, `settings` sets rules at random.
    """
    school = _Builder(rng, solvable).school(settings)
    return with_service(rng, school, solvable=solvable) if service or chance(rng, 60) else school


class _Builder:
    """Makes the parts of one school one after the other."""

    def __init__(self, rng: Random, solvable: bool) -> None:
        self.rng = rng
        self.solvable = solvable
        # Where places are scarce most courses want the same kind of place.
        self.crowded = "操场" if chance(rng, 15) else None
        self.schedules = self._schedules()
        self.campuses = tuple(bell.campus for bell in self.schedules if bell.campus is not None)
        self.subjects = self._subjects()
        self.teachers = self._teachers()
        self.venues = self._venues()
        self.classes = self._classes()
        # The classes that have a whole curriculum; only such a grade can keep the state's standard.
        self.complete = {c.id for c in self.classes if c.grade <= 6 and chance(rng, 50)}
        self.courses: list[Course] = []
        self.slots = {s.id: s.slots(PeriodKind.LESSON) for s in self.schedules}
        self.used = dict.fromkeys((c.id for c in self.classes), 0)

    def school(self, settings: bool) -> School:
        self._make_courses()
        return School(
            name="随机学校",
            year=2021,  # its bells are of that time
            schedules=self.schedules,
            classes=self.classes,
            subjects=self.subjects,
            teachers=self.teachers,
            courses=tuple(self.courses),
            venues=self.venues,
            curriculum=self._curriculum(),
            marks=self._marks(),
            locks=self._locks(),
            meetings=self._meetings(),
            exclusions=self._exclusions(),
            exams=self._exams(),
            rule_settings=self._settings(settings),
            evening=self.rng.choice((17 * 60, 18 * 60, 18 * 60 + 30)),
            longest_gap=self.rng.choice((0, 10, 20, 40)),
            campus_way=self.rng.choice((0, 15, 30, 60, 120)),
        )

    def _settings(self, random: bool) -> tuple[RuleSetting, ...]:
        """Return easy days where the school is to be solved, mostly: its few lessons leave them little choice."""
        named = random_settings(self.rng) if random else ()
        if self.solvable:  # its bells and courses are not made for these
            named = tuple(setting for setting in named if setting.rule not in OF_THE_DAY)
        if not self.solvable or not chance(self.rng, 85):
            return named
        easy = {each.rule for each in EASY_DAYS}
        return (*(setting for setting in named if setting.rule not in easy), *EASY_DAYS)

    def _wild(self, percent: int) -> bool:
        """Chance of something that makes plans rare: smaller where the school is to be solved."""
        return chance(self.rng, percent // 4 if self.solvable else percent)

    # Time.

    def _schedules(self) -> tuple[BellSchedule, ...]:
        names = ("甲作息", "乙作息") if chance(self.rng, 40) else ("甲作息",)
        # Two are mostly those of two campuses.
        bells = tuple(random_bell(self.rng, name) for name in names)
        if len(bells) < 2 or not self._wild(67):
            return bells
        return tuple(bell.model_copy(update={"campus": campus}) for bell, campus in zip(bells, CAMPUSES, strict=True))

    # People and places.

    def _subjects(self) -> tuple[Subject, ...]:
        own = Random(str(self.schedules))  # leaves the other choices as they are
        active = {name for name, percent in (("书法", 40), ("物理", 25)) if chance(own, percent)}
        areas = {name: Area.SPORT_ACTIVITY if name in active else area for name, area, _ in SUBJECTS}
        return tuple(
            Subject(
                id=name,
                area=areas[name],
                venue_kind=kind,
                max_per_day=self.rng.randint(1, 2) if self._wild(15) else None,
            )
            for name, _, kind in SUBJECTS
        )

    def _teachers(self) -> tuple[Teacher, ...]:
        names = [f"{surname}老师" for surname in "王李张刘陈杨"[: self.rng.randint(3 if self.solvable else 2, 6)]]
        return tuple(self._teacher(name, names) for name in names)

    def _teacher(self, name: str, names: list[str]) -> Teacher:
        rng = self.rng
        others = [other for other in names if other != name]
        return Teacher(
            id=name,
            subject_group=rng.choice((None, "语文组", "数学组")),
            kind=StaffKind.EXTERNAL if chance(rng, 15) else StaffKind.STAFF,
            fte=rng.choice((100, 100, 60, 40)),
            max_per_day=rng.randint(1, 4) if self._wild(30) else None,
            max_in_row=rng.randint(1, 3) if self._wild(30) else None,
            max_half_days=rng.randint(1, 6) if self._wild(30) else None,
            max_days=rng.randint(1, 4) if self._wild(30) else None,
            mentor=rng.choice(others) if self._wild(25) else None,
        )

    def _venues(self) -> tuple[Venue, ...]:
        rng, found = self.rng, []
        for kind in ("操场", "实验室", "机房"):
            for number in range(1, rng.randint(3, 4) if kind == self.crowded else rng.randint(1, 3)):
                seats = rng.choice((30, 45, 60, 100)) if chance(rng, 40) else None
                campus = rng.choice((None, *self.campuses)) if self.campuses and chance(rng, 50) else None
                capacity = rng.randint(1, 3)
                found.append(Venue(id=f"{kind}{number}", kind=kind, capacity=capacity, seats=seats, campus=campus))
        return tuple(found)

    def _classes(self) -> tuple[SchoolClass, ...]:
        rng = self.rng
        grades = [rng.choice((7, 8, 9, 10, 1, 4, 12)) for _ in range(2)]
        found = []
        for number in range(1, rng.randint(1, 2 if self.solvable else 4) + 1):
            grade = rng.choice(grades)
            found.append(
                SchoolClass(
                    id=f"{grade}年级{number}班",
                    grade=grade,
                    number=number,
                    size=rng.choice((20, 30, 45, 50)),
                    homeroom_teacher=rng.choice(self.teachers).id if chance(rng, 50) else None,
                    schedule=rng.choice(self.schedules).id,
                )
            )
        return tuple(found)

    # Courses.

    def _make_courses(self) -> None:
        rng = self.rng
        shared: dict[tuple[int, str], tuple[tuple[str, ...], tuple[int, int]]] = {}
        of_grade: dict[int, list[Subject]] = {}
        for klass in self.classes:
            if klass.id in self.complete:
                self._complete(klass)
                continue
            subjects = some(rng, self.subjects, 2, 3 if self.solvable else 5)
            # Classes of a grade often have the same subjects, and in those the same teacher and number of lessons.
            if chance(rng, 60):
                subjects = of_grade.setdefault(klass.grade, subjects)
            for subject in subjects:
                key = (klass.grade, subject.id)
                if key not in shared or chance(rng, 30):
                    shared[key] = (self._staff(), self._lessons())
                staff, (lessons, doubles) = shared[key]
                self._add((klass.id,), subject, staff, lessons, doubles)
        for make in (self._pair, self._joint, self._layered, self._divided):
            if chance(rng, 30):
                make()
        turns = Random(repr(self.courses))  # one of its own: schools without a half class are the same as ever
        if chance(turns, 25):
            self._halved(turns)
        if not self.solvable and chance(rng, 10):
            self._tangle()
        if not self.courses:
            self._add((self.classes[0].id,), self.subjects[0], (), 1, 0)

    def _complete(self, klass: SchoolClass) -> None:
        """All that the state asks of a primary grade."""
        for requirement in requirements_of(law(year=2021), klass.grade):
            subject = next(s for s in self.subjects if s.area in requirement.areas)
            self._add((klass.id,), subject, self._staff(), requirement.lessons, 0, week=Week.EVERY)

    def _lessons(self) -> tuple[int, int]:
        lessons = self.rng.choice((1, 2, 2, 3, 3, 4, 5, 6))
        return lessons, self.rng.randint(1, max(1, lessons // 2)) if lessons > 1 and chance(self.rng, 35) else 0

    def _staff(self) -> tuple[str, ...]:
        number = self.rng.choice((1, 1, 1, 1, 1, 1, 2, 0))
        return tuple(teacher.id for teacher in some(self.rng, self.teachers, number, number))

    def _add(
        self,
        classes: tuple[str, ...],
        subject: Subject,
        staff: tuple[str, ...],
        lessons: int,
        doubles: int,
        **more: Any,
    ) -> None:
        """Add a course while its classes have room for it."""
        lessons = min(lessons, self._free(classes))
        if lessons < 1:
            return
        for class_id in classes:
            self.used[class_id] += lessons
        week = self.rng.choice((Week.ODD, Week.EVEN)) if chance(self.rng, 12) else Week.EVERY
        fields = {"week": week, "venue": None, "venue_kind": None, **self._place(subject), **more}
        self.courses.append(
            Course(
                id=f"{'+'.join(classes)}|{subject.id}|{len(self.courses) + 1}",
                classes=classes,
                subject=subject.id,
                teachers=staff,
                lessons=lessons,
                doubles=min(doubles, lessons // 2),
                **fields,
            )
        )

    def _free(self, classes: tuple[str, ...]) -> int:
        """Return how many lessons there is room for at some classes."""
        schedule = next(c.schedule for c in self.classes if c.id == classes[0])
        free = len(self.slots[schedule]) * (60 if self.solvable else 120) // 100 - max(self.used[c] for c in classes)
        return min(free, len(self.slots[schedule]))

    def _place(self, subject: Subject) -> dict[str, Any]:
        kinds = {venue.kind for venue in self.venues}
        if self.crowded and chance(self.rng, 75):
            here = [venue.id for venue in self.venues if venue.kind == self.crowded]
            return {"venue": self.rng.choice(here)} if chance(self.rng, 15) else {"venue_kind": self.crowded}
        if self.venues and chance(self.rng, 12):
            return {"venue": self.rng.choice(self.venues).id}
        if subject.venue_kind in kinds and chance(self.rng, 80):
            return {"venue_kind": subject.venue_kind}
        if kinds and chance(self.rng, 8):
            return {"venue_kind": self.rng.choice(sorted(kinds))}
        return {}

    def _neighbours(self) -> list[tuple[str, ...]]:
        """Return the sets of classes that may have a course in common: of one bell schedule."""
        by_schedule = [[c.id for c in self.classes if c.schedule == s.id] for s in self.schedules]
        return [tuple(ids[:size]) for ids in by_schedule for size in range(2, len(ids) + 1)]

    def _pair(self) -> None:
        """An odd and an even course that share slots."""
        classes = (self.rng.choice(self.classes).id,)
        lessons, doubles = self._lessons()
        name = f"单双{len(self.courses)}"
        for week, subject in zip((Week.ODD, Week.EVEN), some(self.rng, self.subjects, 2, 2), strict=True):
            self._add(classes, subject, self._staff(), min(lessons, 2), min(doubles, 1), week=week, pair=name)

    def _joint(self) -> None:
        """A course that several classes attend."""
        neighbours = self._neighbours()
        if neighbours:
            lessons, doubles = self._lessons()
            self._add(self.rng.choice(neighbours), self.rng.choice(self.subjects), self._staff(), lessons, doubles)

    def _layered(self) -> None:
        """Courses that run together, of the same classes or each of its own."""
        rng, first = self.rng, len(self.courses)
        neighbours = self._neighbours()
        choices = [(c.id,) for c in self.classes] + neighbours
        classes = rng.choice(choices)
        split = len(classes) > 1 and chance(rng, 30)
        parts = [(c,) for c in classes] if split else [classes] * rng.randint(2, 3)
        lessons, doubles = self._lessons()
        subjects, week = some(rng, self.subjects, 2, 2), Week.EVERY
        if chance(rng, 15):
            week = rng.choice((Week.ODD, Week.EVEN))
        for part in parts:
            subject = subjects[1] if chance(rng, 20) else subjects[0]
            self._add(part, subject, self._staff(), lessons, doubles, week=week, together=f"走班{first}")
        # All parts have the lessons that there was room for; one may have fewer when all have the same classes.
        made, self.courses = self.courses[first:], self.courses[:first]
        least = min((course.lessons for course in made), default=0)
        for course in made if len(made) == len(parts) else ():
            lessons = rng.randint(1, least) if not split and chance(rng, 20) else least
            update = {"lessons": lessons, "doubles": min(course.doubles, lessons // 2)}
            self.courses.append(course.model_copy(update=update))

    def _halved(self, rng: Random) -> None:
        """A half class: two or three courses that groups of a class take in turns."""
        size = rng.choice((2, 2, 2, 3)) if len(self.teachers) > 2 else 2
        classes = (rng.choice(self.classes).id,)
        subjects = some(rng, self.subjects, size, size) if chance(rng, 80) else [rng.choice(self.subjects)] * size
        lessons = size * rng.choice((1, 1, 2))
        used = self.used[classes[0]]
        if lessons > self._free(classes):
            return
        more = {"week": Week.EVERY, "together": f"半班{len(self.courses)}", "groups": size}
        for subject, teacher in zip(subjects, some(rng, self.teachers, size, size), strict=True):
            self.used[classes[0]] = used
            self._add(classes, subject, (teacher.id,), lessons, 0, **more)

    def _divided(self) -> None:
        """A second course of a class in the same subject, by somebody else."""
        if self.courses:
            course = self.rng.choice(self.courses)
            subject = next(s for s in self.subjects if s.id == course.subject)
            self._add(course.classes, subject, self._staff(), self.rng.randint(1, 2), 0)

    def _tangle(self) -> None:
        """A group or a pair such as only a slip makes: of different lessons, weeks or bell schedules."""
        kind, name = self.rng.choice((("together", "误走班"), ("pair", "误单双")))
        mixed = {course.id for course in some(self.rng, [c for c in self.courses if c.groups == 1], 2, 3)}
        self.courses = [c.model_copy(update={kind: name}) if c.id in mixed else c for c in self.courses]

    # Wishes.

    def _curriculum(self) -> tuple[CurriculumItem, ...]:
        rng = self.rng
        items = [
            CurriculumItem(grade=klass.grade, subject=subject.id, lessons=rng.choice((0, 1, 2, 3, 4.5, 5)))
            for klass in some(rng, self.classes, 0, 2)
            if not self.solvable or klass.grade > 9 or klass.id in self.complete
            for subject in some(rng, self.subjects, 1, 4)
        ]
        return tuple({(item.grade, item.subject): item for item in items}.values())

    def _marks(self) -> tuple[Mark, ...]:
        owners = [(MarkOwner.TEACHER, t.id) for t in self.teachers] + [(MarkOwner.CLASS, c.id) for c in self.classes]
        owners += [(MarkOwner.SUBJECT, s) for s in sorted({c.subject for c in self.courses})]
        owners += [(MarkOwner.VENUE, v.id) for v in self.venues]
        found = (self._mark(owners) for _ in range(self.rng.randint(0, 4 if self.solvable else 8)))
        return tuple(mark for first in found for mark in self._every_day(first))

    def _mark(self, owners: list[tuple[MarkOwner, str]]) -> Mark:
        rng, (kind, owner) = self.rng, self.rng.choice(owners)
        schedule = rng.choice(self.schedules)
        slot = rng.choice(self.slots[schedule.id])
        period = schedule.periods[slot.period]
        start, end = rng.choice(((period.start, period.end), (period.start, period.start + 15), (0, 750), (0, 1440)))
        level = rng.choice((MarkLevel.AVOIDED, MarkLevel.PREFERRED, MarkLevel.FORBIDDEN))
        if kind is MarkOwner.SUBJECT and slot.day > 2:
            kind, owner = MarkOwner.COURSE, next(c.id for c in self.courses if c.subject == owner)
        return Mark(owner_kind=kind, owner=owner, day=slot.day, start=start, end=end, level=level)

    def _every_day(self, mark: Mark) -> list[Mark]:
        """Return the mark, sometimes for most days of the week: mornings preferred."""
        if not chance(self.rng, 25) or (mark.start == 0 and mark.level is MarkLevel.FORBIDDEN):
            return [mark]
        return [mark.model_copy(update={"day": day}) for day in some(self.rng, range(1, 7), 4, 6)]

    def _locks(self) -> tuple[Lock, ...]:
        found: dict[tuple[str, Slot], Lock] = {}
        for course in some(self.rng, self.courses, 0, 2):
            if self._wild(60):
                schedule = next(c.schedule for c in self.classes if c.id == course.classes[0])
                for slot in some(self.rng, self.slots[schedule], 1, min(2, course.lessons)):
                    found[course.id, slot] = Lock(course=course.id, slot=slot)
        return tuple(found.values())

    def _meetings(self) -> tuple[Meeting, ...]:
        return tuple(self._meeting(number) for number in range(self.rng.choice((0, 1, 1, 2))))

    def _meeting(self, number: int) -> Meeting:
        rng = self.rng
        meeting = Meeting(
            id=f"教研{number}",
            teachers=tuple(t.id for t in some(rng, self.teachers, 1, 3)),
            schedule=rng.choice(self.schedules).id,
            length=rng.choice((1, 1, 2)),
        )
        starts = self._starts(meeting)
        if not starts:
            return meeting.model_copy(update={"length": 1})
        if chance(rng, 40):
            return meeting.model_copy(update={"slot": rng.choice(starts)})
        days = tuple(sorted(some(rng, range(1, 6), 1, 3))) if chance(rng, 40) else ()
        return meeting.model_copy(update={"days": days, "parts": rng.choice(((), (), (0,), (1,), (0, 1)))})

    def _starts(self, meeting: Meeting) -> tuple[Slot, ...]:
        schedule = next(s for s in self.schedules if s.id == meeting.schedule)
        bare = School(
            name="", schedules=(schedule,), classes=(), subjects=(), teachers=self.teachers, courses=()
        )  # fmt: skip
        return meeting_starts(bare, meeting)

    def _exclusions(self) -> tuple[Exclusion, ...]:
        rng, found = self.rng, []
        for number in range(rng.choice((0, 0, 1, 2))):
            courses = some(rng, [c.id for c in self.courses], 2, 3) if chance(rng, 60) else []
            teachers = some(rng, [t.id for t in self.teachers], 2, 3) if not courses or chance(rng, 20) else []
            found.append(Exclusion(id=f"互斥{number}", courses=tuple(courses), teachers=tuple(teachers)))
        return tuple(found)

    def _exams(self) -> tuple[Exam, ...]:
        grades = sorted({c.grade for c in self.classes})
        return tuple(
            Exam(name=self.rng.choice(EXAM_NAMES), grades=tuple(some(self.rng, grades, 1, 2)), week=week)
            for week in some(self.rng, (5, 10, 18, None), 0, 0 if self.solvable else 2)
        )
