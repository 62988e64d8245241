"""`paike explain`, and what `paike solve` says where there is no plan."""

import json
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ortools.sat.python import cp_model
from typer.testing import CliRunner

import scheduler.explanation.explanation
from scheduler.cli.common import Exit
from scheduler.cli.explain import conflict_lines
from scheduler.cli.main import cli
from scheduler.engine.result import Status
from scheduler.engine.stopping import Cancel, Clock, StoppingCriterion, attended
from scheduler.engine.subsolve import Solvers
from scheduler.explanation.conflict.conflict import Conflict, ConflictSearch, seek_conflict
from scheduler.explanation.explanation import explain
from scheduler.school import Mark, MarkLevel, MarkOwner, RuleSetting, School, SchoolClass
from scheduler.text import Text
from scheduler.workbook import write_school
from tests import schools

RUN = CliRunner()
CLASSES = tuple(
    SchoolClass(id=f"高一({number})班", grade=10, number=number, schedule=schools.SCHEDULE) for number in (1, 2)
)
LESSONS = (("语文", "王芳", 5), ("数学", "李强", 5), ("体育", "赵军", 3))
COURSES = tuple(schools.course(each.id, subject, who, n) for each in CLASSES for subject, who, n in LESSONS)


def make(closed: tuple[int, ...] = (), **more: Any) -> School:
    """A school whose PE teacher has no time on some days."""
    marks = tuple(
        Mark(owner_kind=MarkOwner.TEACHER, owner="赵军", day=day, start=0, end=1440, level=MarkLevel.FORBIDDEN)
        for day in closed
    )
    return schools.make_school(COURSES, classes=CLASSES, marks=marks, **more)


APART = RuleSetting(rule="pe_days_apart", level="hard")  # with 3 lessons: on Monday, Wednesday and Friday


