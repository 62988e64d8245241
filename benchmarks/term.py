"""A term of 20 weeks with seeded absences, mended day by day: legal on every date, lessons held or owed, covers shared out.

`python -m benchmarks.term [--weeks N]` writes `term.md` beside this file.
"""

from __future__ import annotations

import datetime
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from sample_data import sample_path
from scheduler.cover.propose import propose
from scheduler.plan import Plan
from scheduler.school import School, StaffKind
from scheduler.term.absences import hits
from scheduler.term.account import hours, owed
from scheduler.term.calendar import Calendar, SpecialDay, SpecialKind
from scheduler.term.day import Day, binds, day_of
from scheduler.term.holidays import proposed_days
from scheduler.term.nouns import Absence, AbsenceKind, Edition, Term, Way
from scheduler.term.options import Situation
from scheduler.workbook import read_school
from scheduler.workbook.plan.reader import read_plan

FIRST, LAST = datetime.date(2026, 9, 1), datetime.date(2027, 1, 17)
FLU = datetime.date(2026, 12, 7)
USUAL, IN_FLU = 0.04, 0.15  # of teacher-days
RESULT = Path(__file__).with_name("term.md")


def sample() -> tuple[School, Plan]:
    """The primary sample with its stored plan."""
    school = read_school(sample_path("primary-36.xlsx")).school
    assert school is not None
    plan = read_plan(sample_path("primary-36.plan.json"), school).plan
    assert plan is not None
    return school, plan


def calendar(school: School) -> Calendar:
    """The term with its holidays, a sports day, a trip of grade 5 and a half day."""
    trip = tuple(klass.id for klass in school.classes if klass.grade == 5)
    own = (
        SpecialDay(date=datetime.date(2026, 10, 23), name="运动会", kind=SpecialKind.OFF),
        SpecialDay(date=datetime.date(2026, 11, 11), name="五年级研学", kind=SpecialKind.OFF, classes=trip),
        SpecialDay(date=datetime.date(2026, 12, 31), name="元旦联欢", kind=SpecialKind.OFF, start=12 * 60),
    )
    specials = sorted((*proposed_days(FIRST, LAST).specials, *own), key=lambda special: special.date)
    return Calendar(first=FIRST, last=LAST, specials=tuple(specials))


def absences_of(term: Term, date: datetime.date, rng: Random, on_leave: str) -> list[Absence]:
    """Who is ill on a date, by the seed."""
    school, week = term.edition_on(date).school, (FLU <= date < FLU + datetime.timedelta(days=7))
    share, number = IN_FLU if week else USUAL, term.next_id()
    found = []
    for teacher in school.teachers:
        if teacher.kind is StaffKind.STAFF and teacher.id != on_leave and rng.random() < share:
            found.append(
                Absence(id=number + len(found), first=date, last=date, teachers=(teacher.id,), kind=AbsenceKind.SICK)
            )
    return found


def clashes(day: Day) -> int:
    """How many pairs of things one person has in one minute, counted anew and not by any rule."""
    found = 0
    for items in day.of_teacher.values():
        own = [item for item in items if binds(day, item)]
        for number, item in enumerate(own):
            for other in own[:number]:
                same = item.change is not None and item.change.joins == other.key
                same = same or (other.change is not None and other.change.joins == item.key)
                found += item.overlaps(other) and not same
    return found


def run(weeks: int, seed: int = 1) -> list[tuple[str, str]]:
    """Live the term and return what came of it, line by line."""
    school, plan = sample()
    rng = Random(seed)
    term = Term(calendar=calendar(school), editions=(Edition(first=FIRST, school=school, plan=plan),))
    on_leave = next(t.id for t in school.teachers if len(school.teacher_courses[t.id]) > 3)
    leave = Absence(
        id=1,
        first=datetime.date(2026, 11, 2),
        last=LAST,
        teachers=(on_leave,),
        kind=AbsenceKind.MATERNITY,
    )
    term = term.renewed(absences=(leave,))
    end = FIRST + datetime.timedelta(days=7 * weeks - 2)
    seconds, ways, proven, days, open_hits, broken = [], Counter[str](), 0, 0, 0, 0
    for date in term.calendar.dates(None, end):
        if not day_of(term, date).items:
            continue
        term = term.renewed(absences=(*term.absences, *absences_of(term, date, rng, on_leave)))
        begun = time.process_time()
        situation = Situation(term, (date,))
        proposal = propose(situation, runner_ups=False)
        seconds.append(time.process_time() - begun)
        term = term.changed(proposal.changes)
        days += 1
        proven += proposal.proven
        ways.update(str(choice.option.way) for choice in proposal.choices)
        open_hits += len(hits(term, date))
    broken = sum(clashes(day_of(term, date)) for date in term.calendar.dates(None, end))
    return _told(school, term, end, seconds, ways, (days, proven, open_hits, broken))


def _told(
    school: School, term: Term, end: datetime.date, seconds: list[float], ways: Counter[str], counts: tuple[int, ...]
) -> list[tuple[str, str]]:
    days, proven, open_hits, broken = counts
    covers = Counter(t for change in term.changes for t in change.teachers)
    share = [covers[t.id] for t in school.teachers if t.kind is StaffKind.STAFF and t.fte == 100]
    accounts = hours(term, end)
    adds_up = all(a.planned + a.early == a.off + a.held + a.lost + a.ahead for a in accounts.values())
    lost = sum(a.lost for a in accounts.values())
    return [
        ("school days", str(days)),
        ("absences", str(len(term.absences))),
        ("lessons, sessions and duties without somebody", str(sum(ways.values()))),
        *((f"… {Way(way).name.lower() if way != 'None' else 'nobody found'}", str(n)) for way, n in ways.most_common()),
        ("days whose choice is proven the least", f"{proven} of {days}"),
        ("left without anybody", str(open_hits)),
        ("clashes on any date, counted anew", str(broken)),
        ("lessons lost (supervised only)", str(lost)),
        ("of these protected, so owed", str(len(owed(term, end)))),
        ("planned + early = off + held + lost + still to come, in every class and subject", "yes" if adds_up else "NO"),
        ("covers a person, least / median / most", f"{min(share)} / {statistics.median(share):g} / {max(share)}"),
        ("processor seconds a day, median / most", f"{statistics.median(seconds):.2f} / {max(seconds):.2f}"),
    ]


def main() -> None:
    weeks = int(sys.argv[sys.argv.index("--weeks") + 1]) if "--weeks" in sys.argv else 20
    lines = [
        "# A term, day by day",
        "",
        f"Written by `python -m benchmarks.term`: primary-36 with its stored plan, {weeks} weeks from {FIRST}; "
        f"{USUAL:.0%} of teacher-days away, {IN_FLU:.0%} in one week, a maternity leave, holidays and three special days.",
        "",
        "| | |",
        "| --- | --- |",
        *(f"| {name} | {value} |" for name, value in run(weeks)),
    ]
    RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
