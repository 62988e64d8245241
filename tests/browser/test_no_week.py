"""A school that has no week: why, and the change that gives it one."""

from __future__ import annotations

import re

from scheduler.school import Lock
from scheduler.store import Store
from tests.browser.pages import Pages
from tests.schools import make_school, slot

AT_ONCE = tuple(Lock(course=f"七(1)班|{subject}", slot=slot(1, 1)) for subject in ("语文", "数学"))


def test_an_impossible_school_is_explained_and_cured_with_one_click(user: Pages, store: Store) -> None:
    school_id = store.schools.add(make_school(name="排不出的学校", locks=AT_ONCE))
    user.open(school_id, "solve")
    user.see("清点就能看出的缺口")
    user.press("开始排课")
    user.see("怎样改就排得出")
    user.see("为什么排不出")
    assert not store.plans.history(school_id)
    with user.asking():
        user.page.get_by_role("button", name="改好并重排").first.click()
    user.see(re.compile("^排好了，扣分"))
    assert len(store.schools.load(school_id)[1].locks) < len(AT_ONCE)
    assert store.plans.history(school_id)[0].compliant