@pytest.fixture(scope="module")
def feasible(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explain") / "好.xlsx"
    write_school(make(), path)
    return path


@pytest.fixture(scope="module")
def infeasible(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explain") / "坏.xlsx"
    write_school(make(closed=(3,), rule_settings=(APART,)), path)
    return path


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explain") / "缺.xlsx"
    once_a_day = tuple(each.model_copy(update={"max_per_day": 1}) for each in schools.SUBJECTS)
    write_school(make(closed=(1, 2, 3, 4), subjects=once_a_day), path)
    return path


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = RUN.invoke(cli, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def in_one_line(printed: str) -> str:
    """What was printed, whatever the width of the screen."""
    return "".join(printed.split())


def test_conflict_and_cures_of_what_only_solving_shows(infeasible: Path) -> None:
    status, out, err = run("explain", infeasible, "--workers", "1")
    said = in_one_line(out)
    assert status == Exit.INFEASIBLE == 3
    assert "排不出方案" in said and "去掉其中任何一条，这处冲突就消除" in said
    assert "赵军（体育）周三不能上课" in said and "“教师时间”表“赵军”" in said
    assert "每周3节体育课，不排在相邻两天" in said and "法规，不能放宽" in said
    assert "清点就能看出" not in said
    assert "任选一种改法都能排出方案" in said and "1." in said
    assert "正在找互相矛盾的要求" in in_one_line(err)


def test_what_counting_shows_comes_first(short: Path) -> None:
    status, out, _ = run("explain", short, "--workers", "1", "--lang", "en")
    said = " ".join(out.split())
    assert status == 3
    assert said.index("What counting shows") < said.index("cannot all hold") < said.index("makes a plan possible")
    assert "closed on Mon to Thu" in said


def test_one_json_document(infeasible: Path) -> None:
    status, out, _ = run("explain", infeasible, "--workers", "1", "--json")
    found = json.loads(out)
    assert status == 3 and found["status"] == "infeasible" and found["shortages"] == []
    members = found["conflict"]["members"]
    assert found["conflict"]["minimal"] and {"unavailable", "pe_days_apart"} <= {each["rule"] for each in members}
    for each in members:
        assert each["relaxable"] == (each["level"] != "regulation")
        assert each["text"] and each["text_en"] and each["sheet"] and each["row"]
    assert found["cures"] and all(cure["edits"] for cure in found["cures"])


def test_nothing_to_explain(feasible: Path) -> None:
    status, out, _ = run("explain", feasible, "--workers", "1")
    assert status == Exit.DONE == 0
    assert "排得出方案" in out and "改法" not in out
    found = json.loads(run("explain", feasible, "--workers", "1", "--json")[1])
    assert (found["status"], found["shortages"], found["conflict"], found["cures"]) == ("feasible", [], None, [])


def test_not_known_in_time(feasible: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        scheduler.explanation.explanation, "seek_conflict", lambda *args, **more: ConflictSearch(Status.UNKNOWN)
    )
    status, out, _ = run("explain", feasible)
    assert status == Exit.OUT_OF_TIME == 4 and "--time-limit" in out


def test_interrupted(feasible: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(school: School, *, cancel: Cancel, **more: object) -> ConflictSearch:
        signal.raise_signal(signal.SIGINT)
        assert cancel.wait(60)
        return ConflictSearch(Status.UNKNOWN)

    monkeypatch.setattr(scheduler.explanation.explanation, "seek_conflict", interrupted)
    assert run("explain", feasible)[0] == Exit.INTERRUPTED == 130


def test_a_running_solver_hears_the_cancel() -> None:
    """15 pigeons do not fit into 14 holes, which takes a solver without cuts for ever to prove."""
    model, cancel = cp_model.CpModel(), Cancel()
    nests = [[model.new_bool_var("") for _ in range(14)] for _ in range(15)]
    for nest in nests:
        model.add_bool_or(nest)
    for hole in zip(*nests, strict=True):
        for one in range(15):
            for other in range(one):
                model.add_bool_or([~hole[one], ~hole[other]])

    def plain(parameters: Any) -> None:
        parameters.cp_model_presolve = False
        parameters.linearization_level = 0
        parameters.symmetry_level = 0
        cancel.cancel()

    clock = Clock(StoppingCriterion(300, cancel=cancel))
    answer = attended(lambda: Solvers(clock).solve(model, workers=1, seed=1, tune=plain), cancel)
    assert answer.status == cp_model.UNKNOWN and clock.seconds_left > 0


def test_what_fails_in_the_background_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        attended(lambda: 1 // 0, Cancel())


def test_solve_tells_why(infeasible: Path, tmp_path: Path) -> None:
    status, out, err = run("solve", infeasible, "--out", tmp_path, "--workers", "1")
    said = in_one_line(err)
    assert status == 3 and "赵军（体育）周三不能上课" in said and "paikeexplain" in said
    status, out, err = run("solve", infeasible, "--out", tmp_path, "--workers", "1", "--json")
    found = json.loads(out)
    assert status == 3 and found["status"] == "infeasible"
    assert "unavailable" in {each["rule"] for each in found["conflict"]["members"]}


def test_the_sentence_on_the_whole_conflict() -> None:
    found = seek_conflict(make(closed=(3,), rule_settings=(APART,)), workers=1).conflict
    assert found is not None and "去掉其中任何一条" in found.text.zh
    regulation = tuple(member for member in found.members if not member.relaxable)
    assert "本身就无法满足" in Conflict(regulation[:1], minimal=True).text.zh
    assert "都是法规，不能放宽" in Conflict((*regulation, *regulation), minimal=True).text.zh
    assert "时间不够" in Conflict(found.members, minimal=False).text.zh


def test_many_of_a_rule_are_named_in_one_line() -> None:
    found = seek_conflict(make(closed=(3,), rule_settings=(APART,)), workers=1).conflict
    assert found is not None
    one = found.members[0]
    many = [replace(one, name=Text(f"张{number}", f"Zhang {number}")) for number in range(30)]
    lines = list(conflict_lines(Conflict(tuple(many), minimal=True)))
    assert len(lines) == 3 and one.text.zh in lines[1].zh
    assert "还有 29 条：张1、张2" in lines[2].zh and "29 more: Zhang 1" in lines[2].en and "张29" not in lines[2].zh


def test_cures_that_are_not_wanted_are_left_out() -> None:
    quick = explain(make(closed=(3,), rule_settings=(APART,)), workers=1, cures=False)
    assert quick.status is Status.INFEASIBLE and quick.conflict is not None and quick.cures == ()


def test_days_that_cannot_be_even() -> None:
    """Four lessons of one each whose teachers are there on Mondays alone: the new rule is named, and what would help."""
    names = ("王芳", "李强", "张敏", "刘洋")
    subjects = zip(("语文", "数学", "英语", "音乐"), names, strict=True)
    marks = tuple(
        Mark(owner_kind=MarkOwner.TEACHER, owner=name, day=day, start=0, end=1440, level=MarkLevel.FORBIDDEN)
        for name in names
        for day in (2, 3, 4, 5)
    )
    school = schools.make_school(tuple(schools.course("七(1)班", *each, 1) for each in subjects), marks=marks)
    found = explain(school.renewed(rule_settings=()), workers=1)
    assert found.status is Status.INFEASIBLE
    assert found.conflict is not None
    assert "七(1)班每天上 0 至 1 节课，各天相差不超过 1 节" in [each.text.zh for each in found.conflict.members]
    cures = [[edit.text.zh for edit in cure.edits] for cure in found.cures]
    assert any(len(cure) == 3 and all("不再标“禁”" in each for each in cure) for cure in cures)
