"""How old answers are against the work they speak of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.signals.in_windows import counted
from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from xlakit.facts.signals.signal import SignalSources

LATE = timedelta(days=30)
"""An answer that comes later than this after the resolution recalls, it does not report. Ours, not a norm."""
COLUMNS = ("window", "answers", "late", "last_answer", "last_resolution", "resolved_since")


def make(sources: SignalSources) -> SignalTable | None:
    """Return the dated answers of each window and how many came late; then one row of the desk, without a window.

    That row holds the last answer, the last resolution, and how many tickets were resolved between them.
    """
    facts = sources.facts
    answers = facts.answers.filter(
        pl.col("in_scope") & pl.col("answered") & pl.col("answered_at").is_not_null()
    )
    if answers.is_empty():
        return None
    rated = answers.filter(pl.col("rated_at_source").is_in(["rated_resolution", "first_resolution"]))
    late = pl.col("answered_at") - pl.col("rated_at") > LATE
    sums = {"answers": pl.len(), "late": late.sum()}
    rows = [
        (window, count, after, None, None, None)
        for window, _, count, after in counted(rated, sources.windows, (), sums, at="rated_at")
    ]
    last = answers.get_column("answered_at").max()
    resolved = facts.tickets.filter(pl.col("in_scope")).get_column("first_resolved_at").drop_nulls()
    since = int((resolved > last).sum())
    return SignalTable(COLUMNS, (*rows, (None, answers.height, None, last, resolved.max(), since)))


SIGNAL = Signal("answer_ages", "answers of users with answered_at", make)
