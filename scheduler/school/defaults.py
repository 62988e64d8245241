"""What a school is taken for where its workbook does not say: a usual day, the usual subjects and their lessons a week.

The lessons stand inside the totals and minima of 义务教育课程方案 (2022) and 河南省义务教育课程实施办法（试行）(2023); the integers are
this project's choice. Grades 10 to 12 have no default lessons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.school.bell import AFTER_SCHOOL, ALTERNATING, BellSchedule, Period, PeriodKind, Week
from scheduler.school.curriculum import Area, CurriculumItem, Subject
from scheduler.school.people import Stage

_PRIMARY_DAY = """
晨读 morning_reading 08:05 08:18
第1节 lesson 08:20 09:00
第2节 lesson 09:10 09:50
大课间 big_break 09:50 10:20
第3节 lesson 10:20 11:00
第4节 lesson 11:10 11:50
午间 noon 11:50 14:00
第5节 lesson 14:10 14:50
第6节 lesson 15:00 15:40
课后服务1 service 15:50 16:50
课后服务2 service 17:00 18:00
延时托管 extended_care 18:00 18:30
"""
_JUNIOR_DAY = """
晨读 morning_reading 07:45 07:58
第1节 lesson 08:00 08:45
第2节 lesson 08:55 09:40
大课间 big_break 09:40 10:10
第3节 lesson 10:10 10:55
第4节 lesson 11:05 11:50
午间 noon 11:50 13:40
午自习 self_study 13:45 14:10
第5节 lesson 14:20 15:05
第6节 lesson 15:15 16:00
第7节 lesson 16:10 16:55
课后服务1 service 17:10 18:10
课后服务2 service 18:10 19:10
晚自习 evening_study 19:15 20:00
"""
_SENIOR_DAY = """
早读 morning_reading 07:20 07:50
第1节 lesson 08:00 08:40
第2节 lesson 08:50 09:30
大课间 big_break 09:30 10:00
第3节 lesson 10:00 10:40
第4节 lesson 10:50 11:30
第5节 lesson 11:40 12:20
午间 noon 12:20 14:00
第6节 lesson 14:10 14:50
第7节 lesson 15:00 15:40
第8节 lesson 15:50 16:30
第9节 lesson 16:40 17:20
晚自习1 evening_study 19:00 20:00
晚自习2 evening_study 20:10 21:10
"""
_RECESS = 10
WORKDAYS = (1, 2, 3, 4, 5)
WORKWEEK = dict.fromkeys(WORKDAYS, Week.EVERY)
MOST_LESSONS = 12
_DAYS = {Stage.PRIMARY: _PRIMARY_DAY, Stage.JUNIOR: _JUNIOR_DAY, Stage.SENIOR: _SENIOR_DAY}


def default_schedule(
    stage: Stage, schedule_id: str, lessons: int = 0, days: Mapping[int, Week] = WORKWEEK, morning: int = 0
) -> BellSchedule:
    """Return the usual day of a stage under a name: 6 lessons of 40, 7 of 45 or 9 of 40 minutes, Monday to Friday.

    Where `lessons` are told the day has as many, `morning` of them before noon, and further ones in place of what usually
    follows. After-school service is on workdays, also where lessons are held on other `days`; what is held on a day of odd or
    even weeks alone is what can be.
    """
    lines = [line.split() for line in _DAYS[stage].split("\n") if line]
    periods = [
        Period(name=name, kind=PeriodKind(kind), start=_minutes(start), end=_minutes(end)).held_on(
            _days(PeriodKind(kind), days)
        )
        for name, kind, start, end in lines
    ]
    noon = next(period for period in periods if period.kind is PeriodKind.NOON)
    parts = [
        [period for period in periods if period.kind is PeriodKind.LESSON and (period.start > noon.start) == late]
        for late in (False, True)
    ]
    wanted = min(lessons or sum(map(len, parts)), MOST_LESSONS)
    before = min(morning or len(parts[0]), wanted)
    held = [_lessons(part, number) for part, number in zip(parts, (before, wanted - before), strict=True)]
    numbered = [p.model_copy(update={"name": f"第{n}节"}) for n, p in enumerate([*held[0], *held[1]], 1)]
    breaks = [p.end for p in periods if p.kind is PeriodKind.BIG_BREAK and p.start < noon.start]
    noon = noon.model_copy(update={"start": max(held[0][-1].end, *breaks)})
    others = [noon if p.kind is PeriodKind.NOON else p for p in periods if p.kind is not PeriodKind.LESSON]
    kept = [p for p in others if not any(p.start < lesson.end and lesson.start < p.end for lesson in numbered)]
    return BellSchedule(id=schedule_id, periods=tuple(sorted([*kept, *numbered], key=lambda period: period.start)))


def _days(kind: PeriodKind, days: Mapping[int, Week]) -> Mapping[int, Week]:
    """Return the days of a kind of period in a week."""
    if kind in AFTER_SCHOOL:
        return WORKWEEK
    return {day: week for day, week in days.items() if week is Week.EVERY or kind in ALTERNATING}


def _lessons(usual: list[Period], number: int) -> list[Period]:
    """Return as many lessons of a half of the day: the first of the usual ones, further ones after a recess each."""
    found = usual[:number]
    while len(found) < number:
        start = found[-1].end + _RECESS
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
    Subject(id="音乐", area=Area.MUSIC, short="音", venue_kind="音乐教室"),
    Subject(id="美术", area=Area.ART, short="美", venue_kind="美术教室"),
    Subject(id="劳动", area=Area.LABOUR, short="劳"),
    Subject(id="综合实践", area=Area.PRACTICE, short="综合"),
    Subject(id="班队", area=Area.CLASS_MEETING, short="班队"),
    Subject(id="校本", area=Area.LOCAL, short="校本"),
)

# Lessons a week in grades 1 to 9.
DEFAULT_LESSONS: dict[str, tuple[int, ...]] = {
    "道德与法治": (2, 2, 2, 2, 2, 2, 2, 2, 2),
    "语文": (8, 8, 7, 7, 6, 6, 6, 5, 5),
    "数学": (4, 4, 4, 4, 5, 5, 5, 5, 5),
    "英语": (0, 0, 3, 3, 3, 3, 5, 5, 5),
    "科学": (1, 1, 2, 2, 2, 2, 0, 0, 0),
    "历史": (0, 0, 0, 0, 0, 0, 2, 2, 2),
    "地理": (0, 0, 0, 0, 0, 0, 2, 2, 0),
    "生物": (0, 0, 0, 0, 0, 0, 2, 2, 0),
    "物理": (0, 0, 0, 0, 0, 0, 0, 2, 4),
    "化学": (0, 0, 0, 0, 0, 0, 0, 0, 3),
    "信息科技": (0, 0, 1, 1, 1, 1, 1, 1, 0),
    "体育与健康": (4, 4, 3, 3, 3, 3, 3, 3, 3),
    "音乐": (2, 2, 2, 2, 2, 2, 1, 1, 1),
    "美术": (2, 2, 2, 2, 2, 2, 1, 1, 1),
    "劳动": (1, 1, 1, 1, 1, 1, 1, 1, 1),
    "综合实践": (0, 0, 1, 1, 1, 1, 1, 1, 1),
    "班队": (1, 1, 1, 1, 1, 1, 1, 1, 1),
    "校本": (1, 1, 1, 1, 1, 1, 1, 0, 0),
}

DEFAULT_CURRICULUM = tuple(
    CurriculumItem(grade=grade, subject=subject, lessons=count)
    for grade in range(1, 10)
    for subject, counts in DEFAULT_LESSONS.items()
    if (count := counts[grade - 1])
)
_BY_AREA = {
    (grade, subject.area): DEFAULT_LESSONS[subject.id][grade - 1]
    for subject in DEFAULT_SUBJECTS
    for grade in range(1, 10)
}
# A subject that stands for several areas where a class has none of them by itself.
_STANDS_FOR = {
    Area.ART: ("艺术", (Area.MUSIC,)),
    Area.SCIENCE: ("科学", (Area.BIOLOGY, Area.PHYSICS, Area.CHEMISTRY)),
}


def default_lessons(grade: int, subject: Subject, beside: Iterable[Subject]) -> int | None:
    """Return the usual lessons a week of a subject in a grade that has `beside` it the other subjects.

    Subjects of one area share its lessons: 书法 has one of 语文's. What the usual table does not have is taught once a
    week. None for grades 10 to 12.
    """
    if not 1 <= grade <= 9:
        return None
    alike = [other for other in beside if other.area is subject.area and other.id != subject.id]
    total = _BY_AREA.get((grade, subject.area), 0)
    word, areas = _STANDS_FOR.get(subject.area, ("", ()))
    if areas and word in subject.id:
        taught = {other.area for other in beside}
        total += sum(_BY_AREA[grade, area] for area in areas if area not in taught)
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
