"""Tickets on which users were promised a time, window by window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, counted, ids
from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from xlakit.facts.signals.signal import SignalSources

COLUMNS = (*WINDOW_AND_SEGMENT, "tickets", "broken", "repromised", "examples")


def make(sources: SignalSources) -> SignalTable | None:
    """Return tickets whose first promise was decided, those with a broken one, and those promised anew.

    They belong to the window in which the first promise was met or passed.
    """
    tickets = sources.facts.tickets
    if "promise_decided_at" not in tickets.columns:
        return None
    rows = tickets.filter(
        pl.col("in_scope") & pl.col("promise_decided_at").is_not_null() & (pl.col("promises_decided") > 0)
    )
    if rows.is_empty():
        return None
    broken = pl.col("promises_kept") < pl.col("promises_decided")
    sums = {
        "tickets": pl.len(),
        "broken": broken.sum(),
        "repromised": (pl.col("repromised") > 0).sum(),
        "examples": ids(broken | (pl.col("repromised") > 0)),
    }
    made = counted(rows, sources.windows, sources.segments, sums, at="promise_decided_at")
    return SignalTable(COLUMNS, tuple((*row[:-1], tuple(row[-1])) for row in made))


SIGNAL = Signal(
    "promises",
    "promised events, or tickets.promised_at",
    make,
    needed=frozenset({"promises_decided", "promises_kept", "repromised", "promise_decided_at"}),
)
