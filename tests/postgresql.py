"""A PostgreSQL server of our own for tests: an unprivileged user, a temporary folder, a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "PostgreSQL is not installed: apt-get install postgresql"


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, which Debian keeps off the path; None where there is none."""
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return debian[-1].parent if debian else Path(found).resolve().parent if found else None


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """Run a server with an empty database; give its URL."""
    folder = Path(tempfile.mkdtemp(prefix="paike-postgresql-"))
    unprivileged: list[str] = []
    if os.name == "posix" and os.geteuid() == 0:  # the server refuses to run as root
        user = _unprivileged_user()
        shutil.chown(folder, user)
        unprivileged = ["runuser", "-u", user, "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        command = [*unprivileged, str(binaries / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-U", "paike", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        sockets = f"-c unix_socket_directories={folder}" if os.name == "posix" else ""
        run("pg_ctl", "start", "-w", "-l", str(log), "-o", f"-h 127.0.0.1 -p {port} -F {sockets}")
        try:
            yield f"postgresql://paike@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
