"""An invented district: a folder of schools of all sizes, some of which share teachers, with what goes wrong in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle
from pathlib import Path
from random import Random

from openpyxl import Workbook, load_workbook

from sample_data.broken_files import truncated
from sample_data.curriculum import IT, MUSIC, PE, SPORT_ACTIVITY
from sample_data.fault import Book
from sample_data.faults import FAULTS
from sample_data.generator import StageName, make_school
from sample_data.infeasible import INFEASIBLE
from sample_data.workbooks import good_school
from scheduler.school import School
from scheduler.workbook import write_school

LEAST, MOST = 4, 2000
DISTRICT_FILE = "区域.xlsx"
SHEET, HEADINGS = "共享教师", ("教师", "学校", "每周节数", "可到半天", "路上分钟", "课后服务")
SHARED_SUBJECTS = (PE, MUSIC, IT)
_TAUGHT_WITH = {PE: SPORT_ACTIVITY}
MOST_SHARED = 20  # lessons a week of a teacher in both schools: with more there is no time left for the way
_INFEASIBLE, _FAULT = "two-locks", "unknown-teacher"
_SIZES: dict[StageName, tuple[int, ...]] = {
    "primary": (12, 18, 24, 30, 36, 48),
    "junior": (12, 18, 24, 36),
    "nine-year": (18, 36, 54, 60),
}
_STAGES: tuple[StageName, ...] = ("primary", "junior", "primary", "nine-year")
_FIRST, _SECOND = "青云向银松梅竹兰清碧红白金玉春秋晨星东南文明新乐", "禾溪阳杏林岭湖泉山湾桥园庄田坪洲浦港塘屏岗川河岸"
_ENDS: dict[StageName, str] = {"primary": "小学", "junior": "初级中学", "nine-year": "九年一贯制学校"}


@dataclass
class SampleDistrict:
    """Schools by the names of their workbooks, and the rows of the sheet 共享教师."""

    schools: dict[str, School] = field(default_factory=dict)
    shared: list[tuple[str, str, int, str, int, str]] = field(default_factory=list)
    infeasible: str = ""
    faulty: str = ""
    cut: str = ""


def make_district(schools: int, seed: int = 1, sizes: Sequence[int] = ()) -> SampleDistrict:
    """Return an invented district of so many schools; the same arguments give the same one.

    Of its schools one has no plan, the workbook of one has a mistake and that of one is cut short; of the others each two
    share teachers. `sizes` are classes of the schools in turn, by default 12 to 60. Raises ValueError for other numbers of schools.
    """
    if not LEAST <= schools <= MOST:
        raise ValueError(f"a district has {LEAST} to {MOST} schools here, not {schools}")
    random = Random(seed)
    names = _names(random)
    found = SampleDistrict()
    case = next(each for each in INFEASIBLE if each.name == _INFEASIBLE)
    found.infeasible, found.faulty, found.cut = (f"{next(names)}{_ENDS['primary']}" for _ in range(3))
    for stage, number in zip(cycle(_STAGES), range(schools - 3), strict=False):
        classes = sizes[number % len(sizes)] if sizes else random.choice(_SIZES[stage])
        name = f"{next(names)}{_ENDS[stage]}"
        found.schools[name] = make_school(stage, classes, seed * 10_000 + number)
    good = list(found.schools)
    for one, other in zip(good[::2], good[1::2], strict=False):
        _share(found, one, other, random)
    found.schools[found.infeasible] = case.make()
    found.schools[found.faulty] = found.schools[found.cut] = good_school("primary")
    found.schools = {name: school.model_copy(update={"name": name}) for name, school in found.schools.items()}
    return found


def write_district(folder: Path, district: SampleDistrict) -> None:
    """Write the workbooks of a district's schools and its own into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, school in district.schools.items():
        path = folder / f"{name}.xlsx"
        write_school(school, path)
        if name == district.faulty:
            _damage(path, school)
        elif name == district.cut:
            path.write_bytes(truncated(path.read_bytes()))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    sheet.append(HEADINGS)
    for row in district.shared:
        sheet.append(row)
    for letter, width in zip("ABCDEF", (12, 26, 10, 16, 10, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    book.save(folder / DISTRICT_FILE)


def _names(random: Random) -> Iterator[str]:
    """Yield names of schools without end, no name twice."""
    pairs = [first + second for first in _FIRST for second in _SECOND]
    random.shuffle(pairs)
    yield from pairs
    for number in range(2, MOST):
        yield from (f"{pair}第{number}" for pair in pairs)


def _share(district: SampleDistrict, one: str, other: str, random: Random) -> None:
    """Have two schools share a teacher of each subject that leaves room for it: the other's becomes the one's."""
    for subject in SHARED_SUBJECTS:
        mine, theirs = (_least_busy(district.schools[name], subject) for name in (one, other))
        if (
            mine is None
            or theirs is None
            or mine[1] + theirs[1] > MOST_SHARED
            or _knows(district.schools[other], mine[0])
        ):
            continue
        district.schools[one] = _free_to_travel(district.schools[one], mine[0])
        guest = _renamed(district.schools[other], theirs[0], mine[0])
        district.schools[other] = _without_meetings(_free_to_travel(guest, mine[0]), mine[0])
        minutes = random.choice((15, 20, 30))
        for name, (_, lessons) in ((one, mine), (other, theirs)):
            serves = "是" if _serves(district.schools[name], mine[0]) else ""
            district.shared.append((mine[0], name, lessons, "", minutes, serves))


def _least_busy(school: School, subject: str) -> tuple[str, int] | None:
    """Return the teacher of a subject alone who has the fewest lessons, with these, of whom no service is expected if there is
    one; None without any."""
    heads = {klass.homeroom_teacher for klass in school.classes}
    lessons: dict[str, int] = {}
    others: set[str] = set()
    for course in school.courses:
        for teacher in course.teachers:
            if course.subject in (subject, _TAUGHT_WITH.get(subject)) and course.week.value == "every":
                lessons[teacher] = lessons.get(teacher, 0) + course.lessons
            else:
                others.add(teacher)
    free = [
        (_serves(school, teacher), count, teacher)
        for teacher, count in lessons.items()
        if teacher not in heads and teacher not in others
    ]
    return (min(free)[2], min(free)[1]) if free else None


def _free_to_travel(school: School, name: str) -> School:
    """Return a school in which somebody has no marks and limits of his own beside what being in two schools asks."""
    marks = tuple(mark for mark in school.marks if mark.owner != name)
    plain = {"max_per_day": None, "max_in_row": None, "max_half_days": None, "max_days": None, "mentor": None}
    teachers = tuple(each.model_copy(update=plain) if each.id == name else each for each in school.teachers)
    return school.model_copy(update={"marks": marks, "teachers": teachers})


def _without_meetings(school: School, name: str) -> School:
    """Return a school in which somebody goes to no meeting: he goes to those of his own school."""
    left = (
        each.model_copy(update={"teachers": tuple(t for t in each.teachers if t != name)}) for each in school.meetings
    )
    return school.model_copy(update={"meetings": tuple(each for each in left if each.teachers)})


def _serves(school: School, name: str) -> bool:
    """Tell whether somebody leads a club or is named for a stage or duty."""
    named = school.model_dump_json(include={"clubs", "stages", "duties"})
    return f'"{name}"' in named


def _knows(school: School, name: str) -> bool:
    return any(teacher.id == name for teacher in school.teachers)


def _renamed(school: School, old: str, new: str) -> School:
    """Return a school in which a teacher has another name, wherever it stands."""
    text = school.model_dump_json()
    return School.model_validate_json(text.replace(f'"{old}"', f'"{new}"'))


def _damage(path: Path, school: School) -> None:
    """Put a mistake into a workbook."""
    mistake = next(each for each in FAULTS if each.name == _FAULT)
    book = load_workbook(BytesIO(path.read_bytes()))
    mistake.make(Book(book, school))
    book.save(path)
