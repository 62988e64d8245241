"""Rules posted so that they may be broken at a price, and the record of what was."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

from constraints.rule import SCHOOL_OWNER, ActiveRule, Owner, OwnerKind
from scheduler.edits import costs
from scheduler.model.poster import Ledger, Poster, Requirement

FAR = 2**40  # beyond every sum in a model


class Key(NamedTuple):
    """What is loosened: a rule for an owner, or a kind of edit and the things that it is about."""

    kind: str
    about: tuple[Any, ...]


Theme = tuple[Any, ...]


class Slack(NamedTuple):
    """How far something is loosened: `amount` units at `price` each; `used` is true when it is at all."""

    amount: cp_model.IntVar
    used: cp_model.IntVar
    price: int


class Way(StrEnum):
    """How a rule gives way: for everybody, for an owner, or for an owner by units that all its requirements share."""

    ALL = "all"
    ONCE = "once"
    UNITS = "units"


class Policy(NamedTuple):
    """How a rule gives way and what that costs; for which kinds of owner (none: all)."""

    way: Way
    price: int
    owners: tuple[OwnerKind, ...] = ()


MOST_UNITS = 4
POLICIES: dict[str, Policy] = {
    "exclusions": Policy(Way.ONCE, costs.LEAVE_EXCLUSION),
    "mentor_free": Policy(Way.ONCE, costs.NO_MENTOR),
    "double_lessons": Policy(Way.UNITS, costs.FEWER_DOUBLES),
    "parallel_groups": Policy(Way.ONCE, costs.UNTIE),
    "alternating_pairs": Policy(Way.ONCE, costs.UNTIE),
    "subject_per_day": Policy(Way.UNITS, costs.MORE_A_DAY),
    "venue_capacity": Policy(Way.UNITS, costs.MORE_ROOM),
    "club_venues": Policy(Way.UNITS, costs.MORE_ROOM),
    "teacher_days": Policy(Way.UNITS, costs.RAISE_LIMIT),
    "teacher_half_days": Policy(Way.UNITS, costs.RAISE_LIMIT),
    "teacher_per_day": Policy(Way.UNITS, costs.RAISE_LIMIT),
    "teacher_in_row": Policy(Way.UNITS, costs.RAISE_LIMIT),
    "duty_span": Policy(Way.ONCE, costs.RAISE_LIMIT),
    "service_limits": Policy(Way.UNITS, costs.RAISE_LIMIT),
    "club_capacity": Policy(Way.ONCE, costs.CLUB_ROOM),
    "club_places": Policy(Way.ONCE, 2 * costs.CLUB_ROOM),
    "club_sessions": Policy(Way.UNITS, costs.CLUB_SESSION),
    "morning_duty": Policy(Way.ONCE, costs.NEW_DEPUTY),
    "substitutes": Policy(Way.UNITS, costs.FEWER_ON_DUTY),
    # Adults that are missing are people to be found: the regulation stands.
    "service_adults": Policy(Way.UNITS, costs.ADD_ADULT),
    "service_patrol": Policy(Way.UNITS, costs.ADD_ADULT, (OwnerKind.STATION,)),
}


class Slacks:
    """All that is loosened in one model."""

    def __init__(self, model: cp_model.CpModel) -> None:
        self.model = model
        self.found: dict[Key, Slack] = {}

    def switch(self, key: Key, price: int) -> cp_model.IntVar:
        """Return the Boolean that loosens something as a whole; the same key gives the same."""
        return self.units(key, price, 1)

    def units(self, key: Key, price: int, most: int) -> cp_model.IntVar:
        """Return by how many units something is loosened; the same key gives the same."""
        if key not in self.found:
            used = self.model.new_bool_var(f"{key.kind} {key.about}")
            amount = used
            if most > 1:
                amount = self.model.new_int_var(0, most, "")
                self.model.add(amount >= used)
                self.model.add(amount <= most * used)
            self.found[key] = Slack(amount, used, price)
        return self.found[key].amount

    def within(self, budget: int) -> cp_model.CpModel:
        """Return a copy of the model in which all that is used costs at most so much."""
        slacks = list(self.found.values())
        model = self.model.clone()
        for slack in slacks:
            if slack.price > budget:  # said apart, so that presolve need not find it
                model.add(slack.amount == 0)
        total = cp_model.LinearExpr.weighted_sum([s.amount for s in slacks], [s.price for s in slacks])
        model.add(total <= budget)
        return model

    def among(self, keys: Collection[Key]) -> cp_model.CpModel:
        """Return a copy of the model in which nothing else is used, and of these as little as can be."""
        model = self.model.clone()
        for key, slack in self.found.items():
            if key not in keys:
                model.add(slack.amount == 0)
        chosen = [self.found[key] for key in keys]
        model.minimize(cp_model.LinearExpr.weighted_sum([s.amount for s in chosen], [s.price for s in chosen]))
        return model

    def cost(self, values: list[int]) -> int:
        """Return what a solution costs."""
        return self.price(self.read(values))

    def price(self, used: dict[Key, int]) -> int:
        """Return what a solution's use costs."""
        return sum(self.found[key].price * units for key, units in used.items())

    def read(self, values: list[int]) -> dict[Key, int]:
        """Return what a solution uses, and by how many units."""
        return {key: values[s.amount.index] for key, s in self.found.items() if values[s.amount.index]}

    def forbid(self, keys: Collection[Key]) -> None:
        """Ensure that these are not all used again."""
        self._forbid([self.found[key].used for key in keys])

    def forbid_themes(self, themes: Collection[Theme]) -> None:
        """Ensure that no solution again uses something of each of these themes."""
        touched = []
        for theme in themes:
            touched.append(self.model.new_bool_var(f"{theme}"))
            for key, slack in self.found.items():
                if theme_of(key) == theme:
                    self.model.add_implication(slack.used, touched[-1])
        self._forbid(touched)

    def _forbid(self, used: list[cp_model.IntVar]) -> None:
        self.model.add(cp_model.LinearExpr.sum(used) <= len(used) - 1)


