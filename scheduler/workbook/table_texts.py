"""What is said of a table's headings, lines and cells: each function returns what is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.text import Text
from scheduler.workbook.names import nearest

Said = tuple[Text, Text]
SHOWN_PLACES = 5


def missing_columns(titles: Iterable[Text]) -> Said:
    """Say that a table lacks columns."""
    titles = list(titles)
    zh, en = "、".join(title.zh for title in titles), ", ".join(title.en for title in titles)
    return (
        Text(f"找不到这些列：{zh}", f"These columns are missing: {en}"),
        Text(f"在表头行加上 {zh}（一列一个）", f"Add to the heading row: {en}"),
    )


def unknown_column(title: str, known: Iterable[str]) -> Said:
    """Say that a column is none of a table's."""
    like = nearest(title, known)
    zh = f"如果是“{like}”，请改成这个名称；否则不用管" if like else "不需要这一列时可以删去"
    en = f"If it is “{like}”, call it so; otherwise never mind" if like else "Delete it if it is not needed"
    return Text(f"不认识“{title}”这一列，没有读", f"Unknown column “{title}”, not read"), Text(zh, en)


def repeated_columns(places: Iterable[str]) -> Said:
    """Say that columns stand twice: blocks side by side, or two columns that mean the same."""
    names = "、".join(places)
    return (
        Text(f"这些列前面已经有了，看不出读哪一列：{names}", f"These columns stand twice: which one is meant? {names}"),
        Text(
            "并排的几块接到同一张表的下面；多余的列删去或改名",
            "Put blocks that stand side by side below each other; delete or rename a column that is not needed",
        ),
    )


def no_word(text: str, words: Iterable[Text]) -> Said:
    """Say that a text is none of a closed vocabulary."""
    words = list(words)
    zh, en = "、".join(word.zh for word in words), ", ".join(word.en for word in words)
    return (
        Text(f"“{text}”不是可选的词", f"“{text}” is not one of the words for this column"),
        Text(f"从这些词里选一个：{zh}", f"Choose one of: {en}"),
    )


def broken_value(text: str, *, unstored: bool) -> Said:
    """Say that a formula failed or, `unstored`, that the file does not hold its result."""
    if unstored:
        return (
            Text("公式没有存下结果，不知道是什么", "The result of a formula is not stored: nobody knows what is meant"),
            Text("用 Excel 或 WPS 打开并保存一次", "Open the file in Excel or WPS and save it once"),
        )
    return (
        Text(f"公式出错（{text}），不知道是什么", f"A formula failed ({text}): nobody knows what is meant"),
        Text("改好公式，或直接写上内容", "Mend the formula, or type what is meant"),
    )


def with_places(text: Text, places: list[str]) -> Text:
    """Return a text that names the further places of what it tells; many are counted."""
    if not places:
        return text
    shown, more = places[:SHOWN_PLACES], len(places) > SHOWN_PLACES
    return Text(
        f"{text.zh}（另在 {'、'.join(shown)}{f' 等 {len(places)} 处' if more else ''}）",
        f"{text.en} (also in {', '.join(shown)}{f' and {len(places) - SHOWN_PLACES} more' if more else ''})",
    )
