"""What the regulation says of service and the workbook decides: told with its cell and article before anything is planned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scheduler.school import (
    BellSchedule,
    Content,
    Grouping,
    Period,
    PeriodKind,
    School,
    ServiceStage,
    StageKind,
    WorkingHours,
)
from scheduler.workbook.school.reader import read_book
from scheduler.workbook.school.writer import school_workbook
from tests.scheduler.workbook.books import errors
from tests.schools import SCHEDULE
from tests.service_schools import minutes, service_bell, service_school, stage, stages_of

THIRD, SEVENTH = (3,), (7,)
CHOICES = (Content.READING, Content.SPORT, Content.SCIENCE, Content.ART, Content.LABOUR)
HOMEWORK, ACTIVITY, CARE = stages_of(THIRD)
OTHER = stage(
    "拓展", StageKind.ACTIVITY, "课后服务2", THIRD, *CHOICES[1:], CHOICES[0]
)  # so that there is a choice each day


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what reads the sheets written of a school, whatever its lessons, and gives sheet, cell and Chinese text of each error."""
    monkeypatch.setattr("scheduler.workbook.school.reader.check_hours", lambda _: set())

    def read(school: School) -> list[tuple[str, str, str]]:
        return errors(read_book(school_workbook(school), Path("school.xlsx")))

    return read


def served(*stages: ServiceStage, **more: Any) -> School:
    """A school of grade 3 without clubs and head counts."""
    return service_school(**{"stages": stages, "clubs": (), "enrolments": (), **more})


def on(each: ServiceStage, *days: int, **more: Any) -> ServiceStage:
    return each.model_copy(update={"days": days, **more})


def bells(**days: tuple[int, ...]) -> tuple[BellSchedule, ...]:
    """The usual bell schedule with some periods on other days."""
    periods = tuple(
        period.model_copy(update={"days": days.get(period.name, period.days)}) for period in service_bell().periods
    )
    return (BellSchedule(id=SCHEDULE, periods=periods),)


def test_a_whole_programme_has_nothing_wrong(told: Any) -> None:
    assert told(served(HOMEWORK, ACTIVITY, OTHER)) == []
    tutoring = stage("答疑", StageKind.TUTORING, "课后服务2", SEVENTH, Content.TUTORING)
    programme = (*stages_of(SEVENTH, evening=True), tutoring, OTHER.model_copy(update={"grades": SEVENTH}))
    assert told(service_school(("七(1)班", "七(2)班"), evening=True, stages=programme)) == []


# Days and minutes.


def test_a_day_without_any_service(told: Any) -> None:
    week = (1, 2, 3, 4)
    found = told(served(on(HOMEWORK, *week), on(ACTIVITY, *week), on(OTHER, *week)))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("课后服务", "F3"), ("课后服务", "F3")]
    assert "3 年级周五没有课后服务" in found[0][2] + found[1][2]
    assert "平均每天 48 分钟" in found[0][2] + found[1][2]


def test_bells_without_service_on_a_day(told: Any) -> None:
    week = (1, 2, 3, 4)
    found = told(served(HOMEWORK, ACTIVITY, OTHER, schedules=bells(课后服务1=week, 课后服务2=week)))
    assert ("作息", "F13") in [(sheet, cell) for sheet, cell, _ in found]
    assert any("3 年级周五没有课后服务，每周 5 天都要开展（金教〔2021〕137号 四(五)1）" in text for *_, text in found)


def test_a_grade_without_the_second_hour(told: Any) -> None:
    kinds = stage("阅读", StageKind.ACTIVITY, "课后服务1", THIRD, *CHOICES)
    more = stage("体育", StageKind.ACTIVITY, "课后服务1", THIRD, *CHOICES[1:], CHOICES[0])
    found = told(served(HOMEWORK, kinds, more))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("课后服务", "")]
    assert "3 年级周一至五课后服务共 60 分钟（课后服务1 15:50–16:50）" in found[0][2]


def test_the_second_hour_is_missing_on_some_days(told: Any) -> None:
    found = told(served(HOMEWORK, on(ACTIVITY, 1, 2, 3), on(OTHER, 1, 2, 3)))
    minutes_told = [(sheet, cell) for sheet, cell, text in found if "60 分钟" in text]
    assert minutes_told == [("课后服务", "F4")]


@pytest.mark.parametrize(
    ("column", "clock", "cell"), [("end", "17:55", "E13"), ("start", "17:05", "E13"), ("end", "18:00", None)]
)
def test_five_minutes_too_few(told: Any, column: str, clock: str, cell: str | None) -> None:
    periods = tuple(
        period.model_copy(update={column: minutes(clock)}) if period.name == "课后服务2" else period
        for period in service_bell().periods
    )
    found = told(served(HOMEWORK, ACTIVITY, OTHER, schedules=(BellSchedule(id=SCHEDULE, periods=periods),)))
    assert [(sheet, place) for sheet, place, _ in found] == ([("作息", cell)] if cell else [])
    assert all("115 分钟" in text and "137号 四(五)1" in text for *_, text in found)


