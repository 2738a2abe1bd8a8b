"""Which span of time a row falls in, and which windows the spans make up."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlakit.metrics.cell import Cell
    from xlakit.metrics.cube import Segment
    from xlakit.model import Window

    Cells = dict[tuple[int, Segment], Cell]
    """Cells by the number of their window in the plan, and their segment."""

SPAN = "_span"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FEW = 60
"""Up to so many edges it is quicker to compare an instant with each of them than to search."""


def edges_of(windows: Iterable[Window]) -> list[datetime]:
    """Return every instant at which one of `windows` begins or ends, in order."""
    return sorted({edge for window in windows for edge in (window.start, window.end)})


def with_span(rows: pl.LazyFrame, at: pl.Expr, edges: list[datetime]) -> pl.LazyFrame:
    """Return the rows with the number of the half-open span between edges each falls in; others drop out."""
    limits = [(edge - EPOCH) // timedelta(microseconds=1) for edge in edges]
    number = _passed(at.dt.epoch("us"), limits).cast(pl.Int64) - 1
    return rows.with_columns(number.alias(SPAN)).filter(pl.col(SPAN).is_between(0, len(edges) - 2))


def _passed(instant: pl.Expr, limits: list[int]) -> pl.Expr:
    """Return how many of the `limits`, which are in order, an instant has reached; null or 0 where it is unknown."""
    if 0 < len(limits) <= FEW:
        return reduce(add, ((instant >= limit).cast(pl.Int8) for limit in limits))
    known = instant.fill_null(min(limits, default=0) - 1)
    return pl.lit(pl.Series(limits, dtype=pl.Int64)).search_sorted(known, side="right")


def with_every_span(rows: pl.DataFrame, at: pl.Expr, windows: Iterable[Window]) -> pl.DataFrame:
    """Return the rows of each window with its number; a row of two windows stands twice."""
    parts = [
        rows.filter((at >= window.start.astimezone(UTC)) & (at < window.end.astimezone(UTC))).with_columns(
            pl.lit(number, pl.Int64).alias(SPAN)
        )
        for number, window in enumerate(windows)
    ]
    return pl.concat(parts) if parts else rows.clear().with_columns(pl.lit(0, pl.Int64).alias(SPAN))


def in_windows(cells: Cells, windows: tuple[Window, ...], edges: list[datetime]) -> Cells:
    """Add the cells of spans up to windows."""
    places = {edge: number for number, edge in enumerate(edges)}
    inside: dict[int, list[int]] = defaultdict(list)
    for number, window in enumerate(windows):
        for span in range(places[window.start], places[window.end]):
            inside[span].append(number)
    if all(inside[span] == [span] for span in range(len(edges) - 1)):
        return cells
    found: Cells = {}
    for (span, segment), cell in cells.items():
        for number in inside[span]:
            key = number, segment
            found[key] = found[key] + cell if key in found else cell
    return found
