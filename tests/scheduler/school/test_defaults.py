"""What a school is taken for where its workbook does not say."""

from itertools import pairwise

import pytest

from constraints.curriculum.standard import requirements_of, total_lessons
from constraints.places.law import law
from scheduler.school import SPORT_AREAS, Area, PeriodKind, Stage, Subject
from scheduler.school.defaults import (
    DEFAULT_CURRICULUM,
    DEFAULT_SUBJECTS,
    SPELLINGS,
    default_lessons,
    default_schedule,
    guess_area,
    tells_area,
)


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
    for grade in range(1, 10):
        items = [item for item in DEFAULT_CURRICULUM if item.grade == grade]
        assert sum(item.lessons for item in items) == total_lessons(law(), grade)
        for requirement in requirements_of(law(), grade):
            assert sum(i.lessons for i in items if area_of[i.subject] in requirement.areas) >= requirement.lessons


# 义务教育课程方案 (2022), percent of the nine years; the lessons of 体育活动 are of the time of the last.
SHARES = (
    (6, 8, {Area.MORALITY}),
    (20, 22, {Area.CHINESE}),
    (13, 15, {Area.MATHS}),
    (6, 8, {Area.FOREIGN}),
    (3, 4, {Area.HISTORY, Area.GEOGRAPHY}),
    (8, 10, {Area.SCIENCE, Area.BIOLOGY, Area.PHYSICS, Area.CHEMISTRY}),
    (1, 3, {Area.IT}),
    (10, 11, {Area.PE}),
    (9, 11, {Area.MUSIC, Area.ART}),
    (14, 18, {Area.LABOUR, Area.PRACTICE, Area.CLASS_MEETING, Area.LOCAL, Area.SPORT_ACTIVITY}),
)


def test_each_area_has_its_share_of_the_nine_years() -> None:
    weeks = {grade: 33 if grade == 9 else 35 for grade in range(1, 10)}
    area_of = {subject.id: subject.area for subject in DEFAULT_SUBJECTS}
    hours = [(area_of[item.subject], item.lessons * weeks[item.grade]) for item in DEFAULT_CURRICULUM]
    assert sum(lessons for _, lessons in hours) == 9522
    for least, most, areas in SHARES:
        share = sum(lessons for area, lessons in hours if area in areas) / 95.22
        assert least <= share <= most, areas


def test_there_is_a_sport_lesson_for_each_day() -> None:
    sport = [subject.id for subject in DEFAULT_SUBJECTS if subject.area in SPORT_AREAS]
    for grade in range(1, 10):
        assert sum(item.lessons for item in DEFAULT_CURRICULUM if item.grade == grade and item.subject in sport) == 5


@pytest.mark.parametrize(("stage", "begins"), [(Stage.PRIMARY, 8 * 60 + 20), (Stage.JUNIOR, 8 * 60)])
def test_the_usual_day_of_2026_has_long_breaks_and_two_big_ones(stage: Stage, begins: int) -> None:
    day = default_schedule(stage, "作息")
    held = [day.periods[number] for number in day.lesson_periods]
    gaps = [
        later.start - earlier.end
        for earlier, later in pairwise(held)
        if earlier.start > day.noon or later.end < day.noon
    ]
    big = [(day.part(i), p.minutes) for i, p in enumerate(day.periods) if p.kind is PeriodKind.BIG_BREAK]
    service = [p for p in day.periods if p.kind is PeriodKind.SERVICE]
    noon = next(p for p in day.periods if p.kind is PeriodKind.NOON)
    assert held[0].start == begins and min(gaps) == 15 and big == [(0, 30), (1, 30)] and noon.minutes >= 60
    assert (
        sum(p.minutes for p in service) >= 120 and service[0].start >= held[-1].end and service[-1].end >= 17 * 60 + 30
    )
    assert (
        sum(p.minutes for p in day.periods if p.kind is PeriodKind.BIG_BREAK) + held[0].minutes + service[0].minutes
        >= 120
    )
    assert day.periods[-1].end <= 20 * 60


@pytest.mark.parametrize("stage", [Stage.PRIMARY, Stage.JUNIOR])
def test_the_day_ends_when_it_did_in_2021(stage: Stage) -> None:
    now, then = default_schedule(stage, "作息"), default_schedule(stage, "作息", year=2021)
    assert default_schedule(stage, "作息", year=2025) == then
    assert now.periods[-1] == then.periods[-1] and len(now.lesson_periods) == len(then.lesson_periods)
    assert now.periods[now.lesson_periods[-1]] == then.periods[then.lesson_periods[-1]]


@pytest.mark.parametrize(("lessons", "morning"), [(7, 5), (6, 5), (8, 5), (4, 4)])
def test_a_longer_morning_leaves_an_hour_at_noon(lessons: int, morning: int) -> None:
    for stage in (Stage.PRIMARY, Stage.JUNIOR):
        day = default_schedule(stage, "作息", lessons, morning=morning)
        noon = next(p for p in day.periods if p.kind is PeriodKind.NOON)
        assert len(day.lesson_periods) == lessons and noon.minutes >= (60 if lessons - morning < 3 else 45)


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
