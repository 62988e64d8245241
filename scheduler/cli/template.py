"""`paike template`: writes an empty school workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.common import Language, refuse, writing
from scheduler.cli.console import Console
from scheduler.text import Text


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx")],
    stage: Annotated[str, typer.Option(help="primary, junior, nine-year")] = "primary",
    classes: Annotated[int, typer.Option(min=1, max=200, help="班数 / number of classes")] = 36,
    year: Annotated[
        int,
        typer.Option(min=2021, max=2100, help="学年：2021 为旧作息与课程 / school year; 2021: bells and hours of then"),
    ] = 2026,
    lang: Language = "zh",
) -> None:
    """写一份空白的学校工作簿 / Write an empty school workbook."""
    from scheduler.workbook import STAGES, write_template

    console = Console(lang)
    if stage not in STAGES:
        zh, en = "、".join(STAGES), ", ".join(STAGES)
        refuse(console, Text(f"--stage 只能是 {zh}，不是“{stage}”", f"--stage must be one of {en}, not “{stage}”"))
    with writing(console, file):
        write_template(file, stage, classes, year)
    console.say(
        Text(
            f"已写出模板 {file}。填好“任课”表即可排课：paike solve {file} --out 结果",
            f"Wrote {file}. Fill in 任课, then: paike solve {file} --out OUT",
        )
    )
