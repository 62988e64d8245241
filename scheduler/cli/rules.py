"""`paike rules`: lists the catalogue of rules as a table, as JSON or as docs/rules.md."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from constraints.catalogue import every_rule, section_of
from scheduler.cli.common import AsJson, Language
from scheduler.cli.console import Console
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
    lang: Language = "zh",
) -> None:
    """列出所有规则 / List every rule."""
    from scheduler.export.rules import rule_records, rules_markdown

    console = Console(lang, as_json)
    if markdown:
        sys.stdout.write(rules_markdown())
    elif as_json:
        console.document({"rules": rule_records()})
    else:
        show_rules(console)


def show_rules(console: Console) -> None:
    """Print the catalogue as a table."""
    from scheduler.export.rules import rule_records

    table = Table()
    for heading in HEADINGS:
        table.add_column(console.text(heading), overflow="fold", no_wrap=heading.en == "rule")
    for rule, record in zip(every_rule(), rule_records(), strict=True):
        off = "" if rule.enabled else console.text(Text("（停用）", " (off)"))
        table.add_row(
            console.text(section_of(rule).title),
            rule.id,
            console.text(rule.title),
            console.text(LEVEL_NAMES[rule.level]) + off,
            str(rule.weight) if rule.weight else "",
            record["article" if console.language == "zh" else "article_en"] or "",
            "\n".join(_parameter(console, parameter) for parameter in record["parameters"]),
        )
    console.out.print(table)


def _parameter(console: Console, parameter: dict[str, Any]) -> str:
    from scheduler.export.rules import parameter_text

    title = console.text(Text(parameter["title"], parameter["title_en"]))
    return f"{title} {parameter_text(parameter['default'])}"
