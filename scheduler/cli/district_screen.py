"""What `paike district` shows while it plans: a line a school, and how far the whole is."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from rich.live import Live
from rich.table import Table
from rich.text import Text as Line

from scheduler.cli.common import why_not
from scheduler.cli.console import Console
from scheduler.district.job import Step
from scheduler.district.listener import Listener
from scheduler.district.makespan import makespan
from scheduler.district.nouns import STATUS_WORDS, SchoolResult, SchoolStatus
from scheduler.district.schools import SchoolFile
from scheduler.text import Text

SHOWN = 16  # schools under way and about to begin
TELL_EVERY = 30.0  # seconds between two lines of one school where lines stay
_STYLES = {SchoolStatus.PLANNED: "green", SchoolStatus.UNPLANNED: "yellow"}


class _UnderWay:
    """A school that is being planned: since when, and how far its search is."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.step: Step | None = None
        self.told = float("-inf")


class DistrictScreen(Listener):
    """Shows a batch: on a terminal a table that changes, elsewhere a line for what happens.

    `done` is what is known of schools before; `limit` is the time that each has, None for the usual one.
    """

    def __init__(self, console: Console, total: int, done: Sequence[SchoolResult], limit: float | None) -> None:
        self.console, self.total, self.limit = console, total, limit
        self.waiting: dict[str, SchoolFile] = {}
        self.under_way: dict[str, _UnderWay] = {}
        self.ended = {result.file: result.status for result in done}
        self._taken, self._expected, self._slots = 0.0, 0.0, 0
        self._read = 0
        self._idle_since: float | None = None  # since when there are no workers; infinite once that was said
        self._live: Live | None = None

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show it while the block runs."""
        terminal = self.console.err.is_terminal
        self._live = Live(console=self.console.err, transient=True, auto_refresh=False) if terminal else None
        with self._live or nullcontext():
            yield
        self._live = None

    # What is heard.

    def reading(self, done: int, schools: int) -> None:
        """Show how many workbooks were read."""
        if done > self._read and (self._live is not None or done == schools):
            text = Text(f"已读 {done}/{schools} 所学校的工作簿", f"read {done} of {schools} workbooks")
            if self._live is None:
                self.console.note(text)
            else:
                self._live.update(Line(self.console.text(text)), refresh=True)
        self._read = done

    def queued(self, schools: Sequence[SchoolFile]) -> None:
        """Show schools that are to be planned, some of them anew."""
        self.waiting.update({school.name: school for school in schools})
        for school in schools:
            self.ended.pop(school.name, None)

    def known(self, school: SchoolFile, result: SchoolResult) -> None:
        """Count a school that is done."""
        self.ended[school.name] = result.status

    def begun(self, school: SchoolFile) -> None:
        """Show that a school is being planned."""
        self.under_way[school.name] = _UnderWay()
        if self._live is None:
            self.console.note(Text(f"{school.title}  开始排", f"{school.title}  planning"))

    def step(self, school: SchoolFile, step: Step) -> None:
        """Show how far its search is."""
        at = self.under_way.setdefault(school.name, _UnderWay())
        at.step = step
        if self._live is None and time.monotonic() - at.told >= TELL_EVERY:
            at.told = time.monotonic()
            self.console.note(Text(f"{school.title}  {_step(step).zh}", f"{school.title}  {_step(step).en}"))

    def done(self, school: SchoolFile, result: SchoolResult) -> None:
        """Show what came of it, and leave that standing."""
        self.waiting.pop(school.name, None)
        self.under_way.pop(school.name, None)
        self.ended[school.name] = result.status
        self._taken += result.seconds
        self._expected += school.seconds(self.limit)
        number = f"[{len(self.ended)}/{self.total}]"
        line = result_line(school.title, result)
        self.console.err.print(
            Line(f"{number} {self.console.text(line)}", style=_STYLES.get(result.status, "red")), soft_wrap=True
        )

    def look(self, slots: int) -> None:
        """Show everything anew; say once that there is nobody to plan."""
        if slots:
            self._idle_since = None
        elif self._idle_since is None:
            self._idle_since = time.monotonic()
        elif time.monotonic() - self._idle_since > TELL_EVERY:
            self._idle_since = float("inf")
            self.console.error(
                Text(
                    "集群里现在没有工作机，正在等。启动办法见 docs/district.md。",
                    "The cluster has no workers now; waiting. How to start them: docs/district.md.",
                )
            )
        self._slots = slots
        if self._live is not None:
            self._live.update(self._table(), refresh=True)

    def unwritable(self, error: OSError) -> None:
        """Say that a result cannot be written now."""
        why = why_not(error)
        self.console.error(
            Text(
                f"现在写不了结果：{why.zh}。结果还在内存里，请腾出空间，会再写。",
                f"A result cannot be written now: {why.en}. It is in memory; make room, it is written again.",
            )
        )

    # What is shown.

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, show_header=False)
        for name, at in list(self.under_way.items())[:SHOWN]:
            school = self.waiting[name]
            state = Text("正在读表", "reading") if at.step is None else _step(at.step)
            table.add_row(school.title, f"{time.monotonic() - at.began:.0f} s", self.console.text(state))
        rest = [school for name, school in self.waiting.items() if name not in self.under_way]
        for school in rest[: max(0, SHOWN - len(self.under_way))][:3]:
            table.add_row(school.title, "", self.console.text(Text("等待", "waiting")))
        table.add_row(self.console.text(self.totals()))
        return table

    def totals(self) -> Text:
        """Return how far the whole is: schools by how they ended, those that wait, the time that is left."""
        ended = [(STATUS_WORDS[status], count) for status, count in Counter(self.ended.values()).items()]
        zh = "，".join(f"{words.zh} {count}" for words, count in ended) or "还没有完成的"
        en = ", ".join(f"{words.en} {count}" for words, count in ended) or "none done yet"
        left = len(self.waiting) - len(self.under_way)
        zh += f"；正在排 {len(self.under_way)}，等待 {left}"
        en += f"; planning {len(self.under_way)}, waiting {left}"
        if not self._slots:
            return Text(f"{zh}；正在等工作机", f"{en}; waiting for workers")
        seconds = self._seconds_left()
        return Text(f"{zh}；约还要 {_duration(seconds).zh}", f"{en}; about {_duration(seconds).en} left")

    def _seconds_left(self) -> float:
        """Return about how long it takes still, by how long the schools took that are done."""
        pace = self._taken / self._expected if self._expected else 1.0
        now = time.monotonic()
        busy = [pace * self.waiting[name].seconds(self.limit) - (now - at.began) for name, at in self.under_way.items()]
        waiting = [pace * each.seconds(self.limit) for name, each in self.waiting.items() if name not in self.under_way]
        return makespan(waiting, max(1, self._slots), busy)


def result_line(title: str, result: SchoolResult) -> Text:
    """Return what came of a school in a line."""
    words = STATUS_WORDS[result.status]
    zh, en = f"{title}  {words.zh}", f"{title}  {words.en}"
    if result.classes:
        zh, en = f"{zh}  {result.classes} 个班", f"{en}  {result.classes} classes"
    if result.compliant is False:
        zh, en = f"{zh}  不合规", f"{en}  not compliant"
    if result.cost is not None:
        zh, en = f"{zh}  扣分 {result.cost}", f"{en}  cost {result.cost}"
        if result.bound is not None:  # of what a school planned itself nothing is proven
            zh, en = f"{zh}（不低于 {result.bound}）", f"{en} (bound {result.bound})"
    why = result.cause or (result.problems[0] if result.status is SchoolStatus.BAD_FILE and result.problems else None)
    if why is not None:
        zh, en = f"{zh}  {why.zh}", f"{en}  {why.en}"
    return Text(f"{zh}  {result.seconds:.0f} 秒", f"{en}  {result.seconds:.0f} s")


def _step(step: Step) -> Text:
    cost = "-" if step.cost is None else step.cost
    return Text(f"扣分 {cost}（不低于 {step.bound}）", f"cost {cost} (bound {step.bound})")


def _duration(seconds: float) -> Text:
    minutes = round(seconds / 60)
    if minutes < 1:
        return Text("1 分钟", "a minute")
    if minutes < 120:
        return Text(f"{minutes} 分钟", f"{minutes} min")
    return Text(f"{minutes / 60:.1f} 小时", f"{minutes / 60:.1f} h")
