"""Gives schools to the workers of a cluster, the longest first, and keeps what comes back.

A school's workbook goes to one worker with its task, and its files come back with the result. No more schools are under way
than the workers can begin soon, so that the scheduler holds few workbooks however large the district is. A worker that dies
costs what it was doing: Dask gives the school to another one. When the scheduler dies, the batch ends, and begins again
where it was with `--resume`; a school that another client or an earlier batch has planned is not planned twice, as its
folder says.
"""

from __future__ import annotations

import contextlib
import queue
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from scheduler.district.job import SchoolJob, Step
from scheduler.district.listener import Listener
from scheduler.district.nouns import SchoolOutcome, SchoolResult, SchoolStatus
from scheduler.district.process import UnwantedError, crashed, run_turn
from scheduler.district.results import ResultsFolder
from scheduler.district.schools import SchoolFile
from scheduler.engine.stopping import Cancel
from scheduler.text import Text

if TYPE_CHECKING:
    from distributed import Client, Future

WINDOW = 2  # schools under way for each that can be planned at once: so that no worker waits for the next
LOOK_EVERY = 0.5  # seconds
FETCH_SECONDS = 60.0  # for the files of a school; a worker that does not give them is dead
RETRY_EVERY, RETRY_FOR = 5.0, 900.0  # a full disk is noticed and emptied by then, or not at all

MakeJob = Callable[[SchoolFile], tuple[SchoolJob, bytes]]
"""Returns what a worker is told of a school, and its workbook where that is needed. Raises OSError."""


Work = Callable[[SchoolJob, bytes, str, Mapping[str, int]], SchoolOutcome]
"""What a worker does: the job, the workbook, the topic of its steps, how many schools each machine plans at once."""


class SchedulerLostError(Exception):
    """The scheduler of the cluster is gone; what was kept until then is on disk."""


def slots_of(client: Client) -> Counter[str]:
    """Return how many schools each machine of a cluster can plan at once; nothing while it does not answer."""
    slots: Counter[str] = Counter()
    with contextlib.suppress(OSError, TimeoutError):
        for worker in client.scheduler_info()["workers"].values():
            slots[worker["host"]] += worker["nthreads"]
    return slots


class _Task(NamedTuple):
    school: SchoolFile
    job: SchoolJob


def run_batch(
    client: Client,
    schools: Sequence[SchoolFile],
    make_job: MakeJob,
    results: ResultsFolder,
    *,
    listener: Listener | None = None,
    cancel: Cancel | None = None,
    work: Work | None = None,
) -> bool:
    """Plan schools in this order on a cluster and keep each result as it comes; return whether all are done.

    They are not when the batch was cancelled: what is being planned then is given up. Raises SchedulerLostError, and OSError
    where a result could not be written for a quarter of an hour. `work` is what a worker does of a school instead of planning it.
    """
    told = listener or Listener(), cancel or Cancel(), work or on_worker
    return _Batch(client, schools, make_job, results, *told).run()


