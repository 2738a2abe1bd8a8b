"""The cycles of one clock of one ticket, with their terms, intervals and verdict."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit.facts.clocks.limits import terms_of
from xlakit.facts.clocks.replay import replay
from xlakit.facts.clocks.stopping import stops_of
from xlakit.facts.clocks.triggers import track_of
from xlakit.facts.cut import mapped
from xlakit.facts.explain.closed import EPOCH
from xlakit.facts.explain.intervals import Hours, intervals_of, statuses_of
from xlakit.facts.explain.terms import tell_priority, why_limit
from xlakit.facts.reading import changes
from xlakit.model.explanation import ExplainedCycle
from xlakit.model.explanation_text import instant_text, length_text
from xlakit.worktime.algebra import zones

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xlakit.facts.clocks.limits import Terms
    from xlakit.facts.clocks.replay import Runs
    from xlakit.facts.explain.prepared import Part, Prepared
    from xlakit.model import Clock
    from xlakit.model.explanation import Interval

MICROSECOND = timedelta(microseconds=1)


def explained_cycles(
    prepared: Prepared, tickets: pl.DataFrame, part: Part, row: int, cycles: pl.DataFrame
) -> tuple[ExplainedCycle, ...]:
    """Return the `cycles` under `part` of the ticket in `row`, the only one in scope, explained.

    The verdict is that of `cycles`; the spans behind it are replayed here.
    """
    name, clock = part.terms.name, part.clock
    runs = _runs(prepared, tickets, name, clock)
    priorities = changes(prepared.reading.seen, "priority")
    priorities = priorities.with_columns(mapped(pl.col("value"), prepared.priority_of))
    terms, _ = terms_of(name, clock, runs, tickets, priorities)
    ticket = tickets.row(row, named=True)
    statuses = statuses_of(prepared.reading.timeline, row)
    opened = (ticket["opened_at"] - EPOCH) // MICROSECOND
    stops = stops_of(part.terms.agreement, tickets, prepared.reliefs, row)
    explained = []
    for found in cycles.to_dicts():
        place = int(np.flatnonzero(runs.number == found["cycle"])[0])
        line, calendar = _line(terms, place, found["priority"])
        judged_at = int(runs.stopped[place] if clock.binding == "current" else runs.attached[place])
        from_events = tell_priority(priorities, row, judged_at)
        why = why_limit(clock, line, ticket, found["priority"], told=from_events)
        hours = Hours(part.calendars[calendar], calendar, clock.pause_condition, stops)
        intervals = intervals_of(runs, place, opened, statuses, hours)
        explained.append(
            _explained(
                found,
                intervals,
                calendar=calendar,
                timezone=_zone(zones(hours.calendar._node)),  # noqa: SLF001 - a calendar shows no zone
                limit=str(clock.limit_lines()[line].within),
                line=line + 1,
                why_limit=why + _version(part),
            )
        )
    return tuple(explained)


def _runs(prepared: Prepared, tickets: pl.DataFrame, name: str, clock: Clock) -> Runs:
    covered = tickets.get_column("in_scope").to_numpy()
    track, _ = track_of(name, clock, prepared.reading.timeline, prepared.stated, covered)
    mode = "new_cycle" if clock.stop == "next-reply" else clock.reopen_mode
    return replay(track, mode, tickets.height, prepared.now)


def _line(terms: Terms, cycle: int, priority: str | None) -> tuple[int, str]:
    """Return the line and the calendar of the candidate that was chosen: one priority has one line."""
    of_cycle = np.flatnonzero(terms.cycle == cycle).tolist()
    chosen = next(place for place in of_cycle if terms.priority[place] == priority)
    return int(terms.line[chosen]), terms.names[int(terms.calendar[chosen])]


def _version(part: Part) -> str:
    since = part.terms.since
    return "" if since is None else f", as amended {since.date().isoformat()}"


def _zone(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else "UTC"


def _explained(
    found: dict[str, Any],
    intervals: tuple[Interval, ...],
    *,
    timezone: str,
    **terms: Any,  # noqa: ANN401 - fields of several types
) -> ExplainedCycle:
    limit = found["limit"] // MICROSECOND
    live = found["state"] == "running"
    return ExplainedCycle(
        cycle=found["cycle"],
        state=found["state"],
        met=found["met"],
        decision=_decision(found, timezone),
        started_at=found["started_at"],
        stopped_at=found["stopped_at"],
        decided_at=found["decided_at"],
        timezone=timezone,
        limit_us=limit,
        elapsed_us=sum(interval.counted_us for interval in intervals),
        paused_us=sum(interval.paused_us for interval in intervals),
        used_up_at=found["first_breach_at"] or _used_up(intervals, limit),
        due_at=found["breach_at"] if live else None,
        intervals=intervals,
        **terms,
    )


def _used_up(intervals: Sequence[Interval], limit: int) -> datetime | None:
    """Return when the running total came to `limit`."""
    for interval in intervals:
        if interval.counted and interval.total_us >= limit:
            return interval.end - (interval.total_us - limit) * MICROSECOND
    return None


def _decision(found: dict[str, Any], timezone: str) -> str:
    elapsed, limit = found["elapsed"] // MICROSECOND, found["limit"] // MICROSECOND
    used = f"{length_text(elapsed)} of {length_text(limit)} used"
    if found["state"] == "cancelled":
        return f"cancelled: {used} until then; neither met nor breached"
    stop = found["stopped_at"]
    used += f" when it stopped at {instant_text(stop, timezone)}" if stop else " so far"
    if found["state"] == "breached":
        return f"breached: {used}, {length_text(elapsed - limit)} over"
    return f"{found['state']}: {used}" + ("" if stop else f", {length_text(limit - elapsed)} left")
