"""What a rule says that judges nothing because its place asks nothing."""

from __future__ import annotations

from scheduler.text import Text

NOT_ASKED = Text(
    "所在地没有这项要求，或没有查到，不作判断（“规则”页写明出处）",
    "The place asks nothing of it that is known: not judged (page 规则 says more)",
)
"""Why a rule judges nothing whose figure of the law is None."""
