"""Sums of rows by window and segment, one way for all signals."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlakit.model import Window

EXAMPLES = 10
WINDOW_AND_SEGMENT = ("window", "segment")


def counted(
    frame: pl.DataFrame,
    windows: Sequence[Window],
    segments: Iterable[str],
    sums: Mapping[str, pl.Expr],
    *,
    at: str,
    keys: Sequence[str] = (),
) -> Iterator[tuple[Any, ...]]:
    """Yield ``(window, segment, *keys, *sums)`` of the whole and of each segment, in a fixed order.

    Parameters
    ----------
    frame
        One row a case.
    windows
        They may overlap: a row counts in each window that holds its instant.
    segments
        Columns to cut by, one at a time; those that the frame lacks are left out, and so are rows without a value.
    sums
        Name → aggregate of the rows.
    at
        The column whose instant decides the window.
    keys
        Further columns to group by.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from xlakit.model import Window
    >>> march = Window(start=datetime(2026, 3, 1, tzinfo=UTC), end=datetime(2026, 4, 1, tzinfo=UTC), label="2026-03")
    >>> days = [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC), None]
    >>> frame = pl.DataFrame({"at": days, "team": ["a", "a", "b"]})
    >>> [(segment, rows) for _, segment, rows in counted(frame, [march], ["team"], {"rows": pl.len()}, at="at")]
    [((), 1), ((('team', 'a'),), 1)]
    """
    cuts = [None, *(name for name in segments if name in frame.columns)]
    for window in windows:
        start, end = (edge.astimezone(UTC) for edge in (window.start, window.end))
        inside = frame.filter(pl.col(at).is_between(start, end, closed="left"))
        for column in cuts:
            value = pl.lit(None, pl.String) if column is None else pl.col(column).cast(pl.String)
            rows = inside.with_columns(value.alias("_value"))
            if column is not None:
                rows = rows.filter(pl.col("_value").is_not_null())
            made = rows.group_by("_value", *keys).agg(**sums).sort("_value", *keys, nulls_last=True)
            for named, *values in made.iter_rows():
                yield (window, () if column is None else ((column, named),), *values)


def ids(where: pl.Expr) -> pl.Expr:
    """Return the aggregate of the first ten ticket ids, in order, of the rows that meet `where`."""
    return pl.col("ticket_id").filter(where).unique().sort().head(EXAMPLES)
