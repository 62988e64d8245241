"""Keeps schools, every version of their plans, of their allocations of clubs and of their terms, the runs of the solver, workbooks to be mended."""

from __future__ import annotations

from constraints.audit import audit
from scheduler.store.allocations import Allocations, StoredAllocation
from scheduler.store.assumptions import Assumption, Assumptions
from scheduler.store.damage import damage
from scheduler.store.database import Database, open_database
from scheduler.store.drafts import Answered, Draft, DraftEntry, Drafts, Mending, Typed
from scheduler.store.errors import NotFoundError, StaleError, StoreError, UnreadableError, Version
from scheduler.store.history import History, Step, content_of, history_of
from scheduler.store.plans import Plans, PlanVersion, StoredPlan
from scheduler.store.publications import Link, Publication, Publications, Shown, shown
from scheduler.store.runs import AlreadyRunningError, Run, RunProgress, Runs, RunStatus, RunTask
from scheduler.store.schools import SchoolEntry, Schools
from scheduler.store.terms import EditionMark, StoredTerm, TermRecord, Terms
from scheduler.text import Text

__all__ = [
    "AlreadyRunningError",
    "Answered",
    "Assumption",
    "Draft",
    "DraftEntry",
    "EditionMark",
    "History",
    "Link",
    "Mending",
    "NotFoundError",
    "PlanVersion",
    "Publication",
    "Run",
    "RunProgress",
    "RunStatus",
    "RunTask",
    "SchoolEntry",
    "Shown",
    "StaleError",
    "Step",
    "Store",
    "StoreError",
    "StoredAllocation",
    "StoredPlan",
    "StoredTerm",
    "TermRecord",
    "Typed",
    "UnreadableError",
    "Version",
    "content_of",
    "history_of",
    "shown",
]


class Store:
    """The store as one owner sees it; '' is the user of this machine. Threads may share it.

    The database is by default that of `PAIKE_STORE`, else a SQLite file of the user. Raises StoreError.
    """

    def __init__(self, owner: str = "", database: Database | None = None) -> None:
        self._database = database or open_database()
        self._owner = owner
        self.schools = Schools(self._database, owner)
        self.plans = Plans(self._database, owner)
        self.allocations = Allocations(self._database, owner)
        self.terms = Terms(self._database, owner)
        self.publications = Publications(self._database, owner)
        self.runs = Runs(self._database, owner)
        self.drafts = Drafts(self._database, owner)
        self.assumptions = Assumptions(self._database, owner)

    @property
    def url(self) -> str:
        """Where the database is, with its password."""
        return self._database.url

    def damage(self) -> list[Text]:
        """Return what of the owner's the database can no longer show, in words. Raises StoreError."""
        with self._database.reading() as session:
            return damage(session, self._owner)

    def take(self, run_id: int, *, based_on: int, author: str = "", note: str = "") -> PlanVersion:
        """Save the best plan of a run, also of one whose process died, as the next version of the plan, audited.

        `based_on` is as in `plans.save`. Raises StaleError, and NotFoundError where the run has no plan.
        """
        run, plan = self.runs.get(run_id), self.runs.best(run_id)
        if plan is None:
            raise NotFoundError
        school = self.schools.load(run.school_id, run.school_number)[1]
        version = self.plans.save(
            run.school_id,
            audit(school, plan),
            school_number=run.school_number,
            based_on=based_on,
            author=author,
            note=note,
            bound=run.bound,
            seconds=run.elapsed,
        )
        self.runs.saved(run_id, version.number)
        return version
