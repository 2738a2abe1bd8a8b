"""Contacts that came after a closure, and those that would have come anyway, window by window."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from xlakit import stats
from xlakit.facts.cut import column
from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, counted, ids
from xlakit.facts.signals.signal import Signal, SignalTable
from xlakit.facts.signals.windows_apart import windows_apart

if TYPE_CHECKING:
    from datetime import datetime

    from xlakit.facts.signals.signal import SignalSources

FOLLOW_UP = timedelta(days=7)
DAY = timedelta(days=1)
QUANTUM = 1e-9
"""Expected contacts are summed as integers of this, so that no order of rows shows."""
COLUMNS = (
    *WINDOW_AND_SEGMENT,
    "contacts",
    "repeats",
    "expected",
    "claimed",
    "claimed_repeats",
    "claimed_expected",
    "examples",
)


def make(sources: SignalSources) -> SignalTable | None:
    """Return resolved contacts, those followed by another of the same requester, and how many would be by chance.

    A contact counts in the window of its first resolution, once it was watched for seven days, where the
    requester's own rate is known. ``expected`` adds ``1 - exp(-λ w)`` with each requester's own rate λ, which is
    shrunk towards that of all (gamma-Poisson) as far as the history is short. ``claimed`` ones count as resolved at
    the first contact. Windows that overlap an earlier one are left out.
    """
    tickets = sources.facts.tickets
    if tickets.is_empty():
        return None
    came_back = (pl.col("next_contact_at") - pl.col("first_resolved_at") <= FOLLOW_UP).fill_null(value=False)
    rows = (
        tickets.with_columns(
            claimed=_claimed(column(tickets, "resolved_first_contact", pl.Boolean)).fill_null(value=False),
            repeat=came_back,
        )
        .filter(
            pl.col("in_scope")
            & pl.col("contact_known")
            & (pl.col("first_resolved_at") + FOLLOW_UP <= sources.facts.as_of)
            & pl.col("background_per_day").is_not_null()
        )
        .sort("ticket_id")
    )
    if rows.is_empty():
        return None
    rows = rows.with_columns(chance=_chances(rows["background_per_day"], _days(sources)))
    claimed = pl.col("claimed")
    sums = {
        "contacts": pl.len(),
        "repeats": pl.col("repeat").sum(),
        "expected": pl.col("chance").sum(),
        "claimed": claimed.sum(),
        "claimed_repeats": (claimed & pl.col("repeat")).sum(),
        "claimed_expected": pl.col("chance").filter(claimed).sum(),
        "examples": ids(pl.col("repeat")),
    }
    made = counted(rows, windows_apart(sources.windows), sources.segments, sums, at="first_resolved_at")
    return SignalTable(COLUMNS, tuple(_plain(row) for row in made))


def _claimed(stated: pl.Series) -> pl.Expr:
    seen = (pl.col("agent_contacts") <= 1) & (pl.col("bounces") == 0) & (pl.col("escalations") == 0)
    return pl.when(pl.col("agent_contacts").is_not_null()).then(seen).otherwise(pl.lit(stated))


def _days(sources: SignalSources) -> float:
    """Return the days that the records span."""
    opened: list[datetime] = sources.facts.tickets["opened_at"].to_list()
    return (sources.facts.as_of - min(opened)) / DAY


def _chances(per_day: pl.Series, days: float) -> pl.Series:
    """Return for each contact the chance that another one follows anyway, in quanta."""
    rates = per_day.to_numpy()
    # The rate leaves out the days after resolutions; as a weight of history the whole span serves.
    shrunk = stats.shrunk_rates(np.rint(rates * days).astype(np.int64), np.full(len(rates), days))
    weeks = np.array([0.0 if rate is None else rate for rate in shrunk]) * (FOLLOW_UP / DAY)
    return pl.Series(np.rint(-np.expm1(-weeks) / QUANTUM).astype(np.int64))


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    window, segment, contacts, repeats, expected, claimed, again, by_chance, examples = row
    chances = (expected * QUANTUM, claimed, again, by_chance * QUANTUM)
    return (window, segment, contacts, repeats, *chances, tuple(examples))


SIGNAL = Signal(
    "requesters",
    "tickets.requester, and resolutions watched for seven days",
    make,
    needed=frozenset({"background_per_day"}),
)
