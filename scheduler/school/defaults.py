"""What a school is taken for where its workbook does not say: a usual day, the usual subjects and their lessons a week.

The lessons stand inside the totals and minima of 义务教育课程方案 (2022) and 河南省义务教育课程实施办法（试行）(2023); the integers are
this project's choice. Grades 10 to 12 have no default lessons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.school.bell import AFTER_SCHOOL, ALTERNATING, BellSchedule, Period, PeriodKind, Week
from scheduler.school.curriculum import Area, CurriculumItem, Subject
from scheduler.school.people import Stage
from scheduler.school.usual_days import NEWEST, usual_days

WORKDAYS = (1, 2, 3, 4, 5)
WORKWEEK = dict.fromkeys(WORKDAYS, Week.EVERY)
MOST_LESSONS = 12
LEAST_NOON, _BEFORE_AFTERNOON = 60, 5  # minutes, where lessons that are told take some of noon


def default_schedule(
    stage: Stage,
    schedule_id: str,
    lessons: int = 0,
    days: Mapping[int, Week] = WORKWEEK,
    morning: int = 0,
    year: int | None = None,
) -> BellSchedule:
    """Return the usual day of a stage in a school year (None: the newest) under a name: 6 lessons of 40, 7 of 45 or 9 of 40
    minutes, Monday to Friday.

    Where `lessons` are told the day has as many, `morning` of them before noon, and further ones in place of what usually
    follows. After-school service is on workdays, also where lessons are held on other `days`; what is held on a day of odd or
    even weeks alone is what can be.
    """
    usual = usual_days(year)
    periods = _periods(usual.days[stage], days)
    noon = next(period for period in periods if period.kind is PeriodKind.NOON)
    parts = [
        [period for period in periods if period.kind is PeriodKind.LESSON and (period.start > noon.start) == late]
        for late in (False, True)
    ]
    wanted = min(lessons or sum(map(len, parts)), MOST_LESSONS)
    before = min(morning or len(parts[0]), wanted)
    held = [_lessons(part, number, usual.recess) for part, number in zip(parts, (before, wanted - before), strict=True)]
    breaks = [p.end for p in periods if p.kind is PeriodKind.BIG_BREAK and p.start < noon.start]
    others = [p for p in periods if p.kind is not PeriodKind.LESSON]
    others, held[1] = _after_noon(others, held[1], max(held[0][-1].end, *breaks))
    numbered = [p.model_copy(update={"name": f"第{n}节"}) for n, p in enumerate([*held[0], *held[1]], 1)]
    kept = [p for p in others if not any(p.start < lesson.end and lesson.start < p.end for lesson in numbered)]
    return BellSchedule(id=schedule_id, periods=tuple(sorted([*kept, *numbered], key=lambda period: period.start)))


def _periods(text: str, days: Mapping[int, Week]) -> list[Period]:
    lines = [line.split() for line in text.split("\n") if line]
    return [
        Period(name=name, kind=PeriodKind(kind), start=_minutes(start), end=_minutes(end)).held_on(
            _days(PeriodKind(kind), days)
        )
        for name, kind, start, end in lines
    ]


def _after_noon(others: list[Period], lessons: list[Period], morning_end: int) -> tuple[list[Period], list[Period]]:
    """Return all but lessons, and the afternoon's lessons, where the morning ends later: noon keeps an hour as far as self-study
    and what is free before service give it."""
    noon = next(period for period in others if period.kind is PeriodKind.NOON)
    if noon.end - morning_end >= LEAST_NOON or not lessons:
        return [_at(p, morning_end, p.end) if p is noon else p for p in others], lessons
    service = min((p.start for p in others if p.kind in AFTER_SCHOOL), default=24 * 60)
    missing = morning_end + LEAST_NOON + _BEFORE_AFTERNOON - lessons[0].start
    late = max(0, min(missing, service - lessons[-1].end))
    found = []
    for period in others:
        if period is noon:
            found.append(_at(period, morning_end, lessons[0].start + late - _BEFORE_AFTERNOON))
        elif noon.end <= period.start < service:
            if period.kind is not PeriodKind.SELF_STUDY:
                found.append(_at(period, period.start + late, period.end + late))
        else:
            found.append(period)
    return found, [_at(lesson, lesson.start + late, lesson.end + late) for lesson in lessons]


def _at(period: Period, start: int, end: int) -> Period:
    return period.model_copy(update={"start": start, "end": end})


def _days(kind: PeriodKind, days: Mapping[int, Week]) -> Mapping[int, Week]:
    """Return the days of a kind of period in a week."""
    if kind in AFTER_SCHOOL:
        return WORKWEEK
    return {day: week for day, week in days.items() if week is Week.EVERY or kind in ALTERNATING}


def _lessons(usual: list[Period], number: int, recess: int) -> list[Period]:
    """Return as many lessons of a half of the day: the first of the usual ones, further ones after a recess each."""
    found = usual[:number]
    while len(found) < number:
        start = found[-1].end + recess
        found.append(usual[-1].model_copy(update={"start": start, "end": start + usual[-1].minutes}))
    return found


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


# Places are named where all lessons of a subject are held there: not so laboratories.
DEFAULT_SUBJECTS = (
    Subject(id="道德与法治", area=Area.MORALITY, short="道法"),
    Subject(id="语文", area=Area.CHINESE, short="语"),
    Subject(id="数学", area=Area.MATHS, short="数"),
    Subject(id="英语", area=Area.FOREIGN, short="英"),
    Subject(id="科学", area=Area.SCIENCE, short="科"),
    Subject(id="历史", area=Area.HISTORY, short="史"),
    Subject(id="地理", area=Area.GEOGRAPHY, short="地"),
    Subject(id="生物", area=Area.BIOLOGY, short="生"),
    Subject(id="物理", area=Area.PHYSICS, short="物"),
    Subject(id="化学", area=Area.CHEMISTRY, short="化"),
    Subject(id="信息科技", area=Area.IT, short="信息", venue_kind="计算机教室"),
    Subject(id="体育与健康", area=Area.PE, short="体", venue_kind="操场"),
    Subject(id="体育活动", area=Area.SPORT_ACTIVITY, short="体活", venue_kind="操场"),
    Subject(id="音乐", area=Area.MUSIC, short="音", venue_kind="音乐教室"),
    Subject(id="美术", area=Area.ART, short="美", venue_kind="美术教室"),
    Subject(id="劳动", area=Area.LABOUR, short="劳"),
    Subject(id="综合实践", area=Area.PRACTICE, short="综合"),
    Subject(id="班队", area=Area.CLASS_MEETING, short="班队"),
    Subject(id="校本", area=Area.LOCAL, short="校本"),
)

# Lessons a week in grades 1 to 9: sport on every day, PE as the standard asks and the rest 体育活动 (of the time of local, school and
# practice lessons), and every subject within its share of the nine years.
DEFAULT_LESSONS: dict[str, tuple[int, ...]] = {
    "道德与法治": (2, 2, 2, 2, 2, 2, 2, 2, 2),
    "语文": (8, 8, 6, 6, 6, 6, 6, 5, 5),
    "数学": (4, 4, 4, 4, 4, 4, 5, 5, 5),
    "英语": (0, 0, 3, 3, 3, 3, 3, 3, 3),
    "科学": (1, 1, 2, 2, 2, 2, 0, 0, 0),
    "历史": (0, 0, 0, 0, 0, 0, 2, 2, 2),
    "地理": (0, 0, 0, 0, 0, 0, 2, 2, 0),
    "生物": (0, 0, 0, 0, 0, 0, 2, 2, 0),
    "物理": (0, 0, 0, 0, 0, 0, 0, 2, 4),
    "化学": (0, 0, 0, 0, 0, 0, 0, 0, 3),
    "信息科技": (0, 0, 1, 1, 1, 1, 1, 1, 0),
    "体育与健康": (4, 4, 3, 3, 3, 3, 3, 3, 3),
    "体育活动": (1, 1, 2, 2, 2, 2, 2, 2, 2),
    "音乐": (2, 2, 2, 2, 1, 1, 1, 1, 1),
    "美术": (2, 2, 2, 2, 2, 2, 1, 1, 1),
    "劳动": (1, 1, 1, 1, 1, 1, 1, 1, 1),
    "综合实践": (0, 0, 1, 1, 1, 1, 1, 1, 1),
    "班队": (1, 1, 1, 1, 1, 1, 1, 1, 1),
    "校本": (0, 0, 0, 0, 1, 1, 1, 0, 0),
}
# The same before a sport lesson was asked for on every day.
LESSONS_2021: dict[str, tuple[int, ...]] = {
    **DEFAULT_LESSONS,
    "语文": (8, 8, 7, 7, 6, 6, 6, 5, 5),
    "数学": (4, 4, 4, 4, 5, 5, 5, 5, 5),
    "英语": (0, 0, 3, 3, 3, 3, 5, 5, 5),
    "体育活动": (0, 0, 0, 0, 0, 0, 0, 0, 0),
    "音乐": (2, 2, 2, 2, 2, 2, 1, 1, 1),
    "校本": (1, 1, 1, 1, 1, 1, 1, 0, 0),
}


def usual_lessons(year: int | None = None) -> dict[str, tuple[int, ...]]:
    """Return the lessons a week of each subject in grades 1 to 9 that are usual in a school year; the newest where none is told."""
    return DEFAULT_LESSONS if year is None or year >= NEWEST else LESSONS_2021


def usual_curriculum(year: int | None = None) -> tuple[CurriculumItem, ...]:
    """Return the usual curriculum of grades 1 to 9 in a school year; the newest where none is told."""
    return tuple(
        CurriculumItem(grade=grade, subject=subject, lessons=count)
        for grade in range(1, 10)
        for subject, counts in usual_lessons(year).items()
        if (count := counts[grade - 1])
    )


DEFAULT_CURRICULUM = usual_curriculum()


def _by_area(lessons: Mapping[str, tuple[int, ...]]) -> dict[tuple[int, Area], int]:
    return {(grade, s.area): lessons[s.id][grade - 1] for s in DEFAULT_SUBJECTS for grade in range(1, 10)}


_BY_AREA, _BY_AREA_2021 = _by_area(DEFAULT_LESSONS), _by_area(LESSONS_2021)
# A subject that stands for several areas where a class has none of them by itself.
_STANDS_FOR = {
    Area.ART: ("艺术", (Area.MUSIC,)),
    Area.SCIENCE: ("科学", (Area.BIOLOGY, Area.PHYSICS, Area.CHEMISTRY)),
}


def default_lessons(grade: int, subject: Subject, beside: Iterable[Subject]) -> int | None:
    """Return the usual lessons a week of a subject in a grade that has `beside` it the other subjects.

    Subjects of one area share its lessons: 书法 has one of 语文's. What the usual table does not have is taught once a
    week. A school without 体育活动 has the lessons that were usual before it. None for grades 10 to 12.
    """
    if not 1 <= grade <= 9:
        return None
    beside = list(beside)
    alike = [other for other in beside if other.area is subject.area and other.id != subject.id]
    with_sport = any(each.area is Area.SPORT_ACTIVITY for each in (subject, *beside))
    usual = _BY_AREA if with_sport else _BY_AREA_2021
    total = usual.get((grade, subject.area), 0)
    word, areas = _STANDS_FOR.get(subject.area, ("", ()))
    if areas and word in subject.id:
        taught = {other.area for other in beside}
        total += sum(usual[grade, area] for area in areas if area not in taught)
    main = all(_prominence(subject) < _prominence(other) for other in alike)
    return max(1, total - len(alike)) if main else 1


# Parts of names, looked for in this order: what is more special comes first.
_AREA_WORDS: tuple[tuple[Area, tuple[str, ...]], ...] = (
    (Area.ACTIVITY, ("升旗", "大课间", "课间操", "早操", "晨会", "国旗下", "activity", "assembly", "flag")),
    (Area.CLASS_MEETING, ("班会", "班队", "队会", "队活动", "团队", "少先队", "class meeting", "homeroom")),
    (Area.MORALITY, ("道德与法治", "道德", "道法", "品德", "思品", "政治", "思政", "morality", "politics")),
    (
        Area.SPORT_ACTIVITY,
        ("体育活动", "体育锻炼", "阳光体育", "体活", "体育大活动", "sport activity", "sports activity"),
    ),
    (Area.PE, ("体育", "体健", "体锻", "武术", "足球", "游泳", "physical education")),
    (Area.LABOUR, ("劳动", "劳技", "通用技术", "labour", "labor")),
    (Area.PRACTICE, ("综合实践", "综实", "研究性学习", "研学", "practice")),
    (Area.IT, ("信息", "计算机", "编程", "computer", "information")),
    (Area.LOCAL, ("校本", "地方", "心理", "国学", "安全", "礼仪", "生涯", "local")),
    (Area.CHINESE, ("语文", "书法", "写字", "作文", "chinese")),
    (Area.MATHS, ("数学", "奥数", "math")),
    (Area.FOREIGN, ("英语", "外语", "日语", "俄语", "法语", "德语", "西班牙语", "英文", "口语", "english", "foreign")),
    (Area.HISTORY, ("历史", "history")),
    (Area.GEOGRAPHY, ("地理", "geography")),
    (Area.BIOLOGY, ("生物", "biology")),
    (Area.PHYSICS, ("物理", "physics")),
    (Area.CHEMISTRY, ("化学", "chemistry")),
    (Area.MUSIC, ("音乐", "唱游", "合唱", "舞蹈", "music")),
    (Area.ART, ("美术", "艺术", "绘画", "美工", "art")),
    (Area.SCIENCE, ("科学", "science")),
    (Area.LOCAL, ("阅读",)),
    (Area.PE, ("健康",)),
    (Area.ACTIVITY, ("活动", "社团", "自习")),
)
_WHOLE_NAMES = {
    "语": Area.CHINESE,
    "数": Area.MATHS,
    "英": Area.FOREIGN,
    "政": Area.MORALITY,
    "史": Area.HISTORY,
    "地": Area.GEOGRAPHY,
    "生": Area.BIOLOGY,
    "物": Area.PHYSICS,
    "化": Area.CHEMISTRY,
    "体": Area.PE,
    "音": Area.MUSIC,
    "美": Area.ART,
    "劳": Area.LABOUR,
    "综合": Area.PRACTICE,
    "科": Area.SCIENCE,
    "pe": Area.PE,
    "p.e.": Area.PE,
    "it": Area.IT,
    "ict": Area.IT,
}


# Names of which a school uses one; another one elsewhere in its workbook means the same subject.
SPELLINGS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "道德与法治 道法 政治 思想政治 品德 思品",
        "英语 外语 english",
        "数学 math maths mathematics",
        "语文 chinese",
        "音乐 music",
        "科学 science",
        "生物 生物学",
        "信息科技 信息技术 信息",
        "体育与健康 体育 体健",
        "体育活动 体育活动课 体育锻炼 体育锻炼课 阳光体育 体活",
        "劳动 劳动教育 劳技",
        "综合实践 综合实践活动 综合 综实",
        "班队 班会 班队会 主题班会 班级活动",
        "校本 校本课程",
        "地方 地方课程",
        "心理 心理健康 心理健康教育",
        "升旗 升旗仪式",
    )
)


def is_usual(name: str) -> bool:
    """Tell whether a name is that of a subject of the usual table, in one of its usual spellings."""
    return any(name.casefold() in names for names in SPELLINGS) or any(name == s.id for s in DEFAULT_SUBJECTS)


def guess_area(name: str) -> Area:
    """Return the area that the name of a subject tells, in any of the usual spellings; OTHER when it tells none."""
    return _guess(name)[0]


def tells_area(name: str) -> bool:
    """Tell whether a name is a subject's for sure: every usual spelling is, and 语文阅读, 少儿编程."""
    return guess_area(name) is not Area.OTHER


def _guess(name: str) -> tuple[Area, int]:
    """Return the area that a name tells, and how far down its list the word stands that told it."""
    said = name.strip().casefold()
    if said in _WHOLE_NAMES:
        return _WHOLE_NAMES[said], 0
    found = ((area, rank) for area, words in _AREA_WORDS for rank, word in enumerate(words) if word in said)
    return next(found, (Area.OTHER, 0))


def _prominence(subject: Subject) -> tuple[bool, int, str]:
    """Order the subjects of an area: the one called as the area usually is comes first."""
    area, rank = _guess(subject.id)
    return area is not subject.area, rank, subject.id
