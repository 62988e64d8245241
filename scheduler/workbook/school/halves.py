"""Half classes (半班组): groups of a class that take courses in turns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from scheduler.school import Week
from scheduler.school.curriculum import MOST_GROUPS, MOST_LESSONS
from scheduler.text import Text
from scheduler.workbook.school.draft import CourseDraft, Draft
from scheduler.workbook.tables import Cell


class _Fault(NamedTuple):
    cell: Cell
    text: Text
    cure: Text


def settle_halves(draft: Draft) -> None:
    """Give the courses of each half class one group that runs together; those that cannot take turns are told and left out."""
    blocks: dict[tuple[str, tuple[str, ...]], list[CourseDraft]] = defaultdict(list)
    for demand in draft.demands:
        if demand.halves is not None:
            blocks[demand.halves, demand.classes].append(demand)
    taken = {demand.together for demand in draft.demands}
    named = Counter(name for name, _ in blocks)
    read = {(each, demand.subject) for demand in draft.demands for each in demand.classes}
    unread = {each for each, _ in draft.attempted - read}
    for (name, classes), demands in blocks.items():
        fault = next(_faults(name, demands), None)
        if fault is not None:
            if len(demands) > 1 or unread.isdisjoint(classes):  # else another course of it may be what was not read
                draft.report.error(*fault)
            draft.attempted.update((each, demand.subject) for demand in demands for each in classes)
            draft.demands = [demand for demand in draft.demands if demand not in demands]
            continue
        unique = named[name] == 1 and name not in taken
        for demand in demands:
            demand.together = name if unique else f"{'+'.join(classes)}|{name}"
            demand.groups = len(demands)


def _faults(name: str, demands: list[CourseDraft]) -> Iterator[_Fault]:
    """Yield what keeps the courses of a half class from taking turns."""
    first = demands[0]
    who, count = "、".join(first.classes), len(demands)
    if not 1 < count <= MOST_GROUPS:
        yield _Fault(
            first.halves_cell,
            Text(
                f"{who}的半班组“{name}”有 {count} 门课，要 2 至 {MOST_GROUPS} 门",
                f"The half class “{name}” of {who} has {count} courses; it needs 2 to {MOST_GROUPS}",
            ),
            Text(
                "轮流上的几门课写同样的班级和半班组；不分组就清空", "Give the courses one class and name, or clear it"
            ),
        )
    if count * first.lessons[0].lessons > MOST_LESSONS:
        yield _Fault(
            first.halves_cell,
            Text(
                f"半班组“{name}”：{count} 组各上 {first.lessons[0].lessons} 节，每门课一周超过 {MOST_LESSONS} 节",
                f"{name}: {count} groups with {first.lessons[0].lessons} lessons each are more than {MOST_LESSONS} a week",
            ),
            Text("课时写每个学生上的节数", "Give the lessons that each pupil has"),
        )
    busy: dict[str, CourseDraft] = {}
    for demand in demands:
        yield from _faults_of(name, demand)
        for teacher in demand.teachers:
            other = busy.setdefault(teacher, demand)
            if other is not demand:
                yield _Fault(
                    demand.cell,
                    Text(
                        f"半班组“{name}”：{teacher}要同时上{other.subject}和{demand.subject}",
                        f"{name}: {teacher} would teach {other.subject} and {demand.subject} at once",
                    ),
                    Text(
                        "一门换一位教师；同一位教师教就不分半班组",
                        "Let another teach one of them, or clear the half class",
                    ),
                )
        if demand.lessons[0].lessons != first.lessons[0].lessons:
            counts = demand.lessons[0].lessons, first.lessons[0].lessons
            yield _Fault(
                demand.lessons_cell if demand.lessons_cell.name else demand.halves_cell,
                Text(
                    f"半班组“{name}”：{demand.subject} {counts[0]} 节，{first.subject} {counts[1]} 节，轮流上要一样多",
                    f"{name}: {counts[0]} lessons of {demand.subject}, {counts[1]} of {first.subject}; in turns they are equal",
                ),
                Text("改成同样的课时，写每个学生上的节数", "Give them the same lessons, as many as each pupil has"),
            )


def _faults_of(name: str, demand: CourseDraft) -> Iterator[_Fault]:
    """Yield what keeps one course from being taken in turns."""
    other = "走班组" if demand.together is not None else "轮换组" if demand.pair is not None else ""
    if other:
        yield _Fault(
            demand.halves_cell,
            Text(
                f"{demand.subject}又写了半班组“{name}”，又写了{other}", f"{demand.subject} is in {name} and in {other}"
            ),
            Text("只留一个", "Keep one of the two"),
        )
    lessons = demand.lessons[0]
    if len(demand.lessons) > 1 or lessons.doubles or lessons.week is not Week.EVERY:
        yield _Fault(
            demand.lessons_cell if demand.lessons_cell.name else demand.halves_cell,
            Text(
                f"半班组“{name}”的{demand.subject}有连堂或单双周，各组不能轮流",
                f"{demand.subject} of {name} has doubles or odd and even weeks; its groups cannot take turns",
            ),
            Text("课时只写一个整数，如 1，单双周不填", "Give one whole number of lessons, such as 1, every week"),
        )
