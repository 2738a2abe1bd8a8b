"""Spans on calendars: how much of the limit a cycle used, and when it was used up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import CalendarError
from xlakit.facts.clocks.replay import RUNNING
from xlakit.facts.clocks.stoppages import postponed
from xlakit.facts.timeline import begins

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlakit.facts.clocks.limits import Terms
    from xlakit.facts.clocks.replay import Runs
    from xlakit.facts.clocks.stoppages import Stoppages
    from xlakit.facts.timeline import Flags, Whole
    from xlakit.model import Clock, Limit
    from xlakit.worktime import Calendar

UNKNOWN = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Measured:
    """Per candidate, in microseconds: time run (open and by the wall), open time paused, limit.

    `over` says whether the limit is exceeded, and `due` is the earliest instant at which it is used up: in
    the past where the cycle got that far, ahead where it runs and time is left and the calendar is known
    that far; else it has no meaning (`has_due` is false).
    """

    elapsed: Whole
    wall: Whole
    paused: Whole
    limit: Whole
    over: Flags
    due: Whole
    has_due: Flags


def measure(
    runs: Runs,
    terms: Terms,
    clock: Clock,
    calendars: Mapping[str, Calendar],
    stoppages: Stoppages | None,
) -> Measured:
    """Return every candidate measured on its calendar; `runs` without what `stoppages` cut out of them."""
    limit = _limits(runs, terms, clock.limit_lines(), calendars)
    owner, span = _spans(runs, terms)
    if not owner.size:
        empty, no = np.zeros(0, np.int64), np.zeros(0, np.bool_)
        return Measured(empty, empty, empty, limit, no, empty, no)
    begin, end, running = runs.begin[span], runs.end[span], runs.running[span]
    kind = terms.calendar[owner]
    own = [calendars[name] for name in terms.names]
    before = _asked(own, kind, begin, lambda calendar, times: calendar.open_before(times))
    opened = _asked(own, kind, end, lambda calendar, times: calendar.open_before(times)) - before
    first = np.flatnonzero(begins(owner))
    ran = np.where(running, opened, 0)
    elapsed = np.add.reduceat(ran, first)
    # The running total over all candidates may wrap around; the differences taken of it do not.
    total = np.cumsum(ran)
    used = total - (total - ran)[first][owner]
    over = elapsed > limit if clock.inclusive else elapsed >= limit
    place = np.arange(owner.size, dtype=np.int64)
    crossing = np.where(running & (used >= limit[owner]), place, owner.size)
    target = np.minimum.reduceat(crossing, first)
    reached = target < owner.size
    last = np.concatenate([first[1:], [owner.size]]) - 1
    target = np.where(reached, target, last)
    has_due = over | (runs.phase[terms.cycle] == RUNNING)
    due = np.zeros(limit.size, np.int64)
    rows = target[has_due]
    wanted = before[rows] + limit[has_due] - (used - ran)[rows]
    if stoppages is not None:
        ticket = runs.ticket[runs.cycle[span[rows]]]
        wanted = _postponed(stoppages, own, kind[rows], ticket, begin[rows], before[rows], wanted)
    due[has_due] = _asked(own, kind[rows], wanted, _instants)
    return Measured(
        elapsed=elapsed,
        wall=np.add.reduceat(np.where(running, end - begin, 0), first),
        paused=np.add.reduceat(np.where(running, 0, opened), first),
        limit=limit,
        over=over,
        due=due,
        has_due=has_due & (due != UNKNOWN),
    )


def _limits(runs: Runs, terms: Terms, lines: Sequence[Limit], calendars: Mapping[str, Calendar]) -> Whole:
    limit = np.zeros(terms.cycle.size, np.int64)
    started = runs.started[terms.cycle]
    for place, line in enumerate(lines):
        for code, name in enumerate(terms.names):
            rows = np.flatnonzero((terms.line == place) & (terms.calendar == code))
            if rows.size:
                limit[rows] = calendars[name].limit_us(started[rows], line.within)
    return limit


def _spans(runs: Runs, terms: Terms) -> tuple[Whole, Whole]:
    """Return (candidate, span) of every span of every candidate, in order."""
    counts = np.bincount(runs.cycle, minlength=runs.ticket.size)
    offsets = np.cumsum(counts) - counts
    n = counts[terms.cycle]
    owner = np.repeat(np.arange(n.size, dtype=np.int64), n)
    inside = np.arange(owner.size, dtype=np.int64) - np.repeat(np.cumsum(n) - n, n)
    return owner, offsets[terms.cycle][owner] + inside


def _asked(
    calendars: Sequence[Calendar], kind: Whole, values: Whole, question: Callable[[Calendar, Whole], Whole]
) -> Whole:
    """Ask each value's calendar the question."""
    answer = np.zeros(values.size, np.int64)
    for code, calendar in enumerate(calendars):
        rows = np.flatnonzero(kind == code)
        if rows.size:
            answer[rows] = question(calendar, values[rows])
    return answer


def _postponed(
    stoppages: Stoppages,
    calendars: Sequence[Calendar],
    kind: Whole,
    ticket: Whole,
    begin: Whole,
    before: Whole,
    target: Whole,
) -> Whole:
    """Return the open time before the instant at which each is used up, stoppages ahead left out."""
    found = target.copy()
    for code, calendar in enumerate(calendars):
        rows = np.flatnonzero(kind == code)
        if rows.size:
            found[rows] = postponed(
                stoppages, calendar, ticket[rows], begin[rows], before[rows], target[rows]
            )
    return found


def _instants(calendar: Calendar, opened: Whole) -> Whole:
    """Return when so much open time is used up; `UNKNOWN` beyond what the calendar knows."""
    try:
        return calendar.instant_at(opened)
    except CalendarError:
        if opened.size == 1:
            return np.full(1, UNKNOWN, np.int64)
    amounts, place = np.unique(opened, return_inverse=True)
    found = np.full(amounts.size, UNKNOWN, np.int64)
    known, beyond = 0, amounts.size
    while known < beyond:
        middle = (known + beyond) // 2
        if _instants(calendar, amounts[middle : middle + 1])[0] == UNKNOWN:
            beyond = middle
        else:
            known = middle + 1
    found[:known] = calendar.instant_at(amounts[:known])
    return found[place]