def theme_of(key: Key) -> Theme:
    """Return what is changed, whenever and in whichever course or group of pupils."""
    about = key.about
    match key.kind:
        case "free_time" | "free_every_day":
            return "free_time", *about[:2]
        case "move_meeting" | "club_day":
            return key.kind, about[0]
        case "excuse" | "give_course":
            return key.kind, about[1]
        case "release_lock":
            return key.kind, about[0].slot
    one_of_many = isinstance(about[0], Owner) and about[0].kind in (OwnerKind.COURSE, OwnerKind.STATION)
    return (key.kind,) if one_of_many else (key.kind, about[0])


class LoosePoster(Poster):
    """Stations one rule so that each requirement can be broken at the price of its policy."""

    def __init__(self, ledger: Ledger, active: ActiveRule, slacks: Slacks, policy: Policy) -> None:
        super().__init__(ledger, active)
        self.slacks = slacks
        self.policy = policy

    def require(self, requirement: Requirement, owner: Owner) -> None:
        """Add a requirement that gives way."""
        if requirement is True:
            return
        if self.policy.owners and owner.kind not in self.policy.owners:
            super().require(requirement, owner)
            return
        if self.policy.way is Way.UNITS and requirement is not False:
            self._give(requirement, self.slacks.units(Key(self.rule, (owner,)), self.policy.price, MOST_UNITS))
            return
        whose = SCHOOL_OWNER if self.policy.way is Way.ALL else owner
        broken = self.slacks.switch(Key(self.rule, (whose,)), self.policy.price)
        if requirement is False:
            self.model.add(broken == 1)
        else:
            self.model.add(requirement).only_enforce_if(broken.negated())

    def at_most_one(self, literals: Any, owner: Owner) -> None:
        """Add a requirement that gives way."""
        items = list(literals)
        if len(items) > 1:
            self.require(cp_model.LinearExpr.sum(items) <= 1, owner)

    def _give(self, requirement: cp_model.BoundedLinearExpression, amount: cp_model.IntVar) -> None:
        """Add a linear requirement whose bounds move by a number of units; one that counts pupils, by a class of them."""
        coeffs = list(requirement.coeffs)
        least, most = requirement.bounds.min(), requirement.bounds.max()
        unit = max((abs(coeff) for coeff in coeffs), default=1) if self.rule in ("venue_capacity", "club_venues") else 1
        total = cp_model.LinearExpr.weighted_sum(list(requirement.vars), coeffs)
        if most < FAR:
            self.model.add(total - unit * amount <= most)
        if least > -FAR:
            self.model.add(total + unit * amount >= least)
