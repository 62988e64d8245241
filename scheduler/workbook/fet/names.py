"""Names of a file of FET as a school's workbook can hold them: without what divides names there, no two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scheduler.workbook.names import key, plain

_DIVIDING = re.compile(r"[/、，,;；|+&@*()（）\[\]【】<>=:：\"'’‘“”#?!~_^\\\s.·-]+")


def safe_name(name: str, between: str = "_") -> str:
    """Return a name without what divides names in a workbook, its words joined by `between`."""
    return between.join(_DIVIDING.sub(" ", plain(name)).split())


class Names:
    """Gives each name of a kind one that is safe, its words joined by `between`; `numbered` gives `kind` and a number instead, whatever it was."""

    def __init__(self, kind: str, *, numbered: bool = False, between: str = "_") -> None:
        self.kind = kind
        self.between = between
        self.numbered = numbered
        self.given: dict[str, str] = {}
        self._used: set[str] = set()

    def add(self, names: Iterable[str]) -> None:
        """Give names to all of these that have none."""
        for name in names:
            self.of(name)

    def of(self, name: str) -> str:
        """Return the safe name of a name."""
        if name not in self.given:
            self.given[name] = self._free(self._safe(name))
        return self.given[name]

    def _safe(self, name: str) -> str:
        text = safe_name(name, self.between)
        return text if text and not self.numbered else f"{self.kind}{len(self.given) + 1}"

    def _free(self, text: str) -> str:
        """Return a text that no other name has; else with a number."""
        number, tried = 1, text
        while key(tried) in self._used:
            number += 1
            tried = f"{text}{self.between}{number}"
        self._used.add(key(tried))
        return tried

    @property
    def changed(self) -> dict[str, str]:
        """The names that are not as they were."""
        return {old: new for old, new in self.given.items() if old != new}
