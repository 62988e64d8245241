"""What a browser session has open: a school and a plan in certain versions. Every save goes through here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, NamedTuple

import streamlit as st

from constraints.audit import Report, audit
from scheduler.export.fairness import NOTHING_PROVEN, RangeBounds
from scheduler.plan import Plan
from scheduler.plan.adopt import adopted
from scheduler.plan.document import PlanDocument
from scheduler.school import School
from scheduler.store import (
    History,
    NotFoundError,
    PlanVersion,
    Store,
    StoreError,
    UnreadableError,
    Version,
    history_of,
)
from scheduler.store.database import Database, open_database
from scheduler.text import Text
from scheduler.ui.language import _, say

REACHED, NOTICE, TOASTS = "reached", "notice", "toasts"
PARAMETER = "school"  # of the address, so that a reload opens the same school
VERSIONS_KEPT = 12

Key = tuple[str, int, int, int]
"""Whose school it is, its id, its version and that of its plan."""


class _Judged(NamedTuple):
    """The audit of a plan and what is proven of its school: how low costs and ranges can be."""

    report: Report | None = None
    bound: int | None = None
    ranges: RangeBounds = NOTHING_PROVEN


@dataclass
class Reached:
    """The school and the versions of it and of its plan that a session has come to; None for the latest.

    It is changed in place: when the next click comes, Streamlit breaks a run off at whatever it asks of `st.session_state`, and a
    session that had saved a version without knowing of it would take its own for somebody else's. `last_step` is what was
    done last, with the versions that it led to.
    """

    school_id: int
    number: int | None = None
    plan_number: int | None = None
    last_step: tuple[tuple[int | None, int | None], str] = ((None, None), "")


@dataclass(frozen=True)
class Opened:
    """A school with the plan that is looked at, both in the versions that this session has seen.

    `report` is the audit of the plan for this version of the school, also where the plan was made for an earlier one: what an edit
    breaks is seen at once. None where there is no plan, and where it is `damaged`. `bound` and `ranges` are proven for this version of the school, else None.
    `history` is what was done until the latest versions.
    """

    school_id: int
    number: int
    school: School
    plan_number: int
    report: Report | None
    bound: int | None
    ranges: RangeBounds
    latest: int
    latest_plan: int
    reached: Reached
    damaged: UnreadableError | None = None
    history: History = field(default_factory=History)

    @property
    def key(self) -> Key:
        """What is made of these versions is kept under this."""
        return owner(), self.school_id, self.number, self.plan_number

    @property
    def newest(self) -> bool:
        """Whether these are the latest versions, on top of which alone something can be saved."""
        return (self.number, self.plan_number) == (self.latest, self.latest_plan)

    @property
    def plan(self) -> Plan | None:
        """The plan as this version of the school can hold it."""
        return None if self.report is None else self.report.plan


def store() -> Store:
    """Return the store of whoever uses this session."""
    return Store(owner(), _database())


def owner() -> str:
    """Return whose schools this session sees: '' on the user's own machine, the address of who has logged in elsewhere."""
    return str(st.user.get("email") or st.user.get("sub") or "") if st.user.get("is_logged_in") else ""


def author() -> str:
    """Return by which name versions are signed."""
    return str(st.user.get("name") or owner()) if owner() else ""


def open_school(school_id: int) -> None:
    """Open the latest version of a school and of its plan."""
    st.session_state[REACHED] = Reached(school_id)
    st.query_params[PARAMETER] = str(school_id)


def refresh() -> None:
    """Go on with the latest versions."""
    reached: Reached = st.session_state[REACHED]
    reached.number = reached.plan_number = None