class _Batch:
    def __init__(
        self,
        client: Client,
        schools: Sequence[SchoolFile],
        make_job: MakeJob,
        results: ResultsFolder,
        listener: Listener,
        cancel: Cancel,
        work: Work,
    ) -> None:
        self.work = work
        self.client, self.make_job, self.results, self.listener, self.cancel = (
            client,
            make_job,
            results,
            listener,
            cancel,
        )
        self.waiting = deque(schools)
        self.under_way: dict[Future[Any], _Task] = {}
        self.by_key: dict[Any, SchoolFile] = {}
        self.begun: set[str] = set()
        self.news: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.topic = f"paike-{uuid4().hex}"
        self.order = 0

    def run(self) -> bool:
        """Run the batch."""
        self.listener.queued(list(self.waiting))
        self.client.subscribe_topic(self.topic, lambda event: self.news.put(("step", event[1])))
        try:
            while (self.waiting or self.under_way) and not self.cancel.asked:
                slots = slots_of(self.client)
                self._submit(slots)
                self._hear()
                self.listener.look(sum(slots.values()))
                self._demand_connection()
        finally:
            self._give_up()
        return not self.waiting and not self.under_way

    def _submit(self, slots: Mapping[str, int]) -> None:
        """Give the next schools to the cluster, as many as its workers can begin soon."""
        while self.waiting and len(self.under_way) < WINDOW * sum(slots.values()):
            school = self.waiting.popleft()
            try:
                job, workbook = self.make_job(school)
            except OSError as error:
                self._keep(school, _unreadable(school, error))
                continue
            task = _Task(school, job)
            self.order += 1
            key = f"school-{self.order}-{school.title}-{self.topic[-6:]}"  # so that all are of one kind to Dask
            self.by_key[key] = school
            future = self.client.submit(
                self.work, task.job, workbook, self.topic, dict(slots), key=key, pure=False, priority=-self.order
            )
            self.under_way[future] = task
            future.add_done_callback(lambda ended: self.news.put(("ended", ended)))

    def _hear(self) -> None:
        """Wait a moment for news, then take all there are."""
        with contextlib.suppress(queue.Empty):
            kind, what = self.news.get(timeout=LOOK_EVERY)
            while True:
                self._ended(what) if kind == "ended" else self._stepped(what)
                kind, what = self.news.get_nowait()

    def _stepped(self, told: Mapping[str, Any]) -> None:
        school = self.by_key.get(told["key"])
        if school is None:
            return
        if told["key"] not in self.begun:
            self.begun.add(told["key"])
            self.listener.begun(school)
        if told["step"] is not None:
            self.listener.step(school, Step(*told["step"]))

    def _ended(self, future: Future[Any]) -> None:
        """Keep what came of a school. Raises SchedulerLostError: only a lost scheduler makes Dask take tasks back."""
        task = self.under_way.pop(future, None)
        if task is None:
            return
        self.by_key.pop(future.key, None)
        if future.status == "finished":
            outcome = self._gathered(future, task)
        elif future.status == "error":
            outcome = crashed(task.job, _cause(future.exception()))
        else:
            raise SchedulerLostError
        if outcome is None:
            self.waiting.appendleft(task.school)
        else:
            self._keep(task.school, outcome)

    def _gathered(self, future: Future[Any], task: _Task) -> SchoolOutcome | None:
        """Return an outcome that is on a worker; None where that died before it could be fetched."""
        try:
            outcome = future.result(timeout=FETCH_SECONDS)
        except Exception as error:
            return None if future.status != "error" else crashed(task.job, _cause(error))
        assert isinstance(outcome, SchoolOutcome)
        return outcome

    def _keep(self, school: SchoolFile, outcome: SchoolOutcome) -> None:
        """Write a result, again and again while the disk is full. Raises OSError."""
        until, told = time.monotonic() + RETRY_FOR, False
        while True:
            try:
                self.results.keep(school.title, outcome)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise
                if not told:
                    self.listener.unwritable(error)
                told = True
            if self.cancel.wait(RETRY_EVERY):
                until = time.monotonic()
        self.listener.done(school, outcome.result)

    def _demand_connection(self) -> None:
        """Raise SchedulerLostError when the client has lost its scheduler."""
        if self.client.status != "running":
            raise SchedulerLostError

    def _give_up(self) -> None:
        """Have the cluster end what nobody waits for any more."""
        with contextlib.suppress(Exception):  # it may be gone
            self.client.unsubscribe_topic(self.topic)
        with contextlib.suppress(Exception):
            self.client.cancel(list(self.under_way), force=True)


def on_worker(job: SchoolJob, workbook: bytes, topic: str, slots: Mapping[str, int]) -> SchoolOutcome:
    """Take a school's turn on a worker, in a process of its own, with its share of the machine's cores.

    Whatever goes wrong is its outcome: Dask would log what it was given.
    """
    from dask.system import CPU_COUNT
    from distributed import get_worker
    from distributed.comm.addressing import get_address_host

    worker = get_worker()
    key = worker.get_current_task()

    def tell(step: Step | None) -> None:
        worker.log_event(topic, {"key": key, "step": step})

    def wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state == "executing"

    share = CPU_COUNT // max(1, slots.get(get_address_host(worker.address), worker.state.nthreads))
    job = job.model_copy(update={"threads": job.threads or max(1, share)})
    try:
        tell(None)
        return run_turn(job, workbook, tell, wanted, Path(worker.local_directory))
    except Exception as error:
        return crashed(job, _cause(error))


def _cause(error: BaseException | None) -> Text:
    """Return why a task failed on its worker, without the words of its error."""
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return Text(
            "工作机在排这所学校时反复退出，可能是内存不够",
            "workers died again and again while they planned it, perhaps for want of memory",
        )
    if isinstance(error, ImportError):
        return Text("工作机上没有安装同一版本的 paike", "paike, in the same version, is not installed on the worker")
    if isinstance(error, UnwantedError):
        return Text("工作机停止了这所学校", "the worker gave it up")
    name = type(error).__name__
    return Text(f"工作机出错：{name}", f"the worker failed: {name}")


def _unreadable(school: SchoolFile, error: OSError) -> SchoolOutcome:
    """Return what is known of a school whose workbook has gone since the batch began."""
    why = error.strerror or type(error).__name__
    text = Text(f"读不了 {school.name}：{why}", f"Cannot read {school.name}: {why}")
    result = SchoolResult(file=school.name, content="", status=SchoolStatus.BAD_FILE, problems=(text,))
    return SchoolOutcome(result, {})
