"""The stopwatch itself: what each batch does to a clock, for all tickets at once.

The machine steps through the k-th batch of every ticket that has one, so that a step is a few array
operations and the number of steps is the length of the longest history. It knows wall time only; which of
it was open time is measured afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from xlakit.facts.timeline import begins, rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.facts.timeline import Flags, Whole
    from xlakit.model.clock import ReopenMode

WAITING, RUNNING, PAUSED, STOPPED, CANCELLED = range(5)
NO_CYCLE = -1


@dataclass(frozen=True, slots=True)
class Track:
    """What the batches mean to one clock; all arrays per batch, in order, ticket by ticket.

    Attributes
    ----------
    ticket, at
        Whose batch it is, and its instant.
    start
        Whether a clock that waits attaches in it.
    stop, reset, cancel, drop
        Whether it stops the clock, resets it, cancels it together with the ticket, or cancels it alone.
    discard
        Whether a reset in it cancels the cycle that it ends; else that is complete.
    restart
        Whether it begins anew after a stop (a reopening; for next-reply clocks a message; where the clock
        has a start condition that condition).
    revive
        Whether it takes a cancelled ticket back.
    held, freed
        Whether a running clock stands still from it on, and whether one that stands still runs again.
    still
        Whether a clock that attaches in it stands still.
    back
        Whether a clock that attaches in it counts from the ticket's opening. Where any does, every
        ticket's first batch here is its opening.
    """

    ticket: Whole
    at: Whole
    start: Flags
    stop: Flags
    reset: Flags
    discard: Flags
    cancel: Flags
    drop: Flags
    restart: Flags
    revive: Flags
    held: Flags
    freed: Flags
    still: Flags
    back: Flags

    def step(self, rows: Whole | slice) -> Track:
        """Return the batches at `rows`."""
        return Track(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Runs:
    """What became of a clock: its cycles, and the spans in which it ran or was paused.

    Attributes
    ----------
    ticket, number, started, attached, phase, stopped
        Per cycle, by ticket and number: whose, 1 for the first, from when it counts, when it attached
        (later than that only for a retroactive clock), how it ended or stands, when it stopped (the instant
        of evaluation where it did not).
    cycle, running, begin, end
        Per span, by cycle and time: whose, whether it ran or was paused, from when to when. Every cycle
        has at least one; time between a stop and a reopening that does not count is in none.
    """

    ticket: Whole
    number: Whole
    started: Whole
    attached: Whole
    phase: Whole
    stopped: Whole
    cycle: Whole
    running: Flags
    begin: Whole
    end: Whole


@dataclass(slots=True)
class _Machine:
    """The state of one clock on every ticket."""

    mode: ReopenMode
    phase: Whole
    since: Whole
    cycle: Whole
    cycles: int = 0
    begun: list[tuple[Whole | Flags, ...]] = field(default_factory=list)
    ended: list[tuple[Whole | Flags, ...]] = field(default_factory=list)
    spans: list[tuple[Whole | Flags, ...]] = field(default_factory=list)

    def emit(self, who: Whole, running: Flags, end: Whole) -> None:
        """Note the span from the last change to `end`."""
        self.spans.append((self.cycle[who], running, self.since[who], end))

    def begin(self, who: Whole, at: Whole, held: Flags, back: Flags) -> None:
        """Begin a new cycle; the one before, if any, is complete."""
        self.close(who[self.cycle[who] >= 0])
        self.cycle[who] = np.arange(self.cycles, self.cycles + who.size)
        self.cycles += who.size
        self.begun.append((self.cycle[who], who, at, back))
        self.go(who, at, held)

    def go(self, who: Whole, at: Whole, held: Flags) -> None:
        """Run, or stand still, from `at` on."""
        self.phase[who] = np.where(held, PAUSED, RUNNING)
        self.since[who] = at

    def halt(self, who: Whole, at: Whole, phase: int | Whole) -> None:
        """End the current span in `phase`."""
        self.emit(who, self.phase[who] == RUNNING, at)
        self.phase[who] = phase
        self.since[who] = at

    def close(self, who: Whole) -> None:
        """Note how the current cycle stands."""
        self.ended.append((self.cycle[who], self.phase[who], self.since[who]))

    def release(self, who: Whole) -> None:
        """Wait for the next start; the cycle so far is closed."""
        self.close(who)
        self.cycle[who] = NO_CYCLE
        self.phase[who] = WAITING

    def step(self, batch: Track) -> None:
        """Apply one batch of each of some tickets: attach, then stop, reset, cancel, pause, resume."""
        phase = self.phase[batch.ticket]
        rise = (phase == WAITING) & batch.start
        again = (phase == STOPPED) & batch.restart & ~batch.stop
        if self.mode == "ignore":
            again[:] = False
        elif self.mode == "new_cycle":
            rise |= again
        else:
            if self.mode == "continue_including":
                who = batch.ticket[again]
                self.emit(who, np.ones(who.size, np.bool_), batch.at[again])
            self.go(batch.ticket[again], batch.at[again], batch.held[again])
        self.begin(batch.ticket[rise], batch.at[rise], batch.still[rise], batch.back[rise])
        back = (phase == CANCELLED) & batch.revive
        self.go(batch.ticket[back], batch.at[back], batch.held[back])
        self._stand(batch, (phase == RUNNING) | (phase == PAUSED))

    def _stand(self, batch: Track, before: Flags) -> None:
        """Decide on what is live; `before` the batch it was already."""
        phase = self.phase[batch.ticket]
        live = (phase == RUNNING) | (phase == PAUSED)
        stop = live & batch.stop
        self.halt(batch.ticket[stop], batch.at[stop], STOPPED)
        live &= ~stop
        if batch.reset.any():
            reset = live & before & batch.reset
            self._reset(batch, reset)
            live &= ~reset | (batch.cancel & ~batch.drop)  # the next cycle goes with its ticket
        cancel = live & batch.cancel
        self.halt(batch.ticket[cancel], batch.at[cancel], CANCELLED)
        live &= ~cancel
        if batch.drop.any():
            drop = live & batch.drop
            self.halt(batch.ticket[drop], batch.at[drop], CANCELLED)
            self.release(batch.ticket[drop])
            live &= ~drop
        pause = live & (phase == RUNNING) & batch.held
        self.halt(batch.ticket[pause], batch.at[pause], PAUSED)
        resume = live & (phase == PAUSED) & batch.freed
        self.halt(batch.ticket[resume], batch.at[resume], RUNNING)

    def _reset(self, batch: Track, reset: Flags) -> None:
        """End the cycles to reset, and begin the next unless the clock's own cancellation holds."""
        who, at = batch.ticket[reset], batch.at[reset]
        self.halt(who, at, np.where(batch.discard[reset], CANCELLED, STOPPED))
        drop = batch.drop[reset]
        self.release(who[drop])
        go = ~drop
        self.begin(who[go], at[go], batch.held[reset][go], np.zeros(int(go.sum()), np.bool_))


