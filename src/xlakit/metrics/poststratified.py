"""A mean of those who answered, weighted to everyone by strata that are known of everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xlakit.errors import MeasureError, message, near_miss
from xlakit.metrics.summaries import VALUE

if TYPE_CHECKING:
    from collections.abc import Iterable

SCALE = 1_000_000
"""A stratum's share of the sum is rounded to millionths of what a row adds."""


def poststratified(rows: pl.DataFrame, strata: Iterable[str], counted: pl.Expr) -> tuple[int, int, int]:
    """Return the mean of what rows add, each stratum weighted by all its counted rows, times `SCALE`.

    A stratum in which nobody answered has no weight.

    Returns
    -------
    tuple
        ``(total, base, answers)``: the mean is ``total / base`` in millionths of what a row adds.

    Raises
    ------
    MeasureError
        The rows have no such column.

    Notes
    -----
    ``Σ W_h x_h``: contracts reference 2.6, worked figure S14.

    Examples
    --------
    >>> rows = pl.DataFrame({"_value": [3, None, 9, 9, None], "site": ["a", "a", "b", "b", "c"]})
    >>> total, base, answers = poststratified(rows, ("site",), pl.lit(True))
    >>> total / base / SCALE, answers  # two tickets at 3, two at 9; site c is silent
    (6.0, 3)
    >>> poststratified(rows.clear(), ("site",), pl.lit(True))
    (0, 0, 0)
    """
    columns = tuple(strata)
    for column in columns:
        if column not in rows.columns:
            hint = near_miss(column, rows.columns)
            raise MeasureError(message("strata", "there is no such column", got=column, hint=hint))
    known = pl.col(VALUE).is_not_null()
    heard = (
        rows.filter(counted)
        .group_by(*columns)
        .agg(
            size=pl.len().cast(pl.Int64),
            answers=known.sum().cast(pl.Int64),
            said=pl.col(VALUE).cast(pl.Int64).sum(),
        )
        .filter(pl.col("answers") > 0)
    )
    total = base = answers = 0
    for size, count, said in heard.select("size", "answers", "said").iter_rows():
        total += (size * said * SCALE * 2 + count) // (count * 2)
        base += size
        answers += count
    return total, base, answers
