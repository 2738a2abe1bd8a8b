"""Time used at the stop of a clock, in quarter hours aligned to its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.facts.signals.cycle_sums import decided_between, summed, whole_span, with_segments
from xlakit.facts.signals.in_windows import WINDOW_AND_SEGMENT, ids
from xlakit.facts.signals.signal import Signal, SignalTable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from xlakit.facts.signals.signal import SignalSources
    from xlakit.model import Window

WIDTH = 15 * 60 * 1_000_000
BEFORE, AFTER = 28, 32
APART = 5
FEWEST = 200
"""Cycles that were decided under a limit, for it to have rows."""
COLUMNS = (
    *WINDOW_AND_SEGMENT,
    "clock",
    "limit_us",
    "limit_bin",
    "counts",
    "resolved",
    "reopened",
    "others",
    "decided",
    "met",
    "examples",
)


def make(sources: SignalSources) -> SignalTable | None:
    """Return one row a clock, limit (with 200 decided cycles) and segment, over all finished windows together.

    ``counts`` are the stopped cycles by quarter hours of the time they used, so aligned that bin
    ``limit_bin - 1`` ends at the limit (what just keeps it is in it). ``resolved`` and ``reopened`` count in the
    same bins the cycles of a resolution clock of which it is known whether their ticket was reopened, and those of
    which it was (empty where nobody knows). ``others`` counts cycles of the same clock and segment under limits at
    least as far from this one as five bins. ``examples`` are tickets in bin ``limit_bin - 1``.
    """
    span = whole_span(sources.windows)
    cycles, tickets = sources.facts.cycles, sources.facts.tickets
    if not sources.agreement.clocks or "limit" not in cycles.columns:
        return None
    if span is None:
        return SignalTable(COLUMNS)
    rows = (
        decided_between(cycles, span)
        .join(tickets.select("ticket_id", "reopens"), on="ticket_id", how="inner", maintain_order="left")
        .with_columns(
            used_us=pl.col("elapsed").dt.total_microseconds(),
            limit_us=pl.col("limit").dt.total_microseconds(),
        )
    )
    if rows.is_empty():
        return SignalTable(COLUMNS)
    return SignalTable(COLUMNS, tuple(_rows(with_segments(rows, tickets, sources.segments), sources, span)))


def _rows(rows: pl.DataFrame, sources: SignalSources, span: Window) -> list[tuple[Any, ...]]:
    found = []
    # Limits in business days come in many lengths, few cycles each.
    many = rows.group_by("clock", "limit_us").len().filter(pl.col("len") >= FEWEST).sort("clock", "limit_us")
    for name, limit in many.select("clock", "limit_us").iter_rows():
        clock, of_clock = sources.agreement.clocks[name], rows.filter(pl.col("clock") == name)
        least = max(-BEFORE, -(limit // WIDTH))
        binned = _binned(of_clock, limit, least, inclusive=clock.inclusive)
        far = (pl.col("limit_us") - limit).abs() >= APART * WIDTH
        beside = {
            segment: counts
            for _, segment, counts in summed(
                binned.filter(far), span, sources.segments, {"counts": pl.col("bin").drop_nulls()}
            )
        }
        known = pl.col("bin").is_not_null() & pl.col("reopens").is_not_null() & (clock.stop == "resolved")
        sums = {
            "counts": pl.col("bin").drop_nulls(),
            "resolved": pl.col("bin").filter(known),
            "reopened": pl.col("bin").filter(known & (pl.col("reopens") > 0)),
            "decided": pl.len(),
            "met": pl.col("met").sum(),
            "examples": ids(pl.col("bin") == -least - 1),
        }
        size = AFTER - least
        own = binned.filter(pl.col("limit_us") == limit)
        for window, segment, counts, resolved, reopened, decided, met, examples in summed(
            own, span, sources.segments, sums
        ):
            found.append(
                (
                    window,
                    segment,
                    name,
                    limit,
                    -least,
                    _histogram(counts, size),
                    _histogram(resolved, size) if resolved else (),
                    _histogram(reopened, size) if resolved else (),
                    _histogram(beside.get(segment, ()), size),
                    decided,
                    met,
                    examples,
                )
            )
    return found


def _binned(rows: pl.DataFrame, limit: int, least: int, *, inclusive: bool) -> pl.DataFrame:
    """Return the rows with ``bin``, null outside the bins and for clocks that did not stop."""
    distance = pl.col("used_us") - limit
    # What uses exactly the limit has kept an inclusive one and broken an exclusive one.
    place = (-(-distance // WIDTH) - 1 if inclusive else distance // WIDTH) - least
    inside = place.is_between(0, AFTER - least - 1) & pl.col("stopped_at").is_not_null()
    return rows.with_columns(bin=pl.when(inside).then(place).cast(pl.Int64))


def _histogram(places: Iterable[int], size: int) -> tuple[int, ...]:
    counts = [0] * size
    for place in places:
        counts[place] += 1
    return tuple(counts)


SIGNAL = Signal("bins", "a clock in the agreement", make)
