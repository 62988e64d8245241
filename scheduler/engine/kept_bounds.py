"""What was proven of parts of schools, kept in the user's cache folder for the next search.

A part is known by a hash of its rows and prices, so that what is kept is true of whoever has the same: a changed lesson, rule or weight
makes another part. There are hashes and numbers in the file, no names. A line that is not as it was written is passed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

import platformdirs

from scheduler.engine.parts import Evidence
from scheduler.engine.stopping import StoppingCriterion

FOLDER = Path(platformdirs.user_cache_dir("paike", appauthor=False))
MOST = 5_000  # parts: some ten schools, half a megabyte
FORMAT = 1  # another one where a part's hash, or what is proven of it, comes to mean something else
FIELDS = 6


class KeptBounds:
    """The file of what was proven; it is replaced as a whole, so that processes beside each other lose at most what the other found."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or FOLDER) / "bounds.txt"
        self._salt = f"{FORMAT} {version('ortools')}"

    def read(self) -> dict[str, Evidence]:
        """Return what is known, by the key of each part; nothing where there is no file that can be read."""
        try:
            lines = self._path.read_text("ascii").splitlines()
        except (OSError, ValueError):
            return {}
        found = {}
        for line in lines:
            with suppress(ValueError):
                key, known = self._parsed(line)
                found[key] = known
        return found

    def write(self, known: Mapping[str, Evidence]) -> None:
        """Keep what is known beside what is kept already, the oldest being dropped; where no file can be written nothing is kept."""
        kept = self.read()
        for key, evidence in known.items():
            kept[key] = _both(evidence, kept.pop(key, evidence))
        latest = list(kept.items())[-MOST:]
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = NamedTemporaryFile("w", dir=self._path.parent, encoding="ascii", delete=False)  # noqa: SIM115
            try:
                with file:
                    file.writelines(self._line(key, evidence) + "\n" for key, evidence in latest)
                Path(file.name).replace(self._path)
            except OSError:  # a full disk; or another process reads the file just now, on Windows
                Path(file.name).unlink()

    def _line(self, key: str, known: Evidence) -> str:
        rules = ",".join(map(str, sorted(known.rules))) or "-"
        told = f"{key} {known.proven} {int(known.settled)} {known.attempts} {rules}"
        return f"{told} {self._seal(told)}"

    def _parsed(self, line: str) -> tuple[str, Evidence]:
        """Read a line. Raises ValueError for one that is not as it was written."""
        told, _, seal = line.rpartition(" ")
        if self._seal(told) != seal or len(told.split()) != FIELDS - 1:
            raise ValueError("not as it was written")
        key, proven, settled, attempts, rules = told.split()
        numbers = frozenset(map(int, rules.split(","))) if rules != "-" else frozenset[int]()
        return key, Evidence(int(proven), settled == "1", int(attempts), numbers)

    def _seal(self, told: str) -> str:
        return hashlib.sha256(f"{self._salt} {told}".encode()).hexdigest()[:16]


def kept_bounds(stop: StoppingCriterion) -> KeptBounds | None:
    """Return what is kept for a search; None where the search is to find the same whatever was searched before."""
    return KeptBounds() if stop.deterministic is None else None


def _both(one: Evidence, other: Evidence) -> Evidence:
    """Return what two searches know of the same part."""
    return Evidence(
        max(one.proven, other.proven),
        one.settled or other.settled,
        max(one.attempts, other.attempts),
        one.rules | other.rules,
    )
