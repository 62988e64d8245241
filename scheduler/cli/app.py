"""`paike app`: opens the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import Annotated

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


def app(
    context: typer.Context,
    publish_port: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=65535,
            help="发布的课表在校园网里用这个端口，手机能打开；不写则只在本机 / serve what is published to the network",
        ),
    ] = None,
) -> None:
    """打开网页界面（只在本机）/ Open the pages, on this machine only."""
    page = find_spec("app_streamlit")  # not imported: its place is wanted, not the page
    assert page is not None and page.origin is not None
    command = [sys.executable, "-m", "streamlit", "run", page.origin]
    environment = dict(os.environ)
    if publish_port is not None:
        environment["PAIKE_PUBLISH_PORT"] = str(publish_port)
    raise typer.Exit(subprocess.call([*command, *OPTIONS, *context.args], env=environment))
