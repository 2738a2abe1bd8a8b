"""Stoppages: time in which a ticket's clocks do not run, whatever they say. All tickets at once.

A maintenance window concerns thousands of tickets and a relief one, so spans stand in sets, and a ticket has at
most one set. Without any set there is nothing to do, and nothing is done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xlakit.facts.timeline import begins

if TYPE_CHECKING:
    from xlakit.facts.clocks.replay import Runs
    from xlakit.facts.timeline import Whole
    from xlakit.worktime import Calendar

NO_SET = -1


@dataclass(frozen=True, slots=True, eq=False)
class Stoppages:
    """Which set of spans holds for a ticket, and the spans.

    Attributes
    ----------
    of_ticket
        Per ticket, by its row: its set, or -1.
    owner, begin, end
        Per span, by set and time: its set, from when to when (microseconds). Those of a set are disjoint.
    """

    of_ticket: Whole
    owner: Whole
    begin: Whole
    end: Whole

    def first(self, owner: Whole) -> Whole:
        """Return the place of the first span of each set."""
        return np.searchsorted(self.owner, owner)


def stopped(runs: Runs, stoppages: Stoppages | None) -> Runs:
    """Return the runs without what lies inside stoppages: spans in which the clock ran are cut.

    A pause stays a pause, and cycles begin and end as before. A span of which nothing is left stays as one
    without length, so that every cycle has one.
    """
    if stoppages is None:
        return runs
    owner = stoppages.of_ticket[runs.ticket[runs.cycle]]
    rows = np.flatnonzero(runs.running & (owner != NO_SET) & (runs.begin < runs.end))
    owner, begin, end = owner[rows], runs.begin[rows], runs.end[rows]
    # Those that end after the span begins, and begin before it ends.
    low = places(stoppages.owner, stoppages.end, owner, begin, side="right")
    high = places(stoppages.owner, stoppages.begin, owner, end, side="left")
    hit = np.flatnonzero(low < high)
    if not hit.size:
        return runs
    rows, low, count = rows[hit], low[hit], (high - low)[hit]
    # A span with n stoppages in it has n + 1 pieces: from the end of one to the begin of the next.
    n = count + 1
    inside = np.arange(int(n.sum())) - np.repeat(np.cumsum(n) - n, n)
    span, place = np.repeat(rows, n), np.repeat(low, n) + inside
    last = inside == np.repeat(count, n)
    starts = np.where(inside == 0, runs.begin[span], stoppages.end[place - (inside > 0)])
    ends = np.where(last, runs.end[span], stoppages.begin[np.where(last, place - 1, place)])
    kept = (starts < ends) | (inside == 0)
    span, starts, ends = span[kept], starts[kept], np.maximum(starts, ends)[kept]
    whole = np.setdiff1d(np.arange(runs.cycle.size), rows, assume_unique=True)
    every = np.concatenate([whole, span])
    order = np.argsort(every, kind="stable")
    every = every[order]
    return replace(
        runs,
        cycle=runs.cycle[every],
        running=runs.running[every],
        begin=np.concatenate([runs.begin[whole], starts])[order],
        end=np.concatenate([runs.end[whole], ends])[order],
    )


def postponed(
    stoppages: Stoppages, calendar: Calendar, ticket: Whole, begin: Whole, opened: Whole, target: Whole
) -> Whole:
    """Return the open time before the instant at which a clock that stands still in stoppages is used up.

    Parameters
    ----------
    stoppages, calendar
        When it stands still, and the hours it counts.
    ticket, begin, opened
        Whose clock it is, since when it runs, and the calendar's open time before that.
    target
        The open time before the instant at which it would be used up without a stoppage from then on.
    """
    found = target.copy()
    owner = stoppages.of_ticket[ticket]
    rows = np.flatnonzero(owner != NO_SET)
    if not rows.size:
        return found
    owner, begin, opened, target = owner[rows], begin[rows], opened[rows], target[rows]
    known = calendar.known_us()
    opens = calendar.open_before(np.clip(stoppages.begin, *known))
    held = calendar.open_before(np.clip(stoppages.end, *known)) - opens
    # Only differences within a set are taken of the running total, so that it may wrap around.
    total = np.concatenate([[0], np.cumsum(held)])
    first = stoppages.first(owner)
    last = places(stoppages.owner, stoppages.begin, owner, begin, side="right") - 1
    within = np.maximum(last, first)
    before = total[within] - total[first] + np.minimum(opened - opens[within], held[within])
    before = np.where(last < first, 0, before)
    # The time of a clock that ran always but for its set's stoppages: when each of them begins, when it is used up.
    worked = opens - (total[:-1] - total[stoppages.first(stoppages.owner)])
    passed = places(stoppages.owner, worked, owner, target - before, side="left")
    found[rows] = target - before + total[passed] - total[first]
    return found


def places(owner: Whole, keys: Whole, asked: Whole, values: Whole, *, side: str) -> Whole:
    """Return, for each value, the place in the keys of its owner at which it would stand, as `searchsorted` does.

    Keys are sorted by owner and, within an owner, rise; places count from the first key of all.
    """
    ranks = np.unique(keys)
    width = ranks.size + 1
    known = owner * width + np.searchsorted(ranks, keys)
    sought = asked * width + np.searchsorted(ranks, values, side="right" if side == "right" else "left")
    return np.searchsorted(known, sought)


def joined(owner: Whole, begin: Whole, end: Whole) -> tuple[Whole, Whole, Whole]:
    """Return the spans of each owner, by owner and time; those that overlap or touch as one."""
    order = np.lexsort((begin, owner))
    owner, begin, end = owner[order], begin[order], end[order]
    ranks = np.unique(end)
    # The latest end so far among the owner's spans: a later owner begins above all earlier ones.
    reach = ranks[
        np.maximum.accumulate(owner * ranks.size + np.searchsorted(ranks, end)) - owner * ranks.size
    ]
    fresh = begins(owner)
    fresh[1:] |= begin[1:] > reach[:-1]
    starts = np.flatnonzero(fresh)
    return owner[starts], begin[starts], reach[np.append(starts[1:], owner.size) - 1]
