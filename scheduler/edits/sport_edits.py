"""The change of a grade's hours that gives each of its classes a lesson of sport a day: 体育活动课 in place of other lessons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scheduler.edits import costs
from scheduler.edits.edit import Edit, changed
from scheduler.school import SPORT_AREAS, Area, Course, CurriculumItem, MarkOwner, School, Subject, Week, tables
from scheduler.school.defaults import DEFAULT_SUBJECTS, usual_lessons
from scheduler.text import Text

SPORT = "体育活动"
DAYS = 5
FIRST_GIVEN = (Area.LOCAL, Area.PRACTICE)  # of whose time these lessons are


class _Donor(NamedTuple):
    """A subject that gives lessons, how many, and the courses of it in a grade."""

    subject: str
    lessons: int
    courses: tuple[str, ...]


def daily_sport(school: School, grade: int, room: int) -> Edit | None:
    """Return the edit by which each class of a grade has five lessons of sport: `room` lessons may be added, the others are of
    subjects with more than is usual beside daily sport. None where it has five, or that does not suffice."""
    wanted = DAYS - min(sport_lessons(school, class_id) for class_id in _classes(school, grade))
    added = min(room, wanted)
    donors = _donors(school, grade, wanted - added) if wanted > 0 else []
    if wanted <= 0 or added + sum(donor.lessons for donor in donors) < wanted:
        return None
    text = _words(grade, wanted, added, donors)
    first = _classes(school, grade)[0]
    return Edit(
        "daily_sport",
        costs.DAILY_SPORT,
        tables.ASSIGNMENT,
        first,
        text,
        lambda school: _exchanged(school, grade, added, donors),
    )


def _words(grade: int, wanted: int, added: int, donors: Iterable[_Donor]) -> Text:
    given = "、".join(f"{donor.subject} {donor.lessons} 节" for donor in donors)
    zh = [f"{added} 节是周课时里空着的"] if added else []
    zh += [f"从{given}调出，由原任课教师带"] if given else []
    en = [f"{added} in time that is free"] if added else []
    en += [f"out of {given}"] if given else []
    return Text(
        f"{grade} 年级每班加 {wanted} 节体育活动课，{'，'.join(zh)}",
        f"grade {grade}: {wanted} lessons of sport activity for each class, {', '.join(en)}",
    )


def sport_lessons(school: School, class_id: str) -> int:
    """Return the lessons of sport that all pupils of a class have in every week."""
    courses = [course for course in school.class_courses[class_id] if school.area_of(course) in SPORT_AREAS]
    return sum(c.lessons for c in courses if c.together is None and c.week is Week.EVERY)


def _classes(school: School, grade: int) -> list[str]:
    return [klass.id for klass in school.classes if klass.grade == grade]


def _donors(school: School, grade: int, wanted: int) -> list[_Donor]:
    """Return what gives the lessons: local and practice lessons first, then what has most beyond the usual."""
    found: list[_Donor] = []
    for subject, spare in sorted(_spare(school, grade).items(), key=lambda each: _rank(school, *each)):
        lessons = min(spare, wanted - sum(donor.lessons for donor in found))
        courses = _courses(school, grade, subject)
        if lessons > 0 and courses and all(_can_give(school, school.course[name], lessons) for name in courses):
            found.append(_Donor(subject, lessons, courses))
    return found


def _rank(school: School, subject: str, spare: int) -> tuple[int, int]:
    area = school.subject[subject].area
    return FIRST_GIVEN.index(area) if area in FIRST_GIVEN else len(FIRST_GIVEN), -spare


def _spare(school: School, grade: int) -> dict[str, int]:
    """Return by how many lessons each subject has more than its area usually has beside daily sport, in the class with the fewest."""
    area_of = {subject.id: subject.area for subject in DEFAULT_SUBJECTS}
    usual: Counter[Area] = Counter()
    for name, lessons in usual_lessons().items():
        usual[area_of[name]] += lessons[grade - 1]
    found: dict[str, int] = {}
    for class_id in _classes(school, grade):
        has: Counter[Area] = Counter()
        for course in school.occupying_courses[class_id]:
            has[school.area_of(course)] += int(course.attended)
        for subject in {course.subject for course in school.class_courses[class_id]}:
            area = school.subject[subject].area
            if area in usual and area not in SPORT_AREAS:
                spare = has[area] - usual[area]
                found[subject] = min(found.get(subject, spare), spare)
    return {subject: spare for subject, spare in found.items() if spare > 0}


def _courses(school: School, grade: int, subject: str) -> tuple[str, ...]:
    """Return the courses of a subject in a grade; none where a class of it has none, or they reach beyond the grade."""
    classes = set(_classes(school, grade))
    courses = [c for c in school.courses if c.subject == subject and set(c.classes) & classes]
    taught = {class_id for course in courses for class_id in course.classes}
    return tuple(course.id for course in courses) if taught == classes else ()


def _can_give(school: School, course: Course, lessons: int) -> bool:
    """Tell whether a course can have fewer lessons: plain in its weeks, with nothing that stands on those that go."""
    named = any(course.id in exclusion.courses for exclusion in school.exclusions)
    named |= any(mark.owner_kind is MarkOwner.COURSE and mark.owner == course.id for mark in school.marks)
    locked = sum(lock.course == course.id for lock in school.locks)
    left = course.lessons - lessons
    plain = course.week is Week.EVERY and course.groups == 1 and course.pair is None and bool(course.teachers)
    return plain and left >= locked and (left > 0 or not named)


def _exchanged(school: School, grade: int, added: int, donors: Iterable[_Donor]) -> School:
    given = {name: donor.lessons for donor in donors for name in donor.courses}
    courses = [_fewer(course, given.get(course.id, 0)) for course in school.courses]
    subject = next(
        (s for s in school.subjects if s.area is Area.SPORT_ACTIVITY),
        Subject(id=SPORT, area=Area.SPORT_ACTIVITY, short="体活"),
    )
    new = [
        course
        for class_id in _classes(school, grade)
        for course in _sport_of(school, class_id, subject.id, added, given)
    ]
    subjects = school.subjects if subject in school.subjects else (*school.subjects, subject)
    kept = [course for course in courses if course is not None]
    return changed(
        school,
        subjects=subjects,
        courses=(*kept, *new),
        curriculum=tuple(_curriculum(school, grade, added, donors, subject.id)),
    )


def _fewer(course: Course, lessons: int) -> Course | None:
    left = course.lessons - lessons
    return None if left == 0 else course.renewed(lessons=left, doubles=min(course.doubles, left // 2))


def _sport_of(school: School, class_id: str, subject: str, added: int, given: dict[str, int]) -> Iterator[Course]:
    """Yield a class's new course: with its homeroom teacher, where he gives lessons, or whoever gives most; else who has its PE."""
    lessons: Counter[str] = Counter()
    seen: set[str] = set()
    for course in school.class_courses[class_id]:
        if course.id in given and (course.together or course.id) not in seen:
            seen.add(course.together or course.id)
            lessons[course.teachers[0]] += given[course.id]
    leader = school.school_class[class_id].homeroom_teacher
    others = [c.teachers[0] for c in school.class_courses[class_id] if c.teachers and school.area_of(c) is Area.PE]
    named = [leader] if leader in lessons or not (lessons or others) else [*lessons, *others]
    teachers = tuple(name for name in named[:1] if name is not None)
    taken = {course.id for course in school.courses}
    name = next(
        n for n in (f"{class_id}|{subject}", *(f"{class_id}|{subject}|{i}" for i in range(2, 99))) if n not in taken
    )
    yield Course(id=name, classes=(class_id,), subject=subject, teachers=teachers, lessons=lessons.total() + added)


def _curriculum(
    school: School, grade: int, added: int, donors: Iterable[_Donor], subject: str
) -> Iterator[CurriculumItem]:
    """Yield the curriculum with the lessons exchanged, where the school has told that of the grade."""
    less = {donor.subject: donor.lessons for donor in donors}
    told = any(item.grade == grade for item in school.curriculum)
    added += sum(less.values())
    for item in school.curriculum:
        if item.grade == grade and item.subject == subject:
            yield item.renewed(lessons=item.lessons + added)
            added = 0
        elif item.grade == grade and item.subject in less:
            left = item.lessons - less[item.subject]
            if left > 0:
                yield item.renewed(lessons=left)
        else:
            yield item
    if told and added:
        yield CurriculumItem(grade=grade, subject=subject, lessons=added)
