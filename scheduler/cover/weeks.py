"""Cover over many dates: week after week, each chosen with its proof on what was chosen before; and what stands already, judged."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby

from scheduler.cover.audit import CoverReport, audit_cover
from scheduler.cover.propose import Proposal, propose
from scheduler.term.calendar import monday_of
from scheduler.term.nouns import Change, Term
from scheduler.term.options import Situation


def propose_weeks(
    term: Term, dates: Sequence[datetime.date], earliest: datetime.date | None = None
) -> Iterator[Proposal]:
    """Yield what is proposed for some dates, in order, a week at a time: the least of each week is proven, given the weeks before.

    `earliest` is the first date on which something may still be changed, by default the first. Each hit has its runner-up where all is within a week. Raises NoProposalError, and ValueError when a date is outside of the term.
    """
    weeks = [tuple(each) for _, each in groupby(dates, key=monday_of)]
    for week in weeks:
        situation = Situation(term, week, earliest=earliest or dates[0])
        proposal = propose(situation, runner_ups=len(weeks) == 1)
        term = term.changed(proposal.changes)
        yield proposal


def audit_standing(term: Term, dates: Sequence[datetime.date]) -> CoverReport:
    """Judge what a term has changed on some dates already, as somebody may have typed it, by every rule of cover."""
    asked = set(dates)
    pairs = {c.pair for c in term.changes if c.pair is not None and _touches(c, asked)}
    standing = tuple(c for c in term.changes if _touches(c, asked) or c.pair in pairs)
    before = term.renewed(changes=tuple(c for c in term.changes if c not in standing))
    return audit_cover(before, standing, dates)


def _touches(change: Change, dates: set[datetime.date]) -> bool:
    return change.date in dates or (change.moved_to is not None and change.moved_to[0] in dates)
