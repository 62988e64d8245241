"""A solve goes on without the page that started it."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.store import Store
from tests.browser.pages import Pages
from tests.service_schools import FEW_KINDS, service_school


def test_a_reload_and_another_window_find_the_running_solve(somebody: Callable[[], Pages], store: Store) -> None:
    school_id = store.schools.add(service_school(rule_settings=FEW_KINDS))  # is sought for long
    user = somebody()
    user.open(school_id, "solve")
    user.choose("最多排多久", "60 分钟")
    user.press("开始排课")
    user.see("正在排整周")
    run = store.runs.latest(school_id)
    user.page.reload()
    user.see("正在排整周")
    other = somebody()
    other.open(school_id, "solve")
    other.stop_with_a_plan()
    user.see("排好了，扣分")
    assert run is not None and store.runs.latest(school_id) == store.runs.get(run.id)
