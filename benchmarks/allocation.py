"""`python -m benchmarks.allocation [SECONDS]`: clubs for 3,000 pupils, best for all beside first come and lottery; writes allocation.md."""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from pathlib import Path
from random import Random

from scheduler.allocation import Companions, Mode, Offer, Pupil, Wish, Wishes
from scheduler.allocation.allocate import allocate
from scheduler.allocation.demand import Demand
from scheduler.allocation.nouns import MODE_NAMES
from scheduler.allocation.statistics import statistics

PUPILS, CLUBS, DAYS, WISHED = 3000, 80, (1, 2, 3, 4, 5), 5
PLACES, MINIMUM, PAIRS = 32, 12, 60
BANDS = ((1, 2), (3, 4), (5, 6))
CASES = {
    "every day, no minimum": (False, 0, False),
    "every day, at least 12": (False, MINIMUM, False),
    "one club a week": (True, MINIMUM, False),
    f"one club a week, {PAIRS} pairs": (True, MINIMUM, True),
    f"every day, {PAIRS} pairs": (False, MINIMUM, True),
}
RESULTS = Path(__file__).parent / "allocation.md"


def make_wishes(*, weekly: bool, minimum: int, seed: int = 1) -> Wishes:
    """Popular clubs and others (Zipf); each pupil names five clubs, for each day or for the week, when a club has one day."""
    random = Random(seed)
    liked = [(1 + rank) ** -0.8 for rank in range(CLUBS)]
    random.shuffle(liked)
    offers = tuple(
        Offer(
            club=f"c{number}",
            days=(DAYS[number // 3 % 5],) if weekly else DAYS,
            places=40 if weekly else PLACES,
            minimum=minimum,
            grades=BANDS[number % 3],
        )
        for number in range(CLUBS)
    )
    pupils, wishes = [], []
    for number in range(PUPILS):
        name, grade = f"p{number:04d}", random.randint(1, 6)
        pupils.append(Pupil(id=name, name=name, class_id="-", grade=grade))
        mine = [club for club in range(CLUBS) if grade in BANDS[club % 3]]
        taste = {club: liked[club] * random.expovariate(1.0) for club in mine}
        for day in (None,) if weekly else DAYS:
            keys = {club: taste[club] * random.expovariate(1.0) ** 0.3 for club in mine}
            best = sorted(keys, key=keys.__getitem__, reverse=True)[:WISHED]
            wishes += [Wish(pupil=name, club=f"c{club}", rank=rank, day=day) for rank, club in enumerate(best, 1)]
    came = tuple(pupil.id for pupil in random.sample(pupils, len(pupils)))
    return Wishes(pupils=tuple(pupils), offers=offers, wishes=tuple(wishes), first_come=came)


def with_pairs(wishes: Wishes, seed: int = 2) -> Wishes:
    """Tie some pupils to others of their grades, together or apart, so that it is no flow any more."""
    random, bands = Random(seed), defaultdict[int, list[str]](list)
    for pupil in wishes.pupils:
        bands[(pupil.grade + 1) // 2].append(pupil.id)
    chosen = [random.sample(bands[random.choice(list(bands))], 2) for _ in range(PAIRS)]
    pairs = tuple(Companions(one=one, other=other, together=random.random() < 0.6) for one, other in chosen)
    return wishes.model_copy(update={"companions": pairs})


def main(seconds: float = 60.0) -> None:
    """Measure every case and write the table."""
    heads = (
        "wishes",
        "way",
        "proven",
        "CPU s",
        "mean rank",
        "worst rank",
        "first wish",
        "without any",
        "most lacking",
        "not held",
    )
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for title, (weekly, minimum, paired) in CASES.items():
        wishes = make_wishes(weekly=weekly, minimum=minimum)
        wishes = with_pairs(wishes) if paired else wishes
        demand = Demand(wishes)
        for mode in [Mode.BEST] if paired else Mode:  # taking turns knows no pairs
            began = time.process_time()
            found = allocate(wishes, mode=mode, seed=1, seconds=seconds)
            spent = time.process_time() - began
            told = statistics(demand, found)
            share = (f"{part / told.wishing:.1%}" for part in (told.first, told.without))
            proven = "yes" if found.proven else ""
            cells = (
                title,
                MODE_NAMES[mode].en,
                proven,
                f"{spent:.1f}",
                f"{told.mean_rank:.2f}",
                max(told.by_rank, default=0),
                *share,
                told.worst,
                len(found.closed),
            )
            lines.append("| " + " | ".join(map(str, cells)) + " |")
            sys.stdout.write(lines[-1] + "\n")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    head = (
        f"{PUPILS} pupils, {CLUBS} clubs, {len(DAYS)} days, {WISHED} wishes each; one thread; at most {memory:.2f} GB."
    )
    RESULTS.write_text("\n".join(["# Clubs by wishes", "", head, "", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
