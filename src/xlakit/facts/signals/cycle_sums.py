"""Sums of cycles over all finished windows together, whole and by segments of their tickets."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import polars as pl

from xlakit.facts.signals.in_windows import counted
from xlakit.model import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MARK = "segment:"


def whole_span(windows: tuple[Window, ...]) -> Window | None:
    """Return one window from the first to the last; None where there is none.

    Examples
    --------
    >>> whole_span(()) is None
    True
    """
    if not windows:
        return None
    first, last = min(windows, key=lambda item: item.start), max(windows, key=lambda item: item.end)
    label = first.label if first == last else f"{first.label} to {last.label}"
    return Window(start=first.start, end=last.end, label=label)


def decided_between(cycles: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Return the cycles that were decided in the window."""
    start, end = window.start.astimezone(UTC), window.end.astimezone(UTC)
    return cycles.filter(pl.col("decided_at").is_between(start, end, closed="left"))


def with_segments(rows: pl.DataFrame, tickets: pl.DataFrame, segments: Sequence[str]) -> pl.DataFrame:
    """Return the rows with the columns of their tickets that are cut by, under names that cannot clash."""
    named = tickets.select("ticket_id", *(pl.col(name).alias(MARK + name) for name in segments))
    return rows.join(named, on="ticket_id", how="left", maintain_order="left")


def summed(
    rows: pl.DataFrame,
    window: Window,
    segments: Sequence[str],
    sums: Mapping[str, pl.Expr],
    keys: Sequence[str] = (),
) -> Iterator[tuple[Any, ...]]:
    """Yield ``(window, segment, *keys, *sums)`` of `rows` as `with_segments` returns them; lists as tuples."""
    cuts = [MARK + name for name in segments]
    for each, segment, *values in counted(rows, [window], cuts, sums, at="decided_at", keys=keys):
        named = tuple((column.removeprefix(MARK), value) for column, value in segment)
        yield each, named, *(tuple(item) if isinstance(item, list) else item for item in values)
