"""Work on many schools in processes, of which one that dies costs nobody else's result."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, NamedTuple, Self, TypeVar

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")


class Done(NamedTuple, Generic[I, R]):
    """An item and what came of it; None where its process died."""

    item: I
    result: R | None


class Processes:
    """At most so many processes, to be used as a context; with 0 all is done in this one."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def do(self, work: Callable[[I], R], items: Sequence[I]) -> Iterator[Done[I, R]]:
        """Yield what `work`, a function of a module, makes of each item, as they are done.

        When a process dies (of memory, of a defect in a library) nobody knows at which item: those that are not done are then
        done in a process each, and whose process dies again has no result. What `work` raises is raised.
        """
        if not self.workers or not items:
            yield from (Done(item, work(item)) for item in items)
            return
        left = list(range(len(items)))
        self._pool = self._pool or _pool(self.workers)
        try:
            futures: dict[Future[R], int] = {self._pool.submit(work, items[number]): number for number in left}
            for future in as_completed(futures):
                result = future.result()
                left.remove(futures[future])
                yield Done(items[futures[future]], result)
        except BrokenProcessPool:
            self._pool = None
            for number in left:
                yield Done(items[number], _alone(work, items[number]))


def _alone(work: Callable[[I], R], item: I) -> R | None:
    try:
        with _pool(1) as pool:
            return pool.submit(work, item).result()
    except BrokenProcessPool:
        return None


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
