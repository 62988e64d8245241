"""检查, run without a browser; the repair's process is written to the store by hand but for one test."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from constraints.audit import Report, audit
from scheduler.engine.repair import repair
from scheduler.engine.result import Progress
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.export import write_plan_workbook
from scheduler.export.changes import repair_record
from scheduler.export.check import Check
from scheduler.export.document import write_plan_json
from scheduler.model.owner import Level
from scheduler.plan import Plan
from scheduler.plan.layout import tells_service
from scheduler.school import Lock, School, Slot
from scheduler.solving.process import solve_run
from scheduler.store import EditionMark, Run, RunStatus, Store, TermRecord
from scheduler.store.database import open_database
from scheduler.store.run_writer import RunWriter
from scheduler.term.nouns import Change, ItemKind, Key, Way
from scheduler.ui import held, start_run
from scheduler.ui.checked_plan import Checked, checked_opened, marked_bytes
from scheduler.workbook.plan.reader import read_plan
from tests.conftest import PATIENCE
from tests.schools import course, make_school, plan_of, slot
from tests.service_schools import full_service, service_school
from tests.terms import FIRST, LAST, TUESDAY, small_plan, small_school, term_of

CLASS = "七(1)班"
SCHOOL = make_school(tuple(course(CLASS, subject, name, 1) for subject, name in (("语文", "王芳"), ("数学", "李强"))))
LEGAL = plan_of({f"{CLASS}|语文": [slot(1, 1)], f"{CLASS}|数学": [slot(1, 2)]})
CLASH = plan_of({f"{CLASS}|语文": [slot(1, 1)], f"{CLASS}|数学": [slot(1, 1)]})


def script() -> None:
    from scheduler.ui.check_page import check_page
    from scheduler.ui.frame import frame

    frame()
    check_page()


class Case:
    """A school with a plan in the store and the page in a browser that has it open."""

    def __init__(self, plan: Plan | None = CLASH, school: School = SCHOOL) -> None:
        self.store = Store()
        self.school = school
        self.school_id = self.store.schools.add(school)
        if plan is not None:
            self.store.plans.save(self.school_id, audit(school, plan), school_number=1, based_on=0)
        self.page = AppTest.from_function(script, default_timeout=PATIENCE).run()
        assert not self.page.exception

    def upload(self, file: Path) -> None:
        self.page.file_uploader[0].upload(file.name, file.read_bytes(), "application/octet-stream").run()
        assert not self.page.exception

    def press(self, key: str) -> None:
        self.page.button(key=key).click().run()
        assert not self.page.exception

    def repaired(self) -> Run:
        """Let the run that the page has started go to its end in this process."""
        run = self.store.runs.latest(self.school_id)
        assert run is not None
        solve_run(open_database(), run.id, Cancel())
        self.page.run()
        assert not self.page.exception
        return self.store.runs.get(run.id)

    def latest(self) -> Any:
        return self.store.plans.load(self.school_id)

    def words(self) -> str:
        kinds = (self.page.error, self.page.success, self.page.info, self.page.markdown, self.page.caption)
        return "\n".join(each.value for kind in kinds for each in kind)


@pytest.fixture(autouse=True)
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note the runs that the page starts, without a process."""
    monkeypatch.setattr(start_run, "start", lambda _store, _run: None)


def workbook(tmp_path: Path, plan: Plan, school: School = SCHOOL) -> Path:
    file = tmp_path / "改过.xlsx"
    write_plan_workbook(audit(school, plan), file)
    return file


def test_without_a_plan_it_says_what_to_do() -> None:
    assert "上传" in Case(None).words()


def test_a_legal_plan_needs_no_repair() -> None:
    case = Case(LEGAL)
    assert "合规" in case.page.success[0].value
    assert "repair" not in {button.key for button in case.page.button}


def test_what_the_opened_plan_breaks_is_listed() -> None:
    case = Case()
    report = audit(SCHOOL, CLASH)
    assert "不合规" in case.page.main.error[0].value
    told = sorted(case.page.dataframe[0].value["规则"])
    assert told == sorted(a.rule.title.zh for a, _ in report.violations(Level.REGULATION, Level.HARD))


def test_an_uploaded_plan_is_judged_but_not_stored(tmp_path: Path) -> None:
    case = Case(LEGAL)
    case.upload(workbook(tmp_path, CLASH))
    assert "不合规" in case.page.main.error[0].value and "改过.xlsx" in case.page.main.error[0].value
    assert case.latest().version.number == 1


def test_an_uploaded_plan_is_compared_with_the_open_one_before_it_is_taken(tmp_path: Path) -> None:
    case = Case(LEGAL)
    case.upload(workbook(tmp_path, CLASH))
    assert "与打开的课表第 1 版相比：1 节课不同" in case.words()
    changed, scores = (table.value for table in case.page.dataframe[:2])
    assert changed.iloc[0][["打开的", "这份"]].tolist() == ["周一第2节", "周一第1节"]
    before, after = audit(SCHOOL, LEGAL), audit(SCHOOL, CLASH)
    shown = zip(scores["规则"], scores["打开的"], scores["这份"], strict=True)
    assert sorted(shown) == sorted(rule_scores_of(before, after))
    assert case.latest().version.number == 1