def opened() -> Opened | None:
    """Return what this session has open; None where that is nothing, or was removed. Raises StoreError."""
    reached: Reached | None = st.session_state.get(REACHED)
    school_id = wanted()
    if school_id is None:
        return None
    try:
        versions, plans = store().schools.history(school_id), store().plans.history(school_id)
    except NotFoundError:
        close()
        return None
    if reached is None:
        reached = st.session_state[REACHED] = Reached(school_id)
    st.query_params[PARAMETER] = str(school_id)
    latest, latest_plan = versions[0].number, plans[0].number if plans else 0
    number = reached.number = latest if reached.number is None else reached.number
    plan_number = reached.plan_number = latest_plan if reached.plan_number is None else reached.plan_number
    school = school_version(school_id, number)
    judged, damaged = _Judged(), None
    try:
        judged = _judged(school_id, number, plan_number) if plan_number else judged
    except UnreadableError as error:
        damaged = error
    return Opened(
        school_id,
        number,
        school,
        plan_number,
        *judged,
        latest,
        latest_plan,
        reached,
        damaged,
        history_of(versions, plans),
    )


def wanted() -> int | None:
    """Return the id of the school that this session has open or asks for, whether or not it can be opened."""
    reached: Reached | None = st.session_state.get(REACHED)
    return reached.school_id if reached is not None else _of_address()


def school_version(school_id: int, number: int) -> School:
    """Return a version of a school of this session's owner. Raises StoreError."""
    return _school(_database().url, owner(), school_id, number)


def demand() -> Opened:
    """Return what is open, or end the page with the way to open something."""
    found = opened()
    if found is None:
        st.info(_("还没有打开学校。请先到“开始”打开一所。"))
        st.stop()
    return found


def close() -> None:
    """Have nothing open."""
    st.session_state.pop(REACHED, None)
    st.query_params.pop(PARAMETER, None)


def add_school(school: School, note: str) -> int:
    """Store a new school and open it; return its id. Raises StoreError."""
    school_id = store().schools.add(school, author=author(), note=note)
    open_school(school_id)
    return school_id


def save_school(found: Opened, school: School, note: str) -> Version | None:
    """Store an edited school as its next version and go on with that; None, told, where somebody was faster or nothing can be
    stored."""
    try:
        version = store().schools.save(found.school_id, school, based_on=found.number, author=author(), note=note)
    except StoreError as error:
        tell(error)
        return None
    found.reached.number = version.number
    return version


def go_back_to_school(found: Opened, number: int, note: str, *, stepping: bool = False) -> Version | None:
    """Store an earlier version of the opened school again as its next and go on with that; None, told, where that cannot be.

    `stepping` is as in the store, here and for plans.
    """
    try:
        version = store().schools.go_back(
            found.school_id, number, based_on=found.number, author=author(), note=note, stepping=stepping
        )
    except StoreError as error:
        tell(error)
        return None
    found.reached.number = version.number
    return version


def reopen_school(school_id: int, number: int, note: str) -> None:
    """Store an earlier version of a school, of which the latest cannot be opened, again as its next and open it; where that cannot be,
    it is told."""
    try:
        latest = store().schools.history(school_id)[0].number
        store().schools.go_back(school_id, number, based_on=latest, author=author(), note=note)
    except StoreError as error:
        tell(error)
    else:
        open_school(school_id)


def save_plan(found: Opened, report: Report, note: str, **known: Any) -> PlanVersion | None:
    """Store a plan of the opened school as its next version and go on with that; None, told, where somebody was faster."""
    ranges: RangeBounds = known.setdefault("ranges", found.ranges)
    save = partial(store().plans.save, found.school_id, report, school_number=found.number, **known)
    return _next_plan(found, save, note, lambda version: _Judged(report, version.bound, ranges))


def go_back_to_plan(found: Opened, number: int, note: str, *, stepping: bool = False) -> PlanVersion | None:
    """Store an earlier version of the plan again as its next and go on with that; None, told, where somebody was faster."""
    save = partial(store().plans.go_back, found.school_id, number, stepping=stepping)
    return _next_plan(found, save, note, lambda _version: _judged(found.school_id, found.number, number))


