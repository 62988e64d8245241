"""课后服务, run without a browser: what is picked in the grid, and the buttons beside it."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.plan import FlexGrant, Plan, PlanView
from scheduler.school import GrantKind, School
from scheduler.store import Store
from scheduler.ui.service_panel import CHOSEN
from scheduler.ui.service_views import PickedService, ServiceViews
from scheduler.ui.widgets import Pick
from tests.conftest import PATIENCE
from tests.schools import make_school, plan_of, slot
from tests.service_schools import full_service, service_school


def script() -> None:
    from scheduler.ui.frame import frame
    from scheduler.ui.service_page import service_page

    frame()
    service_page()


class Case:
    """A school with a plan in the store, and the page in a browser that has it open."""

    def __init__(self, school: School, plan: Plan | None) -> None:
        self.store = Store()
        self.school = school
        self.school_id = self.store.schools.add(school)
        if plan is not None:
            self.store.plans.save(self.school_id, audit(school, plan), school_number=1, based_on=0)
        self.page = AppTest.from_function(script, default_timeout=PATIENCE).run()
        assert not self.page.exception

    def pick(self, turn: PickedService, kind: str = "groups") -> None:
        self.page.session_state["service_kind"] = kind
        self.page.session_state[CHOSEN] = Pick(turn)
        self.page.run()
        assert not self.page.exception

    def press(self, key: str) -> None:
        self.page.button(key=key).click().run()
        assert not self.page.exception

    def plan(self) -> Plan:
        return self.store.plans.load(self.school_id).plan

    def words(self) -> str:
        kinds: tuple[Any, ...] = (self.page.error, self.page.info, self.page.markdown, self.page.caption)
        return "\n".join(each.value for kind in kinds for each in kind)


@pytest.fixture
def case() -> Case:
    school = service_school()
    return Case(school, full_service(school))


def group_turn(case: Case) -> PickedService:
    """A session that some others could lead."""
    session = next(
        s for s in case.plan().sessions if len(case.school.service.stations[s.station].pool) > 2 and len(s.adults) == 1
    )
    return PickedService(session.station, session.slot)


def adults(plan: Plan, turn: PickedService) -> tuple[str, ...]:
    return next(s.adults for s in plan.sessions if (s.station, s.slot) == (turn.station, turn.slot))


def test_somebody_else_serves_and_that_is_undone(case: Case) -> None:
    turn = group_turn(case)
    before = adults(case.plan(), turn)
    case.pick(turn)
    name = case.page.button(key="service-adult-0").label.split(" ")[0]
    case.press("service-adult-0")
    assert adults(case.plan(), turn) == (name,) != before
    case.press("undo")
    assert adults(case.plan(), turn) == before


def test_who_cannot_serve_is_named_with_the_reason(case: Case) -> None:
    sessions = case.plan().sessions
    busy = {(s.slot, adult) for s in sessions for adult in s.adults}
    session, name = next(
        (s, other)
        for s in sessions
        for other in case.school.service.stations[s.station].pool
        if other not in s.adults and (s.slot, other) in busy
    )
    case.pick(PickedService(session.station, session.slot))
    assert any(f"**{name}**" in each.value and "同时还有别的" in each.value for each in case.page.markdown)


def test_exchanges_come_when_asked_for(case: Case) -> None:
    case.pick(group_turn(case))
    case.press("service_swaps")
    assert (
        any((button.key or "").startswith("service-swap-") for button in case.page.button)
        or "没有能对换的" in case.words()
    )


def test_flexible_time_is_given_or_taken(case: Case) -> None:
    teacher = case.school.teachers[0].id
    before = case.plan().grants
    case.pick(PickedService(teacher=teacher, day=1), "flexible")
    assert "时间银行" in case.words()
    keys = [
        button.key for button in case.page.button if (button.key or "").startswith(("service-today", "service-grant"))
    ]
    if keys:
        case.press(str(keys[0]))
        assert case.plan().grants != before


def test_every_view_is_shown(case: Case) -> None:
    for kind in ("clubs", "duties", "flexible", "ledger"):
        case.page.session_state["service_kind"] = kind
        case.page.run()
        assert not case.page.exception


def test_without_service_or_plan_the_page_says_what_to_do() -> None:
    assert "没有填课后服务" in Case(make_school(), plan_of({"七(1)班|语文": [slot(1, 1)]})).words()


def test_without_a_plan_the_page_says_where_to_get_one() -> None:
    assert "还没有课表" in Case(service_school(), None).words()


def test_a_club_tells_its_heads_and_its_place_and_days_with_another_coach_come_when_asked_for(case: Case) -> None:
    session = next(s for s in case.plan().sessions if case.school.service.stations[s.station].club == "足球")
    case.pick(PickedService(session.station, session.slot), "clubs")
    assert "20 人" in case.words() and "最多 24 人" in case.words() and "操场" in case.words()
    if any(button.key == "service_together" for button in case.page.button):
        case.press("service_together")


def test_flexible_time_tells_its_clock_and_minutes_and_early_is_not_late_in_colour(case: Case) -> None:
    teacher = case.school.teachers[0]
    grants = (
        FlexGrant(teacher=teacher.id, day=1, kind=GrantKind.LATE_START),
        FlexGrant(teacher=teacher.id, day=2, kind=GrantKind.EARLY_LEAVE),
    )
    plan = case.plan().model_copy(update={"grants": grants})
    grid = ServiceViews(PlanView(case.school, plan), {}, None).flexible([teacher])
    late, early = (cell.items[0] for cell in grid.cells[0][:2])
    assert late.lines == ("晚到", "08:50 到 · 60 分钟") and early.lines == ("早走", "16:30 走 · 60 分钟")
    assert late.tint != early.tint
