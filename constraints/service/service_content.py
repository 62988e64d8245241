"""What pupils do in service is of the allowed kinds and never a lesson: no new lessons, no collective make-up lessons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.grade_service import PURSUITS
from constraints.service.serving import check_sessions
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import (
    AREA_NAMES,
    CONTENT_NAMES,
    STATION_NAMES,
    WITH_PUPILS,
    Area,
    Content,
    Grouping,
    School,
    Slot,
    Station,
    StationKind,
    Subject,
)
from scheduler.text import Text

_STUDY = frozenset({Content.HOMEWORK, Content.TUTORING, Content.SELF_STUDY, Content.READING})
ALLOWED: dict[StationKind, frozenset[Content]] = {
    StationKind.HOMEWORK: _STUDY,
    StationKind.TUTORING: _STUDY,
    StationKind.EVENING_STUDY: _STUDY,
    StationKind.ACTIVITY: PURSUITS,
    StationKind.CLUB: PURSUITS,
    StationKind.WEEKEND_CARE: PURSUITS,
    StationKind.EXTENDED_CARE: frozenset(Content),
}
# What a name says of a lesson, signs and spaces left out. 创新课, 新课标书目 and 演讲课 are none.
NEW_LESSONS = re.compile(
    r"(?<![创革])新(课(?!标|程标)|授)|(?<![演宣])讲课|讲新知|超前|提前学|预习新|赶进度|赶课|复习课|习题课|讲评课|刷题"
    r"|newlesson"
)
MAKE_UP_LESSONS = re.compile(
    r"补课|补习[课班]|(集体|统一)补[习差]|(培优|提优|补差|拔尖|尖子).{0,3}[课班]|(小升初|中考|高考|升学)冲刺|makeuplesson"
)
# A club may be called 体育, 音乐, 美术 or 劳动: these are pursuits. These areas are taught in lessons.
LESSON_AREAS = frozenset(
    {
        Area.MORALITY,
        Area.CHINESE,
        Area.MATHS,
        Area.FOREIGN,
        Area.HISTORY,
        Area.GEOGRAPHY,
        Area.SCIENCE,
        Area.BIOLOGY,
        Area.PHYSICS,
        Area.CHEMISTRY,
        Area.IT,
    }
)
OTHER_NAMES = ("英语", "道法", "品德", "思品", "政治", "信息技术")
_BEFORE = r"([一二三四五六七八九1-9低中高]年级|[低中高]段|初[一二三]|小学|初中|同步|基础)*"
_AFTER = r"((同步|基础|提高|强化|专题|辅导|培优|[0-9a-z一二三四五六])*(课堂|课程?|教学|班)|[0-9a-z一二三四五六]){0,2}"


def content_fault(name: str, subjects: Iterable[Subject] = ()) -> Text | None:
    """Return why a club, a stage or a session must not be called so, None where it may; `subjects` are those of the school."""
    bare = _bare(name)
    if NEW_LESSONS.search(bare):
        return Text(
            f"“{name}”是上课、讲新课，课后服务不得讲新课", f"“{name}” is a lesson: service holds no new lessons"
        )
    if MAKE_UP_LESSONS.search(bare):
        return Text(f"“{name}”是集体补课，不得组织", f"“{name}” is a collective make-up lesson, which is not allowed")
    known = {AREA_NAMES[area].zh for area in LESSON_AREAS} | set(OTHER_NAMES)
    known |= {subject.id for subject in subjects if subject.area in LESSON_AREAS}
    if _lesson_names(frozenset(known)).fullmatch(bare):
        return Text(f"“{name}”是课表里的课程，不得当作课后服务", f"“{name}” is a course of the timetable, not service")
    return None


def kind_fault(kind: StationKind, content: Content, day: int) -> Text | None:
    """Return why a content does not fit a kind of station on a day, None where it does; weekends are for pursuits alone."""
    if content in (ALLOWED[kind] if day <= 5 else PURSUITS):
        return None
    what, where = CONTENT_NAMES[content], STATION_NAMES[kind] if day <= 5 else Text("周末托管", "the weekend")
    return Text(f"“{what.zh}”不是{where.zh}的内容", f"{what.en} is no content of {where.en}")


def station_fault(school: School, station: Station, slot: Slot) -> Text | None:
    """Return why a station must not be held at a slot by the school's own data, None where it may."""
    for name in _names(school, station, slot):
        fault = content_fault(name, school.subjects)
        if fault is not None:
            return fault
    content = station.contents.get(slot)
    return None if content is None else kind_fault(station.kind, content, slot.day)


def _names(school: School, station: Station, slot: Slot) -> Iterator[str]:
    """Yield what a station is called: the club and the stage that splits into clubs then, or the stage."""
    if station.club is None:
        yield station.stage or station.title
        return
    yield station.club
    splitting = [stage for stage in school.stages if stage.grouping is Grouping.CLUBS]
    for stage in splitting:
        if slot in school.service.stage_slots[stage.id] and set(stage.grades) & set(station.grades):
            yield stage.id


@lru_cache(maxsize=16)
def _lesson_names(courses: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of what lessons of some courses are called."""
    taught = "|".join(re.escape(_bare(each)) for each in sorted(courses) if _bare(each))
    return re.compile(f"{_BEFORE}({taught}){_AFTER}")


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that nothing is held that is a lesson or of a kind that is not allowed."""
    for each in variables.school.service.stations.values():
        for slot, held in variables.service.held(each.id).items() if each.kind in WITH_PUPILS else ():
            if station_fault(variables.school, each, slot) is not None:
                poster.require(held == 0, station_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session that is a lesson or of a kind that is not allowed; the amount is 1 for each."""
    return check_sessions(view, WITH_PUPILS, _fault)


def _fault(school: School, station: Station, session: ServiceSession) -> tuple[int, Text] | None:
    """Return what is wrong with a session, by the school's data or by what the plan says that pupils do there."""
    fault = station_fault(school, station, session.slot)
    if fault is None and session.title:
        fault = content_fault(session.title, school.subjects)
    return None if fault is None else (1, fault)


RULE = Rule(
    id="service_content",
    title=Text("服务内容合规", "Service is no lesson"),
    words=Text(
        "课后服务做作业辅导、答疑、自习、阅读、科普、文体、艺术、劳动、兴趣小组、社团、游戏，内容与时段性质相符；"
        "名称和内容不得是讲新课、集体补课或课表里的文化课；周末只安排素质拓展。",
        "Service is homework, tutoring, self-study, reading, science, sport, art, labour, interest groups, clubs and games, "
        "as fits the kind of stage; never a new lesson, a collective make-up lesson or a course of the timetable by name; "
        "weekends are for pursuits beside the lessons.",
    ),
    level=Level.REGULATION,
    article="service_content",
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
)
