"""`paike calendar`: writes a term's workbook with the public holidays as a proposal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.common import AsJson, Language, SchoolFile, refuse, school_in, writing
from scheduler.cli.console import Console
from scheduler.cli.dates import typed_date
from scheduler.text import Text


def calendar(
    school: SchoolFile,
    out: Annotated[Path, typer.Option(help="写到哪里 / the file to write")] = Path("学期.xlsx"),
    first: Annotated[
        str, typer.Option("--first-day", help="开学日期，不写则用“学校”表里的 / first day of the term")
    ] = "",
    last: Annotated[str, typer.Option("--last-day", help="放假前最后一天 / last day of the term")] = "",
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """写一份学期工作簿：校历里先填好法定节假日和调休，供核对修改 / A term's workbook with public holidays proposed."""
    from scheduler.plan import Plan
    from scheduler.term.calendar import Calendar, date_text
    from scheduler.term.holidays import proposed_days
    from scheduler.term.nouns import Edition, Term
    from scheduler.workbook.term.writer import write_term

    console = Console(lang, as_json)
    found = school_in(console, school)
    begins, ends = typed_date(console, first) or found.term_start, typed_date(console, last) or found.term_end
    if begins is None or ends is None or not begins <= ends:
        refuse(
            console,
            Text(
                "不知道学期从哪天到哪天：写 --first-day 和 --last-day，或填写“学校”表",
                "The term's first and last day are not known: give --first-day and --last-day, or fill in 学校",
            ),
        )
    if out.exists():
        refuse(console, Text(f"{out} 已经有了，不覆盖：换一个名字", f"{out} exists and is kept: choose another name"))
    proposed = proposed_days(begins, ends)
    made = Calendar(first=begins, last=ends, specials=proposed.specials)
    with writing(console, out):
        write_term(Term(calendar=made, editions=(Edition(first=begins, school=found, plan=Plan()),)), out)
    for special in proposed.specials:
        when = date_text(special.date)
        console.say(Text(f"  {when.zh}  {special.text.zh}", f"  {when.en}  {special.text.en}"))
    for year in proposed.unknown_years:
        console.say(
            Text(f"{year} 年的放假安排还不知道，请自己填写。", f"The holidays of {year} are not known: fill them in.")
        )
    console.say(
        Text(
            f"已写出 {out}。放假和调休是建议：请按教育局的校历核对，调休日上周几的课尤其要看。",
            f"Wrote {out}. Holidays and exchanged days are a proposal: check them against the bureau's calendar.",
        )
    )
    console.document({"status": "ok", "unknown_years": list(proposed.unknown_years), "files": [str(out)]})