def test_posted_and_held_are_told_by_the_term_and_by_an_uploaded_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Music of one class was only supervised on a Tuesday; in what is uploaded PE is not there."""
    monkeypatch.setattr(held, "today", lambda: LAST)
    case = Case(small_plan(), small_school())
    key = Key(ItemKind.LESSON, "三(1)班|音乐", slot(2, 4))
    lost = Change(id=1, date=TUESDAY, key=key, way=Way.SELF_STUDY, without=("孙悦",), teachers=("王芳",))
    mark = EditionMark(first=FIRST, school_number=1, plan_number=1)
    record = TermRecord(calendar=term_of().calendar, editions=(mark,), changes=(lost,))
    case.store.terms.save(case.school_id, record, based_on=0)
    case.page.run()
    assert "公示与实际 1 节" in [tab.label for tab in case.page.tabs]
    assert any("没有上 1 节" in error.value for error in case.page.main.error)
    kept = tuple(p for p in small_plan().placements if p.course != "三(1)班|体育")
    case.upload(workbook(tmp_path, small_plan().model_copy(update={"placements": kept}), small_school()))
    told = next(table.value for table in case.page.dataframe if "公示" in table.value)
    assert told[["班级", "课程", "实际"]].values.tolist() == [["三(1)班", "体育", "没有课"]]


def rule_scores_of(before: Report, after: Report) -> list[tuple[str, int, int]]:
    """What the rules say of two plans, where that differs: places that break one, or what they cost where it is soft."""
    found = []
    for one, other in zip(before.findings, after.findings, strict=True):
        soft = one.active.level is Level.SOFT
        was, now = (each.cost if soft else len(each.verdict.violations) for each in (one, other))
        if was != now:
            found.append((one.active.rule.title.zh, was, now))
    return found


def test_the_same_plan_is_told_to_be_the_same(tmp_path: Path) -> None:
    case = Case(LEGAL)
    case.upload(workbook(tmp_path, LEGAL))
    assert "与打开的课表第 1 版相比：内容一样" in case.words()


def test_an_uploaded_plan_becomes_the_next_version(tmp_path: Path) -> None:
    case = Case(CLASH)
    case.upload(workbook(tmp_path, LEGAL))
    case.press("take")
    stored = case.latest()
    assert stored.version.number == 2 and stored.version.compliant and "改过.xlsx" in stored.version.note
    assert "第 2 版" in case.page.main.success[0].value


def test_a_plan_for_programs_is_read_too(tmp_path: Path) -> None:
    case = Case(None)
    write_plan_json(audit(SCHOOL, CLASH), tmp_path / "别人的.json")
    case.upload(tmp_path / "别人的.json")
    assert "不合规" in case.page.main.error[0].value
    case.press("take")
    assert set(case.latest().plan.placements) == set(CLASH.placements)


def test_what_was_not_understood_is_listed(tmp_path: Path) -> None:
    file = workbook(tmp_path, LEGAL)
    book = load_workbook(file)
    cell = next(c for row in book["总课表"].iter_rows() for c in row if c.value and "王芳" in str(c.value))
    cell.value = "语文\n查无此人"
    book.save(file)
    case = Case(LEGAL)
    case.upload(file)
    told = [table.value for table in case.page.dataframe if "怎么改" in table.value]
    assert len(told) == 1 and cell.coordinate in set(told[0]["单元格"])


@pytest.mark.parametrize("uploaded", [False, True])
def test_the_marked_workbook_lists_what_is_broken(tmp_path: Path, uploaded: bool) -> None:
    found, data = audit(SCHOOL, CLASH), workbook(tmp_path, CLASH).read_bytes()
    checked = checked_opened(found)
    if uploaded:
        reading = read_plan(tmp_path / "改过.xlsx", SCHOOL)
        checked = Checked("改过.xlsx", reading, Check(reading, found), data)
    book = load_workbook(BytesIO(marked_bytes(checked, "zh")))
    assert "问题清单" in book.sheetnames
    assert any(cell.comment for row in book["总课表"].iter_rows() for cell in row)


def test_a_timetable_leaves_service_as_it_was(tmp_path: Path) -> None:
    school = service_school()
    served = full_service(school)
    lessons = Plan(placements=plan_of({c.id: [school.course_slots(c)[0]] for c in school.courses}).placements)
    assert tells_service(served) and not tells_service(lessons)
    case = Case(served, school)
    case.upload(workbook(tmp_path, lessons, school))
    case.press("take")
    plan = case.latest().plan
    assert plan.sessions == served.sessions and {p.course for p in plan.placements} == {c.id for c in school.courses}


@pytest.mark.parametrize(("name", "data"), [("空.xlsx", b""), ("x.xlsx", b"PK\x03\x04nonsense"), ("x.json", b"[1, 2")])
def test_what_is_no_plan_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    case = Case(LEGAL)
    file = tmp_path / name
    file.write_bytes(data)
    case.upload(file)
    assert "没有读到课表" in case.page.main.error[0].value
    assert len(case.page.dataframe[0].value)
    assert not {"take", "repair"} & {button.key for button in case.page.button}


def test_the_moves_of_a_repair_are_accepted() -> None:
    case = Case()
    case.press("repair")
    assert "正在修复" in case.words() or case.store.runs.latest(case.school_id)
    run = case.repaired()
    assert run.status is RunStatus.OPTIMAL
    assert "移动 1 节课（已证明不能移得更少）" in case.page.main.success[0].value
    moves = case.page.dataframe[0].value
    assert len(moves) == 1 and moves["原来"][0].startswith("周一第1节")
    case.press("accept-repair")
    stored = case.latest()
    assert stored.version.number == 2 and stored.version.compliant and "修复" in stored.version.note
    assert "合规" in case.page.main.success[0].value


def test_a_repair_tells_its_moves_while_it_goes_on() -> None:
    case = Case()
    case.press("repair")
    run = case.store.runs.latest(case.school_id)
    assert run is not None
    writer = RunWriter(open_database(), run.id)
    writer.begin(1)
    found = repair(SCHOOL, CLASH, StoppingCriterion(20), workers=1)
    assert found.report is not None
    writer.beat(Progress(1.0, found.report.cost, 0, plans=1), found.report.plan, repair_record(found))
    case.page.run()
    assert "移动 1 节课（已证明不能移得更少）" in case.words()
    assert "停止" in {button.label for button in case.page.button}


def test_moves_that_are_still_being_reduced_are_not_listed() -> None:
    case = Case()
    case.press("repair")
    run = case.store.runs.latest(case.school_id)
    assert run is not None
    writer = RunWriter(open_database(), run.id)
    writer.begin(1)
    found = repair(SCHOOL, CLASH, StoppingCriterion(20), workers=1)
    assert found.report is not None
    record = repair_record(found)
    record["proven"]["lessons"] = False
    writer.beat(Progress(1.0, found.report.cost, 0, plans=1), found.report.plan, record)
    case.page.run()
    assert "正在减少要动的课" in case.words() and not case.page.dataframe


def test_the_moves_of_a_repair_are_refused() -> None:
    case = Case()
    case.press("repair")
    case.repaired()
    case.press("dismiss-repair")
    assert "不合规" in case.page.main.error[0].value
    assert case.latest().version.number == 1
    later = AppTest.from_function(script, default_timeout=PATIENCE).run()  # another tab, or another day
    assert "accept-repair" not in {button.key for button in later.button}


def test_moves_for_another_version_are_not_offered() -> None:
    case = Case()
    case.press("repair")
    case.repaired()
    case.store.plans.save(case.school_id, audit(SCHOOL, CLASH), school_number=1, based_on=1)
    other = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert "accept-repair" not in {button.key for button in other.button}
    assert "repair" in {button.key for button in other.button}


def test_an_uploaded_plan_is_stored_and_repaired(tmp_path: Path) -> None:
    case = Case(LEGAL)
    case.upload(workbook(tmp_path, CLASH))
    case.press("repair")
    run = case.store.runs.latest(case.school_id)
    assert run is not None and run.plan_number == 2
    assert len(case.latest().plan.placements) == 2


def test_a_plan_that_an_edit_broke_is_repaired() -> None:
    """The school is edited, so that a lesson must be elsewhere; the plan follows."""
    case = Case(LEGAL)
    wanted = Slot(*slot(2, 3))
    edited = SCHOOL.model_copy(update={"locks": (Lock(course=f"{CLASS}|数学", slot=wanted),)})
    case.store.schools.save(case.school_id, edited, based_on=1)
    case.page = AppTest.from_function(script, default_timeout=PATIENCE).run()
    assert "不合规" in case.page.main.error[0].value
    case.press("repair")
    case.repaired()
    case.press("accept-repair")
    stored = case.latest()
    assert stored.version.school_number == 2 and stored.plan.slots_of(f"{CLASS}|数学") == (wanted,)


def test_a_repair_that_cannot_be_says_so() -> None:
    both = tuple(Lock(course=f"{CLASS}|{subject}", slot=slot(1, 1)) for subject in ("语文", "数学"))
    case = Case(CLASH, SCHOOL.model_copy(update={"locks": both}))
    case.press("repair")
    assert case.repaired().status is RunStatus.INFEASIBLE
    assert "互相矛盾" in case.page.main.error[0].value
    case.press("dismiss-repair")
    assert "repair" in {button.key for button in case.page.button}


def test_a_failed_repair_is_told() -> None:
    case = Case()
    case.press("repair")
    run = case.store.runs.latest(case.school_id)
    assert run is not None
    RunWriter(open_database(), run.id).end(RunStatus.FAILED, failure="KeyError in here")
    case.page.run()
    assert "KeyError in here" in case.page.main.error[0].value
