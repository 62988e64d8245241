"""What the page of a date reckons: what is hit, what is proposed around what people decided, what else could be done."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from scheduler.cover.propose import NoProposalError, Proposal, Ranked, propose, ranked
from scheduler.term.absences import Hit
from scheduler.term.nouns import Occasion, Way
from scheduler.term.options import Option, Situation
from scheduler.ui.terms import Key, OpenTerm, stored_term

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


class DayPlan:
    """One date of a version of the term, with what people decided on it in this session: kept until it is adopted."""

    def __init__(self, opened: OpenTerm, date: datetime.date, today: datetime.date) -> None:
        self.opened, self.date = opened, date
        # What is past does not move: an absence that is known before may be made good before.
        self.earliest = min(date, max(today + datetime.timedelta(days=1), opened.term.calendar.first))
        self.decided: dict[HitId, OptionId] = st.session_state.setdefault(
            f"decided-{opened.found.school_id}-{date}", {}
        )

    @property
    def situation(self) -> Situation:
        """What is hit, with everything that can be done about it."""
        return _situation(self.opened.key, self.date, self.earliest)

    @property
    def fixed(self) -> tuple[int, ...]:
        """The options that people decided on, by their place in the situation; what can be done no more is left out."""
        return _places(self.situation, self.decided)

    def proposal(self) -> Proposal | None:
        """Return the cheapest plan around what was decided; None where that cannot be held together."""
        return _proposal(self.opened.key, self.date, self.earliest, self.fixed)

    def ranked(self, number: int) -> tuple[Ranked, ...]:
        """Return what can be done about a hit, all else being as proposed, the cheapest first."""
        return _ranked(self.opened.key, self.date, self.earliest, self.fixed, number)


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
def _situation(key: Key, date: datetime.date, earliest: datetime.date) -> Situation:
    situation = Situation(stored_term(key).term, (date,), earliest)
    assert situation.options is not None  # all are listed now, by one session: they are known by what they are
    return situation


@st.cache_resource(max_entries=64, show_spinner=False)
def _proposal(key: Key, date: datetime.date, earliest: datetime.date, fixed: tuple[int, ...]) -> Proposal | None:
    situation = _situation(key, date, earliest)
    try:
        return propose(situation, [situation.options[number] for number in fixed])
    except NoProposalError:
        return None


@st.cache_resource(max_entries=256, show_spinner=False)
def _ranked(
    key: Key, date: datetime.date, earliest: datetime.date, fixed: tuple[int, ...], number: int
) -> tuple[Ranked, ...]:
    situation, proposal = _situation(key, date, earliest), _proposal(key, date, earliest, fixed)
    if proposal is None:
        return ()
    taken = [choice.option for choice in proposal.choices]
    return ranked(situation, taken, proposal.choices[number].hit)
