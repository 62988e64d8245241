"""What no plan of a school can avoid paying, in words: who pays it, by which rules, how much of it is proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.catalogue import rule_by_id
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.engine.bounds import Bounds, Cause

NAMED = 3  # rules that are named; the others are counted


def unavoidable_texts(bounds: Bounds | None) -> tuple[Text, ...]:
    """Return a sentence for each cause that any plan pays for, dearest first."""
    return tuple(_text(cause) for cause in bounds.causes) if bounds is not None else ()


def _text(cause: Cause) -> Text:
    known = rule_by_id()
    titles = [known[rule].title for rule in cause.rules]
    zh, en = "、".join(title.zh for title in titles[:NAMED]), ", ".join(title.en for title in titles[:NAMED])
    if len(titles) > NAMED:
        zh, en = f"{zh}等 {len(titles)} 项", f"{en} and {len(titles) - NAMED} more"
    if cause.paid is None:
        return Text(
            f"{cause.name.zh}：{zh}至少扣 {cause.cost}，不可避免。",
            f"{cause.name.en}: {en}: {cause.cost} cannot be avoided.",
        )
    if cause.alone:
        return Text(
            f"{cause.name.zh}：{zh}扣 {cause.paid}，其中至少 {cause.cost} 不可避免。",
            f"{cause.name.en}: {en}: {cause.paid}, of which {cause.cost} cannot be avoided.",
        )
    return Text(
        f"{cause.name.zh}：{zh}扣 {cause.paid}；怎么排，这里各项要求合计都至少扣 {cause.cost}。",
        f"{cause.name.en}: {en}: {cause.paid}; in any plan all wishes together cost at least {cause.cost} here.",
    )
