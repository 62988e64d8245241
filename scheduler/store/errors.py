"""What the store refuses, in words for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.text import Text


@dataclass(frozen=True)
class Version:
    """One version of a school or of its plan: who saved it when and why. Numbers count from 1 within a school."""

    number: int
    at: datetime
    author: str
    note: str


class StoreError(Exception):
    """Something that a person must be told; `text` says it. Names of teachers and pupils are never in it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class NotFoundError(StoreError):
    """There is no such school, version or run, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__(Text("没有找到，可能已被删除。", "Not found; it may have been removed."))


class StaleError(StoreError):
    """Somebody saved a newer version meanwhile: nothing was overwritten. `latest` is theirs."""

    def __init__(self, latest: Version) -> None:
        when, who = latest.at.astimezone().strftime("%m-%d %H:%M"), latest.author
        super().__init__(
            Text(
                f"{who or '另一个窗口'}已在 {when} 保存了第 {latest.number} 版，您的修改没有保存，也没有覆盖对方的。请先打开最新一版。",
                f"{who or 'Another window'} saved version {latest.number} at {when}; yours was not saved and overwrites nothing. Open the latest first.",
            )
        )
        self.latest = latest


class UnreadableError(StoreError):
    """A stored document is of a newer program, or damaged."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "这一版是由更新的程序保存的，或已损坏，本程序读不了。请升级 paike 后再打开。",
                "This version was saved by a newer program or is damaged; upgrade paike to open it.",
            )
        )
