"""区域 is there where there is a district to show, and says what came of each school."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.district.nouns import SchoolOutcome, SchoolResult, SchoolStatus
from scheduler.district.report import district_report, write_district_json
from scheduler.district.results import ResultsFolder
from scheduler.district.summary import summary_of
from scheduler.store import Store
from scheduler.store.database import open_database
from scheduler.text import Text
from scheduler.ui.district_page import VARIABLE
from tests.scheduler.ui.conftest import app, turn_to
from tests.schools import make_school

SCHOOL = make_school()


def url_paths(page) -> set[str]:  # type: ignore[no-untyped-def]
    return {str(info.get("url_pathname")) for info in page._registered_pages.values()}


def result(name: str, status: SchoolStatus, **more: object) -> SchoolOutcome:
    fields = {"file": f"{name}.xlsx", "content": "1", "status": status, "school": name, **more}
    return SchoolOutcome(SchoolResult.model_validate(fields), {})


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "out"
    results = ResultsFolder(folder)
    summary = summary_of(SCHOOL).model_dump(mode="json")
    results.keep("东校", result("东校", SchoolStatus.PLANNED, classes=2, cost=12, bound=10, compliant=True))
    causes = {"cause": Text("体育缺 1 位教师", "one teacher of PE is lacking"), "cure": Text("请来一位", "get one")}
    results.keep("西校", result("西校", SchoolStatus.INFEASIBLE, summary=summary, **causes))
    write_district_json(district_report(results.read().values(), "样例区"), folder / "district.json")
    (folder / "district.xlsx").write_bytes(b"workbook")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


def test_one_school_is_no_district() -> None:
    assert "district" not in url_paths(app().run())


def test_a_batch_is_shown_with_its_report(batch: Path) -> None:
    page = turn_to(app().run(), "district")
    assert not page.exception
    assert [(each.label, each.value) for each in page.metric] == [
        ("学校", "2"),
        ("合规", "1"),
        ("完成", "1"),
        ("排不出", "1"),
    ]
    table = page.dataframe[0].value
    assert list(table["学校"]) == ["东校", "西校"] and list(table["结果"]) == ["完成", "排不出"]
    assert (
        table["原因"][1] == "体育缺 1 位教师" and table["改法"][1] == "请来一位" and list(table["扣分"]) == ["12", ""]
    )
    assert "**2 所学校，2 个班，90 名学生；0 所合规，0 所不合规**" in [each.value for each in page.markdown]
    assert [each.proto.label for each in page.get("download_button")] == ["下载 district.xlsx"]


def test_of_schools_that_were_only_checked_the_report_tells(batch: Path) -> None:
    for path in batch.glob("*/result.json"):
        path.unlink()
    page = turn_to(app().run(), "district")
    assert not page.exception
    assert list(page.dataframe[0].value["学校"]) == ["东校", "西校"]
    assert list(page.dataframe[0].value["原因"]) == ["", "体育缺 1 位教师"]


def test_several_schools_of_the_store_are_shown(store_url: str) -> None:
    store = Store("", open_database())
    for name in ("东校", "西校"):
        store.schools.add(SCHOOL.model_copy(update={"name": name}))
    page = turn_to(app().run(), "district")
    assert not page.exception
    assert set(page.dataframe[0].value["学校"]) == {"东校", "西校"}
    assert list(page.dataframe[0].value["课表"]) == ["没有", "没有"]
