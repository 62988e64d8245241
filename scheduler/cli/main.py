"""The `paike` command: gathers its commands and runs the one that was asked for."""

from __future__ import annotations

import os
import sys
import traceback

import typer

from scheduler.cli.app import app
from scheduler.cli.calendar import calendar
from scheduler.cli.check import check
from scheduler.cli.clubs import clubs
from scheduler.cli.common import Exit
from scheduler.cli.cover import cover
from scheduler.cli.day import day
from scheduler.cli.district import district
from scheduler.cli.explain import explain
from scheduler.cli.export import export
from scheduler.cli.fet import export_fet, import_fet
from scheduler.cli.month import month
from scheduler.cli.moves import moves
from scheduler.cli.publish import publish
from scheduler.cli.repair import repair
from scheduler.cli.rules import rules
from scheduler.cli.solve import demo, solve
from scheduler.cli.template import template

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="排课：课表的编排与核查。Plans and checks a school's week.",
)
for command in (
    demo,
    template,
    solve,
    check,
    explain,
    repair,
    export,
    publish,
    export_fet,
    import_fet,
    moves,
    rules,
    clubs,
    calendar,
    day,
    cover,
    month,
    district,
):
    cli.command()(command)
cli.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(app)


def main() -> None:
    """Run the command; Chinese text comes out whole on any Windows console."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ.setdefault("PYTHONUTF8", "1")
    try:
        cli()
    except Exception as error:
        from constraints.places.place_file import PlaceError

        if isinstance(error, PlaceError):
            words = f"所在地文件不能用，改好再运行 / a place file cannot be used: constraints/places/{error}\n"
            sys.stderr.write(words)
            sys.exit(Exit.BAD_INPUT)
        traceback.print_exc()
        sys.stderr.write(
            "程序出错了，这不是您的表的问题。请把上面的文字交给维护者。This is a defect of paike itself.\n"
        )
        sys.exit(Exit.DEFECT)
