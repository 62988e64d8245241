"""A district planned: which schools are still to be done, on which cluster, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from scheduler.district.batch import run_batch
from scheduler.district.cluster import local_cluster, local_workers, running_cluster
from scheduler.district.job import SchoolJob
from scheduler.district.listener import Listener
from scheduler.district.nouns import SchoolResult
from scheduler.district.results import ResultsFolder
from scheduler.district.schools import SchoolFile, content_of, longest_first
from scheduler.engine.stopping import Cancel
from scheduler.text import Text

if TYPE_CHECKING:
    from distributed import Client

# Seconds until a process is taken for dead: in all, for each that its turn is expected to take, for each class.
_LONGEST, _LONGEST_OF_A_SECOND, _LONGEST_OF_A_CLASS = 600.0, 2.0, 10.0
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


class Given(NamedTuple):
    """A school as it is to be planned, in JSON, the problems of its workbook, and a legal plan to begin with, in JSON or ''."""

    school: str
    problems: tuple[Text, ...] = ()
    start: str = ""


@dataclass
class District:
    """The schools of a district; `contents` tells of each what a result must be made of to stand, `given` those that were read."""

    schools: tuple[SchoolFile, ...]
    contents: dict[str, str]
    given: dict[str, Given] = field(default_factory=dict)

    def undone(self, results: ResultsFolder, among: Sequence[SchoolFile] | None = None) -> list[SchoolFile]:
        """Return the schools without a result that stands."""
        done = results.settled(self.contents)
        return [school for school in (self.schools if among is None else among) if school.name not in done]


def district_of(schools: Sequence[SchoolFile]) -> District:
    """Return schools with what their workbooks hold. Raises OSError."""
    return District(tuple(schools), {each.name: content_of(each.path.read_bytes()) for each in schools})


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

    def job(school: SchoolFile) -> tuple[SchoolJob, bytes]:
        given = district.given.get(school.name)
        workbook = school.path.read_bytes() if given is None else b""
        found = SchoolJob(
            file=school.name,
            content=content_of(workbook) if given is None else district.contents[school.name],
            seconds=settings.seconds,
            deterministic=settings.deterministic,
            seed=settings.seed,
            longest=_longest(school, settings.seconds),
            memory=school.memory(_USUAL_THREADS),
            given="" if given is None else given.school,
            start="" if given is None else given.start,
            problems=() if given is None else given.problems,
            language=settings.language,
            names=settings.names,
        )
        return found, workbook

    order = longest_first(schools, settings.seconds)
    return run_batch(client, order, job, results, listener=listener, cancel=cancel)


def _longest(school: SchoolFile, seconds: float | None) -> float:
    return _LONGEST + _LONGEST_OF_A_SECOND * school.seconds(seconds) + _LONGEST_OF_A_CLASS * school.classes


def results_of(contents: Mapping[str, str], results: ResultsFolder) -> list[SchoolResult]:
    """Return what is known of each school, in the order of `contents`; none of a school that has no result yet."""
    found = results.read()
    return [found[name] for name, content in contents.items() if name in found and found[name].content == content]
