"""The subjects of a sample school and how many lessons a week each grade has of them: 26, 30 or 34 in all."""

from __future__ import annotations

from scheduler.school import Area, CurriculumItem, Subject
from scheduler.school.defaults import DEFAULT_LESSONS, usual_lessons

CHINESE, MATHS, ENGLISH, MORALITY = "语文", "数学", "英语", "道德与法治"
SCIENCE, HISTORY, GEOGRAPHY, BIOLOGY, PHYSICS, CHEMISTRY = "科学", "历史", "地理", "生物", "物理", "化学"
IT, PE, SPORT_ACTIVITY, MUSIC, ART = "信息科技", "体育与健康", "体育活动", "音乐", "美术"
LABOUR, PRACTICE, CLASS_MEETING, LOCAL, FLAG = "劳动", "综合实践", "班队", "校本", "升旗"

SPORTS_GROUND, MUSIC_ROOM, ART_ROOM, COMPUTER_ROOM, HALL = "运动场", "音乐教室", "美术教室", "计算机教室", "报告厅"
SCIENCE_LAB, BIOLOGY_LAB, PHYSICS_LAB, CHEMISTRY_LAB = "科学实验室", "生物实验室", "物理实验室", "化学实验室"

SUBJECTS = (
    Subject(id=MORALITY, area=Area.MORALITY, short="道法"),
    Subject(id=CHINESE, area=Area.CHINESE, short="语"),
    Subject(id=MATHS, area=Area.MATHS, short="数"),
    Subject(id=ENGLISH, area=Area.FOREIGN, short="英"),
    Subject(id=SCIENCE, area=Area.SCIENCE, short="科", venue_kind=SCIENCE_LAB),
    Subject(id=HISTORY, area=Area.HISTORY, short="史"),
    Subject(id=GEOGRAPHY, area=Area.GEOGRAPHY, short="地"),
    Subject(id=BIOLOGY, area=Area.BIOLOGY, short="生", venue_kind=BIOLOGY_LAB),
    Subject(id=PHYSICS, area=Area.PHYSICS, short="物", venue_kind=PHYSICS_LAB),
    Subject(id=CHEMISTRY, area=Area.CHEMISTRY, short="化", venue_kind=CHEMISTRY_LAB),
    Subject(id=IT, area=Area.IT, short="信息", venue_kind=COMPUTER_ROOM),
    Subject(id=PE, area=Area.PE, short="体", venue_kind=SPORTS_GROUND),
    Subject(id=SPORT_ACTIVITY, area=Area.SPORT_ACTIVITY, short="体活", venue_kind=SPORTS_GROUND),
    Subject(id=MUSIC, area=Area.MUSIC, short="音", venue_kind=MUSIC_ROOM),
    Subject(id=ART, area=Area.ART, short="美", venue_kind=ART_ROOM),
    Subject(id=LABOUR, area=Area.LABOUR, short="劳"),
    Subject(id=PRACTICE, area=Area.PRACTICE, short="综合"),
    Subject(id=CLASS_MEETING, area=Area.CLASS_MEETING, short="班队"),
    Subject(id=LOCAL, area=Area.LOCAL, short="校本"),
    Subject(id=FLAG, area=Area.ACTIVITY, short="升旗"),
)

LESSONS = DEFAULT_LESSONS


def lessons(grade: int, subject: str, year: int) -> int:
    """Return the lessons a week of a subject in a grade, 1 to 9, in a school year; 0 where it is not taught."""
    table = usual_lessons(year)
    return table[subject][grade - 1] if subject in table else 0


def curriculum_of(grades: tuple[int, ...], year: int) -> tuple[CurriculumItem, ...]:
    """Return the curriculum of some grades in a school year, without the subjects that they do not have."""
    return tuple(
        CurriculumItem(grade=grade, subject=subject, lessons=count)
        for grade in grades
        for subject in LESSONS
        if (count := lessons(grade, subject, year))
    )


def subjects_of(grades: tuple[int, ...], year: int) -> tuple[Subject, ...]:
    """Return the subjects taught in some grades; the flag ceremony takes a lesson slot in the junior grades alone."""
    taught = {subject for subject in LESSONS if any(lessons(grade, subject, year) for grade in grades)}
    if any(grade >= 7 for grade in grades):
        taught.add(FLAG)
    return tuple(subject for subject in SUBJECTS if subject.id in taught)
