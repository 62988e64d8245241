"""发布, run without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.export.web.audience import Audience
from scheduler.store import Store, shown
from scheduler.store.database import open_database
from scheduler.ui.publish_page import ADDRESS
from tests.conftest import PATIENCE
from tests.schools import make_school, plan_of, slot


def script() -> None:
    from scheduler.ui.frame import frame
    from scheduler.ui.publish_page import publish_page

    frame()
    publish_page()


@pytest.fixture
def store() -> Store:
    return Store()


def page_of(store: Store, versions: int = 1) -> AppTest:
    school = make_school()
    school_id = store.schools.add(school)
    for number in range(versions):
        plan = plan_of({"七(1)班|语文": [slot(1 + number, 1)]})
        store.plans.save(school_id, audit(school, plan), school_number=1, based_on=number)
    page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert not page.exception
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if label in button.label).click().run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def test_nothing_is_published_until_somebody_says_so(store: Store) -> None:
    page = page_of(store)
    assert "什么也没有发布" in page.info[0].value and not page.dataframe
    assert store.publications.get(1) is None
    press(page, "发布课表第 1 版")
    assert "已发布课表第 1 版" in page.success[-1].value
    assert not page.dataframe and store.publications.links(1) == []  # nobody has a link by that alone


def test_links_are_made_shown_renewed_and_withdrawn(store: Store) -> None:
    page = press(press(page_of(store), "发布课表第 1 版"), "班级：建")
    [first, second] = store.publications.links(1)
    assert {link.reader.audience for link in (first, second)} == {Audience.CLASS}
    table = page.dataframe[0].value
    assert list(table["名称"]) == ["七(1)班", "七(2)班"]
    assert all(link.endswith(each.token) for link, each in zip(table["链接"], (first, second), strict=True))
    assert not any("班级：建" in label for label in labels(page))
    press(page, "停止发布")
    assert "什么也没有发布" in page.info[0].value and shown(open_database(), first.token) is None


def test_another_version_is_published_only_when_that_is_said(store: Store) -> None:
    page = press(page_of(store), "发布课表第 1 版")
    report = audit(make_school(), plan_of({"七(1)班|数学": [slot(1, 1)]}))
    store.plans.save(1, report, school_number=1, based_on=1)
    page = AppTest.from_function(script, default_timeout=PATIENCE)
    page.query_params["school"] = "1"
    page.run()
    assert "已发布课表第 1 版" in page.success[-1].value
    press(page, "发布课表第 2 版")
    publication = store.publications.get(1)
    assert publication is not None and publication.plan_number == 2


def test_an_address_that_no_phone_reaches_is_told(store: Store) -> None:
    page = press(press(page_of(store), "发布课表第 1 版"), "班级：建")
    page.text_input(ADDRESS).set_value("http://localhost:8501").run()
    assert any("只有这台电脑打得开" in warning.value for warning in page.warning)
    page.text_input(ADDRESS).set_value("ftp://x").run()
    assert any("http" in error.value for error in page.error)
    page.text_input(ADDRESS).set_value("https://kb.example.edu.cn").run()
    assert page.dataframe[0].value["链接"][0].startswith("https://kb.example.edu.cn/t/")
    assert not page.warning
