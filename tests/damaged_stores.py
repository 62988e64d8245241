"""Stores of which one value is damaged: every column of every table in turn, as SQLite lets anything be written."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from constraints.audit import audit
from scheduler.allocation import Allocation, Wishes
from scheduler.allocation.allocate import allocate
from scheduler.engine.result import Progress
from scheduler.export.web.audience import Audience, Reader
from scheduler.plan import Plan
from scheduler.store import Assumption, EditionMark, RunStatus, RunTask, Store, TermRecord, Typed
from scheduler.store.database import Database, connect, migrate, store_url
from scheduler.store.models import Base
from scheduler.store.run_writer import RunWriter
from scheduler.term.calendar import Calendar
from scheduler.text import Text
from tests.scheduler.allocation.cases import club, pupil, week, wishes_of
from tests.schools import make_school, plan_of, slot
from tests.terms import FIRST, LAST

DAMAGED, WHOLE = "甲校", "乙校"
VALUES = {
    "nothing": "NULL",
    "no text": "x'fffe00'",
    "words": "'坏了'",
    "cut JSON": """'{"name": "一小'""",
    "end of time": "'9999-12-31 23:59:59.999999'",
}
COLUMNS = [
    (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if not (column.name == "id" and column.primary_key)  # SQLite itself keeps it a whole number
]


def make_store(path: Path) -> None:
    """Two schools, each with two versions of school and plan, two links and a run that has ended with a plan to take."""
    database = connect(store_url(f"sqlite:///{path}"))
    migrate(database)
    store = Store("", database)
    for name in (WHOLE, DAMAGED):
        school = make_school(name=name)
        school_id = store.schools.add(school)
        store.schools.save(school_id, school.model_copy(update={"term": "秋"}), based_on=1)
        first, second = plan_of({"七(1)班|语文": [slot(1, 1)]}), plan_of({"七(1)班|语文": [slot(2, 1)]})
        for number, plan in enumerate((first, second)):
            store.plans.save(school_id, audit(school, plan), school_number=1, based_on=number)
        for number in range(2):
            store.allocations.save(school_id, *few_wishes(), based_on=number)
        for number in range(2):
            store.terms.save(school_id, plain_term(), based_on=number)
        store.publications.publish(school_id, 2, author="王")
        store.publications.add_links(school_id, [Reader(Audience.CLASS, "七(1)班"), Reader(Audience.STAFF)])
        _run(store, database, school_id, first)
        store.assumptions.add(school_id, [Assumption(1, Text("按常用作息", "the usual day"))])
        draft_id = store.drafts.add(f"{name}.xlsx", b"no workbook")
        store.drafts.save(replace(store.drafts.load(draft_id), steps=((Typed("任课", "A1", "班级"),),)))
    database.close()
    with sqlite3.connect(path, isolation_level=None) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
    raw.close()


def plain_term() -> TermRecord:
    """A term in which nothing happens."""
    mark = EditionMark(first=FIRST, school_number=1, plan_number=1)
    return TermRecord(calendar=Calendar(first=FIRST, last=LAST), editions=(mark,))


def few_wishes() -> tuple[Wishes, Allocation]:
    """A pupil who wishes for one club, and is in it."""
    wishes = wishes_of([pupil("a")], [club("足球", 1)], week("a", "足球"))
    return wishes, allocate(wishes)


def _run(store: Store, database: Database, school_id: int, plan: Plan) -> None:
    run = store.runs.add(school_id, school_number=1, seconds=60.0, task=RunTask.WEEK)
    writer = RunWriter(database, run.id)
    writer.begin(1)
    writer.beat(Progress(1.0, 9, 3, {}, 1), best=plan)
    writer.beat(Progress(2.0, 7, 3, {"venue_capacity": 7}, 2), best=plan)
    writer.end(RunStatus.FEASIBLE, best=plan, cost=7, bound=3)


def damage(path: Path, table: str, column: str, value: str) -> None:
    """Write what is no value of a column into the latest row of the damaged school."""
    mine = "(SELECT max(school_id) FROM school_versions)"
    rows = {
        "schools": f"id = {mine}",
        "drafts": "id = (SELECT max(id) FROM drafts)",
        "run_progress": "rowid = (SELECT max(rowid) FROM run_progress)",
    }.get(table, f"id = (SELECT max(id) FROM {table} WHERE school_id = {mine})")
    raw = sqlite3.connect(path, isolation_level=None)
    try:
        assert raw.execute(f"UPDATE {table} SET {column} = {VALUES[value]} WHERE {rows}").rowcount == 1
    finally:
        raw.close()
