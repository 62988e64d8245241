"""From the export of a form to the list that pupils sign, as one person goes through it."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from scheduler.school import Content
from scheduler.store import Store
from tests.browser.pages import Pages
from tests.scheduler.workbook.books import make
from tests.service_schools import club, service_school

NAMES = ("甲一", "乙二", "丙三")


def test_from_the_wishes_to_the_list_to_sign(user: Pages, store: Store, tmp_path: Path) -> None:
    school = service_school(
        name="选课小学",
        clubs=(
            club("足球", Content.SPORT, (3,), "王芳", days=(2,), capacity=2),
            club("合唱", Content.ART, (3,), "王芳", days=(3,)),
        ),
    )
    school_id = store.schools.add(school)
    path = make(
        tmp_path / "志愿.xlsx",
        学生=[["学号", "姓名", "班级"], *([number, name, "三(1)班"] for number, name in enumerate(NAMES, 1))],
        学生志愿=[["1、学号", "2、第一志愿", "3、第二志愿"], *([number, "足球", "合唱"] for number in (1, 2, 3))],
    )
    user.open(school_id)
    user.turn_to("选课")
    user.upload(path)
    user.see("读到 3 名学生、6 个志愿")
    with user.asking():
        user.page.get_by_role("button", name="分配", exact=True).click()
    user.see("已证明没有更好的分配")
    (out,) = (each.pupil for each in store.allocations.load(school_id).allocation.places if each.club == "合唱")
    user.see("已满足" if out != "1" else "2 个名额，3 人想去")  # of the first pupil, whom the page shows
    book = load_workbook(user.take("下载名单、通知单和报告", tmp_path / "选课结果.xlsx"))
    told = "\n".join(str(cell) for row in book["社团名单"].iter_rows(values_only=True) for cell in row if cell)
    assert all(name in told for name in NAMES)
    assert "足球  周二" in told
    user.press("写回“社团”和“参加人数”")
    user.see("社团人数和参加人数已与选课一致")
    assert {each.id: each.members for each in store.schools.load(school_id)[1].clubs} == {"足球": 2, "合唱": 1}
