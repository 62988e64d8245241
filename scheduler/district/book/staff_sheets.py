"""The sheets of the bureau's report about people, a school a row: safety, flexible hours, staff."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.district.book.page import Figure, Known, Total
from scheduler.district.book.values import listed, of, where
from scheduler.district.figures import Adults, External, Flexible
from scheduler.district.report import SchoolEntry
from scheduler.district.summary import SchoolSummary
from scheduler.text import Text

SUBJECTS_SHOWN = 4


# 安全与外聘.


def _adults(part: Callable[[Adults], int]) -> Callable[[SchoolEntry], Known | None]:
    return of(lambda s: s.adults, part)


def _external(part: Callable[[External], int]) -> Callable[[SchoolEntry], Known | None]:
    return of(lambda s: s.external, part)


SAFETY = (
    Figure(Text("服务场次", "Sessions"), 10, _adults(lambda a: a.sessions), total=Total.SUM),
    Figure(Text("到岗人次", "Adults"), 10, _adults(lambda a: a.adults), total=Total.SUM),
    Figure(
        Text("缺人（人次）", "Adults lacking"),
        10,
        _adults(lambda a: a.lacking),
        where(lambda s: s.adults, lambda a: a.lacking > 0),
        Total.SUM,
    ),
    Figure(
        Text("巡查缺位（时段）", "Unpatrolled times"),
        10,
        _adults(lambda a: a.unpatrolled),
        where(lambda s: s.adults, lambda a: a.unpatrolled > 0),
        Total.SUM,
    ),
    Figure(Text("外聘人员", "From outside"), 10, _external(lambda e: e.people), total=Total.SUM),
    Figure(Text("上岗", "serving"), 8, _external(lambda e: e.serving), total=Total.SUM),
    Figure(Text("服务次数", "sessions"), 9, _external(lambda e: e.sessions), total=Total.SUM),
    Figure(
        Text("合同资质齐全", "in order"),
        9,
        _external(lambda e: e.faultless),
        where(lambda s: s.external, lambda e: e.faultless < e.people),
        Total.SUM,
    ),
    Figure(
        Text("合同资质的问题", "What their papers lack"),
        52,
        of(lambda s: s.external, lambda e: listed(e.faults)),
        where(lambda s: s.external, lambda e: bool(e.faults)),
    ),
)


# 弹性上下班.


def _flexible(part: Callable[[Flexible], float]) -> Callable[[SchoolEntry], Known | None]:
    return of(lambda s: s.flexible, part)


FLEXIBLE = (
    Figure(Text("可弹性的教师", "May have them"), 11, _flexible(lambda f: f.staff), total=Total.SUM),
    Figure(Text("本周用到的", "Have some"), 10, _flexible(lambda f: f.with_grant), total=Total.SUM),
    Figure(Text("晚到（次）", "Late starts"), 9, _flexible(lambda f: f.grants.get("late_start", 0)), total=Total.SUM),
    Figure(Text("早走（次）", "Early leaves"), 9, _flexible(lambda f: f.grants.get("early_leave", 0)), total=Total.SUM),
    Figure(
        Text("半天休（次）", "Half-days off"),
        10,
        _flexible(lambda f: f.grants.get("morning_off", 0) + f.grants.get("afternoon_off", 0)),
        total=Total.SUM,
    ),
    Figure(Text("合计（分钟）", "Minutes in all"), 11, _flexible(lambda f: f.minutes), total=Total.SUM),
    Figure(Text("人均（分钟）", "Mean (min)"), 10, _flexible(lambda f: f.granted.mean)),
    Figure(
        Text("服务超出应承担的极差（分钟）", "Range of service beyond the fair share (min)"),
        15,
        _flexible(lambda f: f.service.range),
        total=Total.MOST,
    ),
    Figure(
        Text("服务基尼系数", "Gini of service"), 10, _flexible(lambda f: round(f.service.gini, 3)), total=Total.MOST
    ),
    Figure(Text("支取极差（分钟）", "Range granted (min)"), 10, _flexible(lambda f: f.granted.range), total=Total.MOST),
    Figure(
        Text("结余极差（分钟）", "Range of balances (min)"), 10, _flexible(lambda f: f.balance.range), total=Total.MOST
    ),
    Figure(
        Text("结余基尼系数", "Gini of balances"), 10, _flexible(lambda f: round(f.balance.gini, 3)), total=Total.MOST
    ),
)


# 师资.


def _norm(school: SchoolSummary) -> float | None:
    norms = [load.norm for load in school.loads]
    known = [norm for norm in norms if norm is not None]
    return round(sum(known), 1) if len(known) == len(norms) else None


def _short(school: SchoolSummary) -> float | None:
    return None if _norm(school) is None else round(sum(load.short or 0.0 for load in school.loads), 1)


def _shortest(school: SchoolSummary) -> Text:
    """Return the subjects that lack most, those first where lessons are known to have nobody."""
    lacking = sorted((x for x in school.loads if x.lacks or x.short), key=lambda x: (-x.lacks, -(x.short or 0.0)))
    return listed(
        Text(
            f"{load.subject} {f'至少 {load.lacks} 人' if load.lacks else f'{load.short:.1f} 人（按标准）'}",
            f"{load.subject} {f'at least {load.lacks}' if load.lacks else f'{load.short:.1f} by the norm'}",
        )
        for load in lacking[:SUBJECTS_SHOWN]
    )


STAFF = (
    Figure(Text("教职工", "Staff"), 9, of(lambda s: s, lambda s: s.staff), total=Total.SUM),
    Figure(Text("折合满工作量（人）", "Full posts"), 11, of(lambda s: s, lambda s: round(s.posts, 1)), total=Total.SUM),
    Figure(
        Text("周课时（教师·节）", "Lessons a week"),
        11,
        of(lambda s: s, lambda s: sum(load.lessons for load in s.loads)),
        total=Total.SUM,
    ),
    Figure(Text("按标准课时量要（人）", "Posts by the norm"), 12, of(_norm, lambda norm: norm), total=Total.SUM),
    Figure(
        Text("各科按标准合计缺（人）", "Subjects short by the norm"),
        12,
        of(_short, lambda short: short),
        total=Total.SUM,
    ),
    Figure(
        Text("还没有教师的课（节）", "Lessons with nobody"),
        11,
        of(lambda s: s, lambda s: sum(load.vacant for load in s.loads)),
        where(lambda s: s, lambda s: any(load.vacant for load in s.loads)),
        Total.SUM,
    ),
    Figure(
        Text("超出教师能上的课（节）", "Lessons beyond what can be held"),
        12,
        of(lambda s: s, lambda s: sum(load.beyond for load in s.loads)),
        where(lambda s: s, lambda s: any(load.beyond for load in s.loads)),
        Total.SUM,
    ),
    Figure(
        Text("至少缺（人）", "Lacking at least"),
        9,
        of(lambda s: s, lambda s: sum(load.lacks for load in s.loads)),
        where(lambda s: s, lambda s: any(load.lacks for load in s.loads)),
        Total.SUM,
    ),
    Figure(Text("缺在哪些学科", "Which subjects"), 44, of(lambda s: s, _shortest)),
)
