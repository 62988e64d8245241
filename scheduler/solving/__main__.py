"""`python -m scheduler.solving RUN`: solves what a run of the store in `PAIKE_STORE` asks for. Started by the pages."""

from __future__ import annotations

import signal
import sys

from scheduler.engine.stopping import Cancel
from scheduler.solving.process import solve_run
from scheduler.store.database import open_database


def main() -> None:
    """Run the process; being asked to terminate keeps the best plan."""
    cancel = Cancel()
    for name in ("SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, frame: cancel.cancel())
    solve_run(open_database(), int(sys.argv[1]), cancel)


if __name__ == "__main__":
    main()
