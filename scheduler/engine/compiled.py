"""Python that is compiled to machine code when it is first called, and kept compiled in the user's cache folder."""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import platformdirs

Function = TypeVar("Function", bound=Callable[..., object])


def _fingerprint(sources: Iterable[Path]) -> str:
    """Return what the machine code depends on: the sources, numba, Python and the processor."""
    found = hashlib.sha256("|".join((numba.__version__, sys.version, platform.processor(), platform.node())).encode())
    for source in sorted(sources):
        found.update(source.read_bytes())
    return found.hexdigest()[:16]


# numba looks only at the file in which a function stands; here any change of the engine's sources leads to another folder.
_CACHE = Path(numba.config.CACHE_DIR or platformdirs.user_cache_dir("paike", appauthor=False))  # type: ignore[attr-defined]
FOLDER = _CACHE / f"code-{_fingerprint(Path(__file__).parent.glob('*.py'))}"
numba.config.CACHE_DIR = str(FOLDER)  # type: ignore[attr-defined]


def compiled(function: Function) -> Function:
    """Return a function that runs as machine code, beside other threads; bounds of arrays are not checked."""
    return _compiled(function)


def compiled_lean(function: Function) -> Function:
    """Return such a function that makes no arrays: then nobody needs to count who uses those that it is given.

    Counting took half of the time of a move, as what a walk knows is dozens of arrays.
    """
    return _compiled(function, _nrt=False)


def _compiled(function: Function, **options: Any) -> Function:
    try:
        made: Any = numba.njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:  # no folder can be written: then it is compiled anew in each process
        made = numba.njit(nogil=True, **options)(function)
    return cast(Function, made)


def make_ready(warm_up: Callable[[], None]) -> None:
    """Have the machine code made that `warm_up`, a function of a module, needs, or read from the cache folder.

    Making it takes some ten seconds, in which Python would stand still: a process of its own does it, and goes on when this one ends.
    """
    mark = FOLDER / "ready"
    if not mark.exists():
        order = f"from {warm_up.__module__} import {warm_up.__name__} as warm_up; warm_up()"
        nowhere, no_window = subprocess.DEVNULL, getattr(subprocess, "CREATE_NO_WINDOW", 0)
        with suppress(OSError):
            subprocess.run(
                [
                    sys.executable,
                    "-P",
                    "-c",
                    order,
                ],  # -P: nothing is imported from the folder that happens to be current
                stdin=nowhere,
                stdout=nowhere,
                stderr=nowhere,
                creationflags=no_window,
                check=False,
            )
    warm_up()
    with suppress(OSError):
        FOLDER.mkdir(parents=True, exist_ok=True)
        mark.touch()
