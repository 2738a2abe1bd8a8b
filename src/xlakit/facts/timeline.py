"""What happened to every ticket, in order, as arrays: the one reading of the events that all facts share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

SOLVED = ("closed", "resolved")
CANCELLED = "cancelled"
CANONICAL = ("new", "open", "pending", "on-hold", "resolved", "closed", "cancelled")
NO_STATUS = -1
NO_WORD = -1


@dataclass(frozen=True, slots=True)
class Followed:
    """A column of the ticket that is followed through its events: status, team or priority.

    Attributes
    ----------
    words
        The values that may occur.
    value
        Per event: the place of the value it sets, or -1.
    told
        Per batch: whether it sets one. A ticket without events of the kind has its own column set at the
        opening.
    since
        Per batch: the last batch of the ticket that set one, or the opening.
    now
        Per batch: the value after it, or -1. Of several in one batch the first in `words` stands for it.
    from_events
        Per ticket: whether its events set one.
    """

    words: tuple[str, ...]
    value: NDArray[np.int32]
    told: Flags
    since: Whole
    now: NDArray[np.int32]
    from_events: Flags


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events in atomic batches: what is known to have happened in order, and what at one instant.

    Tickets are numbered by their row. Each ticket's first batch is its opening. An instant is never
    before the opening. Where several statuses stand in one batch, the batch's status is the first of
    closed, resolved, cancelled, on-hold, pending, any other by name, open, new.

    Attributes
    ----------
    words
        The statuses that may occur; a status is its place in this list, in the order above.
    teams, priorities
        The teams and the priorities that may occur, by name.
    status, answer, machine, internal, question, assigned
        Per event: its status or -1; whether it is a public reply by an agent, by a bot, an internal note by
        an agent, a message of the requester; whether it assigns the ticket.
    team, priority
        Per event: the team, the priority that it sets, or -1.
    first
        Per batch: its first event.
    ticket, at
        Per batch: its ticket and its instant (microseconds since the epoch, UTC).
    told
        Per batch: whether it holds a status.
    now
        Per batch: the ticket's status after it, or -1.
    since
        Per batch: the last batch of the ticket that told a status, or the opening.
    resolves, reopens
        Per batch: whether the ticket became solved, or was taken back from that, in it. Being cancelled
        in between changes neither, and a closing after a cancellation solves nothing.
    has_status, has_replies
        Per ticket: whether its events hold statuses, messages.
    """

    words: tuple[str, ...]
    teams: tuple[str, ...]
    priorities: tuple[str, ...]
    status: NDArray[np.int32]
    team: NDArray[np.int32]
    priority: NDArray[np.int32]
    answer: Flags
    machine: Flags
    internal: Flags
    question: Flags
    assigned: Flags
    first: Whole
    ticket: Whole
    at: Whole
    told: Flags
    now: NDArray[np.int32]
    since: Whole
    resolves: Flags
    reopens: Flags
    has_status: Flags
    has_replies: Flags

    def any(self, flags: Flags) -> Flags:
        """Return per batch whether any of its events is flagged."""
        return np.logical_or.reduceat(flags, self.first) if self.first.size else np.zeros(0, np.bool_)

    def holds(self, accepted: Flags) -> Flags:
        """Return per batch whether it holds a status that is `accepted` (one flag a word)."""
        if not self.words:
            return np.zeros(self.first.size, np.bool_)
        return self.any((self.status != NO_STATUS) & accepted[self.status])

    def followed(self, column: str) -> Followed | None:
        """Return how ``status``, ``team`` or ``priority`` went; None for a column that no event speaks of."""
        if column == "status":
            return Followed(self.words, self.status, self.told, self.since, self.now, self.has_status)
        columns = {"team": (self.teams, self.team), "priority": (self.priorities, self.priority)}
        if column not in columns:
            return None
        words, value = columns[column]
        lead, told = leads(value, self.first, len(words))
        since = carried(told, self.ticket)
        from_events = np.zeros_like(self.has_status)
        from_events[self.ticket[told & ~begins(self.ticket)]] = True
        return Followed(words, value, told, since, lead[since], from_events)

    def is_word(self, accepted: Iterable[str]) -> Flags:
        """Return per word whether it is one of `accepted`."""
        wanted = frozenset(accepted)
        return np.array([word in wanted for word in self.words], np.bool_)


def ranked(words: Iterable[str]) -> tuple[str, ...]:
    """Return the statuses in the order in which one of them speaks for a batch."""
    front = ("closed", "resolved", "cancelled", "on-hold", "pending")
    back = ("open", "new")
    present = set(words)
    middle = sorted(present - {*front, *back})
    return tuple(word for word in (*front, *middle, *back) if word in present)


def leads(value: NDArray[np.int32], first: Whole, words: int) -> tuple[NDArray[np.int32], Flags]:
    """Return per batch the first in rank of the values that its events set, or -1, and whether one does."""
    codes = np.where(value == NO_WORD, words, value)
    lead = np.minimum.reduceat(codes, first) if first.size else codes
    told = lead < words
    return np.where(told, lead, NO_WORD).astype(np.int32), told


def begins(owner: Whole) -> Flags:
    """Return per row, sorted by owner, whether it is the owner's first."""
    flags = np.ones(owner.size, np.bool_)
    flags[1:] = owner[1:] != owner[:-1]
    return flags


def rank(owner: Whole) -> Whole:
    """Return per row, sorted by owner, its place among the owner's rows, from 0."""
    place = np.arange(owner.size, dtype=np.int64)
    return place - np.maximum.accumulate(np.where(begins(owner), place, 0)) if owner.size else place


def carried(told: Flags, ticket: Whole) -> Whole:
    """Return per batch the last batch of its ticket, up to itself, that is flagged, else the ticket's first."""
    place = np.arange(ticket.size, dtype=np.int64)
    return np.maximum.accumulate(np.where(told | begins(ticket), place, 0)) if place.size else place


def turns(
    words: tuple[str, ...], told: Flags, status: NDArray[np.int32], ticket: Whole
) -> tuple[Flags, Flags]:
    """Return per batch whether the ticket became solved in it, and whether it was taken back from solved."""
    resolves, reopens = np.zeros(told.size, np.bool_), np.zeros(told.size, np.bool_)
    solved_word = np.array([word in SOLVED for word in words], np.bool_)
    gone_word = np.array([word == CANCELLED for word in words], np.bool_)
    rows = np.flatnonzero(told)
    if not rows.size:
        return resolves, reopens
    solved, gone = solved_word[status[rows]], gone_word[status[rows]]
    live = ~solved & ~gone
    first = begins(ticket[rows])
    after_live = first.copy()
    after_live[1:] |= live[:-1]
    # Only a live status, and a solved one right after it, decide; all others leave the ticket as it was.
    resolved = solved & after_live
    last = carried(live | resolved, ticket[rows])
    was_resolved = np.zeros(rows.size, np.bool_)
    was_resolved[1:] = ~first[1:] & resolved[last[:-1]]
    resolves[rows] = resolved
    reopens[rows] = live & was_resolved
    return resolves, reopens
