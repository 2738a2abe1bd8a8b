"""Tickets on which users were told nothing for long, window by window."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, counted, ids
from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from xlakit.facts.signals.signal import SignalSources

LIMIT = timedelta(days=3)
"""Wall time, so that a weekend passes. Ours, not a norm."""
WAITING = "pending"
COLUMNS = (*WINDOW_AND_SEGMENT, "tickets", "silent", "examples")


def make(sources: SignalSources) -> SignalTable | None:
    """Return tickets with a silence that was decided in the window, and those with one beyond the limit.

    A silence is decided when it ends in time, or breaks the limit; while the desk waits for the user it is none.
    A ticket counts once a window.
    """
    silences = sources.facts.frames.get("silences", pl.DataFrame())
    if silences.is_empty():
        return None
    over = pl.col("seconds") > int(LIMIT.total_seconds())
    rows = (
        silences.filter(pl.col("in_scope") & pl.col("status_then").ne_missing(WAITING))
        .with_columns(over=over, at=pl.when(over).then(pl.col("started_at") + LIMIT).otherwise("ended_at"))
        .filter(pl.col("at").is_not_null())
    )
    sums = {
        "tickets": pl.col("ticket_id").n_unique(),
        "silent": pl.col("ticket_id").filter(pl.col("over")).n_unique(),
        "examples": ids(pl.col("over")),
    }
    made = counted(rows, sources.windows, sources.segments, sums, at="at")
    return SignalTable(COLUMNS, tuple((*row[:-1], tuple(row[-1])) for row in made))


SIGNAL = Signal("silences", "reply events of agents", make, needed=frozenset({"silences"}))
