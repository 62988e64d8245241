"""What schools have planned themselves, in any layout, audited as a folder: every school stands in the result, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints.audit import audit
from scheduler.district.check import CheckedFolder, check_folder
from scheduler.district.nouns import SchoolResult, SchoolStatus
from scheduler.district.pairs_book import PAIRS_FILE, write_pairs
from scheduler.district.report import district_report
from scheduler.district.summary import SchoolSummary
from scheduler.export import write_plan_json, write_plan_workbook
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.workbook import write_school
from tests.full_plans import full_plan
from tests.hand_made_plans import class_grid
from tests.service_schools import service_school

PEOPLE = ("王芳", "李强", "刘敏", "陈磊", "何静", "郭涛", "林红", "徐亮", "赵军", "孙悦", "周校长", "吴主任", "马教练")


def school_of(name: str, surname: str) -> School:
    """A school whose people all have another surname."""
    text = service_school(name=name).model_dump_json()
    for person in PEOPLE:
        text = text.replace(person, surname + person[1:])
    return School.model_validate_json(text)


def _spelled(subject: str, teachers: str) -> str:
    return f"{subject}\n{teachers}"


def _displaced(school: School, plan: Plan) -> Plan:
    """A lesson of PE of the first class is not held."""
    gone = next(p for p in plan.placements if school.course[p.course].subject == "体育")
    return plan.model_copy(update={"placements": tuple(p for p in plan.placements if p is not gone)})


@pytest.fixture(scope="module")
def schools() -> dict[str, School]:
    names = {"north": "样例市北街小学", "south": "样例市南街小学", "east": "样例市东街小学", "twin": "样例市西街小学"}
    return {key: school_of(name, surname) for (key, name), surname in zip(names.items(), "钱郑冯褚", strict=True)}


@pytest.fixture(scope="module")
def checked(schools: dict[str, School], tmp_path_factory: pytest.TempPathFactory) -> CheckedFolder:
    folder = tmp_path_factory.mktemp("handed-in")
    for key in ("north", "south", "twin"):
        write_school(schools[key], folder / f"{key}.xlsx")
    (folder / "东街").mkdir()
    write_school(schools["east"], folder / "东街" / "学校.xlsx")
    north, south, east = (schools[key] for key in ("north", "south", "east"))
    write_plan_workbook(audit(north, full_plan(north)), folder / "表一.xlsx")
    class_grid(south, _displaced(south, full_plan(south)), _spelled).save(folder / "表二.xlsx")
    write_plan_json(audit(east, full_plan(east)), folder / "东街" / "plan.json")
    lost = school_of("别处的学校", "卫")
    class_grid(lost, full_plan(lost), _spelled).save(folder / "表三.xlsx")
    (folder / "坏.xlsx").write_bytes(b"no workbook")
    (folder / "~$north.xlsx").write_bytes(b"")
    return check_folder(folder, workers=0)


@pytest.fixture(scope="module")
def results(checked: CheckedFolder) -> dict[str, SchoolResult]:
    return {result.file: result for result in checked.results}


def test_every_school_and_every_file_is_answered_for(results: dict[str, SchoolResult]) -> None:
    statuses = {file: result.status for file, result in results.items()}
    assert statuses == {
        "north.xlsx": SchoolStatus.PLANNED,
        "south.xlsx": SchoolStatus.PLANNED,
        "东街/学校.xlsx": SchoolStatus.PLANNED,
        "twin.xlsx": SchoolStatus.UNPLANNED,
        "表三.xlsx": SchoolStatus.BAD_FILE,
        "坏.xlsx": SchoolStatus.BAD_FILE,
    }
    assert "找不到这份课表是哪所学校的" in results["表三.xlsx"].problems[0].zh
    cause = results["twin.xlsx"].cause
    assert cause is not None and cause.zh == "没有交课表"


def test_what_is_found_is_what_the_audit_of_the_plan_finds(
    results: dict[str, SchoolResult], schools: dict[str, School]
) -> None:
    report = audit(schools["north"], full_plan(schools["north"]))
    north = results["north.xlsx"]
    assert (north.compliant, north.cost, north.school) == (report.compliant, report.cost, "样例市北街小学")
    assert results["东街/学校.xlsx"].cost == audit(schools["east"], full_plan(schools["east"])).cost


def test_a_layout_that_is_not_ours_is_judged_as_far_as_it_tells(results: dict[str, SchoolResult]) -> None:
    summary = SchoolSummary.model_validate(results["south.xlsx"].summary)
    assert summary.judged and summary.compliant is False and summary.service is None and summary.cost is None
    protected = {each.area: each.due - each.held for each in summary.protected or ()}
    assert protected["pe"] == 1
    assert any("体育被挤占" in place.zh for article in summary.articles for place in article.places)


def test_nobody_is_named(results: dict[str, SchoolResult], schools: dict[str, School]) -> None:
    everybody = {teacher.id for school in schools.values() for teacher in school.teachers}
    for result in results.values():
        text = result.model_dump_json()
        assert not [name for name in everybody if name in text]


def test_the_report_takes_them_as_they_are(checked: CheckedFolder) -> None:
    report = district_report(checked.results, "样例区")
    assert {entry.name for entry in report.schools} >= {"样例市北街小学", "样例市西街小学", "坏", "表三"}
    assert sum(entry.judged is not None for entry in report.schools) == 3


def test_the_pairs_are_told_with_their_reasons(checked: CheckedFolder) -> None:
    found = {each.school: each for each in checked.pairs}
    assert found["north.xlsx"].plan == "表一.xlsx" and "100%" in found["north.xlsx"].why.zh
    assert found["东街/学校.xlsx"].plan == "东街/plan.json" and "同一个文件夹" in found["东街/学校.xlsx"].why.zh
    assert checked.uncertain == ()


def test_what_is_not_certain_is_asked_and_answered(schools: dict[str, School], tmp_path: Path) -> None:
    """Two timetables of one school: which one is meant is not guessed; once answered it is judged. In processes too."""
    school = schools["north"]
    write_school(school, tmp_path / "north.xlsx")
    for name in ("旧.xlsx", "新.xlsx"):
        class_grid(school, full_plan(school), _spelled).save(tmp_path / name)
    told: list[SchoolResult] = []
    found = check_folder(tmp_path, workers=1, listener=told.append)
    (result,) = found.results
    assert result.status is SchoolStatus.UNPLANNED and told == [result] and len(found.uncertain) == 1
    assert result.cause is not None and "旧.xlsx" in result.cause.zh and PAIRS_FILE in result.cause.zh
    write_pairs([each._replace(plan="新.xlsx", candidates=()) for each in found.pairs], tmp_path / PAIRS_FILE)
    again = {each.file: each for each in check_folder(tmp_path, workers=0).results}
    assert again["north.xlsx"].status is SchoolStatus.PLANNED
    assert again["旧.xlsx"].status is SchoolStatus.BAD_FILE
