"""`paike export-fet` and `paike import-fet`: a school as a file of FET, and a file of FET as a school."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.common import AsJson, Language, SchoolFile, bad_file, plan_in, school_in, tell_written, writing
from scheduler.cli.console import Console


def export_fet(
    school: SchoolFile,
    out: Annotated[Path, typer.Option(help="写出的 .fet 文件 / the .fet file to write")],
    plan: Annotated[
        Path | None, typer.Option(help="把这份课表的课都锁定进去 / lock all lessons where this plan has them")
    ] = None,
    hard_only: Annotated[bool, typer.Option("--hard-only", help="不写软性规则 / leave out the soft rules")] = False,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """把学校写成 FET 的文件，说明写不进去的 / Write a school as a file of FET; what that cannot say is told."""
    from scheduler.export.fet.document import fet_document, write_fet

    console = Console(lang, as_json)
    problem_set = school_in(console, school)
    held = plan_in(console, plan, problem_set) if plan is not None else None
    document = fet_document(problem_set, held, with_wishes=not hard_only)
    with writing(console, out):
        write_fet(document, out)
    for note in document.notes:
        console.note(note)
    tell_written(console, [out])
    left_out = [{"zh": note.zh, "en": note.en} for note in document.notes]
    console.document(
        {"status": "written", "files": [str(out)], "activities": document.activities, "left_out": left_out}
    )


def import_fet(
    file: Annotated[Path, typer.Argument(metavar="FILE.fet", help="FET 的文件 / a file of FET")],
    out: Annotated[Path, typer.Option(help="写出的学校工作簿 / the school workbook to write")],
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """把 FET 的文件读成学校工作簿，说明没有读的 / Read a file of FET as a school workbook; what is not understood is told."""
    from scheduler.workbook.fet.imported import readable
    from scheduler.workbook.school.writer import write_school

    console = Console(lang, as_json)
    reading = readable(file)
    if reading.school is None:
        bad_file(console, file, reading.problems)
    with writing(console, out):
        write_school(reading.school, out)
    for note in reading.notes:
        console.note(note.text)
    tell_written(console, [out])
    notes = [{"zh": note.text.zh, "en": note.text.en} for note in reading.notes]
    console.document({"status": "written", "files": [str(out)], "whole": reading.is_whole, "notes": notes})
