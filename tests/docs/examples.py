"""The examples in the documents: found, and made to end soon whatever the machine is doing."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LIMIT = re.compile(r"((?:solve|repair)\([^\n]*)\bseconds=\d+")


def blocks(name: str) -> list[str]:
    """Return the Python of a page, in its order. Raises AssertionError where there is none."""
    found = BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
    assert found, f"{name} has no example"
    return found


def hurried(code: str, work: float = 0.5) -> str:
    """Return the code with the limit of each search in work instead of time: a plan is found on a busy machine too."""
    return LIMIT.sub(rf"\1seconds=None, deterministic={work}, workers=1", code)
