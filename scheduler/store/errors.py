"""What the store refuses, in words for a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from scheduler.text import Text


@dataclass(frozen=True)
class Version:
    """One version of a school or of its plan: who saved it when and why. Numbers count from 1 within a school.

    `at` is None where the database is damaged there; of a damaged text stands what can be read. `stands_for` is the earlier
    version whose content this has because a step was undone or done again, None for all other versions.
    """

    number: int
    at: datetime | None
    author: str
    note: str
    stands_for: int | None = field(default=None, kw_only=True)


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
        when = latest.at.astimezone().strftime("%m-%d %H:%M") if latest.at else "?"
        who = latest.author
        super().__init__(
            Text(
                f"{who or '另一个窗口'}已在 {when} 保存了第 {latest.number} 版，您的修改没有保存，也没有覆盖对方的。请先打开最新一版。",
                f"{who or 'Another window'} saved version {latest.number} at {when}; yours was not saved and overwrites nothing. Open the latest first.",
            )
        )
        self.latest = latest


A_VERSION = Text("这一版", "This version")


class UnreadableError(StoreError):
    """A stored document is damaged, or of a newer program; `what` says which."""

    def __init__(self, what: Text = A_VERSION, *, newer: bool = False) -> None:
        if newer:
            text = Text(
                f"{what.zh}是由更新的 paike 保存的，本程序读不了。请升级 paike 后再打开。",
                f"{what.en} was saved by a newer paike; upgrade paike to open it.",
            )
        else:
            text = Text(
                f"{what.zh}在数据库里已损坏，读不出来，没有改动任何东西。其他版本和其他学校照样能用：请打开另一版，或换回备份的数据库文件。",
                f"{what.en} is damaged in the database and cannot be read; nothing was changed. "
                "Other versions and schools can be used as before: open another version, or put back a copy of the database file.",
            )
        super().__init__(text)


def school_version_text(school_id: int, number: int) -> Text:
    """Return what a version of a school is called."""
    return Text(f"学校（编号 {school_id}）第 {number} 版", f"Version {number} of school {school_id}")


def plan_version_text(school_id: int, number: int) -> Text:
    """Return what a version of a school's plan is called."""
    return Text(f"学校（编号 {school_id}）的课表第 {number} 版", f"Version {number} of the plan of school {school_id}")


def allocation_version_text(school_id: int, number: int) -> Text:
    """Return what a version of a school's allocation of clubs is called."""
    return Text(
        f"学校（编号 {school_id}）的选课第 {number} 版",
        f"Version {number} of the club allocation of school {school_id}",
    )


def term_version_text(school_id: int, number: int) -> Text:
    """Return what a version of a school's term is called."""
    return Text(f"学校（编号 {school_id}）的学期第 {number} 版", f"Version {number} of the term of school {school_id}")


def run_text(run_id: int) -> Text:
    """Return what a run is called."""
    return Text(f"排课记录（编号 {run_id}）", f"Run {run_id} of the solver")
