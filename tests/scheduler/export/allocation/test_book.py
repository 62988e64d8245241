from __future__ import annotations

import datetime

import pytest
from openpyxl import Workbook

from scheduler.allocation import Mode, Wishes
from scheduler.allocation.allocate import allocate, comparisons
from scheduler.allocation.heads import with_heads
from scheduler.export.allocation.book import ClubLists, allocation_workbook
from scheduler.export.allocation.lists import sessions_of
from scheduler.school import Content, Enrolment, School, StageKind
from tests.scheduler.allocation.cases import club as offer
from tests.scheduler.allocation.cases import pupil, week, wishes_of
from tests.service_schools import club, service_school, stage

NAMES = {"1": "甲乙丙", "2": "丁戊己", "3": "庚辛壬"}


@pytest.fixture(scope="module")
def school() -> School:
    return service_school(
        clubs=(
            club("足球", Content.SPORT, (3,), "王芳", members=20, days=(2, 4), sessions=2),
            club("合唱", Content.ART, (3,), "王芳", members=20, days=(2,)),
            club("武术", Content.SPORT, (3,), "王芳", members=20, days=(1,)),
        ),
        stages=(stage("活动", StageKind.ACTIVITY, "课后服务2", (3,), Content.PLAY),),
        enrolments=(Enrolment(class_id="三(1)班", stage="活动", pupils=40),),
    )


@pytest.fixture(scope="module")
def wishes() -> Wishes:
    pupils = [pupil(number, 1, 2, 4, name=name) for number, name in NAMES.items()]
    offers = [offer("足球", 1, 4, minimum=1), offer("合唱", 1, 2), offer("武术", 9, 1, minimum=2)]
    return wishes_of(pupils, offers, *(week(number, "足球", "合唱") for number in NAMES), first_come=("2", "1", "3"))


def said(book: Workbook, title: str) -> str:
    return "\n".join(
        " ".join(str(cell) for cell in row if cell is not None) for row in book[title].iter_rows(values_only=True)
    )


def test_every_pupil_is_on_the_lists_of_his_clubs_his_class_and_his_slip(school: School, wishes: Wishes) -> None:
    allocation = allocate(wishes, seed=1)
    month = datetime.date(2026, 9, 1)
    book = allocation_workbook(school, ClubLists(wishes, allocation, comparisons(wishes, allocation), month))
    assert book.sheetnames == ["选课报告", "社团名单", "班级去向", "学生通知单", "候补名单", "分配结果"]
    clubs, classes, slips = (said(book, title) for title in ("社团名单", "班级去向", "学生通知单"))
    for number, name in NAMES.items():
        assert name in classes
        assert name in slips
        assert (name in clubs) == (number in allocation.of)
    assert "足球 周四" in " ".join(clubs.split())
    assert "9/3" in clubs
    assert "9/24" in clubs
    report = said(book, "选课报告")
    assert "已证明最优" in report
    assert "先到先得" in report
    assert "武术 周一" in report
    out = next(number for number in NAMES if number not in allocation.of)
    assert NAMES[out] in said(book, "候补名单")
    assert book["选课报告"]._charts  # type: ignore[attr-defined]


def test_an_anonymous_workbook_has_no_name(school: School, wishes: Wishes) -> None:
    book = allocation_workbook(school, ClubLists(wishes, allocate(wishes), anonymous=True))
    for title in book.sheetnames:
        assert not any(name in said(book, title) for name in NAMES.values())
    assert "1" in said(book, "分配结果")


def test_the_sheets_can_be_in_english(school: School, wishes: Wishes) -> None:
    book = allocation_workbook(school, ClubLists(wishes, allocate(wishes, mode=Mode.LOTTERY)), "en")
    assert book.sheetnames[0] == "Report on clubs"


def test_pupils_sign_in_on_the_days_of_the_month() -> None:
    assert sessions_of(2, datetime.date(2026, 9, 1)) == ["9/1", "9/8", "9/15", "9/22", "9/29"]
    assert len(sessions_of(2, None)) == 5


def test_the_heads_are_those_that_service_is_staffed_for(school: School, wishes: Wishes) -> None:
    staffed = with_heads(school, wishes, allocate(wishes))
    clubs = staffed.school.club
    assert (clubs["足球"].members, clubs["足球"].days, clubs["足球"].sessions) == (1, (4,), 1)
    assert "武术" not in clubs
    (enrolment,) = [each for each in staffed.school.enrolments if each.class_id == "三(1)班"]
    assert enrolment.pupils == 3
    assert any("武术：没有人，不开" in change.zh for change in staffed.changes)
