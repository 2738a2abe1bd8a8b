"""Closures in the last business days of a window, and in the days before them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from xlakit.errors import XlakitError
from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, counted, ids
from xlakit.facts.signals.signal import Signal, SignalTable
from xlakit.facts.signals.windows_apart import windows_apart
from xlakit.worktime import Calendar

if TYPE_CHECKING:
    from datetime import date

    from xlakit.facts.signals.signal import SignalSources
    from xlakit.model import Agreement, Window

LAST = 3
FEWEST = 10
"""Business days a window has at least, for its last three to stand against others."""
FOLLOW_UP = timedelta(days=7)
FRIDAY = 4
SECOND = timedelta(seconds=1)
COLUMNS = (
    *WINDOW_AND_SEGMENT,
    "last",
    "last_days",
    "rest",
    "rest_days",
    "last_watched",
    "last_reopened",
    "rest_watched",
    "rest_reopened",
    "examples",
)


def make(sources: SignalSources) -> SignalTable | None:
    """Return first resolutions in the last three business days of a window and in the rest of it.

    A business day has opening hours in some calendar of the agreement; without calendars it is Monday to
    Friday. What is resolved on another day counts with the business days before it. Windows that overlap, or that have
    fewer than ten business days, are left out. Reopenings are those of tickets watched for seven days.
    """
    facts = sources.facts
    rows = facts.tickets.filter(pl.col("in_scope") & pl.col("first_resolved_at").is_not_null())
    if rows.is_empty():
        return None
    watched = (pl.col("first_resolved_at") + FOLLOW_UP <= facts.as_of) & pl.col("reopens").is_not_null()
    again = watched & (pl.col("reopens") > 0)
    late = pl.col("late")
    sums = {
        "last": late.sum(),
        "rest": (~late).sum(),
        "last_watched": (late & watched).sum(),
        "last_reopened": (late & again).sum(),
        "rest_watched": (~late & watched).sum(),
        "rest_reopened": (~late & again).sum(),
        "examples": ids(late & again),
    }
    try:
        days = {window: business_days(sources.agreement, window) for window in windows_apart(sources.windows)}
    except XlakitError:  # a calendar that ends before the window does cannot tell its business days
        return None
    made = []
    for window, open_days in days.items():
        if len(open_days) < FEWEST:
            continue
        since = _midnight(open_days[-LAST], sources.agreement.term.timezone)
        marked = rows.with_columns(late=pl.col("first_resolved_at") >= since)
        for _, segment, last, rest, *others, examples in counted(
            marked, [window], sources.segments, sums, at="first_resolved_at"
        ):
            made.append((window, segment, last, LAST, rest, len(open_days) - LAST, *others, tuple(examples)))
    return SignalTable(COLUMNS, tuple(made))


def business_days(agreement: Agreement, window: Window) -> tuple[date, ...]:
    """Return the local dates of a window on which some calendar of the agreement opens; else Monday to Friday."""
    zone = agreement.term.timezone
    first = window.start.astimezone(ZoneInfo(zone)).date()
    last = (window.end - SECOND).astimezone(ZoneInfo(zone)).date()
    dates = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if not agreement.calendars:
        return tuple(day for day in dates if day.weekday() <= FRIDAY)
    edges = np.array(
        [round(_midnight(day, zone).timestamp()) * 1_000_000 for day in (*dates, last + timedelta(days=1))],
        dtype=np.int64,
    )
    opened = np.zeros(len(dates), dtype=bool)
    for spec in agreement.calendars.values():
        opened |= np.diff(Calendar.from_spec(spec).open_before(edges)) > 0
    return tuple(day for day, is_open in zip(dates, opened.tolist(), strict=True) if is_open)


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


SIGNAL = Signal("closures", "tickets.resolved_at, or status events", make)
