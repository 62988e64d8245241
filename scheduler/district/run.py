"""A district planned: which schools are still to be done, on which cluster, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, NamedTuple

from scheduler.district.batch import Listener, run_batch
from scheduler.district.cluster import local_cluster, local_workers, running_cluster
from scheduler.district.job import SchoolJob
from scheduler.district.nouns import SchoolResult
from scheduler.district.results import ResultsFolder
from scheduler.district.schools import SchoolFile, content_of, longest_first
from scheduler.engine.stopping import Cancel
from scheduler.school.wishes import Mark

if TYPE_CHECKING:
    from distributed import Client

_LONGEST, _LONGEST_OF_A_SECOND, _LONGEST_OF_A_CLASS = 600.0, 2.0, 10.0  # seconds until a process is taken for dead
_USUAL_THREADS = 2


class Settings(NamedTuple):
    """How a district is planned. `seconds` are for the search of each school, None for what its size asks."""

    seconds: float | None = None
    workers: int | None = None
    scheduler: str = ""
    seed: int = 1
    language: Literal["zh", "en"] = "zh"
    names: bool = False
    deterministic: float | None = None


class District(NamedTuple):
    """The schools of a district with what their workbooks hold now, and the marks that their shared teachers have."""

    schools: tuple[SchoolFile, ...]
    contents: Mapping[str, str]
    marks: Mapping[str, tuple[Mark, ...]] = {}

    def undone(self, results: ResultsFolder) -> list[SchoolFile]:
        """Return the schools without a result that stands."""
        done = results.settled(dict(self.contents))
        return [school for school in self.schools if school.name not in done]


def district_of(schools: Sequence[SchoolFile], marks: Mapping[str, tuple[Mark, ...]] | None = None) -> District:
    """Return schools with what their workbooks hold. Raises OSError."""
    marks = marks or {}
    contents = {each.name: content_of(each.path.read_bytes(), marks.get(each.name, ())) for each in schools}
    return District(tuple(schools), contents, marks)


def connected(schools: Sequence[SchoolFile], settings: Settings) -> AbstractContextManager[Client]:
    """Return the cluster for these schools as a context. Raises ClusterError when it is entered."""
    if settings.scheduler:
        return running_cluster(settings.scheduler)
    most = max((school.memory(_USUAL_THREADS) for school in schools), default=0)
    workers = settings.workers or local_workers(most)
    return local_cluster(max(1, min(workers, len(schools))))


def plan_schools(
    client: Client,
    district: District,
    schools: Sequence[SchoolFile],
    results: ResultsFolder,
    settings: Settings,
    listener: Listener | None = None,
    cancel: Cancel | None = None,
) -> bool:
    """Plan some schools of a district on a cluster; tell whether all are done. Errors are those of `run_batch`."""

    def job(school: SchoolFile, workbook: bytes) -> SchoolJob:
        marks = district.marks.get(school.name, ())
        return SchoolJob(
            file=school.name,
            content=content_of(workbook, marks),
            seconds=settings.seconds,
            deterministic=settings.deterministic,
            seed=settings.seed,
            longest=_LONGEST
            + _LONGEST_OF_A_SECOND * school.seconds(settings.seconds)
            + _LONGEST_OF_A_CLASS * school.classes,
            memory=school.memory(_USUAL_THREADS),
            marks=marks,
            language=settings.language,
            names=settings.names,
        )

    order = longest_first(schools, settings.seconds)
    return run_batch(client, order, job, results, listener=listener, cancel=cancel)


def results_of(district: District, results: ResultsFolder) -> list[SchoolResult]:
    """Return what is known of each school, in the order of the folder; none for a school that has no result yet."""
    found = results.read()
    current = ((school.name, found.get(school.name)) for school in district.schools)
    return [result for name, result in current if result is not None and result.content == district.contents[name]]
