"""Runs the notebook: `python -m docs.notebook` keeps what it says in docs/first-steps.ipynb; to be done when it changes."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "docs" / "first-steps.ipynb"
CELL_SECONDS = 900  # on a busy machine too


def run(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Run the cells in a kernel of its own that works in a folder, and put what they say into them.

    Raises CellExecutionError when one fails. Nothing is kept of when that was and on which machine.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("MPLBACKEND", None)  # Streamlit sets one that draws nothing, for whoever imports it
    resources = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, timeout=CELL_SECONDS, resources=resources, record_timing=False)
    client.execute(env=environment)
    notebook.metadata["language_info"] = {"name": "python"}


def main() -> None:
    """Run the notebook as it stands and save it."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    with TemporaryDirectory() as folder:
        run(notebook, Path(folder))
    nbformat.write(notebook, NOTEBOOK)


if __name__ == "__main__":
    main()
