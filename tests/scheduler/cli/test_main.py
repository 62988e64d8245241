import subprocess
import sys

import pytest

from constraints.places.place_file import PlaceError
from scheduler.cli import main
from scheduler.cli.common import Exit
from tests.scheduler.cli.conftest import run


@pytest.mark.parametrize(
    "arguments", [("solve",), ("nonsense",), ("solve", "a.xlsx", "--out", "o", "--time-limit", "0")]
)
def test_usage(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_a_defect_is_no_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(main, "cli", fail)
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == Exit.DEFECT and "oops" in capsys.readouterr().err
    assert Exit.DEFECT not in (0, 1, 2, 3, 4, 130)


def test_neither_the_solver_nor_the_pages_are_imported_to_print_help() -> None:
    code = "import sys, scheduler.cli.main; print({'ortools', 'streamlit'} & sys.modules.keys() or 'neither')"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "neither"


def test_a_place_file_that_somebody_broke_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise PlaceError("henan.toml: 河南 › sure: Field required")

    monkeypatch.setattr(main, "cli", broken)
    with pytest.raises(SystemExit) as ended:
        main.main()
    said = capsys.readouterr().err
    assert ended.value.code == Exit.BAD_INPUT and "constraints/places/henan.toml: 河南 › sure" in said
    assert "Traceback" not in said
