"""Writes the workbook of a school that was changed by one of the cures of `paike explain`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scheduler.explanation.cures.cures import Cure
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook import write_school


def option_problem(school: Path, number: int | None, out: Path | None) -> Text | None:
    """Return what is wrong with --apply and --out: one without the other, or the school's own workbook as the output."""
    if (number is None) != (out is None):
        return Text(
            "--apply 和 --out 要一起用，例如 --apply 1 --out 改好的学校.xlsx",
            "--apply and --out go together, for example --apply 1 --out changed.xlsx",
        )
    if out is not None and out.exists() and school.exists() and out.samefile(school):
        return Text(
            f"--out 不能是原来的学校工作簿 {school}：请换一个文件名",
            f"--out must not be the school workbook {school} itself: choose another name",
        )
    return None


def no_such_cure(cures: Sequence[Cure], number: int) -> Text:
    """Say that there are not so many cures."""
    return Text(
        f"没有第 {number} 种改法，只找到 {len(cures)} 种，所以没有写文件",
        f"there is no change {number}, {len(cures)} were found, so no file was written",
    )


def write_cured(school: School, cures: Sequence[Cure], number: int, out: Path) -> Text:
    """Write the changed school and return what is told of it. Raises OSError, and IndexError where there is no such cure."""
    write_school(cures[number - 1].apply(school), out)
    return Text(
        f"已按第 {number} 种改法写好 {out}，原来的工作簿没有动。接着排课：paike solve {out} --out 结果",
        f"Wrote {out} with change {number}; your own workbook is as it was. Next: paike solve {out} --out OUT",
    )
