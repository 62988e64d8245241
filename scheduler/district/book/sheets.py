"""The sheets of the bureau's report about lessons and service, a school a row, by what they ask of a school."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from scheduler.district.book.page import NOTHING, Clock, Figure, Known, Total
from scheduler.district.book.values import NONE, grade_text, listed, of, where
from scheduler.district.figures import GradeHours, GradeService, GradeSport, Protected
from scheduler.district.report import SchoolEntry
from scheduler.district.service import kind_names
from scheduler.district.summary import SchoolSummary
from scheduler.text import Text

YES, NO, NOT_ALL = Text("是", "yes"), Text("否", "no"), Text("没全读懂", "not all understood")


# 各校总览.


def _broken(school: SchoolEntry) -> int | None:
    return None if school.broken is None else len(school.broken)


def _compliant(school: SchoolEntry) -> Text | None:
    if school.judged is None:
        return None
    return NOT_ALL if school.judged.compliant is None else YES if school.judged.compliant else NO


SCHOOLS = (
    Figure(Text("班级", "Classes"), 9, of(lambda s: s, lambda s: s.classes), total=Total.SUM),
    Figure(Text("学生", "Pupils"), 8, of(lambda s: s, lambda s: s.pupils), total=Total.SUM),
    Figure(Text("教职工", "Staff"), 8, of(lambda s: s, lambda s: s.staff), total=Total.SUM),
    Figure(Text("合规", "Compliant"), 10.5, _compliant, lambda s: s.judged is not None and s.judged.compliant is False),
    Figure(Text("违反条款", "Articles broken"), 9, _broken, lambda s: bool(_broken(s)), Total.SUM),
    Figure(
        Text("违反学校硬性要求（处）", "Own hard rules broken"),
        12,
        of(lambda s: s.hard, lambda hard: hard),
        where(lambda s: s.hard, bool),
        Total.SUM,
    ),
    Figure(Text("扣分", "Cost"), 8, of(lambda s: s.cost, lambda cost: cost)),
    Figure(
        Text("已证明下限", "Proven bound"), 10, lambda s: s.bound if s.bound is not None else Text("未证明", "none")
    ),
    Figure(
        Text("违反了什么", "What is broken"),
        52,
        lambda s: None if s.broken is None else listed(Text(_first(a.rules).zh, _first(a.rules).en) for a in s.broken),
        lambda s: bool(s.broken),
    ),
)


def _first(texts: Sequence[Text]) -> Text:
    return texts[0] if texts else NOTHING


# 课时与体育.


def _below(hours: tuple[GradeHours, ...]) -> list[Text]:
    """Return where classes have less of an area than the standard."""
    return [
        Text(
            f"{grade_text(each.grade).zh}{area.name.zh} {area.least:g}/{area.asked}（{area.short} 个班）",
            f"{grade_text(each.grade).en} {area.name.en} {area.least:g}/{area.asked} ({area.short})",
        )
        for each in hours
        for area in each.areas
        if area.short
    ]


def _totals(hours: tuple[GradeHours, ...]) -> list[Text]:
    """Return the grades whose lessons a week are not those of the standard."""
    return [
        Text(
            f"{grade_text(each.grade).zh} {_span(each)}，标准 {each.asked}",
            f"{grade_text(each.grade).en} {_span(each)}, standard {each.asked}",
        )
        for each in hours
        if each.asked is not None and (each.least != each.asked or each.most != each.asked)
    ]


def _span(hours: GradeHours) -> str:
    return f"{hours.least:g}" if hours.least == hours.most else f"{hours.least:g}–{hours.most:g}"


def _protected(part: Callable[[Protected], float]) -> Callable[[tuple[Protected, ...]], Known]:
    return lambda areas: round(sum(part(area) for area in areas), 2)


def _displaced(areas: tuple[Protected, ...]) -> float:
    return round(sum(max(0.0, area.due - area.held) for area in areas), 2)


def _sport(part: Callable[[GradeSport], float]) -> Callable[[tuple[GradeSport, ...]], Known]:
    return lambda grades: min((part(grade) for grade in grades), default=0)


def _short(grades: Iterable[GradeSport | GradeService]) -> bool:
    """Tell whether some grade has fewer minutes than its place asks."""
    return any(grade.asked is not None and grade.minutes < grade.asked for grade in grades)


HOURS = (
    Figure(
        Text("低于国家课时（最少节数/标准）", "Below the standard (least/standard)"),
        40,
        of(lambda s: s.hours, lambda hours: listed(_below(hours))),
        where(lambda s: s.hours, lambda hours: bool(_below(hours))),
    ),
    Figure(
        Text("周课时与标准不同的年级", "Totals that differ"),
        34,
        of(lambda s: s.hours, lambda hours: listed(_totals(hours))),
        where(lambda s: s.hours, lambda hours: any(h.asked is not None and h.most > h.asked for h in hours)),
    ),
    Figure(
        Text("体音美劳等应上（班·节）", "Protected, due"),
        11,
        of(lambda s: s.protected, _protected(lambda area: area.due)),
        total=Total.SUM,
    ),
    Figure(Text("实排", "Held"), 9, of(lambda s: s.protected, _protected(lambda area: area.held)), total=Total.SUM),
    Figure(
        Text("被挤占", "Displaced"),
        9,
        of(lambda s: s.protected, _displaced),
        where(lambda s: s.protected, lambda areas: _displaced(areas) > 0),
        Total.SUM,
    ),
    Figure(
        Text("体育类课每周最少节", "Sport lessons, least"),
        10,
        of(lambda s: s.sport, _sport(lambda grade: grade.lessons)),
        total=Total.LEAST,
    ),
    Figure(
        Text("有体育类课的天数最少", "Days with sport, least"),
        10,
        of(lambda s: s.sport, _sport(lambda grade: grade.days)),
        total=Total.LEAST,
    ),
    Figure(
        Text("体育活动最少一天（分钟）", "Sport on the least day (min)"),
        12,
        of(lambda s: s.sport, _sport(lambda grade: grade.minutes)),
        where(lambda s: s.sport, lambda grades: any(g.asked is not None and g.minutes < g.asked for g in grades)),
        Total.LEAST,
    ),
)


# 课后服务.

Grades = tuple[GradeService, ...]


def _least(part: Callable[[GradeService], int]) -> Callable[[Grades], Known]:
    return lambda grades: min((part(grade) for grade in grades), default=0)


def _clock(part: Callable[[GradeService], int | None], pick: Callable[[list[int]], int]) -> Callable[[Grades], Known]:
    def found(grades: Grades) -> Known:
        times = [minute for minute in map(part, grades) if minute is not None]
        return Clock(pick(times)) if times else NONE

    return found


def _some(grades: Grades) -> Grades | None:
    """Return the grades in service; a school without any has no least of them."""
    return grades or None


def _offered(grades: Grades) -> Text:
    fewest = min(grades, key=lambda grade: len(grade.week))
    kinds, name = kind_names(fewest.week), grade_text(fewest.grade)
    return Text(f"{kinds.zh or '无'}（{name.zh}）", f"{kinds.en or 'none'} ({name.en})")


def _services(school: SchoolSummary) -> Grades | None:
    return None if school.service is None else _some(school.service)


SERVICE = (
    Figure(
        Text("参加学生", "Pupils in service"),
        10,
        of(lambda s: s.service, lambda grades: sum(grade.enrolled for grade in grades)),
        total=Total.SUM,
    ),
    Figure(
        Text("参加比例", "Share"),
        9,
        of(_services, lambda grades: sum(g.enrolled for g in grades) / max(1, sum(g.pupils for g in grades))),
        percent=True,
    ),
    Figure(
        Text("每周天数，最少年级", "Days a week, least"),
        10,
        of(_services, _least(lambda grade: grade.days)),
        where(_services, lambda grades: min(grade.days for grade in grades) < 5),
        Total.LEAST,
    ),
    Figure(
        Text("每天分钟，最少一天", "Minutes on the least day"),
        10,
        of(_services, _least(lambda grade: grade.minutes)),
        where(_services, _short),
        Total.LEAST,
    ),
    Figure(
        Text("N：每天可选类别，最少", "Kinds a day, least"),
        10,
        of(_services, _least(lambda grade: grade.kinds)),
        where(_services, lambda grades: not min(grade.kinds for grade in grades)),
        Total.LEAST,
    ),
    Figure(
        Text("N：每周类别，最少", "Kinds a week, least"),
        9,
        of(_services, _least(lambda grade: len(grade.week))),
        total=Total.LEAST,
    ),
    Figure(Text("N：类别最少的年级有什么", "What the least grade is offered"), 42, of(_services, _offered)),
    Figure(Text("服务最早结束", "Ends, earliest"), 9, of(_services, _clock(lambda grade: grade.ends, min)), total=None),
    Figure(Text("晚自习最晚结束", "Evening ends, latest"), 9, of(_services, _clock(lambda grade: grade.evening, max))),
    Figure(Text("托管最晚结束", "Care ends, latest"), 9, of(_services, _clock(lambda grade: grade.care, max))),
)
