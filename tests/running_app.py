"""The real app in a process of its own, on a free port of this machine, and the browser to look at it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from playwright.sync_api import Browser, Locator, sync_playwright

from scheduler.cli.app import OPTIONS
from scheduler.store.database import VARIABLE
from tests.conftest import PATIENCE

APP = Path(__file__).parents[1] / "app_streamlit.py"
CHROMIUM, FONTS = "chromium", Path("/usr/share/fonts")
LAPTOP = {"width": 1366, "height": 768}
_OPTIONS = (*OPTIONS, "--server.address=127.0.0.1", "--server.headless=true")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


def missing() -> str:
    """Return what is not installed that the browser needs; empty where all is there."""
    if shutil.which(CHROMIUM) is None:
        return "Chromium is not installed: apt-get install chromium"
    if not any(FONTS.rglob("NotoSansCJK*")):
        return "No font has Chinese: apt-get install fonts-noto-cjk"
    return ""


@contextmanager
def browser() -> Iterator[Browser]:
    """Run Debian's Chromium."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=_ARGUMENTS)
        yield found
        found.close()


@contextmanager
def running_app(store_url: str, app: Path = APP) -> Iterator[str]:
    """Run the app over a store; give its address. Raises RuntimeError with what it said when it does not answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(app), *_OPTIONS, f"--server.port={port}"]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, env={**os.environ, VARIABLE: store_url}, stdout=log, stderr=log)
        try:
            if not _answers(f"{address}/_stcore/health", process):
                log.seek(0)
                raise RuntimeError(f"the app does not answer:\n{log.read().decode(errors='replace')}")
            yield address
        finally:
            process.terminate()
            process.wait()


def choose_file(place: Locator, file: Path) -> None:
    """Choose a file as somebody does: by a click, without which the same file cannot be chosen twice."""
    with place.page.expect_file_chooser() as chooser:
        place.locator("button").first.click()
    chooser.value.set_files(file)


def _answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    """Wait until a server answers; tell whether it does."""
    until = monotonic() + PATIENCE
    while monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
            return True
        except OSError:
            sleep(0.1)
    return False
