"""The bureau's report of `paike district`, and `--check`: what schools planned themselves is audited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import typer

from scheduler.cli.common import Exit, refuse, tell_written, writing
from scheduler.cli.console import Console
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.district.nouns import SchoolResult
    from scheduler.district.report import DistrictReport

REPORT_FILES = ("district.xlsx", "district.pdf", "district.json")


class Reporting(NamedTuple):
    """Where the report goes, what the district is called there, the report it is compared with."""

    out: Path
    district: str
    before: DistrictReport | None = None


def reporting(console: Console, folder: Path, out: Path, before: Path | None) -> Reporting:
    """Return how to report, or end the command where the former report cannot be read."""
    from scheduler.district.report import read_district_json

    former = None
    if before is not None:
        try:
            former = read_district_json(before)
        except OSError:
            former = None
        if former is None:
            refuse(
                console,
                Text(
                    f"{before} 不是上次的区域报告（district.json）",
                    f"{before} is not the district.json of a former report",
                ),
            )
    return Reporting(out, folder.resolve().name, former)


def write_report(console: Console, results: Iterable[SchoolResult], where: Reporting) -> list[Path]:
    """Write the report as workbook, PDF and JSON; end the command where that is not possible."""
    from scheduler.district.book import write_district_pdf, write_district_workbook
    from scheduler.district.report import district_report, write_district_json

    report = district_report(results, where.district, before=where.before)
    files = [where.out / name for name in REPORT_FILES]
    with writing(console, where.out):
        write_district_json(report, files[2])
        write_district_workbook(report, files[0], language=console.language)
        write_district_pdf(report, files[1], language=console.language)
    tell_written(console, files)
    return files


def check(console: Console, folder: Path, where: Reporting, workers: int | None, names: bool) -> NoReturn:
    """Audit what the schools of a folder planned themselves, and end the command."""
    from scheduler.cli.district_screen import result_line
    from scheduler.district.check import check_folder
    from scheduler.district.pairs_book import PAIRS_FILE, write_pairs

    if where.out.resolve().is_relative_to(folder.resolve()):
        refuse(
            console,
            Text(
                f"--out 不能在 {folder} 里面：结果会被当成课表再查一遍",
                f"--out must not be within {folder}: what is written there would be checked as well",
            ),
        )
    with writing(console, where.out):
        where.out.mkdir(parents=True, exist_ok=True)
    try:
        found = check_folder(
            folder, names=names, workers=workers, listener=lambda each: console.note(result_line(each.file, each))
        )
    except OSError:
        refuse(console, Text(f"{folder} 不是能读的文件夹", f"{folder} is no folder that can be read"))
    if not found.results:
        refuse(console, Text(f"{folder} 里没有学校工作簿或课表", f"{folder} holds no school workbook or timetable"))
    files = write_report(console, found.results, where)
    if found.uncertain:
        pairs = where.out / PAIRS_FILE
        with writing(console, pairs):
            write_pairs(found.pairs, pairs, language=console.language)
        console.error(
            Text(
                f"{len(found.uncertain)} 所学校看不出哪份是它的课表：在 {pairs} 的红格里填好，放进 {folder} 再查一次。",
                f"{len(found.uncertain)} schools may have several timetables: fill in the red cells of {pairs}, put it into "
                f"{folder} and check again.",
            )
        )
        files.append(pairs)
    end(console, "checked", found.results, files)


def end(console: Console, status: str, found: Sequence[SchoolResult], files: Sequence[Path]) -> NoReturn:
    """End the command with what is known of all schools."""
    from scheduler.district.nouns import STATUS_WORDS, SchoolStatus

    counts = {each: sum(result.status is each for result in found) for each in SchoolStatus}
    compliant = sum(result.compliant is True for result in found)
    told = [(STATUS_WORDS[each], count) for each, count in counts.items() if count]
    if not found:
        told = [(Text("有结果的", "with a result"), 0)]
    console.say(
        Text(
            f"{len(found)} 所学校：{'，'.join(f'{words.zh} {count}' for words, count in told)}；合规 {compliant}",
            f"{len(found)} schools: {', '.join(f'{words.en} {count}' for words, count in told)}; compliant {compliant}",
        )
    )
    console.document(
        {
            "status": status,
            "counts": {str(each): count for each, count in counts.items()},
            "compliant": compliant,
            "files": [str(file) for file in files],
            "schools": [result.model_dump(mode="json") for result in found],
        }
    )
    if status == "interrupted":
        raise typer.Exit(Exit.INTERRUPTED)
    good = all(result.status is SchoolStatus.PLANNED and result.compliant for result in found)
    raise typer.Exit(Exit.DONE if good else Exit.BROKEN)
