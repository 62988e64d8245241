"""Judges a plan by what stands in two workbooks, the school's and the plan's: nothing of the program is imported.

It reads the sheets with openpyxl as a person would and says in words what is wrong: who is in two places by the clock, lessons
and doubles that are missing, days with too many or too few lessons, holes, classes that nobody watches, days on which somebody comes
though he should not, service that is missing, flexible time in which somebody is busy, accounts, shares and pay that do not add up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from tests.judged_accounts import accounts
from tests.judged_books import BOTH, Held, School, Week


def judge_files(school: Path, plan: Path) -> list[str]:
    """As `judge`, of two files."""
    return judge(openpyxl.load_workbook(school), openpyxl.load_workbook(plan))


def judge(school_book: Workbook, plan_book: Workbook) -> list[str]:
    """Say in words all that is wrong with a plan that is meant to keep every hard rule."""
    school = School(school_book)
    week = Week(plan_book, school)
    judged = (
        _clashes(week),
        _hours(school, week),
        _days(school, week),
        _presence(school, week),
        _service(school, week),
    )
    return [
        *week.problems,
        *(fault for faults in judged for fault in faults),
        *_flexible(week),
        *accounts(school, week),
    ]


def _clashes(week: Week) -> Iterator[str]:
    by_person: dict[str, list[Held]] = defaultdict(list)
    for each in week.held:
        for name in each.people:
            by_person[name].append(each)
    for name, own in by_person.items():
        own.sort(key=lambda each: (each.day, each.start))
        for index, one in enumerate(own):
            for other in own[index + 1 :]:
                if other.day > one.day or other.start >= one.end:
                    break
                if one.meets(other):
                    yield f"{name}同时在两处：{one.what}、{other.what}（周{one.day} {one.start}）"
        lessons = [each for each in own if each.campus]
        for one, other in combinations(lessons, 2):
            far = one.campus != other.campus and one.day == other.day and bool(one.weeks & other.weeks)
            if far and week.school.is_hard("campus_way") and other.start - one.end < week.school.way:
                yield f"{name}来不及换校区：{one.what}、{other.what}（周{one.day} {one.start}）"


def _hours(school: School, week: Week) -> Iterator[str]:
    """Lessons and doubles against 任课; what runs together counts once."""
    counts: Counter[tuple[str, str]] = Counter()
    starts: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for (class_id, day, start), entries in week.lessons.items():
        for subject in {entry.subject for entry in entries}:
            weeks = {w for entry in entries if entry.subject == subject for w in entry.weeks}
            counts[class_id, subject] += len(weeks)
            starts[class_id, subject].append((day, start))
    for (class_id, subject), courses in school.lessons_of().items():
        wanted = sum(lessons for lessons, _ in courses)
        found = counts.pop((class_id, subject), 0) / 2
        if len(courses) == 1 and found != wanted:
            yield f"{class_id} {subject}：应有 {wanted:g} 节，课表上 {found:g} 节"
        doubles = sum(each for _, each in courses)
        pairs = _pairs(school, class_id, starts[class_id, subject])
        if len(courses) == 1 and pairs < doubles and school.is_hard("double_lessons"):
            yield f"{class_id} {subject}：应有 {doubles} 次连堂，课表上 {pairs} 次"


def _pairs(school: School, class_id: str, starts: list[tuple[int, int]]) -> int:
    """The most pairs of lessons of one half-day with no more than the longest gap between."""
    periods = school.periods[school.schedule[class_id]]
    noon = next((p.end for p in periods if p.kind == "午间"), 750)
    ends = {(day, p.start): p.end for p in periods for day in p.days if p.kind == "正课"}
    found, taken = 0, set[tuple[int, int]]()
    for day, start in sorted(starts):
        later = sorted(other for other_day, other in starts if other_day == day and other > start)
        between = [s for d, s in ends if d == day and start < s and later and s < later[0]]
        fits = (
            later and not between and later[0] - ends[day, start] <= school.gap and (start < noon) == (later[0] < noon)
        )
        if fits and (day, start) not in taken:
            found += 1
            taken.add((day, later[0]))
    return found


def _days(school: School, week: Week) -> Iterator[str]:
    """Holes, even days, and who is with a class between its last lesson and service."""
    for class_id, schedule in school.schedule.items():
        periods = [p for p in school.periods[schedule] if p.kind == "正课"]
        lengths = {}
        for day in sorted({day for p in periods for day in p.days}):
            today = [p for p in periods if day in p.days]
            entries = [week.lessons.get((class_id, day, p.start), []) for p in today]
            busy = [any(entry.subject != "看护" for entry in each) for each in entries]
            lengths[day] = sum(busy)
            last = max((n for n, is_busy in enumerate(busy) if is_busy), default=-1)
            open_class = class_id not in school.closed
            if school.is_hard("class_gaps") and open_class and not all(busy[: last + 1]):
                yield f"{class_id} 周{day}课中间有空"
            service = [start for start, _ in week.after.get((class_id, day), ())]
            for number, period in enumerate(today):
                alone = last >= 0 and number > last and not entries[number]
                if (
                    alone
                    and school.watched
                    and service
                    and period.end <= max(service)
                    and school.is_hard("pupils_watched")
                ):
                    yield f"{class_id} 周{day}{period.name}没有课也没有人看护"
        same = len({sum(day in p.days for p in periods) for day in lengths}) == 1
        odd = any(entry.weeks != BOTH for (c, _, _), each in week.lessons.items() if c == class_id for entry in each)
        judged = school.is_hard("class_days") and same and not odd and class_id not in school.closed
        if judged and max(lengths.values()) - min(lengths.values()) > 1:
            yield f"{class_id} 各天节数相差太多：{lengths}"


def _presence(school: School, week: Week) -> Iterator[str]:
    for name, row in school.teachers.items():
        mine = [each for each in week.held if name in each.people]
        days = {each.day for each in mine}
        if row["每周最多天数"] and school.is_hard("teacher_days") and len(days) > int(row["每周最多天数"]):
            yield f"{name}一周来 {len(days)} 天，最多 {row['每周最多天数']} 天"


def _service(school: School, week: Week) -> Iterator[str]:
    """Whether each class that stays has its service on all five days, two hours of it, and each group a name."""
    for class_id in {class_id for class_id, _ in week.after}:
        for day in range(1, 6):
            times = set(week.after.get((class_id, day), ())) | {
                club.times for club in week.clubs if club.day == day and school.grade[class_id] in club.grades
            }
            held = set[int]()
            for start, end in times:
                held |= set(range(start, end))
            if len(held) < school.least_service:
                yield f"{class_id} 周{day}课后服务只有 {len(held)} 分钟"
    yield from (f"{class_id} 周{day} {what}没有负责人" for class_id, day, what in week.nameless)


def _flexible(week: Week) -> Iterator[str]:
    by, since = week.hours
    for name, day, kind in week.grants:
        for each in week.held:
            if name in each.people and each.day == day:
                late = kind == "晚到" and by is not None and each.start < by
                early = kind == "早走" and since is not None and each.end > since
                if late or early:
                    yield f"{name} 周{day}{kind}，却有{each.what}"
