"""Several people, or tabs, save at the same moment."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scheduler.store import AlreadyRunningError, NotFoundError, StaleError, Store
from scheduler.store.database import VARIABLE, connect, open_database, store_url
from tests.schools import make_school

ROOT = Path(__file__).parents[3]
WRITERS, TIMES = 6, 8


def test_one_of_many_wins_and_the_others_are_told_who(url: str) -> None:
    school_id = Store("", open_database(url)).schools.add(make_school())
    barrier = threading.Barrier(WRITERS)

    def write(number: int) -> StaleError | int:
        database = connect(store_url(url))
        store = Store("", database)
        barrier.wait(30)
        try:
            return store.schools.save(school_id, make_school(), based_on=1, author=f"老师{number}").number
        except StaleError as error:
            return error
        finally:
            database.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = list(pool.map(write, range(WRITERS)))
    [winner] = [number for number, answer in enumerate(answers) if answer == 2]
    for answer in answers[:winner] + answers[winner + 1 :]:
        assert isinstance(answer, StaleError) and answer.latest.author == f"老师{winner}"


def test_one_of_many_starts_the_solver(url: str) -> None:
    school_id = Store("", open_database(url)).schools.add(make_school())
    barrier = threading.Barrier(WRITERS)

    def begin(number: int) -> int:
        database = connect(store_url(url))
        barrier.wait(30)
        try:
            return Store("", database).runs.add(school_id, school_number=1, seconds=1).id
        except AlreadyRunningError as error:
            return -error.run.id
        finally:
            database.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = sorted(pool.map(begin, range(WRITERS)))
    assert answers == [-answers[-1]] * (WRITERS - 1) + [answers[-1]]


def test_processes_that_open_a_new_store_and_write_lose_nothing(url: str) -> None:
    command = [sys.executable, "-m", "tests.scheduler.store.test_writers_at_once"]
    environment = {**os.environ, VARIABLE: url}
    processes = [subprocess.Popen([*command, str(number)], env=environment, cwd=ROOT) for number in range(2)]
    assert [process.wait(120) for process in processes] == [0, 0]
    store = Store("", open_database(url))
    schools = {entry.name: entry.id for entry in store.schools.entries()}
    history = store.schools.history(schools["共同"])
    assert [version.number for version in history] == list(range(2 * TIMES + 1, 0, -1))
    notes = [(version.author, version.note) for version in reversed(history[:-1])]
    for author in ("0", "1"):
        assert [note for each, note in notes if each == author] == [str(step) for step in range(TIMES)]


def _write_again_and_again(author: str) -> None:
    """Append versions to one school; whoever is told to be stale takes the latest and tries again."""
    store = Store()
    school, entries = make_school(name="共同"), store.schools.entries()
    if author == "0":
        school_id = store.schools.add(school)
    else:
        while not entries:
            entries = store.schools.entries()
        school_id = entries[0].id
    for step in range(TIMES):
        latest = 1
        while True:
            try:
                store.schools.save(school_id, school, based_on=latest, author=author, note=str(step))
                break
            except StaleError as error:
                latest = error.latest.number
            except NotFoundError:  # not yet there
                continue


if __name__ == "__main__":
    _write_again_and_again(sys.argv[1])
