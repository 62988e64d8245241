"""Invented schools: their generator, the workbooks made by it, and workbooks with one fault each."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def sample_path(name: str) -> Path:
    """Return the file of a sample workbook, such as `primary-36.xlsx`. Raises FileNotFoundError naming those that exist."""
    path = FOLDER / name
    if not path.is_file():
        known = "、".join(sorted(str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.xlsx")))
        raise FileNotFoundError(f"没有样例文件 {name}；现有：{known or '无'}")
    return path
