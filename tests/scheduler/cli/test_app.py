"""`paike app` hands on what it is told."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from typer.testing import CliRunner

from scheduler.cli.main import cli
from scheduler.ui.published import PORT


@pytest.mark.parametrize(("options", "port"), [([], None), (["--publish-port", "8600"], "8600")])
def test_only_who_asks_for_it_serves_the_network(
    monkeypatch: pytest.MonkeyPatch, options: list[str], port: str | None
) -> None:
    called: list[tuple[list[str], dict[str, Any]]] = []

    def call(command: list[str], env: dict[str, str]) -> int:
        called.append((command, env))
        return 0

    monkeypatch.delenv(PORT, raising=False)
    monkeypatch.setattr(subprocess, "call", call)
    run = CliRunner().invoke(cli, ["app", *options, "--server.port", "9000"])
    [(command, environment)] = called
    assert run.exit_code == 0 and environment.get(PORT) == port
    assert "--server.address=localhost" in command and command[-2:] == ["--server.port", "9000"]
