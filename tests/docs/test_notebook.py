"""docs/first-steps.ipynb: it runs as it stands, and what is kept of its last run can be read on a forge."""

from pathlib import Path

import nbformat

from docs.notebook import NOTEBOOK, run
from tests.docs.examples import hurried

MOST_BYTES = 300_000
PLOTS = 2


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """What the cells of code say, all of them in turn."""
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def words(notebook: nbformat.NotebookNode) -> str:
    """What they print."""
    return "".join(output.get("text", "") for output in outputs(notebook))


def plots(notebook: nbformat.NotebookNode) -> int:
    """How many pictures they draw."""
    return sum("image/png" in output.get("data", {}) for output in outputs(notebook))


def test_runs(tmp_path: Path) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source, cell.outputs = hurried(cell.source, work=0.1), []
    run(notebook, tmp_path)
    assert any(line.startswith("feasible: cost") for line in words(notebook).splitlines())
    assert plots(notebook) == PLOTS
    assert "missing from font" not in words(notebook)  # a box where a letter should be
    assert (tmp_path / "week.xlsx").is_file()


def test_last_run_is_kept() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1)), "renew it: python -m docs.notebook"
    assert plots(notebook) == PLOTS
    assert not [
        output for output in outputs(notebook) if output.output_type == "error" or output.get("name") == "stderr"
    ]
    assert NOTEBOOK.stat().st_size < MOST_BYTES
