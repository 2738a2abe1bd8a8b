"""Tickets by episode: how many a user opens about one thing, window by window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.families.clusters import WINDOW
from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, counted, ids
from xlakit.facts.signals.signal import Signal, SignalTable
from xlakit.facts.signals.windows_apart import windows_apart

if TYPE_CHECKING:
    from xlakit.facts.signals.signal import SignalSources

COLUMNS = (*WINDOW_AND_SEGMENT, "episodes", "tickets", "examples")


def make(sources: SignalSources) -> SignalTable | None:
    """Return the episodes that began in each window, and their tickets.

    An episode is a cluster: tickets of one requester about the same problem, else of the same category, each
    opened within seven days of the one before. Windows that overlap, and those after which less than these
    seven days were seen, are left out. Examples are the first tickets of episodes of two and more.
    """
    firsts = sources.facts.tickets.filter(pl.col("in_scope") & pl.col("cluster_first").fill_null(value=False))
    if firsts.is_empty():
        return None
    seen = [window for window in windows_apart(sources.windows) if window.end + WINDOW <= sources.facts.as_of]
    sums = {
        "episodes": pl.len(),
        "tickets": pl.col("cluster_size").sum(),
        "examples": ids(pl.col("cluster_size") > 1),
    }
    made = counted(firsts, seen, sources.segments, sums, at="opened_at")
    return SignalTable(COLUMNS, tuple((*row[:-1], tuple(row[-1])) for row in made))


SIGNAL = Signal(
    "splitting",
    "tickets.requester, and tickets.problem_id or tickets.category",
    make,
    needed=frozenset({"cluster_first", "cluster_size"}),
)
