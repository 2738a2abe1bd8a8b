"""An explained clock as plain text: local times of its calendar, lengths in hours and minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xlakit.model.quantity import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from xlakit.model.explanation import ExplainedCycle, Explanation, Interval

SHOWN_FIRST, SHOWN_LAST = 40, 10
HEAD = ("from", "to", "counted", "total", "why")


def explanation_text(explanation: Explanation) -> str:
    """Return `explanation` as text; of very many intervals the first and the last."""
    return "\n".join(printable(line).rstrip() for line in _lines(explanation))


def length_text(microseconds: int) -> str:
    """Return a length as an agreement writes it.

    Examples
    --------
    >>> length_text(5_400_000_000), length_text(0), length_text(-1)
    ('1h30m', '0s', '-0.000001s')
    """
    return str(Duration(microseconds=microseconds))


def instant_text(instant: datetime, timezone: str) -> str:
    """Return an instant as the clocks of `timezone` show it, with their offset; no digit is lost.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> instant_text(datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "Europe/Berlin")
    'Sun 2026-10-25 02:00+01:00'
    """
    local = instant.astimezone(ZoneInfo(timezone))
    whole_minute = local == local.replace(second=0, microsecond=0)
    # Weekdays are named here: strftime would ask the locale of the machine.
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[local.weekday()]
    return f"{day} {local.isoformat(' ', 'minutes' if whole_minute else 'auto')}"


def printable(text: str) -> str:
    r"""Return `text` without characters that steer a terminal; texts of data may hold any.

    Examples
    --------
    >>> printable("INC-7\x1b[31m")
    'INC-7�[31m'
    """
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in text)


def _lines(explanation: Explanation) -> Iterator[str]:
    zones = sorted({cycle.timezone for cycle in explanation.cycles})
    at = instant_text(explanation.as_of, zones[0] if len(zones) == 1 else "UTC")
    yield f"Clock {explanation.clock} of ticket {explanation.ticket_id}, as of {at}"
    if explanation.not_run:
        yield f"It did not run: {explanation.not_run}."
    yield from (f"! {doubt}" for doubt in explanation.doubts)
    for cycle in explanation.cycles:
        yield ""
        yield from _cycle(cycle)


def _cycle(cycle: ExplainedCycle) -> Iterator[str]:
    zone = f", times of {cycle.timezone}"
    yield f"Cycle {cycle.cycle}: {cycle.decision}"
    yield f"Limit {cycle.limit} (line {cycle.line}): {cycle.why_limit}; calendar {cycle.calendar}{zone}"
    if cycle.used_up_at is not None:
        yield f"The limit was used up at {instant_text(cycle.used_up_at, cycle.timezone)}"
    if cycle.due_at is not None:
        yield f"Due at {instant_text(cycle.due_at, cycle.timezone)} if it runs on"
    rows = [HEAD, *_rows(cycle)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))


def _rows(cycle: ExplainedCycle) -> Iterator[tuple[str, ...]]:
    every = cycle.intervals
    first = len(every) if len(every) <= SHOWN_FIRST + SHOWN_LAST + 1 else SHOWN_FIRST
    last = len(every) if first == len(every) else len(every) - SHOWN_LAST
    yield from (_row(interval, cycle.timezone) for interval in every[:first])
    if first < last:
        yield _folded(every[first:last], cycle.timezone)
    yield from (_row(interval, cycle.timezone) for interval in every[last:])


def _row(interval: Interval, timezone: str) -> tuple[str, ...]:
    counted = length_text(interval.counted_us) if interval.counted else "-"
    held = f" ({length_text(interval.paused_us)} open)" if interval.paused_us else ""
    ends = (instant_text(interval.start, timezone), instant_text(interval.end, timezone))
    return (*ends, counted, length_text(interval.total_us), interval.reason + held)


def _folded(intervals: Sequence[Interval], timezone: str) -> tuple[str, ...]:
    counted = sum(interval.counted_us for interval in intervals)
    ends = (instant_text(intervals[0].start, timezone), instant_text(intervals[-1].end, timezone))
    total = length_text(intervals[-1].total_us)
    return (*ends, length_text(counted), total, f"{len(intervals)} more intervals, in to_dicts()")
