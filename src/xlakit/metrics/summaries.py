"""Figures that only all rows of a window together can give."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    import polars as pl

VALUE = "_value"
"""The column of what a row adds; null adds nothing."""


def interpolated(rows: pl.DataFrame, share: Fraction) -> tuple[int, int, int]:
    """Return a percentile of the rows by linear interpolation, as an exact ratio, and how many rows it rests on.

    Examples
    --------
    >>> from fractions import Fraction
    >>> import polars as pl
    >>> interpolated(pl.DataFrame({"_value": [10, None, 20, 30, 41]}), Fraction(1, 2))
    (25, 1, 4)
    >>> interpolated(pl.DataFrame({"_value": [None]}, schema={"_value": pl.Int64}), Fraction(1, 2))
    (0, 0, 0)
    """
    known = rows.get_column(VALUE).drop_nulls().sort()
    if known.is_empty():
        return 0, 0, 0
    place = (known.len() - 1) * share
    below = int(place)
    low, high = int(known[below]), int(known[min(below + 1, known.len() - 1)])
    exact = low + (place - below) * (high - low)
    return exact.numerator, exact.denominator, known.len()
