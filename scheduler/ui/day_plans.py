"""What the page of a date reckons: what is hit, what is proposed around what people decided, what else could be done."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from scheduler.cover.propose import Choice, NoProposalError, Proposal, Ranked, propose, ranked
from scheduler.cover.weeks import propose_weeks
from scheduler.term.absences import Hit
from scheduler.term.calendar import monday_of
from scheduler.term.nouns import Change, Occasion, Way
from scheduler.term.options import Option, Situation, changes_of
from scheduler.text import Text
from scheduler.ui.terms import Key, OpenTerm, stored_term

Dates = tuple[datetime.date, ...]
HitId = tuple[Occasion, int]
"""What is hit, and which part of it."""


class OptionId(NamedTuple):
    """What is done, whatever else happens on the date: so it is known again when the rest is planned anew."""

    way: Way | None
    teachers: tuple[str, ...]
    other: Occasion | None

    @classmethod
    def of(cls, option: Option) -> OptionId:
        """Return what an option does."""
        return cls(option.way, option.teachers, None if option.other is None else option.other.occasion)


def hit_id(hit: Hit) -> HitId:
    """Return what is hit."""
    return hit.item.occasion, hit.part


class Proposed(NamedTuple):
    """What is proposed for the dates of a plan: a choice for each hit, its cost, what is proven, and what is not kept."""

    choices: tuple[Choice, ...]
    cost: int
    bound: int
    broken: tuple[tuple[Text, Text], ...]

    @property
    def proven(self) -> bool:
        """Whether it is proven that nothing costs less; of several weeks each, given those before."""
        return self.bound >= self.cost

    @classmethod
    def of(cls, proposals: Iterable[Proposal]) -> Proposed:
        """Return the proposals of one week after another as one."""
        found = tuple(proposals)
        return cls(
            tuple(choice for each in found for choice in each.choices),
            sum(each.cost for each in found),
            sum(each.bound for each in found),
            tuple((a.rule.title, v.text) for each in found for a, v in each.report.violations()),
        )


class DayPlan:
    """Some dates of a version of the term, with what people decided on them in this session: kept until it is adopted.

    `date` is the first of them, that which is looked at. Within a week all is chosen together, and may be overruled.
    """

    def __init__(self, opened: OpenTerm, dates: Sequence[datetime.date], today: datetime.date) -> None:
        self.opened, self.dates, self.date = opened, tuple(dates), dates[0]
        # What is past does not move: an absence that is known before may be made good before.
        self.earliest = min(self.date, max(today + datetime.timedelta(days=1), opened.term.calendar.first))
        self.decided: dict[HitId, OptionId] = st.session_state.setdefault(f"decided-{opened.found.school_id}", {})

    @property
    def in_weeks(self) -> bool:
        """Whether its dates are of several weeks, each of which is planned on what those before chose."""
        return monday_of(self.dates[-1]) != monday_of(self.date)

    @property
    def situation(self) -> Situation:
        """What is hit on the date, with everything that can be done about it."""
        return _situation(self.opened.key, (self.date,), self.earliest)

    @property
    def fixed(self) -> tuple[int, ...]:
        """The options that people decided on, by their place in the situation; what can be done no more is left out."""
        return () if self.in_weeks else _places(self._whole, self.decided)

    @property
    def _whole(self) -> Situation:
        return _situation(self.opened.key, self.dates, self.earliest)

    def proposal(self) -> Proposed | None:
        """Return the cheapest plan around what was decided; None where that cannot be held together."""
        if self.in_weeks:
            return _weeks(self.opened.key, self.dates, self.earliest)
        found = _proposal(self.opened.key, self.dates, self.earliest, self.fixed)
        return None if found is None else Proposed.of([found])

    def ranked(self, number: int) -> tuple[Ranked, ...]:
        """Return what can be done about a hit, all else being as proposed, the cheapest first; nothing over several weeks."""
        if self.in_weeks:
            return ()
        return _ranked(self.opened.key, self.dates, self.earliest, self.fixed, number)

    def changes(self, choices: Iterable[Choice]) -> tuple[Change, ...]:
        """Return some choices of the proposal as changes of the term."""
        return changes_of((choice.option for choice in choices), self.opened.term.next_id())


def _places(situation: Situation, decided: Mapping[HitId, OptionId]) -> tuple[int, ...]:
    if not decided:
        return ()
    return tuple(
        number
        for number, option in enumerate(situation.options)
        if decided.get(hit_id(option.hit)) == OptionId.of(option)
    )


# Versions of a term never change; the owner is part of the key.
@st.cache_resource(max_entries=16, show_spinner=False)
def _situation(key: Key, dates: Dates, earliest: datetime.date) -> Situation:
    situation = Situation(stored_term(key).term, dates, earliest)
    assert situation.options is not None  # all are listed now, by one session: they are known by what they are
    return situation


@st.cache_resource(max_entries=64, show_spinner=False)
def _proposal(key: Key, dates: Dates, earliest: datetime.date, fixed: tuple[int, ...]) -> Proposal | None:
    situation = _situation(key, dates, earliest)
    try:
        return propose(situation, [situation.options[number] for number in fixed])
    except NoProposalError:
        return None


@st.cache_resource(max_entries=256, show_spinner=False)
def _ranked(key: Key, dates: Dates, earliest: datetime.date, fixed: tuple[int, ...], number: int) -> tuple[Ranked, ...]:
    situation, proposal = _situation(key, dates, earliest), _proposal(key, dates, earliest, fixed)
    if proposal is None:
        return ()
    taken = [choice.option for choice in proposal.choices]
    return ranked(situation, taken, proposal.choices[number].hit)


@st.cache_resource(max_entries=8, show_spinner=False)
def _weeks(key: Key, dates: Dates, earliest: datetime.date) -> Proposed | None:
    try:
        return Proposed.of(propose_weeks(stored_term(key).term, dates, earliest))
    except NoProposalError:
        return None
