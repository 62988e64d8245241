from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scheduler.store import PlanVersion, Version, history_of

START = datetime(2026, 9, 1, tzinfo=UTC)


def school(number: int, minute: int | None, stands_for: int | None = None) -> Version:
    at = None if minute is None else START + timedelta(minutes=minute)
    return Version(number, at, "", f"s{number}", stands_for=stands_for)


def plan(number: int, minute: int | None, made_for: int = 1, stands_for: int | None = None) -> PlanVersion:
    at = None if minute is None else START + timedelta(minutes=minute)
    return PlanVersion(number, at, "", f"p{number}", made_for, 0, True, None, stands_for=stands_for)


def test_both_lines_are_one_by_the_clock() -> None:
    found = history_of([school(2, 3), school(1, 0)], [plan(2, 4, 2), plan(1, 2)])
    assert [step.version.note for step in found.steps] == ["s1", "p1", "s2", "p2"]
    assert [step.state for step in found.steps] == [(1, 0), (1, 1), (2, 1), (2, 2)]
    assert found.position == 3 and found.undone_next is not None and found.done_next is None


def test_a_plan_comes_after_the_school_it_was_made_for_whatever_the_clock_said() -> None:
    found = history_of([school(1, 9), school(2, 8)], [plan(1, 0, 2), plan(2, None, 2)])
    assert [step.version.note for step in found.steps] == ["s1", "s2", "p1", "p2"]


def test_steps_back_and_forth_move_on_the_line() -> None:
    schools = [school(1, 0), school(2, 3), school(3, 4, stands_for=1)]
    plans = [plan(1, 1), plan(2, 2), plan(3, 5, stands_for=1), plan(4, 6, stands_for=2)]
    found = history_of(schools, plans)
    assert [step.version.note for step in found.steps] == ["s1", "p1", "p2", "s2"]
    assert found.position == 2
    assert found.undone_next is not None and found.undone_next.version.note == "p2"
    assert found.done_next is not None and found.done_next.version.note == "s2"
    assert (found.target(-1), found.target(1)) == ((1, 1), (2, 2))


def test_what_stands_for_no_neighbour_is_a_step_of_its_own() -> None:
    plans = [plan(1, 1), plan(2, 2), plan(3, 3), plan(4, 4, stands_for=1), plan(5, 5, stands_for=99)]
    found = history_of([school(1, 0)], plans)
    assert [step.version.note for step in found.steps] == ["s1", "p1", "p2", "p3", "p4", "p5"]
    assert found.target(-1) == (1, 1)  # what the fourth stood for


def test_nothing_is_left_of_a_school_without_plan_by_going_back() -> None:
    found = history_of([school(1, 0), school(2, 1)], [plan(1, 2)])
    assert found.undone_next is None
    assert history_of([school(1, 0), school(2, 1)], []).undone_next is not None
    assert history_of([], []).undone_next is None
