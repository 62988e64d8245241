"""The cluster that a batch runs on: one on this machine for as long as the batch takes, or one that is running."""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from scheduler.text import Text

if TYPE_CHECKING:
    from distributed import Client

CORES_OF_A_SCHOOL = 2  # with one the search has no time for bounds; with more it gains little on a school of usual size
CONNECT_SECONDS = "30s"
_SPARED = 0.8  # of the memory that is free


class ClusterError(Exception):
    """There is no cluster to run on; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def is_installed() -> bool:
    """Tell whether the extra `paike[district]` is there."""
    try:
        import distributed  # noqa: F401
        import psutil  # noqa: F401
    except ImportError:
        return False
    return True


def local_workers(memory: int) -> int:
    """Return how many schools this machine plans at once, the largest of which takes so many bytes."""
    import psutil
    from dask.system import CPU_COUNT

    by_memory = int(_SPARED * psutil.virtual_memory().available) // max(1, memory)
    return int(max(1, min(CPU_COUNT // CORES_OF_A_SCHOOL, by_memory)))


@contextmanager
def local_cluster(workers: int) -> Iterator[Client]:
    """Yield the client of a cluster on this machine: so many processes, each for one school at a time.

    It speaks TLS with a key of its own, so that nobody else on the machine can give it tasks.
    """
    from distributed import Client, LocalCluster, Security

    _silence()
    with warnings.catch_warnings(), _deaf_to_interrupts():
        warnings.simplefilter("ignore")  # that the dashboard's usual port is taken
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=0,  # the turns' own processes have limits; Dask would look at its own alone
            security=Security.temporary(),
            silence_logs=logging.CRITICAL,
            dashboard_address="127.0.0.1:8787",
            worker_dashboard_address="127.0.0.1:0",
        )
    try:
        with Client(cluster) as client:
            yield client
    finally:
        with contextlib.suppress(Exception):
            cluster.close()


@contextmanager
def running_cluster(address: str) -> Iterator[Client]:
    """Yield a client of a cluster that is running, by its address: tcp://HOST:PORT, or tls://… with the certificates of
    Dask's own configuration. Raises ClusterError, also where workers have another version of paike or none."""
    from distributed import Client

    _silence()
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError, ImportError) as error:
        why = str(error) or type(error).__name__
        raise ClusterError(
            Text(
                f"连不上 {address}：{why}。地址形如 tcp://主机:8786，用 tls:// 要先配好证书，见 docs/district.md。",
                f"Cannot reach {address}: {why}. An address is such as tcp://HOST:8786; for tls:// certificates must be "
                "configured, see docs/district.md.",
            )
        ) from None
    with client:
        _demand_same_version(client)
        yield client


def _demand_same_version(client: Client) -> None:
    try:
        found = client.run(_version, on_error="return")
    except Exception as error:  # a worker that does not know the module may answer with anything
        found = {"?": error}
    here = _version()
    other = {worker: each for worker, each in found.items() if each != here}
    if other:
        worker, each = next(iter(other.items()))
        has = f"paike {each}" if isinstance(each, str) else "no paike"
        raise ClusterError(
            Text(
                f"{len(other)} 台工作机上没有 paike {here}，例如 {worker}。请在每台机器上装同一版本：pip install 'paike[district]'。",
                f"{len(other)} workers have not paike {here}; {worker} has {has}. Install the same version on each: "
                "pip install 'paike[district]'.",
            )
        )


def _version() -> str:
    return version("paike")


def _silence() -> None:
    """Keep Dask from telling on the screen what the batch tells in its own words."""
    for name in ("distributed", "distributed.client", "distributed.nanny", "distributed.scheduler", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Have processes that are begun meanwhile not hear Ctrl-C, which the batch alone answers."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
