"""`paike rules`: lists the catalogue of rules as a table, as JSON or as docs/rules.md."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from constraints.catalogue import every_rule, section_of
from constraints.places.law import Law, law
from scheduler.cli.common import AsJson, Language, refuse
from scheduler.cli.console import Console
from scheduler.cli.dates import typed_date
from scheduler.model.owner import LEVEL_NAMES
from scheduler.text import Text

HEADINGS = (
    Text("部分", "section"),
    Text("规则", "rule"),
    Text("名称", "title"),
    Text("级别", "level"),
    Text("权重", "weight"),
    Text("依据", "article"),
    Text("参数", "parameters"),
)


def rules(
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option(help="Markdown，即 docs/rules.md / as in docs/rules.md")] = False,
    place: Annotated[str, typer.Option("--place", help="所在地，如 广东 / the place")] = "",
    date: Annotated[str, typer.Option("--date", help="哪天的规定，如 2026-09-01 / as of this day")] = "",
    lang: Language = "zh",
) -> None:
    """列出所有规则，和某地某日的依据 / List every rule, with what the law asks at a place and date."""
    from scheduler.export.law import law_record
    from scheduler.export.rules import rule_records, rules_markdown

    console = Console(lang, as_json)
    at = _law(console, place, date)
    if markdown:
        sys.stdout.write(rules_markdown(at))
    elif as_json:
        console.document({"law": law_record(at), "rules": rule_records(at)})
    else:
        show_rules(console, at)


def _law(console: Console, place: str, date: str) -> Law:
    """Return what holds at the place and date that were typed; ends the command for a place that nobody knows."""
    from constraints.places.where import found_place, place_names

    where = found_place(place)
    if not where.certain:
        like = "、".join(where.like or place_names())
        refuse(console, Text(f"不认识所在地“{place}”，是不是 {like}？", f"{place} is no known place: is it {like}?"))
    return law(place or None, None, typed_date(console, date))


def show_rules(console: Console, at: Law) -> None:
    """Print the catalogue as a table, with what the law asks."""
    from scheduler.export.law import law_title
    from scheduler.export.rules import rule_records

    for note in at.notes:
        console.say(note)
    table = Table(title=console.text(law_title(at)))
    for heading in HEADINGS:
        table.add_column(console.text(heading), overflow="fold", no_wrap=heading.en == "rule")
    for rule, record in zip(every_rule(), rule_records(at), strict=True):
        off = "" if rule.enabled else console.text(Text("（停用）", " (off)"))
        table.add_row(
            console.text(section_of(rule).title),
            rule.id,
            console.text(rule.title),
            console.text(LEVEL_NAMES[rule.level]) + off,
            str(rule.weight) if rule.weight else "",
            record["dated" if console.language == "zh" else "dated_en"] or "",
            "\n".join(_parameter(console, parameter) for parameter in record["parameters"]),
        )
    console.out.print(table)


def _parameter(console: Console, parameter: dict[str, Any]) -> str:
    from scheduler.export.rules import parameter_text

    title = console.text(Text(parameter["title"], parameter["title_en"]))
    words = f"{title} {parameter_text(parameter['default'])}"
    source = Text(
        parameter["source"] or parameter["unknown"] or "", parameter["source_en"] or parameter["unknown_en"] or ""
    )
    return f"{words} ← {console.text(source)}" if source.zh else words
