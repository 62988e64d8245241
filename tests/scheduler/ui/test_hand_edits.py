"""Steps by hand on a page that has nothing else."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.plan import Plan
from scheduler.store import Store
from scheduler.ui.session import PARAMETER
from tests.conftest import PATIENCE
from tests.schools import make_school, plan_of, slot

SCHOOL = make_school()


def on_day(day: int) -> Plan:
    return plan_of({"七(1)班|语文": [slot(day, 1)]})


def script() -> None:
    import streamlit as st

    from scheduler.ui import hand_edits, session
    from tests.scheduler.ui.test_hand_edits import on_day

    def step() -> None:
        day = session.demand().plan_number + 1
        hand_edits.keep(on_day(day), f"挪到第 {day} 天")

    found = session.demand()
    hand_edits.undo_buttons(found)
    st.text(hand_edits.last_step(found))
    st.button("step", key="step", on_click=step)
    st.button("the first version", key="first", on_click=session.go_to_plan, args=(1,))


class Case:
    """A school whose lesson is on the first day, and the page after some presses."""

    def __init__(self, *presses: str) -> None:
        self.store = Store()
        self.school_id = self.store.schools.add(SCHOOL)
        self.store.plans.save(self.school_id, audit(SCHOOL, on_day(1)), school_number=1, based_on=0, note="第一版")
        self.page = AppTest.from_function(script, default_timeout=PATIENCE)
        self.page.query_params[PARAMETER] = str(self.school_id)
        self.page.run()
        for key in presses:
            self.page.button(key=key).click().run()
            assert not self.page.exception

    def notes(self) -> list[str]:
        return [version.note for version in self.store.plans.history(self.school_id)]


def test_a_version_names_the_step_that_was_undone_or_done_again() -> None:
    case = Case("step", "step", "undo", "undo", "redo", "undo")
    assert case.notes() == [
        "撤销：挪到第 2 天",
        "重做：挪到第 2 天",
        "撤销：挪到第 2 天",
        "撤销：挪到第 3 天",
        "挪到第 3 天",
        "挪到第 2 天",
        "第一版",
    ]
    assert case.store.plans.load(case.school_id).plan == on_day(1)


def test_the_last_step_is_told_of_the_version_that_it_made_alone() -> None:
    case = Case("step")
    assert case.page.text[0].value.startswith("挪到第 2 天（扣分 ")
    case.page.button(key="first").click().run()
    assert case.page.text[0].value == ""


def test_what_came_after_the_version_that_is_looked_at_is_no_step_back() -> None:
    case = Case("step", "step", "first")
    assert case.page.button(key="undo").disabled and case.page.button(key="redo").disabled