def test_service_that_ends_before_people_go_home(told: Any) -> None:
    hours = WorkingHours(start=minutes("08:00"), end=minutes("18:30"))
    found = told(served(HOMEWORK, ACTIVITY, OTHER, working=hours))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("作息", "E13")]
    assert "18:00 结束，早于下班时间 18:30" in found[0][2]


# A choice, and time for homework.


def test_one_kind_a_day_is_no_choice(told: Any) -> None:
    found = told(served(HOMEWORK, ACTIVITY))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("课后服务", "H4")]
    assert "可选的活动只有 1 类（阅读），每天至少 2 类" in found[0][2]


def test_two_kinds_a_week_are_no_choice(told: Any) -> None:
    one, two = (
        each.model_copy(update={"contents": (c,)}) for each, c in ((ACTIVITY, Content.ART), (OTHER, Content.SPORT))
    )
    found = told(served(HOMEWORK, one, two))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("课后服务", "H4")]
    assert "3 年级全周可选的活动只有 2 类（体育、艺术），每周至少 4 类" in found[0][2]


def test_nothing_to_choose_from(told: Any) -> None:
    tutoring = stage("答疑", StageKind.TUTORING, "课后服务2", THIRD, Content.TUTORING)
    found = told(served(HOMEWORK, tutoring))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("社团", "")]
    assert "没有" in found[0][2]


def test_too_little_time_for_homework(told: Any) -> None:
    found = told(served(on(HOMEWORK, 1, 2), ACTIVITY, OTHER))
    assert ("课后服务", "F3") in [(sheet, cell) for sheet, cell, text in found if "平均每天 24 分钟" in text]
    seventh = [each.model_copy(update={"grades": SEVENTH}) for each in (HOMEWORK, ACTIVITY, OTHER)]
    found = told(served(on(seventh[0], 1, 2, 3, 4), *seventh[1:], classes=("七(1)班",)))
    assert ("课后服务", "F3") in [(sheet, cell) for sheet, cell, _ in found]
    assert any("7 年级校内作业辅导、答疑、晚自习平均每天 48 分钟，至少 54 分钟" in text for _, _, text in found)


def test_no_time_for_homework(told: Any) -> None:
    reading = stage("阅读", StageKind.ACTIVITY, "课后服务1", THIRD, Content.READING)
    found = told(served(reading, ACTIVITY, OTHER))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("课后服务", "")]
    assert "平均每天 0 分钟" in found[0][2]


# What is done when.


def test_weekends_are_for_pursuits(told: Any) -> None:
    weekend = Period(name="周六托管", kind=PeriodKind.SERVICE, start=540, end=660, days=(6,))
    (bell,) = bells()
    schedule = BellSchedule(id=SCHEDULE, periods=(*bell.periods, weekend))
    fields = {
        "id": "周六",
        "kind": StageKind.WEEKEND_CARE,
        "schedule": SCHEDULE,
        "period": len(bell.periods),
        "grades": THIRD,
    }
    wrong = ServiceStage(**{**fields, "contents": (Content.TUTORING,)})  # type: ignore[arg-type]
    enrolled = ({"class_id": "三(1)班", "stage": "周六", "pupils": 9},)
    found = told(served(HOMEWORK, ACTIVITY, OTHER, wrong, schedules=(schedule,), enrolments=enrolled))
    assert ("课后服务", "H6") in [(sheet, cell) for sheet, cell, _ in found]
    assert any("“答疑”不是" in text and "137号 四(五)2" in text for *_, text in found)
    assert any(sheet == "巡查" and "周六" in text for sheet, _, text in found)
    evening = ServiceStage(**{**fields, "kind": StageKind.EVENING_STUDY, "contents": (Content.SELF_STUDY,)})  # type: ignore[arg-type]
    assert told(served(HOMEWORK, ACTIVITY, OTHER, evening, schedules=(schedule,), enrolments=enrolled))


def test_clubs_of_a_stage_that_is_a_lesson(told: Any) -> None:
    splitting = stage("数学补课", StageKind.ACTIVITY, "课后服务2", THIRD, Content.CLUB, grouping=Grouping.CLUBS)
    found = told(service_school(stages=(HOMEWORK, splitting), enrolments=()))
    assert ("课后服务", "A4") in [(sheet, cell) for sheet, cell, _ in found]
