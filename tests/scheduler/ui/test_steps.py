"""Steps by hand, of the plan and of the school, on a page that has nothing else."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.plan import Plan
from scheduler.school import Lock, School
from scheduler.store import Store
from scheduler.ui.session import PARAMETER
from tests.conftest import PATIENCE
from tests.schools import make_school, plan_of, slot

SCHOOL = make_school()
COURSE = "七(1)班|语文"


def on_day(day: int) -> Plan:
    return plan_of({COURSE: [slot(day, 1)]})


def locked_on(school: School, day: int) -> School:
    return school.renewed(locks=(Lock(course=COURSE, slot=slot(day, 1)),))


def script() -> None:
    import streamlit as st

    from scheduler.ui import hand_edits, session
    from scheduler.ui.steps import step_buttons
    from tests.scheduler.ui.test_steps import locked_on, on_day

    def move() -> None:
        day = session.demand().plan_number + 1
        hand_edits.keep(on_day(day), f"挪到第 {day} 天")

    def lock() -> None:
        found = session.demand()
        day = found.plan.placements[0].slot.day
        session.save_school(found, locked_on(found.school, day), f"锁定第 {day} 天")

    found = session.demand()
    step_buttons(found, "")
    st.text(session.last_step(found))
    st.button("move", key="move", on_click=move)
    st.button("lock", key="lock", on_click=lock)
    st.button("the first version", key="first", on_click=session.go_to_plan, args=(1,))


class Case:
    """A school whose lesson is on the first day, and the page after some presses."""

    def __init__(self, *presses: str) -> None:
        self.store = Store()
        self.school_id = self.store.schools.add(SCHOOL, note="读入")
        self.store.plans.save(self.school_id, audit(SCHOOL, on_day(1)), school_number=1, based_on=0, note="自动排课")
        self.come()
        self.press(*presses)

    def come(self) -> None:
        """Come in a new window, or after a reload."""
        self.page = AppTest.from_function(script, default_timeout=PATIENCE)
        self.page.query_params[PARAMETER] = str(self.school_id)
        self.page.run()
        assert not self.page.exception

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.button(key=key).click().run()
            assert not self.page.exception

    def notes(self) -> list[str]:
        return [version.note for version in self.store.plans.history(self.school_id)]

    def offers(self) -> tuple[bool, bool]:
        """Whether a step back and one forth are offered."""
        return not self.page.button(key="undo").disabled, not self.page.button(key="redo").disabled

    def day(self) -> int:
        return self.store.plans.load(self.school_id).plan.placements[0].slot.day

    def lock(self) -> list[int]:
        return [lock.slot.day for lock in self.store.schools.load(self.school_id)[1].locks]


def test_a_version_names_the_step_that_was_undone_or_done_again() -> None:
    case = Case("move", "move", "undo", "undo", "redo", "undo")
    assert case.notes() == [
        "撤销：挪到第 2 天",
        "重做：挪到第 2 天",
        "撤销：挪到第 2 天",
        "撤销：挪到第 3 天",
        "挪到第 3 天",
        "挪到第 2 天",
        "自动排课",
    ]
    assert case.store.plans.load(case.school_id).plan == on_day(1)


def test_a_lock_is_undone_before_the_move_that_came_before_it() -> None:
    case = Case("move", "lock")
    assert (case.day(), case.lock()) == (2, [2])
    assert case.page.button(key="undo").help == "撤销（Ctrl+Z）：锁定第 2 天"
    case.press("undo")
    assert (case.day(), case.lock()) == (2, [])
    case.press("undo")
    assert (case.day(), case.lock()) == (1, [])
    case.press("redo", "redo")
    assert (case.day(), case.lock()) == (2, [2])


@pytest.mark.parametrize("presses", [(), ("undo",), ("undo", "undo"), ("undo", "undo", "redo")])
def test_a_locked_lesson_stands_where_its_lock_is_after_any_steps(presses: tuple[str, ...]) -> None:
    case = Case("move", "lock", *presses)
    assert case.lock() in ([], [case.day()])


def test_the_steps_are_the_same_after_a_reload() -> None:
    case = Case("move", "lock", "undo", "undo")
    assert case.offers() == (False, True)
    case.come()
    assert case.offers() == (False, True)
    case.press("redo", "redo")
    assert (case.day(), case.lock(), case.offers()) == (2, [2], (True, False))
    case.come()
    assert case.page.button(key="undo").help == "撤销（Ctrl+Z）：锁定第 2 天"


def test_a_new_step_ends_what_could_be_done_again() -> None:
    case = Case("move", "undo", "lock")
    assert case.offers() == (True, False)
    case.press("undo")
    assert (case.day(), case.lock(), case.offers()) == (1, [], (False, True))


def test_the_first_plan_is_not_undone_and_a_solve_says_what_it_is() -> None:
    case = Case()
    assert case.offers() == (False, False)
    case.store.plans.save(
        case.school_id, audit(SCHOOL, on_day(4)), school_number=1, based_on=1, note="自动排课：整周，2 分钟"
    )
    case.come()
    assert case.page.button(key="undo").help == "撤销（Ctrl+Z）：自动排课：整周，2 分钟"


def test_the_last_step_is_told_of_the_version_that_it_made_alone() -> None:
    case = Case("move")
    assert case.page.text[0].value.startswith("挪到第 2 天（扣分 ")
    case.press("first")
    assert case.page.text[0].value == ""


def test_from_an_earlier_version_there_are_no_steps() -> None:
    case = Case("move", "move", "first")
    assert case.offers() == (False, False)
