"""What a school's day lacks is told by article, and the changes that are offered give what the law asks and no more."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest

from constraints.catalogue import active_rules
from constraints.lawful_day import edits_asked, lacking
from sample_data.generator import StageName, make_school
from scheduler.explanation.cures.cures import Cure
from scheduler.school import AFTER_SCHOOL, BellSchedule, Mark, PeriodKind, School
from scheduler.workbook.school.edited import read_forms
from scheduler.workbook.school.writer import school_forms


def old_school(stage: StageName = "nine-year", year: int = 2026, **more: object) -> School:
    """A school with the bells and hours of 2021 in a later year."""
    start, end = datetime.date(year, 9, 1), datetime.date(year + 1, 1, 29)
    school = make_school(stage, 12, year=2021)
    contracts = tuple(c.renewed(starts=start, ends=end, qualified_until=end) for c in school.contracts)
    return school.renewed(year=year, term_start=start, term_end=end, contracts=contracts, **more)


def helped(school: School) -> School:
    return Cure(edits_asked(school)).apply(school)


def gaps(schedule: BellSchedule) -> list[int]:
    lessons = [schedule.periods[i] for i in schedule.lesson_periods]
    return [b.start - a.end for a, b in pairwise(lessons) if (a.start < schedule.noon) == (b.start < schedule.noon)]


def named(school: School, mark: Mark) -> list[str]:
    """The periods that a mark covers exactly."""
    return [p.name for s in school.schedules for p in s.periods if (p.start, p.end) == (mark.start, mark.end)]


def test_what_is_lacking_is_said_by_article_and_given() -> None:
    school = old_school()
    told = {each.row: each for each in lacking(school)}
    primary, junior = told["小学作息"], told["初中作息"]
    for words in (
        "课间只有 10 分钟，应不少于 15 分钟（教育部2026年3月7日",
        "每天 1 次，应有 2 次（河南省",
        "应不少于 120 分钟",
    ):
        assert words in primary.text.zh
    assert "课间只有" not in junior.text.zh and "大课间" in junior.text.zh
    assert "一周只有 3 节体育课" in told["九(1)班"].text.zh
    new = helped(school)
    assert not lacking(new)
    assert [min(gaps(new.schedule[name])) for name in ("小学作息", "初中作息")] == [15, 10]


@pytest.mark.parametrize("stage", ["primary", "junior"])
def test_a_school_of_the_time_of_its_bells_lacks_nothing(stage: StageName) -> None:
    assert not lacking(make_school(stage, 12)) and not lacking(make_school(stage, 12, year=2021))
    assert not lacking(old_school(stage, 2025)) and lacking(old_school(stage))


def test_all_that_is_not_asked_for_stays() -> None:
    school = old_school()
    new = helped(school)
    for before, after in zip(school.schedules, new.schedules, strict=True):
        old, now = ([p for p in s.periods if p.kind is PeriodKind.LESSON] for s in (before, after))
        assert [p.minutes for p in old] == [p.minutes for p in now] and old[-1].end == now[-1].end
        assert [p for p in before.periods if p.kind in AFTER_SCHOOL] == [
            p for p in after.periods if p.kind in AFTER_SCHOOL
        ]
        assert next(p.minutes for p in after.periods if p.kind is PeriodKind.NOON) >= 60
    for table in ("stages", "clubs", "duties"):
        at = [
            [each.schedule[i.schedule].periods[i.period].name for i in getattr(each, table)] for each in (school, new)
        ]
        assert at[0] == at[1]
    for table in ("locks", "meetings"):
        pairs = zip(getattr(school, table), getattr(new, table), strict=True)
        assert all(a.slot is None or school.period(a.slot).name == new.period(b.slot).name for a, b in pairs)
    assert len(new.marks) == len(school.marks)
    for old_mark, new_mark in zip(school.marks, new.marks, strict=True):
        assert set(named(school, old_mark)) <= set(named(new, new_mark))
    assert {k.id: sum(c.weekly for c in new.occupying_courses[k.id]) for k in new.classes} == {
        k.id: sum(c.weekly for c in school.occupying_courses[k.id]) for k in school.classes
    }


def test_the_sheets_say_the_helped_school_and_warn_of_the_old_one() -> None:
    school = old_school("primary")
    old = read_forms(school_forms(school), "school.xlsx")
    assert {p.severity for p in old.problems} == {"warning"}
    assert [(p.sheet, "改动最小的办法" in p.cure.zh) for p in old.problems] == [("作息", True), *[("任课", True)] * 6]
    new = read_forms(school_forms(helped(school)), "school.xlsx")
    assert new.school is not None and not new.problems
    for table in ("schedules", "courses", "curriculum", "subjects", "locks", "meetings", "stages", "clubs", "duties"):
        assert set(getattr(new.school, table)) == set(getattr(helped(school), table)), table
    assert set(new.school.marks) == set(helped(school).marks)


def test_where_no_change_does_that_is_said() -> None:
    school = old_school("primary")
    bell = school.schedules[0]
    packed = [p.renewed(end=12 * 60 + 50) if p.kind is PeriodKind.NOON else p for p in bell.periods]
    long = [p.renewed(end=20 * 60) if p.kind is PeriodKind.EXTENDED_CARE else p for p in packed]
    full = [
        p.renewed(start=p.start - 70, end=19 * 60 + 20) if p.name == "第6节" else p
        for p in long
        if p.kind is not PeriodKind.SERVICE
    ]
    told = [p.renewed(start=p.start - 70, end=p.end - 70) if p.name == "第5节" else p for p in full]
    kept = [p.renewed(start=19 * 60 + 20) if p.kind is PeriodKind.EXTENDED_CARE else p for p in told]
    crowded = school.renewed(
        schedules=(bell.renewed(periods=tuple(kept)),),
        stages=(),
        clubs=(),
        duties=(),
        enrolments=(),
        marks=(),
        working=None,
    )
    (found,) = lacking(crowded)
    assert found.edit is None and found.why_not is not None and "20:00" in found.why_not.zh and not edits_asked(crowded)


def test_without_service_minutes_are_not_judged_and_breaks_are() -> None:
    school = old_school("primary").without_service().renewed(sport_later=())
    (found,) = lacking(school)
    assert "课间只有 10 分钟" in found.text.zh and "120" not in found.text.zh
    assert {"break_minutes", "big_breaks"} <= {active.rule.id for active in active_rules(school)}
