"""`paike day` and `paike cover`: from an absence to the term's workbook and back, by command."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path

import pytest

from sample_data import sample_path
from scheduler.cli.common import Exit
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.term.absences import hits
from scheduler.term.day import day_of
from scheduler.term.nouns import Absence, AbsenceKind, Change, ItemKind, Way
from scheduler.workbook import read_school
from scheduler.workbook.plan.reader import read_plan
from scheduler.workbook.term.reader import read_term
from scheduler.workbook.term.writer import write_term
from tests.scheduler.cli.conftest import run
from tests.terms import TUESDAY, term_of

SCHOOL, PLAN = sample_path("primary-36.xlsx"), sample_path("primary-36.plan.json")
AWAY = ("--absent", "程立新", "--date", "2026-12-08")


@cache
def sample() -> tuple[School, Plan]:
    school = read_school(SCHOOL).school
    assert school is not None
    plan = read_plan(PLAN, school).plan
    assert plan is not None
    return school, plan


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("term") / "学期.xlsx"
    write_term(term_of(), path)  # the calendar is all that the file has
    return path


def test_an_absence_is_mended_saved_and_seen_on_the_day(term: Path, tmp_path: Path) -> None:
    saved = tmp_path / "学期.xlsx"
    status, said, errors = run("cover", SCHOOL, PLAN, "--term", term, *AWAY, "--save", saved)
    assert status == 0, errors
    assert "已证明不能再少" in said
    assert "程立新 → " in said

    status, said, errors = run("day", SCHOOL, PLAN, "--term", saved, "--date", "2026-12-08", "--json")
    assert status == 0, errors
    told = json.loads(said)
    covered = [item for item in told["items"] if item["way"] == "cover"]
    assert covered
    assert all("程立新" not in item["teachers"] for item in told["items"])
    assert told["open"] == []
    _, said, _ = run("day", SCHOOL, PLAN, "--term", saved, "--date", "2026-12-15", "--json")
    assert any("程立新" in item["teachers"] for item in json.loads(said)["items"])


def test_only_the_lessons_of_some_periods_are_hit(term: Path) -> None:
    status, said, errors = run(
        "cover", SCHOOL, PLAN, "--term", term, *AWAY, "--periods", "1-3", "--json", "--lang", "en"
    )
    assert status == 0, errors
    told = json.loads(said)
    assert {choice["start"] for choice in told["choices"]} <= {"08:20", "09:15", "10:25"}
    assert told["cost"] == told["bound"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--absent", "程立心", "--date", "2026-12-08"), "程立新"),
        (("--absent", "操长", "--date", "2026-12-08"), "操场"),
        (("--absent", "程立新", "--date", "2027-12-08"), "不在学期里"),
        (("--absent", "程立新", "--date", "十二月八日"), "日期"),
        ((*AWAY, "--periods", "上午"), "--periods"),
        ((*AWAY, "--kind", "旷工"), "--kind"),
    ],
)
def test_what_cannot_be_meant_is_refused(term: Path, options: tuple[str, ...], said: str) -> None:
    status, out, errors = run("cover", SCHOOL, PLAN, "--term", term, *options)
    assert status == Exit.BAD_INPUT
    assert said in errors + out


def test_without_a_term_or_its_dates_nothing_is_guessed(term: Path) -> None:
    status, out, errors = run("day", SCHOOL, PLAN, "--date", "2027-08-01")
    assert status == Exit.BAD_INPUT
    assert "学期" in errors + out


def test_who_is_away_already_is_not_entered_again(term: Path, tmp_path: Path) -> None:
    saved = tmp_path / "学期.xlsx"
    assert run("cover", SCHOOL, PLAN, "--term", term, *AWAY, "--save", saved)[0] == 0
    status, out, errors = run("cover", SCHOOL, PLAN, "--term", saved, *AWAY)
    assert status == Exit.BAD_INPUT
    assert "已经登记" in errors + out


def test_a_calendar_is_proposed_and_read_back(tmp_path: Path) -> None:
    out = tmp_path / "学期.xlsx"
    status, said, errors = run(
        "calendar", SCHOOL, "--out", out, "--first-day", "2026-09-01", "--last-day", "2027-01-22"
    )
    assert status == 0, errors
    assert "2027 年的放假安排还不知道" in said or "元旦" in said
    status, said, errors = run("day", SCHOOL, PLAN, "--term", out, "--date", "2026-10-10", "--out", tmp_path, "--json")
    assert status == 0, errors
    told = json.loads(said)
    assert (told["weekday"], bool(told["items"])) == (3, True)
    assert all(Path(file).exists() for file in told["files"])
    assert run("calendar", SCHOOL, "--out", out)[0] == Exit.BAD_INPUT


def test_a_month_is_added_up(term: Path, tmp_path: Path) -> None:
    status, said, errors = run("month", SCHOOL, PLAN, "--term", term, "--month", "2026-12", "--out", tmp_path, "--json")
    assert status == 0, errors
    told = json.loads(said)
    assert Path(told["files"][0]).exists()
    assert sum(person["minutes"] for person in told["people"]) > 0
    assert run("month", SCHOOL, PLAN, "--term", term, "--month", "2028-12", "--out", tmp_path)[0] == Exit.BAD_INPUT
    assert run("month", SCHOOL, PLAN, "--term", term, "--month", "十二月", "--out", tmp_path)[0] == Exit.BAD_INPUT


def test_a_range_is_planned_week_after_week_from_the_sheet(tmp_path: Path) -> None:
    away = Absence(
        id=1, first=TUESDAY, last=TUESDAY + datetime.timedelta(days=8), teachers=("程立新",), kind=AbsenceKind.SICK
    )
    path, saved = tmp_path / "学期.xlsx", tmp_path / "安排.xlsx"
    write_term(term_of(absences=(away,)), path)

    status, said, errors = run(
        *("cover", SCHOOL, PLAN, "--term", path, "--date", "2026-12-08", "--until", "2026-12-20"),
        *("--save", saved, "--json"),
    )

    assert status == 0, errors
    told = json.loads(said)
    assert [(week["first"], week["cost"] == week["bound"]) for week in told["weeks"]] == [
        ("2026-12-08", True),
        ("2026-12-14", True),
    ]
    assert len({choice["start"] for choice in told["choices"]}) > 1
    reading = read_term(saved, *sample())
    assert reading.term is not None
    assert [date for date in reading.term.calendar.dates() if hits(reading.term, date)] == []


def test_cover_that_was_typed_by_somebody_who_teaches_then_is_told(tmp_path: Path) -> None:
    term = term_of(*sample())
    day = day_of(term, TUESDAY)
    one = next(i for i in day.items if i.kind is ItemKind.LESSON)
    busy = next(i for i in day.items if i.kind is ItemKind.LESSON and i.overlaps(one) and i.teachers != one.teachers)
    change = Change(id=1, date=TUESDAY, key=one.key, way=Way.COVER, without=one.teachers, teachers=busy.teachers[:1])
    write_term(term.renewed(changes=(change,)), tmp_path / "学期.xlsx")

    for command in ("cover", "day"):
        options = ("--term", tmp_path / "学期.xlsx", "--date", "2026-12-08", "--json")
        _, said, _ = run(command, SCHOOL, PLAN, *options)
        assert f"{busy.teachers[0]}同时有" in json.loads(said)["standing"][0]
