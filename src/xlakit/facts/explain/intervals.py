"""One cycle of a clock as intervals: its spans, cut where the status changes and where the calendar does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from xlakit.facts.clocks.stopping import Stop, cut_by
from xlakit.facts.explain.closed import EPOCH, Stretch, closed_stretches
from xlakit.facts.timeline import CANCELLED, SOLVED
from xlakit.model import ALWAYS
from xlakit.model.condition import column_of
from xlakit.model.explanation import Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlakit.facts.clocks.replay import Runs
    from xlakit.facts.timeline import Timeline
    from xlakit.model import Condition
    from xlakit.worktime import Calendar

RAN, PAUSED, STOOD, BEFORE, BACK = "ran", "paused", "stood", "before", "back"


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours that a cycle counts: their calendar, its name, the pause that holds it back, and what stops it."""

    calendar: Calendar
    name: str
    pause: Condition | None
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Statuses:
    """The statuses of one ticket: from which instant (microseconds) which one held."""

    since: tuple[int, ...]
    words: tuple[str, ...]

    def at(self, instant: int) -> str:
        """Return the status at an instant; empty where none is known."""
        place = int(np.searchsorted(self.since, instant, side="right")) - 1
        return self.words[place] if place >= 0 else ""


def statuses_of(timeline: Timeline, ticket: int) -> Statuses:
    """Return the statuses that the events, or the columns, tell of the ticket in row `ticket`."""
    rows = np.flatnonzero((timeline.ticket == ticket) & timeline.told)
    words = tuple(timeline.words[code] for code in timeline.now[rows].tolist())
    return Statuses(tuple(timeline.at[rows].tolist()), words)


def intervals_of(runs: Runs, row: int, opened: int, statuses: Statuses, hours: Hours) -> tuple[Interval, ...]:
    """Return the intervals of the cycle in `row` of `runs`, from `opened` where it is the ticket's first."""
    found: list[tuple[Stretch, int, int]] = []
    for kind, begin, end in _phases(runs, row, opened):
        edges = [begin, *sorted({at for at in statuses.since if begin < at < end}), end]
        for low, high in pairwise(edges):
            for piece, counted, held in _pieces(kind, low, high, statuses.at(low), hours):
                last = found[-1] if found else None
                if last and last[0].reason == piece.reason and (last[1] > 0) == (counted > 0):
                    found[-1] = (Stretch(last[0].begin, *piece[1:]), last[1] + counted, last[2] + held)
                else:
                    found.append((piece, counted, held))
    total, intervals = 0, []
    for piece, counted, held in found:
        total += counted
        intervals.append(
            Interval(
                start=instant(piece.begin),
                end=instant(piece.end),
                counted=counted > 0,
                counted_us=counted,
                paused_us=held,
                total_us=total,
                reason=piece.reason,
            )
        )
    return tuple(intervals)


def instant(microseconds: int) -> datetime:
    """Return microseconds since 1970 as an instant in UTC."""
    return (EPOCH + timedelta(microseconds=microseconds)).astimezone(UTC)


def _phases(runs: Runs, row: int, opened: int) -> Iterator[tuple[str, int, int]]:
    """Yield what the clock did, from when to when, without a gap."""
    started = int(runs.started[row])
    at = opened if runs.number[row] == 1 else started
    if at < started:
        yield BEFORE, at, started
    at = started
    for span in np.flatnonzero(runs.cycle == row).tolist():
        begin, end = int(runs.begin[span]), int(runs.end[span])
        if at < begin:
            yield STOOD, at, begin
        if begin < end:
            back = end <= runs.attached[row]
            yield (BACK if back else RAN) if runs.running[span] else PAUSED, begin, end
        at = end
    if at < runs.stopped[row]:
        yield STOOD, at, int(runs.stopped[row])


def _pieces(kind: str, begin: int, end: int, status: str, hours: Hours) -> Iterator[tuple[Stretch, int, int]]:
    """Yield the parts of a stretch of one kind and status: open time counted, open time held back."""
    if kind == BEFORE:
        yield Stretch(begin, end, "before the clock started"), 0, 0
    elif kind == STOOD:
        yield Stretch(begin, end, _over(status) or "stopped"), 0, 0
    elif kind == PAUSED:
        edges = hours.calendar.open_before(np.array([begin, end]))
        yield Stretch(begin, end, _paused(hours.pause or {}, status)), 0, int(edges[1] - edges[0])
    else:
        ran = "retroactive" if kind == BACK else "running"
        yield from _ran(begin, end, f"{ran} while {_over(status)}" if _over(status) else ran, hours)


def _ran(begin: int, end: int, running: str, hours: Hours) -> Iterator[tuple[Stretch, int, int]]:
    calendar, name = hours.calendar, hours.name
    running += "" if name == ALWAYS else f", {name} open"
    at = begin
    for opens, closes in calendar.intervals(instant(begin), instant(end)):
        low, high = ((edge.astimezone(UTC) - EPOCH) // timedelta(microseconds=1) for edge in (opens, closes))
        if at < low:
            yield from ((piece, 0, 0) for piece in closed_stretches(calendar, name, at, low))
        for since, until, stop in cut_by(hours.stops, low, high):
            yield Stretch(since, until, stop or running), 0 if stop else until - since, 0
        at = high
    if at < end:
        yield from ((piece, 0, 0) for piece in closed_stretches(calendar, name, at, end))


def _paused(pause: Condition, status: str) -> str:
    """Return why it stands still: the status where that alone decides, else the condition."""
    if list(pause) == ["status"]:
        return f"paused: {status}" if status in pause["status"] else f"paused: not resumed, {status}"
    columns = ((*column_of(key), " or ".join(values)) for key, values in pause.items())
    return "paused: " + ", ".join(
        f"{name}{' not' if negated else ''} {values}" for name, negated, values in columns
    )


def _over(status: str) -> str:
    return "solved" if status in SOLVED else CANCELLED if status == CANCELLED else ""
