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

from xlakit.facts.timeline import rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlakit.facts.timeline import Flags, Whole
    from xlakit.model.clock import ReopenMode

WAITING, RUNNING, PAUSED, STOPPED, CANCELLED = range(5)


@dataclass(frozen=True, slots=True)
class Track:
    """What the batches mean to one clock; all arrays per batch, in order, ticket by ticket.

    Attributes
    ----------
    ticket, at
        Whose batch it is, and its instant.
    start, stop, cancel
        Whether it starts, stops, cancels the clock.
    restart
        Whether it begins anew after a stop (a reopening; for next-reply clocks a message).
    revive
        Whether it takes a cancelled ticket back.
    held
        Whether the ticket is in a pausing status after it.
    """

    ticket: Whole
    at: Whole
    start: Flags
    stop: Flags
    cancel: Flags
    restart: Flags
    revive: Flags
    held: Flags

    def step(self, rows: Whole) -> Track:
        """Return the batches at `rows`."""
        return Track(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Runs:
    """What became of a clock: its cycles, and the spans in which it ran or was paused.

    Attributes
    ----------
    ticket, number, started, phase, stopped
        Per cycle, by ticket and number: whose, 1 for the first, when it began, how it ended or stands,
        when it stopped (the instant of evaluation where it did not).
    cycle, running, begin, end
        Per span, by cycle and time: whose, whether it ran or was paused, from when to when. Every cycle
        has at least one; time between a stop and a reopening that does not count is in none.
    """

    ticket: Whole
    number: Whole
    started: Whole
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
    begun: list[tuple[Whole, Whole, Whole]] = field(default_factory=list)
    ended: list[tuple[Whole, Whole, Whole]] = field(default_factory=list)
    spans: list[tuple[Whole, Flags, Whole, Whole]] = field(default_factory=list)

    def emit(self, who: Whole, running: Flags, end: Whole) -> None:
        """Note the span from the last change to `end`."""
        self.spans.append((self.cycle[who], running, self.since[who], end))

    def begin(self, who: Whole, at: Whole, held: Flags) -> None:
        """Begin a new cycle; the one before, if any, is complete."""
        over = who[self.cycle[who] >= 0]
        self.close(over)
        self.cycle[who] = np.arange(self.cycles, self.cycles + who.size)
        self.cycles += who.size
        self.begun.append((self.cycle[who], who, at))
        self.go(who, at, held)

    def go(self, who: Whole, at: Whole, held: Flags) -> None:
        """Run, or stand still, from `at` on."""
        self.phase[who] = np.where(held, PAUSED, RUNNING)
        self.since[who] = at

    def halt(self, who: Whole, at: Whole, phase: int) -> None:
        """End the current span in `phase`."""
        self.emit(who, self.phase[who] == RUNNING, at)
        self.phase[who] = phase
        self.since[who] = at

    def close(self, who: Whole) -> None:
        """Note how the current cycle stands."""
        self.ended.append((self.cycle[who], self.phase[who], self.since[who]))

    def step(self, batch: Track) -> None:
        """Apply one batch of each of some tickets: attach, then stop, cancel, pause, resume."""
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
        self.begin(batch.ticket[rise], batch.at[rise], batch.held[rise])
        back = (phase == CANCELLED) & batch.revive
        self.go(batch.ticket[back], batch.at[back], batch.held[back])
        self._stand(batch)

    def _stand(self, batch: Track) -> None:
        phase = self.phase[batch.ticket]
        live = (phase == RUNNING) | (phase == PAUSED)
        stop = live & batch.stop
        cancel = live & ~batch.stop & batch.cancel
        self.halt(batch.ticket[stop], batch.at[stop], STOPPED)
        self.halt(batch.ticket[cancel], batch.at[cancel], CANCELLED)
        live &= ~stop & ~cancel
        pause = live & (phase == RUNNING) & batch.held
        self.halt(batch.ticket[pause], batch.at[pause], PAUSED)
        resume = live & (phase == PAUSED) & ~batch.held
        self.halt(batch.ticket[resume], batch.at[resume], RUNNING)


def replay(track: Track, mode: ReopenMode, tickets: int, as_of: int) -> Runs:
    """Return what became of a clock on `tickets` tickets, up to the instant `as_of`."""
    machine = _Machine(
        mode,
        np.full(tickets, WAITING, np.int64),
        np.zeros(tickets, np.int64),
        np.full(tickets, -1, np.int64),
    )
    turn = rank(track.ticket)
    order = np.argsort(turn, kind="stable")
    edges = np.cumsum(np.bincount(turn)).tolist()
    for low, high in pairwise([0, *edges]):
        machine.step(track.step(order[low:high]))
    going = np.flatnonzero((machine.phase == RUNNING) | (machine.phase == PAUSED))
    machine.emit(going, machine.phase[going] == RUNNING, np.full(going.size, as_of, np.int64))
    machine.since[going] = as_of
    machine.close(np.flatnonzero(machine.cycle >= 0))
    return _collected(machine)


def _collected(machine: _Machine) -> Runs:
    """Return what the machine noted, in the order of ticket, cycle and time."""
    ids, ticket, started = _joined(machine.begun, 3)
    ended, phase, stopped = _joined(machine.ended, 3)
    cycle, running, begin, end = _joined(machine.spans, 4)
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
        phase=phase[by_id][order],
        stopped=stopped[by_id][order],
        cycle=owner[by_owner],
        running=running[by_owner].astype(np.bool_),
        begin=begin[by_owner],
        end=end[by_owner],
    )


def _joined(noted: Sequence[tuple[Whole | Flags, ...]], width: int) -> list[Whole]:
    if not noted:
        return [np.zeros(0, np.int64) for _ in range(width)]
    return [np.concatenate([row[place] for row in noted]).astype(np.int64) for place in range(width)]
