"""`paike app`: opens the pages."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import typer

OPTIONS = (
    "--server.address=localhost",
    "--server.fileWatcherType=none",  # nobody edits an installed program while it runs
    "--server.maxUploadSize=20",  # MB; a workbook of 120 classes has 1
    "--browser.gatherUsageStats=false",
    "--client.toolbarMode=minimal",
    "--runner.fastReruns=false",  # else the answer to a click begins in a second thread before that to the last one has ended
)
"""Options of `streamlit run`; what is given after them overrides."""


def app(context: typer.Context) -> None:
    """打开网页界面（只在本机）/ Open the pages, on this machine only."""
    page = find_spec("app_streamlit")  # not imported: its place is wanted, not the page
    assert page is not None and page.origin is not None
    command = [sys.executable, "-m", "streamlit", "run", page.origin]
    raise typer.Exit(subprocess.call([*command, *OPTIONS, *context.args]))
