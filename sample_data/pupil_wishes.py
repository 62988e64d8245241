"""Invented pupils of a sample school and what they wish: popular clubs and others (Zipf), friends, Fridays that few like."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.plan import Plan
from scheduler.school import School, SchoolClass
from scheduler.text import day_name
from scheduler.workbook.spelling import grades_text
from scheduler.workbook.spreadsheet import save_workbook, set_value
from scheduler.workbook.wish_sheets import LISTINGS, OFFERS, PUPILS, WISHES
from scheduler.workbook.wishes.offers import planned_days

PLACES, MINIMUM, WISHED = 26, 12, 5
CARE = 0.12  # of the pupils stay for extended care
FRIDAY, FRIDAY_SHARE = 5, 0.8  # of the pupils stay on Fridays
FRIDAY_LIKED, FOLLOWS = (
    0.45,
    0.3,
)  # how much a club loses by being on Friday; how often a pupil wishes as his friend does
ANSWERED, AGAIN = 0.97, 0.03  # answer at all; answer twice
POPULARITY = 0.9  # exponent of Zipf
OPENED = datetime.datetime(2026, 9, 3, 19, 0)
_FAMILY = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
_GIVEN = (
    "梓涵浩宇欣怡子轩诗琪雨桐俊杰思远佳宁一诺可馨宇航沐宸若汐芷晴奕辰语嫣睿嘉乐瑶博文梦洁承泽书瑾安然景行知夏云舒皓月"
)


class SamplePupil(NamedTuple):
    """A pupil with his number, whose class-mate he follows, and the clubs that he wishes, best first."""

    number: str
    name: str
    klass: SchoolClass
    stays_friday: bool
    wishes: tuple[str, ...]


def sample_pupils(school: School, days: Mapping[str, Sequence[int]], seed: int = 1) -> list[SamplePupil]:
    """Return the pupils of all classes; the same school and seed give the same pupils."""
    random = Random(seed)
    liked = _popularity(school, days, random)
    found: list[SamplePupil] = []
    for klass in school.classes:
        mates: list[SamplePupil] = []
        mine = {club.id: liked[club.id] for club in school.clubs if klass.grade in club.grades and days[club.id]}
        for number in range(1, klass.size + 1):
            friend = random.choice(mates) if mates and random.random() < FOLLOWS else None
            stays = random.random() < FRIDAY_SHARE
            wishes = friend.wishes if friend else _wishes(mine, random)
            identity = f"{2027 - klass.grade}{klass.number:02d}{number:02d}"
            mates.append(SamplePupil(identity, _name(random), klass, stays, wishes))
        found += mates
    return found


def _popularity(school: School, days: Mapping[str, Sequence[int]], random: Random) -> dict[str, float]:
    """Return how much each club is liked: by its place in a list that is shuffled once, and less on Fridays."""
    order = [club.id for club in school.clubs]
    random.shuffle(order)
    places = {club: 1 + index // 3 for index, club in enumerate(order)}  # each band of grades has a third of the clubs
    return {
        club: place**-POPULARITY * (FRIDAY_LIKED if set(days[club]) == {FRIDAY} else 1.0)
        for club, place in places.items()
    }


def _wishes(liked: Mapping[str, float], random: Random) -> tuple[str, ...]:
    """Draw some clubs one after the other, the liked ones sooner."""
    keys = {club: random.expovariate(1.0) / share for club, share in liked.items()}
    return tuple(sorted(keys, key=keys.__getitem__)[:WISHED])


def _name(random: Random) -> str:
    return random.choice(_FAMILY) + "".join(random.sample(_GIVEN, 2 if random.random() < 0.85 else 1))


def write_sample_wishes(school: School, plan: Plan, path: Path) -> None:
    """Write pupils, their answers as a form tool exports them, offers, promised places: what `paike clubs` reads."""
    random = Random(2)
    days = planned_days(school, plan)
    pupils = sample_pupils(school, days)
    book = Workbook()
    book.remove(book.worksheets[0])
    known = [
        [p.number, p.name, p.klass.id, None if p.stays_friday else "一至四", "是" if random.random() < CARE else None]
        for p in pupils
    ]
    _sheet(book, PUPILS.title.zh, ["学号", "姓名", "班级", "星期", "延时托管"], known)
    questions = [f"{number}、第{word}志愿" for number, word in enumerate("一二三四五", 4)]
    headings = ["序号", "提交答卷时间", "1、学号", "2、姓名", "3、班级", *questions]
    _sheet(book, WISHES.title.zh, headings, _answers(pupils, random))
    offered = [
        [club.id, "、".join(day_name(day).zh for day in days[club.id]), PLACES, MINIMUM, grades_text(club.grades)]
        for club in school.clubs
        if days[club.id]
    ]
    _sheet(book, OFFERS.title.zh, ["社团", "星期", "名额", "最少人数", "年级"], offered)
    _sheet(book, LISTINGS.title.zh, ["社团", "学号", "姓名", "班级", "类别"], _listings(school, pupils, days))
    save_workbook(book, path)


def _answers(pupils: Sequence[SamplePupil], random: Random) -> list[list[object]]:
    """Return a row for each answer in the order in which they came in; who answered twice comes again."""
    rows: list[list[object]] = []
    for pupil in pupils:
        if random.random() < ANSWERED:
            times = [random.expovariate(1 / 600.0)]
            if random.random() < AGAIN:
                times.insert(0, times[0] / 2)
            for turn, seconds in enumerate(times, 1):
                wishes = pupil.wishes if turn == len(times) else pupil.wishes[::-1]
                at = OPENED + datetime.timedelta(seconds=round(seconds))
                klass = f"{pupil.klass.grade}年级{pupil.klass.number}班" if random.random() < 0.3 else pupil.klass.id
                rows.append(
                    [at.isoformat(" "), pupil.number, pupil.name, klass, *wishes, *[None] * (WISHED - len(wishes))]
                )
    rows.sort(key=lambda row: str(row[0]))
    return [[number, *row] for number, row in enumerate(rows, 1)]


def _listings(school: School, pupils: Sequence[SamplePupil], days: Mapping[str, Sequence[int]]) -> list[list[object]]:
    """Return four promised places in the football club of each band of grades."""
    rows: list[list[object]] = []
    for club in school.clubs:
        if club.id.endswith("足球") and days[club.id]:
            able = [
                p for p in pupils if p.klass.grade in club.grades and (p.stays_friday or FRIDAY not in days[club.id])
            ]
            rows += [[club.id, p.number, p.name, p.klass.id, "校队"] for p in able[7::80][:4]]
    return rows


def _sheet(book: Workbook, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    sheet = book.create_sheet(title)
    for number, values in enumerate([headings, *rows], 1):
        for column, value in enumerate(values, 1):
            set_value(sheet.cell(number, column), value)  # type: ignore[arg-type]
    for letter in "ABCDEFGHIJ":
        sheet.column_dimensions[letter].width = 16
    sheet.freeze_panes = "A2"
