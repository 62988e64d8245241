import os
from pathlib import Path

import pytest

from scheduler.export import file_set
from scheduler.export.file_set import OLD_PLANS, TOGETHER, install, remove_leftovers, staging

HEX = "deadbeef"


def filled(folder: Path, said: str, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(said)
    return folder


def told(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


def test_new_files_take_the_place_of_all_old_ones_which_are_kept(tmp_path: Path) -> None:
    filled(tmp_path, "old", *TOGETHER, "日历/a.ics", "备忘.txt")
    with staging(tmp_path) as staged:
        filled(staged, "new", "课表.xlsx", "plan.json", "日历/a.ics", "日历/b.ics")
        kept = install(staged, tmp_path, old=TOGETHER)
    assert kept is not None and kept.parent == tmp_path / OLD_PLANS
    assert told(kept) == dict.fromkeys(TOGETHER, "old")
    new = {name: said for name, said in told(tmp_path).items() if not name.startswith(OLD_PLANS)}
    assert new == {**dict.fromkeys(("课表.xlsx", "plan.json", "日历/a.ics", "日历/b.ics"), "new"), "备忘.txt": "old"}


def test_plans_are_kept_beside_each_other(tmp_path: Path) -> None:
    for said in "abc":
        with staging(tmp_path) as staged:
            install(filled(staged, said, "plan.json"), tmp_path, old=TOGETHER)
    assert sorted(told(tmp_path / OLD_PLANS).values()) == ["a", "b"]


def test_files_of_the_same_plan_are_not_kept(tmp_path: Path) -> None:
    filled(tmp_path, "old", "plan.json")
    with staging(tmp_path) as staged:
        assert install(filled(staged, "new", "plan.json"), tmp_path, old=TOGETHER, own=["plan.json"]) is None
    assert told(tmp_path) == {"plan.json": "new"}


@pytest.mark.parametrize(
    ("before", "written"),
    [
        ("new", []),
        ("old", ["plan.json", "课表.xlsx"]),  # of one plan both, so that their times tell whether one was edited
    ],
)
def test_what_stands_there_already_is_not_written_anew(tmp_path: Path, before: str, written: list[str]) -> None:
    filled(filled(tmp_path, "new", "课表.xlsx", "日历/a.ics"), before, "plan.json")
    names = ("课表.xlsx", "plan.json", "日历/a.ics")
    at = {name: (tmp_path / name).stat().st_ino for name in names}
    with staging(tmp_path) as staged:
        install(filled(staged, "new", *names), tmp_path, old=TOGETHER, own=TOGETHER)
    assert told(tmp_path) == dict.fromkeys(names, "new")
    assert sorted(name for name in names if (tmp_path / name).stat().st_ino != at[name]) == sorted(written)


@pytest.mark.parametrize("failing", range(5))
def test_when_one_file_cannot_be_moved_none_is(tmp_path: Path, failing: int, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path, "old", *TOGETHER)
    replace, calls = Path.replace, iter(range(100))

    def sometimes(source: Path, target: Path) -> Path:
        if next(calls) == failing:
            raise PermissionError(13, "Permission denied")
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", sometimes)
    with staging(tmp_path) as staged, pytest.raises(PermissionError):
        install(filled(staged, "new", "课表.xlsx", "plan.json"), tmp_path, old=TOGETHER)
    assert told(tmp_path) == dict.fromkeys(TOGETHER, "old") and not (tmp_path / OLD_PLANS).exists()


def test_where_files_cannot_be_linked_they_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    filled(tmp_path, "old", "plan.json")
    kept = file_set.put_aside(tmp_path, ["plan.json"])
    assert kept is not None and told(kept) == {"plan.json": "old"}


def test_only_what_dead_processes_left_is_removed(tmp_path: Path) -> None:
    dead = 2**22 + 1  # above what Linux gives
    ours = [f".plan-{dead}-{HEX}.json", f".课表-{dead}-{HEX}.xlsx", f".paike-{dead}-{HEX}/课表.xlsx"]
    others = [f".课表-{os.getpid()}-{HEX}.xlsx", f".sync-{dead}-{HEX}.db", f".课表-{HEX}.xlsx", "plan.json"]
    filled(tmp_path, "x", *ours, *others)
    remove_leftovers(tmp_path)
    assert told(tmp_path) == dict.fromkeys(others, "x")
    os.utime(tmp_path / f".课表-{HEX}.xlsx", (0, 0))  # of a version that wrote no number, long ago
    remove_leftovers(tmp_path)
    assert f".课表-{HEX}.xlsx" not in told(tmp_path)