def replay(track: Track, mode: ReopenMode, tickets: int, as_of: int) -> Runs:
    """Return what became of a clock on `tickets` tickets, up to the instant `as_of`."""
    machine = _Machine(
        mode,
        np.full(tickets, WAITING, np.int64),
        np.zeros(tickets, np.int64),
        np.full(tickets, NO_CYCLE, np.int64),
    )
    turn = rank(track.ticket)
    by_turn = track.step(np.argsort(turn, kind="stable"))
    for low, high in pairwise([0, *np.cumsum(np.bincount(turn)).tolist()]):
        machine.step(by_turn.step(slice(low, high)))
    going = np.flatnonzero((machine.phase == RUNNING) | (machine.phase == PAUSED))
    machine.emit(going, machine.phase[going] == RUNNING, np.full(going.size, as_of, np.int64))
    machine.since[going] = as_of
    machine.close(np.flatnonzero(machine.cycle >= 0))
    return _collected(machine, track, tickets)


def _collected(machine: _Machine, track: Track, tickets: int) -> Runs:
    """Return what the machine noted, in the order of ticket, cycle and time."""
    ids, ticket, attached, back = _joined(machine.begun, 4)
    ended, phase, stopped = _joined(machine.ended, 3)
    spans = _joined(machine.spans, 4)
    started = attached
    if back.any():
        opened = np.zeros(tickets, np.int64)
        opening = begins(track.ticket)
        opened[track.ticket[opening]] = track.at[opening]
        started = np.where(back, opened[ticket], attached)
        rows = np.flatnonzero(back & (started < attached))
        earlier = _before(track, tickets, ids[rows], ticket[rows], attached[rows])
        spans = [np.concatenate(pair) for pair in zip(earlier, spans, strict=True)]
    cycle, running, begin, end = spans
    by_id = np.argsort(ended, kind="stable")
    order = np.argsort(ticket, kind="stable")  # a ticket's cycles were noted in their order
    place = np.empty(ids.size, np.int64)
    place[order] = np.arange(ids.size)
    ticket = ticket[order]
    owner = place[cycle]
    by_owner = np.argsort(owner, kind="stable")
    return Runs(
        ticket=ticket,
        number=rank(ticket) + 1,
        started=started[order],
        attached=attached[order],
        phase=phase[by_id][order],
        stopped=stopped[by_id][order],
        cycle=owner[by_owner],
        running=running[by_owner].astype(np.bool_),
        begin=begin[by_owner],
        end=end[by_owner],
    )


def _before(track: Track, tickets: int, cycle: Whole, ticket: Whole, attached: Whole) -> list[Whole]:
    """Return the spans of each `cycle` from the opening to when it attached, less nothing but its pauses."""
    edge = begins(track.ticket)
    edge[1:] |= track.still[1:] != track.still[:-1]
    rows = np.flatnonzero(edge)
    count = np.bincount(track.ticket[rows], minlength=tickets)
    first = np.cumsum(count) - count
    n = count[ticket]
    owner = np.repeat(np.arange(ticket.size), n)
    inside = np.arange(owner.size) - np.repeat(np.cumsum(n) - n, n)
    place = first[ticket][owner] + inside
    begin, until = track.at[rows[place]], attached[owner]
    following = np.append(track.at[rows[1:]], [0])[place]
    last = inside == n[owner] - 1
    end = np.minimum(np.where(last, until, following), until)
    kept = begin < end
    running = ~track.still[rows[place]]
    return [column[kept].astype(np.int64) for column in (cycle[owner], running, begin, end)]


def _joined(noted: Sequence[tuple[Whole | Flags, ...]], width: int) -> list[Whole]:
    if not noted:
        return [np.zeros(0, np.int64) for _ in range(width)]
    return [np.concatenate([row[place] for row in noted]).astype(np.int64) for place in range(width)]
