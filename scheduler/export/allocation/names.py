"""What the lists call pupils: by name, or anonymously by number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scheduler.allocation import NOT_WISHED, Allocation, Place, Pupil, Wishes
from scheduler.allocation.demand import Demand
from scheduler.allocation.measures import accounts
from scheduler.export.table import Page
from scheduler.text import Text

HOME = Text("本班", "own class")
PROMISED = Text("保证", "promised")


def rank_of(place: Place) -> Text:
    """Return what a place meets: 第1志愿, 保证."""
    if place.rank == NOT_WISHED:
        return Text("调整", "moved")
    return Text(f"第{place.rank}志愿", f"wish {place.rank}") if place.rank else PROMISED


class Printed(NamedTuple):
    """What every sheet of an allocation is told; `anonymous` ones have numbers and no names."""

    page: Page
    wishes: Wishes
    demand: Demand
    allocation: Allocation
    owed: Mapping[str, int]
    anonymous: bool = False

    def name(self, pupil: Pupil) -> str:
        """Return what is printed for a name."""
        return "" if self.anonymous else pupil.name

    def place(self, pupil: str, day: int) -> str:
        """Return where a pupil is on a day: a club or his own class's room; nothing where he does not stay."""
        place = self.allocation.of.get(pupil, {}).get(day)
        if place is not None:
            return place.club
        return self.page.text(HOME) if day in self.wishes.pupil[pupil].days else ""

    @property
    def days(self) -> list[int]:
        """The days on which a pupil stays, in order."""
        return sorted({day for pupil in self.wishes.pupils for day in pupil.days})

    def of_class(self, class_id: str) -> list[Pupil]:
        """Return the pupils of a class in the order of their numbers."""
        mine = [pupil for pupil in self.wishes.pupils if pupil.class_id == class_id]
        return sorted(mine, key=lambda pupil: pupil.id)


def printed(page: Page, wishes: Wishes, allocation: Allocation, *, anonymous: bool = False) -> Printed:
    """Return what the sheets of an allocation are told."""
    demand = Demand(wishes)
    return Printed(page, wishes, demand, allocation, accounts(demand, allocation), anonymous)
