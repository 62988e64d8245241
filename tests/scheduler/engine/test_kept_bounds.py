import string
from pathlib import Path

import pytest
from ortools.sat.python import cp_model

from scheduler.engine import kept_bounds
from scheduler.engine.assemble import slot_model
from scheduler.engine.bounds import Prover, prove_bounds
from scheduler.engine.kept_bounds import KeptBounds
from scheduler.engine.parts import Evidence
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Answer, Solvers
from scheduler.school import RuleSetting, School
from tests.scheduler.engine.test_bounds import avoiding, senior_school, soft

KEY = "0123456789abcdef" * 4


class Refusing(Solvers):
    """Solvers that may not be asked."""

    def __init__(self) -> None:
        super().__init__(Clock(StoppingCriterion(60)))

    def solve(self, model: cp_model.CpModel, **_: object) -> Answer:
        raise AssertionError("what is known was asked again")


def proven(school: School, folder: Path) -> Prover:
    """Return a prover that has proven all that it can of a school, and has kept it."""
    prover = Prover(slot_model(school), kept=KeptBounds(folder))
    solvers = Solvers(Clock(StoppingCriterion(None, deterministic=5)))
    while not solvers.clock.ended and prover.prove(solvers):
        pass
    prover.keep()
    return prover


def reweighted(school: School, rule: str, weight: int) -> School:
    setting = RuleSetting(rule=rule, weight=weight)
    return school.model_copy(update={"rule_settings": (*school.rule_settings, setting)})


def test_what_was_proven_of_a_school_is_known_to_the_next_search_of_it(tmp_path: Path) -> None:
    school = avoiding(senior_school())
    first = proven(school, tmp_path)
    again = Prover(slot_model(school), kept=KeptBounds(tmp_path))
    assert first.bounds().total > again.bounds().total
    assert not again.prove(Refusing())
    assert again.bounds() == first.bounds()


@pytest.mark.parametrize("change", ["weight", "mark", "lesson"])
def test_another_question_is_asked_anew(tmp_path: Path, change: str) -> None:
    school = avoiding(senior_school())
    proven(school, tmp_path)
    courses = school.courses
    other = {
        "weight": reweighted(school, "avoided_slots", 1),
        "mark": avoiding(senior_school(), days=4),
        "lesson": school.model_copy(
            update={"courses": (courses[0].model_copy(update={"lessons": 4, "min_lessons": None}), *courses[1:])}
        ),
    }[change]
    known = Prover(slot_model(other), kept=KeptBounds(tmp_path))
    with pytest.raises(AssertionError, match="asked again"):
        known.prove(Refusing())
    anew = proven(other, tmp_path / "other")
    while known.prove(Solvers(Clock(StoppingCriterion(None, deterministic=5)))):
        pass
    assert known.bounds().total == anew.bounds().total
    assert prove_bounds(other, soft(other), StoppingCriterion(None, deterministic=5)).total == anew.bounds().total


def test_the_file_has_hashes_and_numbers_alone(tmp_path: Path) -> None:
    proven(avoiding(senior_school()), tmp_path)
    text = (tmp_path / "bounds.txt").read_text()
    assert text and set(text) <= set(string.hexdigits + " -,\n")


@pytest.mark.parametrize(
    "damage",
    [
        lambda line: line.replace(" 7 ", " 9 "),
        lambda line: line[:-1],
        lambda line: line[10:],
        lambda line: "",
        lambda line: line + " 1",
        lambda line: "\x00\xff" + line,
    ],
)
def test_what_is_not_as_it_was_written_is_passed_over(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    kept = KeptBounds(tmp_path)
    kept.write({KEY: Evidence(7, True, 1, frozenset({0, 2})), KEY[::-1]: Evidence(3, False, 2)})
    path = tmp_path / "bounds.txt"
    good, other = path.read_text().splitlines()
    path.write_text(f"{damage(good)}\n{other}\n", "latin-1")
    found = kept.read()
    assert KEY not in found
    assert found in ({}, {KEY[::-1]: Evidence(3, False, 2)})


def test_no_file_and_a_folder_that_cannot_be_written_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = KeptBounds(tmp_path / "file")
    kept.write({KEY: Evidence(7, True, 1)})
    assert kept.read() == KeptBounds(tmp_path / "none").read() == {}


def test_two_searches_keep_what_both_know(tmp_path: Path) -> None:
    one, other = KeptBounds(tmp_path), KeptBounds(tmp_path)
    one.write({KEY: Evidence(7, False, 3)})
    other.write({KEY: Evidence(5, False, 4, frozenset({1})), KEY[::-1]: Evidence(2, True, 1)})
    assert one.read() == {KEY: Evidence(7, False, 4, frozenset({1})), KEY[::-1]: Evidence(2, True, 1)}
    assert [path.name for path in tmp_path.iterdir()] == ["bounds.txt"]


def test_the_file_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_bounds, "MOST", 3)
    for number in range(5):
        KeptBounds(tmp_path).write({f"{number:064x}": Evidence(number, True, 1)})
    assert [known.proven for known in KeptBounds(tmp_path).read().values()] == [2, 3, 4]


def test_a_solve_keeps_what_it_has_proven_unless_it_is_to_be_repeatable() -> None:
    school = avoiding(senior_school())
    solve(school, StoppingCriterion(None, deterministic=1), workers=1)
    assert KeptBounds().read() == {}
    solve(school, StoppingCriterion(20, None), workers=1)
    assert KeptBounds().read()
