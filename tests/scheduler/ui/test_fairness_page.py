"""公平与统计, run without a browser."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.export.fairness import NOTHING_PROVEN, RangeBounds
from scheduler.plan import Placement, Plan, PlanView
from scheduler.plan.fairness import fairness
from scheduler.plan.ledger import accounts
from scheduler.school import School
from scheduler.store import Store
from scheduler.ui.fairness_charts import MOST_BARS, bars_of
from scheduler.ui.fairness_page import TOPICS
from tests.scheduler.ui.conftest import app, turn_to
from tests.schools import make_school, plan_of, slot
from tests.service_schools import full_service, service_school

GROUP = "语数组"
PLAIN = service_school()
SCHOOL = PLAIN.model_copy(
    update={
        "teachers": tuple(t.model_copy(update={"subject_group": GROUP}) for t in PLAIN.teachers[:3])
        + PLAIN.teachers[3:]
    }
)
LESSONS = tuple(
    Placement(course=course.id, slot=each, venue=course.venue)
    for course in SCHOOL.courses
    for each in SCHOOL.course_slots(course)[: course.lessons]
)
PLAN = full_service(SCHOOL).model_copy(update={"placements": LESSONS})


def opened(school: School = SCHOOL, plan: Plan | None = PLAN, ranges: RangeBounds = NOTHING_PROVEN) -> AppTest:
    """The page on a school."""
    school_id = Store().schools.add(school)
    if plan is not None:
        Store().plans.save(school_id, audit(school, plan), school_number=1, based_on=0, ranges=ranges)
    page = turn_to(app().run(), "fairness")
    assert not page.exception
    return page


def turned(page: AppTest, topic: str) -> AppTest:
    page.segmented_control(key="fairness_topic").set_value(topic).run()
    assert not page.exception
    return page


def headline(page: AppTest) -> str:
    return next(each.value for each in page.markdown if each.value.startswith("#####"))


def test_without_a_plan_it_says_what_to_do() -> None:
    page = opened(plan=None)
    assert "生成" in page.info[0].value and not page.dataframe


def test_every_topic_has_a_message_and_a_table() -> None:
    page = opened()
    for topic in TOPICS:
        turned(page, topic)
        assert headline(page) and len(page.dataframe[0].value), topic


def test_a_school_without_service_and_venues() -> None:
    page = opened(make_school(), plan_of({"七(1)班|语文": [slot(1, 1)]}))
    for topic in TOPICS:
        turned(page, topic)


def test_loads_are_those_of_the_ledger() -> None:
    table = opened().dataframe[0].value
    ledger = accounts(PlanView(SCHOOL, PLAN))
    assert dict(zip(table["教师"], table["周课时"], strict=True)) == {
        name: account.lessons for name, account in ledger.items() if account.lessons
    }


def test_service_is_told_with_its_reasons_and_the_proven_bound() -> None:
    found = fairness(PlanView(SCHOOL, PLAN))
    most = found.service.everybody.range
    page = turned(opened(ranges=RangeBounds(most, None)), "service")
    assert f"{most} 分钟，已证明不能再小" in headline(page)
    table = page.dataframe[0].value
    assert dict(zip(table["教师"], table["相差"], strict=True)) == {s.teacher: s.beyond for s in found.shares}
    told = dict(zip(table["教师"], table["高于或低于平均的原因"], strict=True))
    assert told == {s.teacher: "；".join(reason.zh for reason in s.reasons) for s in found.shares}
    page = turned(page, "balance")
    assert "证明" not in headline(page)


def test_figures_of_a_group_are_of_that_group() -> None:
    page = turned(opened(ranges=RangeBounds(0, 0)), "service")
    everybody = len(page.dataframe[0].value)
    page.selectbox(key="fairness_group").set_value(GROUP).run()
    assert not page.exception
    assert "已证明" not in headline(page)  # is proven of everybody
    assert set(page.dataframe[0].value["教研组"]) == {GROUP}
    assert len(page.dataframe[0].value) < everybody


def test_lessons_that_are_missing_are_listed() -> None:
    school = make_school()
    page = turned(opened(school, Plan()), "hours")
    assert "不一致" in headline(page)
    table = page.dataframe[0].value
    missing = table[table["已排"] == 0]
    assert {(c.classes[0], c.subject) for c in school.courses} == set(
        zip(missing["班级"], missing["学科"], strict=True)
    )


@given(st.lists(st.sampled_from([-45.0, -7.0, 0.0, 0.5, 12.0, 15.0, 30.0, 345.0]), min_size=1, max_size=30))
def test_bars_hold_everybody(values: list[float]) -> None:
    bars = bars_of(values, 0)
    assert sum(bar["count"] for bar in bars) == len(values)
    assert len(bars) <= MOST_BARS + 1
    for bar in bars:
        assert bar["start"] < bar["end"]
