"""Calendars of what is held: everything once on its date, and what is moved or covered keeps its identity."""

from __future__ import annotations

from collections import Counter

from icalendar import Calendar, Event

from scheduler.export.term.calendars import term_calendars
from scheduler.term.day import day_of
from scheduler.term.nouns import Change, ItemKind, Key, Term, Way
from tests.schools import slot
from tests.terms import TUESDAY, off, on, term_of

CLASS = "班级/三(1)班.ics"


def events(term: Term) -> dict[str, list[Event]]:
    """The events of each file."""
    return {path: list(Calendar.from_ical(data).walk("VEVENT")) for path, data in term_calendars(term)}


def on_tuesday(found: list[Event]) -> list[str]:
    return [str(e["SUMMARY"]) for e in found if e.start.date() == TUESDAY]


def exchanged() -> tuple[Change, Change]:
    """Chinese of Tuesday 8 December changes places with maths of Wednesday."""
    one = Key(ItemKind.LESSON, "三(1)班|语文", slot(2, 1))
    other = Key(ItemKind.LESSON, "三(1)班|数学", slot(3, 2))
    there = (on(12, 9), other.slot)
    back = (TUESDAY, one.slot)
    return (
        Change(id=1, date=TUESDAY, key=one, way=Way.EXCHANGE, moved_to=there, pair=1),
        Change(id=2, date=on(12, 9), key=other, way=Way.EXCHANGE, moved_to=back, pair=1),
    )


def test_every_item_is_one_event_on_its_date():
    term = term_of(specials=[off(on(12, 15))])
    found = events(term)

    held = [i for d in term.calendar.dates() for i in day_of(term, d).of_class.get("三(1)班", ())]
    assert len(found[CLASS]) == len(held)
    assert {e.start.date() for e in found[CLASS]} == {item.date for item in held}
    assert set(found) == {CLASS, "班级/三(2)班.ics", *(f"教师/{t}.ics" for t in ("王芳", "李强", "赵军", "孙悦"))}
    for each in found.values():
        assert max(Counter(str(e["UID"]) for e in each).values()) == 1


def test_what_is_moved_keeps_its_identity_and_stands_elsewhere():
    before, after = events(term_of()), events(term_of(changes=exchanged()))

    plain = {str(e["UID"]): e for e in before[CLASS]}
    now = {str(e["UID"]): e for e in after[CLASS]}
    assert set(plain) == set(now)
    moved = {uid for uid in now if now[uid].start != plain[uid].start}
    assert len(moved) == 2
    assert all(int(now[uid]["SEQUENCE"]) > int(plain[uid]["SEQUENCE"]) for uid in moved)
    (chinese,) = (now[uid] for uid in moved if "语文" in str(now[uid]["SUMMARY"]))
    assert (chinese.start.date(), str(chinese["SUMMARY"])) == (on(12, 9), "语文（调课）")


def test_what_is_covered_leaves_one_calendar_for_the_other():
    cover = Change(
        id=1,
        date=TUESDAY,
        key=Key(ItemKind.LESSON, "三(1)班|语文", slot(2, 1)),
        way=Way.COVER,
        without=("王芳",),
        teachers=("孙悦",),
    )
    before, after = events(term_of()), events(term_of(changes=(cover,)))

    assert "语文 三(1)班" in on_tuesday(before["教师/王芳.ics"])
    assert "语文 三(1)班" not in on_tuesday(after["教师/王芳.ics"])
    assert "语文 三(1)班（代课）" in on_tuesday(after["教师/孙悦.ics"])
    assert {str(e["UID"]) for e in before[CLASS]} == {str(e["UID"]) for e in after[CLASS]}
