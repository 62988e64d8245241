"""What a school is taken for where its workbook does not say."""

import pytest

from scheduler.school import Area, Stage, Subject
from scheduler.school.defaults import (
    DEFAULT_CURRICULUM,
    DEFAULT_SUBJECTS,
    SPELLINGS,
    default_lessons,
    default_schedule,
    guess_area,
    tells_area,
)
from scheduler.school.standard import TOTAL_LESSONS, requirements_of


@pytest.mark.parametrize(
    ("names", "area"),
    [
        ("语文 书法 写字 Chinese", Area.CHINESE),
        ("数学 maths", Area.MATHS),
        ("英语 外语 日语 法语 English 英语阅读", Area.FOREIGN),
        ("道德与法治 道法 政治 品德与社会 思政", Area.MORALITY),
        ("体育 体育与健康 体健 PE 健康教育 体锻", Area.PE),
        ("体育活动 体育活动课 体活 体育锻炼课 阳光体育 体育大活动", Area.SPORT_ACTIVITY),
        ("信息 信息技术 信息科技 IT", Area.IT),
        ("班会 班队 队会 主题班会 少先队活动", Area.CLASS_MEETING),
        ("心理 心理健康 校本 校本课程 地方 阅读", Area.LOCAL),
        ("升旗 升旗仪式 大课间 大课间活动 活动 社团 自习", Area.ACTIVITY),
        ("综合实践 综合实践活动 综合", Area.PRACTICE),
        ("劳动 劳技 劳动教育", Area.LABOUR),
        ("科学", Area.SCIENCE),
        ("音乐 唱游", Area.MUSIC),
        ("美术 艺术", Area.ART),
        ("生物 生物学", Area.BIOLOGY),
        ("物理", Area.PHYSICS),
        ("化学", Area.CHEMISTRY),
        ("历史", Area.HISTORY),
        ("地理", Area.GEOGRAPHY),
        ("围棋", Area.OTHER),
    ],
)
def test_names_tell_their_area(names: str, area: Area) -> None:
    assert {name: guess_area(name) for name in names.split()} == dict.fromkeys(names.split(), area)


def test_every_usual_spelling_is_a_subject_for_sure() -> None:
    assert [name for names in SPELLINGS for name in names if not tells_area(name)] == []
    assert not tells_area("围棋")
    assert not tells_area("")


def test_the_default_curriculum_meets_the_standard() -> None:
    area_of = {subject.id: subject.area for subject in DEFAULT_SUBJECTS}
    for grade, total in TOTAL_LESSONS.items():
        items = [item for item in DEFAULT_CURRICULUM if item.grade == grade]
        assert sum(item.lessons for item in items) == total
        for requirement in requirements_of(grade):
            assert sum(i.lessons for i in items if area_of[i.subject] in requirement.areas) >= requirement.lessons


@pytest.mark.parametrize(("stage", "lessons", "minutes"), [("primary", 6, 40), ("junior", 7, 45), ("senior", 9, 40)])
def test_the_usual_day_of_a_stage(stage: str, lessons: int, minutes: int) -> None:
    schedule = default_schedule(Stage(stage), "作息")
    held = [schedule.periods[number] for number in schedule.lesson_periods]
    assert [period.minutes for period in held] == [minutes] * lessons
    assert schedule.id == "作息"


def subjects(names: str) -> list[Subject]:
    return [Subject(id=name, area=guess_area(name)) for name in names.split()]


@pytest.mark.parametrize(
    ("grade", "names", "lessons"),
    [
        (3, "语文 书法 数学", [6, 1, 4]),
        (3, "书法 语文", [1, 6]),
        (3, "艺术", [4]),
        (3, "艺术 音乐", [2, 2]),
        (7, "艺术 科学", [2, 2]),
        (8, "科学", [4]),
        (9, "物理 化学", [4, 3]),
        (9, "科学", [7]),
        (1, "英语 心理 围棋 升旗", [1, 1, 1, 1]),
    ],
)
def test_default_lessons_share_those_of_the_area(grade: int, names: str, lessons: list[int]) -> None:
    taught = subjects(names)
    assert [default_lessons(grade, subject, taught) for subject in taught] == lessons


def test_senior_grades_have_no_default_lessons() -> None:
    assert default_lessons(10, subjects("语文")[0], ()) is None
