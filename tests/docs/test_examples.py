"""README.md and docs/api.md: every example runs and is typed, every name of the door is told."""

import inspect
import os
import re
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from pydantic import BaseModel

import sample_data
import scheduler
from scheduler import write_school
from tests.docs.examples import ROOT, blocks, hurried
from tests.service_schools import FEW_KINDS, service_school

README, API = "README.md", "docs/api.md"
SECTION = re.compile(r"^### `(\w+).*?`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)


def sections() -> dict[str, str]:
    """What the page says of each name, below its heading."""
    return dict(SECTION.findall((ROOT / API).read_text(encoding="utf-8")))


def run_examples(page: str) -> None:
    """Run the examples of a page one after the other, as somebody who reads it types them."""
    told: dict[str, object] = {"__name__": page}
    for code in blocks(page):
        exec(compile(hurried(code), page, "exec"), told)


@pytest.mark.filterwarnings("ignore::scheduler.WorkbookWarning")  # a school of two classes lacks courses
def test_ten_lines_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a small school in the place of the sample, which takes its time."""
    write_school(service_school(rule_settings=FEW_KINDS), tmp_path / "学校.xlsx")
    monkeypatch.setattr(sample_data, "sample_path", lambda name: tmp_path / "学校.xlsx")
    monkeypatch.chdir(tmp_path)
    run_examples(README)
    assert (tmp_path / "课表.xlsx").is_file()


def test_examples_of_the_api_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_examples(API)


def test_examples_are_typed(tmp_path: Path) -> None:
    """As a strict checker sees them: the door gives away the type of everything, and no name that is not there."""
    files = [tmp_path / "readme.py", tmp_path / "api.py"]
    for file, page in zip(files, (README, API), strict=True):
        file.write_text("\n".join(blocks(page)), encoding="utf-8")
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from scheduler import no_such_name\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml")]
    checked = subprocess.run([*command, *map(str, files), str(wrong)], cwd=ROOT, capture_output=True, encoding="utf-8")
    lines = checked.stdout.splitlines()
    assert ["no_such_name" in line for line in lines] == [True, False], checked.stdout + checked.stderr
    assert lines[-1].startswith("Found 1 error in 1 file")


def test_ten_lines_are_those_of_the_package() -> None:
    (code,) = blocks(README)
    assert code in inspect.cleandoc(scheduler.__doc__ or "").replace("\n    ", "\n")


def test_every_name_is_told() -> None:
    assert sorted(sections()) == sorted(scheduler.__all__)


@pytest.mark.parametrize("name", scheduler.__all__)
def test_every_part_is_told(name: str) -> None:
    """The parameters of a function, the fields of what it returns."""
    told, meant = sections()[name], getattr(scheduler, name)
    parts: list[str] = []
    if inspect.isfunction(meant):
        parts = list(inspect.signature(meant).parameters)
    elif is_dataclass(meant) and meant is not scheduler.Rule:  # whose functions are for those who write rules
        parts = [field.name for field in fields(meant)]
    elif hasattr(meant, "_fields"):
        parts = list(meant._fields)
    elif isinstance(meant, type) and issubclass(meant, BaseModel):
        parts = list(meant.model_fields)
    assert [part for part in parts if not re.search(rf"`{part}\b", told)] == []


def test_package_is_light_until_it_is_asked() -> None:
    """Every module of the package runs the door first, the little ones too."""
    code = "import scheduler, sys; print([m for m in sys.modules if m in ('ortools', 'pandas', 'openpyxl', 'constraints')])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    printed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_no_name_of_the_door_hides_a_module() -> None:
    assert not {path.stem for path in (ROOT / "scheduler").iterdir()} & set(scheduler.__all__)
    assert set(scheduler.__all__) <= set(dir(scheduler))
    with pytest.raises(AttributeError, match="no_such_name"):
        scheduler.no_such_name  # noqa: B018


@pytest.mark.parametrize("package", ["scheduler", "constraints", "sample_data"])
def test_package_says_that_it_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()
