"""What holds at a place on a date, for readers: its documents, its figures, what is not known; as records and as Markdown."""

from __future__ import annotations

from functools import cache
from typing import Any

from constraints.catalogue import every_rule
from constraints.curriculum.standard import REQUIREMENTS
from constraints.figures import figure_of, limit_words
from constraints.places.law import Law
from constraints.places.place import Article, Document, Figure
from constraints.places.place_file import SURE_NAMES
from scheduler.school import Stage
from scheduler.text import Text

_STAGES = {Stage.PRIMARY: "小学", Stage.JUNIOR: "初中", Stage.SENIOR: "高中"}
DOCUMENT_HEADINGS = (
    "文件 document",
    "文号 number",
    "日期 date",
    "起止 in force",
    "学段 stages",
    "确定程度 how sure",
    "出处 read in",
)
FIGURE_HEADINGS = ("数字 figure", "要求 asked", "文件与条款 article", "日期 date", "确定程度 how sure", "说明 note")


def law_record(at: Law) -> dict[str, Any]:
    """Return a place and date with its documents and figures as JSON-ready data."""
    return {
        "place": at.place.name.zh,
        "place_en": at.place.name.en,
        "date": at.date.isoformat(),
        "notes": [note.zh for note in at.notes],
        "notes_en": [note.en for note in at.notes],
        "documents": [document_record(each) for each in at.documents],
        "figures": [figure_record(each) for each in at.figures.values()],
        "unknown": [{"key": key, "why": why.zh, "why_en": why.en} for key, why in at.unknown.items()],
    }


def document_record(document: Document) -> dict[str, Any]:
    """Return a document as JSON-ready data."""
    return {
        "place": document.place.zh,
        "title": document.title.zh,
        "title_en": document.title.en,
        "cited": document.cited.zh,
        "number": document.number,
        "date": document.date.text,
        "since": document.since.text,
        "until": document.until.text if document.until else None,
        "stages": list(document.stages),
        "sure": document.sure.value,
        "source": document.source.zh,
        "source_en": document.source.en,
        "note": document.note.zh,
        "note_en": document.note.en,
    }


def figure_record(figure: Figure) -> dict[str, Any]:
    """Return a figure as JSON-ready data, with the article that sets it."""
    return {
        "key": figure.key,
        "name": figure_name(figure.key).zh,
        "name_en": figure_name(figure.key).en,
        "value": figure.value,
        "bound": figure.bound.value,
        "boarding": figure.boarding,
        "article": figure.article.cited.zh,
        "article_en": figure.article.cited.en,
        "asks": figure.article.asks.zh,
        "date": figure.article.document.date.text,
        "since": figure.since.isoformat(),
        "sure": figure.sure.value,
        "source": figure.source.zh,
        "source_en": figure.source.en,
        "note": figure.note.zh,
        "note_en": figure.note.en,
    }


@cache
def _names() -> dict[str, Text]:
    """Return what each figure is of, by its key: a rule's parameter, or lessons of an area."""
    found = {each.key: Text(f"每周课时：{each.name.zh}", f"lessons a week: {each.name.en}") for each in REQUIREMENTS}
    for rule in every_rule():
        for name, field in rule.parameters.model_fields.items():
            key = figure_of(rule, name)
            if key is not None:
                found[key] = Text(
                    f"{rule.title.zh}：{field.title or name}", f"{rule.title.en}: {field.description or name}"
                )
    return found


def figure_name(key: str) -> Text:
    """Return what a figure is of; its key where no rule uses it."""
    return _names().get(key, Text(key, key))


def asked_words(figure: Figure) -> Text:
    """Return what a figure asks: 不少于 120; and of whom, where not of all."""
    words = limit_words(figure)
    zh, en = f"{words.zh} {figure.value}", f"{words.en} {figure.value}"
    if figure.boarding is None:
        return Text(zh, en)
    boards = (
        Text("寄宿制学校", "boarding schools") if figure.boarding else Text("非寄宿制学校", "schools without boarders")
    )
    return Text(f"{zh}（{boards.zh}）", f"{en} ({boards.en})")


def source_words(figure: Figure) -> Text:
    """Return from where a figure is: document, article, date, how sure."""
    dated, sure = figure.article.dated, SURE_NAMES[figure.sure]
    return Text(f"{dated.zh}，{sure.zh}", f"{dated.en}, {sure.en}")


def article_words(article: Article, newer: tuple[Article, ...] = ()) -> Text:
    """Return how articles are cited with their dates, the first and what came since."""
    cited = [each.dated for each in (article, *newer)]
    return Text("；".join(each.zh for each in cited), "; ".join(each.en for each in cited))


def law_title(at: Law) -> Text:
    """Return of which place and date the rules are."""
    return Text(f"{at.place.name.zh}，{at.date} 的规定", f"{at.place.name.en}, as of {at.date}")


def law_markdown(at: Law) -> list[str]:
    """Return the lines of two tables: the documents that are in force and all figures, then what is not known."""
    lines = ["", "## 文件 · Documents", "", table_row(DOCUMENT_HEADINGS), table_row(["---"] * len(DOCUMENT_HEADINGS))]
    lines += [table_row(_document_cells(each)) for each in at.documents]
    lines += ["", "## 数字 · Figures", "", table_row(FIGURE_HEADINGS), table_row(["---"] * len(FIGURE_HEADINGS))]
    lines += [table_row(_figure_cells(each)) for each in sorted(at.figures.values(), key=lambda each: each.key)]
    for key, why in at.unknown.items():
        name = figure_name(key)
        lines.append(
            table_row(
                [f"`{key}` {name.zh}<br>{name.en}", "未知 unknown", "", "", "未知 unknown", f"{why.zh}<br>{why.en}"]
            )
        )
    return lines


def _document_cells(document: Document) -> list[str]:
    stages = "、".join(_STAGES[stage] for stage in document.stages)
    until = f"至 {document.until.text}" if document.until else "起"
    note = f"<br>{document.note.zh}<br>{document.note.en}" if document.note.zh else ""
    return [
        f"{document.title.zh}<br>{document.title.en}",
        document.number,
        document.date.text,
        f"{document.since.text} {until}",
        stages,
        " ".join(SURE_NAMES[document.sure]),
        f"{document.source.zh}<br>{document.source.en}{note}",
    ]


def _figure_cells(figure: Figure) -> list[str]:
    name = figure_name(figure.key)
    return [
        f"`{figure.key}` {name.zh}<br>{name.en}",
        asked_words(figure).zh,
        figure.article.cited.zh,
        figure.article.document.date.text,
        " ".join(SURE_NAMES[figure.sure]),
        f"{figure.note.zh}<br>{figure.note.en}" if figure.note.zh else "",
    ]


def table_row(cells: list[str] | tuple[str, ...]) -> str:
    """Return a row of a table in Markdown."""
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