def _next_plan(
    found: Opened, save: Callable[..., PlanVersion], note: str, judge: Callable[[PlanVersion], _Judged]
) -> PlanVersion | None:
    """Save on top of the version that is looked at and go on with what was saved, which is judged without another audit."""
    try:
        version = save(based_on=found.plan_number, author=author(), note=note)
    except StoreError as error:
        tell(error)
        return None
    found.reached.plan_number = version.number
    _judged(found.school_id, found.number, version.number, judge(version))
    return version


def report_of(found: Opened, number: int) -> Report | None:
    """Return the audit of a version of the plan for the school as it is open now; None where that version is damaged."""
    try:
        return _judged(found.school_id, found.number, number).report
    except StoreError:
        return None


def go_to_plan(number: int) -> None:
    """Look at a version of the plan; what is saved from there on top of it is stale unless it is the latest."""
    st.session_state[REACHED].plan_number = number


def tell(error: StoreError) -> None:
    """Keep what the store refused for the head of the page."""
    inform(say(error.text))


def inform(words: str) -> None:
    """Keep words for the head of the page, in place of any before, until a run has shown them to its end."""
    st.session_state[NOTICE] = words


def informed(words: str) -> None:
    """Keep words no longer that were shown."""
    if st.session_state.get(NOTICE) == words:
        del st.session_state[NOTICE]


class Toast(NamedTuple):
    """Words that are shown for a while."""

    words: str
    icon: str
    duration: Literal["short", "long"]


def announce(words: str, icon: str = ":material/check:", duration: Literal["short", "long"] = "short") -> None:
    """Keep words that the next run of the page is to show for a while."""
    toasts: list[Toast] = st.session_state.setdefault(TOASTS, [])
    toasts.append(Toast(words, icon, duration))


def note_step(words: str) -> None:
    """Note what the versions that are reached now came of, for `last_step`."""
    reached: Reached = st.session_state[REACHED]
    reached.last_step = (reached.number, reached.plan_number), words


def last_step(found: Opened) -> str:
    """Return what was done last by hand in this session, empty where something else has happened to the school or plan since."""
    versions, words = found.reached.last_step
    return words if versions == (found.number, found.plan_number) else ""


def _of_address() -> int | None:
    value = st.query_params.get(PARAMETER, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


@st.cache_resource(show_spinner=False)
def _database() -> Database:
    return open_database()


def _judged(school_id: int, number: int, plan_number: int, known: _Judged | None = None) -> _Judged:
    """Return what is told of a version of the plan for a version of the school; `known` is what to remember of it."""
    return _report(_database().url, owner(), school_id, number, plan_number, _known=known)


def forget() -> None:
    """Forget all that was made of versions: a school was removed, and SQLite may give its number to the next one."""
    st.cache_resource.clear()
    st.cache_data.clear()


# Versions never change, so that sessions may share what was made of them; the owner is part of the key.
@st.cache_resource(max_entries=VERSIONS_KEPT, show_spinner=False)
def _school(url: str, owner: str, school_id: int, number: int) -> School:
    return store().schools.load(school_id, number)[1]


@st.cache_resource(max_entries=VERSIONS_KEPT, show_spinner=False)
def _report(
    url: str, owner: str, school_id: int, number: int, plan_number: int, _known: _Judged | None = None
) -> _Judged:
    """Return the audit of a version of the plan with what is proven; `_known` is what this call is to remember."""
    if _known is not None:
        return _known
    school, stored = _school(url, owner, school_id, number), store().plans.load(school_id, plan_number)
    same = stored.version.school_number == number or stored.school == school
    plan = stored.plan if same else adopted(school, stored.plan)
    if not same:
        return _Judged(audit(school, plan))
    return _Judged(audit(school, plan), stored.version.bound, proven_ranges(stored.document))


def proven_ranges(document: PlanDocument) -> RangeBounds:
    """Return what a `plan.json` says of how small the ranges can be."""
    fair = document.fairness
    unavoidable = tuple(Text(each.zh, each.en) for each in document.unavoidable)
    if fair is None:
        return RangeBounds(unavoidable=unavoidable)
    return RangeBounds(fair.service.range_bound, fair.balance.range_bound, unavoidable)
